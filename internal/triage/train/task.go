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
	Name     string
	Learn    []Sample
	Validate []Sample // calibrates more than two labels, then is learned from as well; may be empty
	Recipe   linear.Recipe
	// Beside is a model of which questions of two labels look at what it says, and at what it looks at; nil for none.
	Beside     *linear.Model
	Seed       uint64
	Candidates []float64 // costs to try for two labels; empty for the usual ones
}

// Result is what a task came to.
type Result struct {
	Model *linear.Model
	// What the validation showed before it was learned from. The shares are of 0 to 1; the second is 0 when there is
	// nothing out of scope.
	Right, OutsideFound float64
	Labels, Texts       int
	Asked               int // texts kept apart, of which the shares are
}

// Outside reports whether the model tells texts that are out of scope.
func (r Result) Outside() bool { return r.Model.Heads[0].Outside != nil }

// taskBalance lets rare labels count for more than their number: half way to all labels counting alike.
const taskBalance = 0.5

// Without a validation a part of the texts is kept apart instead. Of few texts every part is, in turn, because one of
// them alone says little.
const (
	taskFolds = 5
	fewTexts  = 2000
)

// taskBytes is how much the weights of a model may take.
const taskBytes = 16 << 20

// Run learns the task: calibrated on the validation, and then from everything. Two labels are told apart by the machine
// whose cost is best fold by fold, more of them by networks.
func (t Task) Run(ctx context.Context) (Result, error) {
	if len(t.Learn) == 0 {
		return Result{}, errors.New("there are no texts to learn from")
	}
	all := slices.Concat(t.Learn, t.Validate)
	set := Settings{Name: t.Name, Folds: taskFolds, Seed: t.Seed, Balance: taskBalance}
	if slices.ContainsFunc(all, func(s Sample) bool { return s.Label == OutOfScope }) {
		set.Outside = OutOfScope
	}
	if len(labelsOf(all)) == 2 && set.Outside == "" {
		return t.either(ctx, all, set)
	}
	f, err := newFit(all, NewVectors(all, t.Recipe, nil), set)
	if err != nil {
		return Result{}, err
	}
	held, err := f.heldByNetworks(ctx, t.keepApart(f))
	if err != nil {
		return Result{}, err
	}
	f.fitProbabilities(held.scores, held.right)
	result := Result{Labels: len(f.head.Labels), Texts: len(all), Asked: len(held.right)}
	result.Right, result.OutsideFound = f.measure(held)
	n, err := f.networks(ctx, everything)
	if err != nil {
		return Result{}, err
	}
	return t.build(n.learned(f.head), mostTraces, result)
}

// keepApart says which texts are kept apart, and in how many turns.
func (t Task) keepApart(f *fit) (turns int) {
	if len(t.Validate) == 0 {
		if len(t.Learn) > fewTexts {
			return 1
		}
		return f.settings.Folds
	}
	for i := range f.folds {
		f.folds[i] = 1
		if i >= len(t.Learn) {
			f.folds[i] = 0
		}
	}
	return 1
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

// build makes the model of what was learned from everything, with the calibration that was found.
func (t Task) build(learned linear.Learned, rows int, result Result) (Result, error) {
	var err error
	result.Model, err = linear.Build(t.Name, t.Recipe, []linear.Learned{learned}, rows)
	if err != nil {
		return Result{}, fmt.Errorf("model %s: %w", t.Name, err)
	}
	return result, nil
}
