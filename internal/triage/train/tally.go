package train

import (
	"fmt"
	"math"
)

// Tally counts what was said of texts against what is right.
type Tally struct {
	Labels []string
	counts [][]int // by what is right, then by what was said
	bins   [10]bin
}

// bin is the answers of about the same confidence.
type bin struct{ said, sure, right float64 }

// NewTally counts nothing yet.
func NewTally(labels []string) Tally {
	t := Tally{Labels: labels, counts: make([][]int, len(labels))}
	for i := range t.counts {
		t.counts[i] = make([]int, len(labels))
	}
	return t
}

// Add counts one answer; right and said are places in Labels.
func (t *Tally) Add(right, said int, confidence float64) {
	t.counts[right][said]++
	b := &t.bins[min(len(t.bins)-1, int(confidence*float64(len(t.bins))))]
	b.said++
	b.sure += confidence
	if right == said {
		b.right++
	}
}

// Count is how many answers of one kind there were.
func (t *Tally) Count(right, said int) int { return t.counts[right][said] }

// All is how many answers were counted.
func (t *Tally) All() (n int) {
	for i := range t.counts {
		n += t.With(i)
	}
	return n
}

// With is how many texts a label is right of.
func (t *Tally) With(right int) (n int) {
	for _, c := range t.counts[right] {
		n += c
	}
	return n
}

// Accuracy is the share of right answers.
func (t *Tally) Accuracy() float64 {
	right := 0
	for i := range t.counts {
		right += t.counts[i][i]
	}
	return float64(right) / math.Max(1, float64(t.All()))
}

// Recall is the share of the texts of a label of which it was said.
func (t *Tally) Recall(label int) float64 {
	return float64(t.counts[label][label]) / math.Max(1, float64(t.With(label)))
}

// Precision is the share of what was said of a label that is right.
func (t *Tally) Precision(label int) float64 {
	said := 0
	for i := range t.counts {
		said += t.counts[i][label]
	}
	return float64(t.counts[label][label]) / math.Max(1, float64(said))
}

// F1 is the harmonic mean of precision and recall of a label.
func (t *Tally) F1(label int) float64 {
	p, r := t.Precision(label), t.Recall(label)
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// Macro is the mean over the labels that occur.
func (t *Tally) Macro(measure func(label int) float64) float64 {
	sum, n := 0.0, 0.0
	for i := range t.Labels {
		if t.With(i) > 0 {
			sum += measure(i)
			n++
		}
	}
	return sum / math.Max(1, n)
}

// CalibrationError is the expected calibration error over ten bins: how far confidence and the share of right answers
// are apart, weighted by how often a confidence occurs (Naeini et al., "Obtaining Well Calibrated Probabilities Using
// Bayesian Binning", AAAI 2015).
func (t *Tally) CalibrationError() float64 {
	sum := 0.0
	for _, b := range t.bins {
		sum += math.Abs(b.sure - b.right)
	}
	return sum / math.Max(1, float64(t.All()))
}

// String is one line of figures.
func (t Tally) String() string {
	line := fmt.Sprintf("texts %d, accuracy %.3f, macro F1 %.3f, macro recall %.3f, calibration error %.3f", t.All(),
		t.Accuracy(), t.Macro(t.F1), t.Macro(t.Recall), t.CalibrationError())
	if len(t.Labels) == 2 {
		line += fmt.Sprintf(", %s: recall %.3f, precision %.3f", t.Labels[1], t.Recall(1), t.Precision(1))
	}
	return line
}

// tally counts the answers to texts that were kept apart, by source.
func (f *fit) tally(h heldOut) map[string]Tally {
	out := map[string]Tally{}
	for i, right := range h.right {
		if right < 0 {
			continue
		}
		source := f.samples[h.samples[i]].Source
		t, ok := out[source]
		if !ok {
			t = NewTally(f.head.Labels)
		}
		said := f.told(h.scores[i])
		t.Add(right, said, f.head.Probabilities(h.scores[i])[said])
		out[source] = t
	}
	return out
}
