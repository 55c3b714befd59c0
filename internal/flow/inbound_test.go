package flow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

func TestInbound(t *testing.T) {
	t.Parallel()
	for name, play := range map[string]func(*scene){
		"carve out":                           carveOut,
		"continuity":                          continuity,
		"reopened, the lead is there":         reopenedPresent,
		"reopened, the lead is away":          reopenedAbsent,
		"reopened, the lead is full":          reopenedFull,
		"private words in a public thread":    privateInPublic,
		"spam waits closed and can be saved":  spam,
		"history raises nothing":              historyIsQuiet,
		"live after a time":                   liveAfter,
		"an outside answer stops the clock":   outsideAnswer,
		"an edit turns it into safety":        revisedToSafety,
		"an edit takes nothing from its lead": revisedWhileLed,
		"an edit is taken back":               editedBack,
		"a deletion after it came":            deletedAfter,
		"a deletion before it came":           deletedBefore,
		"context is adopted":                  contextAdopted,
		"overheard, then addressed":           overheard,
		"a private answer comes first":        privateAnswerFirst,
		"a private thread goes on":            privateContinues,
		"two threads are one":                 merged,
		"two led conversations are one":       mergedLed,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(newScene(t))
		})
	}
}

func carveOut(s *scene) {
	s.hears(s.item("1", "a press question"))
	c := s.talk("1")
	if c.Department != "comms" || c.Stance != switchboard.StanceQueued || c.RequiredLevel != 4 || len(s.timers()) != 1 {
		s.Errorf("%s in %s, level %d, timers %v", c.Stance, c.Department, c.RequiredLevel, s.timers())
	}
}

func continuity(s *scene) {
	s.hears(s.item("1", "a press question"), reply(s.item("2", "and a blue kettle?"), "1"))
	if c := s.talk("2"); c.Department != "comms" || c.MessageCount != 2 {
		s.Errorf("%d messages in %s: it must stay where it was", c.MessageCount, c.Department)
	}
}

func reopenedPresent(s *scene) {
	s.hears(s.item("1", "it hums"))
	s.takes("1", s.ada)
	s.closes("1", s.ada)
	s.hears(reply(s.item("2", "it hums again"), "1"))
	if c := s.talk("2"); c.Stance != switchboard.StanceLed || c.Lead != s.ada.ID || c.Epoch != 2 || c.Reopened != 1 {
		s.Errorf("%s by %s, epoch %d, reopened %d", c.Stance, c.Lead, c.Epoch, c.Reopened)
	}
}

func reopenedFull(s *scene) {
	s.hears(s.item("1", "it hums"))
	s.takes("1", s.ada)
	s.closes("1", s.ada)
	testkit.Update(s, s.app.DB, func(tx *store.Tx) error {
		ada, err := tx.Agent(s.ada.ID)
		ada.Cap = 0
		if err != nil {
			return err
		}
		return tx.UpdateAgent(ada)
	})
	s.hears(reply(s.item("2", "it hums again"), "1"))
	if c := s.talk("2"); c.Stance != switchboard.StanceQueued || !c.Lead.IsZero() {
		s.Errorf("%s by %s: nobody is given more than they can hold", c.Stance, c.Lead)
	}
}

func privateInPublic(s *scene) {
	quiet := reply(s.item("2", "my number is 555"), "1")
	quiet.Visibility, quiet.Kind = switchboard.Private, switchboard.KindDirect
	s.hears(s.item("1", "it hums"), quiet, reply(s.item("3", "still hums"), "1"))
	public, private := s.message("1"), s.message("2")
	if public.ConversationID != private.ConversationID || s.message("3").LegID != public.LegID {
		s.Errorf("one matter is in %s and %s", public.ConversationID, private.ConversationID)
	}
	leg := testkit.Read(s, s.app.DB, func(tx *store.Tx) (switchboard.Leg, error) { return tx.Leg(private.LegID) })
	if leg.Kind != switchboard.LegDirect || leg.LastMessageKey != "2" || private.LegID == public.LegID {
		s.Errorf("private words stand on a %s leg that answers %s", leg.Kind, leg.LastMessageKey)
	}
}

