package notice

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Timers of notices. Their handlers are those of Timers.
const (
	TimerDueSoon   = "notice_due_soon"  // of a conversation: an answer is due soon
	TimerUndecided = "notice_undecided" // of a delivery: its fate is still unknown
	TimerBroken    = "notice_broken"    // of an account: its trouble has lasted
	TimerUnheard   = "approval_unheard" // of a draft: those who were asked first have said nothing
	TimerClimb     = "alarm_climb"      // of an alarm
)

const (
	// soon is how long before its deadline an answer is due soon; of a short deadline, the last half.
	soon = 10 * time.Minute
	// lookFirst is how long a delivery of unknown fate is looked for before a person is asked to decide.
	lookFirst = 3 * time.Minute
	// troubleFor is how long an account may be in trouble that may pass before somebody is told.
	troubleFor = 15 * time.Minute
)

// reading turns rows of the journal into notices.
type reading struct {
	*raising
	e     switchboard.Event
	talks map[switchboard.ConversationID]switchboard.Conversation
}

// sources says what each kind of event raises.
func sources() map[switchboard.EventKind]func(*reading) error {
	over := func(event switchboard.NoticeEvent) func(*reading) error {
		return func(r *reading) error { return r.over(event, r.e.Subject) }
	}
	ends := func(events ...switchboard.NoticeEvent) func(*reading) error {
		return func(r *reading) error { return r.ends(events...) }
	}
	return map[switchboard.EventKind]func(*reading) error{
		switchboard.EventOffered:  func(r *reading) error { return r.about(switchboard.NoticeOffer, r.e.Subject) },
		switchboard.EventAccepted: (*reading).accepted,
		switchboard.EventTaken: ends(switchboard.NoticeOffer, switchboard.NoticeTransfer, switchboard.NoticeApproval,
			switchboard.NoticeUncovered, switchboard.NoticeCover),
		switchboard.EventCoverTaken: (*reading).covered,
		switchboard.EventCoverReturned: ends(switchboard.NoticeOffer, switchboard.NoticeTransfer, switchboard.NoticeApproval,
			switchboard.NoticeUncovered, switchboard.NoticeCover),
		switchboard.EventCoverMissing:      (*reading).uncovered,
		switchboard.EventUnstaffed:         (*reading).unstaffed,
		switchboard.EventStaffed:           (*reading).staffed,
		switchboard.EventShiftEnding:       func(r *reading) error { return r.about(switchboard.NoticeNotes, r.e.Agent.String()) },
		switchboard.EventDeclined:          over(switchboard.NoticeOffer),
		switchboard.EventOfferExpired:      over(switchboard.NoticeOffer),
		switchboard.EventQueued:            ends(switchboard.NoticeOffer),
		switchboard.EventReleased:          ends(switchboard.NoticeTransfer, switchboard.NoticeApproval, switchboard.NoticeCover),
		switchboard.EventMessageReceived:   (*reading).received,
		switchboard.EventReopened:          (*reading).reopened,
		switchboard.EventAnswered:          (*reading).answered,
		switchboard.EventOutsideAnswer:     (*reading).answered,
		switchboard.EventDecided:           (*reading).decided,
		switchboard.EventCorrected:         (*reading).corrected,
		switchboard.EventConfirmed:         (*reading).corrected,
		switchboard.EventDeadlineMissed:    (*reading).late,
		switchboard.EventEscalated:         (*reading).escalated,
		switchboard.EventTransferAsked:     (*reading).asked,
		switchboard.EventTransferReminded:  (*reading).asked,
		switchboard.EventTransferAccepted:  ends(switchboard.NoticeTransfer, switchboard.NoticeApproval),
		switchboard.EventTransferDeclined:  ends(switchboard.NoticeTransfer),
		switchboard.EventTransferCancelled: ends(switchboard.NoticeTransfer),
		switchboard.EventHelperAdded:       func(r *reading) error { return r.about(switchboard.NoticeHelper, r.e.ConversationID.String()) },
		switchboard.EventHelperRemoved: func(r *reading) error {
			return r.overFor(r.e.Agent, switchboard.NoticeHelper, r.e.ConversationID.String())
		},
		switchboard.EventMentioned:        func(r *reading) error { return r.about(switchboard.NoticeMention, r.e.MessageID.String()) },
		switchboard.EventDraftHeld:        (*reading).held,
		switchboard.EventDraftSaved:       over(switchboard.NoticeApproval),
		switchboard.EventDraftApproved:    (*reading).approved,
		switchboard.EventDraftReturned:    (*reading).returned,
		switchboard.EventDraftUnheard:     (*reading).unheard,
		switchboard.EventDeliveryRejected: (*reading).rejected,
		switchboard.EventDeliveryReturned: (*reading).rejected,
		switchboard.EventDeliveryUnknown:  (*reading).unknown,
		switchboard.EventDeliverySettled:  over(switchboard.NoticeUndecided),
		switchboard.EventDeliverySent:     over(switchboard.NoticeUndecided),
		switchboard.EventAccountHealth:    (*reading).health,
		switchboard.EventConsultAnswered:  func(r *reading) error { return r.advised(switchboard.NoticeAdvice) },
		switchboard.EventConsultDoubtful:  func(r *reading) error { return r.advised(switchboard.NoticeDoubtful) },
		switchboard.EventConsultDue:       func(r *reading) error { return r.advised(switchboard.NoticeConsult) },
		switchboard.EventConsultMachine:   func(r *reading) error { return r.advised(switchboard.NoticeConsult) },
		switchboard.EventConsultFailed:    func(r *reading) error { return r.advised(switchboard.NoticeConsult) },
		switchboard.EventConsultExpired:   func(r *reading) error { return r.advised(switchboard.NoticeConsult) },
		switchboard.EventAdviceTaken:      over(switchboard.NoticeDoubtful),
		switchboard.EventAdviceThrown:     over(switchboard.NoticeDoubtful),
		switchboard.EventPolicyDraftAsked: (*reading).signature,
		switchboard.EventPolicyDraftSigned: func(r *reading) error {
			return r.over(switchboard.NoticeSignature, signatureOf(r.e.Subject, r.e.To))
		},
		switchboard.EventPolicyDraftDropped: (*reading).unsigned,
		switchboard.EventClosed:             (*reading).closed,
		switchboard.EventMerged:             (*reading).closed,
	}
}

