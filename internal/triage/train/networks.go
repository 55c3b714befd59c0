package train

import (
	"context"
	"fmt"
	"math"

	"switchboard/internal/triage/linear"
)

// networks are several of one head, learned apart, whose scores are added up.
type networks struct {
	traces *counted
	list   []*network
	hidden linear.Hidden
}

// mostTraces keeps the file of a model below its size.
const mostTraces = taskBytes / (members * units)

// networks learns them on the texts outside a fold.
func (f *fit) networks(ctx context.Context, without int) (*networks, error) {
	weights := f.weights(without)
	out := &networks{traces: count(f.vectors.all, weights, 1<<f.vectors.recipe.Bits, mostTraces), list: make([]*network, members)}
	inParallel(members, func(i int) {
		l := lesson{vectors: f.vectors.all, traces: out.traces, outputs: len(f.head.Bias), labels: f.labels, weights: weights,
			seed: f.settings.Seed*members + uint64(i)}
		out.list[i] = l.learn(func() bool { return ctx.Err() != nil })
	})
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("head %s: %w", f.settings.Name, err)
	}
	out.join(len(f.head.Bias))
	return out, nil
}

// weights are how much each text counts: on the average one, texts of rare labels more.
func (f *fit) weights(without int) []float32 {
	var all, sum, n float64
	for _, c := range f.counts {
		all += c
	}
	out := make([]float64, len(f.samples))
	for i := range f.samples {
		label := f.labels[i]
		if label == unknown || f.folds[i] == without {
			continue
		}
		out[i] = weightOf(&f.samples[i])
		if label >= 0 {
			out[i] *= math.Pow(all/float64(len(f.counts))/f.counts[label], f.settings.Balance)
		}
		sum += out[i]
		n++
	}
	weights := make([]float32, len(out))
	for i, w := range out {
		weights[i] = float32(w * n / max(sum, tiny))
	}
	return weights
}

// join puts the layers behind the units side by side: the scores are the means of those of the networks.
func (n *networks) join(outputs int) {
	n.hidden = linear.Hidden{Units: members * units, Offsets: make([]float32, outputs)}
	for o := range outputs {
		for _, one := range n.list {
			n.hidden.Offsets[o] += one.offsets[o] / members
			for _, w := range one.scores[o*units : (o+1)*units] {
				n.hidden.Weights = append(n.hidden.Weights, w/members)
			}
		}
	}
}

// score reads a text as the model will.
func (n *networks) score(x *vector) []float64 {
	sums, all := make([]float32, units), make([]float64, 0, members*units)
	for _, one := range n.list {
		copy(sums, one.bias)
		for k := range x.buckets {
			if row, value, ok := n.traces.value(x, k); ok {
				add(sums, one.traces[row*units:(row+1)*units], value)
			}
		}
		for _, s := range sums {
			all = append(all, float64(s))
		}
	}
	return n.hidden.Scores(all)
}

// learned are the networks as one head of a model.
func (n *networks) learned(head linear.Head) linear.Learned {
	head.Hidden, head.Bias = &n.hidden, nil
	out := linear.Learned{Buckets: n.traces.buckets}
	for _, one := range n.list {
		head.Bias = append(head.Bias, one.bias...)
		for u := range units {
			column := make([]float32, len(n.traces.buckets))
			for row, rare := range n.traces.rare {
				column[row] = one.traces[row*units+u] * rare
			}
			out.Weights = append(out.Weights, column)
		}
	}
	out.Head = head
	return out
}
