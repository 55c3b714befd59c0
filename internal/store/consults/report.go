package consults

import (
	"switchboard"
	"switchboard/internal/store/db"
)

const reportColumns = `id, via, mail_key, email, name, account_id, url, body, state, why, believed, forwarded, message_id, conversation_id, at,
	led_told_at, ended_told_at, decided_by, decided_at`

func scanReport(row db.Scanner) (r switchboard.Report, err error) {
	var believed, forwarded int64
	err = row.Scan(&r.ID, &r.Via, &r.Key, &r.Email, &r.Name, &r.AccountID, &r.URL, &r.Text, &r.State, &r.Why, &believed, &forwarded, &r.MessageID,
		&r.ConversationID, db.ScanTime(&r.At), db.ScanTime(&r.LedToldAt), db.ScanTime(&r.EndedToldAt), &r.DecidedBy, db.ScanTime(&r.DecidedAt))
	r.Believed, r.Forwarded = believed == 1, forwarded == 1
	return r, err
}

// InsertReport adds a report; false when the same mail was added before.
func (t Tables) InsertReport(r switchboard.Report) (bool, error) {
	n, err := t.Exec(`INSERT INTO report (`+reportColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (mail_key) DO NOTHING`, r.ID, r.Via, r.Key, r.Email, r.Name, r.AccountID, r.URL, r.Text, r.State, r.Why,
		db.Bit(r.Believed), db.Bit(r.Forwarded), r.MessageID, r.ConversationID, db.Micros(r.At), db.NullMicros(r.LedToldAt), db.NullMicros(r.EndedToldAt), r.DecidedBy,
		db.NullMicros(r.DecidedAt))
	return n == 1, err
}

// UpdateReport writes what became of a report.
func (t Tables) UpdateReport(r switchboard.Report) error {
	_, err := t.Exec(`UPDATE report SET url = ?, state = ?, why = ?, believed = ?, message_id = ?, conversation_id = ?, led_told_at = ?,
		ended_told_at = ?, decided_by = ?, decided_at = ? WHERE id = ?`, r.URL, r.State, r.Why, db.Bit(r.Believed), r.MessageID,
		r.ConversationID, db.NullMicros(r.LedToldAt), db.NullMicros(r.EndedToldAt), r.DecidedBy, db.NullMicros(r.DecidedAt), r.ID)
	return err
}

// Report reads one report and locks it.
func (t Tables) Report(id switchboard.ReportID) (switchboard.Report, bool, error) {
	return db.One(t.Tx, scanReport, `SELECT `+reportColumns+` FROM report WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// ReadReport reads one report for whoever only looks.
func (t Tables) ReadReport(id switchboard.ReportID) (switchboard.Report, bool, error) {
	return db.One(t.Tx, scanReport, `SELECT `+reportColumns+` FROM report WHERE id = ?`, id)
}

// Reports lists those of a state, newest first, before one that was seen last, at most limit.
func (t Tables) Reports(state switchboard.ReportState, before switchboard.ReportID, limit int) ([]switchboard.Report, error) {
	if before.IsZero() {
		return db.List(t.Tx, scanReport, `SELECT `+reportColumns+` FROM report WHERE state = ? ORDER BY id DESC LIMIT ?`, state, limit)
	}
	return db.List(t.Tx, scanReport, `SELECT `+reportColumns+` FROM report WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?`, state, before, limit)
}

// ReportsIn lists the reports that a conversation came of, at most limit, locked.
func (t Tables) ReportsIn(conversation switchboard.ConversationID, limit int) ([]switchboard.Report, error) {
	return db.List(t.Tx, scanReport, `SELECT `+reportColumns+` FROM report WHERE conversation_id = ? ORDER BY id LIMIT ?`+t.Dialect().ForUpdate(),
		conversation, limit)
}

// ReportsOf lists the reports of a message whose conversation is not noted yet, at most limit, locked.
func (t Tables) ReportsOf(message switchboard.MessageID, limit int) ([]switchboard.Report, error) {
	return db.List(t.Tx, scanReport, `SELECT `+reportColumns+` FROM report WHERE message_id = ? AND conversation_id IS NULL ORDER BY id LIMIT ?`+
		t.Dialect().ForUpdate(), message, limit)
}

// ReportSetting is how colleagues may report, as JSON; nil while nobody has said.
func (t Tables) ReportSetting() ([]byte, error) {
	body, found, err := db.One(t.Tx, func(row db.Scanner) (text string, err error) {
		err = row.Scan(&text)
		return text, err
	}, `SELECT body FROM report_setting WHERE one = 1`)
	if err != nil || !found {
		return nil, err
	}
	return []byte(body), nil
}

// SetReportSetting writes it.
func (t Tables) SetReportSetting(body []byte) error {
	_, err := t.Exec(`INSERT INTO report_setting (one, body) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET body = excluded.body`, string(body))
	return err
}
