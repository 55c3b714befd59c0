package conversation

import (
	"slices"
	"time"

	"switchboard"
)

// model is the naive reference: no clever sharing, lists of everything, each rule written out where it applies.
type model struct {
	exists, history, closed, imported, merged bool

	reason     string
	department string
	spells     []switchboard.AgentID // one entry for every acceptance ever
	leads      bool                  // the last spell is still going on
	asked      *switchboard.Offer
	askedOver  *switchboard.AgentID
	overReason string
	overTo     switchboard.DepartmentKey
	helpers    map[switchboard.AgentID]bool
	snooze     time.Time
	snoozeWhy  string
	unanswered []time.Time
	lastIn     time.Time
	ball       switchboard.Ball
	lastSeen   switchboard.DecisionID
	reopened   int
	messages   int
	owed       *switchboard.Covered // who gets it back
	into       switchboard.ConversationID
}

func (m *model) lead() switchboard.AgentID {
	if !m.leads {
		return switchboard.AgentID{}
	}
	return m.spells[len(m.spells)-1]
}

func (m *model) stance() switchboard.Stance {
	switch {
	case !m.exists:
		return ""
	case m.closed:
		return switchboard.StanceClosed
	case m.leads && m.askedOver != nil:
		return switchboard.StanceTransfer
	case m.leads:
		return switchboard.StanceLed
	case m.asked != nil:
		return switchboard.StanceOffered
	}
	return switchboard.StanceQueued
}

func (m *model) spell(who switchboard.AgentID) {
	m.spells = append(m.spells, who)
	m.leads, m.asked, m.askedOver, m.snooze = true, nil, nil, time.Time{}
	if m.owed != nil && m.owed.For == who {
		m.owed = nil
	}
	delete(m.helpers, who)
}

func (m *model) stop() { m.leads, m.asked, m.askedOver, m.snooze = false, nil, nil, time.Time{} }

func (m *model) shut(reason string) {
	m.stop()
	m.owed = nil
	m.closed, m.reason, m.ball, m.unanswered = true, reason, switchboard.BallNobody, nil
}

// owe notes who gets it back; the first of several does.
func (m *model) owe(who switchboard.AgentID, now time.Time, returns bool) {
	switch {
	case !returns:
		m.owed = nil
	case m.owed == nil:
		m.owed = &switchboard.Covered{For: who, Since: now}
	}
}

// back gives it back, unless the customer has written since.
func (m *model) back(who switchboard.AgentID) {
	if m.closed || m.owed == nil || m.owed.For != who {
		return
	}
	since := m.owed.Since
	m.owed = nil
	if !m.lastIn.After(since) {
		m.spell(who)
	}
}

func (m *model) open(present bool) {
	if !m.imported {
		m.reopened++
	}
	m.closed, m.imported, m.history, m.reason, m.ball = false, false, false, "", switchboard.BallUs
	if present && len(m.spells) > 0 {
		m.spell(m.spells[len(m.spells)-1])
	}
}

// mine says whether by may act for the lead under that epoch.
func (m *model) mine(by By, epoch int) bool {
	return !m.closed && epoch == len(m.spells) && m.leads && m.allowed(by)
}

func (m *model) allowed(by By) bool { return by.Manager || by.Agent.IsZero() || by.Agent == m.lead() }

func (m *model) message(h Arrived) bool {
	if m.merged {
		return false
	}
	fresh := !m.exists
	m.exists = true
	m.messages++
	if h.Addressed && h.NeedsNone == "" && h.Published.After(m.lastIn) {
		m.lastIn = h.Published
	}
	if fresh {
		m.ball, m.helpers = switchboard.BallNobody, map[switchboard.AgentID]bool{}
	}
	if h.Origin == switchboard.History {
		if fresh {
			m.closed, m.imported, m.history, m.reason = true, true, true, string(switchboard.CloseImported)
		}
		return true
	}
	if h.NeedsNone != "" { // it was said, and nothing follows from it
		return true
	}
	if m.closed && h.Addressed {
		m.open(h.LeadPresent)
	}
	if m.closed {
		return true
	}
	m.snooze = time.Time{}
	if h.Addressed {
		m.unanswered = append(m.unanswered, h.Published)
		m.ball = switchboard.BallUs
	}
	return true
}

