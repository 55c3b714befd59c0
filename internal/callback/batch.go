package callback

import (
	"encoding/json"
	"slices"

	"switchboard"
	"switchboard/internal/live"
	"switchboard/internal/store"
)

// MaxBatch is how many events one request carries at most.
const MaxBatch = 100

// KindTest is the kind of the event that a test sends. It is not in the journal and has position 0.
const KindTest switchboard.EventKind = "subscription.test"

// Told is an event as receivers see it.
type Told struct {
	ID string `json:"id"` // `incarnation:position`; the same at every attempt
	switchboard.Event
}

// Body is what one request says.
type Body struct {
	Incarnation string `json:"incarnation"`
	Events      []Told `json:"events"`
}

// batch is what is to be told next: what is in events is told, what lies between first and last beside it is passed
// over.
type batch struct {
	events     []switchboard.Event
	from, last int64 // the stored position it follows, and the newest position that was looked at
}

// pick takes from a page of the journal what a subscription is told, at most MaxBatch.
func pick(sub store.Subscription, page []switchboard.Event, sees func(switchboard.Event) bool) batch {
	b := batch{from: sub.Position, last: sub.Position}
	for _, e := range page {
		if len(b.events) == MaxBatch {
			break
		}
		b.last = e.Position
		if wanted(sub, e) && sees(e) {
			b.events = append(b.events, e)
		}
	}
	return b
}

func wanted(sub store.Subscription, e switchboard.Event) bool {
	return e.Origin != switchboard.History && (len(sub.Kinds) == 0 || slices.Contains(sub.Kinds, e.Kind))
}

// body is the JSON of some events; the id of the first one comes with it.
func body(incarnation string, events []switchboard.Event) (text []byte, firstID string, err error) {
	b := Body{Incarnation: incarnation, Events: make([]Told, len(events))}
	for i, e := range events {
		b.Events[i] = Told{ID: live.Cursor{Incarnation: incarnation, Position: e.Position}.String(), Event: e}
	}
	text, err = json.Marshal(b)
	return text, b.Events[0].ID, err
}
