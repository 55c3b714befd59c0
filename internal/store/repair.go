package store

import (
	"strings"
	"switchboard/internal/store/db"
)

// Discrepancy is a row that contradicts another or a rule. It names ids and closed values only.
type Discrepancy struct {
	Check   string `json:"check"`
	Table   string `json:"table"`
	Subject string `json:"subject"` // id of the row, in hexadecimal
	Detail  string `json:"detail"`
}

// probe is one check: a query that yields (subject, detail) of what is wrong. It looks at open work, at short tables, or
// at no more than the newest `window` rows of a long one, and takes the window (where it has one) and the limit.
type probe struct {
	name, table, query string
	windowed           bool
}

var probes = []probe{
	{name: "an open conversation is unowned and unqueued", table: "conversation", query: `SELECT id, stance FROM conversation
		WHERE stance <> 'closed' AND (
			(stance IN ('led', 'transfer') AND lead IS NULL) OR (stance = 'queued' AND (lead IS NOT NULL OR queued_at IS NULL))
			OR (stance = 'offered') <> (offer_to IS NOT NULL) OR (stance = 'transfer') <> (transfer_to IS NOT NULL)
			OR stance NOT IN ('queued', 'offered', 'led', 'transfer')) ORDER BY sort_at, id LIMIT ?`},
	{name: "a message for us is in no conversation and nobody works it", table: "message", windowed: true,
		query: `SELECT m.id, m.kind FROM (SELECT id, kind, addressed, direction, conversation_id, deleted_at FROM message
			ORDER BY id DESC LIMIT ?) m WHERE m.addressed = 1 AND m.direction = 'in' AND m.conversation_id IS NULL
			AND m.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM work w WHERE w.message_id = m.id) LIMIT ?`},
	{name: "work waits for a message that is not there", table: "work", windowed: true,
		query: `SELECT w.message_id, w.node FROM (SELECT message_id, node FROM work ORDER BY node, priority, message_id LIMIT ?) w
			WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.id = w.message_id) LIMIT ?`},
	{name: "a delivery contradicts itself", table: "delivery", windowed: true,
		query: `SELECT d.id, d.state FROM (SELECT id, state, fence, started_at, settled_at FROM delivery
			ORDER BY id DESC LIMIT ?) d WHERE (d.state IN ('sending', 'unknown') AND (d.started_at IS NULL OR d.fence = 0))
			OR (d.state = 'sent' AND d.started_at IS NULL)
			OR (d.state IN ('sent', 'rejected') AND d.settled_at IS NULL) LIMIT ?`},
	{name: "a delivery waits although its draft does not", table: "delivery", query: `SELECT d.id, f.state FROM account a
		JOIN delivery d ON d.account_id = a.id AND d.state = 'waiting' JOIN draft f ON f.id = d.draft_id
		WHERE f.state NOT IN ('sending', 'failed') LIMIT ?`},
	{name: "an agent's load is not what they lead and are offered", table: "agent", query: `SELECT id, detail FROM (
		SELECT a.id, a.load, 'load ' || a.load AS detail,
			(SELECT COUNT(*) FROM conversation c WHERE c.lead = a.id AND c.stance <> 'closed')
			+ (SELECT COUNT(*) FROM conversation c WHERE c.offer_to = a.id) AS held FROM agent a) counted
		WHERE load <> held LIMIT ?`},
	{name: "an agent's conversations weigh something else", table: "agent", query: `SELECT id, detail FROM (
		SELECT a.id, a.weight, 'weight ' || a.weight AS detail,
			COALESCE((SELECT SUM(c.weight) FROM conversation c WHERE c.lead = a.id AND c.stance <> 'closed'), 0)
			+ COALESCE((SELECT SUM(c.weight) FROM conversation c WHERE c.offer_to = a.id), 0) AS held FROM agent a) counted
		WHERE weight <> held LIMIT ?`},
	{name: "a lease is held for an account nobody reads", table: "account_lease", query: `SELECT l.account_id, a.state
		FROM account_lease l JOIN account a ON a.id = l.account_id WHERE l.until > 0 AND a.state = 'history' LIMIT ?`},
}

// Doctor looks for contradictions: at most limit of each kind, in tables that grow without end among the newest window
// rows. It changes nothing.
func (t *Tx) Doctor(window, limit int) ([]Discrepancy, error) {
	var all []Discrepancy
	for _, p := range probes {
		args := []any{limit}
		if p.windowed {
			args = []any{window, limit}
		}
		found, err := db.List(t.Tx, p.scan, p.query, args...)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	counters, err := t.counterDiscrepancies()
	return append(all, counters...), err
}

func (p probe) scan(row db.Scanner) (Discrepancy, error) {
	d := Discrepancy{Check: p.name, Table: p.table}
	var subject subjectID
	err := row.Scan(&subject, &d.Detail)
	d.Subject = strings.ReplaceAll(uuidText(subject), "-", "")
	return d, err
}

// counterDiscrepancies compares the counters of all open and all queued work with the work itself.
func (t *Tx) counterDiscrepancies() ([]Discrepancy, error) {
	counts, err := t.Counts(ScopeAll)
	if err != nil {
		return nil, err
	}
	var found []Discrepancy
	for _, c := range []struct{ view, query string }{
		{CountOpen, `SELECT COUNT(*) FROM conversation WHERE stance <> 'closed'`},
		{CountQueued, `SELECT COUNT(*) FROM conversation WHERE stance = 'queued'`},
	} {
		var n int64
		if err := t.QueryRow(c.query).Scan(&n); err != nil {
			return nil, err
		}
		if n != counts[c.view] {
			found = append(found, Discrepancy{Check: "a counter is off", Table: "counter", Subject: ScopeAll, Detail: c.view})
		}
	}
	return found, nil
}
