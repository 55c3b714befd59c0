package train

import (
	"fmt"
	"testing"

	"switchboard/internal/triage/linear"
)

// beside says of texts how glad they are, which it knows of words no task has shown.
func beside(t *testing.T) *linear.Model {
	t.Helper()
	var samples []Sample
	for i := range 60 {
		samples = append(samples, Sample{Text: fmt.Sprintf("%s number %d", gladWords()[i%8], i), Label: "yes"},
			Sample{Text: fmt.Sprintf("%s number %d", sadWords()[i%8], i), Label: "no"})
	}
	one, err := Head(t.Context(), samples, NewVectors(samples, small(), nil), Settings{Name: "glad", Cost: 1, Folds: 2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	m, err := linear.Build("glad/1", small(), []linear.Learned{one.Learned}, 1<<14)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func gladWords() []string {
	return []string{"lovely", "superb", "great", "brilliant", "fantastic", "awesome", "nice", "excellent"}
}

func sadWords() []string {
	return []string{"horrid", "vile", "bad", "dreadful", "rotten", "poor", "nasty", "foul"}
}

// What is told beside the words is learned from, so that a task knows words that it was never shown.
func TestTwoLabelsLookAtWhatIsToldBeside(t *testing.T) {
	t.Parallel()
	var learn []Sample
	for i := range 40 {
		learn = append(learn, Sample{Text: fmt.Sprintf("%s day %d", gladWords()[i%3], i), Label: "praise"},
			Sample{Text: fmt.Sprintf("%s day %d", sadWords()[i%3], i), Label: "blame"})
	}
	on := beside(t)
	result, err := Task{Name: "mood", Learn: learn, Recipe: small(), Beside: on, Seed: 1}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if result.Model.Recipe.On != "glad/1" || result.Right < 0.95 || result.Labels != 2 || result.Texts != 80 {
		t.Errorf("it came to %+v on %q", result, result.Model.Recipe.On)
	}
	praise := func(word string) float64 {
		r := linear.Read(word, result.Model.Recipe)
		r.Listen(on)
		return result.Model.Answer(r)[0].All[1]
	}
	apart := 0.0
	for i := 3; i < 8; i++ {
		apart += (praise(gladWords()[i]) - praise(sadWords()[i])) / 5
	}
	if apart < 0.15 {
		t.Errorf("words that were never shown are %.2f apart", apart)
	}
}

func TestMoreThanTwoLabelsStandOnNothing(t *testing.T) {
	t.Parallel()
	result, err := Task{Name: "parcels", Learn: parcels(90, 1), Validate: parcels(30, 2), Recipe: small(), Beside: beside(t)}.Run(t.Context())
	if err != nil || result.Model.Recipe.On != "" || result.Model.Heads[0].Hidden == nil {
		t.Errorf("%+v, %v", result, err)
	}
}
