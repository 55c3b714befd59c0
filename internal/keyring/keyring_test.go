package keyring_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/keyring"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

var bindings = keyring.Bindings{
	Account:      func(id switchboard.AccountID) string { return "account/" + id.String() },
	Subscription: func(id switchboard.SubscriptionID) string { return "subscription/" + id.String() },
}

// house is an installation that has claimed no ring yet.
type house struct {
	*storetest.World
	file string
	late *atomic.Bool // has the next transaction alone begin an hour later
}

// engines runs a test on both, each with an installation of its own.
func engines(t *testing.T, test func(*testing.T, house)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, place storetest.Place) { test(t, newHouse(t, place)) })
}

func newHouse(t *testing.T, place storetest.Place) house {
	t.Helper()
	var late atomic.Bool
	now := func() time.Time {
		if late.Swap(false) {
			return noon.Add(time.Hour)
		}
		return noon
	}
	database := storetest.Open(t, place(t, now))
	h := house{World: storetest.NewWorld(t, database), file: filepath.Join(t.TempDir(), "keys"), late: &late}
	h.Update(func(tx *store.Tx) error {
		_, err := tx.EnsureInstallation("first")
		return err
	})
	return h
}

// seals stores a secret of a fresh account, or of a subscription.
func (h house) seals(ring *seal.Ring, subscription bool) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) error {
		if subscription {
			return addSubscription(tx, ring, h.Ada.ID)
		}
		account := switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](noon), Network: "email", Realm: "r",
			BrandID: h.Brand.ID, Voice: switchboard.VoiceNamed, State: switchboard.AccountPaused, CreatedAt: noon}
		account.Handle = account.ID.String()
		if _, err := tx.InsertAccount(account); err != nil {
			return err
		}
		sealed, err := ring.Seal([]byte("teapot"), bindings.Account(account.ID))
		if err != nil {
			return err
		}
		return tx.SetAccountSecrets(account.ID, sealed)
	})
}

func addSubscription(tx *store.Tx, ring *seal.Ring, owner switchboard.AgentID) (err error) {
	sub := store.Subscription{ID: switchboard.NewID[switchboard.SubscriptionID](noon), Name: "ledger", Owner: owner,
		URL: "https://ledger.example/hook", State: store.SubscriptionOn, CreatedAt: noon}
	if sub.Secret, err = ring.Seal([]byte("teapot"), bindings.Subscription(sub.ID)); err != nil {
		return err
	}
	return tx.InsertSubscription(sub)
}

func (h house) claim(ring *seal.Ring) error {
	return h.DB.Update(h.T.Context(), func(tx *store.Tx) error { return keyring.Claim(tx, ring, bindings, h.file) })
}

// held is the fingerprint of the ring that the installation has claimed.
func (h house) held() (fingerprint string) {
	h.T.Helper()
	h.View(func(tx *store.Tx) (err error) {
		fingerprint, err = tx.KeyRing()
		return err
	})
	return fingerprint
}

// TestTheFirstRing: which rings may become those of an installation that knows of none yet.
func TestTheFirstRing(t *testing.T) {
	t.Parallel()
	mine, other := seal.NewRing(), seal.NewRing()
	for name, c := range map[string]struct {
		accounts, subscriptions []*seal.Ring // what sealed theirs
		adopts                  bool
	}{
		"nothing sealed":              {adopts: true},
		"sealed with it":              {accounts: []*seal.Ring{mine}, subscriptions: []*seal.Ring{mine}, adopts: true},
		"sealed with another":         {accounts: []*seal.Ring{other, other}},
		"one subscription's":          {subscriptions: []*seal.Ring{other}},
		"some sealed with a lost one": {accounts: []*seal.Ring{other, mine}, adopts: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engines(t, func(t *testing.T, h house) {
				for _, ring := range c.accounts {
					h.seals(ring, false)
				}
				for _, ring := range c.subscriptions {
					h.seals(ring, true)
				}
				err := h.claim(mine)
				want := ""
				if c.adopts {
					want = mine.Fingerprint()
				}
				if errors.Is(err, keyring.ErrOther) == c.adopts || h.held() != want {
					t.Errorf("%v, and the ring is %q", err, h.held())
				}
			})
		})
	}
}

func TestOnlyTheFirstRingFits(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h house) {
		mine, other := seal.NewRing(), seal.NewRing()
		for range 2 {
			if err := h.claim(mine); err != nil {
				t.Fatal(err)
			}
		}
		err := h.claim(other)
		var said *switchboard.Error
		if !errors.Is(err, keyring.ErrOther) || !errors.As(err, &said) || said.Code != switchboard.CodeUnavailable || said.Hint != keyring.WayOut(h.file) {
			t.Errorf("another ring: %v", err)
		}
		if err := h.claim(mine.WithNewPrimary().WithoutOld()); err != nil || h.held() != mine.Fingerprint() {
			t.Errorf("the ring with another primary key: %v", err)
		}
	})
}

