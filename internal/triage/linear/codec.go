package linear

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"slices"
)

// A model's file is its mark, the length of its description, the description as JSON, the bitmap of buckets, the
// weights row by row, and the SHA-256 of all that. The second version has the weights of the heads with hidden units
// before the bitmap; models without such heads are written in the first.
const (
	mark       = "switchboard model 1\n"
	markHidden = "switchboard model 2\n"
)

// MaxFile is the largest file Decode reads, in bytes.
const MaxFile = 256 << 20

const (
	maxDescription = 4 << 20
	maxHeads       = 64
	maxColumns     = 1024
)

// description is what stands before the weights.
type description struct {
	Name      string   `json:"name"`
	Recipe    Recipe   `json:"recipe"`
	Heads     []Head   `json:"heads"`
	Sources   []Source `json:"sources,omitempty"`
	Languages []string `json:"languages,omitempty"`
}

// Encode writes the model's file. The same model gives the same bytes.
func (m *Model) Encode(w io.Writer) error {
	about, err := json.Marshal(description{m.Name, m.Recipe, m.Heads, m.Sources, m.Languages})
	if err != nil {
		return fmt.Errorf("describe model %s: %w", m.Name, err)
	}
	var out bytes.Buffer
	out.WriteString(m.mark())
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(about))))
	out.Write(about)
	for i := range m.Heads {
		if h := m.Heads[i].Hidden; h != nil {
			out.Write(h.encode(nil))
		}
	}
	for _, word := range m.table.present {
		out.Write(binary.LittleEndian.AppendUint64(nil, word))
	}
	out.Write(m.table.weights)
	sum := sha256.Sum256(out.Bytes())
	out.Write(sum[:])
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("write model %s: %w", m.Name, err)
	}
	return nil
}

// mark is that of the version the model is written in.
func (m *Model) mark() string {
	if slices.ContainsFunc(m.Heads, func(h Head) bool { return h.Hidden != nil }) {
		return markHidden
	}
	return mark
}

// Decode reads a model's file and refuses one that is damaged or out of bounds. The model goes on reading its weights in
// the file's bytes, so that those of a model that is built into the program are not in memory twice; they must stay as
// they are.
func Decode(file []byte) (*Model, error) {
	body, ok := bytes.CutPrefix(file, []byte(mark))
	if !ok {
		if body, ok = bytes.CutPrefix(file, []byte(markHidden)); !ok {
			return nil, errors.New("this is not a model's file")
		}
	}
	if len(body) < 4+sha256.Size {
		return nil, errors.New("the model's file is cut short")
	}
	end := len(file) - sha256.Size
	if sum := sha256.Sum256(file[:end]); !bytes.Equal(sum[:], file[end:]) {
		return nil, errors.New("the model's file is damaged: its checksum does not fit")
	}
	length := binary.LittleEndian.Uint32(body)
	body = body[4 : len(body)-sha256.Size]
	if length > maxDescription || int(length) > len(body) {
		return nil, errors.New("the model's description is cut short")
	}
	var about description
	if err := json.Unmarshal(body[:length], &about); err != nil {
		return nil, fmt.Errorf("the model's description: %w", err)
	}
	if err := about.check(); err != nil {
		return nil, err
	}
	m := &Model{Name: about.Name, Recipe: about.Recipe, Heads: about.Heads, Sources: about.Sources, Languages: about.Languages}
	if !bytes.HasPrefix(file, []byte(m.mark())) {
		return nil, errors.New("the model's file is of another version than it says")
	}
	return m, m.take(body[length:])
}

// check refuses heads that do not fit together.
func (d *description) check() error {
	if err := d.Recipe.Check(); err != nil {
		return fmt.Errorf("the model's recipe: %w", err)
	}
	if len(d.Heads) == 0 || len(d.Heads) > maxHeads {
		return fmt.Errorf("a model has 1 to %d heads, not %d", maxHeads, len(d.Heads))
	}
	columns := 0
	for i := range d.Heads {
		if err := d.Heads[i].check(); err != nil {
			return err
		}
		columns += d.Heads[i].columns()
	}
	if columns > maxColumns {
		return fmt.Errorf("a model has at most %d columns, not %d", maxColumns, columns)
	}
	return nil
}

func (h *Head) check() error {
	want := Columns(len(h.Labels), h.Outside != nil)
	if h.Hidden != nil {
		want = max(1, h.Hidden.Units)
	}
	if len(h.Labels) < 2 || len(h.Bias) != want || len(h.Scale) != want {
		return fmt.Errorf("head %q: %d labels, %d biases and %d scales do not fit", h.Name, len(h.Labels), len(h.Bias),
			len(h.Scale))
	}
	numbers := []float64{h.Slope, h.Offset, h.Threshold}
	if o := h.Outside; o != nil {
		numbers = append(numbers, o.Slope, o.Offset, o.Threshold)
	}
	for _, v := range numbers {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("head %q: a calibration that is no number", h.Name)
		}
	}
	return nil
}

// take reads the hidden weights, the bitmap and the weights.
func (m *Model) take(body []byte) error {
	for i := range m.Heads {
		h := &m.Heads[i]
		if h.Hidden == nil {
			continue
		}
		var err error
		if body, err = h.Hidden.take(body, Columns(len(h.Labels), h.Outside != nil)); err != nil {
			return err
		}
	}
	m.table.present = make([]uint64, 1<<m.Recipe.Bits/64)
	if len(body) < 8*len(m.table.present) {
		return errors.New("the model's table is cut short")
	}
	rows := 0
	for i := range m.table.present {
		m.table.present[i] = binary.LittleEndian.Uint64(body[8*i:])
		rows += bits.OnesCount64(m.table.present[i])
	}
	for i := range m.Heads {
		m.table.columns += m.Heads[i].columns()
	}
	body = body[8*len(m.table.present):]
	if len(body) != rows*m.table.columns {
		return fmt.Errorf("the model's table has %d weights, not %d", len(body), rows*m.table.columns)
	}
	m.table.weights = body
	m.table.index()
	return nil
}
