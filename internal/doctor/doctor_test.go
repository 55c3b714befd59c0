package doctor_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/config"
	"switchboard/internal/doctor"
	"switchboard/internal/keyring"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/store/db"
	"switchboard/internal/store/notices"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func binding(id switchboard.AccountID) string { return "test/" + id.String() }

var bindings = keyring.Bindings{Account: binding,
	Subscription: func(id switchboard.SubscriptionID) string { return "test/" + id.String() }}

type patient struct {
	*storetest.World
	doctor.Doctor
	ring *seal.Ring
}

// newPatient is a sound installation that nobody serves.
func newPatient(t *testing.T) *patient {
	t.Helper()
	clock := timesource.NewManual(noon)
	data := filepath.Join(t.TempDir(), "data")
	cfg := db.Config{Dialect: db.SQLite, DSN: filepath.Join(data, "switchboard.db"), Now: clock.Now}
	database := storetest.Open(t, cfg)
	p := &patient{World: storetest.NewWorld(t, database)}
	p.World.Update(func(tx *store.Tx) error { // the network of the suite is practice; here it is a real one
		_, err := tx.EnsureInstallation("first")
		return err
	})
	settings := config.Defaults()
	settings.Data, settings.DiskReserve = data, 0
	p.Doctor = doctor.Doctor{Settings: settings, Database: cfg, KeyFile: filepath.Join(data, "keys"), Time: clock,
		Log: slog.New(slog.DiscardHandler), Bindings: bindings}
	ring, _, err := seal.LoadOrCreate(p.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	p.ring = ring
	return p
}

// finds examines and wants exactly the problems whose texts hold these words, each with a way out.
func (p *patient) finds(what string, want ...string) {
	p.T.Helper()
	var problems []string
	for _, f := range p.Examine(p.T.Context()) {
		if f.Level == doctor.Problem {
			problems = append(problems, f.Check+": "+f.Text)
			if f.Hint == "" {
				p.T.Errorf("%s: %s says nothing to do", what, f.Check)
			}
		}
	}
	if len(problems) != len(want) {
		p.T.Errorf("%s: found %q, want %q", what, problems, want)
		return
	}
	for _, words := range want {
		if !slices.ContainsFunc(problems, func(text string) bool { return strings.Contains(text, words) }) {
			p.T.Errorf("%s: found %q, want %q", what, problems, words)
		}
	}
}

// notes examines and wants a note that holds the words.
func (p *patient) notes(words string) {
	p.T.Helper()
	findings := p.Examine(p.T.Context())
	if !slices.ContainsFunc(findings, func(f doctor.Finding) bool { return f.Level == doctor.Note && strings.Contains(f.Text, words) }) {
		p.T.Errorf("no note says %q: %+v", words, findings)
	}
}

func TestSound(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	p.finds("a sound one")
	p.notes("No server is running")
	p.World.Update(func(tx *store.Tx) error { return tx.Beat("one", noon.Add(time.Minute)) })
	if doctor.NeedsPerson(p.Examine(t.Context())) {
		t.Error("a sound one needs a person")
	}
	p.World.Update(func(tx *store.Tx) error { return tx.Beat("one", noon.Add(-time.Minute)) })
	p.notes("A process fell silent at 2026-03-02T11:59:00Z")
}

func TestUnknownAnswers(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	talk := p.Talk("mira", func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, p.Ada.ID, 1, time.Time{}
	})
	p.World.Update(func(tx *store.Tx) error { return tx.AddLoad(p.Ada.ID, 1, 0) })
	d := p.Send(p.Draft(talk, 1), time.Time{})[0]
	d.State, d.Attempt, d.Fence, d.StartedAt = switchboard.DeliveryUnknown, 1, 1, noon.Add(-time.Minute)
	p.World.Update(func(tx *store.Tx) error { return tx.UpdateDelivery(d) })
	p.finds("a fresh one is left to the server")
	p.notes(d.ID.String())
	d.StartedAt = noon.Add(-time.Hour)
	p.World.Update(func(tx *store.Tx) error { return tx.UpdateDelivery(d) })
	p.finds("an old one", d.ID.String())
	p.World.Update(func(tx *store.Tx) error { return tx.MarkRestored("second", noon.Add(-2*time.Hour)) })
	p.finds("restored", d.ID.String(), "restored from a backup of 2026-03-02T10:00:00Z")
}

func TestKeys(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	sealed, err := p.ring.Seal([]byte("teapot"), binding(p.Account.ID))
	if err != nil {
		t.Fatal(err)
	}
	p.World.Update(func(tx *store.Tx) error { return tx.SetAccountSecrets(p.Account.ID, sealed) })
	p.finds("the right keys")
	p.keysOfAnother("before a node has claimed it")
	p.World.Update(func(tx *store.Tx) error { return keyring.Claim(tx, p.ring, bindings, p.KeyFile) })
	p.finds("the right keys, claimed")
	p.keysOfAnother("claimed")
	damaged := p.World.AddAccount("teapots")
	p.World.Update(func(tx *store.Tx) error { return tx.SetAccountSecrets(damaged.ID, sealed) })
	p.finds("a secret that stands elsewhere", "secrets of account "+damaged.ID.String())
	p.World.Update(func(tx *store.Tx) error { return tx.SetAccountSecrets(damaged.ID, nil) })
	for what, c := range map[string]struct {
		do   func() error
		want string
	}{
		"open to others": {func() error { return os.Chmod(p.KeyFile, 0o644) }, "Others may read the key file"},
		"damaged":        {func() error { return os.WriteFile(p.KeyFile, []byte("tea"), 0o600) }, "cannot be used"},
		"gone":           {func() error { return os.Remove(p.KeyFile) }, "which 1 sealed secrets need"},
	} {
		if err := seal.Save(p.KeyFile, p.ring); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(p.KeyFile, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		if what == "damaged" {
			_ = os.Chmod(p.KeyFile, 0o600)
		}
		p.finds(what, c.want)
	}
}

// keysOfAnother puts the keys of another installation in the place of the right ones for a moment.
func (p *patient) keysOfAnother(what string) {
	p.T.Helper()
	for _, c := range []struct {
		ring *seal.Ring
		want []string
	}{{seal.NewRing(), []string{"not those of this installation"}}, {p.ring, nil}} {
		if err := seal.Save(p.KeyFile, c.ring); err != nil {
			p.T.Fatal(err)
		}
		p.finds(what, c.want...)
	}
}

func TestKeysOfAnInstallationThatHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	if err := os.Remove(p.KeyFile); err != nil {
		t.Fatal(err)
	}
	p.finds("gone", "which 0 sealed secrets need")
}

