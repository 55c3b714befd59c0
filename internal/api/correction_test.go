package api

import (
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

func fact(c switchboard.Conversation, head, truth string) any1 {
	return any1{"decision_id": c.DecisionID.String(), "head": head, "truth": truth}
}

// verdictOf is the stored verdict of the message the conversation's decision is about, as the database has it.
func (s *shop) verdictOf(c switchboard.Conversation) (body string, verdict switchboard.Verdict) {
	s.t.Helper()
	s.view(func(tx *store.Tx) error {
		row, err := tx.Decision(c.DecisionID)
		if err != nil {
			return err
		}
		if verdict, _, err = tx.Verdict(row.MessageID); err != nil {
			return err
		}
		return tx.QueryRow(`SELECT body FROM verdict WHERE message_id = ?`, row.MessageID).Scan(&body)
	})
	return body, verdict
}

func TestAWrongFactMovesWhatNobodyLeadsOnceSomebodySaysSo(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	if c.Department != "service" {
		t.Fatalf("it began in %s", c.Department)
	}
	before, _ := s.verdictOf(c)
	wrong := fact(c, "press", "yes")
	var would struct {
		Said, Stands, Truth string
		Changes, Moves      bool
		Before, After       struct{ Department string }
		Policy              string `json:"policy_hash"`
	}
	s.ask(anna, "POST", at(c, "/corrections/consider"), wrong, 200, &would)
	if !would.Changes || !would.Moves || would.Before.Department != "service" || would.After.Department != "comms" || would.Said != "no" {
		t.Fatalf("%+v", would)
	}
	if now := s.stored(c.ID); now.Version != c.Version {
		t.Fatal("considering it changed it")
	}
	s.refused(anna, "POST", at(c, "/corrections/fact"), wrong, switchboard.CodeMustExplain)
	wrong["redecide"], wrong["policy_hash"] = true, "another"
	s.refused(anna, "POST", at(c, "/corrections/fact"), wrong, switchboard.CodeStale)
	if now := s.stored(c.ID); now.Version != c.Version {
		t.Fatal("a refusal changed it")
	}
	wrong["policy_hash"] = would.Policy
	var done Corrected
	s.ask(anna, "POST", at(c, "/corrections/fact"), wrong, 201, &done)
	now := s.stored(c.ID)
	if now.Department != "comms" || now.Stance != switchboard.StanceQueued || !slices.Contains(now.Flags, switchboard.FlagPress) ||
		now.DecisionID != done.Correction.Outcome || done.Correction.By != s.people[anna].ID || done.Correction.Model != "test 1" {
		t.Errorf("%+v\n%+v", now, done.Correction)
	}
	if after, _ := s.verdictOf(c); after != before {
		t.Errorf("what the machine said was changed: %s", after)
	}
	var why Why
	s.ask(chief, "GET", at(c, "/decision"), nil, 200, &why)
	if !why.Same || len(why.Corrections) != 1 || why.Decision.Decision.Facts.Flags[switchboard.FlagPress] != 1 {
		t.Errorf("%+v", why)
	}
	s.refused(chief, "POST", at(c, "/corrections/fact"), fact(now, "press", "yes"), switchboard.CodeInvalid) // it counts already
	s.refused(chief, "POST", at(c, "/corrections/fact"), fact(c, "press", "no"), switchboard.CodeStale)      // of a decision that is over
	s.audited("correction.fact", "press: no → yes")
	s.journaled(c.ID, switchboard.EventCorrected, "press")
}

func (s *shop) audited(action, detail string) {
	s.t.Helper()
	var page Page[store.AuditEntry]
	s.ask(chief, "GET", "/audit?limit=200", nil, 200, &page)
	if !slices.ContainsFunc(page.Items, func(e store.AuditEntry) bool { return e.Action == action && e.Detail == detail }) {
		s.t.Errorf("the audit trail lacks %s %q", action, detail)
	}
}

func (s *shop) journaled(id switchboard.ConversationID, kind switchboard.EventKind, reason string) switchboard.Event {
	s.t.Helper()
	var page Page[switchboard.Event]
	s.ask(chief, "GET", "/conversations/"+id.String()+"/events", nil, 200, &page)
	for _, e := range page.Items {
		if e.Kind == kind && e.Reason == reason {
			return e
		}
	}
	s.t.Errorf("the journal lacks %s %s", kind, reason)
	return switchboard.Event{}
}

func TestAWrongFactLeavesALeadTheirs(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "Am I a reporter? My kettle whistles.") // press, so it is for comms
	s.colleague(petra, "comms", 5)
	s.ask(petra, "POST", at(c, "/take"), nil, 200, nil)
	wrong := fact(c, "press", "no")
	var would struct {
		Moves bool
		Keeps string `json:"keeps_lead"`
	}
	s.ask(petra, "POST", at(c, "/corrections/consider"), wrong, 200, &would)
	if would.Moves || would.Keeps != s.people[petra].ID.String() {
		t.Errorf("%+v", would)
	}
	wrong["redecide"] = true
	wrong["policy_hash"] = s.policy.Hash()
	s.ask(petra, "POST", at(c, "/corrections/fact"), wrong, 201, nil)
	now := s.stored(c.ID)
	if now.Lead != s.people[petra].ID || now.Department != "comms" || slices.Contains(now.Flags, switchboard.FlagPress) {
		t.Errorf("%+v", now)
	}
}

