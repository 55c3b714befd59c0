package conversation

import (
	"slices"
	"time"

	"switchboard"
)

// TimerKind names a timer of a conversation; there is at most one of each kind.
type TimerKind string

// Timer kinds, and the happening to apply when they fire.
const (
	TimerOfferExpiry      TimerKind = "offer_expiry"      // OfferExpired
	TimerResponseDue      TimerKind = "response_due"      // DeadlinePassed
	TimerSnoozeEnd        TimerKind = "snooze_end"        // Woken
	TimerTransferReminder TimerKind = "transfer_reminder" // none: remind whoever is asked
)

// TransferReminderAfter is how long an asked transfer stays unanswered before somebody is reminded.
const TransferReminderAfter = 30 * time.Minute

// TimerKinds lists all of them.
func TimerKinds() []TimerKind {
	return []TimerKind{TimerOfferExpiry, TimerResponseDue, TimerSnoozeEnd, TimerTransferReminder}
}

// TimerChange sets the timer of that kind to At, replacing an earlier one, or cancels it when At is zero.
type TimerChange struct {
	Kind TimerKind
	At   time.Time
}

// Timers returns the timers a conversation must have, in the order of TimerKinds. Closed and imported ones have none.
func Timers(c switchboard.Conversation) []TimerChange {
	var due []TimerChange
	for _, kind := range TimerKinds() {
		if at := timerAt(c, kind); !at.IsZero() {
			due = append(due, TimerChange{kind, at})
		}
	}
	return due
}

func timerAt(c switchboard.Conversation, kind TimerKind) time.Time {
	switch {
	case !c.Open() || c.Origin == switchboard.History:
	case kind == TimerOfferExpiry && c.Offer != nil:
		return c.Offer.ExpiresAt
	case kind == TimerResponseDue:
		return c.DueAt
	case kind == TimerSnoozeEnd:
		return c.SnoozedUntil
	case kind == TimerTransferReminder && c.Transfer != nil:
		return c.Transfer.At.Add(TransferReminderAfter)
	}
	return time.Time{}
}

// timerChanges is the difference: every deadline has a timer because it is derived from the deadline.
func timerChanges(before, after switchboard.Conversation) []TimerChange {
	var changes []TimerChange
	for _, kind := range TimerKinds() {
		if at := timerAt(after, kind); !at.Equal(timerAt(before, kind)) {
			changes = append(changes, TimerChange{kind, at})
		}
	}
	return slices.Clip(changes)
}
