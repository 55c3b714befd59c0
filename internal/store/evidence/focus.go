package evidence

import (
	"time"

	"switchboard"
	"switchboard/internal/focus"
	"switchboard/internal/store/db"
)

// KeepFocus stores what of one agent's spans is not stored yet, whatever tab or conversation it was stored for: a
// person's minute counts once. It returns the parts it stored, in order.
func (t Tables) KeepFocus(agent switchboard.AgentID, spans []switchboard.Focus) ([]switchboard.Focus, error) {
	if len(spans) == 0 {
		return nil, nil
	}
	if err := t.lock(agent); err != nil {
		return nil, err
	}
	from, until := spans[0].From, spans[0].Until
	for _, s := range spans {
		from, until = earlier(from, s.From), later(until, s.Until)
	}
	known, err := t.focusOf(agent, from, until)
	if err != nil {
		return nil, err
	}
	fresh := focus.Fresh(spans, known)
	for _, s := range fresh {
		_, err := t.Exec(`INSERT INTO focus (agent_id, began_at, ended_at, conversation_id, part) VALUES (?, ?, ?, ?, ?)`,
			agent, db.Micros(s.From), db.Micros(s.Until), s.ConversationID, s.Part)
		if err != nil {
			return nil, err
		}
	}
	return fresh, nil
}

// lock takes one report of an agent's at a time.
func (t Tables) lock(agent switchboard.AgentID) error {
	_, err := db.List(t.Tx, func(row db.Scanner) (id switchboard.AgentID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM agent WHERE id = ?`+t.Dialect().ForUpdate(), agent)
	return err
}

// focusOf reads the spans of an agent that touch [from, until). None is longer than focus.MaxSpan.
func (t Tables) focusOf(agent switchboard.AgentID, from, until time.Time) ([]switchboard.Focus, error) {
	return db.List(t.Tx, func(row db.Scanner) (f switchboard.Focus, err error) {
		err = row.Scan(&f.AgentID, db.ScanTime(&f.From), db.ScanTime(&f.Until), &f.ConversationID, &f.Part)
		return f, err
	}, `SELECT agent_id, began_at, ended_at, conversation_id, part FROM focus
		WHERE agent_id = ? AND began_at > ? AND began_at < ? AND ended_at > ? ORDER BY began_at`,
		agent, db.Micros(from.Add(-focus.MaxSpan)), db.Micros(until), db.Micros(from))
}

// FocusDay is what one person's time of one day, UTC, went to.
type FocusDay struct {
	Day           time.Time
	Part          switchboard.FocusPart
	Spent         time.Duration
	Conversations int
}

// FocusDays adds up one person's time by day and part, earliest first.
func (t Tables) FocusDays(agent switchboard.AgentID, from, until time.Time) ([]FocusDay, error) {
	return db.List(t.Tx, func(row db.Scanner) (d FocusDay, err error) {
		var day, micros int64
		err = row.Scan(&day, &d.Part, &micros, &d.Conversations)
		d.Day, d.Spent = time.Unix(day*24*60*60, 0).UTC(), time.Duration(micros)*time.Microsecond
		return d, err
	}, `SELECT began_at / 86400000000 AS day, part, CAST(SUM(ended_at - began_at) AS bigint), COUNT(DISTINCT conversation_id) FROM focus
		WHERE agent_id = ? AND began_at >= ? AND began_at < ? GROUP BY 1, 2 ORDER BY 1, 2`,
		agent, db.Micros(from), db.Micros(until))
}

// HelpGiven adds up the time that people of a department spent on other departments' conversations whose lead is, or was
// last, somebody else. A span counts where it began. Who belongs to the conversation's department as well is no helper there.
func (t Tables) HelpGiven(key switchboard.DepartmentKey, from, until time.Time) (time.Duration, error) {
	var micros int64
	err := t.QueryRow(`SELECT CAST(COALESCE(SUM(f.ended_at - f.began_at), 0) AS bigint) FROM agent_department m
		JOIN focus f ON f.agent_id = m.agent_id AND f.began_at >= ? AND f.began_at < ?
		JOIN conversation c ON c.id = f.conversation_id
		WHERE m.department = ? AND COALESCE(c.lead, c.last_lead) <> f.agent_id
		AND NOT EXISTS (SELECT 1 FROM agent_department own WHERE own.agent_id = f.agent_id AND own.department = c.department)`,
		db.Micros(from), db.Micros(until), key).Scan(&micros)
	return time.Duration(micros) * time.Microsecond, err
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
