// Package polarity has lists of words that show by themselves how somebody feels, in nine languages: "wonderful", "broken",
// "ripoff". The few thousand texts somebody can label show most of them never; a model that is told of them reads texts with
// words it has not learned.
//
// The lists are our own, written without the texts that anything is measured with. In a file of a language each line has a
// score and the words that bear it. The lists are read without regard to the language of a text, so no word stands in them
// that is an everyday word of another of the languages, or feels otherwise there.
package polarity

import (
	"embed"
	"iter"
	"strconv"
	"strings"
)

//go:embed *.txt
var files embed.FS

// Most is the greatest score, of words like "wonderful"; that of words like "furious" is -Most.
const Most = 3

// Languages are those that there are lists of, as ISO 639-1.
func Languages() []string { return []string{"ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt"} }

// Words are those of a language, each with its score of -Most to Most and never 0; none of a language without a list.
func Words(language string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		file, err := files.ReadFile(language + ".txt")
		if err != nil {
			return
		}
		for line := range strings.Lines(string(file)) {
			words := strings.Fields(line)
			if len(words) == 0 {
				continue
			}
			score, err := strconv.Atoi(words[0])
			if err != nil {
				continue // the test of the lists finds it
			}
			for _, word := range words[1:] {
				if !yield(word, score) {
					return
				}
			}
		}
	}
}
