package desk

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// Matter is one conversation while a transaction works on it. Several happenings make one write.
type Matter struct {
	Now    switchboard.Conversation
	before switchboard.Conversation // zero for one that is new
	events []switchboard.Event
	timers map[conversation.TimerKind]time.Time
}

// Begin starts a conversation that is not stored yet.
func Begin(c switchboard.Conversation) *Matter { return &Matter{Now: c} }

// Load locks a stored conversation.
func Load(tx *store.Tx, id switchboard.ConversationID) (*Matter, error) {
	c, err := tx.LockConversation(id)
	return loaded(c), err
}

func loaded(c switchboard.Conversation) *Matter { return &Matter{Now: c, before: c} }

// Do lets something happen. A refusal leaves the matter as it was.
func (m *Matter) Do(what conversation.Happening, now time.Time) error {
	change, err := conversation.Apply(m.Now, what, now)
	if err != nil {
		return err
	}
	m.Now = change.After
	m.events = append(m.events, change.Events...)
	for _, t := range change.Timers {
		if m.timers == nil {
			m.timers = map[conversation.TimerKind]time.Time{}
		}
		m.timers[t.Kind] = t.At
	}
	return nil
}

// Save stores what became of the matter and everything that follows from it. It does nothing when nothing happened.
func (d *Desk) Save(tx *store.Tx, m *Matter) error {
	if len(m.events) == 0 {
		return nil
	}
	if err := m.weigh(tx); err != nil {
		return err
	}
	if err := m.write(tx); err != nil {
		return err
	}
	if err := m.noteBriefing(tx); err != nil {
		return err
	}
	if err := m.answerOffer(tx); err != nil {
		return err
	}
	if err := tx.Record(m.events...); err != nil {
		return err
	}
	if err := m.setTimers(tx); err != nil {
		return err
	}
	if err := m.endStandIn(tx); err != nil {
		return err
	}
	if err := tx.Count(m.before, m.Now); err != nil {
		return err
	}
	if err := m.shiftLoad(tx); err != nil {
		return err
	}
	if d.Watch != nil && m.before.Lead != m.Now.Lead {
		if err := d.Watch.LeadChanged(tx, m.before, m.Now, conversation.OwnAct(m.Now, m.events)); err != nil {
			return err
		}
	}
	if err := m.mindAbsent(tx); err != nil {
		return err
	}
	if err := d.tellMoved(tx, m); err != nil {
		return err
	}
	d.wakeFor(tx, m)
	m.before, m.events, m.timers = m.Now, nil, nil
	return nil
}

// tellMoved tells whoever asked for it of another lead, an end or a new beginning.
func (d *Desk) tellMoved(tx *store.Tx, m *Matter) error {
	if m.before.Lead == m.Now.Lead && m.before.Open() == m.Now.Open() {
		return nil
	}
	for _, moved := range d.Moved {
		if err := moved(tx, m.before, m.Now); err != nil {
			return err
		}
	}
	return nil
}

func (m *Matter) write(tx *store.Tx) error {
	if m.before.ID.IsZero() {
		return tx.InsertConversation(m.Now)
	}
	return tx.UpdateConversation(m.Now, m.before.Version)
}

func (m *Matter) setTimers(tx *store.Tx) error {
	for _, kind := range slices.Sorted(maps.Keys(m.timers)) {
		var err error
		if at := m.timers[kind]; at.IsZero() {
			err = tx.CancelTimer(string(kind), m.Now.ID)
		} else {
			err = tx.SetTimer(store.Timer{Kind: string(kind), Subject: m.Now.ID, DueAt: at})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// holder is whoever a conversation weighs on.
func holder(c switchboard.Conversation) switchboard.AgentID { return roster.Holder(c) }

// weigh says what the conversation weighs now, by the terms of its department. What it weighs stands with it, so that the
// sum of those an agent holds is exactly the agent's load, whatever becomes of the terms.
func (m *Matter) weigh(tx *store.Tx) error {
	m.Now.Weight = 0
	if holder(m.Now).IsZero() {
		return nil
	}
	terms, err := tx.Terms(m.Now.Department)
	m.Now.Weight = terms.Weights.Weigh(m.Now)
	return err
}

// shiftLoad keeps the agents' loads equal to what they hold. Agents are locked in the order of their ids.
func (m *Matter) shiftLoad(tx *store.Tx) error {
	from, to := holder(m.before), holder(m.Now)
	if from == to {
		if by := m.Now.Weight - m.before.Weight; by != 0 && !to.IsZero() {
			return tx.AddWeight(to, by)
		}
		return nil
	}
	changes := []struct {
		agent      switchboard.AgentID
		by, weight int
	}{{from, -1, -m.before.Weight}, {to, +1, m.Now.Weight}}
	if bytes.Compare(from[:], to[:]) > 0 {
		changes[0], changes[1] = changes[1], changes[0]
	}
	for _, c := range changes {
		if c.agent.IsZero() {
			continue
		}
		if err := tx.AddLoad(c.agent, c.by, c.weight); err != nil {
			return err
		}
	}
	return nil
}
