package train

import "context"

// heldOut are scores of texts that were not learned from.
type heldOut struct {
	scores  [][]float64
	right   []int // labels, or outside
	samples []int
}

// measures keeps those samples that measure what messages are like.
func (f *fit) measures(h heldOut) heldOut {
	var out heldOut
	for i, at := range h.samples {
		if !f.samples[at].Aside {
			out.scores, out.right = append(out.scores, h.scores[i]), append(out.right, h.right[i])
		}
	}
	return out
}

// held learns without each fold in turn and scores what was left out.
func (f *fit) held(ctx context.Context) (heldOut, error) {
	return f.inTurn(f.settings.Folds, func(fold int) (scorer, error) {
		columns, bias, err := f.columns(ctx, fold)
		return func(x *vector) []float64 { return score(x, columns, bias) }, err
	})
}

// heldByNetworks does so with networks, in the first so many folds.
func (f *fit) heldByNetworks(ctx context.Context, turns int) (heldOut, error) {
	return f.inTurn(turns, func(fold int) (scorer, error) {
		n, err := f.networks(ctx, fold)
		return func(x *vector) []float64 { return n.score(x) }, err
	})
}

// scorer gives the scores of a text.
type scorer func(x *vector) []float64

func (f *fit) inTurn(turns int, learn func(fold int) (scorer, error)) (heldOut, error) {
	var h heldOut
	for fold := range turns {
		scores, err := learn(fold)
		if err != nil {
			return heldOut{}, err
		}
		for i, label := range f.labels {
			if label != unknown && f.folds[i] == fold {
				h.samples = append(h.samples, i)
				h.scores = append(h.scores, scores(&f.vectors.all[i]))
				h.right = append(h.right, label)
			}
		}
	}
	return h, nil
}
