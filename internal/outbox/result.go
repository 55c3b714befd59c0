package outbox

import (
	"time"

	"switchboard"
)

// Started claims a waiting delivery for one attempt. It is committed before the first byte leaves and is never repeated:
// a second claim is refused, also by the same owner.
type Started struct {
	Fence int64 // of the account lease
}

func (w Started) step(t *turn) error {
	d := &t.d
	switch {
	case d.State == switchboard.DeliveryUnknown:
		return unresolved()
	case d.State != switchboard.DeliveryWaiting:
		return switchboard.Refuse(switchboard.CodeConflict, "This delivery is %s already.", d.State)
	case w.Fence <= 0 || w.Fence < d.Fence:
		return switchboard.Refuse(switchboard.CodeStale, "Another process holds this account by now.")
	case t.now.Before(d.NotBefore):
		return switchboard.Refuse(switchboard.CodeUnavailable, "It is too early to try this again.")
	}
	d.State, d.Fence, d.StartedAt, d.NotBefore = switchboard.DeliverySending, w.Fence, t.now, time.Time{}
	d.Attempt++
	d.SettledAt, d.SettledBy, d.Code, d.Text = time.Time{}, "", "", ""
	t.emit(switchboard.EventDeliverySending, "")
	return nil
}

func unresolved() error {
	return switchboard.Refuse(switchboard.CodeUnresolved, "Nobody knows yet whether this stands on the network.").
		WithHint("Look there, then say whether it was sent.")
}

// Sent is the network's own word that the attempt stands. It is a fact whenever it comes.
type Sent struct {
	Try
	ExternalID string
	URL        string
}

func (w Sent) step(t *turn) error {
	if w.Attempt < 1 || w.Attempt > t.d.Attempt {
		return switchboard.Refuse(switchboard.CodeInvalid, "There was no such attempt.").WithField("attempt")
	}
	underWay := t.d.State == switchboard.DeliverySending || t.d.State == switchboard.DeliveryUnknown
	if w.Attempt < t.d.Attempt && underWay {
		t.emit(EventConflict, ByNetwork) // it was believed not to be there when the later attempt began
	}
	return t.stands(ByNetwork, w.ExternalID, w.URL)
}

// Rejected is the network's own word that the attempt does not stand, and why. It is final.
type Rejected struct {
	Try
	Code string
	Text string // safe to show
}

func (w Rejected) step(t *turn) error {
	if over, err := t.overFor(w.Try); over || err != nil {
		return err
	}
	if t.d.State == switchboard.DeliveryUnknown {
		t.emit(switchboard.EventDeliverySettled, ByNetwork)
	}
	t.d.Code, t.d.Text = w.Code, w.Text
	t.settle(switchboard.DeliveryRejected, ByNetwork)
	t.emit(switchboard.EventDeliveryRejected, w.Code)
	return nil
}

// RateLimited says that the network or our own budget did not let the attempt through. It may be tried again when it
// certainly was not posted; otherwise its fate is unknown. An attempt that failed before its first byte counts as well.
type RateLimited struct {
	Try
	CertainlyNotPosted bool
	NotBefore          time.Time // see Delay; at once when zero
	Code               string
	Text               string // safe to show
}

func (w RateLimited) step(t *turn) error {
	if !w.CertainlyNotPosted {
		return Lost{Try: w.Try, Code: w.Code, Text: w.Text}.step(t)
	}
	if over, err := t.overFor(w.Try); over || err != nil {
		return err
	}
	if t.d.State == switchboard.DeliveryUnknown {
		return nil // it never goes back to waiting by itself, not even on a late word of its sender
	}
	t.d.Code, t.d.Text = w.Code, w.Text
	t.again(w.NotBefore, ReasonRateLimited)
	return nil
}

// Lost says that nobody knows whether the attempt stands: a timeout, a cut connection, a server error.
type Lost struct {
	Try
	Code string
	Text string // safe to show
}

func (w Lost) step(t *turn) error {
	if over, err := t.overFor(w.Try); over || err != nil {
		return err
	}
	if t.d.State == switchboard.DeliverySending {
		t.d.Code, t.d.Text = w.Code, w.Text
		t.lose(w.Code)
	}
	return nil
}

func (t *turn) lose(reason string) {
	t.d.State = switchboard.DeliveryUnknown
	t.emit(switchboard.EventDeliveryUnknown, reason)
}

// overFor refuses a result of an attempt that is not the present one, and reports whether the attempt is settled, in
// which case its result, unlike a Sent, tells nothing new.
func (t *turn) overFor(try Try) (bool, error) {
	if try != TryOf(t.d) {
		return true, switchboard.Refuse(switchboard.CodeStale, "This result is of an attempt that is over.")
	}
	return t.d.State != switchboard.DeliverySending && t.d.State != switchboard.DeliveryUnknown, nil
}

// LeaseLost says that the lease under which the delivery was claimed is over, by time or because its process died. What
// was being sent under it is unknown from then on.
type LeaseLost struct {
	Fence int64 // of the lease that is over
}

func (w LeaseLost) step(t *turn) error {
	if t.d.State == switchboard.DeliverySending && t.d.Fence == w.Fence {
		t.lose(ReasonLeaseLost)
	}
	return nil
}
