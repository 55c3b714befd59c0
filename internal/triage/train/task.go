package train

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"switchboard/internal/triage/linear"
)

// OutOfScope is the label of texts that belong to none of a task's labels.
const OutOfScope = "oos"

// Task is a question of one's own, to be learned from labelled texts.
type Task struct {
	Name       string
	Learn      []Sample
	Validate   []Sample // chooses the settings and calibrates, then is learned from as well; may be empty
	Recipe     linear.Recipe
	Seed       uint64
	Candidates []float64 // costs to try; empty for the usual ones
}

// Result is what a task came to.
type Result struct {
	Model *linear.Model
	Cost  float64 // that was chosen
	// What the validation showed before it was learned from. The shares are of 0 to 1; the second is 0 when there is
	// nothing out of scope.
	Right, OutsideFound float64
	Labels, Texts       int
}

// Outside reports whether the model tells texts that are out of scope.
func (r Result) Outside() bool { return r.Model.Heads[0].Outside != nil }

// usualCosts are what short texts have been measured best with.
func usualCosts() []float64 { return []float64{0.1, 0.3, 1} }

const taskFolds = 4

// taskBalance lets rare labels count for more than their number: half way to all labels counting alike.
const taskBalance = 0.5

// Run learns the task: the cost that is best on the validation, calibrated there, and then everything.
func (t Task) Run(ctx context.Context) (Result, error) {
	if len(t.Learn) == 0 {
		return Result{}, errors.New("there are no texts to learn from")
	}
	all := slices.Concat(t.Learn, t.Validate)
	vectors := NewVectors(all, t.Recipe)
	set := Settings{Name: t.Name, Folds: taskFolds, Seed: t.Seed, Balance: taskBalance}
	if slices.ContainsFunc(all, func(s Sample) bool { return s.Label == OutOfScope }) {
		set.Outside = OutOfScope
	}
	costs := t.Candidates
	if len(costs) == 0 {
		costs = usualCosts()
	}
	best := Result{Texts: len(all)}
	var chosen *fit
	for _, cost := range costs {
		set.Cost = cost
		f, result, err := t.try(ctx, all, vectors, set)
		if err != nil {
			return Result{}, err
		}
		if chosen == nil || result.Right+result.OutsideFound > best.Right+best.OutsideFound {
			result.Texts, result.Cost = len(all), cost
			chosen, best = f, result
		}
	}
	return best, t.finish(ctx, chosen, &best)
}

// try learns with one cost and looks how it does on the validation, or fold by fold without one.
func (t Task) try(ctx context.Context, all []Sample, vectors *Vectors, set Settings) (*fit, Result, error) {
	f, err := newFit(all, vectors, set)
	if err != nil {
		return nil, Result{}, err
	}
	if len(t.Validate) > 0 {
		for i := range f.folds {
			f.folds[i] = 1
			if i >= len(t.Learn) {
				f.folds[i] = 0
			}
		}
		f.settings.Folds = 1
	}
	held, err := f.held(ctx)
	if err != nil {
		return nil, Result{}, err
	}
	f.fitProbabilities(held.scores, held.right)
	result := Result{Labels: len(f.head.Labels)}
	result.Right, result.OutsideFound = f.measure(held)
	return f, result, nil
}

// measure is the share of texts inside that get their label, and of those outside that are told.
func (f *fit) measure(h heldOut) (right, found float64) {
	var inside, out float64
	for i, label := range h.right {
		told := outside
		if o := f.head.Outside; o == nil || o.Belongs(h.scores[i]) >= o.Threshold {
			told = f.told(h.scores[i])
		}
		switch {
		case label == outside && told == outside:
			found++
			out++
		case label == outside:
			out++
		default:
			inside++
			if told == label {
				right++
			}
		}
	}
	return right / max(1, inside), found / max(1, out)
}

func (f *fit) told(scores []float64) int {
	if !f.head.Either() {
		return argmax(scores)
	}
	if f.head.Probabilities(scores)[1] >= f.head.Threshold {
		return 1
	}
	return 0
}

// finish learns from everything, with the calibration that was chosen.
func (t Task) finish(ctx context.Context, f *fit, result *Result) error {
	columns, bias, err := f.columns(ctx, -1)
	if err != nil {
		return err
	}
	f.head.Bias = bias
	result.Model, err = linear.Build(t.Name, t.Recipe, []linear.Learned{{Head: f.head, Weights: columns}}, 1<<t.Recipe.Bits)
	if err != nil {
		return fmt.Errorf("model %s: %w", t.Name, err)
	}
	return nil
}
