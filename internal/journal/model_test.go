package journal_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/journal"
)

// diary is the naive model: what stood at each minute, written down as it happens, and every word that was said.
type diary struct {
	t        *rapid.T
	now      int
	c        switchboard.Conversation
	events   []switchboard.Event
	page     page         // what stands now
	pages    map[int]page // what stood in each minute
	looks    []look
	waits    []wait
	quiet    bool // the last wait is over
	ids      int
	answerID int
}

// page is one minute.
type page struct {
	stance     switchboard.Stance
	department switchboard.DepartmentKey
	lead       switchboard.AgentID
	since      int  // when the lead began
	wrote      bool // or did anything else with it
	snoozed    bool
	staffed    map[switchboard.DepartmentKey]switchboard.Staffing
	asked      map[switchboard.AgentID]bool
	draft      string // empty, held, leaving, unknown
}

type look struct {
	who         switchboard.AgentID
	from, until int
}

type word struct{ published, received, read int }

type wait struct {
	words []word
	until int // -1 while it goes on
	end   switchboard.WaitEnd
}

func (d *diary) people() switchboard.AgentID {
	return agent(byte(rapid.IntRange(1, 3).Draw(d.t, "who")))
}

// do lets the real state machine work; a refusal changes nothing.
func (d *diary) do(what conversation.Happening) bool {
	change, err := conversation.Apply(d.c, what, minute(d.now))
	if err != nil || !change.Changed() {
		return false
	}
	before := d.c
	d.c, d.events = change.After, append(d.events, change.Events...)
	if d.c.Epoch != before.Epoch {
		d.page.since, d.page.wrote = d.now, false
	} else {
		for _, e := range change.Events {
			d.acted(e)
		}
	}
	if d.c.Lead != before.Lead || d.c.Epoch != before.Epoch || d.c.Stance != before.Stance && d.c.Lead.IsZero() {
		d.page.asked = nil
		if d.page.draft == "held" {
			d.page.draft = ""
		}
	}
	if d.c.Department != before.Department && d.page.draft == "held" && d.c.Lead.IsZero() {
		d.page.draft = ""
	}
	return true
}

// acted notes that its lead did something with it.
func (d *diary) acted(e switchboard.Event) {
	d.page.wrote = d.page.wrote || !d.c.Lead.IsZero() && e.Actor == d.c.Lead && e.Kind != switchboard.EventFocus
}

func (d *diary) tell(e switchboard.Event) {
	d.acted(e)
	e.At, e.RecordedAt, e.ConversationID = minute(d.now), minute(d.now), d.c.ID
	if e.Department == "" {
		e.Department = d.c.Department
	}
	d.events = append(d.events, e)
}

func (d *diary) write() {
	d.page.stance, d.page.department, d.page.lead = d.c.Stance, d.c.Department, d.c.Lead
	d.page.snoozed = !d.c.SnoozedUntil.IsZero()
	p := d.page
	p.staffed, p.asked = maps.Clone(p.staffed), maps.Clone(p.asked)
	d.pages[d.now] = p
}

func (d *diary) arrives() {
	received := rapid.IntRange(max(0, d.now-9), d.now).Draw(d.t, "received")
	h := says(rapid.IntRange(max(0, received-9), received).Draw(d.t, "published"), received)
	h.LeadPresent = rapid.Bool().Draw(d.t, "present")
	if rapid.IntRange(0, 9).Draw(d.t, "kind") == 0 {
		h.Addressed = false
	}
	wasClosed := d.c.Stance == switchboard.StanceClosed
	if !d.do(h) || !h.Addressed {
		return
	}
	if wasClosed {
		d.takeOut()
	}
	d.said(word{int(h.Published.Sub(noon) / time.Minute), received, d.now})
}

func (d *diary) said(w word) {
	if d.quiet || len(d.waits) == 0 {
		d.waits, d.quiet = append(d.waits, wait{until: -1}), false
	}
	last := &d.waits[len(d.waits)-1]
	last.words = append(last.words, w)
}

func (d *diary) takeOut() {
	if len(d.waits) == 0 {
		return
	}
	if last := &d.waits[len(d.waits)-1]; last.end == switchboard.WaitAside {
		last.until, last.end, d.quiet = -1, "", false
	}
}

func (d *diary) over(at int, how switchboard.WaitEnd) {
	if d.quiet || len(d.waits) == 0 {
		return
	}
	last := &d.waits[len(d.waits)-1]
	last.until, last.end, d.quiet = at, how, true
}

func (d *diary) answers() {
	at := rapid.IntRange(max(0, d.now-5), d.now).Draw(d.t, "stood")
	if !d.do(conversation.Answered{By: conversation.Person(d.c.Lead), At: minute(at), Epoch: d.c.Epoch, Final: true}) ||
		d.quiet || len(d.waits) == 0 {
		return
	}
	last := &d.waits[len(d.waits)-1]
	var before, after []word
	for _, w := range last.words {
		if w.published > at {
			after = append(after, w)
		} else {
			before = append(before, w)
		}
	}
	if len(before) == 0 {
		return
	}
	last.words = before
	d.over(at, switchboard.WaitAnswered)
	for _, w := range after {
		d.said(w)
	}
}

