package chance

import "math"

// Platt finds the slope and offset that make scores chances by the logistic function: Newton's method with the smoothed
// targets of Platt, "Probabilistic Outputs for Support Vector Machines", 1999, and the safeguards of Lin et al., "A note
// on Platt's probabilistic outputs", 2007.
func Platt(scores []float64, right []bool) (slope, offset float64) {
	yes := 0.0
	for _, r := range right {
		if r {
			yes++
		}
	}
	no := float64(len(right)) - yes
	high, low := (yes+1)/(yes+2), 1/(no+2)
	fit := regression{scores: scores, targets: make([]float64, len(scores))}
	for i, r := range right {
		fit.targets[i] = low
		if r {
			fit.targets[i] = high
		}
	}
	return fit.newton(1, math.Log((yes+1)/(no+1)))
}

// regression is a logistic one of a single variable.
type regression struct{ scores, targets []float64 }

func (l *regression) loss(slope, offset float64) float64 {
	var sum float64
	for i, s := range l.scores {
		z := slope*s + offset
		sum += SoftPlus(z) - l.targets[i]*z
	}
	return sum
}

const (
	newtonSteps = 100
	ridge       = 1e-9
)

func (l *regression) newton(slope, offset float64) (float64, float64) {
	value := l.loss(slope, offset)
	for range newtonSteps {
		g, h := l.derivatives(slope, offset)
		if math.Abs(g[0]) < 1e-6 && math.Abs(g[1]) < 1e-6 {
			break
		}
		det := h[0]*h[2] - h[1]*h[1]
		ds, do := -(h[2]*g[0]-h[1]*g[1])/det, -(h[0]*g[1]-h[1]*g[0])/det
		length := 1.0
		for length > 1e-10 {
			next := l.loss(slope+length*ds, offset+length*do)
			if next < value+1e-4*length*(g[0]*ds+g[1]*do) {
				slope, offset, value = slope+length*ds, offset+length*do, next
				break
			}
			length /= 2
		}
		if length <= 1e-10 {
			break
		}
	}
	return slope, offset
}

// derivatives are the gradient, and the second derivatives by slope twice, by both, and by offset twice.
func (l *regression) derivatives(slope, offset float64) (g [2]float64, h [3]float64) {
	h[0], h[2] = ridge, ridge
	for i, s := range l.scores {
		p := Logistic(slope*s + offset)
		d, w := p-l.targets[i], p*(1-p)
		g[0] += d * s
		g[1] += d
		h[0] += w * s * s
		h[1] += w * s
		h[2] += w
	}
	return g, h
}

// Temperature finds the slope at which the softmax of the scores fits best what was right, by golden section over its
// logarithm.
func Temperature(scores [][]float64, right []int) (slope float64) {
	var sloped []float64
	loss := func(logarithm float64) float64 {
		slope, sum := math.Exp(logarithm), 0.0
		for i, s := range scores {
			sloped = sloped[:0]
			for _, one := range s {
				sloped = append(sloped, slope*one)
			}
			sum += LogSum(sloped) - sloped[right[i]]
		}
		return sum
	}
	low, high := math.Log(0.05), math.Log(50)
	const golden = 0.6180339887498949
	a, b := high-golden*(high-low), low+golden*(high-low)
	fa, fb := loss(a), loss(b)
	for range 60 {
		if fa < fb {
			high, b, fb = b, a, fa
			a = high - golden*(high-low)
			fa = loss(a)
		} else {
			low, a, fa = a, b, fb
			b = low + golden*(high-low)
			fb = loss(b)
		}
	}
	return math.Exp((low + high) / 2)
}
