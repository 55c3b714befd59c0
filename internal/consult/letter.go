package consult

import (
	"context"
	"math/rand/v2"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

// maxAttempts is how often a letter is tried that certainly did not leave.
const maxAttempts = 10

const (
	firstPause = 5 * time.Second
	mostPause  = time.Hour
)

// Letters lets letters leave, one mailbox at a time. account.Keeper drives those of mailboxes, under their leases.
type Letters struct{ DB *store.DB }

// NextAt is when the next letter may leave through a mailbox; zero when none waits.
func (Letters) NextAt(tx *store.Tx, account switchboard.AccountID) (time.Time, error) {
	return tables(tx).NextLetterAt(account)
}

// Claim commits the next letter as sending, before a byte of it leaves. A restored installation sends nothing until it is
// reconciled.
func (l Letters) Claim(ctx context.Context, account switchboard.AccountID, fence int64) (id switchboard.LetterID, out connector.Letter, found bool, err error) {
	var letter switchboard.Letter
	err = l.DB.Update(ctx, func(tx *store.Tx) error {
		found = false
		if err := tx.CheckFence(account, fence); err != nil {
			return err
		}
		waits, err := tx.Reconciling()
		if err != nil || waits {
			return err
		}
		if letter, found, err = tables(tx).NextLetter(account, tx.Now()); err != nil || !found {
			return err
		}
		letter.State, letter.Fence = switchboard.LetterSending, fence
		letter.Attempt++
		return tables(tx).UpdateLetter(letter)
	})
	return letter.ID, outgoing(letter), found && err == nil, err
}

func outgoing(l switchboard.Letter) connector.Letter {
	return connector.Letter{To: switchboard.Recipient{Role: "to", Address: l.To, Name: l.Name}, Speaker: l.Speaker, Subject: l.Title,
		Text: l.Text, MessageID: l.MessageID, Refers: l.Refers, ReplyTo: l.ReplyTo, Automatic: l.Automatic()}
}

// Settle records what became of a letter, and of the question it asks.
func (l Letters) Settle(ctx context.Context, id switchboard.LetterID, outcome connector.Outcome) error {
	return l.DB.Update(ctx, func(tx *store.Tx) error {
		letter, found, err := tables(tx).Letter(id)
		if err != nil || !found || letter.State != switchboard.LetterSending {
			return err
		}
		return settle(tx, letter, outcome)
	})
}

// Strand takes what was being sent under an earlier lease for unknown.
func (Letters) Strand(tx *store.Tx, account switchboard.AccountID, fence int64) error {
	stranded, err := tables(tx).StrandedLetters(account, fence)
	for _, letter := range stranded {
		if err != nil {
			break
		}
		err = settle(tx, letter, connector.Outcome{Kind: connector.Unknown, Code: "lease_lost"})
	}
	return err
}

func settle(tx *store.Tx, l switchboard.Letter, outcome connector.Outcome) error {
	l.Code = outcome.Code
	switch {
	case outcome.Kind == connector.Sent:
		l.State = switchboard.LetterSent
	case retried(outcome) && l.Attempt < maxAttempts:
		l.State, l.NotBefore = switchboard.LetterWaiting, tx.Now().Add(pause(l.Attempt, outcome.RetryAfter))
		return tables(tx).UpdateLetter(l)
	case outcome.Kind == connector.Rejected || outcome.Kind == connector.RateLimited:
		l.State = switchboard.LetterFailed
	default:
		l.State = switchboard.LetterUnknown
	}
	l.SettledAt = tx.Now()
	if err := tables(tx).UpdateLetter(l); err != nil {
		return err
	}
	if l.Kind != switchboard.LetterQuestion {
		return nil
	}
	return questioned(tx, l, outcome)
}

// retried: it certainly did not leave, and may the next time. What the mailbox's password keeps from leaving may once a
// person has mended it.
func retried(o connector.Outcome) bool {
	return o.MayRetry() || o.Kind == connector.Rejected && o.Class == connector.ClassAuth
}

func pause(attempt int, asked time.Duration) time.Duration {
	wait := firstPause
	for range attempt - 1 {
		wait = min(3*wait, mostPause)
	}
	return max(asked, wait/2+rand.N(wait/2))
}

// questioned lets the question follow its mail. One of unknown fate may be answered; the lead is told of it.
func questioned(tx *store.Tx, l switchboard.Letter, outcome connector.Outcome) error {
	var id switchboard.ConsultID
	if err := id.UnmarshalText([]byte(l.Subject)); err != nil {
		return err
	}
	c, found, err := tables(tx).Consult(id)
	if err != nil || !found || c.State != switchboard.ConsultSending {
		return err
	}
	if l.State == switchboard.LetterFailed {
		c.Trouble = oneLine(outcome.Text, 300)
		if c, err = end(tx, c, switchboard.ConsultFailed, "refused"); err != nil {
			return err
		}
		return record(tx, c, switchboard.EventConsultFailed, c.Why)
	}
	kind, reason := switchboard.EventConsultSent, ""
	c.State = switchboard.ConsultAsked
	if l.State == switchboard.LetterUnknown {
		c.Trouble, kind, reason = "unknown", switchboard.EventConsultFailed, "unknown"
	}
	if err := tables(tx).UpdateConsult(c); err != nil {
		return err
	}
	return record(tx, c, kind, reason)
}
