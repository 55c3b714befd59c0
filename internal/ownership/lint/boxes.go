package lint

import "slices"

// side is what a box asks of one dimension: the classes it has there.
type side struct {
	dim   int
	words bits
}

// box is a set of facts: those whose class lies within every side. Sides stand in the order of dimensions; a dimension
// without a side may have any class. Boxes are never changed and share their sides.
type box []side

// at is the box's side in a dimension; found is false when it asks nothing of it.
func (b box) at(dim int) (place int, found bool) {
	return slices.BinarySearchFunc(b, dim, func(s side, dim int) int { return s.dim - dim })
}

// narrowed is the box with only some classes of a dimension; ok is false when it has none of them.
func (b box) narrowed(dim int, words bits) (out box, ok bool) {
	place, found := b.at(dim)
	if !found {
		return slices.Insert(slices.Clone(b), place, side{dim, words}), !words.empty()
	}
	both := b[place].words.and(words)
	if both.empty() {
		return nil, false
	}
	out = slices.Clone(b)
	out[place].words = both
	return out, true
}

// minus cuts boxes out of boxes. What is left is a union of boxes that do not overlap the cut. ok is false when the work
// ran out before that was known.
func (w *work) minus(from, cut []box) (left []box, ok bool) {
	left = from
	for _, c := range cut {
		var next []box
		for _, b := range left {
			next = w.cut(next, b, c)
			if w.out() || len(next) > maxHeld {
				w.giveUp()
				return nil, false
			}
		}
		if left = next; len(left) == 0 {
			break
		}
	}
	return left, !w.out()
}

// cut adds b without c: for each side of c in turn the part of b outside it and inside those before.
func (w *work) cut(next []box, b, c box) []box {
	if !w.meets(b, c) {
		return append(next, b)
	}
	rest := b
	for _, s := range c {
		has := w.space.full(s.dim)
		if place, found := rest.at(s.dim); found {
			has = rest[place].words
		}
		if outside := has.without(s.words); !outside.empty() {
			part, _ := rest.narrowed(s.dim, outside)
			w.keep(part)
			next = append(next, part)
			rest, _ = rest.narrowed(s.dim, s.words)
			w.keep(rest)
		}
	}
	return next
}

// meets reports whether two boxes have facts in common.
func (w *work) meets(b, c box) bool {
	w.spend(1 + (len(b)+len(c))/4)
	for i, j := 0, 0; i < len(b) && j < len(c); {
		switch {
		case b[i].dim < c[j].dim:
			i++
		case b[i].dim > c[j].dim:
			j++
		default:
			w.spend(len(b[i].words))
			if !b[i].words.meets(c[j].words) {
				return false
			}
			i, j = i+1, j+1
		}
	}
	return true
}

// common is a box that both unions have; nil when they do not meet, or when the work ran out before that was known.
func (w *work) common(a, b []box) box {
	for _, x := range a {
		for _, y := range b {
			if w.out() {
				return nil
			}
			if w.meets(x, y) {
				return x.and(y)
			}
		}
	}
	return nil
}

func (b box) and(c box) box {
	for _, s := range c {
		b, _ = b.narrowed(s.dim, s.words)
	}
	return b
}