func TestAWrongFactThatChangesNothingNeedsNoWord(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	s.ask(anna, "POST", at(c, "/corrections/fact"), fact(c, "sentiment", "negative"), 201, nil)
	s.clock.Advance(time.Millisecond) // what is corrected next is corrected later
	s.ask(anna, "POST", at(c, "/corrections/fact"), fact(c, "language", "de"), 201, nil)
	s.clock.Advance(time.Millisecond)
	now := s.stored(c.ID)
	if now.Sentiment != switchboard.SentimentNegative || now.Language != "de" || now.DecisionID != c.DecisionID {
		t.Errorf("%+v", now)
	}
	// Recorded without deciding anew, it stays where it is and is counted all the same.
	keep := fact(c, "press", "yes")
	keep["redecide"], keep["policy_hash"] = false, s.policy.Hash()
	s.ask(anna, "POST", at(c, "/corrections/fact"), keep, 201, nil)
	if now := s.stored(c.ID); now.Department != "service" || !slices.Contains(now.Flags, switchboard.FlagPress) {
		t.Errorf("%+v", now)
	}
	var facts Page[switchboard.Correction]
	s.ask(anna, "GET", "/corrections?kind=fact&limit=2", nil, 200, &facts)
	if len(facts.Items) != 2 || facts.Next == "" || facts.Items[0].Head != "sentiment" || facts.Items[1].Truth != "de" {
		t.Fatalf("%+v", facts)
	}
	s.ask(anna, "GET", "/corrections?kind=fact&limit=2&after="+facts.Next, nil, 200, &facts)
	if len(facts.Items) != 1 || facts.Items[0].Head != "press" || !facts.Items[0].Outcome.IsZero() {
		t.Errorf("%+v", facts)
	}
}

func TestAFlagStandsWhileAnotherMessageHasIt(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	item := connector.Item{Visibility: switchboard.Public, Kind: switchboard.KindMention, ThreadKey: "one"}
	first := s.take(item, "dora", "I am a reporter.")
	c := s.take(item, "dora", "As I said, a reporter asks.")
	if first.ID != c.ID {
		t.Fatal("two conversations")
	}
	not := fact(c, "press", "no")
	not["redecide"], not["policy_hash"] = false, s.policy.Hash()
	s.ask(chief, "POST", at(c, "/corrections/fact"), not, 201, nil)
	if !slices.Contains(s.stored(c.ID).Flags, switchboard.FlagPress) {
		t.Error("the first message has it still")
	}
}

