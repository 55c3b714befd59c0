package backup_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/app"
	"switchboard/internal/backup"
	"switchboard/internal/blob"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/keyring"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

var (
	opened = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	quiet  = slog.New(slog.DiscardHandler)
)

// site is an installation in a folder, with an invented company in it.
type site struct {
	*storetest.World
	app   *app.App
	data  string
	clock *timesource.Manual
}

func openApp(t testing.TB, data string, clock *timesource.Manual) *app.App {
	t.Helper()
	s := config.Defaults()
	s.Data, s.DiskReserve = data, 0
	a, err := app.Open(context.Background(), app.Options{Settings: s, Log: quiet, Time: clock, Networks: &connector.Registry{},
		Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

func found(t testing.TB) site {
	t.Helper()
	clock := timesource.NewManual(opened)
	data := filepath.Join(t.TempDir(), "data")
	a := openApp(t, data, clock)
	return site{World: storetest.NewWorld(t, a.DB), app: a, data: data, clock: clock}
}

func (s site) source() backup.Source {
	return backup.Source{DB: s.app.DB, Blobs: s.app.Blobs, Version: "1.2.3", Time: s.clock, Log: quiet, Scratch: filepath.Dir(s.data)}
}

// take backs the installation up to a file.
func (s site) take() (string, backup.Manifest) {
	s.T.Helper()
	path := filepath.Join(s.T.TempDir(), "care.tar")
	m, err := backup.WriteFile(s.T.Context(), s.source(), path)
	if err != nil {
		s.T.Fatal(err)
	}
	return path, m
}

// restoreOf says how to bring a file back to a folder of its own, with its keys, after an hour.
func (s site) restoreOf(file string) backup.Restore {
	clock := timesource.NewManual(s.clock.Now().Add(time.Hour))
	return backup.Restore{File: file, Data: filepath.Join(s.T.TempDir(), "again"), Keys: app.KeyFile(s.data), Time: clock,
		Log: quiet, Bindings: app.Bindings()}
}

func read[T any](t testing.TB, d *store.DB, fn func(*store.Tx) (T, error)) (out T) {
	t.Helper()
	err := d.View(t.Context(), func(tx *store.Tx) (err error) {
		out, err = fn(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func delivery(t testing.TB, d *store.DB, id switchboard.DeliveryID) switchboard.Delivery {
	t.Helper()
	return read(t, d, func(tx *store.Tx) (switchboard.Delivery, error) { return tx.Delivery(id) })
}

// put stores bytes that a message needs.
func (s site) put(content string, owner [16]byte) blob.Hash {
	s.T.Helper()
	ref, err := s.app.Blobs.PutBytes(s.T.Context(), []byte(content), "")
	if err != nil {
		s.T.Fatal(err)
	}
	s.Update(func(tx *store.Tx) error { return tx.RefBlob(ref.Hash.String(), owner) })
	return ref.Hash
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	s := found(t)
	talk := s.Talk("mira", nil)
	picture := s.put("a picture of a kettle", talk.ID)
	sealed, err := api.SealSecrets(s.app.Ring, s.Account.ID, map[string]string{"token": "teapot"})
	if err != nil {
		t.Fatal(err)
	}
	s.Update(func(tx *store.Tx) error {
		if err := tx.SetAccountSecrets(s.Account.ID, sealed); err != nil {
			return err
		}
		return tx.InsertSession(store.Session{ID: switchboard.NewID[switchboard.SessionID](opened), AgentID: s.Ada.ID,
			CreatedAt: opened, SeenAt: opened, ExpiresAt: opened.AddDate(1, 0, 0)}, []byte("digest"))
	})
	before := read(t, s.app.DB, (*store.Tx).Installation)
	file, m := s.take()
	if m.Product != "1.2.3" || m.Incarnation != before.Incarnation || !m.TakenAt.Equal(opened) || len(m.Members) != 2 || len(m.Missing) != 0 {
		t.Errorf("manifest %+v", m)
	}
	if stat, err := os.Stat(file); err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, %v", stat.Mode(), err)
	}
	raw, err := os.ReadFile(file)
	if err != nil || bytes.Contains(raw, []byte("switchboard-keys")) {
		t.Errorf("the keys are in the backup, %v", err)
	}

	r := s.restoreOf(file)
	done, err := r.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !done.Keys || done.Sealed != 1 || done.Marked.Sessions != 1 || done.Schema != m.Schema {
		t.Errorf("restored %+v", done)
	}
	again := openApp(t, r.Data, timesource.NewManual(r.Time.Now()))
	i := read(t, again.DB, (*store.Tx).Installation)
	if i.Incarnation == before.Incarnation || i.Incarnation != done.Marked.Incarnation || i.Reconciled() || !i.BackupAt.Equal(opened) {
		t.Errorf("installation %+v", i)
	}
	content, _, err := again.Blobs.Get(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if text, _ := io.ReadAll(content); string(text) != "a picture of a kettle" {
		t.Errorf("attachment %q", text)
	}
	if c := read(t, again.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(talk.ID) }); c.CustomerName != "mira" {
		t.Errorf("conversation %+v", c)
	}
	if found := read(t, again.DB, func(tx *store.Tx) ([]store.Discrepancy, error) { return tx.Doctor(1000, 10) }); len(found) > 0 {
		t.Errorf("the restored installation is not sound: %+v", found)
	}
	leftovers(t, r.Data)
}

// leftovers fails when a restore left files of its own behind.
func leftovers(t *testing.T, data string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(data, ".restore*"))
	if err != nil || len(names) > 0 {
		t.Errorf("left behind: %v, %v", names, err)
	}
}

func TestMissingAttachmentsAreNamed(t *testing.T) {
	t.Parallel()
	s := found(t)
	talk := s.Talk("mira", nil)
	gone, damaged := s.put("gone", talk.ID), s.put("damaged", talk.ID)
	if err := s.app.Blobs.Delete(gone); err != nil {
		t.Fatal(err)
	}
	name := damaged.String()
	if err := os.WriteFile(filepath.Join(s.data, "blobs", name[:2], name), []byte("dAmaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, m := s.take()
	if len(m.Missing) != 2 || len(m.Members) != 1 {
		t.Errorf("manifest %+v", m)
	}
}

func TestFileIsNeverReplaced(t *testing.T) {
	t.Parallel()
	s := found(t)
	file, _ := s.take()
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backup.WriteFile(t.Context(), s.source(), file); !switchboard.IsCode(err, switchboard.CodeConflict) {
		t.Errorf("a second backup to the same file: %v", err)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file changed, %v", err)
	}
	if _, err := backup.WriteFile(t.Context(), s.source(), filepath.Join(t.TempDir(), "no", "x.tar")); !switchboard.IsCode(err, switchboard.CodeInvalid) {
		t.Errorf("a folder that is not there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	folder := t.TempDir()
	if _, err := backup.WriteFile(ctx, s.source(), filepath.Join(folder, "x.tar")); err == nil {
		t.Error("a cancelled backup succeeded")
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind %v, %v", left, err)
	}
}

func TestRestoreRefusals(t *testing.T) {
	t.Parallel()
	s := found(t)
	sealed, err := api.SealSecrets(s.app.Ring, s.Account.ID, map[string]string{"token": "teapot"})
	if err != nil {
		t.Fatal(err)
	}
	s.Update(func(tx *store.Tx) error { return tx.SetAccountSecrets(s.Account.ID, sealed) })
	file, _ := s.take()
	other := filepath.Join(t.TempDir(), "keys")
	if _, _, err := seal.LoadOrCreate(other); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(*backup.Restore)
		code   switchboard.Code
		field  string
	}{
		{"something is there", func(r *backup.Restore) { r.Data = s.data }, switchboard.CodeConflict, "data"},
		{"the folder is a file", func(r *backup.Restore) { r.Data = file }, switchboard.CodeUnavailable, "data"},
		{"no such file", func(r *backup.Restore) { r.File += "x" }, switchboard.CodeInvalid, "file"},
		{"no such keys", func(r *backup.Restore) { r.Keys = other + "x" }, switchboard.CodeInvalid, "keys"},
		{"keys of another installation", func(r *backup.Restore) { r.Keys = other }, switchboard.CodeInvalid, "keys"},
	} {
		r := s.restoreOf(file)
		c.change(&r)
		_, err := r.Run(t.Context())
		var e *switchboard.Error
		if !switchboard.IsCode(err, c.code) || !asError(err, &e) || e.Field != c.field || e.Hint == "" && c.name != "no such file" {
			t.Errorf("%s: %v", c.name, err)
		}
		if _, err := os.Stat(r.Data); r.Data != s.data && r.Data != file && !os.IsNotExist(err) {
			t.Errorf("%s: something was written, %v", c.name, err)
		}
	}
	leftovers(t, s.data)
}

// TestOnlyTheKeysOfTheInstallationAreRestored also where nothing is sealed that would tell, and with a secret that even
// the right ones do not open.
func TestOnlyTheKeysOfTheInstallationAreRestored(t *testing.T) {
	t.Parallel()
	s := found(t)
	file, _ := s.take()
	other := s.restoreOf(file)
	other.Keys = filepath.Join(t.TempDir(), "keys")
	if _, _, err := seal.LoadOrCreate(other.Keys); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Run(t.Context()); !errors.Is(err, keyring.ErrOther) || !switchboard.IsCode(err, switchboard.CodeInvalid) {
		t.Errorf("keys of another installation: %v", err)
	}
	if _, err := os.Stat(other.Data); !os.IsNotExist(err) {
		t.Errorf("something was written: %v", err)
	}
	sealed, err := api.SealSecrets(seal.NewRing(), s.Account.ID, map[string]string{"token": "teapot"})
	if err != nil {
		t.Fatal(err)
	}
	s.Update(func(tx *store.Tx) error { return tx.SetAccountSecrets(s.Account.ID, sealed) })
	s.clock.Advance(time.Minute)
	file, _ = s.take()
	if done, err := s.restoreOf(file).Run(t.Context()); err != nil || done.Sealed != 1 || done.Closed != 1 {
		t.Errorf("restored %+v, %v", done, err)
	}
}

func TestRestoreIntoAnEmptyMount(t *testing.T) {
	t.Parallel()
	s := found(t)
	file, _ := s.take()
	r := s.restoreOf(file)
	r.Keys = ""
	if err := os.MkdirAll(filepath.Join(r.Data, "lost+found"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(app.DatabaseFile(r.Data)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(app.KeyFile(r.Data)); !os.IsNotExist(err) {
		t.Errorf("keys came from nowhere: %v", err)
	}
	err := filepath.WalkDir(r.Data, func(path string, e fs.DirEntry, err error) error {
		if info, _ := e.Info(); err == nil && info.Mode().Perm()&0o077 != 0 && path != r.Data {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func asError(err error, to **switchboard.Error) bool { return errors.As(err, to) }
