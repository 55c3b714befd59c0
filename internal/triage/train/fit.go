package train

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"

	"switchboard/internal/triage/linear"
)

// Sample is a text with what is right about it.
type Sample struct {
	Text   string
	Label  string  // empty: not known for this head, the text is left out
	Weight float64 // how much the text counts; 0 counts as 1
	Group  string  // texts of one group stay on one side of a fold; empty for none
	Source string  // where it is from: what was said of texts kept apart is counted for each source
	Aside  bool    // learned from, but no measure of what messages are like: nothing is calibrated by it
}

// Settings are what a head is learned with.
type Settings struct {
	Name    string
	Labels  []string // empty: those of the samples, in order; of two labels the second is the one that is found
	Cost    float64  // what a mistake costs against small weights
	Balance float64  // 0: every text counts alike; 1: every label counts alike
	Outside string   // the label of samples that belong to none of the others; empty for none
	Recall  float64  // the least share of the second of two labels to be found; 0: as serves both labels best
	Folds   int      // for the calibration, at least 2
	Seed    uint64
}

// Learned is a head, and how it did on texts that were kept apart, fold by fold.
type Learned struct {
	linear.Learned

	Held map[string]Tally // by source
}

// Head learns one head. The vectors are those of the samples, by NewVectors.
func Head(ctx context.Context, samples []Sample, vectors *Vectors, set Settings) (Learned, error) {
	f, err := newFit(samples, vectors, set)
	if err != nil {
		return Learned{}, err
	}
	held, err := f.held(ctx)
	if err != nil {
		return Learned{}, err
	}
	measures := f.measures(held)
	f.fitProbabilities(measures.scores, measures.right)
	tally := f.tally(held)
	columns, bias, err := f.columns(ctx, everything)
	f.head.Bias = bias
	return Learned{linear.Learned{Head: f.head, Weights: columns}, tally}, err
}

// Vectors are samples as numbers, made once and read by every head.
type Vectors struct {
	recipe linear.Recipe
	all    []vector
}

// NewVectors reads the samples by a recipe, and listens to the model it stands on; nil when it stands on none.
func NewVectors(samples []Sample, recipe linear.Recipe, on *linear.Model) *Vectors {
	v := &Vectors{recipe: recipe, all: make([]vector, len(samples))}
	inParallel(len(samples), func(i int) {
		r := linear.Read(samples[i].Text, recipe)
		if on != nil {
			r.Listen(on)
		}
		v.all[i] = newVector(r, recipe)
	})
	return v
}

// newVector joins the traces that fell into one bucket.
func newVector(r *linear.Reading, recipe linear.Recipe) vector {
	buckets, values := r.Vector(recipe)
	order := make([]int, len(buckets))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(buckets[a]) - int(buckets[b]) })
	var v vector
	for _, i := range order {
		if n := len(v.buckets); n > 0 && v.buckets[n-1] == buckets[i] {
			v.values[n-1] += values[i]
			continue
		}
		v.buckets, v.values = append(v.buckets, buckets[i]), append(v.values, values[i])
	}
	v.buckets, v.values = slices.Clip(v.buckets), slices.Clip(v.values)
	for _, x := range v.values {
		v.square += float64(x) * float64(x)
	}
	return v
}

// inParallel runs f for every number below n on all cores.
func inParallel(n int, f func(i int)) {
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}

// What a sample has instead of one of the head's labels.
const (
	unknown = -1
	outside = -2
)

// fit is the learning of one head.
type fit struct {
	settings Settings
	head     linear.Head
	samples  []Sample
	vectors  *Vectors
	labels   []int // by sample: of the head's labels, or outside, or unknown, which is left out
	folds    []int // by sample
	counts   []float64
}