func TestAWrongOwnerIsForTheNextMeeting(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	dispute := any1{"decision_id": c.DecisionID.String(), "should_own": "sales", "why": " They sold it\n with a promise. "}
	s.ask(anna, "POST", at(c, "/corrections/owner"), dispute, 201, nil)
	if now := s.stored(c.ID); now.Department != "service" || now.DecisionID != c.DecisionID {
		t.Errorf("it moved: %+v", now)
	}
	e := s.journaled(c.ID, switchboard.EventDisputed, "wrong_owner")
	if e.From != "service" || e.To != "sales" {
		t.Errorf("%+v", e)
	}
	s.audited("correction.owner", "service → sales")
	var list Page[switchboard.Correction]
	s.ask(chief, "GET", "/corrections", nil, 200, &list)
	if len(list.Items) != 1 || list.Items[0].Why != "They sold it with a promise." || list.Items[0].ShouldOwn != "sales" {
		t.Errorf("%+v", list)
	}
	since := s.clock.Now().Add(time.Hour).Format(time.RFC3339)
	s.ask(chief, "GET", "/corrections?since="+since, nil, 200, &list)
	if len(list.Items) != 0 {
		t.Errorf("of later: %+v", list)
	}
	s.colleague(petra, "comms", 5)
	s.ask(petra, "GET", "/corrections", nil, 200, &list) // of a department she does not see
	if len(list.Items) != 0 {
		t.Errorf("out of sight: %+v", list)
	}
	for _, bad := range []any1{
		{"decision_id": c.DecisionID.String(), "should_own": "service", "why": "x"},
		{"decision_id": c.DecisionID.String(), "should_own": "nobody", "why": "x"},
	} {
		s.refused(anna, "POST", at(c, "/corrections/owner"), bad, switchboard.CodeInvalid)
	}
	s.refused(guest, "POST", at(c, "/corrections/owner"), dispute, switchboard.CodeForbidden)
	s.refused(petra, "POST", at(c, "/corrections/owner"), dispute, switchboard.CodeNotFound)
}

// right is the word that a fact is right as it was read.
func right(c switchboard.Conversation, head, truth string) any1 {
	word := fact(c, head, truth)
	word["right"] = true
	return word
}

func TestAReadingIsCalledRight(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	before, _ := s.verdictOf(c)
	s.refused(anna, "POST", at(c, "/corrections/fact"), fact(c, "intent", "question"), switchboard.CodeInvalid) // not said to be right
	s.refused(anna, "POST", at(c, "/corrections/fact"), right(c, "intent", "praise"), switchboard.CodeStale)
	var done Corrected
	s.ask(anna, "POST", at(c, "/corrections/fact"), right(c, "intent", "question"), 201, &done)
	if k := done.Correction; k.Kind != switchboard.CorrectFact || k.Said != "question" || k.Truth != "question" || k.By != s.people[anna].ID ||
		done.Consequence.Changes || done.Conversation.DecisionID != c.DecisionID {
		t.Errorf("%+v", done)
	}
	if after, _ := s.verdictOf(c); after != before {
		t.Errorf("what the machine said was changed: %s", after)
	}
	s.audited("correction.right", "intent: question")
	s.journaled(c.ID, switchboard.EventConfirmed, "intent")
	var state LearningView
	s.ask(anna, "GET", "/learning", nil, 200, &state)
	if state.Waiting != 1 {
		t.Errorf("nothing is learned from it: %+v", state)
	}
	s.clock.Advance(time.Millisecond)
	s.refused(chief, "POST", at(c, "/corrections/fact"), right(c, "intent", "question"), switchboard.CodeInvalid) // somebody said so
	s.ask(chief, "POST", at(c, "/corrections/fact"), fact(c, "intent", "feedback"), 201, nil)
	s.refused(anna, "POST", at(c, "/corrections/fact"), right(c, "intent", "question"), switchboard.CodeStale) // said otherwise since
}

