package topic

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"switchboard"
)

// Bounds of a list.
const (
	MaxTopics = 1000
	MaxTerms  = 20_000 // of all topics together
	// maxJoined is how many of all terms may have parts that are looked for one by one.
	maxJoined   = 2000
	MaxFile     = 4 << 20 // bytes
	maxWords    = 2000    // terms of one topic
	maxName     = 80
	maxAbout    = 500
	maxExamples = 200
	maxExample  = 2000 // bytes
)

// formatVersion is that of the files of a list.
const formatVersion = 1

// file is a list as it is written.
type file struct {
	Version int         `json:"version" yaml:"version"`
	Topics  []fileTopic `json:"topics" yaml:"topics"`
}

type fileTopic struct {
	Key         switchboard.TopicKey `json:"key" yaml:"key"`
	Name        string               `json:"name" yaml:"name"`
	Description string               `json:"description,omitempty" yaml:"description,omitempty"`
	Words       map[string][]string  `json:"words,omitempty" yaml:"words,omitempty"`
	Except      map[string][]string  `json:"except,omitempty" yaml:"except,omitempty"`
	Examples    []string             `json:"examples,omitempty" yaml:"examples,omitempty"`
	Archived    bool                 `json:"archived,omitempty" yaml:"archived,omitempty"`
}

// ReadList reads a list, as YAML or JSON. It refuses, with code invalid and where it stands, what is no list; with
// too_large, what is larger than a list may be.
func ReadList(source []byte) ([]switchboard.Topic, error) {
	if len(source) > MaxFile {
		return nil, switchboard.Refuse(switchboard.CodeTooLarge, "The list of topics is larger than %d bytes.", MaxFile)
	}
	var f file
	if err := strict(source, &f); err != nil {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "This is no list of topics: %s.", firstLine(err)).WithField("source").
			WithHint("A list has a version and topics; each has a key, a name, and words or examples.").WithCause(err)
	}
	if f.Version != formatVersion {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The list has version %d, and only %d can be read.", f.Version, formatVersion).
			WithField("source").WithHint("Begin it with version: 1.")
	}
	topics := make([]switchboard.Topic, len(f.Topics))
	for i, t := range f.Topics {
		topics[i] = Tidy(switchboard.Topic(t))
	}
	return topics, CheckAll(topics)
}

// strict reads YAML, of which JSON is a part, without anchors and aliases: with them a small file could mean a huge list.
func strict(source []byte, into *file) (err error) {
	defer func() {
		if recover() != nil { // the reader of YAML does not promise to survive every text
			err = errors.New("it cannot be read")
		}
	}()
	tree, err := parser.ParseBytes(source, 0)
	if err != nil {
		return err
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		return errors.New("it is empty, or several documents in one")
	}
	var found aliases
	ast.Walk(&found, tree.Docs[0].Body)
	if found {
		return errors.New("anchors and aliases are not read here; put a term that begins with a star in quotation marks")
	}
	return yaml.NodeToValue(tree.Docs[0].Body, into, yaml.Strict())
}

// aliases becomes true where a tree has an anchor, an alias or a merge.
type aliases bool

// Visit looks at one node.
func (a *aliases) Visit(n ast.Node) ast.Visitor {
	switch n.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType:
		*a = true
	}
	return a
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	if line = strings.ToValidUTF8(line, ""); len(line) > 200 {
		line = strings.ToValidUTF8(line[:200], "") + "…"
	}
	return strings.TrimSuffix(line, ".")
}

// WriteList writes a list so that ReadList gives it back.
func WriteList(topics []switchboard.Topic) ([]byte, error) {
	f := file{Version: formatVersion, Topics: make([]fileTopic, len(topics))}
	for i, t := range topics {
		f.Topics[i] = fileTopic(t)
	}
	out, err := yaml.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("write the list of topics: %w", err)
	}
	return out, nil
}

// Tidy is a topic without blanks around its words, and without empty or repeated ones.
func Tidy(t switchboard.Topic) switchboard.Topic {
	t.Name, t.Description = strings.Join(strings.Fields(t.Name), " "), strings.TrimSpace(t.Description)
	t.Words, t.Except, t.Examples = tidyWords(t.Words), tidyWords(t.Except), tidyTexts(t.Examples)
	return t
}

