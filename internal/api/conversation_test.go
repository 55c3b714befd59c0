package api

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
)

const (
	anna  = switchboard.RoleAgent // of service
	boris = switchboard.Role("boris")
	petra = switchboard.Role("petra") // of comms
	chief = switchboard.RoleManager
	guest = switchboard.RoleViewer
)

func offered(tx *store.Tx, to switchboard.AgentID) conversation.Happening {
	return conversation.Offered{Offer: switchboard.Offer{ID: switchboard.NewID[switchboard.OfferID](tx.Now()), To: to,
		ExpiresAt: tx.Now().Add(time.Minute)}}
}

func at(c switchboard.Conversation, more string) string {
	return "/conversations/" + c.ID.String() + more
}

func TestTwoPeopleTakeAtOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(boris, "service", 3)
	for range 5 {
		c := s.hear("dora", "My kettle whistles at night.")
		codes := map[int]int{}
		var mu sync.Mutex
		var wait sync.WaitGroup
		for _, who := range []switchboard.Role{anna, boris} {
			wait.Go(func() {
				got := s.do(request{Method: "POST", Path: "/api/v1" + at(c, "/take"), As: who})
				mu.Lock()
				defer mu.Unlock()
				codes[got.Code]++
			})
		}
		wait.Wait()
		if codes[http.StatusOK] != 1 || codes[http.StatusConflict] != 1 {
			t.Fatalf("statuses %v, want one 200 and one 409", codes)
		}
		if led := s.stored(c.ID); led.Epoch != 1 || led.Lead.IsZero() {
			t.Fatalf("led by %s under epoch %d", led.Lead, led.Epoch)
		}
	}
}

func TestWhoComesSecondIsToldWhoHasIt(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(boris, "service", 3)
	c := s.hear("dora", "The lid is loose.")
	s.offer(c.ID, s.people[anna].ID)
	p := s.refused(boris, "POST", at(c, "/accept"), nil, switchboard.CodeConflict)
	if want := "Pat agent is asked to lead this conversation."; p.Detail != want {
		t.Errorf("detail %q, want %q", p.Detail, want)
	}
	s.ask(anna, "POST", at(c, "/accept"), nil, 200, nil)
	p = s.refused(boris, "POST", at(c, "/accept"), nil, switchboard.CodeConflict)
	if want := "Pat agent leads this conversation."; p.Detail != want || p.Hint == "" {
		t.Errorf("detail %q with hint %q, want %q", p.Detail, p.Hint, want)
	}
}

func TestADoubleClickChangesNothing(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "The lid is loose.")
	s.offer(c.ID, s.people[anna].ID)
	acts := []struct {
		path string
		body any
	}{
		{"/accept", nil}, {"/snooze", any1{"epoch": 1, "until": s.clock.Now().Add(time.Hour), "reason": "she looks for the bill"}},
		{"/wake", nil}, {"/release", any1{"epoch": 1, "reason": "shift"}}, {"/take", nil},
		{"/close", any1{"epoch": 2, "reason": "resolved", "note": "new lid sent"}}, {"/reopen", nil},
	}
	for _, act := range acts {
		var first, second switchboard.Conversation
		s.ask(anna, "POST", at(c, act.path), act.body, 200, &first)
		s.ask(anna, "POST", at(c, act.path), act.body, 200, &second)
		if first.Version != second.Version || first.Stance != second.Stance {
			t.Errorf("%s twice: version %d then %d", act.path, first.Version, second.Version)
		}
	}
}

func TestAStaleEpochIsRefused(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "The lid is loose.")
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	s.ask(anna, "POST", at(c, "/release"), any1{"epoch": 1, "reason": "shift"}, 200, nil)
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	s.refused(anna, "POST", at(c, "/close"), any1{"epoch": 1, "reason": "resolved"}, switchboard.CodeStale)
	s.refused(anna, "POST", at(c, "/snooze"), any1{"epoch": 1, "until": s.clock.Now().Add(time.Hour), "reason": "x"}, switchboard.CodeStale)
	s.refused(anna, "POST", at(c, "/release"), any1{"epoch": 1, "reason": "shift"}, switchboard.CodeStale)
	if now := s.stored(c.ID); now.Stance != switchboard.StanceLed || now.Epoch != 2 {
		t.Errorf("it is %s under epoch %d", now.Stance, now.Epoch)
	}
}