func reopenedAbsent(s *scene) {
	s.hears(s.item("1", "it hums"))
	s.takes("1", s.ada)
	s.closes("1", s.ada)
	testkit.Update(s, s.app.DB, func(tx *store.Tx) error { return s.app.Desk.SetPresence(tx, s.ada.ID, switchboard.Away) })
	s.hears(reply(s.item("2", "it hums again"), "1"))
	if c := s.talk("2"); c.Stance != switchboard.StanceQueued || !c.Lead.IsZero() || c.LastLead != s.ada.ID {
		s.Errorf("%s by %s, last led by %s", c.Stance, c.Lead, c.LastLead)
	}
}

func spam(s *scene) {
	s.hears(s.item("1", spamText), reply(s.item("2", spamText), "1"))
	if c := s.talk("2"); c.Open() || c.CloseReason != switchboard.CloseSpam || c.MessageCount != 2 {
		s.Errorf("%s %s with %d messages: spam does not bring itself back", c.Stance, c.CloseReason, c.MessageCount)
	}
	s.does("1", conversation.Reopened{By: conversation.Person(s.ada.ID)})
	s.hears(reply(s.item("3", spamText), "1"))
	if c := s.talk("3"); c.Stance != switchboard.StanceQueued {
		s.Errorf("%s: a person has rescued it", c.Stance)
	}
	s.hears(s.item("9", spamText), reply(s.item("10", "sorry, I meant my kettle"), "9"))
	if c := s.talk("10"); c.Stance != switchboard.StanceQueued {
		s.Errorf("%s: it is no spam alone any more", c.Stance)
	}
}

func historyIsQuiet(s *scene) {
	s.hearsAs(history, s.item("1", "a safety matter"), reply(s.item("2", "still there?"), "1"))
	c := s.talk("2")
	counts := testkit.Read(s, s.app.DB, func(tx *store.Tx) (map[string]int64, error) { return tx.Counts(store.ScopeAll) })
	if c.Open() || c.CloseReason != switchboard.CloseImported || c.Department == "" || counts[store.CountOpen] != 0 || len(s.timers()) > 0 {
		s.Errorf("%s %s of %q, counters %v, timers %v", c.Stance, c.CloseReason, c.Department, counts, s.timers())
	}
	if err := s.app.Dispatcher.DrainAll(s.Context(), c.Department); err != nil {
		s.Fatal(err)
	}
	events := testkit.Read(s, s.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(c.ID, 100) })
	for _, e := range events {
		if e.Kind == switchboard.EventOffered || e.Kind == switchboard.EventQueued && e.Origin == switchboard.Live {
			s.Errorf("history raised %s", e.Kind)
		}
	}
}

func liveAfter(s *scene) {
	old, fresh := s.item("1", "it hums"), reply(s.item("2", "it still hums"), "1")
	split := func(at time.Time) switchboard.Origin {
		if at.Before(fresh.Published) {
			return switchboard.History
		}
		return switchboard.Live
	}
	s.hearsAs(split, fresh, old)
	c := s.talk("1")
	if c.Stance != switchboard.StanceQueued || c.MessageCount != 2 || !c.WaitingSince.Equal(fresh.Published) || c.Reopened != 0 {
		s.Errorf("%s, %d messages, waits since %v, reopened %d", c.Stance, c.MessageCount, c.WaitingSince, c.Reopened)
	}
}

func outsideAnswer(s *scene) {
	s.hears(s.item("1", "it hums"))
	if len(s.timers()) != 1 {
		s.Fatalf("timers %v", s.timers())
	}
	s.hears(ours(s.item("2", "we look into it"), "1"))
	c := s.talk("2")
	if c.Ball != switchboard.BallCustomer || !c.DueAt.IsZero() || len(s.timers()) > 0 || c.Stance != switchboard.StanceQueued {
		s.Errorf("%s, ball %s, due %v, timers %v", c.Stance, c.Ball, c.DueAt, s.timers())
	}
}

func edited(item connector.Item, text string) connector.Item {
	item.Change, item.Content.Text, item.EditedAt = connector.Edited, text, item.Published.Add(time.Second)
	return item
}