func newFit(samples []Sample, vectors *Vectors, set Settings) (*fit, error) {
	f := &fit{settings: set, samples: samples, vectors: vectors, labels: make([]int, len(samples)),
		folds: make([]int, len(samples))}
	f.head = linear.Head{Name: set.Name, Labels: set.Labels}
	if len(f.head.Labels) == 0 {
		f.head.Labels = slices.DeleteFunc(labelsOf(samples), func(l string) bool { return l == set.Outside })
	}
	if len(f.head.Labels) < 2 {
		return nil, fmt.Errorf("head %s: at least two labels are needed, not %q", set.Name, f.head.Labels)
	}
	f.head.Bias = make([]float32, linear.Columns(len(f.head.Labels), set.Outside != ""))
	f.counts = make([]float64, len(f.head.Labels))
	for i := range samples {
		f.labels[i] = f.labelOf(samples[i].Label)
		if f.labels[i] >= 0 {
			f.counts[f.labels[i]]++
		}
		f.folds[i] = int(foldOf(&samples[i], set.Seed) % uint64(max(2, set.Folds)))
	}
	for i, n := range f.counts {
		if n < 2 {
			return nil, fmt.Errorf("head %s: the label %s has %g texts; at least 2 are needed", set.Name, f.head.Labels[i], n)
		}
	}
	return f, nil
}

func (f *fit) labelOf(label string) int {
	if label != "" && label == f.settings.Outside {
		return outside
	}
	return slices.Index(f.head.Labels, label)
}

func labelsOf(samples []Sample) []string {
	var labels []string
	for i := range samples {
		if samples[i].Label != "" {
			labels = append(labels, samples[i].Label)
		}
	}
	slices.Sort(labels)
	return slices.Compact(labels)
}

// foldOf puts a text, or all texts of a group, on one side: by a hash, so that another text more moves no other.
func foldOf(s *Sample, seed uint64) uint64 {
	key := s.Group
	if key == "" {
		key = s.Text
	}
	h := seed*0x9E3779B97F4A7C15 + 14695981039346656037
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	return (h ^ h>>29) * 0xBF58476D1CE4E5B9 >> 17
}

// Part is which of so many parts a text belongs to, by a hash: an own split that stays as it is when texts are added.
func Part(text string, parts int) int {
	return int(foldOf(&Sample{Text: text}, partSeed) % uint64(parts))
}

// partSeed differs from those that models are learned with, so that parts are no folds.
const partSeed = 77

// everything is the fold that no text is in.
const everything = -1

// columns learns every column on the texts outside a fold.
func (f *fit) columns(ctx context.Context, without int) (columns [][]float32, bias []float32, err error) {
	n := len(f.head.Bias)
	columns, bias = make([][]float32, n), make([]float32, n)
	inParallel(n, func(i int) {
		if ctx.Err() == nil {
			columns[i], bias[i] = f.problem(i, without).solve()
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("head %s: %w", f.settings.Name, err)
	}
	return columns, bias, nil
}

// eitherStep is the step of heads of two labels. Of many labels, each against a motley rest, it brought nothing.
const eitherStep = 0.5

// problem is one column: its label against the rest.
func (f *fit) problem(column, without int) *problem {
	label := column
	var step float64
	if f.head.Either() {
		label, step = 1, eitherStep
	}
	p := &problem{vectors: f.vectors.all, right: make([]bool, len(f.samples)), cost: make([]float64, len(f.samples)),
		size: 1 << f.vectors.recipe.Bits, step: step, seed: f.settings.Seed + uint64(column)}
	var all float64
	for _, n := range f.counts {
		all += n
	}
	yes := math.Pow((all-f.counts[label])/f.counts[label], f.settings.Balance)
	for i := range f.samples {
		if f.labels[i] == unknown || f.folds[i] == without {
			continue
		}
		p.right[i] = f.labels[i] == label
		p.cost[i] = f.settings.Cost * weightOf(&f.samples[i])
		if p.right[i] {
			p.cost[i] *= yes
		}
	}
	return p
}

func weightOf(s *Sample) float64 {
	if s.Weight == 0 {
		return 1
	}
	return s.Weight
}

func argmax(scores []float64) int {
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

func score(x *vector, columns [][]float32, bias []float32) []float64 {
	out := make([]float64, len(columns))
	for c, column := range columns {
		out[c] = float64(bias[c])
		for k, bucket := range x.buckets {
			out[c] += float64(column[bucket] * x.values[k])
		}
	}
	return out
}
