package store

import (
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store/db"
)

// CoveredFor lists the open conversations that are covered for an agent, at most limit.
func (t *Tx) CoveredFor(id switchboard.AgentID, limit int) ([]switchboard.ConversationID, error) {
	return db.List(t.Tx, scanConversationID, `SELECT id FROM conversation WHERE cover_for = ? ORDER BY id LIMIT ?`, id, limit)
}

// LedBy lists the open conversations an agent leads behind the given id, in the order of their ids, at most limit.
func (t *Tx) LedBy(id switchboard.AgentID, after switchboard.ConversationID, limit int) ([]switchboard.Conversation, error) {
	return db.List(t.Tx, scanConversation, `SELECT `+conversationColumns+` FROM conversation
		WHERE lead = ? AND stance <> 'closed' AND id > ? ORDER BY id LIMIT ?`, id, rawID(t, after), limit)
}

func scanConversationID(row db.Scanner) (id switchboard.ConversationID, err error) {
	err = row.Scan(&id)
	return id, err
}

// What the policy in force says of how people work.
const policyTerms = `COALESCE((SELECT terms FROM policy ORDER BY number DESC LIMIT 1), '')`

// Terms reads how a department hands its work out: what it says for itself, and over it what the policy in force does. They
// are the usual terms where neither says anything.
func (t *Tx) Terms(key switchboard.DepartmentKey) (roster.Terms, error) {
	own, policy, err := t.TermsSaid(key)
	return own.Under(policy), err
}

// TermsSaid reads both: what a department says for itself, nothing when it does not exist, and what the policy in force
// says for all.
func (t *Tx) TermsSaid(key switchboard.DepartmentKey) (own, policy roster.Terms, err error) {
	err = t.QueryRow(`SELECT COALESCE((SELECT terms FROM department WHERE key = ?), ''), `+policyTerms, key).
		Scan(db.IntoJSON(&own), db.IntoJSON(&policy))
	return own, policy, err
}

// AllTerms reads the terms of every department, as Terms does.
func (t *Tx) AllTerms() (map[switchboard.DepartmentKey]roster.Terms, error) {
	type row struct {
		key         switchboard.DepartmentKey
		own, policy roster.Terms
	}
	rows, err := db.List(t.Tx, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.key, db.IntoJSON(&r.own), db.IntoJSON(&r.policy))
		return r, err
	}, `SELECT key, terms, `+policyTerms+` FROM department`)
	all := map[switchboard.DepartmentKey]roster.Terms{}
	for _, r := range rows {
		all[r.key] = r.own.Under(r.policy)
	}
	return all, err
}

// SetTerms keeps what a department says for itself of how it hands its work out.
func (t *Tx) SetTerms(key switchboard.DepartmentKey, terms roster.Terms) error {
	body, err := db.AsJSON(terms)
	if err != nil {
		return err
	}
	_, err = t.Exec(`UPDATE department SET terms = ? WHERE key = ?`, body, key)
	return err
}

// AgentScopes reads to what each of some agents is limited; those without limits are left out.
func (t *Tx) AgentScopes(ids []switchboard.AgentID) (map[switchboard.AgentID]AgentScope, error) {
	var args []any
	where := inList("agent_id", ids, &args)
	type row struct {
		agent   switchboard.AgentID
		kind    string
		subject subjectID
	}
	rows, err := db.List(t.Tx, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.agent, &r.kind, &r.subject)
		return r, err
	}, `SELECT agent_id, kind, subject FROM agent_scope WHERE `+where+` ORDER BY agent_id, kind, subject`, args...)
	limits := map[switchboard.AgentID]AgentScope{}
	for _, r := range rows {
		scope := limits[r.agent]
		if r.kind == scopeBrand {
			scope.Brands = append(scope.Brands, switchboard.BrandID(r.subject))
		} else {
			scope.Accounts = append(scope.Accounts, switchboard.AccountID(r.subject))
		}
		limits[r.agent] = scope
	}
	return limits, err
}

// LastLed is who led a customer's matter last, and until when.
type LastLed struct {
	Agent switchboard.AgentID
	At    time.Time
}

