package journal

import "switchboard"

// conflict is what internal/outbox writes when it learns of a delivery what it had not believed.
const conflict = "delivery.conflict"

// answer is what is being said, between the draft and the network.
type answer struct {
	held    map[string]bool // drafts that wait for somebody to let them out
	parts   int             // that wait for their first attempt
	known   map[string]bool // deliveries that have had one
	leaving map[string]bool // of those, which are under way
	unknown map[string]bool // and of which nobody knows whether they stand
}

func (a *answer) leaves() bool { return a.parts > 0 || len(a.leaving) > 0 }

func (a *answer) take(e switchboard.Event) {
	switch e.Kind {
	case switchboard.EventDraftHeld:
		put(&a.held, e.Subject)
	case switchboard.EventDraftSaved, switchboard.EventDraftApproved, switchboard.EventDraftReturned:
		delete(a.held, e.Subject)
	case switchboard.EventDeliveryQueued:
		a.queue(e)
	case switchboard.EventDeliverySending:
		a.meet(e.Subject)
		put(&a.leaving, e.Subject)
	case switchboard.EventDeliveryUnknown:
		delete(a.leaving, e.Subject)
		put(&a.unknown, e.Subject)
	case switchboard.EventDeliverySettled:
		a.settle(e)
	case switchboard.EventDeliverySent:
		a.meet(e.Subject)
		a.forget(e.Subject)
	case switchboard.EventDeliveryRejected:
		a.forget(e.Subject)
		a.parts = 0 // what was to follow does not go out without it
	case conflict:
		a.forget(e.Subject)
	}
}

// queue takes a draft's parts, which it counts, or a delivery that is tried again.
func (a *answer) queue(e switchboard.Event) {
	if parts, draft := e.Numbers["parts"]; draft {
		delete(a.held, e.Subject)
		a.parts += int(parts)
		return
	}
	delete(a.unknown, e.Subject)
	a.meet(e.Subject)
	put(&a.leaving, e.Subject)
}

// settle knows of an unknown delivery, or of one that was given up while it waited.
func (a *answer) settle(e switchboard.Event) {
	_, met := a.known[e.Subject]
	a.forget(e.Subject)
	if !met {
		a.meet(e.Subject)
	}
}

// meet counts a delivery's first attempt.
func (a *answer) meet(delivery string) {
	if !a.known[delivery] {
		a.parts = max(0, a.parts-1)
		put(&a.known, delivery)
	}
}

func (a *answer) forget(delivery string) {
	delete(a.leaving, delivery)
	delete(a.unknown, delivery)
}

func put(set *map[string]bool, key string) {
	if *set == nil {
		*set = map[string]bool{}
	}
	(*set)[key] = true
}
