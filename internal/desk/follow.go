package desk

import (
	"context"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// follow wakes what the journal says has changed, on whatever node that happened. It begins with a look at every queue.
// After a fault of the database it goes on where it was.
func (d Dispatcher) follow(ctx context.Context) {
	at, known := int64(0), false
	for ctx.Err() == nil {
		events, err := d.hear(ctx, &at, &known)
		if err != nil && ctx.Err() == nil {
			d.Log.Error("the journal could not be followed, trying again", "error", err)
			_ = timesource.Wait(ctx, d.Time, retryAfter)
		}
		for _, e := range events {
			at = e.Position
			d.Desk.wake.mind(e)
		}
	}
}

// hear waits for what happens behind a position. Where that is, if it is not known, is where the journal ends before
// every queue is looked at.
func (d Dispatcher) hear(ctx context.Context, at *int64, known *bool) ([]switchboard.Event, error) {
	if *known {
		return d.Journal.Next(ctx, *at)
	}
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		*at, err = tx.LastPosition()
		return err
	})
	if err == nil {
		err = d.WakeAll(ctx)
	}
	*known = err == nil
	return nil, err
}

// mind asks for a look at what an event may have filled or given room. A look that finds nothing costs little.
func (w *wakes) mind(e switchboard.Event) {
	switch e.Kind {
	case switchboard.EventQueued, switchboard.EventDecided, switchboard.EventReleased, switchboard.EventReopened,
		switchboard.EventWoken, switchboard.EventDeclined, switchboard.EventOfferExpired, switchboard.EventTaken,
		switchboard.EventTransferAccepted, switchboard.EventSnoozed, switchboard.EventClosed, switchboard.EventMerged,
		switchboard.EventAnswered, switchboard.EventOutsideAnswer, switchboard.EventCoverTaken, switchboard.EventCoverReturned,
		switchboard.EventAgentAbsence, switchboard.EventAgentShift, switchboard.EventAgentPresence:
	default:
		return
	}
	if e.Department != "" {
		w.department(e.Department)
	}
	for _, a := range []switchboard.AgentID{e.Agent, e.Actor} {
		if !a.IsZero() {
			w.agent(a)
		}
	}
}
