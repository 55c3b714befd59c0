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
	"switchboard/internal/triage/classifier"
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

// TestATrialSpendsTheBudgetInForce lets bounds that nobody saved neither stop messages nor spend beyond those saved.
func TestATrialSpendsTheBudgetInForce(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *desk) {
		s := serve(t, says(negative))
		set := settings(s.URL)
		set.CallsDay = 4
		d.says(set, "")
		try := func(callsDay int64) error {
			form := set
			form.CallsDay, form.CallsMonth = callsDay, max(callsDay, set.CallsMonth)
			_, err := d.Try(t.Context(), form, "Hm", redact.Person{}, doubtful(), true)
			return err
		}
		for range 2 {
			if err := try(1); err != nil || d.State().Spent != "" {
				t.Errorf("with a small bound in the form: %v, %+v", err, d.State())
			}
		}
		if d.reads(t.Context()).Outside == nil {
			t.Error("the bound of a form stops messages")
		}
		for n, want := range []bool{true, false, false} {
			if err := try(1_000_000); (err == nil) != want || err != nil && !switchboard.IsCode(err, switchboard.CodeRateLimited) {
				t.Errorf("with a large bound in the form, %d: %v", n, err)
			}
		}
		d.Flush(t.Context())
		if c := d.today(); len(s.got()) != 4 || c.Calls != 4 || c.Spent != 0 || d.State().Spent != "" {
			t.Errorf("%d calls, counted %+v, %+v", len(s.got()), c, d.State())
		}
		if diff := cmp.Diff([]string{"classifier.changed on"}, d.events()); diff != "" {
			t.Error(diff)
		}
		if d.reads(t.Context()).Outside != nil || d.State().Spent != classifiers.Day {
			t.Errorf("the budget is used up: %+v", d.State())
		}
		if diff := cmp.Diff([]string{"classifier.changed on", "classifier.spent day"}, d.events()); diff != "" {
			t.Error(diff)
		}
	})
}

// TestATrialOfAnotherModelSaysNothingOfTheOneInForce keeps how the server is apart from what a form does wrong.
func TestATrialOfAnotherModelSaysNothingOfTheOneInForce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, storetest.Lite)
	set := settings(serve(t, says(negative)).URL)
	d.says(set, "")
	d.reads(t.Context())
	set.Protocol, set.Model = classifier.Chat, "other"
	tried, err := d.Try(t.Context(), set, "Hm", redact.Person{}, doubtful(), true)
	if h := d.health(); err != nil || tried.Trouble != classifier.TroubleGarbage || h.Trouble != "" || !h.TroubleAt.IsZero() {
		t.Errorf("%+v, %v; it is %+v", tried, err, h)
	}
}

// TestACallAcrossMidnightCountsInItsDay settles a call, and a trial, in the day they were taken from.
func TestACallAcrossMidnightCountsInItsDay(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *desk) {
		set := settings(serve(t, func(w http.ResponseWriter, r *http.Request) {
			d.clock.Advance(time.Second)
			says(negative)(w, r)
		}).URL)
		d.says(set, "")
		d.clock.Advance(12*time.Hour - time.Millisecond)
		d.reads(t.Context())
		if c := d.today(); c.Period != "2026-03-02" || c.Calls != 1 || c.Answered != 1 || c.Tokens != 40 {
			t.Errorf("after a call across midnight: %+v", c)
		}
		d.clock.Advance(24*time.Hour - time.Second)
		if _, err := d.Try(t.Context(), set, "Hm", redact.Person{}, doubtful(), true); err != nil {
			t.Fatal(err)
		}
		if c := d.today(); c.Period != "2026-03-03" || c.Calls != 1 || c.Answered != 1 || c.Tokens != 40 {
			t.Errorf("after a trial across midnight: %+v", c)
		}
	})
}
