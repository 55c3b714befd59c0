package triage

import (
	"cmp"
	"slices"

	"switchboard"
	"switchboard/internal/triage/language"
)

// How much a term counts that belongs to another language than the text.
const (
	weightUnsure  = 0.7  // the language of the text is not known
	weightEnglish = 0.25 // English words occur in every language
	reversed      = 0.8  // what remains of a meaning that was turned round
	reach         = 3    // words over which a negation acts
)

// evidence is a hit with the weight it has in this text.
type evidence struct {
	hit
	weight   float64
	opposite bool // a negation stands before it
}

// weigh drops hits that lie inside a longer one of the same head, repeated ones, and those of other languages.
func weigh(hits []hit, words []token, in string) []evidence {
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.head, b.head), a.from-b.from, b.to-a.to, a.id-b.id)
	})
	out := make([]evidence, 0, len(hits))
	seen := make(map[int]bool, len(hits))
	negated := negations(hits, in)
	var covered hit
	for _, h := range hits {
		weight := h.entry.weight * share(h.language, in)
		if weight == 0 || h.head == negation {
			continue
		}
		if covered.entry != nil && covered.head == h.head && h.to <= covered.to && h.to-h.from < covered.to-covered.from {
			continue
		}
		if covered.entry == nil || covered.head != h.head || h.to > covered.to {
			covered = h
		}
		if seen[h.id] {
			continue
		}
		seen[h.id] = true
		out = append(out, evidence{h, weight, isNegated(negated, words, h)})
	}
	return out
}

// share is what a term of one language counts in a text of another.
func share(of, in string) float64 {
	switch {
	case of == in || of == anyLanguage:
		return 1
	case in == language.Undetermined:
		return weightUnsure
	case of == "en":
		return weightEnglish
	}
	return 0
}

// negations lists the places of negating words of the text's language.
func negations(hits []hit, in string) map[int]bool {
	out := map[int]bool{}
	for _, h := range hits {
		if h.head == negation && (h.language == in || in == language.Undetermined && h.language == "en") {
			out[h.to-1] = true
		}
	}
	return out
}

// isNegated reports whether a negation stands shortly before a hit in the same clause.
func isNegated(negated map[int]bool, words []token, h hit) bool {
	for i := h.from - 1; i >= 0 && i >= h.from-reach; i-- {
		if words[i+1].breaks {
			return false
		}
		if negated[i] {
			return true
		}
	}
	return false
}

// tally adds up the evidence for each label of each head.
type tally struct {
	tokens tokens
	points map[switchboard.Head]map[string]float64
	spans  map[switchboard.Head]map[string][]switchboard.Span
}

// maxSpans is how many pieces of evidence a finding keeps.
const maxSpans = 8

func score(t tokens, found []evidence) *tally {
	s := &tally{tokens: t, points: map[switchboard.Head]map[string]float64{},
		spans: map[switchboard.Head]map[string][]switchboard.Span{}}
	for _, e := range found {
		label, weight := e.label, e.weight
		if e.head == switchboard.HeadSentiment && e.opposite && label != string(switchboard.SentimentNeutral) {
			label, weight = turned(label), weight*reversed
		}
		s.add(e.head, label, weight)
		s.note(e, label)
	}
	return s
}

// turned is the other sentiment; what is "not bad" is only half good, which the weight accounts for.
func turned(label string) string {
	if label == string(switchboard.SentimentPositive) {
		return string(switchboard.SentimentNegative)
	}
	return string(switchboard.SentimentPositive)
}

func (s *tally) add(head switchboard.Head, label string, weight float64) {
	if s.points[head] == nil {
		s.points[head] = map[string]float64{}
	}
	s.points[head][label] += weight
}

func (s *tally) note(e evidence, label string) {
	if s.spans[e.head] == nil {
		s.spans[e.head] = map[string][]switchboard.Span{}
	}
	spans := s.spans[e.head][label]
	if len(spans) < maxSpans {
		words := s.tokens.words
		s.spans[e.head][label] = append(spans, switchboard.Span{Start: words[e.from].start, End: words[e.to-1].end})
	}
}

func (s *tally) of(head switchboard.Head, label string) float64 { return s.points[head][label] }

func (s *tally) flag(f switchboard.Flag) float64 { return s.of(switchboard.Head(f), switchboard.Yes) }

func (s *tally) intent(i switchboard.Intent) float64 { return s.of(switchboard.HeadIntent, string(i)) }
