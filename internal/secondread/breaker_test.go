package secondread_test

import (
	"net/http"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store/storetest"
)

// TestWhatFailsIsLeftAlone rests after failures in a row, longer each time, and at once when the key is refused.
func TestWhatFailsIsLeftAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t, storetest.Lite)
	answer := status(http.StatusInternalServerError)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(w, r) })
	d.says(settings(s.URL), "")
	sent := func() int {
		before := len(s.got())
		d.reads(t.Context())
		return len(s.got()) - before
	}
	for n := range 5 {
		if sent() != 1 {
			t.Fatalf("call %d was not made", n)
		}
	}
	for _, rest := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute} {
		if until := d.State().RestsUntil; !until.Equal(d.clock.Now().Add(rest)) {
			t.Fatalf("rests until %v, want %v", until, rest)
		}
		d.clock.Advance(rest - time.Second)
		if sent() != 0 {
			t.Fatal("it was not left alone")
		}
		d.clock.Advance(time.Second)
		if sent() != 1 {
			t.Fatal("it was not tried again")
		}
	}
	d.clock.Advance(15 * time.Minute)
	answer = says(negative)
	for range 2 {
		if sent() != 1 {
			t.Error("it works again and is left alone")
		}
	}
	answer = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "90")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	if sent() != 1 || !d.State().RestsUntil.Equal(d.clock.Now().Add(90*time.Second)) {
		t.Errorf("it asked for a pause: %+v", d.State())
	}
	d.clock.Advance(90 * time.Second)
	answer = status(http.StatusUnauthorized)
	if sent() != 1 || !d.State().RestsUntil.Equal(d.clock.Now().Add(15*time.Minute)) {
		t.Errorf("the key was refused: %+v", d.State())
	}
	d.says(settings(s.URL), "another key")
	if sent() != 1 {
		t.Error("with another key it was not tried")
	}
}

// TestOneOutageIsOneFailureInARow lets calls that are under way together fail together, and later than one that is told how
// long to wait.
func TestOneOutageIsOneFailureInARow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, storetest.Lite)
	answers := make(chan http.HandlerFunc)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { (<-answers)(w, r) })
	set := settings(s.URL)
	set.AtOnce = 9
	d.says(set, "")
	ask := func(n int) <-chan switchboard.Verdict {
		done := make(chan switchboard.Verdict, n)
		for range n {
			go func() { done <- d.reads(t.Context()) }()
			<-s.arrived
		}
		return done
	}
	rests := func(want time.Duration) {
		t.Helper()
		if got := d.State().RestsUntil.Sub(d.clock.Now()); got != want {
			t.Fatalf("it rests for %v, want %v", got, want)
		}
	}
	broken, busy := status(http.StatusBadGateway), func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3000")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	done := ask(9)
	for range 9 {
		answers <- broken
		<-done
	}
	rests(time.Minute)
	d.clock.Advance(time.Minute)
	done = ask(4)
	for _, answer := range []http.HandlerFunc{busy, broken, broken, says(negative)} {
		answers <- answer
		<-done
		rests(50 * time.Minute)
	}
	d.clock.Advance(50 * time.Minute)
	done = ask(2)
	for _, answer := range []http.HandlerFunc{broken, status(http.StatusUnauthorized)} {
		answers <- answer
		<-done
	}
	rests(15 * time.Minute)
}
