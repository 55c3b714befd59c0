package app_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// TestTheSampleCompanyIsAlive starts a server with --sample, answers a customer of the story, is answered within seconds,
// puts everything back and leaves.
func TestTheSampleCompanyIsAlive(t *testing.T) {
	t.Parallel()
	h := openWith(t, func(o *app.Options) { o.Sample = true })
	sample := call[fields](h, "GET", "/sample", nil)
	if sample["present"] != true {
		t.Fatalf("sample %v", sample)
	}
	maja := h.customer("Maja Lindorff")
	draft := call[fields](h, "POST", "/conversations/"+maja.text("id")+"/drafts",
		fields{"parts": []fields{{"text": "The narrow plate leaves today and is with you on Friday."}}})
	call[fields](h, "POST", "/drafts/"+draft.text("id")+"/send", fields{"version": draft["version"]})
	until(h, "her answer", func() (bool, bool) {
		c := call[struct{ Conversation fields }](h, "GET", "/conversations/"+maja.text("id"), nil).Conversation
		preview := c.text("preview")
		return true, strings.Contains(preview, "special tool") || strings.Contains(preview, "the tour is saved")
	})
	if status, body := h.Ask("POST", "/accounts", fields{"network": "webhook", "handle": "shop", "name": "Shop", "state": "listen",
		"config": fields{"name": "shop", "key": "a signing key of the shop", "accounts": "@x"}}); status != 409 {
		t.Errorf("a real account: %d %s", status, body)
	}
	call[fields](h, "POST", "/sample/reset", nil)
	if again := h.customer("Maja Lindorff"); again.text("id") == maja.text("id") || again["message_count"] != maja["message_count"] {
		t.Errorf("after the reset: %v", again)
	}
	left := call[fields](h, "POST", "/sample/leave", fields{"keep": []string{"policy"}})
	if left["present"] != false || len(left["policy_drafts"].([]any)) != 1 {
		t.Errorf("left %v", left)
	}
	if page := call[struct{ Items []fields }](h, "GET", "/conversations?view=all", nil); len(page.Items) != 0 {
		t.Errorf("left are %v", page.Items)
	}
	if status, body := h.Ask("POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles",
		"state": "live", "config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}}); status >= 300 {
		t.Errorf("one's own account afterwards: %d %s", status, body)
	}
}

// customer finds an open conversation by whose it is.
func (h *house) customer(name string) fields {
	h.t.Helper()
	return until(h, "hearing "+name, func() (fields, bool) {
		page := call[struct{ Items []fields }](h, "GET", "/conversations?view=all", nil)
		for _, c := range page.Items {
			if c.text("customer_name") == name {
				return c, true
			}
		}
		return nil, false
	})
}

// A server that is to show the sample does not start on somebody's own work, and starts again on the sample it has shown.
func TestSampleIsRefusedBesideWork(t *testing.T) {
	t.Parallel()
	settings := config.Defaults()
	settings.Data, settings.Listen = t.TempDir(), "127.0.0.1:0"
	a, err := app.Open(t.Context(), app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler), Time: timesource.System(),
		Networks: connector.Default(), Version: "test", Sample: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	err = a.DB.Update(t.Context(), func(tx *store.Tx) error {
		brands, err := tx.Brands()
		if err != nil {
			return err
		}
		_, err = tx.InsertAccount(switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](tx.Now()), Network: "webhook",
			Realm: "shop", Handle: "shop", BrandID: brands[0].ID, State: switchboard.AccountListen, CreatedAt: time.Now()})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Serve(t.Context(), nil); !switchboard.IsCode(err, switchboard.CodeConflict) {
		t.Errorf("Serve: %v", err)
	}
}
