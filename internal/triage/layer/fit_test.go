package layer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"switchboard/internal/triage/linear"
)

// patience is a context that ends after it was looked at so many times.
type patience struct {
	context.Context
	left int
}

func (p *patience) Err() error {
	if p.left--; p.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// TestLearningEndsWithinAQuestion has the time run out at every place where one question is learned.
func TestLearningEndsWithinAQuestion(t *testing.T) {
	t.Parallel()
	const much = 1 << 20
	whole := &patience{t.Context(), much}
	if _, _, err := school().Learn(whole, whistles(20, "")); err != nil {
		t.Fatal(err)
	}
	looked := much - whole.left
	if looked < 5 {
		t.Fatalf("it looked %d times whether it has to end", looked)
	}
	for n := range looked {
		if _, _, err := school().Learn(&patience{t.Context(), n}, whistles(20, "")); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("a learning whose time ran out after step %d says %v", n, err)
		}
	}
}

// TestChancesAreShares has people correct one message in ten that nothing tells from the others, which they let stand: what
// is learned says of such a message that the chance is about one in ten, whatever it counts to let something stand.
func TestChancesAreShares(t *testing.T) {
	t.Parallel()
	s := school()
	for _, stood := range []float64{1, 0.6, 0.3} {
		random := rand.New(rand.NewPCG(9, 9))
		text := func() string {
			return fmt.Sprint(things[random.IntN(len(things))], " in the ", places[random.IntN(len(places))])
		}
		var examples []Example
		for i := range 1600 {
			words := []Word{{1, stood, false}, {0, stood, false}}
			if i%10 == 0 {
				words = []Word{{2, 1, true}, {1, 1, true}}
			}
			examples = append(examples, told(i, "email", text(), words...))
		}
		l := &Layer{Base: s.Base}
		var lessons []lesson
		for _, at := range []int{mood, spam} {
			one, err := s.question(t.Context(), l, at, examples, placed(examples))
			if err != nil {
				t.Fatal(err)
			}
			lessons = append(lessons, one)
		}
		l, err := s.with(l, "", lessons)
		if err != nil {
			t.Fatal(err)
		}
		for at, label := range map[int]int{mood: 2, spam: 1} {
			mean := 0.0
			for range 200 {
				mean += l.Apply(s.Questions, shipped(), linear.Read(text(), recipe()), "email")[at][label] / 200
			}
			if mean < 0.05 || mean > 0.15 {
				t.Errorf("where letting stand counts %g, a chance of 0.1 of %s is said to be %.3f", stood, s.Questions[at].Name, mean)
			}
		}
	}
}