func TestATransferGoesFromHandToHand(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	b := s.colleague(boris, "service", 3)
	c := s.hear("dora", "The lid is loose.")
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	ask := any1{"epoch": 1, "to": b.ID, "reason": "skill", "briefing": "She wants a new lid and has sent the bill."}
	s.refused(anna, "POST", at(c, "/transfer"), any1{"epoch": 1, "to": b.ID, "reason": "skill", "briefing": "lid"}, switchboard.CodeMustExplain)
	s.refused(anna, "POST", at(c, "/transfer"), any1{"epoch": 1, "to": s.people[guest].ID, "reason": "skill",
		"briefing": "She wants a new lid and has sent the bill."}, switchboard.CodeInvalid)
	var now switchboard.Conversation
	s.ask(anna, "POST", at(c, "/transfer"), ask, 200, &now)
	if now.Stance != switchboard.StanceTransfer || now.Lead != s.people[anna].ID {
		t.Errorf("asked: %s led by %s", now.Stance, now.Lead)
	}
	s.waitsFor(boris, c)
	s.waitsFor(anna)
	s.ask(boris, "POST", at(c, "/transfer/decline"), any1{"reason": "busy"}, 200, nil)
	s.waitsFor(boris)
	s.ask(anna, "POST", at(c, "/transfer"), ask, 200, nil)
	s.ask(anna, "DELETE", at(c, "/transfer"), nil, 200, nil)
	s.ask(anna, "POST", at(c, "/transfer"), ask, 200, nil)
	s.ask(boris, "POST", at(c, "/transfer/accept"), nil, 200, &now)
	if now.Lead != b.ID || now.Epoch != 2 {
		t.Errorf("accepted: led by %s under epoch %d", now.Lead, now.Epoch)
	}
	s.waitsFor(boris)
	s.briefed(boris, c, 3, "She wants a new lid and has sent the bill.")
}

// briefed checks that every question to take over still says why, in the words of whoever asked.
func (s *shop) briefed(who switchboard.Role, c switchboard.Conversation, times int, words string) {
	s.t.Helper()
	var said Page[TimelineItem]
	s.ask(who, "GET", at(c, "/timeline"), nil, 200, &said)
	notes := map[switchboard.MessageID]TimelineItem{}
	for _, m := range said.Items {
		notes[m.ID] = m
	}
	var happened Page[switchboard.Event]
	s.ask(who, "GET", at(c, "/events"), nil, 200, &happened)
	asked := 0
	for _, e := range happened.Items {
		if e.Kind != switchboard.EventTransferAsked {
			continue
		}
		asked++
		note := notes[e.MessageID]
		if note.Content.Text != words || note.Visibility != switchboard.Internal || note.Author.ID != e.Actor.String() {
			s.t.Errorf("asked to take over with %+v", note)
		}
	}
	if asked != times {
		s.t.Errorf("asked %d times, want %d", asked, times)
	}
}

// waitsFor checks that exactly these conversations wait for somebody's yes, in the list and in the count.
func (s *shop) waitsFor(who switchboard.Role, want ...switchboard.Conversation) {
	s.t.Helper()
	var page Page[switchboard.Conversation]
	s.ask(who, "GET", "/conversations?view=offered", nil, 200, &page)
	var got, ids []switchboard.ConversationID
	for _, c := range page.Items {
		got = append(got, c.ID)
	}
	for _, c := range want {
		ids = append(ids, c.ID)
	}
	var n Counters
	s.ask(who, "GET", "/counters", nil, 200, &n)
	if !slices.Equal(got, ids) || n.Mine[store.CountOffered] != int64(len(want)) {
		s.t.Errorf("%v wait for %s, counted %d, want %v", got, who, n.Mine[store.CountOffered], ids)
	}
}

