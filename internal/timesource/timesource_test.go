package timesource

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func TestNowIsStorable(t *testing.T) {
	t.Parallel()
	now := System().Now()
	if now.Location() != time.UTC {
		t.Errorf("location %v, want UTC", now.Location())
	}
	if now.Nanosecond()%1000 != 0 {
		t.Errorf("nanoseconds %d are not whole microseconds", now.Nanosecond())
	}
	if now != now.Round(0) {
		t.Error("Now carries a monotonic reading, so equal instants would compare as different")
	}
	if gap := time.Since(now); gap < 0 || gap > time.Minute {
		t.Errorf("Now is %v away from the machine's clock", gap)
	}
}

func TestCanonicalMakesEqualInstantsEqual(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMicro(rapid.Int64Range(-1e15, 4e15).Draw(t, "µs"))
		extra := time.Duration(rapid.IntRange(0, 999).Draw(t, "ns"))
		zone := time.FixedZone("somewhere", rapid.IntRange(-12, 14).Draw(t, "hours")*3600)
		if got, want := Canonical(at.Add(extra).In(zone)), Canonical(at); got != want {
			t.Fatalf("%v became %v, want %v", at, got, want)
		}
	})
}

func TestSystemUnderSynctest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		src := System()
		before := src.Now()
		if err := WaitUntil(t.Context(), src, before.Add(72*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got := src.Now().Sub(before); got != 72*time.Hour {
			t.Errorf("woke after %v of wall time, want 72h", got)
		}
		if got := src.Elapsed(); got != 72*time.Hour {
			t.Errorf("elapsed %v, want 72h", got)
		}
	})
}

func TestStoppedTimerNeverFires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for name, src := range map[string]Source{"system": System(), "manual": NewManual(noon)} {
			stop := src.AfterFunc(time.Second, func() { t.Errorf("%s: a stopped timer fired", name) })
			if !stop() {
				t.Errorf("%s: stop reports that it came too late", name)
			}
			if stop() {
				t.Errorf("%s: the second stop claims to have prevented the call", name)
			}
			if m, ok := src.(*Manual); ok {
				m.Advance(time.Minute)
			}
		}
		time.Sleep(time.Minute)
	})
}

func TestWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	cause := errors.New("closing")
	ctx, cancel := context.WithCancelCause(t.Context())
	src := NewManual(noon)
	ended := make(chan error, 1)
	go func() { ended <- Wait(ctx, src, time.Hour) }()
	src.AwaitTimers(1)
	cancel(cause)
	if err := <-ended; !errors.Is(err, cause) {
		t.Errorf("got %v, want the cause", err)
	}
	if len(src.timers) != 0 {
		t.Error("the timer was left behind")
	}
	if err := Wait(ctx, src, 0); !errors.Is(err, cause) {
		t.Errorf("an ended context waits no more, not even for nothing: got %v", err)
	}
}

func TestManualFiresInOrder(t *testing.T) {
	t.Parallel()
	src := NewManual(noon)
	var order []int
	for _, minutes := range []int{3, 1, 2, 9} {
		src.AfterFunc(time.Duration(minutes)*time.Minute, func() { order = append(order, minutes) })
	}
	src.Advance(5 * time.Minute)
	if len(order) != 3 || order[0] != 1 || order[1] != 2 || order[2] != 3 {
		t.Errorf("fired %v, want 1 2 3", order)
	}
	if got := src.Now(); !got.Equal(noon.Add(5 * time.Minute)) {
		t.Errorf("the clock reads %v", got)
	}
	src.Advance(4 * time.Minute)
	if len(order) != 4 {
		t.Errorf("fired %v, want the last one too", order)
	}
}

func TestManualWithoutDelayFiresAtOnce(t *testing.T) {
	t.Parallel()
	fired := make(chan struct{})
	stop := NewManual(noon).AfterFunc(0, func() { close(fired) })
	<-fired
	if stop() {
		t.Error("stop claims to have prevented what has run")
	}
}

func TestJumpBackwardsNeverWakesEarly(t *testing.T) {
	t.Parallel()
	src := NewManual(noon)
	done := make(chan error, 1)
	go func() { done <- WaitUntil(t.Context(), src, noon.Add(10*time.Second)) }()
	src.AwaitTimers(1)
	src.Jump(-time.Minute)
	src.Advance(10 * time.Second)
	src.AwaitTimers(1)
	select {
	case <-done:
		t.Fatal("woke although the wall clock has not reached the time")
	default:
	}
	for range 4 {
		src.AwaitTimers(1)
		src.Advance(recheck)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestJumpForwardsIsNoticedSoon(t *testing.T) {
	t.Parallel()
	src := NewManual(noon)
	done := make(chan error, 1)
	go func() { done <- WaitUntil(t.Context(), src, noon.Add(6*time.Hour)) }()
	src.AwaitTimers(1)
	src.Jump(7 * time.Hour)
	src.Advance(recheck)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := src.Elapsed(); got != recheck {
		t.Errorf("noticed after %v, want %v", got, recheck)
	}
}
