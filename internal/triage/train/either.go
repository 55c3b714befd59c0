package train

import (
	"context"

	"switchboard/internal/triage/linear"
)

// usualCosts are what texts of two labels have been measured best with.
func usualCosts() []float64 { return []float64{0.03, 0.1, 0.3} }

// either learns to tell two labels apart.
func (t Task) either(ctx context.Context, all []Sample, set Settings) (Result, error) {
	if t.Beside != nil {
		t.Recipe.On, t.Recipe.Polarity = t.Beside.Name, t.Beside.Recipe.Polarity
	}
	vectors := NewVectors(all, t.Recipe, t.Beside)
	costs := t.Candidates
	if len(costs) == 0 {
		costs = usualCosts()
	}
	var best *fit
	var found heldOut
	for _, cost := range costs {
		set.Cost = cost
		f, held, err := try(ctx, all, vectors, set)
		if err != nil {
			return Result{}, err
		}
		if best == nil || f.macro(held) > best.macro(found) {
			best, found = f, held
		}
	}
	columns, bias, err := best.columns(ctx, everything)
	if err != nil {
		return Result{}, err
	}
	best.head.Bias = bias
	result := Result{Labels: len(best.head.Labels), Texts: len(all), Asked: len(found.right)}
	result.Right, _ = best.measure(found)
	return t.build(linear.Learned{Head: best.head, Weights: columns}, 1<<t.Recipe.Bits, result)
}

// try learns with one cost and calibrates on every fold in turn, of the validation too: machines take seconds, and a bound
// between two labels that is found on a tenth of the texts is a chance's.
func try(ctx context.Context, all []Sample, vectors *Vectors, set Settings) (*fit, heldOut, error) {
	f, err := newFit(all, vectors, set)
	if err != nil {
		return nil, heldOut{}, err
	}
	held, err := f.held(ctx)
	if err != nil {
		return nil, heldOut{}, err
	}
	f.fitProbabilities(held.scores, held.right)
	return f, held, nil
}

// macro is the mean of both labels' F1.
func (f *fit) macro(h heldOut) float64 {
	t := NewTally(f.head.Labels)
	for i, right := range h.right {
		t.Add(right, f.told(h.scores[i]), 1)
	}
	return t.Macro(t.F1)
}
