package desk

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// TimerStandIn is the timer at which the next of those who stand in for a department is asked.
const TimerStandIn = "stand_in"

// OnCall lists who of a department is on call now.
type OnCall func(tx *store.Tx, key switchboard.DepartmentKey) ([]switchboard.AgentID, error)

// askedFor is how long somebody who stands in is asked when the policy does not say, or nobody comes after them.
const askedFor = 30 * time.Minute

// Entries of a chain that are neither departments nor addresses. The policy language names them.
const (
	chainQueue    = "queue"
	chainOnCall   = "on_call"
	chainManagers = "managers"
)

// StandIn sees to it that whoever stands in by a decision is asked in time, while nobody leads and nobody has moved it by
// hand. A later decision replaces an earlier one.
func (d *Desk) StandIn(tx *store.Tx, c switchboard.Conversation, row store.DecisionRow) error {
	next := time.Time{}
	if c.Open() && c.Lead.IsZero() {
		next = steps(row).next(time.Time{})
	}
	if next.IsZero() {
		return tx.CancelTimer(TimerStandIn, c.ID)
	}
	return tx.SetTimer(store.Timer{Kind: TimerStandIn, Subject: c.ID, DueAt: next})
}

// stepsOf is when each entry of a decision's chain is asked. It follows from the decision alone, so that a timer that fires
// late or twice asks whoever is to be asked by now.
type stepsOf struct {
	cover *switchboard.Cover
	from  time.Time // when the first is asked
}

func steps(row store.DecisionRow) stepsOf {
	s := stepsOf{cover: row.Decision.Cover, from: row.ID.Time()}
	if s.cover != nil && s.cover.Cause == switchboard.CoverUnled {
		s.from = s.from.Add(s.cover.After.Duration())
	}
	return s
}

// count is how many of the chain are ever asked.
func (s stepsOf) count() int {
	if s.cover == nil || s.cover.Cause == switchboard.CoverBacklog {
		return 0
	}
	return len(s.cover.Chain)
}

func (s stepsOf) at(i int) time.Time {
	return s.from.Add(time.Duration(i) * cmp.Or(s.cover.After.Duration(), askedFor))
}

// next is the first moment behind a time at which something is to be done; zero when nothing is.
func (s stepsOf) next(behind time.Time) time.Time {
	for i := range s.count() {
		if at := s.at(i); at.After(behind) && !s.over(at) {
			return at
		}
	}
	if s.cover != nil && s.cover.Until.After(behind) {
		return s.cover.Until
	}
	return time.Time{}
}

// over reports whether the department is back.
func (s stepsOf) over(at time.Time) bool { return !s.cover.Until.IsZero() && !at.Before(s.cover.Until) }

// now are the entries that may be asked at a time: the one whose turn it is, and those behind it in case it names nobody.
func (s stepsOf) now(at time.Time) (entries []string) {
	for i := range s.count() {
		if !s.at(i).After(at) {
			entries = s.cover.Chain[i:]
		}
	}
	return entries
}

// StandInDue asks whoever is to stand in by now, and gives a matter back to its department when that is there again. It
// does nothing once somebody leads.
func (d *Desk) StandInDue(tx *store.Tx, id switchboard.ConversationID) error {
	m, err := Load(tx, id)
	if err != nil || !m.Now.Open() || !m.Now.Lead.IsZero() || m.Now.DecisionID.IsZero() {
		return err
	}
	row, err := tx.Decision(m.Now.DecisionID)
	if err != nil || row.Decision.Cover == nil {
		return err
	}
	now, s := tx.Now(), steps(row)
	if m.Now.Offer != nil {
		// Whoever is asked is left to answer first.
		return tx.SetTimer(store.Timer{Kind: TimerStandIn, Subject: id, DueAt: m.Now.Offer.ExpiresAt})
	}
	if next := s.next(now); !next.IsZero() {
		if err := tx.SetTimer(store.Timer{Kind: TimerStandIn, Subject: id, DueAt: next}); err != nil {
			return err
		}
	}
	if s.over(now) {
		return d.moveTo(tx, m, row.Decision.Department)
	}
	until := s.next(now)
	if until.IsZero() {
		until = now.Add(askedFor)
	}
	for _, entry := range s.now(now) {
		if asked, err := d.standIn(tx, m, row.Decision, entry, until); err != nil || asked {
			return err
		}
	}
	return nil
}

