package train

import (
	"context"
	"math"
	"testing"

	"switchboard/internal/triage/linear"
)

// two leaves out of the parcels what is out of scope.
func two(samples []Sample) []Sample {
	var out []Sample
	for _, s := range samples {
		if s.Label != OutOfScope {
			out = append(out, s)
		}
	}
	return out
}

func fitOf(t *testing.T, samples []Sample, set Settings) *fit {
	t.Helper()
	f, err := newFit(samples, NewVectors(samples, small(), nil), set)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What is calibrated must be what the model will say: its weights are rounded, no more.
func TestNetworksReadAsTheirModelDoes(t *testing.T) {
	t.Parallel()
	for name, samples := range map[string][]Sample{"two labels": two(parcels(300, 1)), "three": parcels(300, 1)} {
		f := fitOf(t, samples, Settings{Name: "x", Balance: 0.5, Folds: 2, Seed: 1})
		n, err := f.networks(t.Context(), everything)
		if err != nil {
			t.Fatal(err)
		}
		f.head.Slope, f.head.Threshold = 1, 0.5
		m, err := linear.Build("x", small(), []linear.Learned{n.learned(f.head)}, 1<<14)
		if err != nil {
			t.Fatal(err)
		}
		for i := range samples[:40] {
			want := f.head.Probabilities(n.score(&f.vectors.all[i]))
			got := m.Answer(linear.Read(samples[i].Text, small()))[0].All
			for k := range want {
				if math.Abs(want[k]-got[k]) > 0.02 {
					t.Fatalf("%s, %q: the model says %.3f, the networks %.3f", name, samples[i].Text, got, want)
				}
			}
		}
	}
}

func TestNetworksDoNotLearnFromWhatIsKeptApart(t *testing.T) {
	t.Parallel()
	samples := two(parcels(200, 1))
	f := fitOf(t, samples, Settings{Name: "x", Folds: 2, Seed: 1})
	for i, w := range f.weights(0) {
		if kept := f.folds[i] == 0; kept != (w == 0) {
			t.Fatalf("a text of fold %d weighs %g", f.folds[i], w)
		}
	}
	for i := range f.labels {
		if f.folds[i] == 0 {
			f.labels[i] = 1 - f.labels[i] // what would be learned if they were
		}
	}
	n, err := f.networks(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for i := range samples {
		if f.folds[i] == 0 && (n.score(&f.vectors.all[i])[0] > 0) == (f.labels[i] == 1) {
			wrong++
		}
	}
	if wrong > len(samples)/10 {
		t.Errorf("%d of the texts kept apart were learned from", wrong)
	}
}

func TestRareLabelsWeighMore(t *testing.T) {
	t.Parallel()
	samples := two(parcels(300, 1))
	samples = append(samples[:40:40], Sample{Text: "the shoes are wrong", Label: "rare"}, Sample{Text: "a wrong size", Label: "rare"})
	f := fitOf(t, samples, Settings{Name: "x", Balance: 0.5, Folds: 2, Seed: 1})
	weights, sum := f.weights(everything), 0.0
	for _, w := range weights {
		sum += float64(w)
	}
	if weights[41] < 2*weights[0] || math.Abs(sum-float64(len(samples))) > 0.01 {
		t.Errorf("a rare text weighs %g, another %g, all of them %g", weights[41], weights[0], sum)
	}
}

func TestManyTextsAreKeptApartOnce(t *testing.T) {
	t.Parallel()
	f := &fit{settings: Settings{Folds: taskFolds}, folds: make([]int, 3)}
	if got := (Task{Learn: make([]Sample, fewTexts)}).keepApart(f); got != taskFolds {
		t.Errorf("few texts are kept apart in %d turns", got)
	}
	if got := (Task{Learn: make([]Sample, fewTexts+1)}).keepApart(f); got != 1 {
		t.Errorf("many texts are kept apart in %d turns", got)
	}
	if got := (Task{Learn: make([]Sample, 2), Validate: make([]Sample, 1)}).keepApart(f); got != 1 || f.folds[1] != 1 || f.folds[2] != 0 {
		t.Errorf("the validation is asked in %d turns, folds %v", got, f.folds)
	}
}

func TestLearningNetworksStops(t *testing.T) {
	t.Parallel()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	f := fitOf(t, parcels(100, 1), Settings{Name: "x", Folds: 2})
	if _, err := f.networks(stopped, everything); err == nil {
		t.Error("it went on when told to stop")
	}
}
