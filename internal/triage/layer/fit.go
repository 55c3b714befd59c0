package layer

import (
	"context"
	"math"

	"switchboard/internal/triage/chance"
)

// How strongly each kind of weight is pulled to where it changes nothing.
const (
	pullScale = 2.0
	pullBias  = 0.3
	pullInput = 8.0
	pullWord  = 1.0
)

// instance is one example as one question sees it.
type instance struct {
	before []float64 // the scores to start from, by column
	inputs []float64
	text   vector // by place
	right  int
	weight float64
}

// regression learns one question: the scale, then by column the bias and the inputs, then by place the words, those of one
// place beside each other.
type regression struct {
	cases                   []instance
	columns, inputs, places int
}

func (g *regression) size() int { return 1 + g.columns*(1+g.inputs+g.places) }

// column are the bias and the inputs of one column.
func (g *regression) column(of []float64, c int) []float64 {
	return of[1+c*(1+g.inputs) : 1+(c+1)*(1+g.inputs)]
}

// words are the weights of the places, by place and then by column.
func (g *regression) words(of []float64) []float64 { return of[1+g.columns*(1+g.inputs):] }

// learn gives the parameters at which the loss is least. It ends early with ctx's error.
func (g *regression) learn(ctx context.Context) ([]float64, error) {
	at := make([]float64, g.size())
	at[0] = 1
	return at, minimise(ctx, g, at)
}

// value is the cross entropy of all cases and half the squares of the parameters, each by its pull.
func (g *regression) value(at, gradient []float64) float64 {
	loss := 0.5 * pullScale * (at[0] - 1) * (at[0] - 1)
	gradient[0] = pullScale * (at[0] - 1)
	for c := range g.columns {
		from, to := g.column(at, c), g.column(gradient, c)
		loss += pulled(pullBias, from[:1], to[:1]) + pulled(pullInput, from[1:], to[1:])
	}
	loss += pulled(pullWord, g.words(at), g.words(gradient))
	z := make([]float64, g.columns)
	for i := range g.cases {
		x := &g.cases[i]
		g.scores(at, x, z)
		loss += x.weight * x.miss(z)
		g.push(gradient, x, z)
	}
	return loss
}

// pulled is what weights cost that are pulled to nothing; their part of the gradient is set.
func pulled(pull float64, at, gradient []float64) (loss float64) {
	for i, v := range at {
		loss += v * v
		gradient[i] = pull * v
	}
	return 0.5 * pull * loss
}

// scores are those of one case at some parameters.
func (g *regression) scores(at []float64, x *instance, z []float64) {
	for c := range z {
		column := g.column(at, c)
		sum := at[0]*x.before[c] + column[0]
		for k, v := range x.inputs {
			sum += column[1+k] * v
		}
		z[c] = sum
	}
	words := g.words(at)
	for k, place := range x.text.buckets {
		value, from := float64(x.text.values[k]), int(place)*g.columns
		for c, w := range words[from : from+g.columns] {
			z[c] += w * value
		}
	}
}

// miss is the cross entropy of the case; z becomes how far each score is off.
func (x *instance) miss(z []float64) float64 {
	if len(z) == 1 {
		sign := float64(2*x.right - 1)
		loss := chance.SoftPlus(-sign * z[0])
		z[0] = chance.Logistic(z[0]) - float64(x.right)
		return loss
	}
	loss := chance.LogSum(z) - z[x.right]
	chance.Softmax(z)
	z[x.right]--
	return loss
}

// push adds one case to the gradient; off is used up.
func (g *regression) push(gradient []float64, x *instance, off []float64) {
	for c := range off {
		off[c] *= x.weight
		o, column := off[c], g.column(gradient, c)
		gradient[0] += o * x.before[c]
		column[0] += o
		for k, v := range x.inputs {
			column[1+k] += o * v
		}
	}
	words := g.words(gradient)
	for k, place := range x.text.buckets {
		value, from := float64(x.text.values[k]), int(place)*g.columns
		row := words[from : from+g.columns]
		for c, o := range off {
			row[c] += o * value
		}
	}
}

// favoured is by label what its cases count beside others, as a logarithm: corrections count for more than what was let
// stand, and the chance of a label must not be greater for that.
func (g *regression) favoured(labels int) []float64 {
	sums, numbers := make([]float64, labels), make([]float64, labels)
	for i := range g.cases {
		sums[g.cases[i].right] += g.cases[i].weight
		numbers[g.cases[i].right]++
	}
	out := make([]float64, labels)
	for label, n := range numbers {
		if n > 0 {
			out[label] = math.Log(sums[label] / n)
		}
	}
	if g.columns == 1 {
		return []float64{out[1] - out[0]}
	}
	return out
}
