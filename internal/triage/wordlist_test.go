package triage

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestListsAreWellFormed(t *testing.T) {
	t.Parallel()
	words, problems := load()
	for _, p := range problems {
		t.Error(p)
	}
	if words.size < 4000 {
		t.Errorf("only %d terms", words.size)
	}
	for _, bad := range []string{"sentiment negative", "sentiment sad 1 : a", "mood bad 1 : a", "spam yes much : a",
		"spam yes 1 : a | ", "spam no 1 : a", "spam yes 1 : {a,b", "spam yes : a", "spam yes 1 : {,}", "urgency soon 1 : a",
		"intent fun 1 : a", "negate yes 1 : a", "spam yes 1 : ???"} {
		if err := words.read("en", bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	for term, want := range map[string][]string{
		"plain":              {"plain"},
		"{my,her} arm":       {"my arm", "her arm"},
		"{a,b} x {c,d}":      {"a x c", "b x c", "a x d", "b x d"},
		"tire{d,some*} of":   {"tired of", "tiresome* of"},
		"no {reply,} please": {"no reply please", "no  please"},
		"{open":              nil,
	} {
		got := expand(term)
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", term, diff)
		}
	}
}

func TestChoicesOfOneTermCountOnce(t *testing.T) {
	t.Parallel()
	words := &wordlist{}
	if err := words.read("en", "safety yes 1 : {burned,cut} {my,his} {arm,leg} | unrelated"); err != nil {
		t.Fatal(err)
	}
	tokens := tokenize("burned my arm, cut his leg")
	found := weigh(words.find(tokens.words), tokens.words, "en")
	if words.size != 2 || len(found) != 1 || found[0].weight != 1 {
		t.Errorf("%d terms, found %+v", words.size, found)
	}
}

func TestListsSayNothingTwice(t *testing.T) {
	t.Parallel()
	names, err := os.ReadDir("lexicon")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile("lexicon/" + name.Name())
		if err != nil {
			t.Fatal(err)
		}
		for number, line := range strings.Split(string(text), "\n") {
			key, terms, _ := strings.Cut(line, ":")
			seen := map[string]bool{}
			for term := range strings.SplitSeq(terms, "|") {
				if term = strings.TrimSpace(term); seen[term] && strings.HasSuffix(name.Name(), ".txt") && key[0] != '#' {
					t.Errorf("%s:%d: %q stands there twice", name.Name(), number+1, term)
				}
				seen[term] = true
			}
		}
	}
}
