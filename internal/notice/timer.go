package notice

import (
	"slices"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/timers"
)

// Timers says what each timer of notices stands for.
func Timers() map[string]timers.Handler {
	return map[string]timers.Handler{TimerDueSoon: dueSoon, TimerUndecided: undecided, TimerBroken: broken,
		TimerUnheard: askAll, TimerClimb: climbOn}
}

// dueSoon tells that an answer is due soon, if it still is; a deadline that moved away is minded again.
func dueSoon(tx *store.Tx, t store.Timer) error {
	c, err := tx.Conversation(switchboard.ConversationID(t.Subject))
	if err != nil || !c.Open() || c.DueAt.IsZero() || !c.DueAt.After(tx.Now()) {
		return err
	}
	r := newRaising(tx)
	if left := c.DueAt.Sub(tx.Now()); left > soon {
		return setTimer(tx, store.Timer{Kind: TimerDueSoon, Subject: c.ID, DueAt: c.DueAt.Add(-soon)})
	}
	return r.tellLead(c.Lead, want{event: switchboard.NoticeDueSoon, subject: c.ID.String(), talk: c.ID, account: c.AccountID,
		department: c.Department, position: c.DueAt.UnixMicro()})
}

// undecided asks the lead and the author to decide about an answer whose fate is still unknown.
func undecided(tx *store.Tx, t store.Timer) error {
	d, err := tx.Delivery(switchboard.DeliveryID(t.Subject))
	if err != nil || d.State != switchboard.DeliveryUnknown {
		return err
	}
	c, err := tx.Conversation(d.ConversationID)
	if err != nil {
		return err
	}
	draft, err := tx.Draft(d.DraftID)
	if err != nil {
		return err
	}
	r := newRaising(tx)
	to := slices.Compact([]switchboard.AgentID{c.Lead, draft.AuthorID})
	for _, agent := range to {
		if err := r.tell(want{agent: agent, event: switchboard.NoticeUndecided, subject: d.ID.String(), talk: c.ID, account: c.AccountID,
			department: c.Department, position: d.StartedAt.UnixMicro()}); err != nil {
			return err
		}
	}
	return nil
}

// broken tells of an account whose trouble has lasted.
func broken(tx *store.Tx, t store.Timer) error {
	a, err := tx.Account(switchboard.AccountID(t.Subject))
	if err != nil || a.Health.Code == "" {
		return err
	}
	return newRaising(tx).tellBroken(a)
}

// hookPaused tells whose chat hook it is that it was paused, and of a team's whose page it stands on.
func hookPaused(tx *store.Tx, h notices.Hook) error {
	return newRaising(tx).tell(want{agent: h.AgentID, event: switchboard.NoticeHook, subject: h.ID.String(),
		department: h.Department, position: tx.Now().UnixMicro()})
}
