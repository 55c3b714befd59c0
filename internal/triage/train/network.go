package train

import (
	"math"
	"math/rand/v2"
)

// How a network is learned. Each brought something on own splits of the sets that docs/decision/0031 names.
const (
	members    = 5  // networks that differ in nothing but chance; their scores are added up
	units      = 96 // of each
	passes     = 12 // over all texts, and of few texts up to so many that steps are made
	mostPasses = 40
	leastSteps = 8000
	rate       = 0.04 // of learning; it falls to nothing over the passes
	startSize  = 0.01 // of the weights of traces
	dropUnits  = 0.3  // share of units left out at each text
	dropTraces = 0.3  // share of traces left out at each text
	smoothed   = 0.1  // of what is right is given to all labels alike
	twice      = 2    // texts a trace must stand in to count, or more where there are too many of them
	tiny       = 1e-6
)

// lesson is what one network learns from.
type lesson struct {
	vectors []vector
	traces  *counted
	outputs int       // scores: one for each label, or one alone for the second of two
	labels  []int     // by text; outside: all labels alike
	weights []float32 // by text: how much it counts, 0 to leave it out
	seed    uint64
}

// network is one hidden layer: a text's units are the sums of its traces' weights, those below nothing are nothing, and
// scores are weighted sums of the units.
type network struct {
	traces   []float32 // by trace that counts, then unit
	bias     []float32 // by unit
	scores   []float32 // by output, then unit
	offsets  []float32 // by output
	learning pace
}

// pace holds how much each weight was moved so far, so that those moved often move less (J. Duchi et al., "Adaptive
// Subgradient Methods", JMLR 2011). The weights of one trace share one, and those of one score.
type pace struct{ traces, bias, scores, offsets []float32 }

func newNetwork(count, outputs int, random *rand.Rand) *network {
	n := &network{traces: make([]float32, count*units), bias: make([]float32, units), scores: make([]float32, outputs*units),
		offsets: make([]float32, outputs)}
	n.learning = pace{make([]float32, count), make([]float32, units), make([]float32, outputs), make([]float32, outputs)}
	for i := range n.traces {
		n.traces[i] = float32((2*random.Float64() - 1) * startSize)
	}
	for i := range n.scores {
		n.scores[i] = float32(random.NormFloat64() / math.Sqrt(units))
	}
	return n
}

// counted are the traces that stand in enough texts to learn from.
type counted struct {
	rows    []int32   // by bucket: its place among those, or -1
	buckets []uint32  // by place, ascending
	rare    []float32 // by place: how much a trace counts, the more the fewer texts it stands in
}

// count finds the traces of those texts that are learned from, at most so many.
func count(vectors []vector, weights []float32, size, most int) *counted {
	texts, all := make([]int32, size), 0
	for i, w := range weights {
		if w == 0 {
			continue
		}
		all++
		for _, bucket := range vectors[i].buckets {
			texts[bucket]++
		}
	}
	c, enough := &counted{rows: texts}, fewestTexts(texts, most)
	for bucket, n := range texts {
		c.rows[bucket] = -1
		if n >= enough {
			c.rows[bucket] = int32(len(c.buckets))
			c.buckets = append(c.buckets, uint32(bucket))
			c.rare = append(c.rare, float32(math.Sqrt(1+math.Log(float64(all+1)/float64(n+1)))))
		}
	}
	return c
}

// fewestTexts is in how many texts a trace must stand so that at most so many count.
func fewestTexts(texts []int32, most int) int32 {
	for enough := int32(twice); ; enough++ {
		n := 0
		for _, t := range texts {
			if t >= enough {
				n++
			}
		}
		if n <= most {
			return enough
		}
	}
}

// value is what a trace that counts comes to in a text; ok is false of the others.
func (c *counted) value(x *vector, k int) (row int, value float32, ok bool) {
	at := c.rows[x.buckets[k]]
	if at < 0 {
		return 0, 0, false
	}
	return int(at), x.values[k] * c.rare[at], true
}

// learn makes a network of a lesson; the same lesson makes the same network.
func (l *lesson) learn(stopped func() bool) *network {
	random := rand.New(rand.NewPCG(l.seed, uint64(len(l.vectors))))
	t := &teacher{lesson: l, network: newNetwork(len(l.traces.buckets), l.outputs, random), random: random,
		units: make([]float32, units), back: make([]float32, units), errors: make([]float32, l.outputs)}
	var order []int
	for i, w := range l.weights {
		if w > 0 {
			order = append(order, i)
		}
	}
	times := min(mostPasses, max(passes, leastSteps/max(1, len(order))))
	for pass := range times {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for k, i := range order {
			if k%1024 == 0 && stopped() {
				return t.network
			}
			done := (float64(pass) + float64(k)/float64(len(order))) / float64(times)
			t.rate = float32(rate * (1 - done))
			t.show(i)
		}
	}
	return t.network
}

