package train

import (
	"cmp"
	"math"
	"slices"

	"switchboard/internal/triage/chance"
	"switchboard/internal/triage/linear"
)

// fitProbabilities fits the calibration to the scores of texts that were not learned from.
func (f *fit) fitProbabilities(scores [][]float64, right []int) {
	if f.settings.Outside != "" {
		f.fitOutside(scores, right)
	}
	var inside [][]float64
	var labels []int
	for i, label := range right {
		if label >= 0 {
			inside, labels = append(inside, scores[i]), append(labels, label)
		}
	}
	if !f.head.Either() {
		f.head.Slope = chance.Temperature(inside, labels)
		return
	}
	single, yes := make([]float64, len(inside)), make([]bool, len(inside))
	for i, s := range inside {
		single[i], yes[i] = s[0], labels[i] == 1
	}
	f.head.Slope, f.head.Offset = chance.Platt(single, yes)
	if f.settings.Recall > 0 {
		f.head.Threshold = min(0.5, f.finds(single, yes))
		return
	}
	for i := range single {
		single[i] = f.head.Probabilities(single[i : i+1])[1]
	}
	f.head.Threshold = fairest(single, yes)
}

// fairest is the probability from which the second label is best said: where the mean of both labels' F1 is highest. A
// label that few texts have is then not passed over for being rare.
func fairest(chances []float64, yes []bool) float64 {
	order := make([]int, len(chances))
	var all, found float64
	for i := range order {
		order[i] = i
		if yes[i] {
			all++
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(chances[b], chances[a]) })
	best, threshold, n := 0.0, 0.5, float64(len(order))
	for k, i := range order {
		if yes[i] {
			found++
		}
		next := 0.0
		if k+1 < len(order) {
			next = chances[order[k+1]]
		}
		said := float64(k + 1)
		f1 := found/(said+all) + (n-said-all+found)/(2*n-said-all)
		if f1 > best && next < chances[i] {
			best, threshold = f1, (chances[i]+next)/2 // between the two it makes no difference here
		}
	}
	return threshold
}

// finds is the probability from which the share of texts is found that the settings ask for.
func (f *fit) finds(scores []float64, yes []bool) float64 {
	var found []float64
	for i, s := range scores {
		if yes[i] {
			found = append(found, f.head.Probabilities([]float64{s})[1])
		}
	}
	slices.Sort(found)
	return found[int(float64(len(found))*(1-f.settings.Recall))]
}

// fitOutside finds the threshold at which the share of right labels inside and the share found outside are best
// together.
func (f *fit) fitOutside(scores [][]float64, right []int) {
	highest, belongs, correct := make([]float64, len(scores)), make([]bool, len(scores)), make([]bool, len(scores))
	for i, s := range scores {
		best := argmax(s)
		highest[i], belongs[i], correct[i] = s[best], right[i] >= 0, right[i] == best
	}
	o := &linear.Outside{Label: f.settings.Outside}
	o.Slope, o.Offset = chance.Platt(highest, belongs)
	for i := range highest {
		highest[i] = o.Belongs(highest[i : i+1])
	}
	o.Threshold = bestThreshold(highest, belongs, correct)
	f.head.Outside = o
}

// bestThreshold tries the thresholds between the texts: of those below one that belong nowhere are found, of those
// above it the correct ones are right.
func bestThreshold(sure []float64, belongs, correct []bool) float64 {
	order := make([]int, len(sure))
	var inside, out, rightAbove float64
	for i := range order {
		order[i] = i
		if belongs[i] {
			inside++
		} else {
			out++
		}
		if correct[i] {
			rightAbove++
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(sure[a], sure[b]) })
	best, threshold, found := rightAbove/max(1, inside), 0.0, 0.0
	for _, i := range order {
		if !belongs[i] {
			found++
		} else if correct[i] {
			rightAbove--
		}
		if value := rightAbove/max(1, inside) + found/max(1, out); value > best {
			best, threshold = value, math.Nextafter(sure[i], 2)
		}
	}
	return threshold
}
