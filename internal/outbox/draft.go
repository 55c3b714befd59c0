package outbox

import "switchboard"

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
