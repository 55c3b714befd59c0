package language

import (
	"bytes"
	"math"
	"reflect"
	"testing"
)

func small() *Model {
	return New(&Group{Script: Cyrillic, Languages: []string{"ru", "uk"}, Bias: []float32{0.5, -0.5}, Step: 0.25, Power: 0.5,
		Bits: 2, Rows: []uint32{0, 1, 1, 3, 3}, Cells: []Cell{{0, -127}, {0, 5}, {1, 127}}})
}

func TestCodec(t *testing.T) {
	var b bytes.Buffer
	if err := small().Encode(&b); err != nil {
		t.Fatal(err)
	}
	got, err := Decode(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.groups, small().groups) {
		t.Errorf("%+v", got.groups[Cyrillic])
	}
	for n := range b.Len() {
		if m, err := Decode(b.Bytes()[:n]); err == nil && m.groups[Cyrillic] != nil {
			t.Errorf("the first %d bytes of %d make a model", n, b.Len())
		}
	}
}

func TestEmbeddedModelIsReadable(t *testing.T) {
	m, err := Decode(packed)
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range []Script{Latin, Cyrillic, Arabic, Devanagari, Han} {
		if m.groups[script] == nil {
			t.Errorf("nothing of script %d", script)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	broken := map[string]func(*Group){
		"bits":      func(g *Group) { g.Bits = 40 },
		"languages": func(g *Group) { g.Languages, g.Bias = nil, nil },
		"script":    func(g *Group) { g.Script = scripts },
		"a weight":  func(g *Group) { g.Cells[0].Language = 9 },
		"step":      func(g *Group) { g.Step = float32(math.NaN()) },
	}
	for name, breaks := range broken {
		m := small()
		breaks(m.groups[Cyrillic])
		var b bytes.Buffer
		if err := m.Encode(&b); err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(b.Bytes()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Decode([]byte("a text")); err == nil {
		t.Error("a text is a model")
	}
}

func FuzzDecode(f *testing.F) {
	var b bytes.Buffer
	if err := small().Encode(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := Decode(data); err == nil {
			m.Identify("Привет, как дела?", "")
		}
	})
}
