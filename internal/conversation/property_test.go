package conversation

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"switchboard"
)

// draw makes any happening, sensible or not, biased to what gets somewhere.
type draw struct {
	t   *rapid.T
	c   switchboard.Conversation
	now time.Time
}

func (d draw) agent() switchboard.AgentID {
	return agent(byte(rapid.IntRange(1, 4).Draw(d.t, "agent")))
}

func (d draw) often(label string) bool { return rapid.IntRange(0, 3).Draw(d.t, label) > 0 }

// lead is mostly the lead itself, else anybody, a manager or the system.
func (d draw) by() By {
	switch rapid.IntRange(0, 5).Draw(d.t, "by") {
	case 0:
		return Person(d.agent())
	case 1:
		return Manager(d.agent())
	case 2:
		return By{}
	}
	return Person(d.c.Lead)
}

func (d draw) epoch() int {
	if d.often("current") {
		return d.c.Epoch
	}
	return rapid.IntRange(0, d.c.Epoch+1).Draw(d.t, "epoch")
}

func (d draw) past() time.Time {
	return d.now.Add(-time.Duration(rapid.IntRange(0, 90).Draw(d.t, "ago")) * time.Minute)
}

func (d draw) future() time.Time {
	return d.now.Add(time.Duration(rapid.IntRange(-5, 60).Draw(d.t, "ahead")) * time.Minute)
}

func (d draw) origin() switchboard.Origin {
	if d.often("live") {
		return switchboard.Live
	}
	return switchboard.History
}

func (d draw) department() switchboard.DepartmentKey {
	return rapid.SampledFrom([]switchboard.DepartmentKey{"service", "sales", "press"}).Draw(d.t, "department")
}

func (d draw) move() string {
	return rapid.SampledFrom(append(MoveReasons(), MoveReasons()[0], "", "whim")).Draw(d.t, "reason")
}

func (d draw) decline() string {
	return rapid.SampledFrom(append(DeclineReasons(), "", "whim")).Draw(d.t, "reason")
}

func (d draw) asked() switchboard.AgentID {
	switch {
	case d.c.Offer != nil && d.often("asked"):
		return d.c.Offer.To
	case d.c.Transfer != nil && d.often("asked"):
		return d.c.Transfer.To
	}
	return d.agent()
}

// covered is mostly for whom it is covered.
func (d draw) covered() switchboard.AgentID {
	if d.c.Cover != nil && d.often("covered") {
		return d.c.Cover.For
	}
	return d.agent()
}

func (d draw) arrived() Happening {
	return Arrived{
		MessageID: switchboard.NewID[switchboard.MessageID](d.now), Published: d.past(), Received: d.now, Origin: d.origin(),
		Addressed: d.often("addressed"), Visibility: switchboard.Public, Deadline: time.Hour,
		Verdict:     Summary{Urgency: rapid.SampledFrom(switchboard.Urgencies()).Draw(d.t, "urgency")},
		LeadPresent: rapid.Bool().Draw(d.t, "present"),
		NeedsNone:   rapid.SampledFrom([]NeedsNone{"", "", "", Thanks, Idle}).Draw(d.t, "needs none"),
	}
}

func (d draw) offer() switchboard.OfferID {
	if d.c.Offer != nil && d.often("same") {
		return d.c.Offer.ID
	}
	return offerID(byte(rapid.IntRange(1, 200).Draw(d.t, "offer")))
}

func (d draw) transfer() Happening {
	from, briefed := d.c.Lead, briefing
	if !d.often("right") {
		from, briefed = d.agent(), "soon"
	}
	return TransferAsked{By: d.by(), From: from, To: d.agent(), Briefing: briefed, Reason: d.move(), Epoch: d.epoch(),
		Department: rapid.SampledFrom([]switchboard.DepartmentKey{"", d.department()}).Draw(d.t, "in")}
}

func (d draw) closed() Happening {
	reason := rapid.SampledFrom(append(switchboard.CloseReasons(), "", switchboard.CloseImported)).Draw(d.t, "reason")
	return Closed{By: d.by(), Reason: reason, Epoch: d.epoch()}
}

