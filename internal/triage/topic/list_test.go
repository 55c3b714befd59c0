package topic

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

func TestListIsReadBackAsWritten(t *testing.T) {
	t.Parallel()
	topics := []switchboard.Topic{
		{Key: "flat_tyre", Name: "Flat tyres", Description: "Punctures and what comes of them: no theft", Examples: []string{"It is flat: again", "second\nline"},
			Words: map[string][]string{"any": {"*reifen", "flat tyre*", "pump ... air"}, "de": {"Platten: neu"}}, Except: map[string][]string{"en": {"flat rate"}}},
		{Key: "2nd", Name: "yes", Words: anyOf("no", "1.5"), Archived: true},
	}
	source, err := WriteList(topics)
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadList(source)
	if diff := cmp.Diff(topics, back); err != nil || diff != "" {
		t.Fatalf("%v\n%s\n%s", err, diff, source)
	}
}

func TestListMayBeJSON(t *testing.T) {
	t.Parallel()
	got, err := ReadList([]byte(`{"version": 1, "topics": [{"key": "bell", "name": " Bells ", "words": {"en": ["bell*", "bell*", " "]}}]}`))
	want := []switchboard.Topic{{Key: "bell", Name: "Bells", Words: map[string][]string{"en": {"bell*"}}}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Fatal(err, diff)
	}
}

func TestListIsRefused(t *testing.T) {
	t.Parallel()
	many := func(n int, term string) string {
		var b strings.Builder
		b.WriteString("version: 1\ntopics:\n")
		for i := range n {
			fmt.Fprintf(&b, "- {key: t%d, name: T, words: {any: [%s]}}\n", i, term)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		source string
		code   switchboard.Code
	}{
		"nothing":             {"", switchboard.CodeInvalid},
		"no list":             {"hello", switchboard.CodeInvalid},
		"another version":     {"version: 2\ntopics: []", switchboard.CodeInvalid},
		"an unknown field":    {"version: 1\ntopic: []", switchboard.CodeInvalid},
		"twice":               {"version: 1\ntopics: [{key: a, name: A, words: {any: [aa]}}, {key: a, name: A, words: {any: [aa]}}]", switchboard.CodeInvalid},
		"no key":              {"version: 1\ntopics: [{name: A, words: {any: [aa]}}]", switchboard.CodeInvalid},
		"a key of two words":  {"version: 1\ntopics: [{key: a b, name: A, words: {any: [aa]}}]", switchboard.CodeInvalid},
		"a key that is taken": {"version: 1\ntopics: [{key: export, name: A, words: {any: [aa]}}]", switchboard.CodeInvalid},
		"no name":             {"version: 1\ntopics: [{key: a, words: {any: [aa]}}]", switchboard.CodeInvalid},
		"nothing to find":     {"version: 1\ntopics: [{key: a, name: A, words: {any: [' ']}}]", switchboard.CodeInvalid},
		"no language":         {"version: 1\ntopics: [{key: a, name: A, words: {english: [aa]}}]", switchboard.CodeInvalid},
		"a bare star":         {"version: 1\ntopics: [{key: a, name: A, words: {any: ['*']}}]", switchboard.CodeInvalid},
		"an alias":            {"version: 1\ntopics: [{key: a, name: A, words: {any: &x [aa], en: *x}}]", switchboard.CodeInvalid},
		"a merge":             {"version: 1\ntopics: [{key: a, name: A, words: {<<: {any: [aa]}}}]", switchboard.CodeInvalid},
		"two documents":       {"version: 1\n---\nversion: 1", switchboard.CodeInvalid},
		"too many":            {many(MaxTopics+1, "aa"), switchboard.CodeTooLarge},
		"too many parts":      {many(maxJoined/3+1, "aa ... b0, aa ... b1, aa ... b2"), switchboard.CodeTooLarge},
		"too large":           {strings.Repeat("#", MaxFile+1), switchboard.CodeTooLarge},
	} {
		if _, err := ReadList([]byte(c.source)); !switchboard.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// FuzzReadList feeds the reader of lists with what it must survive: it gives a list that can be written, or refuses.
func FuzzReadList(f *testing.F) {
	f.Add([]byte("version: 1\ntopics: [{key: a, name: A, words: {any: ['flat* tyre ... x2']}, except: {de: [bb]}, examples: [hello]}]"))
	f.Add([]byte(`{"version":1,"topics":[]}`))
	f.Add([]byte("version: 1\ntopics: [{key: a, name: A, words: {any: &x [aa], en: *x}}]"))
	f.Fuzz(func(t *testing.T, source []byte) {
		topics, err := ReadList(source)
		if err != nil {
			return
		}
		if _, err := NewReader(topics); err != nil {
			t.Fatalf("a list that was read cannot be used: %v", err)
		}
		again, err := WriteList(topics)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ReadList(again); err != nil || len(back) != len(topics) {
			t.Fatalf("%v\n%s", err, again)
		}
	})
}

// FuzzFind looks for any term in any text: evidence stands in the text, twice the same.
func FuzzFind(f *testing.F) {
	f.Add("flat* tyre ... x2", "a flattened tyre and x2")
	f.Add("*电池", "我的iPhone电池\xff\u0301")
	f.Add("aa ... aa ... aa", strings.Repeat("aa ", 3000))
	f.Fuzz(func(t *testing.T, term, text string) {
		r, err := NewReader([]switchboard.Topic{{Key: "it", Name: "It", Words: anyOf(term)}})
		if err != nil {
			return
		}
		found := r.Find(text, "und")
		if diff := cmp.Diff(found, r.Find(text, "und")); diff != "" {
			t.Fatal(diff)
		}
		for _, one := range found {
			for _, s := range one.Evidence {
				if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
					t.Fatalf("%q in %q: %+v", term, text, s)
				}
			}
		}
	})
}

// A list made to hurt: every term is found everywhere, in 8 KiB of one letter. The work is counted, not timed: it may not
// grow with the number of topics that share their words.
func TestHostileListsAreBounded(t *testing.T) {
	t.Parallel()
	var topics []switchboard.Topic
	for i := range 100 {
		about := switchboard.Topic{Key: switchboard.TopicKey(fmt.Sprint("t", i)), Name: "T", Words: map[string][]string{}}
		for n := minStem; n < 60; n++ {
			about.Words["any"] = append(about.Words["any"], "*"+strings.Repeat("a", n)+"*")
		}
		about.Words["en"] = []string{"*aa* aa ... aa ... aaa"}
		topics = append(topics, about)
	}
	if err := CheckAll(topics); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(topics)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.patterns) > 70 {
		t.Errorf("%d texts are looked for; topics should share theirs", len(r.patterns))
	}
	for _, text := range []string{strings.Repeat("a", 1<<20), strings.Repeat("aa ", 1<<18)} {
		room := r.scratch.Get().(*reading)
		r.read(room, text[:MaxRead], "en")
		for _, here := range room.places {
			if len(here) > places {
				t.Errorf("%d places of one text are kept", len(here))
			}
		}
		if found := r.Find(text, "en"); len(found) != len(topics) || len(found[0].Evidence) > shown {
			t.Errorf("%d topics found", len(found))
		}
	}
}
