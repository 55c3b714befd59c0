package outbox

import (
	"time"

	"switchboard"
)

// ReasonRestored stands in the journal, and as the Code of a delivery, for what a restored backup left open.
const ReasonRestored = "restored"

// Restored says that the installation was brought back from a backup, now. What waited, was being sent or was unknown
// when the backup was taken may have been posted by the lost installation at any time since, so its fate is unknown.
//
// Two times bound it. StartedAt is the earliest moment it can have been posted: its own start, or the time of the backup
// for what had not been started; a look-back must reach so far. NotBefore is the latest: now, since the lost installation
// may have been sending until then; the proof of absence counts from there, and an echo may bear any time in between.
type Restored struct {
	BackupAt time.Time
}

func (w Restored) step(t *turn) error {
	d := &t.d
	began := d.State != switchboard.DeliveryUnknown
	switch d.State {
	case switchboard.DeliveryUnknown, switchboard.DeliverySending:
	case switchboard.DeliveryWaiting:
		d.Attempt++
		d.StartedAt = w.BackupAt.UTC().Truncate(time.Microsecond)
		d.SettledAt, d.SettledBy, d.Text = time.Time{}, "", ""
	default:
		return nil
	}
	d.Fence, d.NotBefore, d.Code = max(d.Fence, 1), t.now, ReasonRestored
	if began {
		t.lose(ReasonRestored)
	}
	return nil
}

// latest is the last moment at which a delivery of open fate can have been posted.
func latest(d switchboard.Delivery) time.Time {
	if d.NotBefore.After(d.StartedAt) {
		return d.NotBefore
	}
	return d.StartedAt
}