// endStandIn ends the standing in by a decision once a person has said whose queue it belongs in: neither the rest of the
// chain nor the morning takes it from there. Whoever leads it for a while and puts it back has not said so.
func (m *Matter) endStandIn(tx *store.Tx) error {
	moved := func(e switchboard.Event) bool {
		return conversation.ByPerson(e) && e.From != e.To && e.To == m.Now.Department
	}
	if !slices.ContainsFunc(m.events, moved) {
		return nil
	}
	return tx.CancelTimer(TimerStandIn, m.Now.ID)
}

// moveTo puts a matter into a department's queue.
func (d *Desk) moveTo(tx *store.Tx, m *Matter, key switchboard.DepartmentKey) error {
	if m.Now.Department == key {
		return nil
	}
	if err := m.Do(conversation.Rerouted{Department: key, Reason: conversation.ReasonCover}, tx.Now()); err != nil {
		return err
	}
	return d.Save(tx, m)
}

// standIn asks one entry of a chain. It reports whether there was anybody to ask.
func (d *Desk) standIn(tx *store.Tx, m *Matter, decision switchboard.Decision, entry string, until time.Time) (asked bool, err error) {
	people, err := d.people(tx, decision.Department, entry)
	switch {
	case err != nil || entry == chainQueue:
		return true, err
	case people == nil:
		return true, d.moveTo(tx, m, switchboard.DepartmentKey(entry))
	}
	chosen, err := d.firstOf(tx, m.Now, people)
	if err != nil || chosen.IsZero() {
		return false, err
	}
	offer := switchboard.Offer{ID: switchboard.NewID[switchboard.OfferID](tx.Now()), To: chosen, ExpiresAt: until}
	if err := m.Do(conversation.Offered{Offer: offer}, tx.Now()); err != nil {
		return false, err
	}
	why := "stands in for " + string(decision.Department)
	if err := tx.InsertAssignment(m.Now.ID, offer, roster.Pairing{Conversation: m.Now.ID, Agent: chosen, At: tx.Now(), Why: why}); err != nil {
		return false, err
	}
	return true, d.Save(tx, m)
}

// people is whom an entry of a chain names; nil when it names a department.
func (d *Desk) people(tx *store.Tx, department switchboard.DepartmentKey, entry string) ([]switchboard.AgentID, error) {
	switch {
	case entry == chainOnCall && d.OnCall != nil:
		found, err := d.OnCall(tx, department)
		return append([]switchboard.AgentID{}, found...), err
	case entry == chainOnCall:
		return []switchboard.AgentID{}, nil
	case entry != chainManagers && !strings.Contains(entry, "@"):
		return nil, nil
	}
	agents, err := tx.Agents()
	found := []switchboard.AgentID{}
	for _, a := range agents {
		if a.Email == entry || entry == chainManagers && a.Role == switchboard.RoleManager {
			found = append(found, a.ID)
		}
	}
	return found, err
}

// firstOf is whom of several it is offered to: who is there and has room before who is not, then whoever has least. Those
// who declined it, may not see it or may not work are passed over.
func (d *Desk) firstOf(tx *store.Tx, c switchboard.Conversation, people []switchboard.AgentID) (first switchboard.AgentID, err error) {
	declined, err := tx.DeclinedBy(c.ID)
	if err != nil {
		return first, err
	}
	var best standing
	for _, id := range people {
		if slices.Contains(declined, id) {
			continue
		}
		s, err := standingOf(tx, id)
		if err != nil {
			return first, err
		}
		if s.mayStandIn(c, tx.Now()) && (first.IsZero() || s.before(best, c, tx.Now())) {
			first, best = id, s
		}
	}
	return first, nil
}

func (s standing) mayStandIn(c switchboard.Conversation, now time.Time) bool {
	w := roster.WaitingOf(c, nil)
	candidate := s.person(now).Candidate(s.terms[c.Department])
	return s.agent.Works() && s.attendance(now) != roster.Absent && candidate.Sees(&w)
}

func (s standing) before(other standing, c switchboard.Conversation, now time.Time) bool {
	if mine, theirs := s.canTake(c, now), other.canTake(c, now); mine != theirs {
		return mine
	}
	return s.agent.Weight < other.agent.Weight
}