func (d *diary) closes() {
	by, reason := conversation.Person(d.c.Lead), switchboard.CloseResolved
	if d.c.Lead.IsZero() {
		by = conversation.By{}
		reason = rapid.SampledFrom([]switchboard.CloseReason{switchboard.CloseSpam, switchboard.CloseLapsed}).Draw(d.t, "reason")
	}
	if !d.do(conversation.Closed{By: by, Reason: reason, Epoch: d.c.Epoch}) {
		return
	}
	how := switchboard.WaitClosed
	if reason == switchboard.CloseSpam {
		how = switchboard.WaitAside
	}
	d.over(d.now, how)
}

func (d *diary) reopens() {
	if d.c.Stance == switchboard.StanceClosed && d.do(conversation.Reopened{By: conversation.Person(ada), LeadPresent: rapid.Bool().Draw(d.t, "present")}) {
		d.takeOut()
	}
}

func (d *diary) looked() {
	from := rapid.IntRange(max(0, d.now-8), d.now-1).Draw(d.t, "from")
	l := look{d.people(), from, d.now}
	d.looks = append(d.looks, l)
	d.tell(switchboard.Event{Kind: switchboard.EventFocus, Actor: l.who, Agent: l.who, Numbers: map[string]int64{
		"from": minute(from).UnixMicro(), "until": minute(d.now).UnixMicro()}})
}

func (d *diary) staffs() {
	department := rapid.SampledFrom([]switchboard.DepartmentKey{"service", "press"}).Draw(d.t, "department")
	how := rapid.SampledFrom(switchboard.Staffings()).Draw(d.t, "staffing")
	d.page.staffed = maps.Clone(d.page.staffed)
	if d.page.staffed == nil {
		d.page.staffed = map[switchboard.DepartmentKey]switchboard.Staffing{}
	}
	d.page.staffed[department] = how
	d.tell(switchboard.Event{Kind: switchboard.EventStaffed, Department: department, Reason: string(how)})
}

func (d *diary) asks() {
	helper := d.people()
	if d.c.Lead.IsZero() || !d.do(conversation.HelperAdded{By: conversation.Person(d.c.Lead), Helper: helper}) {
		return
	}
	d.page.asked = maps.Clone(d.page.asked)
	if d.page.asked == nil {
		d.page.asked = map[switchboard.AgentID]bool{}
	}
	d.page.asked[helper] = true
}

func (d *diary) notes() {
	who := d.people()
	d.tell(switchboard.Event{Kind: switchboard.EventNoteAdded, Actor: who})
	d.page.asked = maps.Clone(d.page.asked)
	delete(d.page.asked, who)
}

// drafts takes what is being said one step further.
func (d *diary) drafts() {
	if d.c.Lead.IsZero() && (d.page.draft == "" || d.page.draft == "held") {
		return
	}
	id := func(prefix string) string { return fmt.Sprint(prefix, d.answerID) }
	wrote := func(e switchboard.Event) {
		e.Actor, d.page.wrote, d.page.asked = d.c.Lead, true, nil
		d.tell(e)
	}
	switch d.page.draft {
	case "":
		d.answerID++
		d.page.draft = "held"
		wrote(switchboard.Event{Kind: switchboard.EventDraftHeld, Subject: id("drf")})
	case "held":
		d.page.draft = "leaving"
		wrote(switchboard.Event{Kind: switchboard.EventDeliveryQueued, Subject: id("drf"), Numbers: map[string]int64{"parts": 1}})
	case "leaving":
		d.tell(switchboard.Event{Kind: switchboard.EventDeliverySending, Subject: id("dlv")})
		d.page.draft = "unknown"
		d.tell(switchboard.Event{Kind: switchboard.EventDeliveryUnknown, Subject: id("dlv")})
	case "unknown":
		d.page.draft = ""
		d.tell(switchboard.Event{Kind: switchboard.EventDeliverySettled, Subject: id("dlv")})
		d.tell(switchboard.Event{Kind: switchboard.EventDeliverySent, Subject: id("dlv")})
	}
}

