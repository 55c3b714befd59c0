package app_test

import (
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/store"
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
	if left["wanted"] == true || left["not_now"] != nil {
		t.Errorf("it is wanted again, or can't be begun: %v", left)
	}
	if page := call[struct{ Items []fields }](h, "GET", "/conversations?view=all", nil); len(page.Items) != 0 {
		t.Errorf("left are %v", page.Items)
	}
	if status, body := h.Ask("POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles",
		"state": "live", "config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}}); status >= 300 {
		t.Errorf("one's own account afterwards: %d %s", status, body)
	}
}

// kept is what was logged; the server goes on writing while it is read.
type kept struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write takes in a line.
func (k *kept) Write(line []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.Write(line)
}

// String is everything so far.
func (k *kept) String() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.String()
}

// A practice network that tells another story than the database, as after restoring only one of the two, is complained of.
func TestALogOfAnotherStoryIsComplainedOf(t *testing.T) {
	t.Parallel()
	var log kept
	h := openWith(t, func(o *app.Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) }, func(tx *store.Tx) error {
		people, err := tx.Agents()
		if err != nil {
			return err
		}
		return tx.MarkSample(store.Sample{Seed: 1, Generation: "another", ToldAt: tx.Now(), Newcomer: people[0].ID,
			SampleBody: store.SampleBody{Network: "practice"}})
	})
	if sample := call[fields](h, "GET", "/sample", nil); sample["present"] != true || !strings.Contains(log.String(), "tells of something else") {
		t.Errorf("%v, logged: %s", sample, log.String())
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

// A server that was started to show the sample is started so again and again: on what somebody has made their own it changes
// nothing, says so, and serves.
func TestTheSampleDoesNotBeginOnWhatIsSomebodysOwn(t *testing.T) {
	t.Parallel()
	for name, own := range map[string]func(*store.Tx) error{
		"account": func(tx *store.Tx) error {
			brands, err := tx.Brands()
			if err != nil {
				return err
			}
			_, err = tx.InsertAccount(switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](tx.Now()), Network: "webhook",
				Realm: "shop", Handle: "shop", BrandID: brands[0].ID, State: switchboard.AccountListen, CreatedAt: tx.Now()})
			return err
		},
		"charter": func(tx *store.Tx) error {
			return tx.SaveCharter(store.Charter{Company: "Kettles", Answers: []byte("{}"), SetUpAt: tx.Now()})
		},
		"policy": func(tx *store.Tx) error {
			p, _, err := tx.ActivePolicy()
			p.ID, p.ActivatedAt = switchboard.NewID[switchboard.PolicyID](tx.Now()), tx.Now()
			p.ActivatedBy = switchboard.NewID[switchboard.AgentID](tx.Now())
			return errors.Join(err, tx.InsertPolicy(p))
		},
		"left": func(tx *store.Tx) error {
			return tx.InsertAudit(store.AuditEntry{ID: switchboard.NewID[switchboard.RequestID](tx.Now()), At: tx.Now(),
				ActorKind: switchboard.ActorSystem, Action: store.SampleLeft})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log kept
			h := openWith(t, func(o *app.Options) {
				o.Sample, o.Log = true, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
			}, own)
			if sample := call[fields](h, "GET", "/sample", nil); sample["present"] != false || sample["wanted"] == true {
				t.Errorf("sample %v", sample)
			}
			if people := call[struct{ Items []fields }](h, "GET", "/agents", nil); len(people.Items) != 1 {
				t.Errorf("people %v", people.Items)
			}
			if !strings.Contains(log.String(), "the sample company is not shown") {
				t.Errorf("it is silent about it: %s", log.String())
			}
		})
	}
}
