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
	step    float64   // how far values go by what their buckets tell by themselves, 0 to 1
	seed    uint64
}

// Bounds of the solver: it stops when no text is far from where it should be, or after so many rounds.
const (
	rounds    = 40
	tolerance = 0.02
)

// solve gives the weight of each bucket and the bias, which is learned as the weight of a bucket every text has.
func (p *problem) solve() (weights []float32, bias float32) {
	s := &solver{problem: p, weights: make([]float32, p.size), alpha: make([]float64, len(p.vectors)), tells: p.tells()}
	s.measure()
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
	for bucket := range s.weights {
		s.weights[bucket] *= s.tells[bucket]
	}
	return s.weights, s.bias
}

// smoothing is added to every count.
const smoothing = 1

// tells is how much each bucket tells the label from the rest by itself: the logarithm of how much oftener it stands on
// one side. Texts are scaled by it before the machine is learned (S. Wang and C. Manning, "Baselines and bigrams", ACL
// 2012), and the weights afterwards, so that a model reads texts as they are.
func (p *problem) tells() []float32 {
	with, without := make([]float32, p.size), make([]float32, p.size)
	var all, none float64
	for i, c := range p.cost {
		if c == 0 {
			continue
		}
		side, sum := without, &none
		if p.right[i] {
			side, sum = with, &all
		}
		for _, bucket := range p.vectors[i].buckets {
			side[bucket]++
			*sum++
		}
	}
	for bucket := range with {
		ratio := math.Log((float64(with[bucket]) + smoothing) / (float64(without[bucket]) + smoothing) * max(none, 1) / max(all, 1))
		with[bucket] = float32(1 - p.step + p.step*math.Abs(ratio))
	}
	return with
}

// solver is the state of the descent.
type solver struct {
	*problem
	weights []float32
	bias    float32
	alpha   []float64
	tells   []float32 // by bucket: what a value counts
	squares []float64 // by text: the sum of the squares of its values as they count
}

// measure brings the texts to the length that they had before their values were scaled, on the average.
func (s *solver) measure() {
	s.squares = make([]float64, len(s.vectors))
	var before, after float64
	for i, c := range s.cost {
		if c == 0 {
			continue
		}
		x := &s.vectors[i]
		for k, bucket := range x.buckets {
			v := float64(x.values[k] * s.tells[bucket])
			s.squares[i] += v * v
		}
		before += x.square
		after += s.squares[i]
	}
	if after == 0 {
		return
	}
	factor := before / after
	for i := range s.squares {
		s.squares[i] *= factor
	}
	for bucket := range s.tells {
		s.tells[bucket] *= float32(math.Sqrt(factor))
	}
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
	s.alpha[i] = max(0, before-gradient/(s.squares[i]+1+diagonal))
	move := float32((s.alpha[i] - before) * sign)
	for k, bucket := range x.buckets {
		s.weights[bucket] += move * x.values[k] * s.tells[bucket]
	}
	s.bias += move
	return math.Abs(gradient)
}

func (s *solver) score(x *vector) float64 {
	sum := float64(s.bias)
	for k, bucket := range x.buckets {
		sum += float64(s.weights[bucket] * x.values[k] * s.tells[bucket])
	}
	return sum
}
