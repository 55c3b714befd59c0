package linear

import (
	"encoding/binary"
	"errors"
	"math"

	"switchboard/internal/triage/chance"
)

// Hidden lies between the columns of a head and its scores: the columns are units, of which those below nothing are
// nothing, and each score is a weighted sum of them. Several networks that were learned apart stand side by side.
type Hidden struct {
	Units int `json:"units"` // columns of the head
	// Weights are those of the units for each score in turn; Offsets are added to the scores. They stand before the
	// table in a model's file.
	Weights []float32 `json:"-"`
	Offsets []float32 `json:"-"`
}

// Scores are those of the sums of the columns. Several are the logarithms of chances, so that how high the highest is
// says how much one label stands out.
func (h *Hidden) Scores(sums []float64) []float64 {
	out := make([]float64, len(h.Offsets))
	for i := range out {
		score := float64(h.Offsets[i])
		for j, w := range h.Weights[i*h.Units : (i+1)*h.Units] {
			if u := sums[j]; u > 0 {
				score += float64(w) * u
			}
		}
		out[i] = score
	}
	if len(out) > 1 {
		all := chance.LogSum(out)
		for i := range out {
			out[i] -= all
		}
	}
	return out
}

// fits refuses weights that are not those of so many scores.
func (h *Hidden) fits(scores int) error {
	if h.Units < 1 || len(h.Offsets) != scores || len(h.Weights) != scores*h.Units {
		return errors.New("the hidden weights do not fit the head")
	}
	return nil
}

// encode appends the weights.
func (h *Hidden) encode(out []byte) []byte {
	for _, list := range [][]float32{h.Weights, h.Offsets} {
		for _, w := range list {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(w))
		}
	}
	return out
}

// take reads the weights of so many scores and gives what follows them.
func (h *Hidden) take(body []byte, scores int) ([]byte, error) {
	if len(body) < 4*scores*(h.Units+1) {
		return nil, errors.New("the model's hidden weights are cut short")
	}
	h.Weights, h.Offsets = make([]float32, scores*h.Units), make([]float32, scores)
	for _, list := range [][]float32{h.Weights, h.Offsets} {
		for i := range list {
			list[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[4*i:]))
			if v := float64(list[i]); math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, errors.New("a hidden weight is no number")
			}
		}
		body = body[4*len(list):]
	}
	return body, nil
}
