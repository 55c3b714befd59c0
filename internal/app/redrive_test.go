package app_test

import (
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/connector/webhook"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

const signingKey = "a key of the shop reviews"

// gate is an installation with a webhook, whose clock the test moves.
type gate struct {
	t     *testing.T
	app   *app.App
	clock *timesource.Manual
	hook  switchboard.Account
}

func openGate(t *testing.T) *gate {
	t.Helper()
	settings := config.Defaults()
	settings.Data = t.TempDir()
	g := &gate{t: t, clock: timesource.NewManual(time.Now())}
	var err error
	g.app, err = app.Open(t.Context(), app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler), Time: g.clock,
		Networks: connector.Default(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.app.Close(); err != nil {
			t.Error(err)
		}
	})
	g.hook = g.connect(switchboard.Account{Network: webhook.Key, Realm: "webhook:reviews", Handle: "reviews",
		Config: map[string]string{"name": "reviews", "accounts": "@kettles,shop"}})
	sealed, err := api.SealSecrets(g.app.Ring, g.hook.ID, map[string]string{"key": signingKey})
	if err != nil {
		t.Fatal(err)
	}
	g.update(func(tx *store.Tx) error { return tx.SetAccountSecrets(g.hook.ID, sealed) })
	return g
}

func (g *gate) update(fn func(*store.Tx) error) {
	g.t.Helper()
	if err := g.app.DB.Update(g.t.Context(), fn); err != nil {
		g.t.Fatal(err)
	}
}

// connect stores an account that is read and answered.
func (g *gate) connect(a switchboard.Account) switchboard.Account {
	g.t.Helper()
	g.update(func(tx *store.Tx) error {
		brands, err := tx.Brands()
		if err != nil {
			return err
		}
		a.ID, a.CreatedAt, a.BrandID = switchboard.NewID[switchboard.AccountID](tx.Now()), tx.Now(), brands[0].ID
		a.Name, a.Voice, a.State = a.Handle, switchboard.VoiceCorporate, switchboard.AccountLive
		_, err = tx.InsertAccount(a)
		return err
	})
	return a
}

// refusedPush pushes one record, which is to be refused with the code, and gives what is then in quarantine.
func (g *gate) refusedPush(body string, code switchboard.Code) store.Quarantined {
	g.t.Helper()
	handler, err := g.app.Handler()
	if err != nil {
		g.t.Fatal(err)
	}
	req := httptest.NewRequestWithContext(g.t.Context(), "POST", "/webhook/in/"+g.hook.ID.String(), strings.NewReader(body))
	req.Header.Set(webhook.HeaderName, webhook.Sign([]byte(body), g.clock.Now(), signingKey))
	out := httptest.NewRecorder()
	handler.ServeHTTP(out, req)
	var answer api.PushAnswer
	if err := json.Unmarshal(out.Body.Bytes(), &answer); err != nil || len(answer.Results) != 1 {
		g.t.Fatalf("pushed: %d %s", out.Code, out.Body)
	}
	if r := answer.Results[0]; r.Result != api.OutcomeRefused || r.Error.Code != code {
		g.t.Fatalf("pushed: %+v, want it refused as %s", r, code)
	}
	var waiting []store.Quarantined
	g.update(func(tx *store.Tx) (err error) {
		waiting, err = tx.QuarantineWaiting(store.Place{}, 10)
		return err
	})
	if len(waiting) != 1 || waiting[0].AccountID != g.hook.ID {
		g.t.Fatalf("in quarantine: %+v", waiting)
	}
	return waiting[0]
}

// fails drives again what is still bad: the attempt counts, and the reason is given.
func (g *gate) fails(q store.Quarantined, attempts int, code switchboard.Code, reason string) {
	g.t.Helper()
	if err := g.app.Redrive(g.t.Context(), q.ID); !switchboard.IsCode(err, code) {
		g.t.Errorf("driven again: %v, want %s", err, code)
	}
	now := g.quarantined(q.ID)
	if now.State != store.QuarantineWaiting || now.Attempts != attempts || now.Code != string(code) ||
		!strings.Contains(now.Reason, reason) || !now.SettledAt.IsZero() {
		g.t.Errorf("after the attempt: %+v", now)
	}
}

func (g *gate) quarantined(id switchboard.QuarantineID) (q store.Quarantined) {
	g.t.Helper()
	g.update(func(tx *store.Tx) (err error) {
		q, err = tx.Quarantined(id)
		return err
	})
	return q
}