// take raises what one row of the journal says. History raises nothing.
func (r *reading) take(e switchboard.Event) error {
	if e.Origin == switchboard.History {
		return nil
	}
	r.e = e
	if err := r.acted(); err != nil {
		return err
	}
	if source := sources()[e.Kind]; source != nil {
		return source(r)
	}
	return nil
}

// acted: whoever does something to a conversation knows what there was to know of it. An alarm
// climbs on all the same, unless they took the lead or answered as the lead: see Duty and Answered.
func (r *reading) acted() error {
	e := r.e
	if e.Actor.IsZero() || e.ConversationID.IsZero() || e.ActorKind != switchboard.ActorAgent && e.ActorKind != switchboard.ActorToken {
		return nil
	}
	return r.see(notices.Which{Agent: e.Actor, ConversationID: e.ConversationID}, switchboard.SeenActed)
}

// of is something that the present row raises for somebody.
func (r *reading) of(agent switchboard.AgentID, event switchboard.NoticeEvent, subject string) want {
	e := r.e
	return want{agent: agent, event: event, subject: subject, talk: e.ConversationID, account: e.AccountID, department: e.Department,
		position: e.Position, at: r.at()}
}

// about tells whom the row is about, unless they did it themselves.
func (r *reading) about(event switchboard.NoticeEvent, subject string) error {
	if r.e.Agent == r.e.Actor {
		return nil
	}
	return r.tell(r.of(r.e.Agent, event, subject))
}

// talk is the conversation of the row as it is now.
func (r *reading) talk() (switchboard.Conversation, error) {
	if c, known := r.talks[r.e.ConversationID]; known {
		return c, nil
	}
	c, err := r.tx.Conversation(r.e.ConversationID)
	if err == nil {
		r.talks[c.ID] = c
	}
	return c, err
}

