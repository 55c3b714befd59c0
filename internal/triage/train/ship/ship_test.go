package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/triage/corpus"
)

// ownTexts are the texts of this repository.
var ownTexts = os.DirFS("../written")

// labelsAllowed are the closed lists.
func labelsAllowed() map[switchboard.Head][]string {
	allowed := map[switchboard.Head][]string{switchboard.HeadIntent: labelsOf(switchboard.Intents()),
		switchboard.HeadUrgency: labelsOf(switchboard.Urgencies()), switchboard.HeadSentiment: labelsOf(switchboard.Sentiments())}
	for _, flag := range switchboard.Flags() {
		allowed[switchboard.Head(flag)] = []string{switchboard.No, switchboard.Yes}
	}
	return allowed
}

func TestOwnTextsKeepToTheClosedLists(t *testing.T) {
	t.Parallel()
	allowed := labelsAllowed()
	flags := labelsOf(switchboard.Flags())
	for _, own := range ownRows(t) {
		if own.Text == "" || len(own.Lang) != 2 {
			t.Errorf("a text without words or language: %+v", own)
		}
		for head, label := range own.labels() {
			if !slices.Contains(allowed[head], label) {
				t.Errorf("%s is no %s: %s", label, head, own.Text)
			}
		}
		for _, flag := range own.Flags {
			if !slices.Contains(flags, flag) {
				t.Errorf("%s is no flag: %s", flag, own.Text)
			}
		}
	}
}

func ownRows(t *testing.T) []writtenRow {
	t.Helper()
	names, err := fs.Glob(ownTexts, "*.jsonl")
	if err != nil || len(names) == 0 {
		t.Fatalf("%v, %v", names, err)
	}
	var all []writtenRow
	for _, name := range names {
		list, err := corpus.Read[writtenRow](ownTexts, name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list...)
	}
	return all
}

// What is measured by must be new to what learned.
func TestNothingIsLearnedThatIsMeasuredBy(t *testing.T) {
	t.Parallel()
	learned := map[string]bool{}
	for _, own := range ownRows(t) {
		learned[plain(own.Text)] = true
	}
	more, err := composed(ownTexts)
	if err != nil {
		t.Fatal(err)
	}
	for _, sentence := range more {
		learned[plain(sentence.words)] = true
	}
	for _, flag := range []string{"safety", "legal", "press", "brand_threat"} {
		held, err := corpus.Read[writtenRow](os.DirFS("../../evaluate/heldout"), flag+".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range held {
			if learned[plain(h.Text)] {
				t.Errorf("%s is learned from and measured by: %s", flag, h.Text)
			}
		}
	}
}

func plain(text string) string { return strings.Join(strings.Fields(strings.ToLower(text)), " ") }

func TestGrammarsAreFilled(t *testing.T) {
	t.Parallel()
	sentences, err := composed(ownTexts)
	if err != nil || len(sentences) < 1000 {
		t.Fatalf("%d sentences, %v", len(sentences), err)
	}
	for _, s := range sentences {
		if strings.ContainsAny(s.words, "{}") || strings.Contains(s.words, "  ") {
			t.Errorf("a slot without a filler: %q", s.words)
		}
	}
	again, err := composed(ownTexts)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(sentences, again, func(a, b text) bool { return a.words == b.words }) {
		t.Error("the same grammars give other sentences")
	}
}

// A small group is learned wholly from our own texts, twice with the same bytes.
func TestAGroupIsLearned(t *testing.T) {
	t.Parallel()
	all, err := written(ownTexts)
	if err != nil {
		t.Fatal(err)
	}
	g := group{"small", 14, 5000, []plan{flagPlan(switchboard.FlagPress, 1, 1, careRecall)}}
	var files [2]bytes.Buffer
	for i := range files {
		m, err := g.learn(t.Context(), io.Discard, all[:len(all)/2])
		if err != nil {
			t.Fatal(err)
		}
		if m.Rows() > g.rows || len(m.Sources) != 1 {
			t.Errorf("%d rows from %+v", m.Rows(), m.Sources)
		}
		if err := m.Encode(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two runs differ")
	}
}

func TestWithoutTextsNothingIsLearned(t *testing.T) {
	t.Parallel()
	if err := ship(t.Context(), io.Discard, t.TempDir(), t.TempDir(), t.TempDir(), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without texts: %v", err)
	}
	if err := ship(t.Context(), io.Discard, t.TempDir(), "../written", t.TempDir(), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without sets: %v", err)
	}
}
