package topic

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"switchboard/internal/triage/chance"
)

// vector is a text as the classifier sees it.
type vector struct {
	buckets []uint32
	values  []float32
}

// line is a linear classifier.
type line struct {
	weights []float32
	bias    float64
}

func (l line) score(v vector) float64 {
	sum := l.bias
	for i, b := range v.buckets {
		sum += float64(l.weights[b] * v.values[i])
	}
	return sum
}

// Settings of the fit: logistic regression by steps that grow smaller where a bucket was stepped on before. They were
// chosen on texts written for it, and are the same for every topic.
const (
	rounds   = 12
	rate     = 0.3
	shrink   = 1e-4
	balanced = 8 // how much more than one "no" a "yes" may count
)

// fit learns from all samples but those of one fold; -1 leaves none out.
func fit(samples []sample, without int) line {
	l := line{weights: make([]float32, 1<<readAs().Bits)}
	seen := make([]float32, len(l.weights))
	var seenBias float64
	yes, no := 0, 0
	var order []int
	for i, s := range samples {
		if s.fold == without {
			continue
		}
		order = append(order, i)
		if s.yes {
			yes++
		} else {
			no++
		}
	}
	heavy := min(balanced, max(1, float64(no)/float64(max(1, yes))))
	random := rand.New(rand.NewPCG(1, 1))
	for range rounds {
		random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, i := range order {
			s := &samples[i]
			truth, weight := 0.0, 1.0
			if s.yes {
				truth, weight = 1, heavy
			}
			off := (chance.Logistic(l.score(s.vector)) - truth) * weight
			l.step(s.vector, seen, float32(off))
			seenBias += off * off
			l.bias -= rate * off / math.Sqrt(1e-6+seenBias)
		}
	}
	return l
}

// step mends the weights of one sample by how far off it was.
func (l *line) step(v vector, seen []float32, off float32) {
	for i, b := range v.buckets {
		by := off*v.values[i] + shrink*l.weights[b]
		seen[b] += by * by
		l.weights[b] -= rate * by / float32(math.Sqrt(1e-6+float64(seen[b])))
	}
}

// heaviest are the weights that weigh most, in order of their buckets.
func (l line) heaviest(n int) []Weight {
	var all []Weight
	for b, w := range l.weights {
		if w != 0 {
			all = append(all, Weight{uint32(b), w})
		}
	}
	size := func(w Weight) float64 { return math.Abs(float64(w.Weight)) }
	slices.SortFunc(all, func(a, b Weight) int { return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a.Bucket, b.Bucket)) })
	all = first(all, n)
	slices.SortFunc(all, func(a, b Weight) int { return cmp.Compare(a.Bucket, b.Bucket) })
	return all
}

// checked is what a classifier did on parts held back.
type checked struct {
	threshold, slope, offset float64
	precision, recall        float64
}

// What is asked of a classifier before it counts: how often it is right, at the least by chance, and how much it finds.
const (
	leastRight = 0.9
	leastSure  = 0.8
	leastFound = 0.3
)

// scored is a sample held back, with what the others made of it.
type scored struct {
	score float64
	yes   bool
}

// heldBack learns on four parts of five in turn and measures on the fifth; ok says that the classifier may count. It is
// held to the weights that are kept.
func heldBack(samples []sample) (c checked, ok bool) {
	var out []scored
	for fold := range folds {
		l := fit(samples, fold)
		kept := line{make([]float32, len(l.weights)), l.bias}
		for _, w := range l.heaviest(mostWeight) {
			kept.weights[w.Bucket] = w.Weight
		}
		for _, s := range samples {
			if s.fold == fold {
				out = append(out, scored{kept.score(s.vector), s.yes})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	c, ok = choose(out)
	c.slope, c.offset = calibrate(out)
	return c, ok
}

// choose takes the lowest threshold at which enough is right; where there is none, it measures at zero.
func choose(out []scored) (c checked, ok bool) {
	total := 0
	for _, s := range out {
		if s.yes {
			total++
		}
	}
	right := 0
	for i, s := range out {
		if s.yes {
			right++
		}
		if i+1 < len(out) && out[i+1].score == s.score {
			continue
		}
		precision, recall := float64(right)/float64(i+1), float64(right)/float64(max(1, total))
		if s.score >= 0 && !ok {
			c = checked{threshold: s.score, precision: precision, recall: recall}
		}
		if precision >= leastRight && recall >= leastFound && surely(right, i+1) >= leastSure {
			c, ok = checked{threshold: s.score, precision: precision, recall: recall}, true
		}
	}
	return c, ok
}

// surely is how good nine of ten such checks are at the least.
func surely(right, of int) float64 {
	low, _ := chance.Wilson(right, of, chance.Above90)
	return low
}

// calibrate makes chances of scores. Where the parts held back say nothing, scores are left as they are.
func calibrate(out []scored) (slope, offset float64) {
	scores, right := make([]float64, len(out)), make([]bool, len(out))
	for i, s := range out {
		scores[i], right[i] = s.score, s.yes
	}
	slope, offset = chance.Platt(scores, right)
	if math.IsNaN(slope) || math.IsInf(slope, 0) || slope <= 0 || math.IsNaN(offset) || math.IsInf(offset, 0) {
		return 1, 0
	}
	return slope, offset
}