func (d *diary) moves() {
	lead, someone := d.c.Lead, d.people()
	reroute := conversation.Rerouted{Department: "press", By: conversation.Person(someone), Reason: conversation.ReasonSkill}
	d.ids++
	all := []conversation.Happening{
		decided(byte(d.ids), rapid.SampledFrom([]switchboard.DepartmentKey{"service", "press"}).Draw(d.t, "department")), reroute,
		conversation.Offered{Offer: switchboard.Offer{ID: switchboard.OfferID{0: 2, 14: byte(d.ids >> 8), 15: byte(d.ids)}, To: someone, ExpiresAt: minute(d.now + 5)}},
		conversation.Taken{By: conversation.Person(someone)}, conversation.Taken{By: conversation.Manager(someone), Reason: conversation.ReasonCover},
		conversation.Released{By: conversation.Person(lead), Reason: conversation.ReasonShift, Epoch: d.c.Epoch},
		conversation.TransferAsked{By: conversation.Person(lead), From: lead, To: someone, Reason: conversation.ReasonSkill, Epoch: d.c.Epoch,
			Briefing: "Wants a refund for a cracked kettle."},
		conversation.TransferDeclined{By: someone, Reason: conversation.ReasonBusy}, conversation.TransferAccepted{By: someone},
		conversation.Snoozed{By: conversation.Person(lead), Until: minute(d.now + 500), Reason: "courier", Epoch: d.c.Epoch},
		conversation.Woken{By: conversation.Person(lead)},
	}
	if d.c.Offer != nil {
		all = append(all, conversation.Accepted{By: d.c.Offer.To}, conversation.Declined{By: d.c.Offer.To, Reason: conversation.ReasonBusy},
			conversation.OfferExpired{OfferID: d.c.Offer.ID})
	}
	d.do(rapid.SampledFrom(all).Draw(d.t, "what"))
}

// covers lets somebody stand in for an absent lead, or gives it back.
func (d *diary) covers() {
	if d.c.Cover != nil && rapid.Bool().Draw(d.t, "back") {
		d.do(conversation.CoverOver{For: d.c.Cover.For})
		return
	}
	d.do(conversation.CoverTaken{By: d.people(), For: d.c.Lead, ForGood: rapid.Bool().Draw(d.t, "for good"),
		Themselves: rapid.Bool().Draw(d.t, "themselves")})
}

// cause reads off a page why a customer who waits in that minute does.
func (d *diary) cause(at int) switchboard.WaitCause {
	p := d.pages[at]
	switch {
	case p.stance == switchboard.StanceClosed:
		return switchboard.WaitUnread
	case p.draft == "unknown":
		return switchboard.WaitUncertain
	case p.draft == "leaving":
		return switchboard.WaitSending
	case p.draft == "held":
		return switchboard.WaitApproval
	case p.stance == switchboard.StanceTransfer:
		return switchboard.WaitTransfer
	case p.stance == switchboard.StanceOffered:
		return switchboard.WaitOffered
	case p.stance == switchboard.StanceQueued:
		return map[switchboard.Staffing]switchboard.WaitCause{"": switchboard.WaitQueued, switchboard.StaffedRoom: switchboard.WaitRoom,
			switchboard.StaffedFull: switchboard.WaitFull, switchboard.StaffedNobody: switchboard.WaitNobody}[p.staffed[p.department]]
	case len(p.asked) > 0:
		return switchboard.WaitAdvice
	case p.snoozed:
		return switchboard.WaitSnoozed
	case p.wrote || slices.ContainsFunc(d.looks, func(l look) bool { return l.who == p.lead && l.from <= at && l.until > p.since }):
		return switchboard.WaitWriting
	}
	return switchboard.WaitUnopened
}

// told counts the minutes of each wait one by one.
func (d *diary) told(now int) (all []map[switchboard.WaitCause]int) {
	for _, w := range d.waits {
		counted := map[switchboard.WaitCause]int{}
		published, received, read := w.words[0].published, w.words[0].received, w.words[0].read
		for _, one := range w.words {
			published, received, read = min(published, one.published), min(received, one.received), min(read, one.read)
		}
		until := w.until
		if until < 0 {
			until = now
		}
		for m := published; m < until; m++ {
			switch {
			case m < received:
				counted[switchboard.WaitIngest]++
			case m < read:
				counted[switchboard.WaitUnread]++
			default:
				counted[d.cause(m)]++
			}
		}
		all = append(all, counted)
	}
	return all
}

// TestWaitsCountEveryMinuteOnce holds Waits to a diary in which somebody wrote down every minute, over whatever the real
// state machine lets happen.
func TestWaitsCountEveryMinuteOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := &diary{t: rt, pages: map[int]page{}, c: begin(t).c, now: 20}
		if rapid.Bool().Draw(rt, "staffed before") {
			d.staffs()
		}
		d.arrives()
		steps := []func(){d.arrives, d.answers, d.closes, d.reopens, d.looked, d.looked, d.staffs, d.asks, d.notes, d.drafts, d.drafts,
			d.moves, d.moves, d.moves, d.moves, d.moves, d.covers, d.covers}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			if d.c.Stance != "" {
				rapid.SampledFrom(steps).Draw(rt, "step")()
			}
			for range rapid.IntRange(0, 6).Draw(rt, "minutes") {
				d.write()
				d.now++
			}
		}
		d.write()
		waits := journal.Waits(d.events, minute(d.now))
		var got []map[switchboard.WaitCause]int
		for i, w := range waits {
			got = append(got, minutes(t, w))
			if w.End != d.waits[i].end {
				rt.Fatalf("wait %d ended %q, and by the diary %q", i, w.End, d.waits[i].end)
			}
		}
		if diff := cmp.Diff(d.told(d.now), got); diff != "" {
			rt.Fatalf("minutes (-diary +journal):\n%s", diff)
		}
	})
}
