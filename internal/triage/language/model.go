package language

import (
	"math"
	"slices"
	"sync"

	"switchboard/internal/triage/chance"
)

// Cell is one weight: how much an n-gram speaks for a language, in steps of the group's Step.
type Cell struct {
	Language uint8 // its place among the group's
	Weight   int8
}

// Group is what a model knows of the languages that share a script. An n-gram belongs to the row that the upper Bits
// bits of its hash name; the cells of row i are Cells[Rows[i]:Rows[i+1]].
type Group struct {
	Script    Script
	Languages []string
	Bias      []float32 // of each language, in nats
	Step      float32   // nats of one step of weight, for a text of one n-gram
	Power     float32   // the sum of weights is divided by the number of n-grams to this power
	Bits      uint8
	Rows      []uint32
	Cells     []Cell
}

// Model tells the languages of each script apart. It does not change once made, and may be used from several goroutines.
type Model struct {
	groups [scripts]*Group
	spare  sync.Pool
}

// New makes a model of the groups. Scripts that several languages share and that have no group are Undetermined.
func New(groups ...*Group) *Model {
	m := &Model{spare: sync.Pool{New: func() any { return new(desk) }}}
	for _, g := range groups {
		m.groups[g.Script] = g
	}
	return m
}

// desk is what identifying one text needs room for.
type desk struct {
	reading  reading
	features []uint32
	sums     [maxLanguages]int32
	chances  []float64
}

// hinted is what the network's word for a language is worth, in nats: it is right more often than not, and yet a
// person set it for the account once, or a machine guessed it.
const hinted = 1.5

// weigh makes the chances of the group's languages from the n-grams read.
func (g *Group) weigh(d *desk, hint string) []float64 {
	g.add(&d.sums, d.features)
	d.chances = slices.Grow(d.chances[:0], len(g.Languages))[:len(g.Languages)]
	scale := float64(g.Step) / math.Pow(float64(len(d.features)), float64(g.Power))
	for i := range d.chances {
		d.chances[i] = float64(g.Bias[i]) + scale*float64(d.sums[i])
		if g.Languages[i] == hint {
			d.chances[i] += hinted
		}
	}
	chance.Softmax(d.chances)
	return d.chances
}

// add sums up the weights of the n-grams.
func (g *Group) add(sums *[maxLanguages]int32, features []uint32) {
	clear(sums[:])
	shift := 32 - g.Bits
	for _, h := range features {
		row := h >> shift
		for _, c := range g.Cells[g.Rows[row]:g.Rows[row+1]] {
			sums[c.Language%maxLanguages] += int32(c.Weight)
		}
	}
}
