package layer

import (
	"cmp"
	"slices"
)

// How many traces of texts a part has weights of at most, and in how many texts each of them is at least.
const (
	mostRows    = 1 << 15
	fewestTexts = 2
)

// texts are what a part learns from: of the traces in the examples' texts those that have a place of their own, for a
// weight of each question.
type texts struct {
	buckets []uint32 // by place, ascending
	of      []vector // by example, with places instead of buckets
}

// placed gives a place to the traces that are in most texts. What is in a single one tells nothing of others.
func placed(examples []Example) texts {
	counts := make([]int32, 1<<Bits)
	for i := range examples {
		for _, b := range examples[i].text.buckets {
			counts[b]++
		}
	}
	out := texts{buckets: []uint32{}}
	for b, n := range counts {
		if n >= fewestTexts {
			out.buckets = append(out.buckets, uint32(b))
		}
	}
	if len(out.buckets) > mostRows {
		slices.SortStableFunc(out.buckets, func(a, b uint32) int { return cmp.Compare(counts[b], counts[a]) })
		out.buckets = slices.Clone(out.buckets[:mostRows])
		slices.Sort(out.buckets)
	}
	places := counts // by bucket, from 1; 0: none
	clear(places)
	for place, b := range out.buckets {
		places[b] = int32(place) + 1
	}
	for i := range examples {
		out.of = append(out.of, examples[i].text.at(places))
	}
	return out
}

// at is the text with places instead of buckets; what has none is left out.
func (v vector) at(places []int32) (out vector) {
	for k, b := range v.buckets {
		if p := places[b]; p > 0 {
			out.buckets, out.values = append(out.buckets, uint32(p-1)), append(out.values, v.values[k])
		}
	}
	out.buckets, out.values = slices.Clip(out.buckets), slices.Clip(out.values)
	return out
}
