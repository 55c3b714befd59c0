package desk

import (
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// Timers of cover. Both are of a conversation, so that each is looked after by itself, in a transaction of its own and
// once, however many somebody leads and whatever is killed when.
const (
	TimerCover    = "cover_due"  // its lead is absent, or nobody has taken their place yet
	TimerCoverEnd = "cover_over" // whoever it is covered for is there again
)

// SetAbsence says that an agent takes no work for a while, and what becomes of what they lead. If that while has begun,
// what is offered to them goes to others, and what they lead is looked after at once.
func (d *Desk) SetAbsence(tx *store.Tx, a store.Absence) error {
	if !a.EndsAt.After(a.StartsAt) {
		return switchboard.Refuse(switchboard.CodeInvalid, "An absence ends after it starts.").WithField("ends_at")
	}
	if a.Policy == "" {
		a.Policy = roster.Keep
	}
	if !switchboard.OneOf(a.Policy, roster.Stands()) {
		return switchboard.Refuse(switchboard.CodeInvalid, "%q is nothing that can become of what they lead.", a.Policy).WithField("policy").
			WithHint("It is keep, cover or hand_over.")
	}
	if err := tx.SaveAbsence(a); err != nil {
		return err
	}
	if err := absenceEvent(tx, a.AgentID, "changed"); err != nil {
		return err
	}
	if runs(a, tx.Now()) {
		if err := d.begin(tx, a); err != nil {
			return err
		}
	}
	return d.Attend(tx, a.AgentID)
}

// DropAbsence takes an absence back; dropped is false when there is none that starts then. What was covered is given back.
func (d *Desk) DropAbsence(tx *store.Tx, id switchboard.AgentID, starts time.Time) (dropped bool, err error) {
	if dropped, err = tx.DropAbsence(id, starts); err != nil || !dropped {
		return dropped, err
	}
	if err := absenceEvent(tx, id, "changed"); err != nil {
		return true, err
	}
	if err := d.giveBack(tx, id); err != nil {
		return true, err
	}
	return true, d.Attend(tx, id)
}

// runs reports whether an absence runs now. One that has begun by the clock of another node runs by ours as well, though
// ours be late: else what is given out meanwhile would be looked after by nobody.
func runs(a store.Absence, now time.Time) bool {
	return (!a.StartsAt.After(now) || !a.BegunAt.IsZero()) && a.EndsAt.After(now)
}

func absenceEvent(tx *store.Tx, id switchboard.AgentID, what string) error {
	return tx.Record(switchboard.Event{Kind: switchboard.EventAgentAbsence, ActorKind: switchboard.ActorSystem, Agent: id, Reason: what})
}

// settleAbsences begins what has begun and ends what is over, each once.
func (d *Desk) settleAbsences(tx *store.Tx, s standing) error {
	for _, a := range s.absences {
		var err error
		switch {
		case runs(a, tx.Now()) && a.BegunAt.IsZero():
			err = d.begin(tx, a)
		case !a.EndsAt.After(tx.Now()) && !a.BegunAt.IsZero() && a.EndedAt.IsZero():
			a.EndedAt = tx.Now()
			if err = tx.MarkAbsence(a); err == nil {
				err = d.giveBack(tx, a.AgentID)
			}
			if err == nil {
				err = absenceEvent(tx, a.AgentID, "ended")
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// begin lets go of what is asked of somebody who is absent from now on, and has what they lead looked after.
func (d *Desk) begin(tx *store.Tx, a store.Absence) error {
	if err := d.declineAll(tx, a.AgentID); err != nil {
		return err
	}
	if err := d.declineTransfers(tx, a.AgentID); err != nil {
		return err
	}
	a.BegunAt = tx.Now()
	if err := tx.MarkAbsence(a); err != nil {
		return err
	}
	if err := d.lookAfterAll(tx, a); err != nil {
		return err
	}
	return absenceEvent(tx, a.AgentID, "begun")
}

// lookAfterAll sets the timers by which everything somebody leads is looked after.
func (d *Desk) lookAfterAll(tx *store.Tx, a store.Absence) error {
	terms, err := tx.AllTerms()
	if err != nil {
		return err
	}
	for after := (switchboard.ConversationID{}); ; {
		led, err := tx.LedBy(a.AgentID, after, leavePage)
		if err != nil || len(led) == 0 {
			return err
		}
		for _, c := range led {
			if at, due := coverDue(c, a.Policy, terms[c.Department], tx.Now()); due {
				if err := tx.SetTimer(store.Timer{Kind: TimerCover, Subject: c.ID, DueAt: at}); err != nil {
					return err
				}
			}
		}
		after = led[len(led)-1].ID
	}
}

// coverDue is when what an absent person leads is to be looked after. What waits for nobody here waits.
func coverDue(c switchboard.Conversation, stand roster.Stand, terms roster.Terms, now time.Time) (at time.Time, due bool) {
	switch {
	case stand == roster.HandOver:
		return now, true
	case !waitsForUs(c):
		return now, false
	case stand == roster.Cover:
		return now, true
	}
	return now.Add(terms.CoverWithin()), true
}

// declineTransfers leaves with its lead whatever somebody was asked to take over.
func (d *Desk) declineTransfers(tx *store.Tx, id switchboard.AgentID) error {
	own, err := tx.OwnConversations(id, leavePage)
	if err != nil {
		return err
	}
	for _, one := range own {
		if !one.Asked {
			continue
		}
		m, err := Load(tx, one.ID)
		if err != nil {
			return err
		}
		if m.Now.Transfer == nil || m.Now.Transfer.To != id {
			continue
		}
		if err := m.Do(conversation.TransferDeclined{By: id, Reason: conversation.ReasonLeaving}, tx.Now()); err != nil {
			return err
		}
		if err := d.Save(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// giveBack has everything looked at that is covered for somebody.
func (d *Desk) giveBack(tx *store.Tx, id switchboard.AgentID) error {
	covered, err := tx.CoveredFor(id, maxCovered)
	for _, c := range covered {
		if err := tx.SetTimer(store.Timer{Kind: TimerCoverEnd, Subject: c, DueAt: tx.Now()}); err != nil {
			return err
		}
	}
	return err
}

// maxCovered bounds what one transaction gives back; nobody leads as many.
const maxCovered = 5000

// absenceOf is the absence of somebody that runs now, if one does. Of several the one that counts is what was said last of
// the time that runs: one that is said while another runs begins at once, so it is the one that began last. Of those that
// began at the same moment it is the one that starts last.
func absenceOf(tx *store.Tx, id switchboard.AgentID) (last store.Absence, absent bool, err error) {
	all, err := tx.Absences(id, tx.Now())
	for _, a := range all {
		if runs(a, tx.Now()) && (!absent || !a.BegunAt.Before(last.BegunAt)) {
			last, absent = a, true
		}
	}
	return last, absent, err
}

// mindAbsent sees to it that what has begun to wait for us does not wait for somebody who is absent, and that managers are
// told in time of what waits in a queue in an absent person's place.
func (m *Matter) mindAbsent(tx *store.Tx) error {
	waited := waitsForUs(m.before) && m.before.Lead == m.Now.Lead
	queued := m.Now.Lead.IsZero()
	if waited || !waitsForUs(m.Now) || queued && m.Now.Cover == nil {
		return nil
	}
	stand := roster.Keep // nobody is to be found who leads it now: the queue looks, and the time runs
	if !queued {
		a, absent, err := absenceOf(tx, m.Now.Lead)
		if err != nil || !absent {
			return err
		}
		stand = a.Policy
	}
	terms, err := tx.Terms(m.Now.Department)
	if err != nil {
		return err
	}
	at, _ := coverDue(m.Now, stand, terms, tx.Now())
	return tx.SetTimer(store.Timer{Kind: TimerCover, Subject: m.Now.ID, DueAt: at})
}
