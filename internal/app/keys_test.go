package app_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/keyring"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// node opens a node on a database, with a folder of its own.
func node(folder, database string) (*app.App, error) {
	settings := config.Defaults()
	settings.Data, settings.Database, settings.DiskReserve = folder, database, 0
	return app.Open(context.Background(), app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler),
		Time: timesource.NewManual(testkit.Noon()), Networks: &connector.Registry{}, Version: "test"})
}

// opens fails the test when a node does not open, and closes it.
func opens(t *testing.T, folder, database string) (fingerprint string) {
	t.Helper()
	a, err := node(folder, database)
	if err != nil {
		t.Fatalf("it does not open: %v", err)
	}
	fingerprint = testkit.Read(t, a.DB, (*store.Tx).KeyRing)
	if fingerprint != a.Ring.Fingerprint() {
		t.Errorf("the installation has the ring %q, the node %q", fingerprint, a.Ring.Fingerprint())
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return fingerprint
}

// refuses fails the test unless opening is refused for the reason, with a way out.
func refuses(t *testing.T, folder, database string, why error) {
	t.Helper()
	a, err := node(folder, database)
	if err == nil {
		t.Fatal(errors.Join(errors.New("it opens"), a.Close()))
	}
	var said *switchboard.Error
	if !errors.Is(err, why) || !errors.As(err, &said) || said.Code != switchboard.CodeUnavailable || said.Hint != keyring.WayOut(app.KeyFile(folder)) {
		t.Errorf("refused with %v, want %v", err, why)
	}
}

func copyKeys(t *testing.T, from, to string) {
	t.Helper()
	ring, err := seal.Load(app.KeyFile(from))
	if err := errors.Join(err, os.MkdirAll(to, 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := seal.Save(app.KeyFile(to), ring); err != nil {
		t.Fatal(err)
	}
}

// TestASecondNodeIsGivenTheKeysOfTheFirst: with none, or with others, it does not start and leaves everything as it was.
func TestASecondNodeIsGivenTheKeysOfTheFirst(t *testing.T) {
	t.Parallel()
	url, first, second := pgtest.URL(t), filepath.Join(testkit.Folder(t), "one"), filepath.Join(testkit.Folder(t), "two")
	fingerprint := opens(t, first, url)
	refuses(t, second, url, keyring.ErrMissing)
	if _, err := os.Stat(second); !os.IsNotExist(err) {
		t.Errorf("something was left behind in its folder: %v", err)
	}
	third := testkit.Folder(t)
	if err := seal.Save(app.KeyFile(third), seal.NewRing()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(app.KeyFile(third))
	if err != nil {
		t.Fatal(err)
	}
	refuses(t, third, url, keyring.ErrOther)
	if after, err := os.ReadFile(app.KeyFile(third)); err != nil || string(after) != string(before) {
		t.Errorf("keys that do not fit were changed: %v", err)
	}
	entries, err := os.ReadDir(third)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind in its folder: %v, %v", entries, err)
	}
	copyKeys(t, first, second)
	if again := opens(t, second, url); again != fingerprint {
		t.Errorf("the ring changed from %s to %s", fingerprint, again)
	}
}

// TestAMovedDatabaseNeedsItsKeys is the same for a folder from which only the database was moved.
func TestAMovedDatabaseNeedsItsKeys(t *testing.T) {
	t.Parallel()
	folder, kept := testkit.Folder(t), testkit.Folder(t)
	opens(t, folder, "")
	copyKeys(t, folder, kept)
	if err := os.Remove(app.KeyFile(folder)); err != nil {
		t.Fatal(err)
	}
	refuses(t, folder, "", keyring.ErrMissing)
	if _, err := os.Stat(app.KeyFile(folder)); !os.IsNotExist(err) {
		t.Errorf("a key file was left behind: %v", err)
	}
	copyKeys(t, kept, folder)
	opens(t, folder, "")
}

// TestNodesThatFoundAtOnce: all have found no installation and made keys before the first of them founds it. The others
// are refused, and leave no keys behind that would have to be replaced.
func TestNodesThatFoundAtOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	folders, nodes, errs := make([]string, 4), make([]*app.App, 4), make([]error, 4)
	for i := range folders {
		folders[i] = testkit.Folder(t)
	}
	release := holdFounding(t, url)
	var all sync.WaitGroup
	for i := range folders {
		all.Go(func() { nodes[i], errs[i] = node(folders[i], url) })
	}
	haveKeys(t, folders)
	release()
	all.Wait()
	winners := 0
	for i, a := range nodes {
		_, missing := os.Stat(app.KeyFile(folders[i]))
		switch {
		case a != nil:
			winners++
			if err := errors.Join(missing, a.Close()); err != nil {
				t.Error(err)
			}
		case !errors.Is(errs[i], keyring.ErrOther):
			t.Errorf("refused with %v", errs[i])
		case !os.IsNotExist(missing):
			t.Errorf("a node that was refused left keys behind: %v", missing)
		}
	}
	if winners != 1 {
		t.Errorf("%d nodes founded it", winners)
	}
}

// holdFounding keeps everybody from founding an installation until it is released.
func holdFounding(t *testing.T, url string) (release func()) {
	t.Helper()
	d, err := store.Open(t.Context(), db.Config{Dialect: db.Postgres, DSN: url, Now: testkit.Noon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if _, _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	errUndo := errors.New("never founded")
	held, let, undone := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		undone <- d.Update(context.Background(), func(tx *store.Tx) error {
			_, err := tx.EnsureInstallation("never")
			close(held)
			<-let
			return errors.Join(err, errUndo)
		})
	}()
	<-held
	return sync.OnceFunc(func() {
		close(let)
		if err := <-undone; !errors.Is(err, errUndo) {
			t.Error(err)
		}
	})
}

// haveKeys waits until there is a key file in every folder.
func haveKeys(t *testing.T, folders []string) {
	t.Helper()
	for _, folder := range folders {
		waitFor(t, "a key file", func() bool {
			_, err := os.Stat(app.KeyFile(folder))
			return err == nil
		})
	}
}

// waitFor waits until something is so.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("waited in vain for %s", what)
			return
		}
	}
}

