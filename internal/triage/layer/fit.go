package layer

import (
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

// balance lets rare labels count for more than their number: 0, every word of people counts alike; 1, every label does.
const balance = 0.8

// instance is one example as one question sees it.
type instance struct {
	before []float64 // the scores to start from, by column
	inputs []float64
	text   []uint32 // places of its buckets among the weights
	values []float32
	right  int
	weight float64
}

// regression learns one question: the scale, then by column the bias, the inputs and the words.
type regression struct {
	cases                   []instance
	columns, inputs, places int
}

// stride is how many parameters a column has.
func (g *regression) stride() int { return 1 + g.inputs + g.places }

func (g *regression) size() int { return 1 + g.columns*g.stride() }

// learn gives the parameters at which the loss is least.
func (g *regression) learn() []float64 {
	at := make([]float64, g.size())
	at[0] = 1
	minimise(g, at)
	return at
}

// value is the cross entropy of all cases and half the squares of the parameters, each by its pull.
func (g *regression) value(at, gradient []float64) float64 {
	loss := 0.5 * pullScale * (at[0] - 1) * (at[0] - 1)
	gradient[0] = pullScale * (at[0] - 1)
	for c := range g.columns {
		from := 1 + c*g.stride()
		for k := range g.stride() {
			pull := pullWord
			switch {
			case k == 0:
				pull = pullBias
			case k <= g.inputs:
				pull = pullInput
			}
			v := at[from+k]
			loss += 0.5 * pull * v * v
			gradient[from+k] = pull * v
		}
	}
	z := make([]float64, g.columns)
	for i := range g.cases {
		x := &g.cases[i]
		g.scores(at, x, z)
		loss += x.weight * x.miss(z)
		g.push(gradient, x, z)
	}
	return loss
}

// scores are those of one case at some parameters.
func (g *regression) scores(at []float64, x *instance, z []float64) {
	for c := range z {
		column := at[1+c*g.stride() : 1+(c+1)*g.stride()]
		sum := at[0]*x.before[c] + column[0]
		for k, v := range x.inputs {
			sum += column[1+k] * v
		}
		words := column[1+g.inputs:]
		for k, place := range x.text {
			sum += words[place] * float64(x.values[k])
		}
		z[c] = sum
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

// push adds one case to the gradient.
func (g *regression) push(gradient []float64, x *instance, off []float64) {
	for c, o := range off {
		o *= x.weight
		gradient[0] += o * x.before[c]
		column := gradient[1+c*g.stride() : 1+(c+1)*g.stride()]
		column[0] += o
		for k, v := range x.inputs {
			column[1+k] += o * v
		}
		words := column[1+g.inputs:]
		for k, place := range x.text {
			words[place] += o * float64(x.values[k])
		}
	}
}

// balance lets rare labels count for more; all together count for what they did.
func (g *regression) balance(labels int) {
	sums, all := make([]float64, labels), 0.0
	for i := range g.cases {
		sums[g.cases[i].right] += g.cases[i].weight
		all += g.cases[i].weight
	}
	scaled := 0.0
	for i := range g.cases {
		x := &g.cases[i]
		x.weight *= math.Pow(all/sums[x.right], balance)
		scaled += x.weight
	}
	for i := range g.cases {
		g.cases[i].weight *= all / scaled
	}
}