// TestWhatWasNotReadIsNotRight calls right what stands for nothing having been read.
func TestWhatWasNotReadIsNotRight(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "noise")
	s.refused(anna, "POST", at(c, "/corrections/fact"), right(c, "intent", "other"), switchboard.CodeInvalid)
}

// TestWhatIsRightMayMoveIt calls right what was too unsure for the policy to act on.
func TestWhatIsRightMayMoveIt(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "I read of my kettle in the newspaper.")
	word := right(c, "press", "yes")
	s.refused(anna, "POST", at(c, "/corrections/fact"), word, switchboard.CodeMustExplain)
	var would struct {
		Changes, Moves bool
		After          struct{ Department string }
		Policy         string `json:"policy_hash"`
	}
	s.ask(anna, "POST", at(c, "/corrections/consider"), word, 200, &would)
	if !would.Changes || !would.Moves || would.After.Department != "comms" {
		t.Fatalf("%+v", would)
	}
	word["redecide"], word["policy_hash"] = true, would.Policy
	s.ask(anna, "POST", at(c, "/corrections/fact"), word, 201, nil)
	if now := s.stored(c.ID); now.Department != "comms" || !slices.Contains(now.Flags, switchboard.FlagPress) {
		t.Errorf("%+v", now)
	}
}

func TestNonsenseIsNoFact(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	for _, bad := range [][2]string{{"intent", "rage"}, {"followers", "900000"}, {"press", "maybe"}, {"language", "German"}, {"urgency", ""}} {
		s.refused(anna, "POST", at(c, "/corrections/fact"), fact(c, bad[0], bad[1]), switchboard.CodeInvalid)
	}
	if got := s.stored(c.ID); got.Version != c.Version {
		t.Error("nonsense changed something")
	}
}

func TestTransfersSayFromWhichDepartmentToWhich(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	s.colleague(boris, "sales", 3)
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	s.ask(anna, "POST", at(c, "/transfer"), any1{"epoch": 1, "to": s.people[boris].ID.String(), "reason": "skill",
		"briefing": "Wants to know whether the new model whistles too."}, 200, nil)
	s.ask(boris, "POST", at(c, "/transfer/accept"), nil, 200, nil)
	for kind, epoch := range map[switchboard.EventKind]int{switchboard.EventTransferAsked: 1, switchboard.EventTransferAccepted: 2} {
		e := s.journaled(c.ID, kind, "skill")
		if e.From != "service" || e.To != "sales" || e.Epoch != epoch {
			t.Errorf("%+v", e)
		}
	}
	s.ask(chief, "POST", at(c, "/take"), any1{"reason": "escalation"}, 200, nil)
	if e := s.journaled(c.ID, switchboard.EventTaken, "escalation"); e.To != "service" || e.Epoch != 3 {
		t.Errorf("%+v", e)
	}
}

func TestWaitsOfAConversation(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	s.clock.Advance(10 * time.Minute)
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	s.clock.Advance(5 * time.Minute)
	var got Waits
	s.ask(guest, "GET", at(c, "/waits"), nil, 200, &got)
	if len(got.Items) != 1 || got.Items[0].End != "" {
		t.Fatalf("%+v", got)
	}
	w, sum := got.Items[0], int64(0)
	by := map[switchboard.WaitCause]int64{}
	for _, p := range w.Parts {
		by[p.Cause], sum = p.Microseconds, sum+p.Microseconds
	}
	if whole := w.Until.Sub(w.From).Microseconds(); sum != whole || by[switchboard.WaitUnopened] != (5*time.Minute).Microseconds() {
		t.Errorf("%v of %d", by, whole)
	}
	s.colleague(petra, "comms", 5)
	s.refused(petra, "GET", at(c, "/waits"), nil, switchboard.CodeNotFound)
}
