package db

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/internal/store/pgtest"
)

func TestDeadlockIsRunAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(tx *Tx, query string, id int) error{
		"asked": func(tx *Tx, query string, id int) error { _, err := tx.Exec(query, id); return err },
		"sent":  func(tx *Tx, query string, id int) error { return tx.Send(query, id) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			deadlock(t, change)
		})
	}
}

// deadlock has two transactions change the same rows in opposite orders, the second one as change does it.
func deadlock(t *testing.T, change func(tx *Tx, query string, id int) error) {
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	script(t, d, lamps, "INSERT INTO lamp VALUES (1, 'a'), (2, 'b')")
	var attempts, hooks atomic.Int32
	var met sync.WaitGroup
	met.Add(2)
	cross := func(first, second int) error {
		tried := false
		return d.Update(context.Background(), func(tx *Tx) error {
			attempts.Add(1)
			tx.AfterCommit(func() { hooks.Add(1) })
			const q = "UPDATE lamp SET colour = colour || 'x' WHERE id = ?"
			if _, err := tx.Exec(q, first); err != nil {
				return err
			}
			if !tried { // both hold their first row before either asks for its second
				tried = true
				met.Done()
				met.Wait()
			}
			return change(tx, q, second)
		})
	}
	var wg sync.WaitGroup
	errs := make([]error, 2)
	wg.Go(func() { errs[0] = cross(1, 2) })
	wg.Go(func() { errs[1] = cross(2, 1) })
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if attempts.Load() < 3 || hooks.Load() != 2 {
		t.Errorf("%d attempts, %d hooks; want a retry and one hook each", attempts.Load(), hooks.Load())
	}
	if n := count(t, d, "SELECT count(*) FROM lamp WHERE colour LIKE '_xx'"); n != 2 {
		t.Errorf("%d rows carry both updates", n)
	}
}

func TestEndlessConflictBecomesBusy(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	attempts := 0
	err := d.Update(t.Context(), func(tx *Tx) error {
		attempts++
		_, err := tx.Exec("DO $$ BEGIN RAISE EXCEPTION 'again?' USING ERRCODE = '40001'; END $$")
		return err
	})
	wantErr(t, err, ErrBusy)
	if attempts != maxAttempts {
		t.Errorf("%d attempts", attempts)
	}
}

func TestDeferredKeyIsARefusedCommit(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	script(t, d, lamps, `CREATE TABLE wick (id BIGINT PRIMARY KEY,
		lamp BIGINT REFERENCES lamp (id) DEFERRABLE INITIALLY DEFERRED)`)
	err := d.Update(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO wick VALUES (1, 77)")
		return err
	})
	wantErr(t, err, ErrForeignKey)
	if errors.Is(err, ErrCommitUnknown) {
		t.Errorf("%v: the server did answer", err)
	}
}

func TestDeadIdleConnectionsAreReplaced(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	script(t, d, lamps)
	killAll(t, d)
	if err := d.Update(t.Context(), addLamp(1, "amber")); err != nil {
		t.Errorf("first Update after the connections died: %v", err)
	}
}

const kill = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"

// killOthers ends every connection to the database but the one it runs on.
func killOthers(t *testing.T, d *DB) {
	t.Helper()
	_ = d.View(t.Context(), func(tx *Tx) error { return tx.QueryRow(kill + " AND pid <> pg_backend_pid()").Scan(new(int)) })
}

// killAll is killOthers, and leaves the one it runs on dead too.
func killAll(t *testing.T, d *DB) {
	t.Helper()
	killOthers(t, d)
	_ = d.View(t.Context(), func(tx *Tx) error { return tx.QueryRow(kill).Scan(new(int)) })
}

func TestListenerComesBack(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	ctx, cancel := context.WithCancel(t.Context())
	var heard atomic.Int32
	var last atomic.Value
	done := make(chan error)
	go func() {
		done <- d.Listen(ctx, "bell", func(payload string) { heard.Add(1); last.Store(payload) })
	}()
	eventually(t, "subscription", func() bool { return heard.Load() == 1 })
	killOthers(t, d)
	eventually(t, "second subscription", func() bool { return heard.Load() == 2 })
	if last.Load() != "" {
		t.Errorf("a new subscription called with %q", last.Load())
	}
	if err := d.Update(t.Context(), func(tx *Tx) error { return tx.Notify("bell", "tea") }); err != nil {
		t.Fatal(err)
	}
	eventually(t, "payload", func() bool { return last.Load() == "tea" })
	cancel()
	wantErr(t, <-done, context.Canceled)
}

