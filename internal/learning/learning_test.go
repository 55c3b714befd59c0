package learning_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/learning"
	"switchboard/internal/store"
	kept "switchboard/internal/store/learning"
	"switchboard/internal/testkit"
	"switchboard/internal/triage"
	"switchboard/internal/triage/layer"
	"switchboard/internal/triage/linear"
)

// enough messages are corrected for anything to be learned, to taught, which the built-in models do not say.
const (
	enough = 48
	taught = "positive"
)

func TestCorrectionsTeach(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		one, other := o.node(), o.node()
		if sentiment, model := reads(one); sentiment == taught || strings.Contains(model, "layer/") {
			t.Fatalf("before anything was said it is read as %s by %s: nothing is proved", sentiment, model)
		}
		o.teach(enough)
		if due := o.dueAt(); due.After(o.clock.Now()) {
			t.Fatalf("%d corrections wait until %v", enough, due)
		}
		o.learn(t.Context(), one)
		if len(o.layers()) > 0 {
			t.Fatal("it learned before it was time")
		}
		o.ring()
		var both sync.WaitGroup
		came := make([]kept.Outcome, 2)
		for i, node := range []*learning.Learner{one, other} {
			both.Go(func() {
				var err error
				if came[i], err = node.Learn(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if slices.Sort(came); !slices.Equal(came, []kept.Outcome{kept.NotTried, kept.Taken}) {
			t.Errorf("two nodes say %q", came)
		}
		all := o.layers()
		if len(all) != 1 || all[0].Ruling != layer.Better || !all[0].Usable || all[0].Messages != enough {
			t.Fatalf("two nodes made %+v", all)
		}
		m := ofSentiment(all[0])
		if m.Wrong == 0 || m.After <= m.Before || !m.Taught {
			t.Errorf("%+v", m)
		}
		if s := o.state(); s.InForce != 1 || s.Outcome != kept.Taken || !s.AskedAt.IsZero() || !o.dueAt().IsZero() {
			t.Errorf("%+v, due %v", s, o.dueAt())
		}
		for _, node := range []*learning.Learner{one, other} {
			o.load(node)
			if sentiment, model := reads(node); sentiment != taught || !strings.HasSuffix(model, " layer/1") {
				t.Errorf("afterwards it is read as %s by %s", sentiment, model)
			}
		}
	})
}

func TestWhatWasLearnedIsTakenBack(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		one, other := o.node(), o.node()
		o.teach(enough)
		o.ring()
		o.learn(t.Context(), one)
		o.load(other)
		use := func(number, instead int) error {
			return o.DB.Update(t.Context(), func(tx *store.Tx) error { return o.use(tx, number, instead, o.Bo) })
		}
		if err := use(0, 7); !switchboard.IsCode(err, switchboard.CodeStale) {
			t.Errorf("taking back another one than is in force: %v", err)
		}
		if err := use(0, 1); err != nil {
			t.Fatal(err)
		}
		o.load(other)
		if sentiment, model := reads(other); sentiment == taught || strings.Contains(model, "layer/") {
			t.Errorf("taken back, it is read as %s by %s", sentiment, model)
		}
		if all := o.layers(); all[0].EndedBy != o.Bo.ID {
			t.Errorf("%+v", all[0])
		}
		if err := use(1, 0); err != nil {
			t.Fatal(err)
		}
		o.load(other)
		if sentiment, _ := reads(other); sentiment != taught {
			t.Errorf("put into force again, it is read as %s", sentiment)
		}
		if err := use(4, 1); !switchboard.IsCode(err, switchboard.CodeNotFound) {
			t.Errorf("a version that is not there: %v", err)
		}
		err := o.DB.Update(t.Context(), func(tx *store.Tx) error {
			return learning.Use(tx, learning.Choice{Number: 1, Instead: 1, Base: "tone/0", By: o.Bo.ID})
		})
		if !switchboard.IsCode(err, switchboard.CodeStale) {
			t.Errorf("a version that was learned on other models: %v", err)
		}
	})
}

// TestAWorseOneIsRefused has somebody say the opposite of everything, after it was learned from.
func TestAWorseOneIsRefused(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		node := o.node()
		all := o.teach(enough)
		o.ring()
		o.learn(t.Context(), node)
		for i, m := range all {
			if i%2 == 0 && !layer.Held(linear.Read(m.Content.Text, linear.Shipped()).Words()) { // who misleads does not know what is held back
				o.corrects(m, switchboard.HeadSentiment, string(switchboard.SentimentNegative))
			}
		}
		o.Update(func(tx *store.Tx) error { return learning.Ask(tx, o.Ada.ID) })
		o.learn(t.Context(), node)
		versions := o.layers()
		if len(versions) != 2 || versions[0].Ruling == layer.Better || versions[0].Usable || versions[0].AskedBy != o.Ada.ID {
			t.Fatalf("%+v", versions)
		}
		if s := o.state(); s.InForce != 1 || s.Outcome != kept.Refused {
			t.Errorf("%+v", s)
		}
		err := o.DB.Update(t.Context(), func(tx *store.Tx) error { return o.use(tx, 2, 1, o.Ada) })
		if !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("a refused version is put into force: %v", err)
		}
	})
}

