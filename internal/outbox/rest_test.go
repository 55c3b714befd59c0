package outbox_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/outbox"
)

func TestRest(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 4, 5, 6, 7, 8, 0, time.UTC)
	draft := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](now), Epoch: 2, Version: 4, State: switchboard.DraftFailed,
		SendAt: now, Ruling: &switchboard.Ruling{}, ReplyTo: "p1", Parts: []switchboard.Part{{Text: "one"}, {Text: "two"}, {Text: "three"}}}
	in := func(states ...switchboard.DeliveryState) (list []switchboard.Delivery) {
		for part, state := range states {
			list = append(list, switchboard.Delivery{Part: part, State: state})
		}
		return list
	}
	for name, one := range map[string]struct {
		deliveries []switchboard.Delivery
		want       []switchboard.Part
	}{
		"all given up":     {in("dropped", "dropped", "dropped"), draft.Parts},
		"the first stands": {in("sent", "dropped", "dropped"), draft.Parts[1:]},
		"nothing given up": {in("sent", "unknown", "waiting"), nil},
		"a part too many":  {in("sent", "sent", "sent", "dropped"), nil},
	} {
		rest, found := outbox.Rest(draft, one.deliveries, now)
		if found != (one.want != nil) || !cmp.Equal(rest.Parts, one.want) {
			t.Errorf("%s: %v %+v", name, found, rest.Parts)
		}
		if !rest.ID.IsZero() || rest.Version != 1 || rest.State != switchboard.DraftEditing || rest.Ruling != nil ||
			!rest.SendAt.IsZero() || rest.Epoch != 2 || rest.ReplyTo != "p1" {
			t.Errorf("%s: %+v", name, rest)
		}
	}
}