func revisedToSafety(s *scene) {
	first := s.item("1", "a press matter")
	s.hears(first)
	due := s.talk("1").DueAt
	s.hears(edited(first, "a safety matter: it sparks"))
	c := s.talk("1")
	if c.Department != "service" || c.MessageCount != 1 || !c.DueAt.Before(due) || !slices.Contains(c.Flags, switchboard.FlagSafety) {
		s.Errorf("%s, %d messages, due %v (was %v), flags %v", c.Department, c.MessageCount, c.DueAt, due, c.Flags)
	}
	s.hears(s.item("9", "hardly safety"))
	if c := s.talk("9"); slices.Contains(c.Flags, switchboard.FlagSafety) {
		s.Errorf("a slight doubt marks it: %v", c.Flags)
	}
	if m := s.message("1"); m.Revision != 2 || m.Content.Text != "a safety matter: it sparks" || c.Preview != m.Content.Text {
		s.Errorf("revision %d says %q, shown as %q", m.Revision, m.Content.Text, c.Preview)
	}
}

func revisedWhileLed(s *scene) {
	first := s.item("1", "it hums")
	s.hears(first)
	s.takes("1", s.ada)
	s.hears(edited(first, "a press matter"))
	if c := s.talk("1"); c.Lead != s.ada.ID || c.Department != "service" || c.RequiredLevel != 4 {
		s.Errorf("led by %s in %s, level %d", c.Lead, c.Department, c.RequiredLevel)
	}
}

// editedBack: what was said, edited, and edited back to what it was, in every order the three can come in.
func editedBack(s *scene) {
	for n, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		id := fmt.Sprint("back", n)
		first := s.item(id, "it hums "+id)
		again := edited(first, first.Content.Text)
		again.EditedAt = again.EditedAt.Add(time.Second)
		versions := []connector.Item{first, edited(first, "it sings "+id), again}
		for _, i := range order {
			s.hears(versions[i])
		}
		if m := s.message(id); m.Content.Text != first.Content.Text || !m.EditedAt.Equal(again.EditedAt) {
			s.Errorf("%v: it says %q, edited %s", order, m.Content.Text, m.EditedAt)
		}
	}
}

func deletedAfter(s *scene) {
	s.hears(s.item("1", "my number is in here"))
	s.hears(connector.Item{Change: connector.Deleted, ExternalID: "1"}, s.item("1", "my number is in here"))
	if m := s.message("1"); m.DeletedAt.IsZero() || m.Content.Text != "" || m.ConversationID.IsZero() {
		s.Errorf("deleted at %v, says %q", m.DeletedAt, m.Content.Text)
	}
	if c := s.talk("1"); c.Preview != "" {
		s.Errorf("lists still show %q", c.Preview)
	}
}

func deletedBefore(s *scene) {
	s.hears(connector.Item{Change: connector.Deleted, ExternalID: "1"}, s.item("1", "my number is in here"))
	m := s.message("1")
	if m.DeletedAt.IsZero() || m.Content.Text != "" || s.talk("1").Preview != "" {
		s.Errorf("deleted at %v, says %q, shown as %q", m.DeletedAt, m.Content.Text, s.talk("1").Preview)
	}
}

func contextAdopted(s *scene) {
	beside := s.item("1", "has anybody a kettle?")
	beside.Addressed = false
	stranger := reply(s.item("2", "they are fine"), "1")
	stranger.Addressed, stranger.Author = false, switchboard.Author{ID: "jon"}
	s.hears(beside, stranger)
	if m := s.message("1"); !m.ConversationID.IsZero() {
		s.Fatalf("context is in conversation %s", m.ConversationID)
	}
	s.hears(reply(s.item("3", "what do you say, @kettles?"), "2"))
	if c := s.talk("1"); c.ID != s.talk("3").ID || c.MessageCount != 2 || !s.message("2").ConversationID.IsZero() {
		s.Errorf("%d messages, want those of the customer alone", c.MessageCount)
	}
}

