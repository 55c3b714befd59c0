package linear

import (
	"math/bits"
	"slices"

	"switchboard/internal/triage/chance"
)

// Head is one question a model answers, and how its scores become probabilities.
type Head struct {
	Name   string    `json:"name"`
	Labels []string  `json:"labels"`
	Bias   []float32 `json:"bias"`             // one for each column: for each label, one alone for the second of two, or hidden units
	Scale  []float32 `json:"scale"`            // what one step of a weight is worth, one for each bias
	Hidden *Hidden   `json:"hidden,omitempty"` // nil: the columns are the scores
	// Slope and Offset make a probability of a score: of two labels by the logistic function, of more by the softmax of
	// the scores times the slope.
	Slope  float64 `json:"slope"`
	Offset float64 `json:"offset"`
	// Threshold is the probability from which the second of two labels is said.
	Threshold float64  `json:"threshold"`
	Outside   *Outside `json:"outside,omitempty"` // nil: one of the labels always holds
}

// Outside tells texts to which none of a head's labels belongs: the highest score of the labels is low.
type Outside struct {
	Label     string  `json:"label"`
	Slope     float64 `json:"slope"` // with Offset makes the probability of belonging to a label of the highest score
	Offset    float64 `json:"offset"`
	Threshold float64 `json:"threshold"` // of that probability, below it the label is said
}

// Belongs is the probability that one of the labels holds.
func (o *Outside) Belongs(scores []float64) float64 {
	return chance.Logistic(o.Slope*slices.Max(scores) + o.Offset)
}

// columns is how many weights a bucket has for the head.
func (h *Head) columns() int { return len(h.Bias) }

// Either reports whether one score tells the head's two labels apart.
func (h *Head) Either() bool {
	if h.Hidden != nil {
		return len(h.Hidden.Offsets) == 1
	}
	return len(h.Bias) == 1
}

// Columns is how many scores a head of so many labels has. One tells two labels apart, but not whether a text belongs
// to either.
func Columns(labels int, outside bool) int {
	if labels == 2 && !outside {
		return 1
	}
	return labels
}

// Model is a table of weights and the heads that read it. It is safe for several goroutines.
type Model struct {
	Name    string // what it is called, with its version
	Recipe  Recipe
	Heads   []Head
	Sources []Source
	// Languages are those it was learned in and measured, as ISO 639-1; none: whatever it is asked.
	Languages []string
	table     table
}

// Source is what a model was trained on.
type Source struct {
	Name    string `json:"name"`
	Licence string `json:"licence"`
	Rows    int    `json:"rows"`
}

// table keeps the rows of those buckets that have weights. A bitmap says which; the row's place is the number of bits
// set before it.
type table struct {
	columns int
	present []uint64
	before  []uint32 // bits set before each word of present
	weights []byte   // each an int8
}

func (t *table) index() {
	t.before = make([]uint32, len(t.present))
	var sum int
	for i, word := range t.present {
		t.before[i] = uint32(sum)
		sum += bits.OnesCount64(word)
	}
}

// row gives the weights of a bucket, nil when it has none.
func (t *table) row(bucket uint32) []byte {
	word, bit := t.present[bucket>>6], uint64(1)<<(bucket&63)
	if word&bit == 0 {
		return nil
	}
	at := (int(t.before[bucket>>6]) + bits.OnesCount64(word&(bit-1))) * t.columns
	return t.weights[at : at+t.columns]
}

// Rows is how many buckets have weights.
func (m *Model) Rows() int { return len(m.table.weights) / max(1, m.table.columns) }

// Finding is what one head says.
type Finding struct {
	Label       string
	Probability float64   // of the label
	All         []float64 // one for each label of the head
}

// Answer reads a text with every head, in the order of Heads. The reading must be by a recipe that the model's ReadsAs, and
// have listened to the model that the model's recipe stands on.
func (m *Model) Answer(r *Reading) []Finding {
	sums := m.Sums(r)
	out := make([]Finding, len(m.Heads))
	column := 0
	for i := range m.Heads {
		h := &m.Heads[i]
		out[i] = h.find(h.scores(sums[column : column+h.columns()]))
		column += h.columns()
	}
	return out
}

// scores are what the columns come to.
func (h *Head) scores(columns []float64) []float64 {
	if h.Hidden == nil {
		return columns
	}
	return h.Hidden.Scores(columns)
}

// Sums adds the weights of each column of all heads up: whole numbers within a block, where every trace counts alike.
func (m *Model) Sums(r *Reading) []float64 {
	out := make([]float64, m.table.columns)
	sums := make([]int32, m.table.columns)
	mask := uint32(1)<<m.Recipe.Bits - 1
	for block, traces := range r.traces {
		if !m.Recipe.looksAt(block) {
			continue
		}
		clear(sums)
		for _, t := range traces {
			row := m.table.row(t.hash & mask)
			for i, w := range row {
				sums[i] += int32(int8(w))
			}
		}
		factor := float64(r.factor(block))
		for i, sum := range sums {
			out[i] += float64(sum) * factor
		}
	}
	if m.Recipe.On != "" {
		m.listened(r, out)
	}
	m.level(out)
	return out
}

// SumsOf is Sums of a text as training sees it, by Vector; the buckets must be the model's.
func (m *Model) SumsOf(buckets []uint32, values []float32) []float64 {
	out := make([]float64, m.table.columns)
	for i, bucket := range buckets {
		for c, w := range m.table.row(bucket) {
			out[c] += float64(int8(w)) * float64(values[i])
		}
	}
	m.level(out)
	return out
}

// level makes of sums in whole steps what the steps are worth.
func (m *Model) level(sums []float64) {
	column := 0
	for i := range m.Heads {
		for k, scale := range m.Heads[i].Scale {
			sums[column] = sums[column]*float64(scale) + float64(m.Heads[i].Bias[k])
			column++
		}
	}
}

// listened adds what the model makes of what another one says.
func (m *Model) listened(r *Reading, out []float64) {
	mask := uint32(1)<<m.Recipe.Bits - 1
	for i, value := range r.told {
		for k, w := range m.table.row(toldBucket(i) & mask) {
			out[k] += float64(int8(w)) * float64(value)
		}
	}
}

// find turns the scores of one head into its answer.
func (h *Head) find(scores []float64) Finding {
	all := h.Probabilities(scores)
	if h.Either() {
		if all[1] >= h.Threshold {
			return Finding{h.Labels[1], all[1], all}
		}
		return Finding{h.Labels[0], all[0], all}
	}
	best := 0
	for i, p := range all {
		if p > all[best] {
			best = i
		}
	}
	if h.Outside == nil {
		return Finding{h.Labels[best], all[best], all}
	}
	belongs := h.Outside.Belongs(scores)
	if belongs < h.Outside.Threshold {
		return Finding{h.Outside.Label, 1 - belongs, all}
	}
	return Finding{h.Labels[best], belongs * all[best], all}
}

// Probabilities turns scores into one probability for each label; they sum to one.
func (h *Head) Probabilities(scores []float64) []float64 {
	if h.Either() {
		yes := chance.Logistic(h.Slope*scores[0] + h.Offset)
		return []float64{1 - yes, yes}
	}
	out := make([]float64, len(scores))
	for i, s := range scores {
		out[i] = h.Slope * s
	}
	chance.Softmax(out)
	return out
}
