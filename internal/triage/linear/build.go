package linear

import (
	"errors"
	"math"
	"slices"
)

// Learned is what training found for one head: for each column the weight of every bucket and the bias.
type Learned struct {
	Head    Head
	Weights [][]float32 // one slice of 1<<Bits for each bias
	// Buckets, ascending, are those the weights are of where most have none; the slices are then as long as it, and all
	// heads of the model have the same. Nil: every bucket.
	Buckets []uint32
}

// steps is how far a weight is from zero at most, in whole steps.
const steps = 127

// Build makes a model of what was learned. Weights are rounded to whole steps of each column's own size; buckets whose
// weights all round to nothing are left out, and then those that weigh least until at most rows are left.
func Build(name string, recipe Recipe, learned []Learned, rows int) (*Model, error) {
	if err := recipe.Check(); err != nil {
		return nil, err
	}
	m := &Model{Name: name, Recipe: recipe}
	all := weights{size: 1 << recipe.Bits}
	for _, l := range learned {
		if l.Buckets != nil {
			all.buckets, all.size = l.Buckets, len(l.Buckets)
		}
		h := l.Head
		h.Scale = make([]float32, len(l.Weights))
		for i, w := range l.Weights {
			if len(w) != all.size {
				return nil, errors.New("the weights do not fit the recipe")
			}
			h.Scale[i] = stepOf(w)
			all.columns = append(all.columns, w)
			all.scales = append(all.scales, h.Scale[i])
		}
		if err := h.check(); err != nil {
			return nil, err
		}
		if h.Hidden != nil {
			if err := h.Hidden.fits(Columns(len(h.Labels), h.Outside != nil)); err != nil {
				return nil, err
			}
		}
		m.Heads = append(m.Heads, h)
	}
	m.fill(&all, rows)
	return m, nil
}

// clipped is the share of a column's weights that may be cut to its greatest step, so that a few huge ones do not take
// the detail from all others.
const clipped = 0.0005

func stepOf(w []float32) float32 {
	sizes := make([]float32, 0, len(w)/8)
	for _, v := range w {
		if v != 0 {
			sizes = append(sizes, float32(math.Abs(float64(v))))
		}
	}
	if len(sizes) == 0 {
		return 1
	}
	slices.Sort(sizes)
	return sizes[len(sizes)-1-int(float64(len(sizes))*clipped)] / steps
}

// weights are those of all heads, by column and then by bucket or, of a few, by place among them.
type weights struct {
	columns [][]float32
	scales  []float32 // by column
	buckets []uint32  // nil: all
	size    int
}

func (w *weights) bucket(place int) uint32 {
	if w.buckets == nil {
		return uint32(place)
	}
	return w.buckets[place]
}

// fill rounds the weights and keeps the rows that weigh most.
func (m *Model) fill(all *weights, rows int) {
	row := make([]int8, len(all.columns))
	least := all.least(rows)
	m.table = table{columns: len(all.columns), present: make([]uint64, 1<<m.Recipe.Bits/64)}
	for place := range all.size {
		if all.heaviest(place, row) < least {
			continue
		}
		bucket := all.bucket(place)
		m.table.present[bucket>>6] |= 1 << (bucket & 63)
		for _, w := range row {
			m.table.weights = append(m.table.weights, byte(w))
		}
	}
	m.table.index()
}

// least is how heavy a row must be for at most so many to be kept; at least one step.
func (w *weights) least(rows int) int {
	var counts [steps + 2]int
	row := make([]int8, len(w.columns))
	for place := range w.size {
		counts[w.heaviest(place, row)]++
	}
	kept := 0
	for weight := steps; weight >= 1; weight-- {
		if kept += counts[weight]; kept > rows {
			return weight + 1
		}
	}
	return 1
}

// heaviest rounds one row and gives the greatest weight in it.
func (w *weights) heaviest(place int, row []int8) int {
	most := 0
	for i, column := range w.columns {
		v := math.Round(float64(column[place] / w.scales[i]))
		v = min(steps, max(-steps, v))
		row[i] = int8(v)
		most = max(most, int(math.Abs(v)))
	}
	return most
}
