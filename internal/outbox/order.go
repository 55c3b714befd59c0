package outbox

import (
	"slices"
	"time"

	"switchboard"
)

// Next is the delivery of one draft that may be started now. Parts go out in order, each only once the one before it
// stands; behind anything that is on its way, unknown, rejected or dropped there is none.
func Next(deliveries []switchboard.Delivery, now time.Time) (switchboard.Delivery, bool) {
	for _, d := range inOrder(deliveries) {
		if d.State == switchboard.DeliverySent {
			continue
		}
		return d, d.State == switchboard.DeliveryWaiting && !now.Before(d.NotBefore)
	}
	return switchboard.Delivery{}, false
}

// DraftState is where a draft stands, going by its deliveries: sent when every part stands, failed when a part will not
// go out by itself, dropped when all were given up. A draft without deliveries is still being written.
func DraftState(deliveries []switchboard.Delivery) switchboard.DraftState {
	count := make(map[switchboard.DeliveryState]int)
	for _, d := range deliveries {
		count[d.State]++
	}
	switch all := len(deliveries); {
	case all == 0:
		return switchboard.DraftEditing
	case count[switchboard.DeliverySent] == all:
		return switchboard.DraftSent
	case count[switchboard.DeliveryDropped] == all:
		return switchboard.DraftDropped
	case count[switchboard.DeliveryUnknown]+count[switchboard.DeliverySending] > 0:
		return switchboard.DraftSending
	case count[switchboard.DeliveryRejected]+count[switchboard.DeliveryDropped] > 0:
		return switchboard.DraftFailed
	}
	return switchboard.DraftSending
}

func inOrder(deliveries []switchboard.Delivery) []switchboard.Delivery {
	byPart := func(a, b switchboard.Delivery) int { return a.Part - b.Part }
	return slices.SortedStableFunc(slices.Values(deliveries), byPart)
}
