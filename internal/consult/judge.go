package consult

import (
	"strings"
	"time"

	"switchboard"
)

// Doubts says why an answer to a question is not taken as advice by itself; none when nothing speaks against it. Where our
// server checks senders, only one that is vouched for is taken; where it does not, the token and the address have to do,
// and the advice says that nothing was checked.
func Doubts(c switchboard.Consult, email string, proof switchboard.SenderProof, now time.Time) []switchboard.Doubt {
	doubts := []switchboard.Doubt{}
	if !strings.EqualFold(strings.TrimSpace(email), c.Email) {
		doubts = append(doubts, switchboard.DoubtOtherSender)
	}
	switch proof.Sender {
	case switchboard.SenderForged:
		doubts = append(doubts, switchboard.DoubtForged)
	case switchboard.SenderUnproven:
		doubts = append(doubts, switchboard.DoubtUnproven)
	}
	switch {
	case c.State == switchboard.ConsultEnded:
		doubts = append(doubts, switchboard.DoubtEnded)
	case c.State == switchboard.ConsultExpired || !now.Before(c.ExpiresAt):
		doubts = append(doubts, switchboard.DoubtLate)
	}
	return doubts
}

const (
	// Soonest is how soon an answer may be asked for.
	Soonest = 15 * time.Minute
	// Latest is how late.
	Latest = 30 * 24 * time.Hour
	// leastGrace and mostGrace bound how long an answer is waited for behind its time.
	leastGrace, mostGrace = 4 * time.Hour, 3 * 24 * time.Hour
)

// ExpiryOf is when a question ends that is to be answered by a time: as much later as it had, between four hours and three
// days.
func ExpiryOf(asked, due time.Time) time.Time {
	return due.Add(min(max(due.Sub(asked), leastGrace), mostGrace))
}
