package consults

import (
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const letterColumns = `id, account_id, kind, subject, to_email, to_name, title, body, message_key, refers, reply_to, speaker, state,
	fence, attempt, not_before, created_at, settled_at, code`

func scanLetter(row db.Scanner) (l switchboard.Letter, err error) {
	err = row.Scan(&l.ID, &l.AccountID, &l.Kind, &l.Subject, &l.To, &l.Name, &l.Title, &l.Text, &l.MessageID, &l.Refers, &l.ReplyTo,
		&l.Speaker, &l.State, &l.Fence, &l.Attempt, db.ScanTime(&l.NotBefore), db.ScanTime(&l.CreatedAt), db.ScanTime(&l.SettledAt), &l.Code)
	return l, err
}

// prefixed puts the name of a table before each column.
func prefixed(table, columns string) string {
	names := strings.Split(columns, ",")
	for n, one := range names {
		names[n] = table + strings.TrimSpace(one)
	}
	return strings.Join(names, ", ")
}

// Channel is where it is announced that a letter may leave, with the mailbox it leaves from.
const Channel = "letter"

// Post puts a letter among those that are to leave, and wakes who sends it.
func (t Tables) Post(l switchboard.Letter) error {
	now := t.Now()
	l.ID, l.State, l.NotBefore, l.CreatedAt = switchboard.NewID[switchboard.LetterID](now), switchboard.LetterWaiting, now, now
	if err := t.InsertLetter(l); err != nil {
		return err
	}
	return t.Notify(Channel, l.AccountID.String())
}

// InsertLetter adds a mail that is to leave.
func (t Tables) InsertLetter(l switchboard.Letter) error {
	_, err := t.Exec(`INSERT INTO letter (`+letterColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, l.ID,
		l.AccountID, l.Kind, l.Subject, l.To, l.Name, l.Title, l.Text, l.MessageID, l.Refers, l.ReplyTo, l.Speaker, l.State, l.Fence,
		l.Attempt, db.Micros(l.NotBefore), db.Micros(l.CreatedAt), db.NullMicros(l.SettledAt), l.Code)
	return err
}

// UpdateLetter writes the fate of a mail.
func (t Tables) UpdateLetter(l switchboard.Letter) error {
	_, err := t.Exec(`UPDATE letter SET state = ?, fence = ?, attempt = ?, not_before = ?, settled_at = ?, code = ? WHERE id = ?`, l.State,
		l.Fence, l.Attempt, db.Micros(l.NotBefore), db.NullMicros(l.SettledAt), l.Code, l.ID)
	return err
}

// Letter reads one mail and locks it.
func (t Tables) Letter(id switchboard.LetterID) (switchboard.Letter, bool, error) {
	return db.One(t.Tx, scanLetter, `SELECT `+letterColumns+` FROM letter WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// through is the condition that a mail leaves by a mailbox, or by the installation's own mail for the zero id.
func through(account switchboard.AccountID) (condition string, args []any) {
	if account.IsZero() {
		return `account_id IS NULL`, nil
	}
	return `account_id = ?`, []any{account}
}

// NextLetter reads and locks the first mail that may leave by now through a mailbox.
func (t Tables) NextLetter(account switchboard.AccountID, now time.Time) (switchboard.Letter, bool, error) {
	condition, args := through(account)
	return db.One(t.Tx, scanLetter, `SELECT `+letterColumns+` FROM letter WHERE state = 'waiting' AND `+condition+
		` AND not_before <= ? ORDER BY not_before, id LIMIT 1`+t.Dialect().ForUpdate(), append(args, db.Micros(now))...)
}

// NextLetterAt is when the next mail may leave through a mailbox; zero when none waits.
func (t Tables) NextLetterAt(account switchboard.AccountID) (at time.Time, err error) {
	condition, args := through(account)
	err = t.QueryRow(`SELECT MIN(not_before) FROM letter WHERE state = 'waiting' AND `+condition, args...).Scan(db.ScanTime(&at))
	return at, err
}

// StrandedLetters reads and locks those that were being sent under an earlier lease than the given.
func (t Tables) StrandedLetters(account switchboard.AccountID, fence int64) ([]switchboard.Letter, error) {
	condition, args := through(account)
	return db.List(t.Tx, scanLetter, `SELECT `+letterColumns+` FROM letter WHERE state = 'sending' AND `+condition+` AND fence < ? ORDER BY id`+
		t.Dialect().ForUpdate(), append(args, fence)...)
}

// LettersOf lists the mails of a question or report, oldest first, at most limit, locked.
func (t Tables) LettersOf(subject string, limit int) ([]switchboard.Letter, error) {
	return db.List(t.Tx, scanLetter, `SELECT `+letterColumns+` FROM letter WHERE subject = ? ORDER BY id LIMIT ?`+t.Dialect().ForUpdate(), subject, limit)
}

// Restored gives up every mail that had not certainly left when a backup was made: since then it may have. It is for a
// restore, which has the database for itself, and returns how many there were.
func (t Tables) Restored(now time.Time) (int64, error) {
	if _, err := t.Exec(`UPDATE consult SET state = 'asked', trouble = 'restored' WHERE state = 'sending'`); err != nil {
		return 0, err
	}
	return t.Exec(`UPDATE letter SET state = 'unknown', code = 'restored', settled_at = ? WHERE state IN ('waiting', 'sending')`, db.Micros(now))
}
