package conversation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

type kindList = []switchboard.EventKind

func TestTheClockOfATurn(t *testing.T) {
	t.Parallel()
	minute := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
	answer := func(at time.Time) Answered { return Answered{By: Person(ada), At: at, Epoch: 1, Final: true} }
	short := says(minute(2))
	short.Deadline = 10 * time.Minute
	beside := says(minute(2))
	beside.Addressed = false
	thanks := says(minute(2))
	thanks.NeedsNone, thanks.Deadline = Thanks, time.Minute
	ahead := says(minute(600))
	ahead.Received = minute(3)
	for _, each := range []struct {
		name         string
		then         []Happening
		ball         switchboard.Ball
		waiting, due time.Time
	}{
		{"from the first message", []Happening{says(minute(5))}, switchboard.BallUs, minute(0), minute(60)},
		{"a shorter deadline counts", []Happening{short}, switchboard.BallUs, minute(0), minute(10)},
		{"an earlier message sets it back", []Happening{says(minute(-30))}, switchboard.BallUs, minute(-30), minute(30)},
		{"words beside us do not count", []Happening{beside}, switchboard.BallUs, minute(0), minute(60)},
		{"thanks leave the deadline of what waits", []Happening{thanks}, switchboard.BallUs, minute(0), minute(60)},
		{"thanks for an answer start none", []Happening{answer(minute(1)), thanks}, switchboard.BallCustomer, time.Time{}, time.Time{}},
		{"thanks said after our answer and read before it do not wait", []Happening{thanks, answer(minute(1))},
			switchboard.BallCustomer, time.Time{}, time.Time{}},
		{"an answer stops it", []Happening{answer(minute(1))}, switchboard.BallCustomer, time.Time{}, time.Time{}},
		{"an outside answer stops it", []Happening{OutsideAnswer{At: minute(1), Origin: switchboard.Live}},
			switchboard.BallCustomer, time.Time{}, time.Time{}},
		{"one part of an answer does not", []Happening{Answered{By: Person(ada), At: minute(1), Epoch: 1}},
			switchboard.BallUs, minute(0), minute(60)},
		{"an answer from before does not", []Happening{answer(minute(-1))}, switchboard.BallUs, minute(0), minute(60)},
		{"an answer in the middle leaves the last word", []Happening{says(minute(20)), answer(minute(10))},
			switchboard.BallUs, minute(20), minute(80)},
		{"a new turn starts anew", []Happening{answer(minute(1)), says(minute(20))}, switchboard.BallUs, minute(20), minute(80)},
		{"what came late was not answered", []Happening{answer(minute(1)), says(minute(-5))},
			switchboard.BallUs, minute(-5), minute(55)},
		{"a clock that runs ahead is not believed", []Happening{answer(minute(1)), ahead}, switchboard.BallUs, minute(3), minute(63)},
		{"snoozing does not pause it", []Happening{Snoozed{Person(ada), minute(900), "waits for the depot", 1}},
			switchboard.BallUs, minute(0), minute(60)},
		{"a transfer does not pause it", []Happening{TransferAsked{By: Person(ada), From: ada, To: bo, Briefing: briefing, Reason: ReasonShift, Epoch: 1}, TransferAccepted{bo}},
			switchboard.BallUs, minute(0), minute(60)},
		{"a release does not pause it", []Happening{Released{Person(ada), ReasonShift, 1}}, switchboard.BallUs, minute(0), minute(60)},
		{"closing ends it", []Happening{Closed{By: Person(ada), Reason: switchboard.CloseNoAnswer, Epoch: 1}},
			switchboard.BallNobody, time.Time{}, time.Time{}},
	} {
		l := begin(t).led()
		l.now = minute(30)
		l.do(each.then...)
		if l.c.Ball != each.ball || !l.c.WaitingSince.Equal(each.waiting) || !l.c.DueAt.Equal(each.due) {
			t.Errorf("%s: ball %s, waiting since %v, due %v", each.name, l.c.Ball, l.c.WaitingSince, l.c.DueAt)
		}
	}
}