func TestWhatLiesOutsideOnesScopeIsNotThere(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(petra, "comms", 4)
	c := s.hear("dora", "The lid is loose.")
	private := s.take(connector.Item{Visibility: switchboard.Private, Kind: switchboard.KindDirect}, "emil", "My address is in here.")
	for _, path := range []string{"", "/timeline", "/events", "/decision"} {
		s.ask(anna, "GET", at(c, path), nil, 200, nil)
		s.refused(petra, "GET", at(c, path), nil, switchboard.CodeNotFound)
		s.refused(guest, "GET", at(private, path), nil, switchboard.CodeNotFound)
	}
	s.refused(petra, "POST", at(c, "/take"), nil, switchboard.CodeNotFound)
	s.refused(guest, "POST", at(c, "/take"), nil, switchboard.CodeForbidden)
	for who, want := range map[switchboard.Role]int{anna: 2, chief: 2, petra: 0, guest: 1} {
		var page Page[switchboard.Conversation]
		s.ask(who, "GET", "/conversations?view=all", nil, 200, &page)
		if len(page.Items) != want {
			t.Errorf("%s sees %d conversations, want %d", who, len(page.Items), want)
		}
	}
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	s.ask(anna, "PUT", at(c, "/helpers/"+s.people[petra].ID.String()), nil, 200, nil)
	s.ask(petra, "GET", at(c, ""), nil, 200, nil) // whoever helps may read
	s.ask(anna, "DELETE", at(c, "/helpers/"+s.people[petra].ID.String()), nil, 200, nil)
	s.refused(petra, "GET", at(c, ""), nil, switchboard.CodeNotFound)
}