func (m *model) answer(at time.Time, stops bool) {
	m.messages++
	if m.closed || !stops {
		return
	}
	if !m.lastIn.After(at) {
		m.unanswered, m.ball = nil, switchboard.BallCustomer
		return
	}
	if len(m.unanswered) > 0 && !m.waiting().After(at) {
		m.unanswered = []time.Time{m.lastIn}
	}
}

func (m *model) waiting() time.Time {
	if len(m.unanswered) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(m.unanswered, time.Time.Compare)
}

// take does what the happening does and reports whether it is permitted (doing nothing is permitted too).
func (m *model) take(what Happening, now time.Time) bool {
	if first, ok := what.(Arrived); ok {
		return m.message(first)
	}
	if !m.exists {
		return false
	}
	switch h := what.(type) {
	case Answered:
		if m.merged || h.Epoch != len(m.spells) || h.Epoch == 0 {
			return false
		}
		m.answer(h.At, h.Final)
	case OutsideAnswer:
		if m.merged {
			return false
		}
		m.answer(h.At, h.Origin != switchboard.History)
	case Decided:
		m.decide(h)
	case DeadlinePassed:
	case Corrected:
		return !h.By.Agent.IsZero() && !m.merged
	case Disputed:
		return !h.By.Agent.IsZero()
	case Woken:
		if m.snooze.IsZero() || h.By.Agent.IsZero() && now.Before(m.snooze) {
			return true
		}
		if !m.allowed(h.By) {
			return false
		}
		m.snooze = time.Time{}
	case OfferExpired:
		if m.asked != nil && m.asked.ID == h.OfferID && !now.Before(m.asked.ExpiresAt) {
			m.asked = nil
		}
	case LeadAbsent:
		if m.leads && m.lead() == h.Agent {
			m.stop()
			m.owe(h.Agent, now, h.Returns)
		}
	case CoverOver:
		m.back(h.For)
	case HelperRemoved:
		delete(m.helpers, h.Helper)
	case Reopened:
		return m.reopen(h)
	case Merged:
		return m.merge(h)
	case Closed:
		return m.close(h)
	default:
		return !m.closed && m.takeOpen(what, now)
	}
	return true
}

func (m *model) decide(h Decided) {
	if m.lastSeen == h.DecisionID {
		return
	}
	m.lastSeen = h.DecisionID
	free := !m.closed && !m.leads || len(m.spells) == 0
	if free && m.department != string(h.Decision.Department) {
		m.department, m.asked = string(h.Decision.Department), nil
	}
}

func (m *model) reopen(h Reopened) bool {
	if m.closed && m.merged {
		return false
	}
	if m.closed {
		m.open(h.LeadPresent)
	}
	return true
}

func (m *model) merge(h Merged) bool {
	if m.merged {
		return m.into == h.Into
	}
	if m.leads && !m.allowed(h.By) {
		return false
	}
	m.shut(string(switchboard.CloseMerged))
	m.merged, m.imported, m.into = true, false, h.Into
	return true
}

func (m *model) close(h Closed) bool {
	if m.closed {
		return m.reason == string(h.Reason) && h.Epoch == len(m.spells)
	}
	if h.Epoch != len(m.spells) || m.leads && !m.allowed(h.By) {
		return false
	}
	if !slices.Contains(switchboard.CloseReasons(), h.Reason) {
		return false
	}
	m.shut(string(h.Reason))
	return true
}

