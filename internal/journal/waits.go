package journal

import (
	"slices"
	"time"

	"switchboard"
)

// The kinds that internal/conversation writes and that matter here.
const (
	addressed = "message.addressed"
	absorbed  = "conversation.absorbed"
)

// Waits splits every wait of a conversation's customer by its causes: one wait for each turn, from its first word to our
// answer, in order. Events are the conversation's own, with who could be given its departments' work (EventStaffed); their
// order does not matter beyond that of the journal. Now is where a wait that goes on is cut.
//
// The parts of a wait add up to the whole, to the microsecond. What was said and not received is ingest, what was received
// and not yet on record is unread, and from then on each moment has the cause the record shows: see circumstance.cause.
func Waits(events []switchboard.Event, now time.Time) []switchboard.Wait {
	var r reading
	for _, at := range timeline(events) {
		r.take(at)
	}
	waits := make([]switchboard.Wait, 0, len(r.turns))
	for _, t := range r.turns {
		waits = append(waits, r.split(t, now))
	}
	return waits
}

// moment is an event with the time from which it counts.
type moment struct {
	switchboard.Event
	at time.Time
}

// timeline puts events in the order in which they count: that somebody looked is told when they have looked away.
func timeline(events []switchboard.Event) []moment {
	all := make([]moment, len(events))
	for i, e := range events {
		all[i] = moment{e, e.RecordedAt}
		if e.Kind == switchboard.EventFocus {
			all[i].at = micros(e.Numbers["from"])
		}
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all
}

// reading is the journal read so far.
type reading struct {
	now     circumstance
	changes []change
	turns   []turn
	waiting bool // the last turn goes on
}

// change is the moment from which another cause holds.
type change struct {
	at    time.Time
	cause switchboard.WaitCause
}

func (r *reading) take(m moment) {
	r.now.take(m)
	if cause := r.now.cause(); len(r.changes) == 0 || r.changes[len(r.changes)-1].cause != cause {
		r.changes = append(r.changes, change{m.at, cause})
	}
	switch m.Kind {
	case switchboard.EventMessageReceived, addressed:
		r.hear(m.Event)
	case absorbed:
		if since, waits := m.Numbers["waiting"]; waits {
			r.hearAt(said{published: micros(since), received: micros(since), read: micros(since)})
		}
	case switchboard.EventAnswered, switchboard.EventOutsideAnswer:
		if whole := m.Kind == switchboard.EventOutsideAnswer || m.Numbers["final"] == 1; whole && m.Origin != switchboard.History {
			r.answer(m.At)
		}
	case switchboard.EventClosed, switchboard.EventMerged:
		r.end(endOf(m.Event), m.at)
	case switchboard.EventReopened:
		r.takenOut()
	}
}

func endOf(e switchboard.Event) switchboard.WaitEnd {
	switch {
	case e.Kind == switchboard.EventMerged:
		return switchboard.WaitMerged
	case quarantines(e):
		return switchboard.WaitAside
	}
	return switchboard.WaitClosed
}

// quarantines reports whether nobody, but the policy, put something aside.
func quarantines(e switchboard.Event) bool {
	return e.Kind == switchboard.EventClosed && e.Reason == string(switchboard.CloseSpam) && e.ActorKind == switchboard.ActorSystem
}

func micros(n int64) time.Time { return time.UnixMicro(n).UTC() }
