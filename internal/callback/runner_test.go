package callback_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/callback"
	"switchboard/internal/store"
)

func upTo(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint(i)
	}
	return out
}

func toldUpTo(position int64) func(store.Subscription, []store.Callback) bool {
	return func(s store.Subscription, _ []store.Callback) bool { return s.Position >= position }
}

func TestEventsAreToldInOrderInSignedBatches(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := listen(t, nil)
	o.say(switchboard.EventQueued, 0, 130)
	sub := o.subscribe(r.URL)
	o.run()
	o.await(sub.ID, "130 events told", toldUpTo(130))
	o.say(switchboard.EventQueued, 130, 20)
	o.await(sub.ID, "150 events told", toldUpTo(150))

	if diff := cmp.Diff(upTo(150), r.subjects()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	for _, g := range r.requests() {
		if len(g.Events) > callback.MaxBatch || g.Incarnation != "first" {
			t.Errorf("a batch of %d under incarnation %q", len(g.Events), g.Incarnation)
		}
		if want := callback.Sign([]byte(secret), g.raw, start); g.header.Get(callback.HeaderSignature) != want {
			t.Errorf("signature %q, want %q", g.header.Get(callback.HeaderSignature), want)
		}
		first := fmt.Sprintf("first:%d", g.Events[0].Position)
		if g.Events[0].ID != first || g.header.Get(callback.HeaderEventID) != first {
			t.Errorf("first event %q, header %q, want %q", g.Events[0].ID, g.header.Get(callback.HeaderEventID), first)
		}
	}
	_, attempts := o.stored(sub.ID)
	if len(attempts) != len(r.requests()) || slices.ContainsFunc(attempts, func(c store.Callback) bool { return c.Status != 200 }) {
		t.Errorf("log has %+v for %d requests", attempts, len(r.requests()))
	}
}

func TestOnlyWhatWasAskedForAndMayBeSeenIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.viewer = func(_ context.Context, owner switchboard.AgentID) (func(switchboard.Event) bool, error) {
		return func(e switchboard.Event) bool { return owner == o.Ada.ID && e.Visibility != switchboard.Private }, nil
	}
	r := listen(t, nil)
	o.Update(func(tx *store.Tx) error {
		return tx.Record(
			switchboard.Event{Kind: switchboard.EventClosed, Subject: "past", Origin: switchboard.History},
			switchboard.Event{Kind: switchboard.EventClosed, Subject: "private", Visibility: switchboard.Private},
			switchboard.Event{Kind: switchboard.EventQueued, Subject: "other kind"},
			switchboard.Event{Kind: switchboard.EventClosed, Subject: "wanted"},
			switchboard.Event{Kind: switchboard.EventClosed, Subject: "wanted too"})
	})
	sub := o.subscribe(r.URL, switchboard.EventClosed)
	o.run()
	o.await(sub.ID, "everything told", toldUpTo(5))
	if diff := cmp.Diff([]string{"wanted", "wanted too"}, r.subjects()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestLongStretchesThatDoNotConcernAreWrittenDown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := listen(t, nil)
	o.say(switchboard.EventQueued, 0, 1600)
	sub := o.subscribe(r.URL, switchboard.EventClosed)
	o.run()
	o.await(sub.ID, "passed over", toldUpTo(1000))
	if len(r.requests()) != 0 {
		t.Errorf("%d requests, want none", len(r.requests()))
	}
}

func TestFailuresAreTriedAgainWithGrowingPausesAndKeepTheOrder(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := listen(t, func(n int, w http.ResponseWriter) {
		if n < 3 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	o.say(switchboard.EventQueued, 0, 3)
	sub := o.subscribe(r.URL)
	o.run()
	for n, pause := range []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second} {
		o.await(sub.ID, "a failure", func(s store.Subscription, all []store.Callback) bool { return s.Failures == n+1 && len(all) == n+1 })
		s, _ := o.stored(sub.ID)
		if s.State != store.SubscriptionFailing || s.Position != 0 || !s.NextAt.Equal(o.clock.Now().Add(pause)) {
			t.Errorf("after failure %d: state %s, position %d, next in %s, want %s", n+1, s.State, s.Position, s.NextAt.Sub(o.clock.Now()), pause)
		}
		o.wait(pause)
	}
	o.await(sub.ID, "told at last", toldUpTo(3))
	s, attempts := o.stored(sub.ID)
	if s.State != store.SubscriptionOn || s.Failures != 0 || !s.NextAt.IsZero() || len(attempts) != 4 {
		t.Errorf("after success: %+v with %d attempts", s, len(attempts))
	}
	ids := map[string]int{}
	for _, g := range r.requests() {
		ids[g.header.Get(callback.HeaderEventID)]++
	}
	if ids["first:1"] != 4 {
		t.Errorf("event ids of the attempts: %v, want first:1 four times", ids)
	}
}

// wait moves the clock once the worker waits on it, in steps no longer than a worker sleeps.
func (o *office) wait(d time.Duration) {
	for d > 0 {
		o.clock.AwaitTimers(1)
		step := min(d, 15*time.Second)
		o.clock.Advance(step)
		d -= step
	}
}

func TestAStoppedRunnerGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := listen(t, nil)
	sub := o.subscribe(r.URL)
	stop := o.run()
	o.say(switchboard.EventQueued, 0, 10)
	o.await(sub.ID, "10 events told", toldUpTo(10))
	stop()
	o.say(switchboard.EventQueued, 10, 10)
	o.run()
	o.await(sub.ID, "20 events told", toldUpTo(20))
	if diff := cmp.Diff(upTo(20), r.subjects()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestAnAttemptThatIsBrokenOffIsToldAgainAndCountsAsNobodysFailure(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	arrived, hold := make(chan struct{}, 1), make(chan struct{})
	r := listen(t, func(n int, _ http.ResponseWriter) {
		if n == 0 {
			arrived <- struct{}{}
			<-hold
		}
	})
	o.say(switchboard.EventQueued, 0, 4)
	sub := o.subscribe(r.URL)
	stop := o.run()
	<-arrived
	stop()
	close(hold)
	if s, attempts := o.stored(sub.ID); s.Failures != 0 || s.Position != 0 || len(attempts) != 1 {
		t.Errorf("after the stop: %+v with %d attempts, want one attempt and no failure", s, len(attempts))
	}
	o.run()
	o.await(sub.ID, "told again", toldUpTo(4))
	if diff := cmp.Diff(slices.Concat(upTo(4), upTo(4)), r.subjects()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestOneNodeTellsAtATime(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := listen(t, nil)
	sub := o.subscribe(r.URL)
	o.run()
	o.say(switchboard.EventQueued, 0, 1)
	o.await(sub.ID, "told", toldUpTo(1))
	o.run()
	o.say(switchboard.EventQueued, 1, 50)
	o.await(sub.ID, "told", toldUpTo(51))
	if diff := cmp.Diff(upTo(51), r.subjects()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestAPausedSubscriberHearsNothingUntilItIsResumed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := listen(t, nil)
	sub := o.subscribe(r.URL)
	o.run()
	o.say(switchboard.EventQueued, 0, 1)
	o.await(sub.ID, "told", toldUpTo(1))
	o.change(sub.ID, func(s *store.Subscription) { s.State = store.SubscriptionPaused })
	time.Sleep(30 * time.Millisecond) // a worker that waits for events is woken by the change
	o.say(switchboard.EventQueued, 1, 3)
	time.Sleep(50 * time.Millisecond)
	if diff := cmp.Diff(upTo(1), r.subjects()); diff != "" {
		t.Errorf("told while paused (-want +got):\n%s", diff)
	}
	o.change(sub.ID, func(s *store.Subscription) { s.State = store.SubscriptionOn })
	o.await(sub.ID, "told", toldUpTo(4))
	if diff := cmp.Diff(upTo(4), r.subjects()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestASubscriptionPausesItselfAtTheEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ status, failures int }{
		"after too many failures":      {http.StatusBadGateway, callback.MaxFailures - 1},
		"when the receiver says so":    {http.StatusGone, 0},
		"but not after fewer failures": {http.StatusBadGateway, callback.MaxFailures - 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			r := listen(t, func(_ int, w http.ResponseWriter) { w.WriteHeader(c.status) })
			o.say(switchboard.EventQueued, 0, 1)
			sub := o.subscribe(r.URL)
			o.change(sub.ID, func(s *store.Subscription) { s.Failures = c.failures })
			o.run()
			o.await(sub.ID, "an attempt", func(_ store.Subscription, all []store.Callback) bool { return len(all) == 1 })
			want := store.SubscriptionPaused
			if c.failures == callback.MaxFailures-2 {
				want = store.SubscriptionFailing
			}
			if s, _ := o.stored(sub.ID); s.State != want {
				t.Errorf("state %s, want %s", s.State, want)
			}
		})
	}
}

func TestAnOwnerWhoMaySeeNothingAnyMorePausesTheSubscription(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.viewer = func(context.Context, switchboard.AgentID) (func(switchboard.Event) bool, error) {
		return nil, switchboard.Refuse(switchboard.CodeForbidden, "Disabled.")
	}
	r := listen(t, nil)
	o.say(switchboard.EventQueued, 0, 1)
	sub := o.subscribe(r.URL)
	o.run()
	o.await(sub.ID, "paused", func(s store.Subscription, _ []store.Callback) bool { return s.State == store.SubscriptionPaused })
	if len(r.requests()) != 0 {
		t.Errorf("%d requests, want none", len(r.requests()))
	}
}

func TestAPassingFaultOfOursLosesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	calls := 0
	o.viewer = func(context.Context, switchboard.AgentID) (func(switchboard.Event) bool, error) {
		if calls++; calls == 1 {
			return nil, fmt.Errorf("database is busy")
		}
		return func(switchboard.Event) bool { return true }, nil
	}
	r := listen(t, nil)
	o.say(switchboard.EventQueued, 0, 2)
	sub := o.subscribe(r.URL)
	o.run()
	o.wait(time.Second)
	o.await(sub.ID, "told", toldUpTo(2))
	if diff := cmp.Diff(upTo(2), r.subjects()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}
