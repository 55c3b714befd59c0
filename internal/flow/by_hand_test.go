package flow_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/flow"
	"switchboard/internal/line"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

// byHandScene is a scene whose account is worked by hand, on either engine.
func byHandScene(t *testing.T, site testkit.Site) *scene {
	t.Helper()
	s := &scene{T: t, site: site}
	s.app = s.site.Open(t)
	t.Cleanup(func() {
		if err := s.app.Close(); err != nil {
			t.Error(err)
		}
	})
	s.in = s.app.In
	s.in.Triage = words{}
	s.line = line.New(s.in, line.Settings{Node: s.app.Node, Time: s.site.Clock, Log: s.app.Log, Workers: 2})
	s.account = testkit.AddAccount(t, s.app.DB, "@kettles")
	s.account.State = switchboard.AccountByHand
	testkit.Update(t, s.app.DB, func(tx *store.Tx) error { return tx.UpdateAccount(s.account) })
	s.ada, s.bo = testkit.Person(1, 5, "service", "comms"), testkit.Person(2, 5, "service")
	testkit.AddAgents(t, s.app.DB, s.ada, s.bo)
	return s
}

func onBothEngines(t *testing.T, test func(*scene)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(byHandScene(t, testkit.NewSite(testkit.Folder(t), "")))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		url := pgtest.URLFrom(t, folder, func(url string) error { return testkit.NewSite(folder, url).Open(t).Close() })
		test(byHandScene(t, testkit.NewSite(folder, url)))
	})
}

// prepares lets somebody answer a message; its one delivery waits for a person, unless the guard says no.
func (s *scene) prepares(id, text string, who switchboard.Agent) (d switchboard.Delivery, ruling switchboard.Ruling) {
	s.Helper()
	s.site.Clock.Advance(time.Minute)
	m, c := s.message(id), s.talk(id)
	testkit.Update(s, s.app.DB, func(tx *store.Tx) error {
		draft := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](tx.Now()), ConversationID: c.ID, LegID: m.LegID,
			AuthorID: who.ID, Epoch: c.Epoch, Parts: []switchboard.Part{{Text: text}}, ReplyTo: id,
			State: switchboard.DraftEditing, Version: 1, UpdatedAt: tx.Now()}
		if err := tx.SaveDraft(draft); err != nil {
			return err
		}
		draft, err := s.in.Out.Send(tx, draft.ID, 1, who.ID)
		if err != nil {
			return err
		}
		ruling = *draft.Ruling
		all, err := tx.DraftDeliveries(draft.ID)
		if len(all) > 0 {
			d = all[0]
		}
		return err
	})
	return d, ruling
}

func (s *scene) posts(d switchboard.Delivery, who switchboard.Agent, w flow.Word) error {
	return s.app.DB.Update(s.Context(), func(tx *store.Tx) error { return s.in.Out.Posted(tx, d.ID, who.ID, w) })
}

func (s *scene) delivery(d switchboard.Delivery) switchboard.Delivery {
	s.Helper()
	return testkit.Read(s, s.app.DB, func(tx *store.Tx) (switchboard.Delivery, error) { return tx.Delivery(d.ID) })
}

// timeline is what was said in the conversation of a message, the oldest first.
func (s *scene) timeline(id string) (said []string) {
	s.Helper()
	c := s.talk(id)
	all := testkit.Read(s, s.app.DB, func(tx *store.Tx) ([]switchboard.Message, error) { return tx.LatestMessages(c.ID, store.Place{}, 50) })
	for _, m := range all {
		said = append(said, string(m.Direction)+" "+m.Content.Text)
	}
	return said
}

func (s *scene) wantTimeline(id string, want ...string) {
	s.Helper()
	if got := s.timeline(id); fmt.Sprint(got) != fmt.Sprint(want) {
		s.Errorf("the timeline is %q, want %q", got, want)
	}
}

func TestAnAnswerIsPostedByHand(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.hears(s.item("p1", "The lid is loose."))
		s.takes("p1", s.ada)
		d, ruling := s.prepares("p1", "We send you a new one.", s.ada)
		if ruling.Outcome != switchboard.RulingAllow || d.State != switchboard.DeliveryByHand {
			s.Fatalf("%+v, %+v", ruling, d)
		}
		s.nobodySends()
		if _, second := s.prepares("p1", "And another thing.", s.ada); second.Outcome != switchboard.RulingBlock || second.Reasons[0].Rule != "by_hand" {
			s.Errorf("a second answer: %+v", second)
		}
		s.site.Clock.Advance(time.Hour)
		at := s.site.Clock.Now().Add(-10 * time.Minute)
		word := flow.Word{ExternalID: "a1", URL: "https://meadow.example/a1", At: at, Said: "We send you a new lid."}
		for range 2 { // told twice it happens once
			if err := s.posts(d, s.ada, word); err != nil {
				s.Fatal(err)
			}
		}
		got, m := s.delivery(d), s.message("a1")
		if got.State != switchboard.DeliverySent || got.SettledBy != s.ada.ID.String() || got.Said != "We send you a new lid." ||
			!m.PublishedAt.Equal(at) || m.Content.Text != "We send you a new lid." {
			s.Errorf("%+v, %+v", got, m)
		}
		c := s.talk("p1")
		if c.Ball != switchboard.BallCustomer || c.LastOutAt.IsZero() {
			s.Errorf("the ball is with %s", c.Ball)
		}
		s.wantTimeline("p1", "in The lid is loose.", "out We send you a new lid.")
		s.hears(ours(s.item("a1", "We send you a new lid."), "p1")) // a reader sees it in the end
		s.hears(reply(s.item("p2", "Thank you."), "a1"))
		s.wantTimeline("p1", "in The lid is loose.", "out We send you a new lid.", "in Thank you.")
		s.rowsOf(c.ID, map[switchboard.EventKind]int{switchboard.EventDeliverySent: 1, switchboard.EventDeliveryQueued: 1})
	})
}

