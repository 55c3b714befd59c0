package chance_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"switchboard/internal/triage/chance"
)

func TestPlattFindsTheLogistic(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	scores, right := make([]float64, 20000), make([]bool, 20000)
	for i := range scores {
		scores[i] = random.NormFloat64() * 2
		right[i] = random.Float64() < 1/(1+math.Exp(-(1.7*scores[i]-0.6)))
	}
	slope, offset := chance.Platt(scores, right)
	if math.Abs(slope-1.7) > 0.1 || math.Abs(offset+0.6) > 0.1 {
		t.Errorf("slope %g and offset %g, not 1.7 and -0.6", slope, offset)
	}
	slope, offset = chance.Platt([]float64{1, 2, 3, -1}, []bool{true, true, true, false})
	if math.IsNaN(slope) || math.IsInf(slope, 0) || math.IsNaN(offset) {
		t.Errorf("of texts that are told apart wholly: %g, %g", slope, offset)
	}
}

func TestTemperatureFindsTheSlope(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(2, 1))
	scores, right := make([][]float64, 20000), make([]int, 20000)
	for i := range scores {
		s := []float64{random.NormFloat64(), random.NormFloat64(), random.NormFloat64()}
		p := []float64{2.5 * s[0], 2.5 * s[1], 2.5 * s[2]}
		chance.Softmax(p)
		at := random.Float64()
		for at > p[right[i]] && right[i] < 2 {
			at -= p[right[i]]
			right[i]++
		}
		scores[i] = s
	}
	if got := chance.Temperature(scores, right); math.Abs(got-2.5) > 0.1 {
		t.Errorf("a slope of %g, not 2.5", got)
	}
}

func TestScoresOfAnySize(t *testing.T) {
	t.Parallel()
	far := []float64{1000, 1001, -1000}
	if got := chance.LogSum(far); math.Abs(got-(1001+math.Log1p(math.Exp(-1)))) > 1e-9 {
		t.Errorf("a sum of %g", got)
	}
	chance.Softmax(far)
	if math.Abs(far[0]+far[1]-1) > 1e-12 || math.Abs(far[1]-chance.Logistic(1)) > 1e-12 || far[2] != 0 {
		t.Errorf("chances of %v", far)
	}
	if chance.SoftPlus(1000) != 1000 || chance.SoftPlus(-1000) != 0 || math.Abs(chance.SoftPlus(0)-math.Ln2) > 1e-12 {
		t.Errorf("%g, %g, %g", chance.SoftPlus(1000), chance.SoftPlus(-1000), chance.SoftPlus(0))
	}
}

func TestWilson(t *testing.T) {
	t.Parallel()
	low, high := chance.Wilson(95, 100, chance.Of95)
	if math.Abs(low-0.8882) > 0.001 || math.Abs(high-0.9785) > 0.001 {
		t.Errorf("95 of 100 lie within %.4f and %.4f", low, high)
	}
	if low, high := chance.Wilson(0, 0, chance.Of95); low != 0 || high != 1 {
		t.Errorf("nothing of nothing lies within %g and %g", low, high)
	}
	if low, _ := chance.Wilson(20, 20, chance.Above90); math.Abs(low-0.9241) > 0.001 {
		t.Errorf("20 of 20 lie above %.4f", low)
	}
}
