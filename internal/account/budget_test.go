package account_test

import (
	"math"
	"testing"
	"time"

	"switchboard/internal/connector"
	"switchboard/internal/practice"
	"switchboard/internal/testkit"
)

// A sender that is woken for nothing makes no call, so nothing may be taken from what the network allows.
func TestWakingForNothingCostsNoPost(t *testing.T) {
	t.Parallel()
	w := newTown(t, testkit.Folder(t), 5, practice.Options{})
	w.spec.Rates = []connector.Rate{{Name: "Posts", Points: 8, Window: time.Hour, Scope: "account", Source: "this test",
		Costs: map[connector.Call]int{connector.CallRead: 0, connector.CallReadBack: 0}}}
	d := w.open()
	defer d.Close()
	p := w.start(setting{db: d, wire: wire{w, newFate(blow{after: math.MaxInt}, nil)}})
	defer p.quit()
	m := w.await(p, w.ask("@mira", "my kettle is cold"))
	for range 20 {
		p.keeper.Ring(w.account.ID)
		time.Sleep(5 * time.Millisecond)
	}
	p.lead(t, m, w.ada.ID)
	if draft, queued := p.say(t, m, answer{by: w.ada.ID, texts: []string{"sorry about that"}}); !queued {
		t.Fatalf("the answer is %s: %+v", draft.State, draft.Ruling)
	}
	within(t, 10*time.Second, "the answer stands", func() bool { return w.net.Count(handle, "sorry about that") == 1 })
}
