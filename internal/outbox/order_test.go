package outbox

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
)

func chain(states ...switchboard.DeliveryState) []switchboard.Delivery {
	var all []switchboard.Delivery
	for i, state := range states {
		all = append([]switchboard.Delivery{{ID: switchboard.DeliveryID{0: byte(i + 1)}, Part: i, State: state}}, all...)
	}
	return all // last part first: order must come from Part
}

func TestNextAndDraftState(t *testing.T) {
	t.Parallel()
	type states = []switchboard.DeliveryState
	for _, each := range []struct {
		states states
		next   int // -1 for none
		draft  switchboard.DraftState
	}{
		{nil, -1, switchboard.DraftEditing},
		{states{waiting}, 0, switchboard.DraftSending},
		{states{waiting, waiting}, 0, switchboard.DraftSending},
		{states{sent, waiting, waiting}, 1, switchboard.DraftSending},
		{states{sending, waiting}, -1, switchboard.DraftSending},
		{states{sent, unknown, waiting}, -1, switchboard.DraftSending},
		{states{rejected, waiting}, -1, switchboard.DraftFailed},
		{states{sent, rejected}, -1, switchboard.DraftFailed},
		{states{sent, dropped}, -1, switchboard.DraftFailed},
		{states{dropped, dropped}, -1, switchboard.DraftDropped},
		{states{sent, sent}, -1, switchboard.DraftSent},
	} {
		all := chain(each.states...)
		next, ok := Next(all, noon)
		if ok != (each.next >= 0) || ok && next.Part != each.next {
			t.Errorf("%v: next is part %d, %v", each.states, next.Part, ok)
		}
		if got := DraftState(all); got != each.draft {
			t.Errorf("%v: draft is %s, want %s", each.states, got, each.draft)
		}
	}
	early := chain(waiting)
	early[0].NotBefore = noon.Add(time.Second)
	if _, ok := Next(early, noon); ok {
		t.Error("started before its time")
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	if got := Delay(1, 0, 0); got != time.Second {
		t.Errorf("first delay from %v", got)
	}
	if got := Delay(1, time.Hour, 0.5); got != time.Hour {
		t.Errorf("the network asked for an hour, got %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		attempt := rapid.IntRange(-1, 1000).Draw(t, "attempt")
		random := rapid.Float64Range(0, 0.999999).Draw(t, "random")
		got, next := Delay(attempt, 0, random), Delay(attempt+1, 0, random)
		if got < firstDelay/2 || got > mostDelay || next < got {
			t.Fatalf("attempt %d: %v, then %v", attempt, got, next)
		}
	})
}

// Whatever the states: what may start has every earlier part standing, and nothing is under way.
func TestPartsGoOutInOrder(t *testing.T) {
	t.Parallel()
	states := []switchboard.DeliveryState{waiting, sending, sent, rejected, unknown, dropped}
	rapid.Check(t, func(t *rapid.T) {
		all := chain(rapid.SliceOfN(rapid.SampledFrom(states), 0, 6).Draw(t, "states")...)
		next, ok := Next(all, noon)
		for _, d := range all {
			if ok && d.Part < next.Part && d.State != sent {
				t.Fatalf("part %d starts before part %d stands: %v", next.Part, d.Part, all)
			}
		}
		if ok && next.State != waiting {
			t.Fatalf("started what is %s", next.State)
		}
	})
}