func TestTimers(t *testing.T) {
	t.Parallel()
	l := begin(t)
	want := func(name string, changes ...TimerChange) {
		t.Helper()
		if diff := cmp.Diff(changes, l.last.Timers); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	due := noon.Add(time.Hour)
	l.do(says(noon))
	want("arrival", TimerChange{TimerResponseDue, due})
	l.do(decided(1, "service"), offered(1, bo, noon))
	want("offer", TimerChange{TimerOfferExpiry, noon.Add(3 * time.Minute)})
	l.do(Accepted{bo})
	want("acceptance", TimerChange{Kind: TimerOfferExpiry})
	l.do(Snoozed{Person(bo), noon.Add(9 * time.Hour), "waits for the depot", 1})
	want("snooze", TimerChange{TimerSnoozeEnd, noon.Add(9 * time.Hour)})
	l.do(TransferAsked{By: Person(bo), From: bo, To: cy, Briefing: briefing, Reason: ReasonSkill, Epoch: 1})
	want("transfer", TimerChange{Kind: TimerSnoozeEnd}, TimerChange{TimerTransferReminder, l.now.Add(TransferReminderAfter)})
	l.do(TransferCancelled{Person(bo)})
	want("cancelled", TimerChange{Kind: TimerTransferReminder})
	l.nothing(DeadlinePassed{due})
	l.now = due
	l.nothing(DeadlinePassed{due.Add(-time.Minute)})
	l.do(DeadlinePassed{due})
	want("deadline", TimerChange{Kind: TimerResponseDue})
	if diff := cmp.Diff(kindList{switchboard.EventDeadlineMissed}, l.kinds()); diff != "" || l.last.Events[0].Agent != bo {
		t.Errorf("missed: %s %+v", diff, l.last.Events)
	}
}

func TestHistoryIsCountedAndMakesNoWork(t *testing.T) {
	t.Parallel()
	old := says(noon.Add(-900 * time.Hour))
	old.Origin, old.Preview = switchboard.History, "Is the red one back?"
	l := begin(t).do(old, decided(1, "sales"), OutsideAnswer{At: old.Published.Add(time.Hour), Origin: switchboard.History})
	c := l.c
	if c.Open() || c.CloseReason != switchboard.CloseImported || c.MessageCount != 2 || c.Department != "sales" ||
		!c.ClosedAt.Equal(old.Published) || len(Timers(c)) > 0 {
		t.Errorf("got %+v", c)
	}
	for _, e := range l.events {
		if e.Origin != switchboard.History {
			t.Errorf("%s is not marked as history", e.Kind)
		}
	}
	if at := l.events[0].At; !at.Equal(old.Published) {
		t.Errorf("it happened at %v", at)
	}
	l.refused(switchboard.CodeClosed, offered(1, bo, l.now))
	l.do(says(noon))
	if want := (kindList{switchboard.EventMessageReceived, switchboard.EventConversationOpened}); !cmp.Equal(want, l.kinds()) ||
		l.c.Stance != switchboard.StanceQueued || l.c.Origin != switchboard.Live || l.c.Reopened != 0 || l.c.DueAt.IsZero() {
		t.Errorf("a live message: %v %+v", l.kinds(), l.c)
	}
	before := l.c
	l.do(old)
	if l.c.Ball != before.Ball || !l.c.WaitingSince.Equal(before.WaitingSince) || l.c.Preview != before.Preview {
		t.Errorf("a back-filled message changed live work: %+v", l.c)
	}
}

func TestDoubleClicksChangeNothing(t *testing.T) {
	t.Parallel()
	l := begin(t).do(says(noon), decided(1, "service"))
	ask := TransferAsked{By: Person(bo), From: bo, To: cy, Briefing: briefing, Reason: ReasonSkill, Epoch: 1}
	snooze := Snoozed{Person(ada), noon.Add(time.Hour), "waits", 3}
	for _, what := range []Happening{
		decided(1, "service"), offered(1, bo, noon), Accepted{bo}, ask, TransferDeclined{cy, ReasonBusy}, ask,
		TransferAccepted{cy}, HelperAdded{By: Person(cy), Helper: bo}, HelperRemoved{Person(cy), bo}, Released{Person(cy), ReasonShift, 2},
		Taken{By: Person(ada)}, snooze, Woken{Person(ada)}, Closed{Person(ada), switchboard.CloseResolved, "", 3},
		Reopened{By: Person(ada)}, Merged{Person(ada), switchboard.ConversationID{0: 4}},
	} {
		if _, first := what.(Decided); !first {
			l.do(what)
		}
		l.nothing(what)
	}
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	t.Parallel()
	l := begin(t)
	l.refused(switchboard.CodeNotFound, Accepted{ada})
	l.refused(switchboard.CodeInvalid, nil)
	l.refused(switchboard.CodeInvalid, Arrived{Received: noon, Origin: switchboard.Live})
	l.refused(switchboard.CodeInvalid, Arrived{Published: noon, Origin: switchboard.Live})
	l.refused(switchboard.CodeInvalid, Arrived{Published: noon, Received: noon})
	l.do(says(noon))
	l.refused(switchboard.CodeConflict, offered(1, bo, noon)) // not decided yet
	l.refused(switchboard.CodeInvalid, Decided{})
	l.do(decided(1, "service"))
	l.refused(switchboard.CodeInvalid, Offered{Offer: switchboard.Offer{ID: offerID(1), To: bo, ExpiresAt: noon}})
	l.refused(switchboard.CodeInvalid, Offered{Offer: switchboard.Offer{ExpiresAt: noon.Add(time.Hour)}})
	l.refused(switchboard.CodeInvalid, Rerouted{})
	l.refused(switchboard.CodeMustExplain, Rerouted{Department: "press", By: Person(cy)})
	for _, what := range []Happening{Accepted{}, Declined{}, Taken{}, LeadAbsent{}, TransferAccepted{}, TransferDeclined{}, HelperAdded{}} {
		l.refused(switchboard.CodeInvalid, what)
	}
	l.do(Taken{By: Person(ada)})
	ask := TransferAsked{By: Person(ada), From: ada, To: bo, Briefing: briefing, Reason: ReasonSkill, Epoch: 1}
	for code, spoil := range map[switchboard.Code]func(*TransferAsked){
		switchboard.CodeMustExplain: func(a *TransferAsked) { a.Briefing = "        call her back        " },
		switchboard.CodeInvalid:     func(a *TransferAsked) { a.Reason = "tired" },
		switchboard.CodeStale:       func(a *TransferAsked) { a.From = cy },
		switchboard.CodeForbidden:   func(a *TransferAsked) { a.By = Person(cy) },
	} {
		bad := ask
		spoil(&bad)
		l.refused(code, bad)
	}
	ask.To = ada
	l.refused(switchboard.CodeInvalid, ask)
	l.refused(switchboard.CodeInvalid, HelperAdded{By: Person(ada), Helper: ada})
	l.refused(switchboard.CodeInvalid, Snoozed{Person(ada), noon, "waits", 1})
	l.refused(switchboard.CodeMustExplain, Snoozed{Person(ada), noon.Add(time.Hour), " ", 1})
	l.refused(switchboard.CodeInvalid, Closed{Person(ada), switchboard.CloseImported, "", 1})
	l.refused(switchboard.CodeInvalid, Merged{Person(ada), l.c.ID})
	l.refused(switchboard.CodeForbidden, Merged{Person(cy), switchboard.ConversationID{0: 4}})

	_, err := Apply(l.c, Accepted{cy}, noon)
	var refusal *switchboard.Error
	if refusal, _ = err.(*switchboard.Error); refusal == nil || !strings.Contains(refusal.Hint, ada.String()) {
		t.Errorf("who was faster is not named by id: %v", err)
	}
	l.do(Merged{Person(ada), switchboard.ConversationID{0: 4}})
	for _, what := range []Happening{says(noon), Answered{Epoch: 1}, OutsideAnswer{}, Reopened{}, Merged{Into: switchboard.ConversationID{0: 5}}} {
		l.refused(switchboard.CodeClosed, what)
	}
	_, err = Apply(l.c, says(noon), noon)
	if refusal, _ = err.(*switchboard.Error); refusal == nil || !strings.Contains(refusal.Hint, l.c.MergedInto.String()) {
		t.Errorf("where to go on is not said: %v", err)
	}
}

func TestACustomersWordEndsASnooze(t *testing.T) {
	t.Parallel()
	l := begin(t).led().do(Snoozed{Person(ada), noon.Add(time.Hour), "waits for the courier", 1})
	l.nothing(Woken{}) // the timer, too early
	l.refused(switchboard.CodeForbidden, Woken{Person(cy)})
	l.do(says(noon.Add(time.Second)))
	if !cmp.Equal(kindList{switchboard.EventMessageReceived, switchboard.EventWoken}, l.kinds()) || !l.c.SnoozedUntil.IsZero() {
		t.Errorf("got %v, %+v", l.kinds(), l.c)
	}
	l.do(Snoozed{Person(ada), noon.Add(time.Hour), "waits for the courier", 1})
	l.now = noon.Add(2 * time.Hour)
	l.do(Woken{})
	if l.last.Events[0].ActorKind != switchboard.ActorSystem || l.c.SnoozeReason != "" {
		t.Errorf("got %+v", l.last.Events[0])
	}
}

func TestPlaceInTheQueue(t *testing.T) {
	t.Parallel()
	l := begin(t).do(says(noon), decided(1, "service"))
	place := l.c.QueuedAt
	l.do(offered(1, bo, noon), Declined{bo, ReasonBusy}, Rerouted{"press", Person(cy), ReasonWrongOwner}, offered(2, bo, noon))
	l.now = noon.Add(10 * time.Minute)
	l.do(OfferExpired{offerID(2)})
	if !l.c.QueuedAt.Equal(place) {
		t.Errorf("lost its place: %v, had %v", l.c.QueuedAt, place)
	}
	l.do(Taken{By: Person(bo)}, Released{Person(bo), ReasonSkill, 1})
	if !l.c.QueuedAt.Equal(l.now) || !l.c.WaitingSince.Equal(noon) {
		t.Errorf("a release queues anew: %v, waiting since %v", l.c.QueuedAt, l.c.WaitingSince)
	}
}

func TestHandoffsBouncesReroutes(t *testing.T) {
	t.Parallel()
	l := begin(t).do(says(noon), decided(1, "service"), Rerouted{"press", Person(cy), ReasonWrongOwner},
		decided(2, "service"), Taken{By: Person(ada)})
	l.do(TransferAsked{By: Person(ada), From: ada, To: bo, Briefing: briefing, Reason: ReasonSkill, Epoch: 1}, TransferAccepted{bo}) // handoff
	l.do(Released{Person(bo), ReasonShift, 2}, Taken{By: Person(bo)})                                                                // the same person
	l.do(LeadAbsent{Agent: bo}, Taken{By: Person(ada)})                                                                              // handoff and bounce
	l.do(Closed{Person(ada), switchboard.CloseResolved, "", 4}, Reopened{Person(cy), true})                                          // the same person
	l.do(Taken{By: Manager(cy), Reason: ReasonEscalation}, HelperAdded{By: Person(cy), Helper: bo}, Taken{By: Person(cy)})           // handoff
	var got []Handoff
	for _, h := range Handoffs(l.events) {
		h.At = time.Time{}
		got = append(got, h)
	}
	want := []Handoff{
		{From: ada, To: bo, Epoch: 2, Reason: ReasonSkill},
		{From: bo, To: ada, Epoch: 4, Reason: ReasonCover},
		{From: ada, To: cy, Epoch: 6, Reason: ReasonEscalation},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("handoffs (-want +got):\n%s", diff)
	}
	if bounces, reroutes := Bounces(l.events), Reroutes(l.events); bounces != 1 || reroutes != 2 || l.c.Epoch != 6 {
		t.Errorf("%d bounces, %d reroutes, epoch %d", bounces, reroutes, l.c.Epoch)
	}
}

// TestWhoItIsGivenToKeepsIt: whoever was covered for gets it back from whoever covered, and from nobody whom a person gave it
// to meanwhile.
func TestWhoItIsGivenToKeepsIt(t *testing.T) {
	t.Parallel()
	handed := []Happening{TransferAsked{By: Person(bo), From: bo, To: cy, Briefing: briefing, Reason: ReasonWrongOwner, Epoch: 2}, TransferAccepted{cy}}
	released := Released{Person(bo), ReasonShift, 2}
	for name, test := range map[string]struct {
		since []Happening
		lead  switchboard.AgentID
	}{
		"covered until the end":          {nil, ada},
		"a hand-over was only asked for": {handed[:1], ada},
		"a hand-over was accepted":       {handed, cy},
		"a manager took it":              {[]Happening{Taken{By: Manager(cy), Reason: ReasonEscalation}}, cy},
		"put back, and nobody took it":   {[]Happening{released}, ada},
		"put back, and taken in cover":   {[]Happening{released, Taken{By: Person(cy)}}, ada},
		"the stand-in moved it":          {[]Happening{released, Rerouted{"press", By{}, ReasonCover}}, ada},
		"a person moved it":              {[]Happening{released, Rerouted{"press", Person(bo), ReasonWrongOwner}}, switchboard.AgentID{}},
	} {
		l := begin(t).do(says(noon), decided(1, "service"), Taken{By: Person(ada)}, CoverTaken{By: bo, For: ada})
		l.do(test.since...).do(CoverOver{For: ada})
		if l.c.Lead != test.lead || l.c.Cover != nil {
			t.Errorf("%s: led by %s, covered %v", name, l.c.Lead, l.c.Cover)
		}
	}
}

// TestWhoseQueueAReleaseGoesTo: a hand-over because it never belonged here moves it to the department of whoever accepted, and
// what it says of the move stays true; one for any other reason is about the person.
func TestWhoseQueueAReleaseGoesTo(t *testing.T) {
	t.Parallel()
	for _, reason := range MoveReasons() {
		want := switchboard.DepartmentKey("service")
		if reason == ReasonWrongOwner {
			want = "legal"
		}
		asked := TransferAsked{By: Person(ada), From: ada, To: bo, Briefing: briefing, Reason: reason, Epoch: 1, Department: "legal"}
		for name, moves := range map[string][]Happening{
			"handed over": {asked, TransferAccepted{bo}},
			"taken over":  {Taken{By: Manager(bo), Reason: reason, Department: "legal"}},
		} {
			l := begin(t).do(says(noon), decided(1, "service"), Taken{By: Person(ada)}).do(moves...)
			if e := l.last.Events[0]; e.From != "service" || e.To != "legal" || e.Department != want {
				t.Errorf("%s for %s: %+v", name, reason, e)
			}
			if l.do(Released{Person(bo), ReasonShift, 2}); l.c.Department != want {
				t.Errorf("%s for %s, and put back to %s", name, reason, l.c.Department)
			}
		}
	}
}

func TestPeopleSayWhatItIsAbout(t *testing.T) {
	t.Parallel()
	l := begin(t).do(says(noon))
	for _, said := range []struct {
		topic switchboard.TopicKey
		shows string
		want  []switchboard.TopicKey
	}{
		{"late", switchboard.Yes, []switchboard.TopicKey{"late"}},
		{"bells", switchboard.Yes, []switchboard.TopicKey{"bells", "late"}},
		{"late", "", []switchboard.TopicKey{"bells", "late"}}, // another message is about it
		{"late", switchboard.No, []switchboard.TopicKey{"bells"}},
	} {
		l.do(Corrected{By: Person(cy), Head: switchboard.HeadOfTopic(said.topic), Shows: said.shows})
		if !slices.Equal(l.c.Topics, said.want) {
			t.Errorf("after %q of %s it is about %v", said.shows, said.topic, l.c.Topics)
		}
	}
}

func TestWhatAListShows(t *testing.T) {
	t.Parallel()
	first, second := says(noon), says(noon.Add(time.Minute))
	first.Verdict.Topics = []switchboard.TopicKey{"flat_tyre"}
	first.Verdict.Urgency, first.Verdict.Flags = switchboard.UrgencyUrgent, []switchboard.Flag{switchboard.FlagSafety}
	second.Verdict = Summary{Intent: switchboard.IntentPraise, Urgency: switchboard.UrgencyLow, Language: "de"}
	second.Preview, second.Visibility = "Thanks already", switchboard.Private
	second.Verdict.Topics = []switchboard.TopicKey{"bells", "flat_tyre"}
	c := begin(t).do(first, second).c
	if c.Preview != second.Preview || c.Intent != switchboard.IntentPraise || c.Language != "de" ||
		c.Visibility != switchboard.Private || c.CustomerName != "Pia Marsh" || c.MessageCount != 2 {
		t.Errorf("the last word is not shown: %+v", c)
	}
	if c.Urgency != switchboard.UrgencyUrgent || len(c.Flags) != 1 {
		t.Errorf("what was urgent is no longer: %s %v", c.Urgency, c.Flags)
	}
	if !slices.Equal(c.Topics, []switchboard.TopicKey{"bells", "flat_tyre"}) {
		t.Errorf("it is about %v", c.Topics)
	}
	if !c.FirstMessageAt.Equal(noon) || !c.LastMessageAt.Equal(second.Published) || !c.LastInAt.Equal(second.Published) {
		t.Errorf("times: %v %v %v", c.FirstMessageAt, c.LastMessageAt, c.LastInAt)
	}
}

func TestADecisionAddsDutiesAndTakesNoLead(t *testing.T) {
	t.Parallel()
	l := begin(t).led()
	more := Decided{decision(2), switchboard.Decision{Department: "press", RequiredLevel: 4,
		Informs: []switchboard.DepartmentKey{"legal"}, Deadline: 600}}
	l.do(more)
	if l.c.Department != "service" || l.c.Lead != ada || l.c.RequiredLevel != 4 || len(l.c.InformedOf) != 1 ||
		!l.c.DueAt.Equal(noon.Add(10*time.Minute)) {
		t.Errorf("got %+v", l.c)
	}
	less := Decided{decision(3), switchboard.Decision{Department: "press", RequiredLevel: 1, Deadline: 32400}}
	if l.do(less); l.c.RequiredLevel != 4 || !l.c.DueAt.Equal(noon.Add(10*time.Minute)) {
		t.Errorf("duties were loosened: level %d, due %v", l.c.RequiredLevel, l.c.DueAt)
	}
}

// Two changes of one state share nothing, also where the lists of that state have room to grow.
func TestChangesShareNothing(t *testing.T) {
	t.Parallel()
	c := begin(t).led().c
	c.Helpers = append(make([]switchboard.AgentID, 0, 8), agent(9))
	c.Flags = append(make([]switchboard.Flag, 0, 8), switchboard.FlagPress)
	one, _ := Apply(c, HelperAdded{By: Person(ada), Helper: bo}, noon)
	two, _ := Apply(c, HelperAdded{By: Person(ada), Helper: cy}, noon)
	if diff := cmp.Diff([]switchboard.AgentID{agent(9), bo}, one.After.Helpers); diff != "" {
		t.Errorf("the second change reached into the first (-want +got):\n%s", diff)
	}
	two.After.Flags[0], two.After.Helpers[0] = switchboard.FlagLegal, ada
	if c.Flags[0] != switchboard.FlagPress || c.Helpers[0] != agent(9) {
		t.Error("what was returned is part of what was given")
	}
	asked := begin(t).do(says(noon), decided(1, "service"), offered(1, bo, noon)).c
	same, _ := Apply(asked, Accepted{bo}, noon)
	kept, _ := Apply(asked, HelperAdded{By: Person(ada), Helper: cy}, noon)
	if kept.After.Offer.To = cy; asked.Offer.To != bo || same.After.Offer != nil {
		t.Error("the offer returned is the offer given")
	}
}