func overheard(s *scene) {
	beside := s.item("1", "has anybody a kettle from @pots?")
	beside.Addressed = false
	s.hears(beside)
	beside.Addressed = true
	s.account = testkit.AddAccount(s, s.app.DB, "@pots")
	s.hears(beside, beside)
	c := s.talk("1")
	if c.Stance != switchboard.StanceQueued || c.MessageCount != 1 || c.AccountID != s.account.ID || !c.WaitingSince.Equal(beside.Published) {
		s.Errorf("%s, %d messages, account %s, waits since %v", c.Stance, c.MessageCount, c.AccountID, c.WaitingSince)
	}
}

func private(item connector.Item, thread string) connector.Item {
	item.Visibility, item.Kind, item.ThreadKey = switchboard.Private, switchboard.KindDirect, thread
	return item
}

func privateAnswerFirst(s *scene) {
	asked := private(s.item("1", "it hums"), "dm")
	s.hears(private(ours(s.item("2", "which one?"), ""), "dm"), asked)
	if c := s.talk("2"); c.ID != s.talk("1").ID || c.MessageCount != 2 || c.Ball != switchboard.BallCustomer {
		s.Errorf("%d messages, ball %s", c.MessageCount, c.Ball)
	}
}

func privateContinues(s *scene) {
	s.hears(private(s.item("1", "it hums"), "dm"))
	s.takes("1", s.ada)
	s.closes("1", s.ada)
	s.site.Clock.Advance(29 * 24 * time.Hour)
	s.hears(private(s.item("2", "again"), "dm"))
	s.closes("2", s.ada)
	s.site.Clock.Advance(31 * 24 * time.Hour)
	s.hears(private(s.item("3", "something else"), "dm"))
	if s.talk("1").ID != s.talk("2").ID || s.talk("2").ID == s.talk("3").ID || s.talk("3").CustomerID != s.talk("1").CustomerID {
		s.Errorf("conversations %s %s %s", s.talk("1").ID, s.talk("2").ID, s.talk("3").ID)
	}
}

// twoThreads lets a customer speak in two threads whose link, a stranger's reply, comes last.
func (s *scene) twoThreads() (link connector.Item) {
	s.hears(s.item("1", "it hums"), reply(s.item("3", "a press matter"), "2"))
	if s.talk("1").ID == s.talk("3").ID {
		s.Fatal("one conversation before the threads are known to be one")
	}
	link = reply(s.item("2", "mine too"), "1")
	link.Author, link.Addressed = switchboard.Author{ID: "jon"}, false
	return link
}

func (s *scene) oneConversation() switchboard.Conversation {
	s.Helper()
	c := s.talk("1")
	if c.ID != s.talk("3").ID || c.MessageCount != 2 || !slices.Contains(c.Flags, switchboard.FlagPress) {
		s.Errorf("%s and %s, %d messages, flags %v", c.ID, s.talk("3").ID, c.MessageCount, c.Flags)
	}
	standing := 0
	for _, other := range testkit.AllConversations(s, s.app.DB) {
		if other.MergedInto.IsZero() {
			standing++
		} else if other.MergedInto != c.ID || other.Open() {
			s.Errorf("%s is %s, merged into %s", other.ID, other.Stance, other.MergedInto)
		}
	}
	if standing != 1 {
		s.Errorf("%d conversations stand", standing)
	}
	return c
}

func merged(s *scene) {
	s.hears(s.twoThreads())
	if c := s.oneConversation(); c.Stance != switchboard.StanceQueued || c.WaitingSince.IsZero() {
		s.Errorf("%s, waits since %v", c.Stance, c.WaitingSince)
	}
}

func mergedLed(s *scene) {
	link := s.twoThreads()
	s.takes("1", s.ada)
	s.takes("3", s.bo)
	s.hears(link)
	c := s.oneConversation()
	if c.Stance != switchboard.StanceLed || c.Lead != s.ada.ID && c.Lead != s.bo.ID || c.Epoch != 1 {
		s.Errorf("%s by %s in epoch %d: one of the two goes on", c.Stance, c.Lead, c.Epoch)
	}
	s.hears(reply(s.item("4", "hello?"), "2"))
	if c := s.talk("4"); c.MessageCount != 3 {
		s.Errorf("%d messages", c.MessageCount)
	}
}
