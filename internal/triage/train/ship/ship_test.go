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
	"testing/fstest"

	"switchboard"
	"switchboard/internal/triage/corpus"
	"switchboard/internal/triage/corpus/corpustest"
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
	for _, read := range []func(fs.FS) ([]text, error){moods, composed} {
		more, err := read(ownTexts)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range more {
			learned[plain(one.words)] = true
		}
	}
	for _, flag := range []string{"safety", "legal", "press", "brand_threat", "churn_risk", "spam"} {
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

// Posts that show a mood are of several languages, each mood is there as often as the others, and none twice.
func TestMoodsAreBalanced(t *testing.T) {
	t.Parallel()
	all, err := moods(ownTexts)
	if err != nil {
		t.Fatal(err)
	}
	count, seen := map[string]map[string]int{}, map[string]bool{}
	for _, m := range all {
		if count[m.lang] == nil {
			count[m.lang] = map[string]int{}
		}
		count[m.lang][m.labels[switchboard.HeadSentiment]]++
		if seen[plain(m.words)] || len(m.labels) != 1 || m.words == "" {
			t.Errorf("%q is there twice, or says more than a mood: %v", m.words, m.labels)
		}
		seen[plain(m.words)] = true
	}
	for _, lang := range []string{"ar", "de", "es", "fr", "hi", "it", "pt"} {
		for _, mood := range labelsOf(switchboard.Sentiments()) {
			if n := count[lang][mood]; n < 200 {
				t.Errorf("%d posts of %s are %s", n, lang, mood)
			}
		}
		if len(count[lang]) != 3 {
			t.Errorf("moods of %s: %v", lang, count[lang])
		}
	}
	if len(count) != 7 {
		t.Errorf("%d languages", len(count))
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
	g := group{"small", 1, 14, 5000, nil, []plan{flagPlan(switchboard.FlagPress, 1, 1, careRecall)}}
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
	empty := os.DirFS(t.TempDir())
	if err := ship(t.Context(), io.Discard, folders{empty, empty, empty}, t.TempDir(), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without texts: %v", err)
	}
	if err := ship(t.Context(), io.Discard, folders{empty, os.DirFS("../written"), os.DirFS("../labels")}, t.TempDir(), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without sets: %v", err)
	}
}

// Labels stand in for what a set says, and where nobody could tell nothing is learned.
func TestLabelsOfRealMessagesAreLearnedFrom(t *testing.T) {
	t.Parallel()
	data := fstest.MapFS{
		"sentiment-semeval/train.jsonl.gz":  corpustest.Packed(t, `{"text":"hello","label":"neutral"}`, `{"text":"who did that","label":"negative"}`),
		"replay-ibm-care/messages.jsonl.gz": corpustest.Packed(t, `{"id":"1","text":"it is broken"}`),
	}
	labels := fstest.MapFS{
		realFile: {Data: []byte(`{"set":"replay-ibm-care","id":"1","intent":"bug","urgency":"normal","sentiment":"negative","flags":["complaint"]}
{"set":"sentiment-semeval","id":"2cf24dba5fb0","intent":"chatter","urgency":"low","sentiment":"neutral","flags":[]}`)},
		grumblesFile: {Data: []byte(`{"set":"replay-ibm-care","id":"1","intent":"bug","flags":["about_us","complaint"]}`)},
		careFile:     {Data: []byte(`{"set":"sentiment-semeval","id":"ID","flags":["?"]}`)},
	}
	id := (&corpus.Row{Text: "who did that"}).Key()
	labels[careFile].Data = bytes.Replace(labels[careFile].Data, []byte("ID"), []byte(id), 1)
	read, err := labelledTexts(data, labels)
	if err != nil || len(read) != 2 {
		t.Fatalf("%+v, %v", read, err)
	}
	broken, hello := read[0].labels, read[1].labels
	if broken[switchboard.HeadSentiment] != "negative" || broken["complaint"] != switchboard.Yes || broken["safety"] != switchboard.No {
		t.Errorf("a customer's message teaches %v", broken)
	}
	if hello[switchboard.HeadSentiment] != "" || hello[switchboard.HeadIntent] != "" || hello["complaint"] != switchboard.No {
		t.Errorf("talk teaches %v", hello)
	}
	grumbles, err := labelledGrumbles(data, labels)
	if err != nil || len(grumbles) != 1 || len(grumbles[0].labels) != 4 || grumbles[0].labels["complaint"] != switchboard.Yes ||
		grumbles[0].labels["needs_answer"] != switchboard.No || grumbles[0].labels["safety"] != "" {
		t.Errorf("a grumble teaches %+v, %v", grumbles, err)
	}
	doubted, err := labelledCare(data, labels)
	if err != nil || len(doubted) != 1 || len(doubted[0].labels) != 0 {
		t.Errorf("what nobody could tell teaches %+v, %v", doubted, err)
	}
	base := []text{{words: "who did that", source: "sentiment-semeval",
		labels: map[switchboard.Head]string{switchboard.HeadSentiment: "negative", "safety": switchboard.No}}}
	if got := unread(base, doubted)[0].labels; len(got) != 1 || got[switchboard.HeadSentiment] != "negative" {
		t.Errorf("what was supposed of it stays: %v", got)
	}
}

// Labels hold closed values alone, once for each message, and none of a message that is measured by.
func TestLabelsKeepToTheClosedListsAndApart(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	measured, err := corpus.Read[corpus.Label](os.DirFS("../../evaluate/labels"), "replay.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for i := range measured {
		seen[measured[i].Set+" "+measured[i].ID] = true
	}
	allowed := append(labelsOf(switchboard.Flags()), unclear)
	for _, name := range []string{realFile, grumblesFile, careFile} {
		list, err := corpus.Read[corpus.Label](os.DirFS("../labels"), name)
		if err != nil || len(list) < 1000 {
			t.Fatalf("%s: %d labels, %v", name, len(list), err)
		}
		for i := range list {
			l := &list[i]
			if seen[l.Set+" "+l.ID] {
				t.Errorf("%s %s is labelled twice, or measured by", l.Set, l.ID)
			}
			seen[l.Set+" "+l.ID] = true
			wrong := slices.ContainsFunc(l.Flags, func(f string) bool { return !slices.Contains(allowed, f) })
			wrong = wrong || name != careFile && !slices.Contains(labelsOf(switchboard.Intents()), l.Intent)
			if wrong || name == realFile && (!slices.Contains(labelsOf(switchboard.Urgencies()), l.Urgency) ||
				!slices.Contains(labelsOf(switchboard.Sentiments()), l.Sentiment)) {
				t.Errorf("%+v", *l)
			}
		}
	}
}