// LastLeads says who led the newest matter of each of some customers that was talked of since a time. Nobody is named of
// a customer for whom there is none.
func (t *Tx) LastLeads(customers []switchboard.CustomerID, since time.Time) (map[switchboard.CustomerID]LastLed, error) {
	var args []any
	where := inList("customer_id", customers, &args)
	type row struct {
		customer switchboard.CustomerID
		led      LastLed
	}
	rows, err := db.List(t.Tx, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.customer, &r.led.Agent, db.ScanTime(&r.led.At))
		return r, err
	}, `SELECT customer_id, COALESCE(lead, last_lead), CASE WHEN lead IS NULL THEN COALESCE(last_led_at, last_message_at) ELSE last_message_at END
		FROM conversation WHERE `+where+` AND last_message_at > ? AND COALESCE(lead, last_lead) IS NOT NULL
		ORDER BY last_message_at`, append(args, db.Micros(since))...)
	last := map[switchboard.CustomerID]LastLed{}
	for _, r := range rows {
		last[r.customer] = r.led
	}
	return last, err
}

// NoteAsked notes that notes were asked for before a shift ends; first is false when they were already.
func (t *Tx) NoteAsked(id switchboard.AgentID, end time.Time) (first bool, err error) {
	n, err := t.Exec(`UPDATE agent SET note_asked = ? WHERE id = ? AND note_asked <> ?`, db.Micros(end), id, db.Micros(end))
	return n == 1, err
}

// ShiftNote is what somebody who goes off shift says of a conversation. The words are the message.
type ShiftNote struct {
	ConversationID switchboard.ConversationID `json:"conversation_id"`
	AgentID        switchboard.AgentID        `json:"agent_id"`
	MessageID      switchboard.MessageID      `json:"message_id"`
	ShiftEnd       time.Time                  `json:"shift_end"`
	At             time.Time                  `json:"at"`
}

// SaveShiftNote stores it in the place of an earlier one of the same person.
func (t *Tx) SaveShiftNote(n ShiftNote) error {
	_, err := t.Exec(`INSERT INTO shift_note (conversation_id, agent_id, message_id, shift_end, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (conversation_id, agent_id) DO UPDATE SET message_id = excluded.message_id, shift_end = excluded.shift_end,
		at = excluded.at`, n.ConversationID, n.AgentID, n.MessageID, db.Micros(n.ShiftEnd), db.Micros(n.At))
	return err
}

const noteColumns = `conversation_id, agent_id, message_id, shift_end, at`

func scanShiftNote(row db.Scanner) (n ShiftNote, err error) {
	err = row.Scan(&n.ConversationID, &n.AgentID, &n.MessageID, db.ScanTime(&n.ShiftEnd), db.ScanTime(&n.At))
	return n, err
}

// ShiftNotesOf lists the notes of an agent.
func (t *Tx) ShiftNotesOf(id switchboard.AgentID) ([]ShiftNote, error) {
	return db.List(t.Tx, scanShiftNote, `SELECT `+noteColumns+` FROM shift_note WHERE agent_id = ? ORDER BY conversation_id`, id)
}

// ShiftNotes lists the notes on a conversation, oldest first.
func (t *Tx) ShiftNotes(id switchboard.ConversationID) ([]ShiftNote, error) {
	return db.List(t.Tx, scanShiftNote, `SELECT `+noteColumns+` FROM shift_note WHERE conversation_id = ? ORDER BY at, agent_id`, id)
}

// Covering is a conversation that somebody leads for somebody else; without a lead it waits in its queue.
type Covering struct{ For, Lead switchboard.AgentID }

// maxCovering bounds what is read of them; they are few.
const maxCovering = 5000

// Covered lists the conversations that are covered.
func (t *Tx) Covered() ([]Covering, error) {
	return db.List(t.Tx, func(row db.Scanner) (c Covering, err error) {
		err = row.Scan(&c.For, &c.Lead)
		return c, err
	}, `SELECT cover_for, lead FROM conversation WHERE cover_for IS NOT NULL ORDER BY cover_for, id LIMIT ?`, maxCovering)
}