func TestViewsComeInPagesWithoutGapsOrRepeats(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for i := range 7 {
		s.hear(fmt.Sprintf("c%d", i), "Hello, is anybody there?")
		s.clock.Advance(time.Second)
	}
	for _, view := range []string{"all", "department&department=service", "queue&department=service"} {
		seen := map[switchboard.ConversationID]bool{}
		for after, pages := "", 0; pages < 10; pages++ {
			var page Page[switchboard.Conversation]
			s.ask(anna, "GET", "/conversations?limit=3&view="+view+"&after="+after, nil, 200, &page)
			for _, c := range page.Items {
				if seen[c.ID] {
					t.Errorf("%s: %s comes twice", view, c.ID)
				}
				seen[c.ID] = true
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if len(seen) != 7 {
			t.Errorf("%s: %d conversations, want 7", view, len(seen))
		}
	}
	s.refused(anna, "GET", "/conversations?view=queue", nil, switchboard.CodeInvalid)
	s.refused(anna, "GET", "/conversations?view=all&after=nonsense", nil, switchboard.CodeInvalid)
}

func TestEveryViewShowsItsOwn(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	mine, asked, closed := s.hear("ada", "One."), s.hear("bea", "Two."), s.hear("cleo", "Three.")
	s.ask(anna, "POST", at(mine, "/take"), nil, 200, nil)
	s.offer(asked.ID, s.people[anna].ID)
	s.ask(anna, "POST", at(closed, "/close"), any1{"epoch": 0, "reason": "no_answer"}, 200, nil)
	for view, want := range map[string]switchboard.ConversationID{"mine": mine.ID, "offered": asked.ID, "closed": closed.ID,
		"customer&customer=" + closed.CustomerID.String(): closed.ID} {
		var page Page[switchboard.Conversation]
		s.ask(anna, "GET", "/conversations?view="+view, nil, 200, &page)
		if len(page.Items) != 1 || page.Items[0].ID != want {
			t.Errorf("%s: %d conversations, want just %s", view, len(page.Items), want)
		}
	}
}

func TestWhyMe(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("rita", "I am a reporter, call me back about the kettles.")
	var why Why
	s.ask(chief, "GET", at(c, "/decision"), nil, 200, &why)
	want := "Rule press-and-public: flagged press (0.90) → comms; else default would choose service."
	if why.Sentence != want || !why.Same || !why.PolicyKnown || len(why.Alternatives) == 0 || len(why.Path) == 0 {
		t.Errorf("why %+v, want the sentence %q", why, want)
	}
	// Another policy is in force by now; the one of then still explains.
	s.policy = nil
	var again Why
	s.ask(chief, "GET", at(c, "/decision"), nil, 200, &again)
	if again.Sentence != want || !again.Same {
		t.Errorf("after the change: %+v", again)
	}
	var detail ConversationDetail
	s.ask(chief, "GET", at(c, ""), nil, 200, &detail)
	if detail.Why != want || len(detail.Legs) != 1 {
		t.Errorf("detail: why %q with %d legs", detail.Why, len(detail.Legs))
	}
}

func TestNotesAreForColleagues(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "The lid is loose.")
	var note switchboard.Message
	s.ask(anna, "POST", at(c, "/notes"), any1{"text": "She has written before."}, 201, &note)
	if note.Visibility != switchboard.Internal || note.Kind != switchboard.KindNote || note.Realm != "internal" {
		t.Errorf("note %+v", note)
	}
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline"), nil, 200, &page)
	if len(page.Items) != 2 || page.Items[1].ID != note.ID {
		t.Errorf("timeline %+v", page.Items)
	}
	var events Page[switchboard.Event]
	s.ask(anna, "GET", at(c, "/events"), nil, 200, &events)
	last := events.Items[len(events.Items)-1]
	if last.Kind != switchboard.EventNoteAdded || last.Actor != s.people[anna].ID || last.ActorKind != switchboard.ActorToken {
		t.Errorf("last event %+v", last)
	}
	s.refused(anna, "POST", at(c, "/notes"), any1{"text": "  "}, switchboard.CodeInvalid)
}

func TestOthersInTheThreadComeFolded(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(petra, "comms", 4)
	own := s.take(connector.Item{Visibility: switchboard.Public, Kind: switchboard.KindMention, ThreadKey: "t"}, "dora", "The lid is loose.")
	other := s.take(connector.Item{Visibility: switchboard.Public, Kind: switchboard.KindReply, ThreadKey: "t"}, "rita", "I am a reporter.")
	var detail ConversationDetail
	s.ask(anna, "GET", at(own, ""), nil, 200, &detail)
	var page Page[ThreadItem]
	path := at(own, "/legs/"+detail.Legs[0].ID.String()+"/thread")
	s.ask(anna, "GET", path, nil, 200, &page)
	if len(page.Items) != 2 || !page.Items[0].Own || page.Items[0].Preview == "" {
		t.Fatalf("thread %+v", page.Items)
	}
	if folded := page.Items[1]; !folded.Folded || folded.Preview != "" || folded.Department != "" || folded.ConversationID != other.ID {
		t.Errorf("of comms: %+v, want it folded", folded)
	}
	s.ask(chief, "GET", path, nil, 200, &page)
	if open := page.Items[1]; open.Folded || open.Preview == "" || open.Department != "comms" {
		t.Errorf("for a manager: %+v, want its text", open)
	}
	s.refused(anna, "GET", at(own, "/legs/"+switchboard.NewID[switchboard.LegID](s.clock.Now()).String()+"/thread"), nil, switchboard.CodeNotFound)
}

func TestReroutingAndTakingOver(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "The lid is loose.")
	s.refused(anna, "POST", at(c, "/reroute"), any1{"department": "nowhere", "reason": "wrong_owner"}, switchboard.CodeInvalid)
	var now switchboard.Conversation
	s.ask(chief, "POST", at(c, "/reroute"), any1{"department": "sales", "reason": "wrong_owner"}, 200, &now)
	if now.Department != "sales" {
		t.Errorf("it is with %s", now.Department)
	}
	s.ask(chief, "POST", at(c, "/reroute"), any1{"department": "service", "reason": "wrong_owner"}, 200, nil)
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	s.refused(chief, "POST", at(c, "/take"), nil, switchboard.CodeConflict)
	s.ask(chief, "POST", at(c, "/take"), any1{"reason": "escalation"}, 200, &now)
	if now.Lead != s.people[chief].ID {
		t.Errorf("led by %s", now.Lead)
	}
}

func TestTheTimelineIsReadBackwardsInPages(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "The lid is loose.")
	for i := range 6 {
		s.clock.Advance(time.Second)
		s.ask(anna, "POST", at(c, "/notes"), any1{"text": fmt.Sprintf("note %d", i)}, 201, nil)
	}
	var all, page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline"), nil, 200, &all)
	var back []TimelineItem
	for next := ""; ; next = page.Next {
		page = Page[TimelineItem]{}
		s.ask(anna, "GET", at(c, "/timeline?latest=true&limit=3&after="+next), nil, 200, &page)
		back = append(page.Items, back...)
		if page.Next == "" {
			break
		}
	}
	if len(back) != 7 || len(all.Items) != 7 {
		t.Fatalf("%d messages backwards, %d forwards, want 7", len(back), len(all.Items))
	}
	for i := range back {
		if back[i].ID != all.Items[i].ID {
			t.Errorf("message %d is %q backwards and %q forwards", i, back[i].Content.Text, all.Items[i].Content.Text)
		}
	}
}
