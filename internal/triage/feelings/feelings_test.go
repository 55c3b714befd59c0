package feelings

import (
	"slices"
	"testing"

	"switchboard/internal/triage/linear"
)

// mostBytes is what a built-in model may take.
const mostBytes = 5 << 20

func TestTheModelReads(t *testing.T) {
	t.Parallel()
	m, err := Model()
	if err != nil {
		t.Fatal(err)
	}
	if recipe := m.Recipe; recipe != Recipe() || len(file) > mostBytes || len(m.Sources) != 3 {
		t.Errorf("%d bytes of %+v, learned from %v", len(file), m.Recipe, m.Sources)
	}
	for text, want := range map[string]string{
		"I am so angry, this makes me furious!": "anger", "Thank you so much, I appreciate it": "gratitude",
		"That is disgusting": "disgust", "hahaha so funny lol": "amusement",
	} {
		found := m.Answer(linear.Read(text, m.Recipe))
		at := slices.IndexFunc(m.Heads, func(h linear.Head) bool { return h.Name == want })
		if found[at].Label != "yes" {
			t.Errorf("%q: %s is %+v", text, want, found[at])
		}
	}
}

func TestARecipeFindsTheModelItStandsOn(t *testing.T) {
	t.Parallel()
	r := linear.Default()
	if m, err := For(r); m != nil || err != nil {
		t.Errorf("a recipe that stands on none: %v, %v", m, err)
	}
	r.On, r.Polarity = "feelings/2", Recipe().Polarity
	if m, err := For(r); m == nil || err != nil {
		t.Errorf("a recipe that stands on it: %v, %v", m, err)
	}
	r.Words++
	if _, err := For(r); err == nil {
		t.Error("a recipe that reads otherwise was taken")
	}
	if _, err := For(linear.Recipe{On: "feelings/0"}); err == nil {
		t.Error("a recipe that stands on another one was taken")
	}
}