func TestAccountsGapsAndQuarantine(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	p.World.Update(func(tx *store.Tx) error {
		if _, err := tx.OpenGap(store.Gap{AccountID: p.Account.ID, Lane: "stream", From: "1", To: "9", Reason: "the stream broke"}); err != nil {
			return err
		}
		_, err := tx.InsertQuarantine(store.Quarantined{ID: switchboard.NewID[switchboard.QuarantineID](noon), AccountID: p.Account.ID,
			Network: "practice", Lane: "poll", Code: "invalid", Reason: "no author", Payload: []byte(`{"text":"my secret teapot"}`),
			Digest: []byte("d"), ReceivedAt: noon})
		return err
	})
	p.notes("the stream broke")
	p.finds("quarantine", "1 messages could not be understood")
	for _, f := range p.Examine(t.Context()) {
		if strings.Contains(f.Text+f.Hint, "teapot") {
			t.Errorf("it tells what a customer said: %+v", f)
		}
	}
	p.World.Update(func(tx *store.Tx) error {
		if err := tx.SetAccountHealth(p.Account.ID, switchboard.Health{Since: noon, Code: "auth", Text: "Not accepted.", NextStep: "Connect again."}); err != nil {
			return err
		}
		_, err := tx.InsertAccount(switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](noon), Network: "email", Realm: "r",
			Handle: "care@kettles.example", BrandID: p.Brand.ID, Voice: switchboard.VoiceNamed, State: switchboard.AccountLive, CreatedAt: noon})
		return err
	})
	p.finds("trouble", "1 messages", "Not accepted.", "practice network is in use beside real accounts")
}

func TestExternalClassifier(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	says := func(trouble string) {
		p.World.Update(func(tx *store.Tx) error {
			in := classifiers.In(tx.Tx)
			return errors.Join(in.SetSetting([]byte(`{"on":true,"name":"Our server","url":"https://models.example"}`), true), in.SetHealth(trouble))
		})
	}
	p.World.Update(func(tx *store.Tx) error {
		return classifiers.In(tx.Tx).SetSetting([]byte(`{"on":true,"name":"Our server"}`), true)
	})
	p.notes("was not asked yet")
	says("key_refused")
	p.finds("a key that is not there", "asks for a key")
	p.World.Update(func(tx *store.Tx) error {
		sealed, err := p.ring.Seal([]byte("k"), "test/classifier")
		if err != nil {
			return err
		}
		_, err = notices.In(tx.Tx).KeepSecret("classifier", sealed)
		return err
	})
	p.Bindings.Installation = func(name string) string { return "test/" + name }
	p.finds("a wrong key", "has refused the key")
	says("barred")
	p.finds("a private address", "may not be reached")
	says("timeout")
	p.finds("slow")
	p.notes("did not answer when it was last asked")
	says("")
	p.finds("well")
}

func TestNewerAndOlderSchemas(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	old := filepath.Join(t.TempDir(), "old.db")
	cfg := p.Database
	cfg.DSN = old
	database, err := store.Open(t.Context(), cfg) // an empty file: nothing was applied
	if err != nil {
		t.Fatal(err)
	}
	if err := database.Close(); err != nil {
		t.Fatal(err)
	}
	p.Database.DSN = old
	p.finds("an old one")
	p.notes("of an older version")
	p.Database.DSN = filepath.Join(t.TempDir(), "none.db")
	p.notes("no installation in the data folder yet")
}

func TestSettings(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	p.Settings.PublicURL = "http://localhost:8080"
	p.finds("this machine only")
	p.Settings.PublicURL = "https://care.kettles.example"
	p.finds("encrypted")
	p.Settings.PublicURL = "http://care.kettles.example"
	p.finds("clear text", "not encrypted")
	p.Settings.PublicURL, p.Settings.Listen = "", ":8080"
	p.finds("listening on every address")
	p.notes("public-url is not set")
	p.Settings.Listen = "127.0.0.1:8080"
	p.Unknown = []string{"SWITCHBOARD_LISTEM"}
	p.finds("misspelt", "SWITCHBOARD_LISTEM")
	p.Unknown = nil
	p.Settings.DiskReserve = 1 << 62
	p.finds("a full disk", "must stay free")
	p.Settings.DiskReserve = 0
	if err := os.Chmod(p.Settings.Data, 0o750); err != nil {
		t.Fatal(err)
	}
	p.finds("an open folder", "mode 0750")
}
