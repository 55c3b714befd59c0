package language

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"switchboard/internal/triage/corpus"
)

// Sample is a text and the ISO 639-1 code of its language.
type Sample struct {
	Text, Language string
}

// Sentences reads a folder of files named after a language, such as de.txt, of one sentence a line.
func Sentences(folder fs.FS) ([]Sample, error) {
	names, err := fs.Glob(folder, "*.txt")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no sentences: %w", errors.Join(err, fs.ErrNotExist))
	}
	var out []Sample
	for _, name := range names {
		code := strings.TrimSuffix(name, ".txt")
		err := corpus.Lines(folder, name, func(line []byte) error {
			out = append(out, Sample{Text: string(line), Language: code})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// english are the folders of messages that are all English and say so nowhere.
var english = []string{"banking77", "clinc150", "bitext-intents", "sms-spam", "goemotions", "sentiment-semeval"}

// names are the codes of languages written out.
var names = map[string]string{"arabic": "ar", "english": "en", "french": "fr", "german": "de", "hindi": "hi",
	"italian": "it", "portuguese": "pt", "spanish": "es", "nb": "no"}

// Messages reads the parts named train.jsonl.gz of a folder of labelled messages: those that name their language, and
// those of folders known to be English.
func Messages(folder fs.FS) ([]Sample, error) {
	files, err := fs.Glob(folder, "*/train.jsonl.gz")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no messages: %w", errors.Join(err, fs.ErrNotExist))
	}
	var out []Sample
	for _, file := range files {
		known := ""
		if slices.Contains(english, path.Dir(file)) {
			known = "en"
		}
		rows, err := corpus.Read[corpus.Row](folder, file)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if code := codeOf(&rows[i], known); code != "" {
				out = append(out, Sample{Text: rows[i].Text, Language: code})
			}
		}
	}
	return out, nil
}

// codeOf is the language that a row names, or else the one given.
func codeOf(row *corpus.Row, otherwise string) string {
	if row.Lang == "" {
		return otherwise
	}
	if code, ok := names[row.Lang]; ok {
		return code
	}
	return row.Lang
}
