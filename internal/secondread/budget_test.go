package secondread_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/redact"
	"switchboard/internal/secondread"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/store/storetest"
)

// TestNodesShareTheBudget lets two nodes ask at once. It is told of once, and begins anew with the day.
func TestNodesShareTheBudget(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *desk) {
		s := serve(t, says(negative))
		set := settings(s.URL)
		set.CallsDay, set.AtOnce = 7, 8
		d.says(set, "")
		other := d.node(t)
		if err := other.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for _, node := range []*secondread.Reader{d.Reader, other} {
			for range 8 {
				wg.Go(func() { node.Read(t.Context(), d.said("hm"), doubtful()) })
			}
		}
		wg.Wait()
		if n := len(s.got()); n != 7 {
			t.Errorf("%d calls were made of 7", n)
		}
		want := []string{"classifier.changed on", "classifier.spent day"}
		if diff := cmp.Diff(want, d.events()); diff != "" {
			t.Error(diff)
		}
		d.Flush(t.Context())
		other.Flush(t.Context())
		if c := d.today(); c.Calls != 7 || c.Answered != 7 || c.Spent+c.Busy != 9 || c.Spent < 1 {
			t.Errorf("counted: %+v", c)
		}
		d.clock.Advance(12*time.Hour - time.Second)
		if d.reads(t.Context()).Outside != nil || d.State().Spent != classifiers.Day {
			t.Error("the day is not over")
		}
		d.clock.Advance(time.Second)
		if d.reads(t.Context()).Outside == nil || d.State().Spent != "" {
			t.Error("the next day has a budget of its own")
		}
	})
}

// TestANodeThatStopsHasSpent ends the context in the middle of a call: nothing is learned of the server, and what was
// taken stays taken.
func TestANodeThatStopsHasSpent(t *testing.T) {
	t.Parallel()
	d := newDesk(t, storetest.Lite)
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	d.says(settings(s.URL), "")
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan switchboard.Verdict)
	go func() { done <- d.reads(ctx) }()
	<-s.arrived
	stop()
	if diff := cmp.Diff(doubtful().Heads, (<-done).Heads); diff != "" {
		t.Error(diff)
	}
	if c := d.today(); c.Calls != 1 || c.Tokens < 600 || c.Failed != 0 || d.health().Trouble != "" {
		t.Errorf("counted: %+v, %+v", c, d.health())
	}
}

func TestTrying(t *testing.T) {
	t.Parallel()
	d := newDesk(t, storetest.Lite)
	s := serve(t, says(negative))
	set := settings(s.URL)
	set.CallsDay = 1
	d.says(set, "s3cr3t-key")
	author := redact.Person{Name: "Lena Okafor"}
	shown, err := d.Try(t.Context(), set, "Lena Okafor: it broke", author, doubtful(), false)
	if err != nil || shown.Sent || len(s.got()) > 0 || d.today().Calls > 0 || shown.Ask.Text != "[name]: it broke" {
		t.Errorf("only looked at: %+v, %v", shown, err)
	}
	sent, err := d.Try(t.Context(), set, "Lena Okafor: it broke", author, doubtful(), true)
	if err != nil || !sent.Sent || sent.Answer != negative || sent.Merged.Says("press") != 0.7 || !strings.Contains(s.got()[0], string(shown.Ask.Body)) {
		t.Errorf("sent: %+v, %v", sent, err)
	}
	if _, err := d.Try(t.Context(), set, "Again", author, doubtful(), true); !switchboard.IsCode(err, switchboard.CodeRateLimited) {
		t.Errorf("beyond the budget: %v", err)
	}
	elsewhere := serve(t, says(negative))
	set.URL, set.CallsDay = elsewhere.URL, 9
	d.clock.Advance(24 * time.Hour)
	if _, err := d.Try(t.Context(), set, "Hm", author, doubtful(), true); err != nil || strings.Contains(elsewhere.got()[0], "s3cr3t-key") {
		t.Errorf("another server sees the key: %v, %q", err, elsewhere.got())
	}
}
