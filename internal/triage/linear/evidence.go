package linear

import (
	"cmp"
	"slices"
)

// Place is a part of a text that spoke for a finding.
type Place struct {
	Start, End int // bytes
	Weight     float64
}

// Evidence names the words that spoke most for a label of a head, strongest first, at most n. It is nil when the head
// or the label is not the model's.
func (m *Model) Evidence(r *Reading, head, label string, n int) []Place {
	parts := m.parts(r, head, label)
	if len(parts) == 0 {
		return nil
	}
	speaks := make([]float64, len(r.words))
	mask := uint32(1)<<m.Recipe.Bits - 1
	for block, traces := range r.traces {
		if !m.Recipe.looksAt(block) {
			continue
		}
		factor := float64(r.factor(block))
		for _, t := range traces {
			row := m.table.row(t.hash & mask)
			if row == nil || len(speaks) == 0 {
				continue
			}
			for _, p := range parts {
				speaks[t.word] += float64(int8(row[p.column])) * p.weight * factor
			}
		}
	}
	return strongest(r.words, speaks, n)
}

// part is what one step of a column speaks for a label.
type part struct {
	column int
	weight float64
}

// parts finds the columns that speak for a label in a text: its own, or the units that are not nothing there.
func (m *Model) parts(r *Reading, head, label string) []part {
	column := 0
	for i := range m.Heads {
		h := &m.Heads[i]
		at := slices.Index(h.Labels, label)
		switch {
		case h.Name != head:
			column += h.columns()
			continue
		case at < 0:
			return nil
		}
		sign := 1.0
		if h.Either() {
			sign, at = float64(2*at-1), 0
		}
		if h.Hidden == nil {
			return []part{{column + at, sign * float64(h.Scale[at])}}
		}
		return h.units(m.Sums(r)[column:column+h.columns()], column, at, sign)
	}
	return nil
}

// units are the parts of a score that has hidden units before it, of which the sums are given.
func (h *Head) units(sums []float64, column, at int, sign float64) []part {
	var out []part
	for j, sum := range sums {
		if sum > 0 {
			weight := h.Hidden.Weights[at*h.Hidden.Units+j]
			out = append(out, part{column + j, sign * float64(weight) * float64(h.Scale[j])})
		}
	}
	return out
}

// leastEvidence is the part of the strongest word's weight a word needs to be worth showing.
const leastEvidence = 0.25

func strongest(words []word, speaks []float64, n int) []Place {
	var out []Place
	for i, weight := range speaks {
		if weight > 0 && words[i].end > words[i].start {
			out = append(out, Place{words[i].start, words[i].end, weight})
		}
	}
	slices.SortFunc(out, func(a, b Place) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), a.Start-b.Start) })
	keep := 0
	for keep < len(out) && keep < n && out[keep].Weight >= leastEvidence*out[0].Weight {
		keep++
	}
	return out[:keep]
}
