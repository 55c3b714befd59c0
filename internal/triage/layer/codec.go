package layer

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"switchboard/internal/triage/linear"
)

// A layer's file is its mark, the length of its description, the description as JSON, the files of its parts' weights,
// and the SHA-256 of all that.
const mark = "switchboard layer 1\n"

// MaxFile is the largest file Decode reads, in bytes.
const MaxFile = 48 << 20

const (
	maxParts  = 32
	maxInputs = 256
)

type description struct {
	Base  string          `json:"base"`
	Parts []describedPart `json:"parts"`
}

type describedPart struct {
	Network string          `json:"network,omitempty"`
	Heads   []describedHead `json:"heads"`
	Size    int             `json:"size"` // of its weights, in bytes
}

type describedHead struct {
	Name   string      `json:"name"`
	Scale  float64     `json:"scale"`
	Inputs [][]float32 `json:"inputs"`
}

// Encode gives the layer's file. The same layer gives the same bytes.
func (l *Layer) Encode() ([]byte, error) {
	about := description{Base: l.Base, Parts: []describedPart{}}
	var weights bytes.Buffer
	for i := range l.parts {
		p := &l.parts[i]
		from := weights.Len()
		if err := p.model.Encode(&weights); err != nil {
			return nil, fmt.Errorf("write a layer: %w", err)
		}
		d := describedPart{Network: p.network, Size: weights.Len() - from}
		for _, h := range p.heads {
			d.Heads = append(d.Heads, describedHead{h.name, h.scale, h.inputs})
		}
		about.Parts = append(about.Parts, d)
	}
	text, err := json.Marshal(about)
	if err != nil {
		return nil, fmt.Errorf("describe a layer: %w", err)
	}
	out := append([]byte(mark), binary.LittleEndian.AppendUint32(nil, uint32(len(text)))...)
	out = append(append(out, text...), weights.Bytes()...)
	return seal(out), nil
}

// seal adds the checksum.
func seal(file []byte) []byte {
	sum := sha256.Sum256(file)
	return append(file, sum[:]...)
}

// Decode reads a layer's file and refuses one that is damaged or out of bounds.
func Decode(file []byte) (*Layer, error) {
	body, ok := bytes.CutPrefix(file, []byte(mark))
	switch {
	case !ok:
		return nil, errors.New("this is not a layer's file")
	case len(file) > MaxFile:
		return nil, fmt.Errorf("a layer's file has at most %d bytes", MaxFile)
	case len(body) < 4+sha256.Size:
		return nil, errors.New("the layer's file is cut short")
	}
	end := len(file) - sha256.Size
	if sum := sha256.Sum256(file[:end]); !bytes.Equal(sum[:], file[end:]) {
		return nil, errors.New("the layer's file is damaged: its checksum does not fit")
	}
	length := int64(binary.LittleEndian.Uint32(body))
	body = body[4 : len(body)-sha256.Size]
	if length > int64(len(body)) {
		return nil, errors.New("the layer's description is cut short")
	}
	var about description
	if err := json.Unmarshal(body[:length], &about); err != nil {
		return nil, fmt.Errorf("the layer's description: %w", err)
	}
	return about.take(body[length:])
}

// take reads the parts' weights.
func (d *description) take(weights []byte) (*Layer, error) {
	if len(d.Parts) > maxParts {
		return nil, fmt.Errorf("a layer has at most %d parts, not %d", maxParts, len(d.Parts))
	}
	l := &Layer{Base: d.Base}
	for i := range d.Parts {
		p := &d.Parts[i]
		if p.Size < 0 || p.Size > len(weights) {
			return nil, errors.New("the layer's weights are cut short")
		}
		model, err := linear.Decode(weights[:p.Size])
		if err != nil {
			return nil, fmt.Errorf("the layer's weights: %w", err)
		}
		weights = weights[p.Size:]
		one := part{network: p.Network, model: model}
		for _, h := range p.Heads {
			one.heads = append(one.heads, head{h.Name, h.Scale, h.Inputs})
		}
		if err := one.check(); err != nil {
			return nil, err
		}
		l.parts = append(l.parts, one)
	}
	if len(weights) > 0 {
		return nil, errors.New("the layer's file has more weights than parts")
	}
	return l, nil
}

// check refuses heads that do not fit the weights.
func (p *part) check() error {
	if len(p.heads) != len(p.model.Heads) || p.model.Recipe.Bits > Bits {
		return errors.New("the layer's heads do not fit its weights")
	}
	for i := range p.heads {
		h, m := &p.heads[i], &p.model.Heads[i]
		if h.name != m.Name || len(h.inputs) != len(m.Bias) || m.Outside != nil || math.IsNaN(h.scale) || math.IsInf(h.scale, 0) {
			return fmt.Errorf("the layer's head %q does not fit its weights", h.name)
		}
		for _, column := range h.inputs {
			if len(column) > maxInputs {
				return fmt.Errorf("the layer's head %q has more than %d inputs", h.name, maxInputs)
			}
		}
	}
	return nil
}
