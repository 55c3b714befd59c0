package train

import (
	"math"
	"math/rand/v2"
)

// vector is a text as numbers; a bucket stands in it once.
type vector struct {
	buckets []uint32
	values  []float32
	square  float64 // the sum of the squares of values
}

// problem is one label against the rest.
type problem struct {
	vectors []vector
	right   []bool    // the label holds
	cost    []float64 // what a mistake on each text costs, 0 to leave it out
	size    int       // buckets
	seed    uint64
}

// Bounds of the solver: it stops when no text is far from where it should be, or after so many rounds.
const (
	rounds    = 40
	tolerance = 0.02
)

// solve gives the weight of each bucket and the bias, which is learned as the weight of a bucket every text has.
func (p *problem) solve() (weights []float32, bias float32) {
	s := &solver{problem: p, weights: make([]float32, p.size), alpha: make([]float64, len(p.vectors))}
	order := make([]int, 0, len(p.vectors))
	for i, c := range p.cost {
		if c > 0 {
			order = append(order, i)
		}
	}
	random := rand.New(rand.NewPCG(p.seed, uint64(len(order))))
	for range rounds {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		worst := 0.0
		for _, i := range order {
			worst = max(worst, s.visit(i))
		}
		if worst < tolerance {
			break
		}
	}
	return s.weights, s.bias
}

// solver is the state of the descent.
type solver struct {
	*problem
	weights []float32
	bias    float32
	alpha   []float64
}

// visit moves the dual variable of one text to where it is best and tells how far off it was.
func (s *solver) visit(i int) float64 {
	x, sign := &s.vectors[i], -1.0
	if s.right[i] {
		sign = 1
	}
	diagonal := 0.5 / s.cost[i]
	gradient := sign*s.score(x) - 1 + s.alpha[i]*diagonal
	if s.alpha[i] == 0 && gradient >= 0 {
		return 0
	}
	before := s.alpha[i]
	s.alpha[i] = max(0, before-gradient/(x.square+1+diagonal))
	move := float32((s.alpha[i] - before) * sign)
	for k, bucket := range x.buckets {
		s.weights[bucket] += move * x.values[k]
	}
	s.bias += move
	return math.Abs(gradient)
}

func (s *solver) score(x *vector) float64 {
	sum := float64(s.bias)
	for k, bucket := range x.buckets {
		sum += float64(s.weights[bucket] * x.values[k])
	}
	return sum
}
