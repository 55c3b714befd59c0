package app_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/line"
	"switchboard/internal/netguard"
	"switchboard/internal/notice"
	"switchboard/internal/secondread"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
	"switchboard/internal/triage/classifier"
)

// models is a model server that answers what it is told.
func models(t *testing.T, answer http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s
}

func asking(at string) classifier.Settings {
	s := classifier.Defaults()
	s.On, s.Name, s.URL, s.AtOnce, s.UnsureBelow = true, "Our server", at, 2, 1
	return s
}

// told notes whom the second reader gave back.
type told struct {
	flow.SecondReader
	back chan *switchboard.Outside
}

func (r told) Read(ctx context.Context, m switchboard.Message, v switchboard.Verdict) switchboard.Verdict {
	v = r.SecondReader.Read(ctx, m, v)
	r.back <- v.Outside
	return v
}

// quick is an installation whose clock stands until a test moves it, and which may reach this machine.
func quick(t *testing.T) (*app.App, *timesource.Manual) {
	t.Helper()
	clock := timesource.NewManual(testkit.Noon())
	o := app.Options{Settings: config.Defaults(), Log: slog.New(slog.DiscardHandler), Time: clock, Networks: &connector.Registry{}, Version: "test"}
	o.Settings.Data, o.Settings.DiskReserve, o.Settings.AllowPrivate.All, o.Settings.Workers = t.TempDir(), 0, true, 4
	a, err := app.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a, clock
}

// TestASlowClassifierHoldsUpNobodyElse lets the server hang: two messages wait for it, until their time is up, and 18 do not.
func TestASlowClassifierHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	a, clock := quick(t)
	arrived := make(chan struct{}, 99)
	server := models(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	account := testkit.AddAccount(t, a.DB, "@kettles")
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		return a.Second.Save(tx, asking(server.URL), "", false, switchboard.AgentID{})
	})
	if err := a.Second.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	in := a.In
	back := told{a.Second, make(chan *switchboard.Outside, 99)}
	in.Second = back
	work := line.New(in, line.Settings{Node: a.Node, Time: clock, Log: a.Log, Workers: 4})
	var items []connector.Item
	for n := range 20 {
		items = append(items, connector.Item{Change: connector.Said, ExternalID: fmt.Sprint("m", n), Author: switchboard.Author{ID: fmt.Sprint("u", n), Handle: fmt.Sprint("@u", n)},
			Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindMention,
			Content: switchboard.Content{Text: "Hm, is that so?"}, Published: clock.Now(), Addressed: true, Raw: []byte("{}")})
	}
	if _, err := in.Take(t.Context(), intake.Handed{Account: account, Lane: connector.LanePoll, Batch: connector.Batch{Items: items}}, 0); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := work.Drain(t.Context())
		done <- err
	}()
	<-arrived
	<-arrived
	for range 18 {
		if outside := <-back.back; outside != nil {
			t.Errorf("one was sent: %+v", outside)
		}
	}
	clock.AwaitTimers(2)
	clock.Advance(2 * time.Second)
	for range 2 {
		if outside := <-back.back; outside == nil || outside.Fate != switchboard.OutsideFailed {
			t.Errorf("one that was sent says %+v", outside)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if wrong := testkit.Books(t, a.DB); len(wrong) > 0 {
		t.Errorf("books: %q", wrong)
	}
}

// TestSettingsOfAnotherNodeAreTakenIntoForce changes them beside a running server.
func TestSettingsOfAnotherNodeAreTakenIntoForce(t *testing.T) {
	t.Parallel()
	server := models(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"heads":{}}`) })
	h := open(t, func(s *config.Settings) { s.AllowPrivate.All = true })
	guard := netguard.New(netguard.Options{})
	t.Cleanup(guard.Close)
	other := secondread.New(secondread.Parts{DB: h.app.DB, Sealer: h.app.Ring, Binding: notice.SecretBinding, Client: guard.Sending(),
		After: netguard.RetryAfter, Time: timesource.System(), Log: h.app.Log, Workers: 4})
	m := switchboard.Message{Network: "mastodon", Direction: switchboard.In, Visibility: switchboard.Public, Origin: switchboard.Live,
		Content: switchboard.Content{Text: "hm"}}
	v := switchboard.Verdict{Heads: map[switchboard.Head]switchboard.Finding{"intent": {Label: "other", Confidence: 0.3}}}
	for _, on := range []bool{true, false} {
		set := asking(server.URL)
		set.On = on
		testkit.Update(t, h.app.DB, func(tx *store.Tx) error { return other.Save(tx, set, "", false, switchboard.AgentID{}) })
		until(h, fmt.Sprint("on: ", on), func() (bool, bool) {
			return true, (h.app.Second.Read(t.Context(), m, v).Outside != nil) == on
		})
	}
	response, err := http.Get(h.base + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	figures := string(body)
	if err != nil || !strings.Contains(figures, `switchboard_classifier_messages_total{result="agreed"}`) || !strings.Contains(figures, "switchboard_classifier_seconds_count") {
		t.Error("the metrics say nothing of it")
	}
}
