package layer

import (
	"cmp"
	"hash/fnv"
	"slices"

	"switchboard/internal/triage/linear"
)

// Bits is how many buckets a layer has, as a power of two.
const Bits = 17

// Recipe is how a layer takes texts apart: as the models do, with fewer buckets, and without a look at words that show
// feelings. What those are worth the models have learned; a few hundred corrections would learn it from chance.
func Recipe(models linear.Recipe) linear.Recipe {
	models.Bits, models.Polarity = min(models.Bits, Bits), 0
	return models
}

// Word is what somebody said, or let stand, about one question of one message.
type Word struct {
	Label  int     // place in the question's labels
	Weight float64 // of 1 for what somebody said, less for what they let stand; 0: nothing is known
	Wrong  bool    // somebody said that the models were wrong
}

// Example is one message people said something about.
type Example struct {
	Message string // by which examples are put in order
	Network string
	Words   []Word      // by question
	Chances [][]float64 // by question, as the models give them
	text    vector
	held    bool
}

// What is learned from at most: so many messages, and so many traces of their texts together. Long mails have ten times
// the traces of short posts, and it is traces that cost time and memory.
const (
	MostExamples = 8000
	MostTraces   = 4 << 20
)

// Lot is what there is to learn from, as far as it is not too much. The zero Lot is empty.
type Lot struct {
	examples []Example
	traces   int
}

// Add takes one more example; it reports false, and takes none, when that would be too much.
func (l *Lot) Add(e Example) bool {
	if l.traces+len(e.text.buckets) > MostTraces || len(l.examples) == MostExamples {
		return false
	}
	l.examples, l.traces = append(l.examples, e), l.traces+len(e.text.buckets)
	return true
}

// Examples are those that were taken.
func (l *Lot) Examples() []Example { return l.examples }

// vector is a text as numbers; a bucket stands in it once.
type vector struct {
	buckets []uint32
	values  []float32
}

// NewExample takes over a text that was read by the models' recipe.
func NewExample(message, network string, r *linear.Reading, chances [][]float64, words []Word) Example {
	return Example{Message: message, Network: network, Words: words, Chances: chances, text: newVector(r), held: Held(r.Words())}
}

func newVector(r *linear.Reading) (v vector) {
	buckets, values := r.Vector(Recipe(r.Recipe()))
	type pair struct {
		bucket uint32
		value  float32
	}
	all := make([]pair, len(buckets))
	for i, b := range buckets {
		all[i] = pair{b, values[i]}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(a.bucket, b.bucket) })
	for _, p := range all {
		if n := len(v.buckets); n > 0 && v.buckets[n-1] == p.bucket {
			v.values[n-1] += p.value
			continue
		}
		v.buckets, v.values = append(v.buckets, p.bucket), append(v.values, p.value)
	}
	v.buckets, v.values = slices.Clip(v.buckets), slices.Clip(v.values)
	return v
}

// heldShare is the part of messages that is held back: one in so many.
const heldShare = 4

// Held reports whether a message with these words is held back from learning, to tell by it how well was learned: it, and
// every other with the same words, or a form letter learned by heart would pass for well learned. It stays so for good, so
// that no later layer has learned from what an earlier one was judged by.
func Held(words []string) bool {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write(append([]byte(w), ' ')) // a hash takes everything
	}
	sum := h.Sum64()
	return (sum^sum>>29)*0xBF58476D1CE4E5B9>>33%heldShare == 0
}

// sorted puts examples in an order of their own, so that the same ones give the same layer.
func sorted(all []Example) []Example {
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b Example) int { return cmp.Compare(a.Message, b.Message) })
	return out
}