func (d draw) decided() Happening {
	id := decision(byte(rapid.IntRange(1, 9).Draw(d.t, "decision")))
	return Decided{id, switchboard.Decision{Department: d.department(), Deadline: 3600}}
}

func (d draw) snoozed() Happening {
	why := rapid.SampledFrom([]string{"waits for the courier", ""}).Draw(d.t, "why")
	return Snoozed{By: d.by(), Until: d.future(), Reason: why, Epoch: d.epoch()}
}

func (d draw) corrected() Happening {
	heads := []switchboard.Head{switchboard.HeadIntent, switchboard.HeadUrgency, switchboard.HeadSentiment,
		switchboard.HeadLanguage, switchboard.Head(switchboard.FlagSafety)}
	return Corrected{By: d.by(), Head: rapid.SampledFrom(heads).Draw(d.t, "head"),
		Shows: rapid.SampledFrom([]string{"", switchboard.Yes, switchboard.No}).Draw(d.t, "shows"),
		Right: rapid.Bool().Draw(d.t, "right")}
}

func (d draw) merged() Happening {
	if d.often("not yet") {
		return d.arrived()
	}
	return Merged{By: d.by(), Into: switchboard.ConversationID{0: 9, 15: byte(rapid.IntRange(1, 2).Draw(d.t, "into"))}}
}

func (d draw) happening() Happening {
	all := []func() Happening{
		d.arrived, d.arrived, d.decided, d.transfer, d.closed, d.snoozed, d.merged,
		func() Happening {
			return Offered{Offer: switchboard.Offer{ID: d.offer(), To: d.agent(), ExpiresAt: d.future()}}
		},
		func() Happening { return Given{d.agent()} },
		func() Happening { return Accepted{d.asked()} },
		func() Happening { return Accepted{d.asked()} },
		func() Happening { return Declined{d.asked(), d.decline()} },
		func() Happening { return OfferExpired{d.offer()} },
		func() Happening { return Taken{By: Person(d.agent())} },
		func() Happening { return Taken{By: Manager(d.agent()), Reason: d.move(), Department: d.department()} },
		func() Happening { return TransferAccepted{d.asked()} },
		func() Happening { return TransferAccepted{d.asked()} },
		func() Happening { return TransferDeclined{d.asked(), d.decline()} },
		func() Happening { return TransferCancelled{d.by()} },
		func() Happening { return Released{d.by(), d.move(), d.epoch()} },
		func() Happening { return LeadAbsent{d.agent(), rapid.Bool().Draw(d.t, "returns")} },
		func() Happening {
			return CoverTaken{d.agent(), d.c.Lead, rapid.IntRange(0, 3).Draw(d.t, "for good") == 0, rapid.Bool().Draw(d.t, "themselves")}
		},
		func() Happening { return CoverOver{d.covered()} },
		func() Happening { return HelperAdded{By: d.by(), Helper: d.agent()} },
		func() Happening { return HelperRemoved{d.by(), d.agent()} },
		func() Happening { return Woken{d.by()} },
		func() Happening {
			return Answered{By: d.by(), At: d.past(), Epoch: d.epoch(), Final: d.often("final")}
		},
		func() Happening { return OutsideAnswer{At: d.past(), Origin: d.origin()} },
		func() Happening { return Reopened{d.by(), rapid.Bool().Draw(d.t, "present")} },
		func() Happening { return Rerouted{d.department(), d.by(), d.move()} },
		func() Happening { return DeadlinePassed{d.c.DueAt} },
		d.corrected,
		func() Happening { return Disputed{By: d.by(), Department: d.department()} },
	}
	return rapid.SampledFrom(all).Draw(d.t, "what")()
}

var equal = cmp.Options{cmpopts.EquateEmpty()}

func TestAnySequenceAgreesWithTheModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, now, m := unopened(), noon, &model{}
		var journal []switchboard.Event
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "minutes")) * time.Minute)
			what := draw{t, c, now}.happening()
			before := clone(c)
			change, err := Apply(c, what, now)
			told := fmt.Sprintf("%T %+v", what, what)
			if diff := cmp.Diff(before, c); diff != "" {
				t.Fatalf("%s changed its argument:\n%s", told, diff)
			}
			if allowed := m.take(what, now); allowed != (err == nil) {
				t.Fatalf("%s on %s: model permits %v, Apply says %v", told, c.Stance, allowed, err)
			}
			checkChange(t, told, before, change, err)
			c = change.After
			journal = append(journal, change.Events...)
			checkModel(t, told, c, m)
			if c.Stance == "" {
				continue
			}
			checkInvariants(t, told, before, c)
			if diff := cmp.Diff(Project(c), Fold(journal), equal); diff != "" {
				t.Fatalf("after %s the journal tells something else (-state +journal):\n%s", told, diff)
			}
		}
		checkJournal(t, journal, c, now)
	})
}

func checkChange(t *rapid.T, told string, before switchboard.Conversation, change Change, err error) {
	after := change.After
	if switchboard.CodeOf(err) == switchboard.CodeInternal {
		t.Fatalf("%s: refusal without a code: %v", told, err)
	}
	if !change.Changed() {
		if diff := cmp.Diff(before, after); diff != "" || len(change.Timers) > 0 {
			t.Fatalf("%s changed something and did not say so:\n%s", told, diff)
		}
		return
	}
	if err != nil || after.Version != before.Version+1 {
		t.Fatalf("%s: version %d after %d, %v", told, after.Version, before.Version, err)
	}
	timers := map[TimerKind]time.Time{}
	for _, set := range slices.Concat(Timers(before), change.Timers) {
		if timers[set.Kind] = set.At; set.At.IsZero() {
			delete(timers, set.Kind)
		}
	}
	want := map[TimerKind]time.Time{}
	for _, set := range Timers(after) {
		want[set.Kind] = set.At
	}
	if slices.ContainsFunc(change.Events, func(e switchboard.Event) bool { return e.Kind == switchboard.EventDeadlineMissed }) {
		delete(want, TimerResponseDue) // it has fired
	}
	if diff := cmp.Diff(want, timers); diff != "" {
		t.Fatalf("%s leaves the wrong timers:\n%s", told, diff)
	}
}

func checkModel(t *rapid.T, told string, c switchboard.Conversation, m *model) {
	type view struct {
		Stance     switchboard.Stance
		Lead       switchboard.AgentID
		Epoch      int
		Department string
		Ball       switchboard.Ball
		Waiting    time.Time
		Snooze     time.Time
		Reopened   int
		Messages   int
		Reason     string
		Helpers    int
		Covered    switchboard.Covered
	}
	got := view{c.Stance, c.Lead, c.Epoch, string(c.Department), c.Ball, c.WaitingSince, c.SnoozedUntil, c.Reopened,
		c.MessageCount, string(c.CloseReason), len(c.Helpers), owed(c.Cover)}
	want := view{m.stance(), m.lead(), len(m.spells), m.department, m.ball, m.waiting(), m.snooze, m.reopened,
		m.messages, m.reason, len(m.helpers), owed(m.owed)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("after %s (-model +Apply):\n%s", told, diff)
	}
}

// owed is who gets it back and since when; nobody when it is not covered.
func owed(c *switchboard.Covered) (o switchboard.Covered) {
	if c != nil {
		o = *c
	}
	return o
}

