package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

func openLiteTest(t *testing.T) (*DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data", "care.db")
	// With time standing still no group is cut short, so who is in it is certain.
	at := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	cfg := Config{DSN: path, BusyTimeout: 100 * time.Millisecond, Now: func() time.Time { return at }}
	return openTest(t, cfg), path
}

func TestFilesArePrivate(t *testing.T) {
	t.Parallel()
	d, path := openLiteTest(t)
	script(t, d, lamps)
	for name, want := range map[string]fs.FileMode{
		filepath.Dir(path): 0o700, path: 0o600, path + "-wal": 0o600, path + ".lock": 0o600,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o", name, info.Mode().Perm())
		}
	}
}

func TestDurabilitySettings(t *testing.T) {
	t.Parallel()
	d, _ := openLiteTest(t)
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "100"}
	check := func(tx *Tx) error {
		for pragma, value := range want {
			var got string
			if err := tx.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil {
				return err
			}
			if got != value {
				t.Errorf("%s is %s, want %s", pragma, got, value)
			}
		}
		return nil
	}
	if err := errors.Join(d.Update(t.Context(), check), d.View(t.Context(), check)); err != nil {
		t.Fatal(err)
	}
}

func TestPathWithOddCharacters(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "50% off? #1 & more", "ca re.db")
	script(t, openTest(t, Config{DSN: path}), lamps)
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestSecondWriterIsRefused(t *testing.T) {
	t.Parallel()
	d, path := openLiteTest(t)
	script(t, d, lamps)
	_, err := openQuiet(Config{DSN: path})
	wantErr(t, err, ErrLocked)

	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashEnv+"="+path)
	out, err := child.Output()
	if err == nil || !strings.Contains(string(out), fmt.Sprintf("held by process %d", os.Getpid())) {
		t.Errorf("second process: %v, said %q", err, out)
	}

	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := openQuiet(Config{DSN: path})
	if err != nil {
		t.Fatalf("after Close: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

// TestWritingBesideTheOwner: neither loses what it wrote, and there is nothing to write beside where nothing is.
func TestWritingBesideTheOwner(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "care.db")
	d := openTest(t, Config{DSN: path, BusyTimeout: time.Minute})
	script(t, d, lamps)
	guest := openTest(t, Config{DSN: path, Beside: true, BusyTimeout: time.Minute})
	const each = 50
	var group errgroup.Group
	for side, one := range []*DB{d, guest} {
		group.Go(func() error {
			for n := range each {
				if err := one.Update(t.Context(), addLamp(side*each+n+1, fmt.Sprintf("shade %d.%d", side, n))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, one := range []*DB{d, guest} {
		if n := count(t, one, "SELECT count(*) FROM lamp"); n != 2*each {
			t.Errorf("%d rows, want %d", n, 2*each)
		}
	}
	if none, err := openQuiet(Config{DSN: path + ".none", Beside: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("beside nothing: %v, %v", none, err)
	}
}

// TestWhoComesBackIsNotRefusedForWhatWasSo has several refused while another process writes; the first of them ends that, and
// each comes back at once.
func TestWhoComesBackIsNotRefusedForWhatWasSo(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "care.db")
	d := openTest(t, Config{DSN: path, BusyTimeout: 20 * time.Millisecond})
	script(t, d, lamps)
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	run := func(statement string) {
		if _, err := other.ExecContext(t.Context(), statement); err != nil {
			t.Error(err)
		}
	}
	const rounds, comers = 20, 100
	for round := range rounds {
		run("BEGIN IMMEDIATE")
		end := sync.OnceFunc(func() { run("ROLLBACK") })
		var comes sync.WaitGroup
		for n := range comers {
			comes.Go(func() {
				lamp := addLamp(round*comers+n+1, fmt.Sprintf("shade %d.%d", round, n))
				if err := d.Update(t.Context(), lamp); err == nil {
					return // came when it was over
				}
				end()
				if err := d.Update(t.Context(), lamp); err != nil {
					t.Errorf("round %d: %v", round, err)
				}
			})
		}
		comes.Wait()
	}
}

func TestReadOnlyBesideTheOwner(t *testing.T) {
	t.Parallel()
	d, path := openLiteTest(t)
	script(t, d, lamps, "INSERT INTO lamp VALUES (1, 'amber')")
	guest := openTest(t, Config{DSN: path, ReadOnly: true})
	if n := count(t, guest, "SELECT count(*) FROM lamp"); n != 1 {
		t.Errorf("guest sees %d rows", n)
	}
	wantErr(t, guest.Update(t.Context(), addLamp(2, "blue")), ErrReadOnly)
	if err := guest.Backup(t.Context(), path+".copy"); err != nil {
		t.Errorf("backup beside the owner: %v", err)
	}
	_, _, err := guest.Migrate(t.Context(), os.DirFS(t.TempDir()))
	wantErr(t, err, ErrReadOnly)
	if _, err := openQuiet(Config{DSN: path + "missing", ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
}

// limitPages makes the database as good as full, the way SQLite itself reports a full disk.
func limitPages(t *testing.T, d *DB, more int) {
	t.Helper()
	err := d.engine.(*lite).exclusive(func(s *session) error {
		var pages int
		if err := s.conn.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
			return err
		}
		return s.script(t.Context(), fmt.Sprintf("PRAGMA max_page_count=%d", pages+more))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFullDiskFailsOnlyWhoNeedsRoomAndIsRecoveredFrom(t *testing.T) {
	t.Parallel()
	d, _ := openLiteTest(t)
	script(t, d, lamps, "CREATE TABLE pad (id INTEGER PRIMARY KEY, body TEXT)")
	limitPages(t, d, 4)
	big := func(id int) func(*Tx) error {
		return func(tx *Tx) error {
			_, err := tx.Exec("INSERT INTO pad VALUES (?, ?)", id, strings.Repeat("x", 100_000))
			return err
		}
	}
	var runs, hooks atomic.Int32
	small := func(id int) func(*Tx) error {
		return func(tx *Tx) error {
			runs.Add(1)
			tx.AfterCommit(func() { hooks.Add(1) })
			return addLamp(id, fmt.Sprint("colour ", id))(tx)
		}
	}
	release := holdWriter(t, d)
	results := together(d, small(1), big(1), small(2), big(2), big(3), big(4), small(3))
	release()
	for i, err := range results() {
		if isBig := slices.Contains([]int{1, 3, 4, 5}, i); isBig != errors.Is(err, ErrDiskFull) {
			t.Errorf("member %d: %v", i, err)
		}
	}
	if n := count(t, d, "SELECT count(*) FROM lamp"); n != 3 || hooks.Load() != 3 {
		t.Errorf("%d small rows stand, %d hooks ran", n, hooks.Load())
	}
	if n := count(t, d, "SELECT count(*) FROM pad"); n != 0 {
		t.Errorf("%d big rows stand", n)
	}
	limitPages(t, d, 1000)
	if err := d.Update(t.Context(), big(5)); err != nil {
		t.Errorf("after room was made: %v", err)
	}
	t.Logf("small members ran %d times", runs.Load())
}

// TestTheLogIsGivenBackToAFullDisk: what failed for want of room has the log emptied, which otherwise happens much later.
func TestTheLogIsGivenBackToAFullDisk(t *testing.T) {
	t.Parallel()
	d, path := openLiteTest(t)
	script(t, d, lamps, "CREATE TABLE pad (id INTEGER PRIMARY KEY, body TEXT)")
	for i := range 50 {
		if err := d.Update(t.Context(), addLamp(i, fmt.Sprint("colour ", i))); err != nil {
			t.Fatal(err)
		}
	}
	log := walLog{path: path + "-wal"}
	if log.size() < 50*4096 {
		t.Fatalf("the log has %d bytes only", log.size())
	}
	limitPages(t, d, 4)
	err := d.Update(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO pad VALUES (1, ?)", strings.Repeat("x", 100_000))
		return err
	})
	wantErr(t, err, ErrDiskFull)
	limitPages(t, d, 1000) // waits for the writer to be done with the group
	if size := log.size(); size != 0 {
		t.Errorf("%d bytes of the log are left on the disk", size)
	}
	if n := count(t, d, "SELECT count(*) FROM lamp"); n != 50 {
		t.Errorf("%d rows stand", n)
	}
	if err := d.Update(t.Context(), addLamp(60, "violet")); err != nil || log.size() == 0 {
		t.Errorf("after room was made: %v, %d bytes of log", err, log.size())
	}
}

// TestLostTransaction has a member roll everything back under the group, as some failures of the disk do.
func TestLostTransaction(t *testing.T) {
	t.Parallel()
	d, _ := openLiteTest(t)
	script(t, d, lamps)
	l := d.engine.(*lite)
	var hooks, runs atomic.Int32
	good := func(id int) func(*Tx) error {
		return func(tx *Tx) error {
			runs.Add(1)
			tx.AfterCommit(func() { hooks.Add(1) })
			return addLamp(id, fmt.Sprint("colour ", id))(tx)
		}
	}
	bad := func(tx *Tx) error {
		if err := addLamp(99, "never")(tx); err != nil {
			return err
		}
		l.writer.session.rollback()
		_, err := tx.Exec("INSERT INTO lamp (id, colour) VALUES (98, NULL)")
		return err
	}
	quiet := func(tx *Tx) error { // swallows everything, so that only the missing savepoint tells
		_, _ = tx.Exec("UPDATE lamp SET colour = colour")
		l.writer.session.rollback()
		return nil
	}
	release := holdWriter(t, d)
	results := together(d, good(1), bad, good(2), quiet, bad, bad, good(3))
	release()
	for i, err := range results() {
		if isGood := slices.Contains([]int{0, 2, 6}, i); isGood != (err == nil) {
			t.Errorf("member %d: %v", i, err)
		}
	}
	if n := count(t, d, "SELECT sum(id) FROM lamp"); n != 1+2+3 || hooks.Load() != 3 {
		t.Errorf("sum of ids %d, %d hooks", n, hooks.Load())
	}
	if runs.Load() <= 3 {
		t.Error("no member ran again: the transaction was never lost")
	}
}

func TestFailedCommitAnswersEverybodyWithItsCause(t *testing.T) {
	t.Parallel()
	d, _ := openLiteTest(t)
	script(t, d, lamps)
	l := d.engine.(*lite)
	var hooks atomic.Int32
	fn := func(id int) func(*Tx) error {
		return func(tx *Tx) error {
			tx.AfterCommit(func() { hooks.Add(1) })
			return addLamp(id, fmt.Sprint("colour ", id))(tx)
		}
	}
	// The last member ends the transaction without any statement of its own failing, so COMMIT finds none.
	thief := func(*Tx) error { l.writer.session.rollback(); return nil }
	release := holdWriter(t, d)
	results := together(d, fn(1), fn(2), func(*Tx) error { return errWanted }, thief)
	release()
	for i, err := range results() {
		if err == nil || !strings.Contains(err.Error(), "commit") {
			t.Errorf("member %d: %v", i, err)
		}
	}
	if n := count(t, d, "SELECT count(*) FROM lamp"); n != 0 || hooks.Load() != 0 {
		t.Errorf("%d rows stand, %d hooks ran", n, hooks.Load())
	}
	if err := d.Update(t.Context(), fn(3)); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestDeferredKeyFailsOnlyItsMember(t *testing.T) {
	t.Parallel()
	d, _ := openLiteTest(t)
	script(t, d, lamps, `CREATE TABLE wick (id INTEGER PRIMARY KEY,
		lamp BIGINT REFERENCES lamp (id) DEFERRABLE INITIALLY DEFERRED)`)
	wick := func(lamp int) func(*Tx) error {
		return func(tx *Tx) error { _, err := tx.Exec("INSERT INTO wick (lamp) VALUES (?)", lamp); return err }
	}
	release := holdWriter(t, d)
	results := together(d, addLamp(1, "amber"), wick(1), wick(77), addLamp(2, "blue"))
	release()
	errs := results()
	wantErr(t, errs[2], ErrForeignKey)
	if err := errors.Join(errs[0], errs[1], errs[3]); err != nil {
		t.Error(err)
	}
	if n := count(t, d, "SELECT count(*) FROM lamp") + count(t, d, "SELECT count(*) FROM wick"); n != 3 {
		t.Errorf("%d rows stand", n)
	}
}

func TestLockFromOutsideIsBusyAndPasses(t *testing.T) {
	t.Parallel()
	d, path := openLiteTest(t)
	script(t, d, lamps)
	outside, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer outside.Close()
	outside.SetMaxOpenConns(1)
	if _, err := outside.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() { wantErr(t, d.Update(context.Background(), addLamp(i, "amber")), ErrBusy) })
	}
	wg.Wait()
	// They wait together for the lock: one after another they would take 3 s.
	if waited := time.Since(start); waited < 50*time.Millisecond || waited > 2*time.Second {
		t.Errorf("gave up after %v", waited)
	}
	if n := count(t, d, "SELECT count(*) FROM lamp"); n != 0 {
		t.Errorf("%d rows", n)
	}
	if _, err := outside.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := d.Update(t.Context(), addLamp(1, "amber")); err != nil {
		t.Errorf("after the lock was gone: %v", err)
	}
}

func TestBackupOfALiveDatabase(t *testing.T) {
	t.Parallel()
	d, path := openLiteTest(t)
	script(t, d, "CREATE TABLE pair (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO pair VALUES (1, 0), (2, 0)")
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for ctx.Err() == nil {
			_ = d.Update(context.Background(), func(tx *Tx) error {
				_, err := tx.Exec("UPDATE pair SET n = n + 1")
				return err
			})
		}
	})
	dst := filepath.Join(filepath.Dir(path), "copy.db")
	err := d.Backup(t.Context(), dst)
	cancel()
	wg.Wait()
	if err != nil {
		t.Fatal(err)
	}
	wantErr(t, d.Backup(t.Context(), dst), fs.ErrExist)
	if left, _ := filepath.Glob(dst + ".part*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if info, err := os.Stat(dst); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("copy: %v %v", info.Mode(), err)
	}
	c := openTest(t, Config{DSN: dst})
	if n := count(t, c, "SELECT count(DISTINCT n) + count(*) FROM pair"); n != 3 {
		t.Errorf("copy is torn: %d", n)
	}
	if n := count(t, c, "SELECT n FROM pair WHERE id = 1"); n > count(t, d, "SELECT n FROM pair WHERE id = 1") {
		t.Errorf("copy holds %d, more than the original", n)
	}
}

// TestLogStaysSmall writes several times the limit while short reads go on without a pause.
func TestLogStaysSmall(t *testing.T) {
	t.Parallel()
	d, path := openLiteTest(t)
	script(t, d, "CREATE TABLE pad (id INTEGER PRIMARY KEY, body BLOB)")
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				count(t, d, "SELECT count(*) FROM pad WHERE id < 50")
			}
		})
	}
	const rows, limit = 300, 8 << 20
	limitLog(t, d, limit)
	body := make([]byte, 200<<10)
	var largest int64
	for i := range rows {
		err := d.Update(t.Context(), func(tx *Tx) error {
			_, err := tx.Exec("INSERT OR REPLACE INTO pad VALUES (?, ?)", i%20, body)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		largest = max(largest, info.Size())
	}
	cancel()
	wg.Wait()
	// On a busy machine a reader may be asleep each time for longer than it is waited for.
	if largest > 4*limit {
		t.Errorf("log grew to %d MB, limit %d MB", largest>>20, limit>>20)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("log of %d bytes is left after Close", info.Size())
	}
}

func limitLog(t *testing.T, d *DB, limit int64) {
	t.Helper()
	l := d.engine.(*lite)
	if err := l.exclusive(func(*session) error { l.writer.log.limit = limit; return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestALongReaderDoesNotStopWriters(t *testing.T) {
	t.Parallel()
	d, _ := openLiteTest(t)
	script(t, d, "CREATE TABLE pad (id INTEGER PRIMARY KEY, body BLOB)")
	limitLog(t, d, 4<<20)
	body := make([]byte, 1<<20)
	err := d.View(t.Context(), func(tx *Tx) error {
		if err := tx.QueryRow("SELECT count(*) FROM pad").Scan(new(int)); err != nil {
			return err
		}
		for i := range 12 {
			err := d.Update(t.Context(), func(tx *Tx) error {
				_, err := tx.Exec("INSERT OR REPLACE INTO pad VALUES (?, ?)", i%2, body)
				return err
			})
			if err != nil {
				return err
			}
		}
		return tx.QueryRow("SELECT count(*) FROM pad").Scan(new(int))
	})
	if err != nil {
		t.Error(err)
	}
}

func TestReadersAreBounded(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{DSN: filepath.Join(t.TempDir(), "care.db"), Readers: 2})
	var running, most atomic.Int32
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			err := d.View(context.Background(), func(tx *Tx) error {
				n := running.Add(1)
				defer running.Add(-1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				time.Sleep(time.Millisecond)
				return tx.QueryRow("SELECT 1").Scan(new(int))
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 2 {
		t.Errorf("%d views ran at once", most.Load())
	}
}

func TestOpenRefusesWhatIsNoDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "letter.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("dear lamp, ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second try also shows that the first gave the lock back
		if _, err := openQuiet(Config{DSN: path}); err == nil || errors.Is(err, ErrLocked) {
			t.Errorf("opened a text: %v", err)
		}
	}
	if _, err := Open(t.Context(), Config{DSN: path}); err == nil {
		t.Error("opened without a source of time")
	}
	if _, err := openQuiet(Config{}); err == nil {
		t.Error("opened nothing")
	}
	if _, err := openQuiet(Config{Dialect: 7, DSN: path}); err == nil {
		t.Error("opened an unknown engine")
	}
}

// TestLimitsAreNoPlainParameters holds what SQLite's planner looks at away from it; see stable.
func TestLimitsAreNoPlainParameters(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{DSN: filepath.Join(t.TempDir(), "care.db")})
	script(t, d, lamps, "INSERT INTO lamp VALUES (1, 'amber'), (2, 'blue'), (3, 'LIMIT 9')")
	for _, limit := range []int{2, 0, 3, 1} {
		n := count(t, d, "SELECT count(*) FROM (SELECT id FROM lamp WHERE colour <> ? ORDER BY id LIMIT ?)", "red", limit)
		if n != limit {
			t.Errorf("%d rows within a limit of %d", n, limit)
		}
	}
	if got := stable("SELECT 1 LIMIT ?"); strings.HasSuffix(got, "LIMIT ?") {
		t.Errorf("%s: would be prepared again for every value", got)
	}
}
