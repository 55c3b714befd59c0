package linear

import (
	"bytes"
	"crypto/sha256"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func small() Recipe {
	r := Default()
	r.Bits = 10
	return r
}

// columnsOf is one column for each list of words, in which each trace of a word weighs one.
func columnsOf(recipe Recipe, lists ...string) [][]float32 {
	columns := make([][]float32, len(lists))
	for i, list := range lists {
		columns[i] = make([]float32, 1<<recipe.Bits)
		buckets, values := Read(list, recipe).Vector(recipe)
		for k, bucket := range buckets {
			columns[i][bucket] += values[k]
		}
	}
	return columns
}

func head(name string, labels ...string) Head {
	return Head{Name: name, Labels: labels, Bias: make([]float32, Columns(len(labels), false)), Slope: 4, Threshold: 0.5}
}

// wordsAlone is a recipe by which a text is nothing but its words: thanks and a prize have no good side in common.
func wordsAlone() Recipe {
	recipe := Default()
	recipe.Bits, recipe.Polarity = 14, 0
	return recipe
}

func build(t testing.TB, learned ...Learned) *Model {
	t.Helper()
	recipe := wordsAlone()
	m, err := Build("test/1", recipe, learned, 1<<recipe.Bits)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func twoHeads(t testing.TB) *Model {
	t.Helper()
	recipe := wordsAlone()
	either := head("spam", "no", "yes")
	either.Bias[0] = -0.5
	return build(t, Learned{Head: head("intent", "billing", "delivery", "praise"),
		Weights: columnsOf(recipe, "my bill is wrong", "where is the parcel", "thank you")},
		Learned{Head: either, Weights: columnsOf(recipe, "win a prize now")})
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	m := twoHeads(t)
	for text, want := range map[string][2]string{
		"The bill is wrong":         {"billing", "no"},
		"where is my parcel":        {"delivery", "no"},
		"thank you":                 {"praise", "no"},
		"win a prize, where is it?": {"delivery", "yes"},
	} {
		found := m.Answer(Read(text, m.Recipe))
		if got := [2]string{found[0].Label, found[1].Label}; got != want {
			t.Errorf("%q: %v, not %v", text, got, want)
		}
	}
}

// A score is the sum of what each trace weighs, whatever the table leaves out and rounds.
func TestScoresAreTheSumsOfWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		recipe := small()
		recipe.Pairs = rapid.SampledFrom([]int{0, 4}).Draw(t, "pairs")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		columns := [][]float32{make([]float32, 1<<recipe.Bits), make([]float32, 1<<recipe.Bits), make([]float32, 1<<recipe.Bits)}
		for _, column := range columns {
			for i := range column {
				column[i] = float32(random.NormFloat64())
			}
		}
		m, err := Build("x", recipe, []Learned{{Head: head("a", "x", "y", "z"), Weights: columns}}, 1<<recipe.Bits)
		if err != nil {
			t.Fatal(err)
		}
		r := Read(rapid.StringMatching(`([a-z]{1,9} ){0,20}`).Draw(t, "text"), recipe)
		buckets, values := r.Vector(recipe)
		for c, got := range m.Sums(r) {
			want, sizes := 0.0, 0.0
			for k, bucket := range buckets {
				w := float64(columns[c][bucket])
				if step := float64(m.Heads[0].Scale[c]); math.Abs(w) > steps*step {
					w = math.Copysign(steps*step, w)
				}
				want += w * float64(values[k])
				sizes += float64(values[k])
			}
			if tolerance := 1e-3 + sizes*float64(m.Heads[0].Scale[c]); math.Abs(got-want) > tolerance {
				t.Fatalf("column %d: %g, not %g within %g", c, got, want, tolerance)
			}
		}
	})
}

func TestOutside(t *testing.T) {
	t.Parallel()
	recipe := Default()
	recipe.Bits = 14
	h := head("task", "billing", "delivery")
	h.Outside = &Outside{Label: "oos", Slope: 10, Offset: -4, Threshold: 0.5}
	h.Bias = make([]float32, 2)
	m := build(t, Learned{Head: h, Weights: columnsOf(recipe, "my bill is wrong", "where is the parcel")})
	for text, want := range map[string]string{"my bill is wrong": "billing", "where is the parcel": "delivery",
		"lovely weather today": "oos"} {
		if got := m.Answer(Read(text, m.Recipe))[0]; got.Label != want || got.Probability < 0.5 {
			t.Errorf("%q: %+v, not %s", text, got, want)
		}
	}
}

func TestProbabilitiesSumToOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 20).Draw(t, "labels")
		h := Head{Labels: make([]string, n), Bias: make([]float32, Columns(n, false)), Slope: rapid.Float64Range(0, 50).Draw(t, "slope")}
		scores := rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), len(h.Bias), len(h.Bias)).Draw(t, "scores")
		sum := 0.0
		for _, p := range h.Probabilities(scores) {
			if !(p >= 0 && p <= 1) {
				t.Fatalf("a probability of %g", p)
			}
			sum += p
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("they sum to %g", sum)
		}
	})
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	m := twoHeads(t)
	const text = "Hello! WHERE is the parcel from Monday"
	r := Read(text, m.Recipe)
	var words []string
	for _, p := range m.Evidence(r, "intent", "delivery", 3) {
		words = append(words, text[p.Start:p.End])
	}
	if got := strings.Join(words, " "); !strings.Contains(got, "parcel") || strings.Contains(got, "Monday") {
		t.Errorf("it rests on %q", got)
	}
	if got := m.Evidence(r, "intent", "nothing", 3); got != nil {
		t.Errorf("a label the head does not have rests on %v", got)
	}
	if got := m.Evidence(r, "nobody", "yes", 3); got != nil {
		t.Errorf("a head the model does not have rests on %v", got)
	}
}

func TestRowsAreLeftOut(t *testing.T) {
	t.Parallel()
	recipe := small()
	column := make([]float32, 1<<recipe.Bits)
	for i := range 100 {
		column[i*3] = float32(i + 1)
	}
	for most, want := range map[int]int{1 << 10: 100, 50: 50, 0: 0} {
		m, err := Build("x", recipe, []Learned{{Head: head("a", "no", "yes"), Weights: [][]float32{column}}}, most)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Rows(); got > most || got < want-2 {
			t.Errorf("of at most %d rows %d were kept", most, got)
		}
	}
	if _, err := Build("x", recipe, []Learned{{Head: head("a", "no", "yes"), Weights: [][]float32{column[1:]}}}, 1); err == nil {
		t.Error("weights that do not fit were taken")
	}
	if _, err := Build("x", Recipe{}, nil, 1); err == nil {
		t.Error("a recipe of nothing was taken")
	}
}

func TestFileRoundTrip(t *testing.T) {
	t.Parallel()
	m := twoHeads(t)
	m.Sources = []Source{{"own", "CC0", 7}}
	file := encoded(t, m)
	back, err := Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, encoded(t, back)) {
		t.Error("writing what was read gives another file")
	}
	r := Read("where is my parcel", m.Recipe)
	if diff := cmp.Diff(m.Answer(r), back.Answer(r)); diff != "" {
		t.Error(diff)
	}
}

func encoded(t testing.TB, m *Model) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := m.Encode(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestDamagedFilesAreRefused(t *testing.T) {
	t.Parallel()
	file := encoded(t, twoHeads(t))
	for name, broken := range map[string][]byte{
		"nothing":            nil,
		"another file":       []byte("PK\x03\x04"),
		"cut short":          file[:len(mark)+10],
		"one byte missing":   file[:len(file)-1],
		"one bit turned":     flipped(file),
		"a huge description": sealed([]byte(mark + "\xff\xff\xff\xff{}")),
		"no description":     sealed([]byte(mark + "\x02\x00\x00\x00{}")),
	} {
		if _, err := Decode(broken); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func flipped(file []byte) []byte {
	out := bytes.Clone(file)
	out[len(out)/2] ^= 1
	return out
}

func sealed(body []byte) []byte {
	sum := sha256.Sum256(body)
	return append(bytes.Clone(body), sum[:]...)
}

func FuzzDecode(f *testing.F) {
	f.Add(encoded(f, twoHeads(f))[len(mark):], "hello")
	f.Add([]byte("\x02\x00\x00\x00{}"), "")
	f.Fuzz(func(t *testing.T, body []byte, text string) {
		m, err := Decode(sealed(append([]byte(mark), body...)))
		if err == nil {
			r := Read(text, m.Recipe)
			for i, found := range m.Answer(r) {
				m.Evidence(r, m.Heads[i].Name, found.Label, 3)
			}
		}
	})
}

func BenchmarkAnswer(b *testing.B) {
	m := twoHeads(b)
	const text = "Hi @acme, I ordered a kettle three weeks ago and it still has not arrived. Nobody answers my mails, the " +
		"tracking says it is on its way since Monday. Can you please look into it? Order 4711-2344"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		m.Answer(Read(text, m.Recipe))
	}
}
