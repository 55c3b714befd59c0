package outbox

import (
	"testing"

	"switchboard"
)

func chain(states ...switchboard.DeliveryState) []switchboard.Delivery {
	var all []switchboard.Delivery
	for i, state := range states {
		all = append(all, switchboard.Delivery{Part: i, State: state})
	}
	return all
}

func TestDraftState(t *testing.T) {
	t.Parallel()
	type states = []switchboard.DeliveryState
	for _, each := range []struct {
		states states
		draft  switchboard.DraftState
	}{
		{nil, switchboard.DraftEditing},
		{states{waiting}, switchboard.DraftSending},
		{states{waiting, waiting}, switchboard.DraftSending},
		{states{sent, waiting, waiting}, switchboard.DraftSending},
		{states{sending, waiting}, switchboard.DraftSending},
		{states{sent, unknown, waiting}, switchboard.DraftSending},
		{states{rejected, waiting}, switchboard.DraftFailed},
		{states{sent, rejected}, switchboard.DraftFailed},
		{states{sent, dropped}, switchboard.DraftFailed},
		{states{dropped, dropped}, switchboard.DraftDropped},
		{states{sent, sent}, switchboard.DraftSent},
	} {
		if got := DraftState(chain(each.states...)); got != each.draft {
			t.Errorf("%v: draft is %s, want %s", each.states, got, each.draft)
		}
	}
}
