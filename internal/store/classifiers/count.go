package classifiers

import (
	"time"

	"switchboard/internal/store/db"
)

// Count is what was asked of the external classifier in a day or a month, UTC.
type Count struct {
	Period   string `json:"period" doc:"2026-03-02 or 2026-03"`
	Calls    int64  `json:"calls" doc:"Counted before each is made, so one that never left counts too"`
	Tokens   int64  `json:"tokens" doc:"As the server says, or a guess that is rather too large"`
	Answered int64  `json:"answered"`
	Changed  int64  `json:"changed" doc:"Of those answered, where a finding became another"`
	Failed   int64  `json:"failed"`
	Spent    int64  `json:"spent" doc:"Messages passed over because the budget was used up"`
	Busy     int64  `json:"busy" doc:"Messages passed over because enough calls were under way"`
	Resting  int64  `json:"resting" doc:"Messages passed over because it had failed too often"`
}

// Budget is what may be asked; 0 bounds nothing.
type Budget struct{ CallsDay, CallsMonth, TokensDay, TokensMonth int64 }

// Period is a day or a month.
type Period string

// Periods.
const (
	Day   Period = "day"
	Month Period = "month"
)

const countColumns = `period, calls, tokens, answered, changed, failed, spent, busy, resting`

func scanCount(row db.Scanner) (c Count, err error) {
	err = row.Scan(&c.Period, &c.Calls, &c.Tokens, &c.Answered, &c.Changed, &c.Failed, &c.Spent, &c.Busy, &c.Resting)
	return c, err
}

// dayOf and monthOf name periods.
func dayOf(at time.Time) string   { return at.UTC().Format("2006-01-02") }
func monthOf(at time.Time) string { return at.UTC().Format("2006-01") }

// Ends is when a period that a moment lies in is over.
func (p Period) Ends(at time.Time) time.Time {
	at = at.UTC()
	if p == Month {
		return time.Date(at.Year(), at.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, time.UTC)
}

// lock makes sure that a period has its row, locks and reads it.
func (t Tables) lock(period string) (Count, error) {
	if _, err := t.Exec(`INSERT INTO classifier_count (`+countColumns+`, told) VALUES (?, 0, 0, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT (period) DO NOTHING`,
		period); err != nil {
		return Count{}, err
	}
	c, _, err := db.One(t.Tx, scanCount, `SELECT `+countColumns+` FROM classifier_count WHERE period = ?`+t.Dialect().ForUpdate(), period)
	return c, err
}

// Take takes one call that may cost so many tokens from the budget of the day and the month that a moment lies in, and gives
// which of them is used up: empty when the call was taken. Whatever happens to the caller afterwards, it stays taken. The
// month is locked before the day, by everybody.
func (t Tables) Take(at time.Time, b Budget, tokens int64) (spent Period, err error) {
	for _, p := range []struct {
		period        Period
		name          string
		calls, tokens int64
	}{{Month, monthOf(at), b.CallsMonth, b.TokensMonth}, {Day, dayOf(at), b.CallsDay, b.TokensDay}} {
		have, err := t.lock(p.name)
		if err != nil {
			return "", err
		}
		if p.calls > 0 && have.Calls >= p.calls || p.tokens > 0 && have.Tokens+tokens > p.tokens {
			return p.period, nil
		}
	}
	_, err = t.Exec(`UPDATE classifier_count SET calls = calls + 1, tokens = tokens + ? WHERE period = ? OR period = ?`, tokens,
		monthOf(at), dayOf(at))
	return "", err
}

// Tell notes that people are told that the budget of a period is used up, in which a moment lies. first says that nobody was
// told yet: whoever gets that answer has to.
func (t Tables) Tell(at time.Time, spent Period) (first bool, err error) {
	name := dayOf(at)
	if spent == Month {
		name = monthOf(at)
	}
	n, err := t.Exec(`UPDATE classifier_count SET told = 1 WHERE period = ? AND told = 0`, name)
	return n == 1, err
}

// Add adds to what was counted in the day and the month that a moment lies in. Its calls are those of Take; its tokens may
// be less than nothing, when a call cost less than was taken for it.
func (t Tables) Add(at time.Time, c Count) error {
	for _, period := range []string{monthOf(at), dayOf(at)} {
		if _, err := t.lock(period); err != nil {
			return err
		}
		if _, err := t.Exec(`UPDATE classifier_count SET tokens = tokens + ?, answered = answered + ?, changed = changed + ?, failed = failed + ?,
			spent = spent + ?, busy = busy + ?, resting = resting + ? WHERE period = ?`, c.Tokens, c.Answered, c.Changed, c.Failed,
			c.Spent, c.Busy, c.Resting, period); err != nil {
			return err
		}
	}
	return nil
}

// Renew lets a budget that was changed be told of again when it is used up.
func (t Tables) Renew(at time.Time) error {
	_, err := t.Exec(`UPDATE classifier_count SET told = 0 WHERE period = ? OR period = ?`, monthOf(at), dayOf(at))
	return err
}

// Days lists the days up to a moment on which something was counted, the newest first, and gives its month.
func (t Tables) Days(at time.Time, limit int) (days []Count, month Count, err error) {
	from := dayOf(at.AddDate(0, 0, 1-limit))
	days, err = db.List(t.Tx, scanCount, `SELECT `+countColumns+` FROM classifier_count WHERE period >= ? AND period <= ? AND LENGTH(period) = 10
		ORDER BY period DESC LIMIT ?`, from, dayOf(at), limit)
	if err != nil {
		return nil, Count{}, err
	}
	month, found, err := db.One(t.Tx, scanCount, `SELECT `+countColumns+` FROM classifier_count WHERE period = ?`, monthOf(at))
	if !found {
		month.Period = monthOf(at)
	}
	return days, month, err
}
