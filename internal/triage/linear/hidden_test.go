package linear

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hiddenModel has two networks of one unit each before the scores of three labels: the first unit knows parcels, the
// second bills.
func hiddenModel(t testing.TB) *Model {
	t.Helper()
	recipe := Default()
	recipe.Bits = 14
	h := head("task", "billing", "delivery", "other")
	h.Bias = make([]float32, 2)
	h.Hidden = &Hidden{Units: 2, Weights: []float32{0, 9, 9, 0, 0, 0}, Offsets: []float32{0, 0, 2}}
	m, err := Build("task/1", recipe, []Learned{fewBuckets(h, columnsOf(recipe, "where is the parcel", "my bill is wrong"))},
		1<<recipe.Bits)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// fewBuckets leaves out the buckets that have no weights.
func fewBuckets(h Head, columns [][]float32) Learned {
	l := Learned{Head: h, Weights: make([][]float32, len(columns)), Buckets: []uint32{}}
	for bucket := range columns[0] {
		if columns[0][bucket] == 0 && columns[1][bucket] == 0 {
			continue
		}
		l.Buckets = append(l.Buckets, uint32(bucket))
		for c := range columns {
			l.Weights[c] = append(l.Weights[c], columns[c][bucket])
		}
	}
	return l
}

func TestHiddenUnitsAnswer(t *testing.T) {
	t.Parallel()
	m := hiddenModel(t)
	for text, want := range map[string]string{"the bill is wrong": "billing", "where is my parcel": "delivery",
		"hello": "other"} {
		r := Read(text, m.Recipe)
		found := m.Answer(r)[0]
		sum := 0.0
		for _, p := range found.All {
			sum += p
		}
		if found.Label != want || math.Abs(sum-1) > 1e-9 {
			t.Errorf("%q: %+v, not %s", text, found, want)
		}
	}
}

func TestHiddenUnitsBelowNothingAreNothing(t *testing.T) {
	t.Parallel()
	h := Hidden{Units: 2, Weights: []float32{1, 1}, Offsets: []float32{0.5}}
	if got := h.Scores([]float64{2, -7})[0]; got != 2.5 {
		t.Errorf("a score of %g, not 2.5", got)
	}
	several := Hidden{Units: 1, Weights: []float32{1, 2}, Offsets: []float32{0, 0}}
	scores := several.Scores([]float64{3})
	if sum := math.Exp(scores[0]) + math.Exp(scores[1]); math.Abs(sum-1) > 1e-9 || scores[1]-scores[0] != 3 {
		t.Errorf("%v are no logarithms of chances", scores)
	}
}

func TestEvidenceOfHiddenUnits(t *testing.T) {
	t.Parallel()
	m := hiddenModel(t)
	const text = "hello the parcel and my bill"
	r := Read(text, m.Recipe)
	places := m.Evidence(r, "task", "delivery", 2)
	if len(places) == 0 || !strings.Contains("the parcel", text[places[0].Start:places[0].End]) {
		t.Errorf("delivery rests on %v", places)
	}
	if got := m.Evidence(r, "task", "other", 2); got != nil {
		t.Errorf("what no unit speaks for rests on %v", got)
	}
}

func TestFileOfHiddenUnits(t *testing.T) {
	t.Parallel()
	m := hiddenModel(t)
	file := encoded(t, m)
	if !bytes.HasPrefix(file, []byte(markHidden)) {
		t.Errorf("it begins with %q", file[:len(mark)])
	}
	back, err := Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	r := Read("where is my bill", m.Recipe)
	if diff := cmp.Diff(m.Answer(r), back.Answer(r)); diff != "" || !bytes.Equal(file, encoded(t, back)) {
		t.Errorf("reading it back differs: %s", diff)
	}
	body := file[len(markHidden) : len(file)-32]
	for name, broken := range map[string][]byte{
		"another version":    sealed(append([]byte(mark), body...)),
		"no hidden weights":  sealed(append([]byte(markHidden), body[:bytes.IndexByte(body, '}')+600]...)),
		"linear as hidden":   sealed(append([]byte(markHidden), encodedBody(t, twoHeads(t))...)),
		"an infinite weight": sealed(bytes.Replace(file[:len(file)-32], []byte("\x00\x00\x10\x41"), []byte("\x00\x00\x80\x7f"), 1)),
	} {
		if _, err := Decode(broken); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func encodedBody(t testing.TB, m *Model) []byte {
	t.Helper()
	file := encoded(t, m)
	return file[len(mark) : len(file)-32]
}

func TestHiddenWeightsThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	h := head("task", "no", "yes")
	h.Bias = make([]float32, 2)
	for name, hidden := range map[string]*Hidden{
		"too few weights": {Units: 2, Weights: []float32{1}, Offsets: []float32{0}},
		"too many scores": {Units: 2, Weights: []float32{1, 1, 1, 1}, Offsets: []float32{0, 0}},
		"other units":     {Units: 3, Weights: []float32{1, 1, 1}, Offsets: []float32{0}},
		"no units":        {Offsets: []float32{0}},
	} {
		h.Hidden = hidden
		if _, err := Build("x", small(), []Learned{{Head: h, Weights: columnsOf(small(), "a", "b")}}, 9); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestStems(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"charged": "charg", "charges": "charg", "charging": "charg", "charge": "charg",
		"topping": "top", "calling": "call", "is": "is", "yes": "yes", "fees": "fee", "tries": "tri", "try": "try",
		"quickly": "quick", "<who>": "<who>"} {
		if got := stem(word); got != want {
			t.Errorf("the stem of %s is %s, not %s", word, got, want)
		}
	}
	r := Recipe{Bits: 10, Words: 1, Stems: 2, StemWeight: 1}
	one, other := Read("the charges", r), Read("the charged", r)
	if diff := cmp.Diff(one.traces[blockStems], other.traces[blockStems], cmp.AllowUnexported(trace{})); diff != "" {
		t.Error(diff)
	}
	if len(one.traces[blockStems]) != 5 {
		t.Errorf("%d traces of stems: two alone and three pairs with the ends are five", len(one.traces[blockStems]))
	}
	r.Stems = maxWords + 1
	if r.Check() == nil {
		t.Error("stems out of bounds were taken")
	}
}

func FuzzDecodeHidden(f *testing.F) {
	f.Add(encoded(f, hiddenModel(f))[len(markHidden):], "where is my parcel")
	f.Fuzz(func(t *testing.T, body []byte, text string) {
		m, err := Decode(sealed(append([]byte(markHidden), body...)))
		if err == nil {
			r := Read(text, m.Recipe)
			for i, found := range m.Answer(r) {
				m.Evidence(r, m.Heads[i].Name, found.Label, 3)
			}
		}
	})
}

// A model that stands on another one adds what that one says of a text, within bounds.
func TestAModelListens(t *testing.T) {
	t.Parallel()
	on := twoHeads(t)
	recipe := on.Recipe
	recipe.On = on.Name
	column := make([]float32, 1<<recipe.Bits)
	for i := range 4 { // of the three intents and spam: only what is said of praise weighs
		column[toldBucket(i)&(1<<recipe.Bits-1)] = []float32{0, 0, 1, 0}[i]
	}
	m, err := Build("on/1", recipe, []Learned{{Head: head("glad", "no", "yes"), Weights: [][]float32{column}}}, 1<<recipe.Bits)
	if err != nil {
		t.Fatal(err)
	}
	r := Read("thank you", recipe)
	if got := m.Sums(r)[0]; got != 0 {
		t.Errorf("%g before it listened", got)
	}
	praise := on.Sums(r)[2]
	r.Listen(on)
	if got, want := m.Sums(r)[0], toldWeight*min(mostTold, praise); math.Abs(got-want) > 0.01 || want <= 0 {
		t.Errorf("%g, not %g", got, want)
	}
	buckets, values := r.Vector(recipe)
	if last := len(values) - 2; buckets[last] != toldBucket(2)&(1<<recipe.Bits-1) || math.Abs(float64(values[last])-toldWeight*min(mostTold, praise)) > 1e-6 {
		t.Errorf("learning sees %v", values[last])
	}
	if !on.Recipe.ReadsAs(recipe) {
		t.Error("a model reads otherwise than the one it stands on")
	}
}
