package layer

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// problem is what is minimised: smooth, convex, and never asked for more than its value and gradient.
type problem interface {
	size() int
	// value gives the loss at a place and writes the gradient.
	value(at, gradient []float64) float64
}

// Bounds of the descent. It ends by itself long before on all that was measured.
const (
	steps    = 80
	memory   = 6
	enough   = 1e-5 // a step that brings less than this share of the loss is the last one
	halvings = 20
)

// minimise goes down from a place by L-BFGS (Nocedal, "Updating quasi-Newton matrices with limited storage", 1980). It ends
// with ctx's error before it looks at another place.
func minimise(ctx context.Context, p problem, at []float64) error {
	n := p.size()
	gradient, next, nextGradient, direction := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	loss := p.value(at, gradient)
	var past curvature
	for range steps {
		past.bend(direction, gradient)
		slope := dot(direction, gradient)
		if slope >= -1e-12 {
			return nil
		}
		length, nextLoss := 1.0, 0.0
		if len(past.moves) == 0 {
			length = min(1, 1/math.Sqrt(dot(gradient, gradient)))
		}
		found := false
		for range halvings {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("learn a layer: %w", err)
			}
			for i := range next {
				next[i] = at[i] + length*direction[i]
			}
			if nextLoss = p.value(next, nextGradient); nextLoss <= loss+1e-4*length*slope {
				found = true
				break
			}
			length /= 2
		}
		if !found {
			return nil
		}
		past.note(at, next, gradient, nextGradient)
		done := loss-nextLoss < enough*math.Abs(loss)
		loss = nextLoss
		copy(at, next)
		copy(gradient, nextGradient)
		if done {
			return nil
		}
	}
	return nil
}

// curvature is what the last steps told about the shape of the loss.
type curvature struct{ moves, turns [][]float64 }

func (c *curvature) note(from, to, before, after []float64) {
	bent := 0.0
	for i := range from {
		bent += (to[i] - from[i]) * (after[i] - before[i])
	}
	if bent < 1e-12 {
		return
	}
	var move, turn []float64
	if len(c.moves) == memory { // the vectors of the oldest step are taken for this one
		move, turn = c.moves[0], c.turns[0]
		c.moves, c.turns = slices.Delete(c.moves, 0, 1), slices.Delete(c.turns, 0, 1)
	} else {
		move, turn = make([]float64, len(from)), make([]float64, len(from))
	}
	for i := range from {
		move[i], turn[i] = to[i]-from[i], after[i]-before[i]
	}
	c.moves, c.turns = append(c.moves, move), append(c.turns, turn)
}

// bend makes out where to go: against the gradient, bent by the curvature.
func (c *curvature) bend(out, gradient []float64) {
	for i, g := range gradient {
		out[i] = -g
	}
	shares := make([]float64, len(c.moves))
	for k := len(c.moves) - 1; k >= 0; k-- {
		shares[k] = dot(c.moves[k], out) / dot(c.moves[k], c.turns[k])
		add(out, -shares[k], c.turns[k])
	}
	if last := len(c.moves) - 1; last >= 0 {
		factor := dot(c.moves[last], c.turns[last]) / dot(c.turns[last], c.turns[last])
		for i := range out {
			out[i] *= factor
		}
	}
	for k := range c.moves {
		back := dot(c.turns[k], out) / dot(c.moves[k], c.turns[k])
		add(out, shares[k]-back, c.moves[k])
	}
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func add(to []float64, factor float64, what []float64) {
	for i := range to {
		to[i] += factor * what[i]
	}
}