// teacher is the state of learning.
type teacher struct {
	*lesson
	*network
	random *rand.Rand
	rate   float32
	units  []float32 // of the text at hand
	back   []float32 // by unit: which way it is wrong
	errors []float32 // by output
	shown  []trace
}

// trace is one of a text that was not left out.
type trace struct {
	row   int
	value float32
}

// show lets the network read one text and moves its weights towards what is right.
func (t *teacher) show(i int) {
	t.read(&t.vectors[i])
	t.judge(t.lesson.labels[i], t.lesson.weights[i])
	t.correctScores()
	t.correctTraces()
}

// read fills the units, some traces and units left out.
func (t *teacher) read(x *vector) {
	copy(t.units, t.network.bias)
	t.shown = t.shown[:0]
	for k := range x.buckets {
		row, value, ok := t.lesson.traces.value(x, k)
		if !ok || t.random.Float64() < dropTraces {
			continue
		}
		one := trace{row * units, value / (1 - dropTraces)}
		t.shown = append(t.shown, one)
		add(t.units, t.network.traces[one.row:one.row+units], one.value)
	}
	for j, u := range t.units {
		if u <= 0 || t.random.Float64() < dropUnits {
			t.units[j] = 0
		} else {
			t.units[j] = u / (1 - dropUnits)
		}
	}
}

// judge tells by how much each score is wrong.
func (t *teacher) judge(right int, weight float32) {
	most := math.Inf(-1)
	for o := range t.errors {
		s := t.network.offsets[o] + product(t.network.scores[o*units:(o+1)*units], t.units)
		t.errors[o] = s
		most = max(most, float64(s))
	}
	if t.outputs == 1 {
		aim := smoothed/2 + (1-smoothed)*float64(right)
		t.errors[0] = weight * float32(1/(1+math.Exp(-most))-aim)
		return
	}
	var sum float64
	for _, s := range t.errors {
		sum += math.Exp(float64(s) - most)
	}
	for o, s := range t.errors {
		aim := smoothed / float64(t.outputs)
		switch right {
		case o:
			aim += 1 - smoothed
		case outside:
			aim = 1 / float64(t.outputs)
		}
		t.errors[o] = weight * float32(math.Exp(float64(s)-most)/sum-aim)
	}
}

// negligible is an error too small to learn from.
const negligible = 3e-5

func (t *teacher) correctScores() {
	clear(t.back)
	size := product(t.units, t.units) / units
	for o, wrong := range t.errors {
		if wrong < negligible && wrong > -negligible {
			continue
		}
		weights := t.network.scores[o*units : (o+1)*units]
		add(t.back, weights, wrong)
		moved := &t.learning.scores[o]
		*moved += wrong * wrong * size
		add(weights, t.units, -t.rate*wrong/(root(*moved)+tiny))
		t.network.offsets[o] -= t.rate * t.step(&t.learning.offsets[o], wrong)
	}
}

// step is a gradient, the smaller the more there were before.
func (t *teacher) step(moved *float32, gradient float32) float32 {
	*moved += gradient * gradient
	return gradient / (root(*moved) + tiny)
}

// slower is how much slower the biases of units move than everything else.
const slower = 0.1

func (t *teacher) correctTraces() {
	var size float32
	for j, u := range t.units {
		if u == 0 {
			t.back[j] = 0
			continue
		}
		t.back[j] /= 1 - dropUnits
		size += t.back[j] * t.back[j]
		t.network.bias[j] -= slower * t.rate * t.step(&t.learning.bias[j], t.back[j])
	}
	size /= units
	for _, one := range t.shown {
		moved := &t.learning.traces[one.row/units]
		*moved += one.value * one.value * size
		add(t.network.traces[one.row:one.row+units], t.back, -t.rate*one.value/(root(*moved)+tiny))
	}
}

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// add adds so many times what to a list as long.
func add(to, what []float32, times float32) {
	what = what[:len(to)]
	for i := range to {
		to[i] += times * what[i]
	}
}

// product is the sum of the products of two lists as long.
func product(a, b []float32) float32 {
	b = b[:len(a)]
	var even, odd float32
	for i := 0; i+1 < len(a); i += 2 {
		even += a[i] * b[i]
		odd += a[i+1] * b[i+1]
	}
	return even + odd // units are an even number
}
