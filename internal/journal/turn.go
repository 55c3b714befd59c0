package journal

import (
	"slices"
	"time"

	"switchboard"
)

// said is one message that waits for an answer: when it was published, reached us, and was on record.
type said struct{ published, received, read time.Time }

// turn is one wait in the making.
type turn struct {
	said []said // what was said in it, in the order it was read
	end  switchboard.WaitEnd
	over time.Time
}

func (t turn) from() time.Time {
	return slices.MinFunc(t.said, func(a, b said) int { return a.published.Compare(b.published) }).published
}

// firstReceived and firstRead are when we had, and had on record, anything of it.
func (t turn) firstReceived() time.Time {
	return slices.MinFunc(t.said, func(a, b said) int { return a.received.Compare(b.received) }).received
}

func (t turn) firstRead() time.Time {
	return slices.MinFunc(t.said, func(a, b said) int { return a.read.Compare(b.read) }).read
}

// hear takes in a message, unless it is history, spoke to somebody else, or needs no answer.
func (r *reading) hear(e switchboard.Event) {
	beside := e.Kind == switchboard.EventMessageReceived && e.Numbers["addressed"] == 0
	if e.Origin == switchboard.History || beside || e.Numbers["thanks"] != 0 || e.Numbers["idle"] != 0 {
		return
	}
	s := said{published: micros(e.Numbers["published"]), received: e.At, read: e.RecordedAt}
	if s.received.Before(s.published) {
		s.received = s.published
	}
	if s.read.Before(s.received) {
		s.read = s.received
	}
	r.hearAt(s)
}

func (r *reading) hearAt(s said) {
	r.takenOut()
	if !r.waiting {
		r.turns, r.waiting = append(r.turns, turn{}), true
	}
	last := &r.turns[len(r.turns)-1]
	last.said = append(last.said, s)
}

// answer ends the turn at the time our answer stood. What was said after it, though read before, waits on.
func (r *reading) answer(at time.Time) {
	if !r.waiting {
		return
	}
	last := &r.turns[len(r.turns)-1]
	var later []said
	answered := slices.DeleteFunc(slices.Clone(last.said), func(s said) bool {
		if s.published.After(at) {
			later = append(later, s)
			return true
		}
		return false
	})
	if len(answered) == 0 {
		return // it answers nothing of this turn
	}
	last.said = answered
	r.end(switchboard.WaitAnswered, at)
	for _, s := range later {
		r.hearAt(s)
	}
}

func (r *reading) end(how switchboard.WaitEnd, at time.Time) {
	if !r.waiting {
		return
	}
	r.waiting = false
	last := &r.turns[len(r.turns)-1]
	last.end, last.over = how, at
}

// takenOut lets a turn that was put aside go on: it waited all the while.
func (r *reading) takenOut() {
	if len(r.turns) == 0 || r.waiting {
		return
	}
	if last := &r.turns[len(r.turns)-1]; last.end == switchboard.WaitAside {
		last.end, last.over, r.waiting = "", time.Time{}, true
	}
}

// split gives every moment of a turn its cause.
func (r *reading) split(t turn, now time.Time) switchboard.Wait {
	w := switchboard.Wait{From: t.from(), Until: t.over, End: t.end, Parts: []switchboard.WaitPart{}}
	if t.end == "" {
		w.Until = now
	}
	if w.Until.Before(w.From) {
		w.Until = w.From
	}
	spent := map[switchboard.WaitCause]time.Duration{}
	spend := func(cause switchboard.WaitCause, from, until time.Time) {
		if d := clip(until, w).Sub(clip(from, w)); d > 0 {
			spent[cause] += d
		}
	}
	received, read := t.firstReceived(), t.firstRead()
	spend(switchboard.WaitIngest, w.From, received)
	spend(switchboard.WaitUnread, received, read)
	spend(switchboard.WaitQueued, read, r.changes[0].at) // of a turn that came along from another conversation
	for i, c := range r.changes {
		until := w.Until
		if i+1 < len(r.changes) {
			until = r.changes[i+1].at
		}
		spend(c.cause, latest(c.at, read), latest(until, read))
	}
	for _, cause := range switchboard.WaitCauses() {
		if spent[cause] > 0 {
			w.Parts = append(w.Parts, switchboard.WaitPart{Cause: cause, Microseconds: spent[cause].Microseconds()})
		}
	}
	return w
}

func clip(t time.Time, w switchboard.Wait) time.Time {
	switch {
	case t.Before(w.From):
		return w.From
	case t.After(w.Until):
		return w.Until
	}
	return t
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