// understood drives again what is mended and gives the message it has become.
func (g *gate) understood(q store.Quarantined, realm switchboard.Realm) (m switchboard.Message, of switchboard.Account) {
	g.t.Helper()
	if err := g.app.Redrive(g.t.Context(), q.ID); err != nil {
		g.t.Fatal(err)
	}
	if now := g.quarantined(q.ID); now.State != store.QuarantineReleased {
		g.t.Errorf("it is %s", now.State)
	}
	g.update(func(tx *store.Tx) (err error) {
		found := false
		if m, found, err = tx.MessageByKey(realm, "m1"); err != nil {
			return err
		}
		if !found {
			g.t.Fatalf("no message in realm %s", realm)
		}
		of, err = tx.Account(m.AccountID)
		return err
	})
	if came := q.ReceivedAt; !m.ReceivedAt.Equal(came) && !m.ReceivedAt.Equal(m.PublishedAt) || m.ReceivedAt.Before(came) {
		g.t.Errorf("it reached us at %v, and into quarantine at %v", m.ReceivedAt, came)
	}
	return m, of
}

func (g *gate) said(network, account string, at time.Time) string {
	return `{"network":"` + network + `","account":"` + account + `","id":"m1","text":"Is anybody there?","created_at":"` +
		at.UTC().Format(time.RFC3339) + `","author":{"id":"u7","handle":"@seven"}}`
}

func TestAPushedRecordOfAnUnconnectedNetworkIsDrivenAgain(t *testing.T) {
	t.Parallel()
	g := openGate(t)
	q := g.refusedPush(g.said("stars", "shop", g.clock.Now().Add(72*time.Hour)), switchboard.CodeInvalid)
	g.fails(q, 1, switchboard.CodeInvalid, q.Reason)
	g.fails(q, 2, switchboard.CodeInvalid, q.Reason)
	g.clock.Advance(72 * time.Hour) // now that it is later, its time is not ahead any more
	m, of := g.understood(q, "stars")
	if of.Network != "stars" || of.Handle != "shop" || of.ID == g.hook.ID || m.Network != "stars" || m.Origin != switchboard.Live {
		t.Errorf("it stands under %+v as %+v", of, m)
	}
}

func TestAPushedRecordIsDrivenAgainOnceItsAccountIsConnected(t *testing.T) {
	t.Parallel()
	g := openGate(t)
	q := g.refusedPush(g.said("practice", "@kettles", g.clock.Now()), switchboard.CodeUnsupported)
	g.fails(q, 1, switchboard.CodeUnsupported, q.Reason)
	connected := g.connect(switchboard.Account{Network: "practice", Realm: "practice.example", Handle: "@kettles"})
	if _, of := g.understood(q, "practice.example"); of.ID != connected.ID {
		t.Errorf("it stands under %+v, want %s", of, connected.ID)
	}
}

func TestADrivenRecordNeedsAKeyThatMayStillBringItIn(t *testing.T) {
	t.Parallel()
	g := openGate(t)
	q := g.refusedPush(g.said("stars", "shop", g.clock.Now().Add(72*time.Hour)), switchboard.CodeInvalid)
	g.hook.Config = map[string]string{"name": "reviews", "accounts": "@kettles"}
	g.update(func(tx *store.Tx) error { return tx.UpdateAccount(g.hook) })
	g.clock.Advance(72 * time.Hour)
	g.fails(q, 1, switchboard.CodeForbidden, "may not bring in")
}

func TestWhatCouldNotBeImportedIsDrivenAgainAsHistory(t *testing.T) {
	t.Parallel()
	g := openGate(t)
	past := g.connect(switchboard.Account{Network: "practice", Realm: "practice", Handle: "old"})
	past.State = switchboard.AccountHistory
	raw := []byte(g.said("practice", "old", g.clock.Now()))
	q := store.Quarantined{ID: switchboard.NewID[switchboard.QuarantineID](g.clock.Now()), AccountID: past.ID, Network: "practice",
		Lane: string(connector.LanePoll), Code: "invalid", Reason: "A file is too long.", Payload: raw, Digest: []byte{1}, ReceivedAt: g.clock.Now()}
	g.update(func(tx *store.Tx) error {
		if err := tx.UpdateAccount(past); err != nil {
			return err
		}
		_, err := tx.InsertQuarantine(q)
		return err
	})
	if m, of := g.understood(q, "practice"); of.ID != past.ID || m.Origin != switchboard.History {
		t.Errorf("it stands under %+v as %+v", of, m)
	}
}