// received tells the lead that their customer wrote, and raises an alarm when somebody may be hurt. What nobody waits for
// an answer to rings nobody's bell.
func (r *reading) received() error {
	c, err := r.talk()
	if err != nil || c.Origin == switchboard.History || r.e.Numbers["idle"] == 1 {
		return err
	}
	if err := r.mind(c); err != nil {
		return err
	}
	if r.e.Numbers["addressed"] == 1 && c.Open() && !c.Lead.IsZero() && c.Epoch == r.e.Epoch { // who came to lead it since read it
		if err := r.tell(r.of(c.Lead, switchboard.NoticeReply, c.ID.String())); err != nil {
			return err
		}
	}
	verdict, found, err := r.tx.Verdict(r.e.MessageID)
	if err != nil || !found || !verdict.Marks(switchboard.FlagSafety) || !c.Open() {
		return err
	}
	return r.alarm(c, switchboard.NoticeSafety)
}

// corrected raises an alarm when somebody says that a message warns of danger after all, or indeed.
func (r *reading) corrected() error {
	c, err := r.talk()
	safety := r.e.Reason == string(switchboard.FlagSafety) && r.e.Numbers["yes"] == 1
	if err != nil || !safety || !c.Open() || !switchboard.OneOf(switchboard.FlagSafety, c.Flags) {
		return err
	}
	return r.alarm(c, switchboard.NoticeSafety)
}

// crisisLevel is the freedom that speaks for the company in a crisis.
const crisisLevel = 5

// decided minds a deadline, and raises an alarm when only the voice of a crisis may answer.
func (r *reading) decided() error {
	c, err := r.talk()
	if err != nil || c.Origin == switchboard.History || !c.Open() {
		return err
	}
	if err := r.mind(c); err != nil {
		return err
	}
	if c.RequiredLevel < crisisLevel {
		return nil
	}
	return r.alarm(c, switchboard.NoticeCrisis)
}

// mind arms the timer that tells when an answer is due soon.
func (r *reading) mind(c switchboard.Conversation) error {
	left := c.DueAt.Sub(r.tx.Now())
	if c.DueAt.IsZero() || !c.Open() || left <= 0 {
		return nil
	}
	return setTimer(r.tx, store.Timer{Kind: TimerDueSoon, Subject: c.ID, DueAt: c.DueAt.Add(-min(soon, left/2))})
}

// late tells the lead, or the managers of a department whose work nobody leads.
func (r *reading) late() error {
	if err := r.ends(switchboard.NoticeDueSoon); err != nil {
		return err
	}
	return r.tellLead(r.e.Agent, r.of(r.e.Agent, switchboard.NoticeLate, r.e.ConversationID.String()))
}

// escalated tells more people that an answer is late: those of the department who are here, or whoever manages it.
func (r *reading) escalated() error {
	to, err := r.toldOf(r.e.Reason)
	if err != nil {
		return err
	}
	w := r.of(switchboard.AgentID{}, switchboard.NoticeLate, r.e.ConversationID.String())
	for _, agent := range to {
		w.agent = agent
		if err := r.tell(w); err != nil {
			return err
		}
	}
	return nil
}

// toldOf is whom a step of an escalation names.
func (r *reading) toldOf(step string) (to []switchboard.AgentID, err error) {
	switch step {
	case "managers":
		return r.managersOf(r.e.Department)
	case "lead":
		return slices.DeleteFunc([]switchboard.AgentID{r.e.Agent}, switchboard.AgentID.IsZero), nil
	}
	if _, err := r.people(); err != nil {
		return nil, err
	}
	for _, a := range r.sorted {
		if slices.Contains(a.Departments, r.e.Department) && a.Presence == switchboard.Here {
			to = append(to, a.ID)
		}
	}
	return to, nil
}

// tellLead tells the lead, or else whoever manages the department.
func (r *raising) tellLead(lead switchboard.AgentID, w want) error {
	to := []switchboard.AgentID{lead}
	if lead.IsZero() {
		var err error
		if to, err = r.managersOf(w.department); err != nil {
			return err
		}
		to = append(to, switchboard.AgentID{}) // the team's hooks are told in any case
	}
	for _, agent := range to {
		w.agent = agent
		if err := r.tell(w); err != nil {
			return err
		}
	}
	return nil
}

