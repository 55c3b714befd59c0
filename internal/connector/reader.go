package connector

import (
	"context"
	"time"
)

// Lane is one way of reading an account. Every lane has a cursor of its own.
type Lane string

// Lanes.
const (
	LaneStream Lane = "stream" // the network tells us; Read returns when the stream ends
	LanePoll   Lane = "poll"   // we ask; Read returns after one pass
	LaneFill   Lane = "fill"   // we read what a gap left out; Read returns when it is filled or after a pass
)

// Lanes lists all of them.
func Lanes() []Lane { return []Lane{LaneStream, LanePoll, LaneFill} }

// Cursor is a place in a lane, in the connector's own words. It must survive a change of version; empty is the
// beginning.
type Cursor string

// Gap is a stretch of a lane that was not read: everything after From up to and including To.
type Gap struct {
	Lane       Lane
	From, To   Cursor
	Reason     string // a short clause for a person
	Unfillable bool   // the network does not give it any more
}

// Batch is what a Reader hands over at once. Items, quarantine, cursor and gap are committed together.
type Batch struct {
	Items    []Item
	Unmapped []Unmapped
	Next     Cursor // where the lane stands once this batch is taken; never empty
	Gap      *Gap   // what was jumped over to get here
	Filled   bool   // fill lane only: with this batch the gap is filled
	History  bool   // fill lane only: it was said before the account was connected
}

// Handover takes what was read. Take returns nil only once everything is committed. After an error the Reader hands
// over nothing more and returns that error, wrapped.
type Handover interface {
	Take(ctx context.Context, batch Batch) error
}

// HandoverFunc lets a function be a Handover.
type HandoverFunc func(ctx context.Context, batch Batch) error

// Take calls the function.
func (f HandoverFunc) Take(ctx context.Context, batch Batch) error { return f(ctx, batch) }

// Errand says what to read: a lane from a cursor, and for the fill lane the gap.
type Errand struct {
	Lane   Lane
	Cursor Cursor // for the fill lane: where the filling stands, empty at first
	Gap    *Gap
}

// Pass is how a Read ended well.
type Pass struct {
	Wait time.Duration // after which the next pass is worth making; 0 for at once
}

// Reader reads an account. Read blocks and calls the Handover from one goroutine; batches of one Read are in the
// lane's order. It returns promptly when ctx ends, with ctx's error wrapped. Reading again from a cursor that was
// committed may repeat items, never leave one out. Errors carry a Class.
type Reader interface {
	Read(ctx context.Context, errand Errand, to Handover) (Pass, error)
}

// Mapper turns a payload from quarantine into an Item with today's code.
type Mapper interface {
	Map(raw []byte) (Item, error)
}
