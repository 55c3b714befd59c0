// Package chance makes scores into chances, finds what makes them honest ones, and tells how far a measured share may be
// off.
package chance

import (
	"math"
	"slices"
)

// Logistic is the chance of yes that a score stands for.
func Logistic(score float64) float64 { return 1 / (1 + math.Exp(-score)) }

// Softmax makes scores into chances that add up to one, in place.
func Softmax(scores []float64) {
	most, sum := slices.Max(scores), 0.0
	for i, s := range scores {
		scores[i] = math.Exp(s - most)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// LogSum is the logarithm of the sum of what the scores are logarithms of, without overflow.
func LogSum(scores []float64) float64 {
	most, sum := slices.Max(scores), 0.0
	for _, s := range scores {
		sum += math.Exp(s - most)
	}
	return most + math.Log(sum)
}

// SoftPlus is log(1+e^score) without overflow: what it costs that a score was expected to be very low.
func SoftPlus(score float64) float64 { return max(score, 0) + math.Log1p(math.Exp(-math.Abs(score))) }

// Deviates of the normal distribution for an interval.
const (
	Of95    = 1.96   // 95 of 100 intervals hold the true share
	Above90 = 1.2816 // 90 of 100 lower ends are below the true share
)

// Wilson is the interval of a share (Wilson, "Probable Inference", 1927), as wide as the deviate says.
func Wilson(part, all int, deviate float64) (low, high float64) {
	if all == 0 {
		return 0, 1
	}
	n, p, z := float64(all), float64(part)/float64(all), deviate
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return middle - half, middle + half
}