// managersOf are the managers who wear the department's hat, or all of them if none does, or who administers where nobody
// manages.
func (r *raising) managersOf(department switchboard.DepartmentKey) (own []switchboard.AgentID, err error) {
	if _, err := r.people(); err != nil {
		return nil, err
	}
	var all []switchboard.AgentID
	for _, a := range r.sorted {
		if a.Role != switchboard.RoleManager {
			continue
		}
		all = append(all, a.ID)
		if slices.Contains(a.Departments, department) {
			own = append(own, a.ID)
		}
	}
	switch {
	case len(own) > 0:
		return own, nil
	case len(all) > 0:
		return all, nil
	}
	return r.admins() // a shop of one person, who administers it as well
}

func (r *raising) admins() (all []switchboard.AgentID, err error) {
	_, err = r.people()
	for _, a := range r.sorted {
		if a.Role == switchboard.RoleAdmin {
			all = append(all, a.ID)
		}
	}
	return all, err
}

func (r *reading) asked() error {
	return r.about(switchboard.NoticeTransfer, r.e.ConversationID.String())
}

// rejected tells the author that what they wrote did not go out.
func (r *reading) rejected() error {
	d, draft, err := r.delivery()
	if err != nil {
		return err
	}
	if err := r.over(switchboard.NoticeUndecided, d.ID.String()); err != nil {
		return err
	}
	return r.tell(r.of(draft.AuthorID, switchboard.NoticeReturned, draft.ID.String()))
}

func (r *reading) delivery() (d switchboard.Delivery, draft switchboard.Draft, err error) {
	var id switchboard.DeliveryID
	if err := id.UnmarshalText([]byte(r.e.Subject)); err != nil {
		return d, draft, err
	}
	if d, err = r.tx.Delivery(id); err != nil {
		return d, draft, err
	}
	draft, err = r.tx.Draft(d.DraftID)
	return d, draft, err
}

// unknown lets the delivery be looked for before a person is asked.
func (r *reading) unknown() error {
	d, _, err := r.delivery()
	if err != nil {
		return err
	}
	return setTimer(r.tx, store.Timer{Kind: TimerUndecided, Subject: d.ID, DueAt: r.tx.Now().Add(lookFirst)})
}

// health arms a timer when an account gets into trouble; trouble that only a person can end is told at once.
func (r *reading) health() error {
	switch r.e.Reason {
	case "":
		return r.over(switchboard.NoticeBroken, r.e.AccountID.String())
	case "auth", "gone", "rejected":
		account, err := r.tx.Account(r.e.AccountID)
		if err != nil {
			return err
		}
		return r.tellBroken(account)
	}
	return setTimer(r.tx, store.Timer{Kind: TimerBroken, Subject: r.e.AccountID, DueAt: r.tx.Now().Add(troubleFor)})
}

// tellBroken tells whoever answers for the account, and the operators.
func (r *raising) tellBroken(a switchboard.Account) error {
	to, err := r.admins()
	if err != nil {
		return err
	}
	if !a.Accountable.IsZero() && !slices.Contains(to, a.Accountable) {
		to = append(to, a.Accountable)
	}
	for _, agent := range to {
		if err := r.tell(want{agent: agent, event: switchboard.NoticeBroken, subject: a.ID.String(), account: a.ID,
			position: a.Health.Since.UnixMicro()}); err != nil {
			return err
		}
	}
	return nil
}

// closed: of a closed conversation there is nothing left to be done.
func (r *reading) closed() error {
	delete(r.talks, r.e.ConversationID)
	if err := r.see(notices.Which{ConversationID: r.e.ConversationID}, switchboard.SeenOver); err != nil {
		return err
	}
	return endAlarms(r.tx, r.e.ConversationID, string(r.e.Kind))
}

// setTimer sets a timer and wakes whoever waits for the earliest.
func setTimer(tx *store.Tx, t store.Timer) error {
	if err := tx.SetTimer(t); err != nil {
		return err
	}
	return tx.Notify(store.ChannelJournal, "")
}
