package triage

import (
	"embed"
	"fmt"
	"strconv"
	"strings"

	"switchboard"
)

//go:embed lexicon/*.txt
var files embed.FS

// negation is the head under which the lists keep words that turn a meaning round.
const negation switchboard.Head = "negate"

// anyLanguage marks terms that mean the same everywhere.
const anyLanguage = "any"

// entry is one term of the lists.
type entry struct {
	id       int
	head     switchboard.Head
	label    string
	weight   float64
	language string
}

// node is a place in the tree of terms, word by word.
type node struct {
	next     map[string]*node
	starting map[string]*node // by the beginning of a word: terms with a star
	longest  int              // of those beginnings, in bytes
	entries  []*entry
}

// wordlist is all terms.
type wordlist struct {
	root node
	size int
}

// load reads the embedded lists. Problems name each line that could not be read.
func load() (*wordlist, []string) {
	w := &wordlist{}
	var problems []string
	names, err := files.ReadDir("lexicon")
	if err != nil {
		return w, []string{err.Error()}
	}
	for _, file := range names {
		text, err := files.ReadFile("lexicon/" + file.Name())
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		language := strings.TrimSuffix(file.Name(), ".txt")
		for number, line := range strings.Split(string(text), "\n") {
			if err := w.read(language, line); err != nil {
				problems = append(problems, fmt.Sprintf("%s:%d: %v", file.Name(), number+1, err))
			}
		}
	}
	return w, problems
}

func (w *wordlist) read(language, line string) error {
	if line == "" || line[0] == '#' {
		return nil
	}
	key, terms, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("no colon in %q", line)
	}
	return w.readTerms(language, strings.Fields(key), strings.Split(terms, "|"))
}

func (w *wordlist) readTerms(language string, key, terms []string) error {
	if len(key) != 3 {
		return fmt.Errorf("want head, label and weight before the colon, got %q", key)
	}
	weight, err := strconv.ParseFloat(key[2], 64)
	if err != nil {
		return fmt.Errorf("weight: %w", err)
	}
	head := switchboard.Head(key[0])
	if !knownLabel(head, key[1]) {
		return fmt.Errorf("%s has no label %q", head, key[1])
	}
	for _, term := range terms {
		e := &entry{id: w.size, head: head, label: key[1], weight: weight, language: language}
		written := expand(term)
		if len(written) == 0 {
			return fmt.Errorf("a brace is left open in %q", term)
		}
		for _, one := range written {
			if err := w.add(one, e); err != nil {
				return err
			}
		}
		w.size++
	}
	return nil
}

// expand writes out a term with choices in braces: "{my,her} {arm,leg}" is four terms. They count as one, so that a
// message that has two of them has one piece of evidence.
func expand(term string) []string {
	before, rest, ok := strings.Cut(term, "{")
	if !ok {
		return []string{term}
	}
	choices, after, ok := strings.Cut(rest, "}")
	if !ok {
		return nil
	}
	var out []string
	for _, tail := range expand(after) {
		for choice := range strings.SplitSeq(choices, ",") {
			out = append(out, before+choice+tail)
		}
	}
	return out
}

func knownLabel(head switchboard.Head, label string) bool {
	switch head {
	case negation:
		return label == "-"
	case switchboard.HeadSentiment:
		return switchboard.OneOf(switchboard.Sentiment(label), switchboard.Sentiments())
	case switchboard.HeadIntent:
		return switchboard.OneOf(switchboard.Intent(label), switchboard.Intents())
	case switchboard.HeadUrgency:
		return switchboard.OneOf(switchboard.Urgency(label), switchboard.Urgencies())
	}
	return label == switchboard.Yes && switchboard.OneOf(switchboard.Flag(head), switchboard.Flags())
}

// add puts a term into the tree, taken apart as messages are, so that both always agree.
func (w *wordlist) add(term string, e *entry) error {
	at, words := &w.root, 0
	for _, part := range strings.Fields(term) {
		stem, star := strings.CutSuffix(part, "*")
		pieces := tokenize(stem).words
		for i, piece := range pieces {
			at = at.child(piece.text, star && i == len(pieces)-1)
			words++
		}
	}
	if words == 0 {
		return fmt.Errorf("empty term %q", term)
	}
	at.entries = append(at.entries, e)
	return nil
}

func (n *node) child(word string, star bool) *node {
	table := &n.next
	if star {
		table = &n.starting
		n.longest = max(n.longest, len(word))
	}
	if *table == nil {
		*table = map[string]*node{}
	}
	if (*table)[word] == nil {
		(*table)[word] = &node{}
	}
	return (*table)[word]
}

// hit is a term found in a text: words from, to-1.
type hit struct {
	*entry
	from, to int
}

// find gives every term in the text, in no particular order.
func (w *wordlist) find(words []token) []hit {
	hits := make([]hit, 0, len(words))
	for i := range words {
		hits = w.root.walk(words, i, i, hits)
	}
	return hits
}

// walk follows the tree as far as the words agree with it; terms are a few words long, so it stays shallow.
func (n *node) walk(words []token, first, at int, hits []hit) []hit {
	for _, e := range n.entries {
		hits = append(hits, hit{e, first, at})
	}
	if at == len(words) {
		return hits
	}
	text := words[at].text
	if next := n.next[text]; next != nil {
		hits = next.walk(words, first, at+1, hits)
	}
	for length := 1; length <= min(len(text), n.longest); length++ {
		if next := n.starting[text[:length]]; next != nil {
			hits = next.walk(words, first, at+1, hits)
		}
	}
	return hits
}
