package journal_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/journal"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func agent(n byte) switchboard.AgentID { return switchboard.AgentID{0: 1, 15: n} }

var (
	ada = agent(1)
	bo  = agent(2)
)

// story is a conversation told minute by minute: what the state machine journals, and what others do.
type story struct {
	t      *testing.T
	c      switchboard.Conversation
	events []switchboard.Event
}

func begin(t *testing.T) *story {
	return &story{t: t, c: switchboard.Conversation{ID: switchboard.ConversationID{0: 9}, BrandID: switchboard.BrandID{0: 8},
		CustomerID: switchboard.CustomerID{0: 7}, AccountID: switchboard.AccountID{0: 6}, Network: "practice"}}
}

func minute(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

func (s *story) at(n int, happenings ...conversation.Happening) *story {
	s.t.Helper()
	for _, what := range happenings {
		change, err := conversation.Apply(s.c, what, minute(n))
		if err != nil {
			s.t.Fatalf("minute %d: %T: %v", n, what, err)
		}
		s.c, s.events = change.After, append(s.events, change.Events...)
	}
	return s
}

// also is what other packages journal.
func (s *story) also(n int, e switchboard.Event) *story {
	e.At, e.RecordedAt, e.ConversationID = minute(n), minute(n), s.c.ID
	if e.Kind != switchboard.EventStaffed {
		e.Department = s.c.Department
	}
	s.events = append(s.events, e)
	return s
}

func (s *story) staffed(n int, department switchboard.DepartmentKey, how switchboard.Staffing) *story {
	return s.also(n, switchboard.Event{Kind: switchboard.EventStaffed, Department: department, Reason: string(how)})
}

// looked is journaled when somebody has looked away.
func (s *story) looked(from, until int, who switchboard.AgentID) *story {
	return s.also(until, switchboard.Event{Kind: switchboard.EventFocus, Actor: who, Agent: who, Reason: "reading",
		Numbers: map[string]int64{"from": minute(from).UnixMicro(), "until": minute(until).UnixMicro()}})
}

func says(published, received int) conversation.Arrived {
	return conversation.Arrived{MessageID: switchboard.MessageID{0: 5}, Published: minute(published), Received: minute(received),
		Origin: switchboard.Live, Addressed: true, Visibility: switchboard.Public}
}

func decided(n byte, department switchboard.DepartmentKey) conversation.Decided {
	return conversation.Decided{DecisionID: switchboard.DecisionID{0: 3, 15: n}, Decision: switchboard.Decision{Department: department}}
}

func offered(n int, to switchboard.AgentID) conversation.Offered {
	return conversation.Offered{Offer: switchboard.Offer{ID: switchboard.OfferID{0: 2, 15: byte(n)}, To: to, ExpiresAt: minute(n + 500)}}
}

func answered(at int, epoch int) conversation.Answered {
	return conversation.Answered{By: conversation.Person(ada), At: minute(at), Epoch: epoch, Final: true}
}

// minutes are the parts of a wait in whole minutes.
func minutes(t *testing.T, w switchboard.Wait) map[switchboard.WaitCause]int {
	t.Helper()
	parts, sum := map[switchboard.WaitCause]int{}, time.Duration(0)
	for _, p := range w.Parts {
		took := time.Duration(p.Microseconds) * time.Microsecond
		parts[p.Cause], sum = int(took/time.Minute), sum+took
	}
	if whole := w.Until.Sub(w.From); sum != whole {
		t.Errorf("the parts add up to %v of %v", sum, whole)
	}
	return parts
}

func (s *story) check(now int, want ...map[switchboard.WaitCause]int) []switchboard.Wait {
	s.t.Helper()
	waits := journal.Waits(s.events, minute(now))
	got := []map[switchboard.WaitCause]int{}
	for _, w := range waits {
		got = append(got, minutes(s.t, w))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("waits (-want +got):\n%s", diff)
	}
	return waits
}

type parts = map[switchboard.WaitCause]int

func ends(waits []switchboard.Wait) (how []switchboard.WaitEnd) {
	for _, w := range waits {
		how = append(how, w.End)
	}
	return how
}

func TestEveryCauseOnItsWayToTheAnswer(t *testing.T) {
	t.Parallel()
	draft := switchboard.Event{Actor: ada, Subject: "drf_1"}
	event := func(kind switchboard.EventKind, subject string, numbers map[string]int64) switchboard.Event {
		e := draft
		e.Kind, e.Subject, e.Numbers = kind, subject, numbers
		return e
	}
	s := begin(t).staffed(-60, "service", switchboard.StaffedNobody).staffed(-60, "press", switchboard.StaffedRoom)
	s.at(5, says(0, 3), decided(1, "service")) // 3 ingest, 2 unread
	s.staffed(10, "service", switchboard.StaffedFull).staffed(17, "service", switchboard.StaffedRoom)
	s.at(19, offered(1, bo)).at(24, conversation.Declined{By: bo, Reason: conversation.ReasonBusy}) // 5, 7, 2, offered 5
	s.at(25, conversation.Rerouted{Department: "press", By: conversation.Person(bo), Reason: conversation.ReasonSkill})
	s.at(27, conversation.Taken{By: conversation.Person(ada)}) // room 1 + 2
	s.looked(38, 45, ada)                                      // unopened 11
	s.also(48, switchboard.Event{Kind: switchboard.EventHelperAdded, Agent: bo, Actor: ada})
	s.also(61, switchboard.Event{Kind: switchboard.EventNoteAdded, Actor: bo}) // writing 10, advice 13
	s.also(70, event(switchboard.EventDraftHeld, "drf_1", map[string]int64{"level": 3}))
	s.also(87, event(switchboard.EventDraftApproved, "drf_1", nil)) // writing 9, approval 17
	s.also(88, event(switchboard.EventDeliveryQueued, "drf_1", map[string]int64{"parts": 1}))
	s.also(90, event(switchboard.EventDeliverySending, "dlv_1", nil))
	s.also(91, event(switchboard.EventDeliveryUnknown, "dlv_1", nil)) // writing 1, sending 3
	s.also(110, event(switchboard.EventDeliverySettled, "dlv_1", nil))
	s.also(110, event(switchboard.EventDeliverySent, "dlv_1", nil)) // uncertain 19
	s.at(111, answered(110, 1))
	waits := s.check(500, parts{switchboard.WaitIngest: 3, switchboard.WaitUnread: 2, switchboard.WaitNobody: 5,
		switchboard.WaitFull: 7, switchboard.WaitRoom: 2 + 1 + 2, switchboard.WaitOffered: 5, switchboard.WaitUnopened: 11,
		switchboard.WaitWriting: 20, switchboard.WaitAdvice: 13, switchboard.WaitApproval: 17, switchboard.WaitSending: 3,
		switchboard.WaitUncertain: 19})
	if !slices.Equal(ends(waits), []switchboard.WaitEnd{switchboard.WaitAnswered}) {
		t.Errorf("ends %v", ends(waits))
	}
}

func TestTransferSnoozeAndWhoLooksAlready(t *testing.T) {
	t.Parallel()
	s := begin(t).at(0, says(0, 0), decided(1, "service")).looked(5, 30, ada)
	s.at(10, conversation.Taken{By: conversation.Person(ada)}) // queued 10; Ada looks at it when she takes it
	s.at(20, conversation.TransferAsked{By: conversation.Person(ada), From: ada, To: bo, Reason: conversation.ReasonShift, Epoch: 1,
		Briefing: "Wants a refund for a cracked kettle."})
	s.at(26, conversation.TransferAccepted{By: bo}) // writing 10, transfer 6
	s.at(30, conversation.Snoozed{By: conversation.Person(bo), Until: minute(90), Reason: "waits for the courier", Epoch: 2})
	s.at(50, conversation.Woken{By: conversation.Person(bo)}) // unopened 4, snoozed 20; who woke it has it open
	s.at(55, conversation.OutsideAnswer{At: minute(52), Origin: switchboard.Live})
	s.check(500, parts{switchboard.WaitQueued: 10, switchboard.WaitWriting: 10 + 2, switchboard.WaitTransfer: 6,
		switchboard.WaitUnopened: 4, switchboard.WaitSnoozed: 20})
}

func TestTurnsEndAndBegin(t *testing.T) {
	t.Parallel()
	s := begin(t).at(0, says(0, 0), decided(1, "service"), conversation.Taken{By: conversation.Person(ada)})
	s.at(10, says(9, 10)).at(12, answered(5, 1)) // our answer stood before the second word was said
	s.at(20, says(20, 20)).at(30, answered(30, 1))
	thanks := says(40, 40)
	thanks.NeedsNone = conversation.Thanks
	s.at(40, thanks).at(50, says(50, 50)).at(60, conversation.Closed{By: conversation.Person(ada), Reason: switchboard.CloseNoAnswer, Epoch: 1})
	s.at(70, says(70, 70))
	waits := s.check(75, parts{switchboard.WaitUnopened: 5}, parts{switchboard.WaitIngest: 1, switchboard.WaitUnopened: 2, switchboard.WaitWriting: 18},
		parts{switchboard.WaitWriting: 10}, parts{switchboard.WaitQueued: 5})
	want := []switchboard.WaitEnd{switchboard.WaitAnswered, switchboard.WaitAnswered, switchboard.WaitClosed, ""}
	if !slices.Equal(ends(waits), want) {
		t.Errorf("ends %v, want %v", ends(waits), want)
	}
}

func TestWhatIsTakenOutOfQuarantineWaitedAllTheWhile(t *testing.T) {
	t.Parallel()
	s := begin(t).at(0, says(0, 0), decided(1, "service"), conversation.Closed{Reason: switchboard.CloseSpam})
	if waits := s.check(100, parts{}); waits[0].End != switchboard.WaitAside {
		t.Errorf("put aside, and %q", waits[0].End)
	}
	s.at(20, conversation.Reopened{By: conversation.Person(ada)}).at(25, conversation.Taken{By: conversation.Person(ada)})
	s.check(34, parts{switchboard.WaitUnread: 20, switchboard.WaitQueued: 5, switchboard.WaitUnopened: 9})
}

func TestHistoryNeverWaits(t *testing.T) {
	t.Parallel()
	old := says(0, 10)
	old.Origin = switchboard.History
	begin(t).at(10, old).check(100, []map[switchboard.WaitCause]int{}...)
}

func TestATurnComesAlongWhenConversationsAreMerged(t *testing.T) {
	t.Parallel()
	other := begin(t).at(0, says(0, 0), decided(1, "service"))
	into := begin(t).at(5, says(5, 5), decided(1, "service"), conversation.Taken{By: conversation.Person(ada)}).at(6, answered(6, 1))
	into.at(8, conversation.Absorbed{From: other.c})
	other.c.ID = switchboard.ConversationID{0: 10}
	into.check(10, parts{switchboard.WaitUnopened: 1}, parts{switchboard.WaitQueued: 5, switchboard.WaitUnopened: 1, switchboard.WaitWriting: 4})
	other.at(8, conversation.Merged{Into: into.c.ID})
	if waits := other.check(99, parts{switchboard.WaitQueued: 8}); waits[0].End != switchboard.WaitMerged {
		t.Errorf("merged, and %q", waits[0].End)
	}
}

func TestAdviceIsWaitedForUntilItCanComeNoMore(t *testing.T) {
	t.Parallel()
	for _, over := range []switchboard.EventKind{"consult.answered", "consult.doubtful", "consult.expired", "consult.ended", "consult.failed"} {
		s := begin(t).at(0, says(0, 0), decided(1, "service"), conversation.Taken{By: conversation.Person(ada)})
		s.also(5, switchboard.Event{Kind: "consult.asked", Actor: ada, Subject: "one"})
		s.also(6, switchboard.Event{Kind: "consult.asked", Actor: ada, Subject: "two"})
		s.also(9, switchboard.Event{Kind: "consult.answered", Subject: "two"}).also(12, switchboard.Event{Kind: over, Subject: "one"})
		s.check(20, parts{switchboard.WaitUnopened: 5, switchboard.WaitAdvice: 7, switchboard.WaitWriting: 8})
	}
}
