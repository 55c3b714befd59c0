package callback_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/callback"
	"switchboard/internal/store"
)

func TestHostileReceivers(t *testing.T) {
	t.Parallel()
	elsewhere := listen(t, nil)
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended) })
	for name, c := range map[string]struct {
		answer  func(int, http.ResponseWriter)
		status  int
		trouble string
	}{
		"redirects": {func(_ int, w http.ResponseWriter) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, 307, "redirect"},
		"fails": {func(_ int, w http.ResponseWriter) { w.WriteHeader(503) }, 503, "status 503"},
		"is too slow": {func(int, http.ResponseWriter) {
			select {
			case <-ended:
			case <-time.After(3 * time.Second):
			}
		}, 0, "in time"},
		"hangs up": {func(int, http.ResponseWriter) { panic(http.ErrAbortHandler) }, 0, "could not be reached"},
		"has a header without end": {func(_ int, w http.ResponseWriter) {
			w.Header().Set("X-Long", strings.Repeat("a", 1<<20))
		}, 0, "could not be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			r := listen(t, c.answer)
			o.say(switchboard.EventQueued, 0, 1)
			sub := o.subscribe(r.URL)
			o.run()
			o.await(sub.ID, "an attempt", func(_ store.Subscription, all []store.Callback) bool { return len(all) > 0 })
			s, attempts := o.stored(sub.ID)
			if got := attempts[0]; got.Status != c.status || !strings.Contains(got.Trouble, c.trouble) || s.Position != 0 {
				t.Errorf("attempt %+v, position %d; want status %d and %q", got, s.Position, c.status, c.trouble)
			}
			if len(elsewhere.requests()) != 0 {
				t.Error("a redirect was followed")
			}
		})
	}
}

func TestAnEndlessAnswerCountsByItsStatusAndIsNotRead(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	cut := make(chan struct{})
	r := listen(t, func(_ int, w http.ResponseWriter) {
		for chunk := make([]byte, 32<<10); ; {
			if _, err := w.Write(chunk); err != nil {
				close(cut)
				return
			}
		}
	})
	o.say(switchboard.EventQueued, 0, 1)
	sub := o.subscribe(r.URL)
	o.run()
	o.await(sub.ID, "told", toldUpTo(1))
	<-cut
}

func TestASlowReceiverBlocksNobodyElse(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	hold := make(chan struct{})
	slow := listen(t, func(int, http.ResponseWriter) { <-hold })
	quick := listen(t, nil)
	t.Cleanup(func() { close(hold) })
	o.say(switchboard.EventQueued, 0, 1)
	o.subscribe(slow.URL)
	sub := o.subscribe(quick.URL)
	o.run()
	for i := range 5 {
		o.await(sub.ID, "told", toldUpTo(int64(i+1)))
		o.say(switchboard.EventQueued, i+1, 1)
	}
	o.await(sub.ID, "told", toldUpTo(6))
	if diff := cmp.Diff(upTo(6), quick.subjects()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestATestIsSignedAndToldAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := listen(t, nil)
	sub := o.subscribe(r.URL)
	c := o.teller().Test(t.Context(), sub)
	all := r.requests()
	if !callback.Accepted(c) || len(all) != 1 || all[0].Events[0].Kind != callback.KindTest {
		t.Fatalf("attempt %+v, requests %+v", c, all)
	}
	if want := callback.Sign([]byte(secret), all[0].raw, start); all[0].header.Get(callback.HeaderSignature) != want {
		t.Errorf("signature %q, want %q", all[0].header.Get(callback.HeaderSignature), want)
	}
	sub.Secret[len(sub.Secret)-1] ^= 1
	if c := o.teller().Test(t.Context(), sub); callback.Accepted(c) || len(r.requests()) != 1 {
		t.Errorf("with a damaged secret: %+v", c)
	}
}

func TestSignIsTheDocumentedScheme(t *testing.T) {
	t.Parallel()
	// printf '1772442000.{"a":1}' | openssl dgst -sha256 -hmac key
	got := callback.Sign([]byte("key"), []byte(`{"a":1}`), start)
	if want := "t=1772442000,v1=8e901b8fdb1372fb939f408fc70d11db24d0c0e35c14ca41b4af7ec45532ee79"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDelayGrowsWithinBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 10_000).Draw(t, "failures")
		random := rapid.Float64Range(0, 0.999999).Draw(t, "random")
		d := callback.Delay(n, random)
		if full := callback.Delay(n, 0); d < full/2 || d > full || full > time.Hour || full < 5*time.Second {
			t.Fatalf("delay %s of %s", d, full)
		}
		if callback.Delay(n+1, 0) < callback.Delay(n, 0) {
			t.Fatal("the delay shrinks")
		}
	})
	var total time.Duration
	for n := range callback.MaxFailures {
		total += callback.Delay(n+1, 0)
	}
	if total < 60*time.Hour || total > 80*time.Hour {
		t.Errorf("a subscription pauses itself after %s, want about three days", total)
	}
}
