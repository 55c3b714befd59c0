package linear

import (
	"errors"
	"math"
	"slices"
)

// Learned is what training found for one head: for each column the weight of every bucket and the bias.
type Learned struct {
	Head    Head
	Weights [][]float32 // Columns(len(Head.Labels)) slices of 1<<Bits
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
	var columns [][]float32
	for _, l := range learned {
		h := l.Head
		h.Scale = make([]float32, len(l.Weights))
		for i, w := range l.Weights {
			if len(w) != 1<<recipe.Bits {
				return nil, errors.New("the weights do not fit the recipe")
			}
			h.Scale[i] = stepOf(w)
			columns = append(columns, w)
		}
		if err := h.check(); err != nil {
			return nil, err
		}
		m.Heads = append(m.Heads, h)
	}
	m.fill(columns, rows)
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

// fill rounds the weights and keeps the rows that weigh most.
func (m *Model) fill(columns [][]float32, rows int) {
	var scales []float32
	for i := range m.Heads {
		scales = append(scales, m.Heads[i].Scale...)
	}
	size := 1 << m.Recipe.Bits
	row := make([]int8, len(columns))
	least := m.least(columns, scales, rows)
	m.table = table{columns: len(columns), present: make([]uint64, size/64)}
	for bucket := range size {
		if heaviest(columns, scales, bucket, row) < least {
			continue
		}
		m.table.present[bucket>>6] |= 1 << (bucket & 63)
		for _, w := range row {
			m.table.weights = append(m.table.weights, byte(w))
		}
	}
	m.table.index()
}

// least is how heavy a row must be for at most so many to be kept; at least one step.
func (m *Model) least(columns [][]float32, scales []float32, rows int) int {
	var counts [steps + 2]int
	row := make([]int8, len(columns))
	for bucket := range 1 << m.Recipe.Bits {
		counts[heaviest(columns, scales, bucket, row)]++
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
func heaviest(columns [][]float32, scales []float32, bucket int, row []int8) int {
	most := 0
	for i, column := range columns {
		w := math.Round(float64(column[bucket] / scales[i]))
		w = min(steps, max(-steps, w))
		row[i] = int8(w)
		most = max(most, int(math.Abs(w)))
	}
	return most
}
