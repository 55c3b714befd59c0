package linear

import (
	"sync"

	"switchboard/internal/triage/polarity"
)

// polarities are the words of all lists, folded as those of texts are, with their scores. They are put together once, in some
// hundredths of a second.
var polarities = sync.OnceValue(func() map[string]int8 {
	out := map[string]int8{}
	for _, language := range polarity.Languages() {
		for text, score := range polarity.Words(language) {
			if words := cutWords(text); len(words) == 1 {
				out[words[0].text] = int8(score)
			}
		}
	}
	return out
})

// polarity notes of each word that shows how somebody feels whether it is good or bad, and how much. After a negation it is
// the other way round.
func (r *Reading) polarity() {
	known, left := polarities(), 0
	for i, w := range r.words {
		switch {
		case w.letters && negates(w.text):
			left = r.recipe.Negated
			continue
		case !w.letters:
			left = 0
			continue
		}
		score := int(known[w.text])
		if left > 0 {
			score, left = -score, left-1
		}
		if score != 0 {
			r.note(blockPolarity, step(seedPolarity, uint64(polarity.Most+score)), i)
			r.note(blockPolarity, step(seedPolarity, sideOf(score)), i)
		}
	}
}

// sideOf is what all good words have in common, or all bad ones, beside how good or bad they are.
func sideOf(score int) uint64 {
	if score > 0 {
		return 2*polarity.Most + 1
	}
	return 2*polarity.Most + 2
}

// looksAt reports whether models of a recipe look at a block that a reading may have for others.
func (r Recipe) looksAt(block int) bool { return block != blockPolarity || r.Polarity > 0 }
