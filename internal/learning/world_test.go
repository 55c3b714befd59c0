package learning_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/learning"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
	kept "switchboard/internal/store/learning"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timers"
	"switchboard/internal/timesource"
	"switchboard/internal/triage"
	"switchboard/internal/triage/layer"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// office is a company whose goods are bought for their whistling, which the built-in models take for trouble.
type office struct {
	*storetest.World
	clock *timesource.Manual
	talk  storetest.Talk
	said  int
	log   bytes.Buffer
}

// engines runs a test on both.
func engines(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, place storetest.Place) {
		o := &office{clock: timesource.NewManual(time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))}
		o.World = storetest.NewWorld(t, storetest.Open(t, place(t, o.clock.Now)))
		o.talk = o.Talk("mira", nil)
		test(t, o)
	})
}

// node is one node's learner, with triage of its own.
func (o *office) node() *learning.Learner {
	return &learning.Learner{DB: o.DB, Reader: triage.NewCompany(), Time: o.clock, Log: slog.New(slog.NewTextHandler(&o.log, nil))}
}

// hears stores a message as it was read, on a network, and returns it.
func (o *office) hears(network switchboard.NetworkKey, text string) intake.Arrival {
	o.T.Helper()
	return o.hearsAs(network, text, triage.Shipped().Classify(triage.Input{Text: text}))
}

// hearsAs stores a message with what it was read as.
func (o *office) hearsAs(network switchboard.NetworkKey, text string, verdict switchboard.Verdict) intake.Arrival {
	o.T.Helper()
	o.said++
	m := o.Says(o.talk, fmt.Sprint("m", o.said), text, 0)
	m.Network = network
	o.Update(func(tx *store.Tx) error {
		if _, err := tx.InsertMessage(m); err != nil {
			return err
		}
		return tx.SaveVerdict(m.ID, 1, verdict)
	})
	return m
}

// corrects has somebody say what a finding of a message really is, as the API does.
func (o *office) corrects(m intake.Arrival, head switchboard.Head, truth string) {
	o.T.Helper()
	o.clock.Advance(time.Second)
	said := triage.Shipped().Classify(triage.Input{Text: m.Content.Text}).Answer(head)
	o.Update(func(tx *store.Tx) error {
		err := evidence.In(tx.Tx).AddCorrection(switchboard.Correction{ID: switchboard.NewID[switchboard.CorrectionID](tx.Now()),
			Kind: switchboard.CorrectFact, ConversationID: o.talk.ID, MessageID: m.ID, Revision: 1,
			DecisionID: switchboard.NewID[switchboard.DecisionID](tx.Now()), Head: head, Said: said, Truth: truth,
			Department: storetest.Service, By: o.Ada.ID, At: tx.Now()})
		if err != nil {
			return err
		}
		if err := tx.Record(switchboard.Event{Kind: switchboard.EventCorrected, ActorKind: switchboard.ActorAgent}); err != nil {
			return err
		}
		return learning.Arm(tx)
	})
}

// whistling is what a customer of the office may say; strangers take it for a complaint.
func whistling(i int) string {
	things := []string{"kettle", "lamp", "toaster", "fan", "radio", "mixer"}
	places := []string{"kitchen", "office", "hall", "garden", "attic"}
	return fmt.Sprintf("The %s in the %s whistles since day %d", things[i%len(things)], places[i%len(places)], i)
}

// teach lets somebody correct so many messages.
func (o *office) teach(n int) []intake.Arrival {
	o.T.Helper()
	var all []intake.Arrival
	for i := range n {
		m := o.hears("mastodon", whistling(i))
		o.corrects(m, switchboard.HeadSentiment, taught)
		all = append(all, m)
	}
	return all
}

// mistaken is how many of such messages the models take for something else than what somebody is taught to say of them.
func mistaken(messages []intake.Arrival) (n int) {
	for _, m := range messages {
		if triage.Shipped().Classify(triage.Input{Text: m.Content.Text}).Answer(switchboard.HeadSentiment) != taught {
			n++
		}
	}
	return n
}

func (o *office) state() (s kept.State) {
	o.T.Helper()
	o.View(func(tx *store.Tx) (err error) {
		s, err = kept.In(tx.Tx).State()
		return err
	})
	return s
}

func (o *office) layers() (all []kept.Layer) {
	o.T.Helper()
	o.View(func(tx *store.Tx) (err error) {
		all, err = kept.In(tx.Tx).Layers(0, 50)
		return err
	})
	return all
}

// ofSentiment is how a version reads the finding that was corrected.
func ofSentiment(l kept.Layer) layer.Measure { return of(l, switchboard.HeadSentiment) }

// of is how a version reads one finding; nothing where nobody said anything of it.
func of(l kept.Layer, head switchboard.Head) (m layer.Measure) {
	if at := slices.IndexFunc(l.Measures, func(m layer.Measure) bool { return m.Head == string(head) }); at >= 0 {
		m = l.Measures[at]
	}
	return m
}

func (o *office) dueAt() (at time.Time) {
	o.T.Helper()
	o.View(func(tx *store.Tx) (err error) {
		at, err = tx.TimerAt(learning.Timer, [16]byte{})
		return err
	})
	return at
}

// ring does what timers are due.
func (o *office) ring() {
	o.T.Helper()
	r := timers.Runner{DB: o.DB, Time: o.clock, Log: slog.New(slog.DiscardHandler), Handlers: learning.Timers()}
	if _, err := r.Due(o.T.Context()); err != nil {
		o.T.Fatal(err)
	}
}

func (o *office) learn(ctx context.Context, l *learning.Learner) {
	o.T.Helper()
	if _, err := l.Learn(ctx); err != nil {
		o.T.Fatal(err)
	}
}

// use has somebody put a version into force in the place of another.
func (o *office) use(tx *store.Tx, number, instead int, by switchboard.Agent) error {
	return learning.Use(tx, learning.Choice{Number: number, Instead: instead, Base: triage.NewCompany().Base(), By: by.ID})
}

func (o *office) load(l *learning.Learner) {
	o.T.Helper()
	if err := l.Load(o.T.Context()); err != nil {
		o.T.Fatal(err)
	}
}

// reads is what a node says of a message nobody has seen.
func reads(l *learning.Learner) (sentiment, model string) {
	v := l.Reader.Classify(triage.Input{Text: "The oven in the cellar whistles since day 77"})
	return v.Heads[switchboard.HeadSentiment].Label, v.Model
}
