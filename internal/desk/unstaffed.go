package desk

import (
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/store"
)

// TimerUnstaffed is the timer at which it is told that a matter waits where nobody is.
const TimerUnstaffed = "unstaffed"

// UnstaffedAfter is how long nobody of a department may be there, within its hours and with something waiting, before it
// is told; UnstaffedAgain is when it is told again.
const (
	UnstaffedAfter = 5 * time.Minute
	UnstaffedAgain = time.Hour
)

// Promised says when somebody of a department is there, as its customers were told; nil when nothing was said.
type Promised func(tx *store.Tx, key switchboard.DepartmentKey) (*calendar.Calendar, error)

// watchUnstaffed looks again, a while later, at what waits where nobody is now.
func (d *Desk) watchUnstaffed(tx *store.Tx, key switchboard.DepartmentKey) error {
	hours, err := d.promised(tx, key)
	if err != nil || hours == nil {
		return err
	}
	first, err := tx.WaitingConversations(key, nil, 1)
	if err != nil || len(first) == 0 {
		return err
	}
	return tx.KeepTimer(store.Timer{Kind: TimerUnstaffed, Subject: first[0].ID, DueAt: hours.Next(tx.Now()).Add(UnstaffedAfter)})
}

// Unstaffed records that a matter waits in its department's hours where nobody is, and looks again later. It does nothing
// once somebody is there, or the matter waits no more.
func (d *Desk) Unstaffed(tx *store.Tx, id switchboard.ConversationID) error {
	c, err := tx.Conversation(id)
	if err != nil || c.Department == "" {
		return err
	}
	if _, err := tx.LockDepartment(c.Department); err != nil {
		return err
	}
	terms, err := tx.Terms(c.Department)
	if err != nil {
		return err
	}
	staffed, err := noteStaffing(tx, c.Department, terms)
	if err != nil || staffed != switchboard.StaffedNobody {
		return err
	}
	if c.Stance != switchboard.StanceQueued {
		return d.watchUnstaffed(tx, c.Department) // others may wait behind it
	}
	hours, err := d.promised(tx, c.Department)
	if err != nil || hours == nil {
		return err
	}
	if open := hours.Next(tx.Now()); open.After(tx.Now()) {
		return tx.SetTimer(store.Timer{Kind: TimerUnstaffed, Subject: id, DueAt: open.Add(UnstaffedAfter)})
	}
	if err := tx.SetTimer(store.Timer{Kind: TimerUnstaffed, Subject: id, DueAt: tx.Now().Add(UnstaffedAgain)}); err != nil {
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventUnstaffed, ActorKind: switchboard.ActorSystem, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network, Visibility: c.Visibility, Epoch: c.Epoch})
}

func (d *Desk) promised(tx *store.Tx, key switchboard.DepartmentKey) (*calendar.Calendar, error) {
	if d.Promised == nil {
		return nil, nil
	}
	return d.Promised(tx, key)
}
