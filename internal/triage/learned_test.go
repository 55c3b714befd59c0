package triage_test

import (
	"testing"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/train"
)

// parcelsModel tells messages about parcels, as the flag spam for want of a better one.
func parcelsModel(t *testing.T, name string, recipe linear.Recipe) *linear.Model {
	t.Helper()
	var samples []train.Sample
	days := []string{"morning", "evening", "weekend", "summer"}
	for i, matter := range []string{"my parcel", "this parcel", "our parcel", "your parcel"} {
		for _, how := range []string{"lost", "late", "open", "wet"} {
			samples = append(samples, train.Sample{Text: matter + " is " + how, Label: switchboard.Yes},
				train.Sample{Text: "what a " + how + " " + days[i], Label: switchboard.No})
		}
	}
	learned, err := train.Head(t.Context(), samples, train.NewVectors(samples, recipe, nil), train.Settings{Name: "spam",
		Labels: []string{switchboard.No, switchboard.Yes}, Cost: 1, Folds: 4})
	if err != nil {
		t.Fatal(err)
	}
	m, err := linear.Build(name, recipe, []linear.Learned{learned.Learned}, 1<<recipe.Bits)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestModelsAnswerWhatTheyKnow(t *testing.T) {
	t.Parallel()
	recipe := linear.Shipped()
	recipe.Bits = 12
	read, err := triage.WithModels(parcelsModel(t, "parcels/1", recipe))
	if err != nil {
		t.Fatal(err)
	}
	const text = "Hello, MY parcel is lost, mail me at a@b.example"
	v := read.Classify(triage.Input{Text: text})
	spam := v.Heads["spam"]
	if spam.Label != switchboard.Yes || v.Model != "parcels/1 lexicon/2" || v.Language != "en" || len(v.Entities) != 1 {
		t.Errorf("%+v", v)
	}
	found := false
	for _, span := range spam.Evidence {
		found = found || text[span.Start:span.End] == "parcel"
	}
	if !found || len(v.Heads) != len(baseline().Classify(triage.Input{Text: text}).Heads) {
		t.Errorf("the evidence is %+v of %d heads", spam.Evidence, len(v.Heads))
	}
	if no := read.Classify(triage.Input{Text: "what a late morning"}).Heads["spam"]; no.Label != switchboard.No || no.Evidence != nil {
		t.Errorf("small talk is %+v", no)
	}
	if empty := read.Classify(triage.Input{Text: " \n"}); empty.Model != baseline().Classify(triage.Input{}).Model {
		t.Errorf("nothing was read by %s", empty.Model)
	}
}

func TestModelsMustReadAlike(t *testing.T) {
	t.Parallel()
	recipe := linear.Shipped()
	recipe.Bits = 12
	wider := recipe
	wider.Bits = 13
	if _, err := triage.WithModels(parcelsModel(t, "a/1", recipe), parcelsModel(t, "b/1", wider)); err != nil {
		t.Errorf("models of more buckets: %v", err)
	}
	other := recipe
	other.Pairs = 3
	if _, err := triage.WithModels(parcelsModel(t, "a/1", recipe), parcelsModel(t, "b/1", other)); err == nil {
		t.Error("models that read differently were taken")
	}
	none, err := triage.WithModels()
	if err != nil || none.Classify(triage.Input{Text: "hi"}).Model != baseline().Classify(triage.Input{Text: "hi"}).Model {
		t.Errorf("without models: %v", err)
	}
}