// nobodySends proves that no sender is ever given what waits for a person.
func (s *scene) nobodySends() {
	s.Helper()
	var fence int64
	testkit.Update(s, s.app.DB, func(tx *store.Tx) (err error) {
		fence, _, err = tx.AcquireLease(s.account.ID, "n1", time.Hour)
		return err
	})
	if _, found, err := s.in.Out.Claim(s.Context(), s.account.ID, fence); found || err != nil {
		s.Errorf("a sender was given it: %v", err)
	}
}

func (s *scene) rowsOf(id switchboard.ConversationID, want map[switchboard.EventKind]int) {
	s.Helper()
	events := testkit.Read(s, s.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(id, 1000) })
	got := map[switchboard.EventKind]int{}
	for _, e := range events {
		got[e.Kind]++
		if e.Kind == switchboard.EventDeliverySent && e.Actor != s.ada.ID {
			s.Errorf("it was recorded by %s", e.Actor)
		}
	}
	for kind, n := range want {
		if got[kind] != n {
			s.Errorf("%d rows of %s, want %d", got[kind], kind, n)
		}
	}
}

// What nobody recorded is recognised when a reader sees it; what was recorded without an address as well, and either
// stands once.
func TestAnEchoOfWhatWasPostedByHandStandsOnce(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.hears(s.item("p1", "The lid is loose."))
		s.takes("p1", s.ada)
		d, _ := s.prepares("p1", "We send you a new one.", s.ada)
		s.hears(ours(s.item("a1", "We send you a new one."), "p1"))
		if got := s.delivery(d); got.State != switchboard.DeliverySent || got.SettledBy != "echo" || got.ExternalID != "a1" {
			s.Errorf("%+v", got)
		}
		s.wantTimeline("p1", "in The lid is loose.", "out We send you a new one.")
		if err := s.posts(d, s.ada, flow.Word{}); err != nil {
			s.Errorf("recording it late: %v", err)
		}
		d, _ = s.prepares("p1", "It comes on Friday.", s.ada)
		s.site.Clock.Advance(time.Minute)
		if err := s.posts(d, s.ada, flow.Word{}); err != nil {
			s.Fatal(err)
		}
		echo := ours(s.item("a2", "It comes on Friday."), "p1")
		echo.ParentKey = "" // the network does not say what it answers
		s.hears(echo)
		s.wantTimeline("p1", "in The lid is loose.", "out We send you a new one.", "out It comes on Friday.")
		if got := s.delivery(d); got.ExternalID != "a2" || got.SettledBy != s.ada.ID.String() {
			s.Errorf("%+v", got)
		}
	})
}

func TestWhatWasPreparedUnderAnEarlierLeadIsNotPosted(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.hears(s.item("p1", "The lid is loose."))
		s.takes("p1", s.ada)
		d, _ := s.prepares("p1", "We send you a new one.", s.ada)
		s.does("p1", conversation.Taken{By: conversation.By{Agent: s.bo.ID, Kind: switchboard.ActorAgent, Manager: true}, Reason: "cover"})
		if err := s.posts(d, s.ada, flow.Word{}); !switchboard.IsCode(err, switchboard.CodeStale) {
			s.Fatalf("under another lead: %v", err)
		}
		if got := s.delivery(d); got.State != switchboard.DeliveryByHand {
			s.Fatalf("the refusal changed it: %+v", got)
		}
		var rest switchboard.Draft
		testkit.Update(s, s.app.DB, func(tx *store.Tx) (err error) {
			rest, _, err = s.in.Out.NotPosted(tx, d.ID, s.bo.ID, "I answer differently.")
			return err
		})
		if rest.State != switchboard.DraftEditing || len(rest.Parts) != 1 || rest.Parts[0].Text != "We send you a new one." {
			s.Errorf("the text is lost: %+v", rest)
		}
		if got := s.delivery(d); got.State != switchboard.DeliveryDropped || got.SettledBy != s.bo.ID.String() {
			s.Errorf("%+v", got)
		}
		d, _ = s.prepares("p1", "Sorry about that.", s.bo)
		s.does("p1", conversation.Taken{By: conversation.By{Agent: s.ada.ID, Kind: switchboard.ActorAgent, Manager: true}, Reason: "cover"})
		if err := s.posts(d, s.bo, flow.Word{Stands: true}); err != nil {
			s.Fatalf("what stands all the same: %v", err)
		}
		s.wantTimeline("p1", "in The lid is loose.", "out Sorry about that.")
	})
}

// Two people say at once that they posted it, one with another address: it stands once.
func TestTwoPeopleRecordAtOnce(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.hears(s.item("p1", "The lid is loose."))
		s.takes("p1", s.ada)
		d, _ := s.prepares("p1", "We send you a new one.", s.ada)
		var wait sync.WaitGroup
		failed := make(chan error, 4)
		for n := range 4 {
			wait.Go(func() { failed <- s.posts(d, s.ada, flow.Word{ExternalID: fmt.Sprint("a", n)}) })
		}
		wait.Wait()
		close(failed)
		stood := 0
		for err := range failed {
			if err == nil {
				stood++
			} else if !switchboard.IsCode(err, switchboard.CodeConflict) {
				s.Error(err)
			}
		}
		if stood != 1 {
			s.Errorf("%d of four were believed", stood)
		}
		s.wantTimeline("p1", "in The lid is loose.", "out We send you a new one.")
	})
}
