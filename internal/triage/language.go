package triage

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

// detected is the language of a text and how sure that is, 0 to 1.
type detected struct {
	code string
	sure float64
}

const undetermined = "und"

// languages that written in Latin letters the lists can tell.
var latinLanguages = []string{"en", "de", "es", "fr", "pt", "it", "nl", "sv", "da", "no", "fi", "pl", "cs", "sk", "hu",
	"ro", "tr", "id", "hr", "sl", "lt", "lv", "et", "ca", "vi", "tl"}

// Evidence needed before a language is named: how much in all, and by how much it must lead the second.
const (
	leastEvidence = 0.9
	leastLead     = 1.15
)

// language weighs script, function words, telling letters, terms of the lists and the hint of the network.
func (w *wordlist) language(t tokens, hits []hit, hint string) detected {
	code, share := t.letters.byScript()
	if code != "" {
		return detected{code, 0.9 * share}
	}
	points := w.points(t, hits)
	if hint = baseLanguage(hint); slices.Contains(latinLanguages, hint) {
		points[hint] += 1
	}
	ranked := slices.SortedFunc(maps.Keys(points), func(a, b string) int {
		return cmp.Or(cmp.Compare(points[b], points[a]), cmp.Compare(a, b))
	})
	if len(ranked) == 0 || share < 0.5 || points[ranked[0]] < leastEvidence {
		return detected{code: undetermined}
	}
	best, second := points[ranked[0]], 0.0
	if len(ranked) > 1 {
		second = points[ranked[1]]
	}
	if best < second*leastLead {
		return detected{code: undetermined}
	}
	return detected{ranked[0], min(0.9, (1-math.Exp(-best/2))*(best-second/2)/best)}
}

// points adds up what speaks for each language. A word that several languages have counts less for each.
func (w *wordlist) points(t tokens, hits []hit) map[string]float64 {
	points := map[string]float64{}
	for _, word := range t.words {
		speakers := w.function[word.text]
		for _, language := range speakers {
			points[language] += 1 / float64(len(speakers))
		}
	}
	for _, h := range hits {
		if h.language != anyLanguage {
			points[h.language] += 0.3
		}
	}
	for letter, times := range t.letters.telling {
		for _, language := range telling[letter] {
			points[language] += min(2, 1.2*float64(times)/float64(len(telling[letter])))
		}
	}
	return points
}

// baseLanguage is the language of a BCP 47 tag: pt of pt-BR.
func baseLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	return base
}