func tidyWords(by map[string][]string) map[string][]string {
	out := map[string][]string{}
	for language, words := range by {
		for i := range words {
			words[i] = strings.Join(strings.Fields(words[i]), " ")
		}
		if words = tidyTexts(words); len(words) > 0 {
			out[language] = words
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func tidyTexts(texts []string) (out []string) {
	seen := map[string]bool{}
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" && !seen[text] {
			seen[text], out = true, append(out, text)
		}
	}
	return out
}

// CheckAll refuses, with code invalid or too_large, a list that could not be used as a whole, and names the topic.
func CheckAll(topics []switchboard.Topic) error {
	if len(topics) > MaxTopics {
		return switchboard.Refuse(switchboard.CodeTooLarge, "A list has at most %d topics, and this one has %d.", MaxTopics, len(topics))
	}
	seen := map[switchboard.TopicKey]bool{}
	terms, joined := 0, 0
	for _, t := range topics {
		if seen[t.Key] {
			return switchboard.Refuse(switchboard.CodeInvalid, "The topic %s stands there twice.", t.Key).WithField("key")
		}
		seen[t.Key] = true
		if err := Check(t); err != nil {
			return err
		}
		more, of := size(t)
		terms, joined = terms+more, joined+of
	}
	if terms > MaxTerms || joined > maxJoined {
		return switchboard.Refuse(switchboard.CodeTooLarge, "The list has %d terms, of them %d with parts.", terms, joined).
			WithHint(fmt.Sprintf("A list has at most %d terms, and of these %d with “...” or with a star before a further word.", MaxTerms, maxJoined))
	}
	return nil
}

// size counts the terms of a topic that passed Check, and those that have several parts.
func size(t switchboard.Topic) (terms, joined int) {
	for _, by := range []map[string][]string{t.Words, t.Except} {
		for _, words := range by {
			for _, term := range words {
				terms++
				if parts, err := parse(term); err == nil && len(parts) > 1 {
					joined++
				}
			}
		}
	}
	return terms, joined
}

// Check refuses, with code invalid and the field, what is no topic.
func Check(t switchboard.Topic) error {
	wrong := func(field, text string, args ...any) error {
		return switchboard.Refuse(switchboard.CodeInvalid, text, args...).WithField(field)
	}
	switch {
	case !t.Key.Valid():
		return switchboard.Refuse(switchboard.CodeInvalid, "“%s” cannot be the key of a topic.", shorten(string(t.Key))).WithField("key").
			WithHint("Use small letters, digits, - and _, at most 48 of them, and begin with a letter or digit.")
	case t.Key == "export" || t.Key == "import" || t.Key == "suggestions" || t.Key == "try":
		return wrong("key", "The key %s is taken: it is a part of the address of the list.", t.Key)
	case t.Name == "" || utf8.RuneCountInString(t.Name) > maxName || !utf8.ValidString(t.Name):
		return wrong("name", "The topic %s needs a name of at most %d letters.", t.Key, maxName)
	case utf8.RuneCountInString(t.Description) > maxAbout || !utf8.ValidString(t.Description):
		return wrong("description", "What is said of %s is longer than %d letters.", t.Key, maxAbout)
	case len(t.Words) == 0 && len(t.Examples) == 0:
		return switchboard.Refuse(switchboard.CodeInvalid, "The topic %s has neither words nor examples, so nothing could be found.", t.Key).
			WithField("words").WithHint("Give it a word or phrase that customers use.")
	}
	return checkTexts(t, wrong)
}

func checkTexts(t switchboard.Topic, wrong func(field, text string, args ...any) error) error {
	if len(t.Examples) > maxExamples {
		return wrong("examples", "The topic %s has more than %d examples.", t.Key, maxExamples)
	}
	for _, text := range t.Examples {
		if len(text) > maxExample || !utf8.ValidString(text) {
			return wrong("examples", "An example of %s is longer than %d bytes, or is no text.", t.Key, maxExample)
		}
	}
	count := 0
	for field, by := range map[string]map[string][]string{"words": t.Words, "except": t.Except} {
		for _, language := range slices.Sorted(keysOf(by)) {
			if !isLanguage(language) {
				return wrong(field, "“%s” is no language: use any, or two or three small letters like en.", shorten(language))
			}
			for _, term := range by[language] {
				if _, err := parse(term); err != nil {
					return err
				}
			}
			count += len(by[language])
		}
	}
	if count > maxWords {
		return wrong("words", "The topic %s has more than %d terms.", t.Key, maxWords)
	}
	return nil
}

func keysOf(m map[string][]string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

func isLanguage(s string) bool {
	return s == switchboard.AnyLanguage || switchboard.CheckFact(switchboard.HeadLanguage, s) == nil
}
