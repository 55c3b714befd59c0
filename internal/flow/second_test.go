package flow_test

import (
	"context"
	"errors"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// stranger is somebody outside who reads along.
type stranger struct {
	asked  []string
	during func()
}

func (s *stranger) Read(_ context.Context, m switchboard.Message, v switchboard.Verdict) switchboard.Verdict {
	s.asked = append(s.asked, m.Content.Text)
	if s.during != nil {
		s.during()
	}
	heads := map[switchboard.Head]switchboard.Finding{}
	for head, found := range v.Heads {
		heads[head] = found
	}
	heads[switchboard.HeadIntent] = switchboard.Finding{Label: string(switchboard.IntentBilling), Confidence: 0.8, By: switchboard.ReaderOutside}
	v.Heads = heads
	v.Outside = &switchboard.Outside{Name: "Our server", Model: "small", Fate: switchboard.OutsideChanged}
	return v
}

// take hands one item in and returns its work.
func (s *scene) take(id, text string) intake.Work {
	s.Helper()
	_, err := s.in.Take(s.Context(), intake.Handed{Account: s.account, Lane: "poll", Batch: connector.Batch{Items: []connector.Item{s.item(id, text)}}}, 0)
	if err != nil {
		s.Fatal(err)
	}
	rows := testkit.Read(s, s.app.DB, func(tx *store.Tx) ([]intake.Work, error) {
		return tx.PendingWork(s.app.Node, intake.Work{Priority: -1}, 10)
	})
	if len(rows) != 1 {
		s.Fatalf("%d pieces of work", len(rows))
	}
	return rows[0]
}

func (s *scene) verdict(id string) switchboard.Verdict {
	s.Helper()
	m := s.message(id)
	return testkit.Read(s, s.app.DB, func(tx *store.Tx) (switchboard.Verdict, error) {
		v, _, err := tx.Verdict(m.ID)
		return v, err
	})
}

// TestWhatIsReadOutsideIsDecidedUpon goes down the line with the facts.
func TestWhatIsReadOutsideIsDecidedUpon(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	second := &stranger{}
	s.in.Second = second
	if err := s.in.Work(t.Context(), s.take("m1", "hm")); err != nil {
		t.Fatal(err)
	}
	v, c := s.verdict("m1"), s.talk("m1")
	made := testkit.Read(s, s.app.DB, func(tx *store.Tx) (store.DecisionRow, error) { return tx.Decision(c.DecisionID) })
	if v.Heads["intent"].By != switchboard.ReaderOutside || v.Outside == nil || made.Decision.Facts.Intent != switchboard.IntentBilling {
		t.Errorf("stored %+v, decided upon %s", v, made.Decision.Facts.Intent)
	}
}

// TestInsideATransactionNobodyIsAsked is the way of the sample company and of what is done at once.
func TestInsideATransactionNobodyIsAsked(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	second := &stranger{}
	s.in.Second = second
	w := s.take("m1", "hm")
	err := s.app.DB.Update(t.Context(), func(tx *store.Tx) error { return s.in.WorkIn(tx, w) })
	if err != nil || len(second.asked) > 0 || s.verdict("m1").Outside != nil {
		t.Errorf("asked %q, %v", second.asked, err)
	}
}

// TestKilledBetweenCallAndCommit stops the node when the answer is there and nothing is stored: the message is worked again,
// once.
func TestKilledBetweenCallAndCommit(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx, kill := context.WithCancel(t.Context())
	second := &stranger{during: kill}
	s.in.Second = second
	w := s.take("m1", "hm")
	if err := s.in.Work(ctx, w); !errors.Is(err, context.Canceled) {
		t.Fatalf("killed: %v", err)
	}
	if m := s.message("m1"); !m.ConversationID.IsZero() {
		t.Fatal("half of it was stored")
	}
	second.during = nil
	for range 2 {
		if err := s.in.Work(t.Context(), w); err != nil {
			t.Fatal(err)
		}
	}
	if v := s.verdict("m1"); v.Outside == nil || s.talk("m1").ID.IsZero() {
		t.Errorf("worked again: %+v", v)
	}
	if wrong := testkit.Books(s, s.app.DB); len(wrong) > 0 {
		t.Errorf("books: %q", wrong)
	}
}
