package lint

import "slices"

// budget is how many boxes are looked at before a question is given up as too entangled to answer. Ordinary policies of
// 200 rules need a few thousand.
const budget = 2_000_000

// work counts boxes.
type work struct{ left int }

// minus cuts boxes out of boxes. What is left is a union of boxes that do not overlap the cut. It gives up, and says so,
// when the budget is used.
func (w *work) minus(from, cut []box) (left []box, ok bool) {
	left = from
	for _, c := range cut {
		var next []box
		for _, b := range left {
			next = append(next, b.minus(c)...)
		}
		left = next
		if w.left -= len(left) + 1; w.left < 0 {
			return left, false
		}
		if len(left) == 0 {
			return nil, true
		}
	}
	return left, true
}

// minus is b without c: for each dimension in turn the part of b outside c there and inside c in the dimensions before.
func (b box) minus(c box) []box {
	if !b.meets(c) {
		return []box{b}
	}
	var out []box
	rest := slices.Clone(b)
	for i := range b {
		if outside := rest[i] &^ c[i]; outside != 0 {
			part := slices.Clone(rest)
			part[i] = outside
			out = append(out, part)
			rest[i] &= c[i]
		}
	}
	return out
}

func (b box) meets(c box) bool {
	for i := range b {
		if b[i]&c[i] == 0 {
			return false
		}
	}
	return true
}

func (b box) and(c box) box {
	out := slices.Clone(b)
	for i := range out {
		out[i] &= c[i]
	}
	return out
}

// common is a box that both unions have; nil when they do not meet.
func common(a, b []box) box {
	for _, x := range a {
		for _, y := range b {
			if x.meets(y) {
				return x.and(y)
			}
		}
	}
	return nil
}
