package train

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"switchboard/internal/triage/linear"
)

func small() linear.Recipe {
	r := linear.Default()
	r.Bits = 14
	return r
}

// parcels are invented texts about two matters, and small talk.
func parcels(n int, seed uint64) []Sample {
	kinds := []struct {
		label string
		words []string
	}{
		{"where", []string{"where", "parcel", "order", "late", "tracking", "arrived", "waiting"}},
		{"return", []string{"return", "refund", "back", "label", "shoes", "wrong", "size"}},
		{OutOfScope, []string{"weather", "match", "football", "morning", "sunny", "goal", "music"}},
	}
	random := rand.New(rand.NewPCG(seed, 1))
	samples := make([]Sample, n)
	for i := range samples {
		kind := kinds[i%len(kinds)]
		words := make([]string, 6)
		for k := range words {
			words[k] = []string{"the", "is", "my", "a", kind.words[random.IntN(len(kind.words))]}[random.IntN(5)]
		}
		samples[i] = Sample{Text: strings.Join(words, " ") + " " + kind.words[random.IntN(len(kind.words))], Label: kind.label}
	}
	return samples
}

func TestATaskIsLearned(t *testing.T) {
	t.Parallel()
	result, err := Task{Name: "parcels", Learn: parcels(300, 1), Validate: parcels(90, 2), Recipe: small()}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if result.Right < 0.9 || result.OutsideFound < 0.9 || result.Labels != 2 || result.Texts != 390 || !result.Outside() {
		t.Errorf("it came to %+v", result)
	}
	right := 0
	later := parcels(90, 3)
	for _, s := range later {
		if result.Model.Answer(linear.Read(s.Text, result.Model.Recipe))[0].Label == s.Label {
			right++
		}
	}
	if right < 80 {
		t.Errorf("%d of %d new texts are right", right, len(later))
	}
}

func TestATaskWithoutValidationKeepsPartsApart(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	samples := parcels(300, 1)
	for i := range samples {
		samples[i].Label = []string{"heads", "tails"}[random.IntN(2)]
	}
	result, err := Task{Name: "coin", Learn: samples, Recipe: small()}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if result.Right > 0.65 {
		t.Errorf("it claims to be right in %.2f of tossed coins", result.Right)
	}
	if result.Outside() {
		t.Error("nothing was out of scope")
	}
}

func TestTheSameTextsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	var files [2]bytes.Buffer
	for i := range files {
		result, err := Task{Name: "parcels", Learn: parcels(100, 1), Validate: parcels(40, 2), Recipe: small(), Seed: 3}.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := result.Model.Encode(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two runs differ")
	}
}

func TestLearningIsRefusedWithoutEnough(t *testing.T) {
	t.Parallel()
	for name, samples := range map[string][]Sample{
		"no texts":         nil,
		"one label":        {{Text: "a", Label: "x"}, {Text: "b", Label: "x"}},
		"one text a label": {{Text: "a", Label: "x"}, {Text: "b", Label: "y"}},
		"only outside":     {{Text: "a", Label: OutOfScope}, {Text: "b", Label: OutOfScope}},
	} {
		if _, err := (Task{Name: "t", Learn: samples, Recipe: small()}).Run(t.Context()); err == nil {
			t.Errorf("%s was enough", name)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := (Task{Name: "t", Learn: parcels(60, 1), Recipe: small()}).Run(stopped); err == nil {
		t.Error("it went on when told to stop")
	}
}

// What was learned of one head satisfies what makes it the best: texts on the wrong side or within the margin pull
// with cost times twice their distance, and all pulls together are the weights.
func TestTheSolverFindsTheBest(t *testing.T) {
	t.Parallel()
	samples := parcels(150, 4)
	vectors := NewVectors(samples, small(), nil)
	f, err := newFit(samples, vectors, Settings{Name: "t", Labels: []string{"return", "where"}, Cost: 1, Folds: 2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	p := f.problem(0, -1)
	weights, bias := p.solve()
	pull, pullBias := make([]float64, p.size), 0.0
	for i := range samples {
		if p.cost[i] == 0 {
			continue
		}
		sign := -1.0
		if p.right[i] {
			sign = 1
		}
		distance := 1 - sign*score(&vectors.all[i], [][]float32{weights}, []float32{bias})[0]
		alpha := 2 * p.cost[i] * max(0, distance)
		for k, bucket := range vectors.all[i].buckets {
			pull[bucket] += alpha * sign * float64(vectors.all[i].values[k])
		}
		pullBias += alpha * sign
	}
	worst := math.Abs(pullBias - float64(bias))
	for bucket, w := range weights {
		worst = max(worst, math.Abs(pull[bucket]-float64(w)))
	}
	if worst > 0.5 {
		t.Errorf("the pulls differ from the weights by up to %g", worst)
	}
}

func TestGroupsStayOnOneSide(t *testing.T) {
	t.Parallel()
	folds := map[uint64]int{}
	for i := range 200 {
		a := foldOf(&Sample{Text: fmt.Sprint(i), Group: "g"}, 1)
		if a != foldOf(&Sample{Text: "other", Group: "g"}, 1) {
			t.Fatal("two texts of a group are on two sides")
		}
		folds[foldOf(&Sample{Text: fmt.Sprint("text ", i)}, 1)%4]++
	}
	for fold := range uint64(4) {
		if folds[fold] < 20 {
			t.Errorf("fold %d has %d of 200 texts", fold, folds[fold])
		}
	}
}

func TestReadLabelled(t *testing.T) {
	t.Parallel()
	got, err := ReadLabelled("f", strings.NewReader(`{"text":"a","label":"x","more":1}`+"\n\n"+`{"text":"","label":" y "}`))
	if err != nil || len(got) != 2 || got[0].Label != "x" || got[1].Label != "y" {
		t.Errorf("%+v, %v", got, err)
	}
	for text, want := range map[string]string{
		"{}":                               "f, line 1: The fields text and label are both needed.",
		`{"text":"a","label":"x"}` + "\n[": "f, line 2: Expected a JSON object with text and label.",
		`{"text":"a","label":" "}`:         "f, line 1: The label is empty.",
		`{"text":5,"label":"x"}`:           "f, line 1: Expected a JSON object with text and label.",
		strings.Repeat("x", maxLine+1):     "f has a line longer than 2097152 bytes.",
	} {
		if _, err := ReadLabelled("f", strings.NewReader(text)); err == nil || textOf(err) != want {
			t.Errorf("%.40q: %v, not %s", text, err, want)
		}
	}
	if _, err := ReadLabelled("f", iotest.ErrReader(fmt.Errorf("pulled out"))); err == nil {
		t.Error("a broken file was read")
	}
}

func FuzzReadLabelled(f *testing.F) {
	f.Add(`{"text":"a","label":"x"}`)
	f.Fuzz(func(t *testing.T, text string) {
		samples, err := ReadLabelled("f", strings.NewReader(text))
		for _, s := range samples {
			if s.Label == "" || err != nil {
				t.Fatalf("%+v with %v", s, err)
			}
		}
	})
}

func TestPartsOfTexts(t *testing.T) {
	t.Parallel()
	counts := make([]int, 10)
	for i := range 5000 {
		text := fmt.Sprintf("text %d", i)
		part := Part(text, 10)
		if part != Part(text, 10) {
			t.Fatal("a text changed its part")
		}
		counts[part]++
	}
	for part, n := range counts {
		if n < 400 || n > 600 {
			t.Errorf("part %d has %d of 5000 texts", part, n)
		}
	}
}
