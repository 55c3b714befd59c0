package language

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// magic begins a model; its last digit is the version of the format.
const magic = "SWLANG1\n"

// Bounds of a model that is read, so that a wrong one cannot ask for much room.
const (
	maxBits      = 20
	maxLanguages = 64
	maxCells     = 4 << 20
)

var errModel = errors.New("not a language model")

// Encode writes the model in the format that Decode reads.
func (m *Model) Encode(to io.Writer) error {
	if _, err := io.WriteString(to, magic); err != nil {
		return err
	}
	packed, err := flate.NewWriter(to, flate.BestCompression)
	if err != nil {
		return err
	}
	for _, g := range m.groups {
		if g == nil {
			continue
		}
		if err := g.encode(packed); err != nil {
			return err
		}
	}
	return packed.Close()
}

// encode writes a group: its head, then in three runs, which pack best by themselves, how many cells each row has, what
// languages they are of, and their weights.
func (g *Group) encode(to io.Writer) error {
	out := []byte{byte(g.Script), g.Bits, byte(len(g.Languages))}
	for i, code := range g.Languages {
		out = append(append(out, byte(len(code))), code...)
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(g.Bias[i]))
	}
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(g.Step))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(g.Power))
	for i := range len(g.Rows) - 1 {
		out = append(out, byte(g.Rows[i+1]-g.Rows[i]))
	}
	for _, c := range g.Cells {
		out = append(out, c.Language)
	}
	for _, c := range g.Cells {
		out = append(out, byte(c.Weight))
	}
	_, err := to.Write(out)
	return err
}

// Decode reads a model that Encode wrote. What is not one gives an error.
func Decode(data []byte) (*Model, error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, errModel
	}
	in := bufio.NewReader(flate.NewReader(bytes.NewReader(rest)))
	var groups []*Group
	for len(groups) < int(scripts) {
		script, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			return New(groups...), nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errModel, err)
		}
		g, err := decode(in, Script(script))
		if err != nil {
			return nil, fmt.Errorf("%w: group %d: %w", errModel, len(groups), err)
		}
		groups = append(groups, g)
	}
	return nil, errModel
}

func decode(in *bufio.Reader, script Script) (*Group, error) {
	g := &Group{Script: script}
	var head [2]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return nil, err
	}
	g.Bits = head[0]
	if script >= scripts || g.Bits == 0 || g.Bits > maxBits || head[1] == 0 || head[1] > maxLanguages {
		return nil, errors.New("out of bounds")
	}
	if err := g.decodeLanguages(in, int(head[1])); err != nil {
		return nil, err
	}
	return g, g.decodeCells(in)
}

func (g *Group) decodeLanguages(in *bufio.Reader, n int) error {
	for range n {
		size, err := in.ReadByte()
		if err != nil {
			return err
		}
		if size > 8 {
			return errors.New("code too long")
		}
		code := make([]byte, size)
		if _, err := io.ReadFull(in, code); err != nil {
			return err
		}
		bias, err := float(in)
		if err != nil {
			return err
		}
		g.Languages, g.Bias = append(g.Languages, string(code)), append(g.Bias, bias)
	}
	var err error
	if g.Step, err = float(in); err != nil {
		return err
	}
	g.Power, err = float(in)
	return err
}

func (g *Group) decodeCells(in *bufio.Reader) error {
	counts := make([]byte, 1<<g.Bits)
	if _, err := io.ReadFull(in, counts); err != nil {
		return err
	}
	g.Rows = make([]uint32, len(counts)+1)
	for i, n := range counts {
		g.Rows[i+1] = g.Rows[i] + uint32(n)
	}
	n := g.Rows[len(counts)]
	if n > maxCells {
		return errors.New("too many weights")
	}
	languages, weights := make([]byte, n), make([]byte, n)
	if _, err := io.ReadFull(in, languages); err != nil {
		return err
	}
	if _, err := io.ReadFull(in, weights); err != nil {
		return err
	}
	g.Cells = make([]Cell, n)
	for i := range g.Cells {
		if int(languages[i]) >= len(g.Languages) {
			return errors.New("weight of no language")
		}
		g.Cells[i] = Cell{languages[i], int8(weights[i])}
	}
	return nil
}

// float reads a finite number.
func float(in *bufio.Reader) (float32, error) {
	var b [4]byte
	if _, err := io.ReadFull(in, b[:]); err != nil {
		return 0, err
	}
	f := math.Float32frombits(binary.LittleEndian.Uint32(b[:]))
	if x := float64(f); math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, errors.New("not a number")
	}
	return f, nil
}