// TestAFirstOneIsRefusedWithItsFigures has people contradict each other about messages that nothing tells apart.
func TestAFirstOneIsRefusedWithItsFigures(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		for i := range 80 {
			truth := taught
			m := o.hears("mastodon", whistling(i))
			if i%7 != 0 && i%7 != 3 {
				truth = triage.Shipped().Classify(triage.Input{Text: m.Content.Text}).Answer(switchboard.HeadSentiment)
			}
			o.corrects(m, switchboard.HeadSentiment, truth)
		}
		o.ring()
		o.learn(t.Context(), o.node())
		versions := o.layers()
		if len(versions) != 1 || versions[0].Ruling != layer.NotBetter || versions[0].Usable || versions[0].Messages != 80 {
			t.Fatalf("%+v", versions)
		}
		m := ofSentiment(versions[0])
		if m.Wrong != 23 || m.Right != 57 || m.Held == 0 || !m.Taught {
			t.Errorf("%+v", m)
		}
		if s := o.state(); s.InForce != 0 || s.Outcome != kept.Refused {
			t.Errorf("%+v", s)
		}
	})
}

// TestStoppedInTheMiddle ends nodes at random moments while they learn: what they did stands whole, or not at all, and
// in the end somebody has done it once.
func TestStoppedInTheMiddle(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		o.teach(enough)
		o.ring()
		random, stopped := rand.New(rand.NewPCG(5, 6)), 0
		for range 12 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.IntN(12_000))*time.Microsecond)
			if _, err := o.node().Learn(ctx); err != nil {
				stopped++
			}
			cancel()
			s, all := o.state(), o.layers()
			whole := len(all) == 1 && all[0].Usable && s.InForce == 1 && s.AskedAt.IsZero()
			if nothing := len(all) == 0 && s.InForce == 0 && !s.AskedAt.IsZero(); !whole && !nothing {
				t.Fatalf("half of it stands: %+v, %d versions", s, len(all))
			}
		}
		o.clock.Advance(time.Hour)
		o.ring()
		o.learn(t.Context(), o.node())
		if s := o.state(); s.InForce != 1 || stopped == 0 {
			t.Errorf("of %d nodes that were ended, nobody else learned it: %+v", stopped, s)
		}
	})
}

func TestAFewWaitForTheNight(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		o.teach(learning.Soon - 1)
		night := time.Date(2026, 3, 3, 2, 0, 0, 0, time.UTC)
		if due := o.dueAt(); !due.Equal(night) {
			t.Errorf("%d corrections are learned from at %v", learning.Soon-1, due)
		}
		o.teach(1)
		if due := o.dueAt(); due.After(o.clock.Now()) {
			t.Errorf("%d corrections wait until %v", learning.Soon, due)
		}
	})
}

func TestLearningIsSwitchedOff(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		turn := func(on bool) {
			o.Update(func(tx *store.Tx) error { return learning.Switch(tx, on, o.Ada.ID) })
		}
		o.teach(enough)
		turn(false)
		o.ring()
		o.learn(t.Context(), o.node())
		o.teach(1)
		if len(o.layers()) != 0 || !o.dueAt().IsZero() {
			t.Error("it learns although it is off")
		}
		err := o.DB.Update(t.Context(), func(tx *store.Tx) error { return learning.Ask(tx, o.Ada.ID) })
		if !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("asked for while it is off: %v", err)
		}
		turn(true)
		if o.dueAt().IsZero() {
			t.Error("what was said meanwhile is not learned from")
		}
	})
}

// TestANodeLearnsByItself starts a node after it was time: it learns in the background.
func TestANodeLearnsByItself(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		o.teach(enough)
		o.ring()
		o.runs(o.node(), func() bool { return o.state().InForce == 1 })
	})
}

// runs lets a node learn in the background until something is so.
func (o *office) runs(node *learning.Learner, until func() bool) {
	o.T.Helper()
	ctx, cancel := context.WithCancel(o.T.Context())
	done := make(chan error, 1)
	go func() { done <- node.Run(ctx) }()
	testkit.Until(o.T, "a node to learn", func() (bool, bool) { return true, until() })
	cancel()
	if err := <-done; err != nil {
		o.T.Error(err)
	}
}

// TestOtherModels lets a program with other models read on: what was learned on those before is left out, and learned anew.
func TestOtherModels(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		node := o.node()
		o.teach(enough)
		o.ring()
		o.learn(t.Context(), node)
		models, err := triage.Models()
		if err != nil {
			t.Fatal(err)
		}
		next := o.node()
		if next.Reader, err = triage.CompanyOf(models[len(models)-1]); err != nil {
			t.Fatal(err)
		}
		o.load(next)
		if _, model := reads(next); strings.Contains(model, "layer/") {
			t.Errorf("it reads with %s", model)
		}
		o.runs(next, func() bool { next.Ring(); return o.state().InForce == 2 })
	})
}
