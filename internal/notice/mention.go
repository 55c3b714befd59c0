package notice

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard"
)

// maxMentions is how many people one note can name.
const maxMentions = 50

// Mentioned finds whom a note names, in the order of their first naming, each once: an @ at the beginning of a word, and
// behind it a full name, a name without its spaces, the part of an address before its @, or a first name that only one
// person has. The longest name that fits counts; letter case does not. At most 50 people are found.
func Mentioned(text string, people []switchboard.Agent) (found []switchboard.AgentID) {
	names := namesOf(people)
	lower := []rune(strings.ToLower(text))
	for i := 0; i < len(lower) && len(found) < maxMentions; i++ {
		if lower[i] != '@' || i > 0 && wordRune(lower[i-1]) {
			continue
		}
		if id, length := names.longest(lower[i+1:]); length > 0 {
			if !slices.Contains(found, id) {
				found = append(found, id)
			}
			i += length
		}
	}
	return found
}

type named struct {
	name string
	id   switchboard.AgentID
}

// byName is sorted by the length of names, the longest first.
type byName []named

func namesOf(people []switchboard.Agent) byName {
	of := map[string][]switchboard.AgentID{}
	add := func(name string, id switchboard.AgentID) {
		if utf8.RuneCountInString(name) >= 2 && !slices.Contains(of[name], id) {
			of[name] = append(of[name], id)
		}
	}
	for _, a := range people {
		if a.Disabled {
			continue
		}
		name := strings.ToLower(strings.TrimSpace(a.Name))
		local, _, _ := strings.Cut(strings.ToLower(a.Email), "@")
		first, _, _ := strings.Cut(name, " ")
		for _, n := range []string{name, strings.ReplaceAll(name, " ", ""), strings.ReplaceAll(name, " ", "."), local, first} {
			add(n, a.ID)
		}
	}
	var all byName
	for name, ids := range of {
		if len(ids) == 1 { // a name of two people names nobody
			all = append(all, named{name, ids[0]})
		}
	}
	slices.SortFunc(all, func(a, b named) int {
		if d := len(b.name) - len(a.name); d != 0 {
			return d
		}
		return strings.Compare(a.name, b.name)
	})
	return all
}

// longest finds the longest name that the text begins with and that ends with a word; length is in runes.
func (b byName) longest(text []rune) (id switchboard.AgentID, length int) {
	for _, n := range b {
		name := []rune(n.name)
		if len(text) < len(name) || !slices.Equal(text[:len(name)], name) {
			continue
		}
		if len(text) == len(name) || !wordRune(text[len(name)]) {
			return n.id, len(name)
		}
	}
	return id, 0
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}
