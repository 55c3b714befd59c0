package outbox

import (
	"slices"
	"strings"
	"time"

	"switchboard"
)

// ReturnWindow is how long after it was sent an answer may come back: servers give up after four to five days (RFC 5321
// section 4.5.4.1), and their word may take as long. What comes later says nothing about it.
const ReturnWindow = 14 * 24 * time.Hour

// Returned says that an answer which stands came back and reached nobody. It changes no state: the attempt is over, and
// nothing is ever sent again because of it.
type Returned struct {
	At     time.Time // when the word of it came
	To     []string  // whom it did not reach
	Sent   []string  // to whom it was sent
	Reason string    // safe to show
}

func (w Returned) step(t *turn) error {
	late := w.At.After(t.d.StartedAt.Add(ReturnWindow))
	if t.d.State != switchboard.DeliverySent || t.d.Attempt == 0 || !t.d.ReturnedAt.IsZero() || late || !w.all() {
		return nil
	}
	t.d.ReturnedAt, t.d.Returned = t.now, w.Reason
	t.emit(switchboard.EventDeliveryReturned, ByNetwork)
	return nil
}

// all reports whether it reached none of those it was sent to.
func (w Returned) all() bool {
	for _, to := range w.Sent {
		if !slices.ContainsFunc(w.To, func(lost string) bool { return strings.EqualFold(lost, to) }) {
			return false
		}
	}
	return len(w.Sent) > 0
}
