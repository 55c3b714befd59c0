package topic

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

// messages are made of a frame and a matter, so that those of one matter have words in common and are not the same.
func messages(seed uint64, n int, matters ...string) (out []string) {
	random := rand.New(rand.NewPCG(seed, 9))
	frames := []string{"Hello, %s. Please help", "Since yesterday %s and nobody answers", "%s, what can I do?", "I think %s, thank you", "Good morning! %s. Regards"}
	extras := []string{"on the way to work", "in the rain", "at the station", "with my daughter", "after the holidays", "near the bridge", "last week", "this morning"}
	for range n {
		matter := fmt.Sprintf("%s %s", matters[random.IntN(len(matters))], extras[random.IntN(len(extras))])
		out = append(out, fmt.Sprintf(frames[random.IntN(len(frames))], matter)+fmt.Sprintf(" %s %d", extras[random.IntN(len(extras))], random.IntN(900)))
	}
	return out
}

var (
	brakes = []string{"the brake squeals", "my brakes do not grip", "the brake lever is loose", "stopping takes far too long"}
	others = []string{"the parcel is late", "my bill is too high", "the colour is lovely", "I want to return the bell", "the app logs me out", "do you open on Sunday"}
)

func lesson(yes, no int) Lesson {
	l := Lesson{Topics: []switchboard.Topic{{Key: "brakes", Name: "Brakes", Words: anyOf("disc brake")}}}
	for _, text := range messages(1, yes, brakes...) {
		l.Said = append(l.Said, Said{"brakes", text, "en", true})
	}
	for _, text := range messages(2, no, others...) {
		l.Others = append(l.Others, Text{text, "en"})
	}
	return l
}

func learnOne(t *testing.T, l Lesson) Model {
	t.Helper()
	models, err := Learn(context.Background(), l)
	if err != nil || len(models) != 1 {
		t.Fatal(err, len(models))
	}
	return models[0]
}

func TestATopicLearnsFromWhatPeoplePutThere(t *testing.T) {
	t.Parallel()
	l := lesson(60, 300)
	m := learnOne(t, l)
	if m.Figures.State != Confident || m.Figures.Precision < leastRight || m.Figures.Yes == 0 {
		t.Fatalf("%+v", m.Figures)
	}
	r, err := NewReader(l.Topics, m)
	if err != nil {
		t.Fatal(err)
	}
	right, wrong := 0, 0
	for _, text := range messages(3, 100, brakes...) {
		if f := r.Find(text, "en"); len(f) == 1 && f[0].Basis == switchboard.TopicByLearned && f[0].Confidence > 0.5 {
			right++
		}
	}
	for _, text := range messages(4, 100, others...) {
		wrong += len(r.Find(text, "en"))
	}
	if right < 80 || wrong > 5 {
		t.Errorf("%d of 100 found, %d of 100 others", right, wrong)
	}
}

func TestLearningDependsOnTheLessonAlone(t *testing.T) {
	t.Parallel()
	l := lesson(40, 120)
	first := learnOne(t, l)
	slices.Reverse(l.Said)
	slices.Reverse(l.Others)
	if diff := cmp.Diff(first, learnOne(t, l)); diff != "" {
		t.Error(diff)
	}
}

func TestTooFewExamplesTeachNothing(t *testing.T) {
	t.Parallel()
	for _, l := range []Lesson{lesson(fewestYes-1, 200), lesson(60, fewestNo-1), {Topics: lesson(0, 0).Topics}} {
		if m := learnOne(t, l); m.Figures.State != TooFew || m.Weights != nil {
			t.Errorf("%+v", m.Figures)
		}
	}
}

// Where what people say has nothing to do with the texts, nothing that was learned of it counts.
func TestAWorthlessClassifierIsNotUsed(t *testing.T) {
	t.Parallel()
	l := Lesson{Topics: []switchboard.Topic{{Key: "brakes", Name: "Brakes", Words: anyOf("disc brake")}}}
	for i, text := range messages(5, 200, others...) {
		l.Said = append(l.Said, Said{"brakes", text, "en", i%2 == 0})
	}
	m := learnOne(t, l)
	if m.Figures.State != NotSure || m.Weights != nil {
		t.Fatalf("%+v", m.Figures)
	}
	r, err := NewReader(l.Topics, m)
	if err != nil {
		t.Fatal(err)
	}
	if found := r.Find(l.Said[0].Text, "en"); found != nil {
		t.Errorf("%+v", found)
	}
}

func TestExamplesOfTheCompanyCount(t *testing.T) {
	t.Parallel()
	l := lesson(0, 300)
	l.Topics[0].Examples = messages(6, 50, brakes...)
	if m := learnOne(t, l); m.Figures.Yes < fewestYes || m.Figures.State != Confident {
		t.Errorf("%+v", m.Figures)
	}
}

func TestAContradictedTermRests(t *testing.T) {
	t.Parallel()
	l := Lesson{Topics: []switchboard.Topic{{Key: "brakes", Name: "Brakes", Words: map[string][]string{"any": {"brake*", "disc*"}}}}}
	for i := range restsFrom {
		l.Said = append(l.Said, Said{"brakes", fmt.Sprintf("a lunch break, I mean brake %d", i), "en", false})
	}
	m := learnOne(t, l)
	want := []RestingTerm{{Term: "brake*", Language: "any", Wrong: restsFrom}}
	if diff := cmp.Diff(want, m.Resting); diff != "" {
		t.Fatal(diff)
	}
	r, err := NewReader(l.Topics, m)
	if err != nil {
		t.Fatal(err)
	}
	if r.Find("the brake", "en") != nil || r.Find("the disc", "en") == nil {
		t.Error("the term that rests counts, or the other does not")
	}
	l.Said = append(l.Said, Said{"brakes", "brake one", "en", true}, Said{"brakes", "brake two", "en", true})
	if m := learnOne(t, l); m.Resting != nil {
		t.Errorf("it was right often enough: %+v", m.Resting)
	}
}

func TestLearningEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Learn(ctx, lesson(40, 100)); err == nil {
		t.Error("it went on")
	}
}