// checkInvariants are those of one conversation: always in exactly one place, one lead, epochs by one, reasons given.
func checkInvariants(t *rapid.T, told string, before, c switchboard.Conversation) {
	leads := c.Stance == switchboard.StanceLed || c.Stance == switchboard.StanceTransfer
	queues := c.Stance == switchboard.StanceQueued || c.Stance == switchboard.StanceOffered
	rules := map[string]bool{
		"a known stance": slices.Contains([]switchboard.Stance{switchboard.StanceQueued, switchboard.StanceOffered,
			switchboard.StanceLed, switchboard.StanceTransfer, switchboard.StanceClosed}, c.Stance),
		"led means a lead":             leads == !c.Lead.IsZero(),
		"offered means an offer":       (c.Stance == switchboard.StanceOffered) == (c.Offer != nil),
		"transfer means a transfer":    (c.Stance == switchboard.StanceTransfer) == (c.Transfer != nil),
		"the old lead stays":           c.Transfer == nil || c.Transfer.From == c.Lead && c.Transfer.To != c.Lead,
		"queued has a place":           queues == !c.QueuedAt.IsZero(),
		"closed has a reason":          c.Open() == (c.CloseReason == "") && c.Open() == c.ClosedAt.IsZero(),
		"epochs rise by one at most":   c.Epoch == before.Epoch || c.Epoch == before.Epoch+1,
		"a new lead is a new epoch":    c.Lead.IsZero() || c.Lead == before.Lead || c.Epoch == before.Epoch+1,
		"history is never work":        c.Origin == switchboard.Live || !c.Open() && len(Timers(c)) == 0,
		"the lead is no helper":        !slices.Contains(c.Helpers, c.Lead),
		"waiting means our turn":       c.WaitingSince.IsZero() || c.Ball == switchboard.BallUs && c.Open(),
		"due means waiting":            c.DueAt.IsZero() || !c.WaitingSince.IsZero(),
		"snoozed means led":            c.SnoozedUntil.IsZero() || c.Stance == switchboard.StanceLed,
		"nobody covers for themselves": c.Cover == nil || c.Open() && c.Cover.For != c.Lead,
		"a declined offer keeps rank":  before.Stance != switchboard.StanceOffered || !queues || c.QueuedAt.Equal(before.QueuedAt),
	}
	for rule, kept := range rules {
		if !kept {
			t.Fatalf("after %s: %q does not hold of %+v", told, rule, c)
		}
	}
}

func checkJournal(t *rapid.T, journal []switchboard.Event, c switchboard.Conversation, now time.Time) {
	if len(journal) == 0 {
		return
	}
	var leads []switchboard.AgentID
	for _, e := range journal {
		if beginsLead(e) {
			leads = append(leads, e.Agent)
			if e.Epoch != len(leads) {
				t.Fatalf("epoch %d at acceptance %d", e.Epoch, len(leads))
			}
		}
	}
	if len(leads) != c.Epoch {
		t.Fatalf("%d acceptances, epoch %d", len(leads), c.Epoch)
	}
	if handoffs, changes := len(Handoffs(journal)), len(slices.Compact(slices.Clone(leads)))-1; handoffs != max(0, changes) {
		t.Fatalf("%d handoffs in %v", handoffs, leads)
	}
	// Every epoch but the first is either a handoff or another spell of the same person.
	again := 0
	for i := 1; i < len(leads); i++ {
		if leads[i] == leads[i-1] {
			again++
		}
	}
	if handoffs := len(Handoffs(journal)); handoffs+again != max(0, c.Epoch-1) {
		t.Fatalf("%d handoffs and %d spells of the same person in %d epochs", handoffs, again, c.Epoch)
	}
	var sum time.Duration
	for _, each := range StanceTimes(journal, now) {
		sum += each
	}
	if wall := now.Sub(journal[0].RecordedAt); sum != wall {
		t.Fatalf("the stances took %v of %v", sum, wall)
	}
}

func TestOrderOfArrivalDoesNotMatterWithinATurn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "messages")
		messages := make([]Arrived, n)
		for i := range messages {
			h := says(noon.Add(time.Duration(i) * time.Minute))
			h.Received = noon.Add(time.Hour)
			h.Preview = fmt.Sprint("message ", i)
			h.Verdict.Intent = rapid.SampledFrom(switchboard.Intents()).Draw(t, "intent")
			h.Verdict.Urgency = rapid.SampledFrom(switchboard.Urgencies()).Draw(t, "urgency")
			h.Verdict.Flags = []switchboard.Flag{rapid.SampledFrom(switchboard.Flags()).Draw(t, "flag")}
			h.Deadline = time.Duration(rapid.IntRange(0, 3).Draw(t, "hours")) * time.Hour
			messages[i] = h
		}
		all := func(order []Arrived) switchboard.Conversation {
			c := unopened()
			for _, h := range order {
				change, err := Apply(c, h, noon.Add(2*time.Hour))
				if err != nil {
					t.Fatal(err)
				}
				c = change.After
			}
			return c
		}
		if diff := cmp.Diff(all(messages), all(rapid.Permutation(messages).Draw(t, "order"))); diff != "" {
			t.Fatalf("another order, another state:\n%s", diff)
		}
	})
}