func TestAKeyFileIsMadeOnlyForANewInstallation(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h house) {
		h.file = filepath.Join(filepath.Dir(h.file), "folder", "keys")
		_, made, err := keyring.Open(t.Context(), h.DB, h.file)
		if made || !errors.Is(err, keyring.ErrMissing) || !switchboard.IsCode(err, switchboard.CodeUnavailable) {
			t.Errorf("made %v, %v", made, err)
		}
		if _, err := os.Stat(filepath.Dir(h.file)); !os.IsNotExist(err) {
			t.Errorf("a folder was made: %v", err)
		}
		ring := seal.NewRing()
		if err := errors.Join(os.Mkdir(filepath.Dir(h.file), 0o700), seal.Save(h.file, ring)); err != nil {
			t.Fatal(err)
		}
		got, made, err := keyring.Open(t.Context(), h.DB, h.file)
		if err != nil || made || got.Fingerprint() != ring.Fingerprint() {
			t.Errorf("with its file: made %v, %v", made, err)
		}
		if err := os.WriteFile(h.file, []byte("tea"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := keyring.Open(t.Context(), h.DB, h.file); !errors.Is(err, seal.ErrRingFormat) {
			t.Errorf("with a damaged file: %v", err)
		}
	})
}

func TestRenewing(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h house) {
		lost := seal.NewRing()
		h.seals(lost, false)
		h.seals(lost, true)
		if err := h.claim(lost); err != nil {
			t.Fatal(err)
		}
		renew := func() (keyring.Renewed, error) { return keyring.Renew(t.Context(), h.DB, bindings, h.file) }
		h.Update(func(tx *store.Tx) error { return tx.Beat("one", noon.Add(time.Minute)) })
		if _, err := renew(); !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("beside a node that lives: %v", err)
		}
		if _, err := os.Stat(h.file); !os.IsNotExist(err) {
			t.Errorf("the refusal left a file: %v", err)
		}
		h.late.Store(true) // it seems to be gone, and is there again once the file is made
		if done, err := renew(); !switchboard.IsCode(err, switchboard.CodeConflict) || done.Made {
			t.Errorf("beside a node that comes meanwhile: %+v, %v", done, err)
		}
		if _, err := os.Stat(h.file); h.late.Load() || !os.IsNotExist(err) {
			t.Errorf("the refusal left the file it had made: %v", err)
		}
		h.Update(func(tx *store.Tx) error { return tx.ForgetNode("one") })
		asked := store.Run{Digest: []byte("asked"), At: noon}
		h.Update(func(tx *store.Tx) error {
			if _, err := tx.Remember(asked, []byte("request")); err != nil {
				return err
			}
			return tx.FinishRemembered(asked, store.Remembered{Status: 200, Body: []byte("sealed with the lost ring")})
		})
		if done, err := renew(); err != nil || done != (keyring.Renewed{Made: true, Sealed: 2, Closed: 2}) {
			t.Errorf("renewed %+v, %v", done, err)
		}
		ring, err := keyring.Load(h.file)
		if err != nil || h.held() != ring.Fingerprint() {
			t.Errorf("the installation did not get the new ring: %v", err)
		}
		h.Update(func(tx *store.Tx) error {
			if before, err := tx.Remember(asked, []byte("request")); err != nil || before == nil || len(before.Body) > 0 || !before.HadEffect() {
				t.Errorf("an answer that nobody can open is still offered: %+v, %v", before, err)
			}
			return nil
		})
		if _, err := renew(); !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("a second time: %v", err)
		}
		if err := seal.Save(h.file, lost); err != nil { // it turned up
			t.Fatal(err)
		}
		if done, err := renew(); err != nil || done != (keyring.Renewed{Sealed: 2}) || h.held() != lost.Fingerprint() {
			t.Errorf("brought back %+v, %v", done, err)
		}
	})
}

func TestRenewingNeedsAnInstallation(t *testing.T) {
	t.Parallel()
	database := storetest.Open(t, storetest.Lite(t, func() time.Time { return noon }))
	file := filepath.Join(t.TempDir(), "keys")
	if _, err := keyring.Renew(t.Context(), database, bindings, file); !switchboard.IsCode(err, switchboard.CodeNotFound) {
		t.Errorf("renewed: %v", err)
	}
	if ring, made, err := keyring.Open(t.Context(), database, file); err != nil || !made || ring == nil {
		t.Errorf("the first open of all: made %v, %v", made, err)
	}
}