// takeOpen is for what closed conversations refuse.
func (m *model) takeOpen(what Happening, now time.Time) bool {
	switch h := what.(type) {
	case Offered:
		return m.offer(h, now)
	case Accepted:
		if m.lead() == h.By {
			return true
		}
		if m.asked == nil || m.asked.To != h.By {
			return false
		}
		m.spell(h.By)
	case Given:
		if m.lead() == h.To {
			return true
		}
		if m.stance() != switchboard.StanceQueued || m.department == "" {
			return false
		}
		m.spell(h.To)
	case Declined:
		if m.stance() == switchboard.StanceQueued {
			return true
		}
		if m.asked == nil || m.asked.To != h.By || !slices.Contains(DeclineReasons(), h.Reason) {
			return false
		}
		m.asked = nil
	case Taken:
		return m.grab(h)
	case Rerouted:
		if m.leads {
			return false
		}
		if m.department == string(h.Department) {
			return true
		}
		if !slices.Contains(MoveReasons(), h.Reason) {
			return false
		}
		m.department, m.asked = string(h.Department), nil
		if !h.By.Agent.IsZero() {
			m.owed = nil
		}
	case HelperAdded:
		if m.lead() == h.Helper {
			return false
		}
		m.helpers[h.Helper] = true
	default:
		return m.takeLed(what, now)
	}
	return true
}

func (m *model) offer(h Offered, now time.Time) bool {
	if m.asked != nil && m.asked.ID == h.Offer.ID {
		return true
	}
	if m.leads || m.asked != nil || m.department == "" || !h.Offer.ExpiresAt.After(now) {
		return false
	}
	m.asked = &h.Offer
	return true
}

func (m *model) grab(h Taken) bool {
	if m.lead() == h.By.Agent {
		return true
	}
	free := !m.leads && (m.asked == nil || m.asked.To == h.By.Agent)
	if !free && (!h.By.Manager || !slices.Contains(MoveReasons(), h.Reason)) {
		return false
	}
	if !free {
		m.owed = nil
	}
	if !free && h.Reason == ReasonWrongOwner && h.Department != "" {
		m.department = string(h.Department)
	}
	m.spell(h.By.Agent)
	return true
}

// takeLed is for what happens to led work.
func (m *model) takeLed(what Happening, now time.Time) bool {
	switch h := what.(type) {
	case Released:
		twice := !m.leads && len(m.spells) > 0 && m.spells[len(m.spells)-1] == h.By.Agent && h.Epoch == len(m.spells)
		if twice {
			return true
		}
		if !m.mine(h.By, h.Epoch) || !slices.Contains(MoveReasons(), h.Reason) {
			return false
		}
		m.stop()
	case Snoozed:
		if !m.mine(h.By, h.Epoch) || m.askedOver != nil || h.Reason == "" || !h.Until.After(now) {
			return false
		}
		m.snooze, m.snoozeWhy = h.Until, h.Reason
	case TransferAsked:
		bad := h.From != m.lead() || h.To == m.lead() || !slices.Contains(MoveReasons(), h.Reason) || len(h.Briefing) < 20
		if !m.mine(h.By, h.Epoch) || bad {
			return false
		}
		if m.askedOver != nil {
			return *m.askedOver == h.To && m.overReason == h.Reason
		}
		m.askedOver, m.overReason, m.overTo, m.snooze = &h.To, h.Reason, h.Department, time.Time{}
	case CoverTaken:
		if h.By.IsZero() || h.For.IsZero() || h.By == h.For {
			return false
		}
		if m.leads && m.lead() == h.For {
			m.owe(h.For, now, !h.ForGood)
			m.spell(h.By)
		}
	case TransferAccepted:
		if m.lead() == h.By {
			return true
		}
		if m.askedOver == nil || *m.askedOver != h.By {
			return false
		}
		m.owed = nil
		if m.overReason == ReasonWrongOwner && m.overTo != "" {
			m.department = string(m.overTo)
		}
		m.spell(h.By)
	case TransferDeclined:
		if m.askedOver == nil {
			return true
		}
		if *m.askedOver != h.By || !slices.Contains(DeclineReasons(), h.Reason) {
			return false
		}
		m.askedOver = nil
	case TransferCancelled:
		if m.askedOver == nil {
			return true
		}
		if !m.allowed(h.By) {
			return false
		}
		m.askedOver = nil
	default:
		panic("the model does not know this happening")
	}
	return true
}