func TestLostAnswerToCommitIsUnknown(t *testing.T) {
	t.Parallel()
	const colour = "cut COMMIT here"
	for name, c := range map[string]struct {
		write func(*Tx) error
		mark  string
	}{
		"alone":              {addLamp(1, colour), "COMMIT\x00"},
		"with what was sent": {func(tx *Tx) error { return sendLamp(tx, 1, colour) }, colour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loseAnswer(t, c.write, c.mark)
		})
	}
}

func loseAnswer(t *testing.T, write func(*Tx) error, mark string) {
	address := pgtest.URL(t)
	direct := openTest(t, Config{Dialect: Postgres, DSN: address})
	script(t, direct, lamps)
	through := openTest(t, Config{Dialect: Postgres, DSN: cutAt(t, address, mark)})
	hooked := false
	err := through.Update(t.Context(), func(tx *Tx) error {
		tx.AfterCommit(func() { hooked = true })
		return write(tx)
	})
	wantErr(t, err, ErrCommitUnknown)
	if hooked {
		t.Error("a hook ran without a known commit")
	}
	// It did happen here: that is why the error must not say otherwise.
	eventually(t, "commit on the server", func() bool { return count(t, direct, "SELECT count(*) FROM lamp") == 1 })
}

// cutAt is a proxy that hands the mark, after an INSERT, on to the server and then drops the connection.
func cutAt(t *testing.T, address, mark string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	server := u.Host
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go relay(client, server, []byte(mark))
		}
	}()
	u.Host = l.Addr().String()
	return u.String()
}

func relay(client net.Conn, address string, mark []byte) {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	var armed atomic.Bool
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, err := server.Read(buf)
			if err != nil || armed.Load() {
				client.Close()
				return
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, 64<<10)
	var wrote bool
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		wrote = wrote || bytes.Contains(buf[:n], []byte("INSERT"))
		armed.Store(wrote && bytes.Contains(buf[:n], mark))
		if _, err := server.Write(buf[:n]); err != nil {
			return
		}
		if armed.Load() {
			_, _ = io.Copy(io.Discard, client)
			time.Sleep(10 * time.Millisecond)
			return
		}
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t), Conns: 2})
	var running, most atomic.Int32
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			err := d.View(context.Background(), func(tx *Tx) error {
				n := running.Add(1)
				defer running.Add(-1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				return tx.QueryRow("SELECT 1 FROM pg_sleep(0.01)").Scan(new(int))
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

func TestOpenSaysThatNobodyAnswers(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"postgres://nobody:hush@127.0.0.1:1/none?connect_timeout=2", "postgres://nobody:hush@127.0.0.1:port/none",
	} {
		_, err := openQuiet(Config{Dialect: Postgres, DSN: address})
		if err == nil || bytes.Contains([]byte(err.Error()), []byte("hush")) {
			t.Errorf("%v", err)
		}
	}
}

func TestBackupIsLeftToPostgreSQL(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	wantErr(t, d.Backup(t.Context(), filepath.Join(t.TempDir(), "copy")), ErrNoBackup)
}

func TestBackoffGrowsAndIsBounded(t *testing.T) {
	t.Parallel()
	for n := range 100 {
		d := backoff(n, 2*time.Millisecond, 250*time.Millisecond)
		if d < time.Millisecond || d > 250*time.Millisecond {
			t.Errorf("attempt %d waits %v", n, d)
		}
		if n >= 8 && d < 125*time.Millisecond {
			t.Errorf("attempt %d waits only %v", n, d)
		}
	}
}

func TestADeadlineNoticedWhileConnectingIsThatOfTheContext(t *testing.T) {
	t.Parallel()
	late := error(&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded})
	ending, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := outOfTime(ending, late); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, late) || ending.Err() == nil {
		t.Errorf("%v, and the context says %v", err, ending.Err())
	}
	going, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	for name, ctx := range map[string]context.Context{"not ending": going, "without a deadline": t.Context()} {
		if err := outOfTime(ctx, late); err != late {
			t.Errorf("%s: %v", name, err)
		}
	}
	if other := errors.New("refused"); outOfTime(ending, other) != other {
		t.Error("what is no deadline was changed")
	}
}
