package topic

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard"
)

// A naive matcher: it cuts a plain text into sentences of words and tries every term at every word. It knows scripts
// with spaces alone.
func naively(topics []switchboard.Topic, text, language string) (keys []string) {
	var w writer
	w.write(text)
	var sentences [][]string
	for sentence := range strings.SplitSeq(string(w.text), string(rune(pause))) {
		sentences = append(sentences, strings.Fields(sentence))
	}
	any := func(by map[string][]string) bool {
		for of, terms := range by {
			if !counts(of, language) {
				continue
			}
			for _, term := range terms {
				if slices.ContainsFunc(sentences, func(s []string) bool { return stands(term, s) }) {
					return true
				}
			}
		}
		return false
	}
	for _, t := range topics {
		if any(t.Words) && !any(t.Except) {
			keys = append(keys, string(t.Key))
		}
	}
	slices.Sort(keys)
	return keys
}

// stands tries the sides of a term one after the other, each from every word the one before may have ended at.
func stands(term string, words []string) bool {
	ends := []int{} // where what was found so far may end
	for i, side := range strings.Split(term, "...") {
		var next []int
		wanted := strings.Fields(side)
		for at := range words {
			if !beginsAt(words[at:], wanted) {
				continue
			}
			near := slices.ContainsFunc(ends, func(end int) bool { return at >= end && at-end <= farApart })
			if i == 0 || near {
				next = append(next, at+len(wanted))
			}
		}
		if ends = next; len(ends) == 0 {
			return false
		}
	}
	return true
}

func beginsAt(words, wanted []string) bool {
	if len(wanted) > len(words) {
		return false
	}
	for i, want := range wanted {
		stem, open := strings.CutSuffix(want, "*")
		stem, opened := strings.CutPrefix(stem, "*")
		word := words[i]
		switch {
		case open && opened && strings.Contains(word, stem), open && !opened && strings.HasPrefix(word, stem),
			!open && opened && strings.HasSuffix(word, stem), !open && !opened && word == stem:
		default:
			return false
		}
	}
	return true
}

// Words of two letters, so that they meet.
func word(t *rapid.T, name string) string {
	return string(rapid.SliceOfN(rapid.SampledFrom([]byte("ab")), 2, 3).Draw(t, name))
}

func drawTerm(t *rapid.T) string {
	var sides []string
	for range rapid.IntRange(1, 2).Draw(t, "sides") {
		var words []string
		for i := range rapid.IntRange(1, 2).Draw(t, "words") {
			w := word(t, "word")
			if i == 0 && rapid.IntRange(0, 3).Draw(t, "opened") == 0 {
				w = "*" + w
			}
			if rapid.IntRange(0, 2).Draw(t, "open") == 0 {
				w += "*"
			}
			words = append(words, w)
		}
		sides = append(sides, strings.Join(words, " "))
	}
	return strings.Join(sides, " ... ")
}

func drawTopics(t *rapid.T) (topics []switchboard.Topic) {
	terms := func(name string, least, most int) map[string][]string {
		by := map[string][]string{}
		for range rapid.IntRange(least, most).Draw(t, name) {
			language := rapid.SampledFrom([]string{"any", "en", "de"}).Draw(t, "language")
			by[language] = append(by[language], drawTerm(t))
		}
		return by
	}
	for _, key := range []switchboard.TopicKey{"a", "b", "c"} {
		topics = append(topics, switchboard.Topic{Key: key, Name: "T", Words: terms("words", 1, 4), Except: terms("except", 0, 1)})
	}
	return topics
}

func TestFindAgreesWithANaiveMatcher(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		topics := drawTopics(t)
		r, err := NewReader(topics)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			var text strings.Builder
			for range rapid.IntRange(0, 14).Draw(t, "length") {
				text.WriteString(word(t, "said"))
				text.WriteString(rapid.SampledFrom([]string{" ", ", ", ". ", "! "}).Draw(t, "sign"))
			}
			language := rapid.SampledFrom([]string{"en", "de", "fr", "und"}).Draw(t, "of")
			got := switchboard.Verdict{Topics: r.Find(text.String(), language)}.TopicKeys()
			if want := naively(topics, text.String(), language); !slices.Equal(got, want) {
				t.Fatalf("%q in %s: %v, want %v\n%+v", text.String(), language, got, want, topics)
			}
		}
	})
}

// Every piece of evidence stands in the text, and holds letters.
func TestEvidenceStandsInTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, err := NewReader(drawTopics(t))
		if err != nil {
			t.Fatal(err)
		}
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab AB.!\u0301ß電ä🔥\u200d"))).Draw(t, "text")
		for _, f := range r.Find(text, "und") {
			for _, s := range f.Evidence {
				if s.Start < 0 || s.End > len(text) || s.Start >= s.End || s.Why == "" {
					t.Fatalf("%q: %+v", text, s)
				}
			}
		}
	})
}