// beforeFingerprints makes an installation of schema 7, as the version before left it: with the ring's secrets, and
// without a fingerprint.
func beforeFingerprints(t *testing.T, folder string, ring *seal.Ring) {
	t.Helper()
	const before = 7
	files, all := fstest.MapFS{}, store.Migrations(db.SQLite)
	names, err := fs.Glob(all, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names[:before] {
		text, err := fs.ReadFile(all, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	d, err := store.Open(t.Context(), db.Config{DSN: app.DatabaseFile(folder), Now: testkit.Noon})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.DB.Migrate(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	// Today's store looks here before it connects an account.
	run := func(statement string) {
		testkit.Update(t, d, func(tx *store.Tx) error {
			_, err := tx.Exec(statement)
			return err
		})
	}
	run(`CREATE TABLE sample (id, seed, generation, told_at, newcomer, body)`)
	account := storetest.NewWorld(t, d).Account.ID
	run(`DROP TABLE sample`)
	sealed, err := ring.Seal([]byte(`{"token":"teapot"}`), app.Bindings().Account(account))
	if err != nil {
		t.Fatal(err)
	}
	testkit.Update(t, d, func(tx *store.Tx) error {
		if _, err := tx.EnsureInstallation("first"); err != nil {
			return err
		}
		return tx.SetAccountSecrets(account, sealed)
	})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestAnUpgradedInstallationTakesNoOtherKeys: it knows no fingerprint, but what is sealed in it tells.
func TestAnUpgradedInstallationTakesNoOtherKeys(t *testing.T) {
	t.Parallel()
	folder, ring := testkit.Folder(t), seal.NewRing()
	beforeFingerprints(t, folder, ring)
	refuses(t, folder, "", keyring.ErrMissing)
	if _, err := os.Stat(app.KeyFile(folder)); !os.IsNotExist(err) {
		t.Errorf("a key file was left behind: %v", err)
	}
	if err := seal.Save(app.KeyFile(folder), seal.NewRing()); err != nil {
		t.Fatal(err)
	}
	refuses(t, folder, "", keyring.ErrOther)
	if err := seal.Save(app.KeyFile(folder), ring.WithNewPrimary()); err != nil {
		t.Fatal(err)
	}
	if got := opens(t, folder, ""); got != ring.Fingerprint() {
		t.Errorf("it claimed %q", got)
	}
}
