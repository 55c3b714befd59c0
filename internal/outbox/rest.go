package outbox

import (
	"slices"
	"time"

	"switchboard"
)

// Rest is the draft that takes up the parts of another whose sending was given up before it was tried, so that somebody
// can look at them and send them: a part is never sent twice under the same name. found is false when there are none.
// The caller gives it an ID.
func Rest(draft switchboard.Draft, deliveries []switchboard.Delivery, now time.Time) (rest switchboard.Draft, found bool) {
	rest = draft
	rest.Parts = nil
	for _, d := range inOrder(deliveries) {
		if d.State == switchboard.DeliveryDropped && d.Part < len(draft.Parts) {
			rest.Parts = append(rest.Parts, draft.Parts[d.Part])
		}
	}
	rest.ID, rest.Version, rest.UpdatedAt = switchboard.DraftID{}, 1, now
	rest.State, rest.Ruling, rest.SendAt = switchboard.DraftEditing, nil, time.Time{}
	return rest, len(rest.Parts) > 0
}

func inOrder(deliveries []switchboard.Delivery) []switchboard.Delivery {
	byPart := func(a, b switchboard.Delivery) int { return a.Part - b.Part }
	return slices.SortedStableFunc(slices.Values(deliveries), byPart)
}
