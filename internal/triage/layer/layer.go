package layer

import (
	"math"
	"slices"

	"switchboard/internal/triage/chance"
	"switchboard/internal/triage/linear"
)

// Question is one head of the models that a layer stands on.
type Question struct {
	Name      string
	Labels    []string // of two the second is the one that is looked for
	Threshold float64  // the chance from which the second of two labels is said
	Guarded   bool     // may not be missed: the chance of the second label is never lowered
}

// either reports whether one column tells the question's labels apart.
func (q *Question) either() bool { return len(q.Labels) == 2 }

// columns is how many scores the question has.
func (q *Question) columns() int { return linear.Columns(len(q.Labels), false) }

// Say is the place of the label that is said at these chances.
func (q *Question) Say(chances []float64) int {
	if q.either() {
		if chances[1] >= q.Threshold {
			return 1
		}
		return 0
	}
	best := 0
	for i, p := range chances {
		if p > chances[best] {
			best = i
		}
	}
	return best
}

// Layer is what a company's people taught. It is safe for several goroutines.
type Layer struct {
	Base  string // the models it was learned on; on others it means nothing
	parts []part // the first is shared by all networks
}

// part is what was learned from all networks, or from one.
type part struct {
	network string // empty: all
	heads   []head
	model   *linear.Model // the weights of words, with the heads in the same order
}

// head is what was learned about one question, besides the weights of words.
type head struct {
	name   string
	scale  float64     // what the models' own scores count
	inputs [][]float32 // by column: what the answers to all questions count
}

// Heads are the names of the questions that the layer answers otherwise than the models: at a network, which may be empty.
func (l *Layer) Heads(network string) []string {
	var out []string
	for i := range l.parts {
		if p := &l.parts[i]; p.network == "" || p.network == network {
			for k := range p.heads {
				out = append(out, p.heads[k].name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Networks are those about which enough was said for a part of their own.
func (l *Layer) Networks() []string {
	var out []string
	for i := range l.parts {
		if l.parts[i].network != "" {
			out = append(out, l.parts[i].network)
		}
	}
	return out
}

// Buckets is how many traces of texts have weights, over all parts.
func (l *Layer) Buckets() (n int) {
	for i := range l.parts {
		n += l.parts[i].model.Rows()
	}
	return n
}

// Apply gives the chances as the layer sees them, one list for each question; the given ones stay as they are. The
// reading may be by any recipe that Recipe reads as.
func (l *Layer) Apply(questions []Question, chances [][]float64, r *linear.Reading, network string) [][]float64 {
	return l.apply(questions, chances, network, func(m *linear.Model) []float64 { return m.Sums(r) })
}

// apply gives the chances, with the sums of the words' weights from wherever they come.
func (l *Layer) apply(questions []Question, chances [][]float64, network string, words func(*linear.Model) []float64) [][]float64 {
	out := slices.Clone(chances)
	var inputs []float64
	for i := range l.parts {
		p := &l.parts[i]
		if p.network != "" && p.network != network {
			continue
		}
		if inputs == nil {
			inputs = inputsOf(questions, chances)
		}
		scores := words(p.model)
		for k := range p.heads {
			h, columns := &p.heads[k], scores[:len(p.heads[k].inputs)]
			scores = scores[len(columns):]
			at := slices.IndexFunc(questions, func(q Question) bool { return q.Name == h.name })
			if at < 0 || questions[at].columns() != len(columns) {
				continue
			}
			out[at] = h.chances(&questions[at], out[at], inputs, columns)
		}
	}
	return out
}

// chances are those of one question: the models' scores, scaled, with the other answers and the words added.
func (h *head) chances(q *Question, before, inputs, words []float64) []float64 {
	z := scoresOf(q, before)
	for c := range z {
		z[c] = h.scale*z[c] + words[c]
		for k, x := range inputs[:min(len(inputs), len(h.inputs[c]))] {
			z[c] += float64(h.inputs[c][k]) * x
		}
	}
	return q.guard(before, probabilities(z))
}

// guard keeps what may not be missed from becoming less likely.
func (q *Question) guard(before, after []float64) []float64 {
	if q.Guarded && after[1] < before[1] {
		return before
	}
	return after
}

// least is the smallest chance that is told from none.
const least = 1e-4

func logOf(p float64) float64 { return math.Log(min(1-least, max(least, p))) }

// scoresOf makes scores of chances again, one for each column.
func scoresOf(q *Question, chances []float64) []float64 {
	if q.either() {
		return []float64{logOf(chances[1]) - logOf(1-chances[1])}
	}
	out := make([]float64, len(chances))
	for i, p := range chances {
		out[i] = logOf(p)
	}
	return out
}

// probabilities makes chances of scores: of one score by the logistic function, of more by the softmax.
func probabilities(z []float64) []float64 {
	if len(z) == 1 {
		yes := chance.Logistic(z[0])
		return []float64{1 - yes, yes}
	}
	out := slices.Clone(z)
	chance.Softmax(out)
	return out
}

// inputStep brings the answers to about the size of the other values.
const inputStep = 0.25

// inputsOf are the answers to all questions as numbers around zero.
func inputsOf(questions []Question, chances [][]float64) []float64 {
	out := make([]float64, 0, 40)
	for i := range questions {
		z := scoresOf(&questions[i], chances[i])
		mean := 0.0
		if len(z) > 1 {
			for _, v := range z {
				mean += v / float64(len(z))
			}
		}
		for _, v := range z {
			out = append(out, inputStep*(v-mean))
		}
	}
	return out
}
