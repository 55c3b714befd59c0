package db

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var errWanted = errors.New("the lamp is out of oil")

func TestErrorOfAMemberUndoesOnlyThatMember(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		release := holdWriter(t, d)
		results := together(d,
			addLamp(1, "amber"),
			func(tx *Tx) error { return errors.Join(addLamp(2, "blue")(tx), errWanted) },
			addLamp(3, "green"),
		)
		release()
		errs := results()
		if errs[0] != nil || errs[2] != nil {
			t.Errorf("sound members got %v and %v", errs[0], errs[2])
		}
		wantErr(t, errs[1], errWanted)
		if n := count(t, d, "SELECT count(*) FROM lamp WHERE id IN (1, 3)"); n != 2 {
			t.Errorf("%d sound rows stand", n)
		}
		if n := count(t, d, "SELECT count(*) FROM lamp"); n != 2 {
			t.Errorf("%d rows stand in all", n)
		}
	})
}

// holdWriter occupies SQLite's writer, so that what is started meanwhile ends up in one group.
func holdWriter(t *testing.T, d *DB) (release func()) {
	t.Helper()
	held, free := make(chan struct{}), make(chan struct{})
	holding := sync.OnceFunc(func() { close(held) })
	var done sync.WaitGroup
	done.Go(func() {
		_ = d.Update(context.Background(), func(*Tx) error {
			holding()
			<-free
			return nil
		})
	})
	<-held
	return sync.OnceFunc(func() { close(free); done.Wait() })
}

// together starts the functions in order, each queued before the next, and returns what gathers their errors.
func together(d *DB, fns ...func(*Tx) error) func() []error {
	errs := make([]error, len(fns))
	var wg sync.WaitGroup
	for i, fn := range fns {
		wg.Go(func() { errs[i] = d.Update(context.Background(), fn) })
		if l, ok := d.engine.(*lite); ok {
			for queued(l) < i+1 {
				runtime.Gosched()
			}
		}
	}
	return func() []error { wg.Wait(); return errs }
}

func queued(l *lite) int {
	l.writer.mu.Lock()
	defer l.writer.mu.Unlock()
	return len(l.writer.queue)
}

func TestUniqueAndForeignKeyErrorsAreNamed(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps, "CREATE TABLE wick (id BIGINT PRIMARY KEY, lamp BIGINT REFERENCES lamp (id))")
		if err := d.Update(t.Context(), addLamp(1, "amber")); err != nil {
			t.Fatal(err)
		}
		wantErr(t, d.Update(t.Context(), addLamp(1, "blue")), ErrUnique)
		wantErr(t, d.Update(t.Context(), addLamp(2, "amber")), ErrUnique)
		err := d.Update(t.Context(), func(tx *Tx) error {
			_, err := tx.Exec("INSERT INTO wick (id, lamp) VALUES (1, 99)")
			return err
		})
		wantErr(t, err, ErrForeignKey)
		if errors.Is(err, ErrUnique) || errors.Is(err, ErrBusy) {
			t.Errorf("%v is also named otherwise", err)
		}
	})
}

func TestAfterAFailedStatementTheTxIsOver(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		err := d.Update(t.Context(), func(tx *Tx) error {
			if err := addLamp(1, "amber")(tx); err != nil {
				return err
			}
			wantErr(t, addLamp(1, "again")(tx), ErrUnique)
			err := addLamp(2, "blue")(tx)
			wantErr(t, err, ErrTxFailed)
			wantErr(t, err, ErrUnique)
			return nil
		})
		wantErr(t, err, ErrUnique)
		err = d.Update(t.Context(), func(tx *Tx) error {
			_, _ = tx.Exec("INSERT INTO nowhere VALUES (1)")
			return errWanted
		})
		wantErr(t, err, errWanted)
		if n := count(t, d, "SELECT count(*) FROM lamp"); n != 0 {
			t.Errorf("%d rows of failed transactions stand", n)
		}
	})
}

func TestHooksRunOnceAfterTheCommitAndNeverOtherwise(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		var ran []string
		visible := 0
		err := d.Update(t.Context(), func(tx *Tx) error {
			tx.AfterCommit(func() {
				ran = append(ran, "first")
				visible = count(t, d, "SELECT count(*) FROM lamp")
			})
			tx.AfterCommit(func() { ran = append(ran, "second") })
			return addLamp(1, "amber")(tx)
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Update(t.Context(), func(tx *Tx) error {
			tx.AfterCommit(func() { ran = append(ran, "of a failure") })
			return errWanted
		})
		wantErr(t, err, errWanted)
		if !slices.Equal(ran, []string{"first", "second"}) || visible != 1 {
			t.Errorf("hooks ran %v and saw %d rows", ran, visible)
		}
	})
}

func TestPanicUnwindsInTheCallerAndUndoes(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		caught := func() (v any) {
			defer func() { v = recover() }()
			_ = d.Update(t.Context(), func(tx *Tx) error {
				_ = addLamp(1, "amber")(tx)
				panic("glass breaks")
			})
			return nil
		}()
		if caught != "glass breaks" {
			t.Errorf("caller recovered %v", caught)
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = d.Update(context.Background(), func(tx *Tx) error {
				_ = addLamp(2, "blue")(tx)
				runtime.Goexit()
				return nil
			})
		}()
		<-ended
		func() {
			defer func() { _ = recover() }()
			_ = d.Update(t.Context(), func(tx *Tx) error {
				tx.AfterCommit(func() { panic("hook breaks") })
				return addLamp(3, "green")(tx)
			})
			t.Error("panic of a hook was swallowed")
		}()
		if err := d.Update(t.Context(), addLamp(4, "red")); err != nil {
			t.Fatalf("afterwards: %v", err)
		}
		if n := count(t, d, "SELECT sum(id) FROM lamp"); n != 3+4 {
			t.Errorf("sum of ids %d, want those of the two commits", n)
		}
	})
}

func TestCancelledCallersAreNotRun(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		wantErr(t, d.Update(ctx, addLamp(1, "amber")), context.Canceled)
		wantErr(t, d.View(ctx, func(tx *Tx) error { return tx.QueryRow("SELECT 1").Scan(new(int)) }), context.Canceled)

		deadline, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer stop()
		if d.Dialect() == SQLite {
			release := holdWriter(t, d)
			defer release()
			wantErr(t, d.Update(deadline, addLamp(2, "blue")), context.DeadlineExceeded)
			release()
		}
		if n := count(t, d, "SELECT count(*) FROM lamp"); n != 0 {
			t.Errorf("%d rows of cancelled callers", n)
		}
	})
}

func TestLongReadEndsWithItsContext(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		start := time.Now()
		err := d.View(ctx, func(tx *Tx) error {
			return tx.QueryRow(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000)
				SELECT count(*) FROM n`).Scan(new(int))
		})
		if err == nil || time.Since(start) > 10*time.Second {
			t.Errorf("read went on for %v: %v", time.Since(start), err)
		}
		if n := count(t, d, "SELECT 1"); n != 1 {
			t.Error("database is of no use afterwards")
		}
	})
}

func TestManyWriters(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, "CREATE TABLE tally (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)", "INSERT INTO tally VALUES (1, 0)")
		const writers, each = 64, 20
		var hooks atomic.Int64
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					err := d.Update(context.Background(), func(tx *Tx) error {
						tx.AfterCommit(func() { hooks.Add(1) })
						var n int
						q := "SELECT n FROM tally WHERE id = ?" + tx.Dialect().ForUpdate()
						if err := tx.QueryRow(q, 1).Scan(&n); err != nil {
							return err
						}
						if (w+i)%5 == 0 {
							return errWanted
						}
						_, err := tx.Exec("UPDATE tally SET n = ? WHERE id = 1", n+1)
						return err
					})
					if err != nil && !errors.Is(err, errWanted) {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n := count(t, d, "SELECT n FROM tally"); n != writers*each*4/5 || int(hooks.Load()) != n {
			t.Errorf("tally %d, hooks %d, want %d", n, hooks.Load(), writers*each*4/5)
		}
	})
}

func TestViewSeesOneSnapshotAndCannotWrite(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		err := d.View(t.Context(), func(tx *Tx) error {
			const q = "SELECT count(*) FROM lamp"
			var before, after int
			if err := tx.QueryRow(q).Scan(&before); err != nil {
				return err
			}
			if err := d.Update(t.Context(), addLamp(1, "amber")); err != nil {
				return err
			}
			err := tx.QueryRow(q).Scan(&after)
			if before != 0 || after != 0 {
				t.Errorf("saw %d rows, then %d", before, after)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.View(t.Context(), addLamp(2, "blue")); err == nil {
			t.Error("a View could write")
		}
		if n := count(t, d, "SELECT count(*) FROM lamp"); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestRulesOfTheTx(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		script(t, d, "INSERT INTO lamp VALUES (1, 'amber')", "INSERT INTO lamp VALUES (2, 'blue')")
		var kept *Tx
		err := d.Update(t.Context(), func(tx *Tx) error {
			kept = tx
			if _, err := tx.Exec("SELECT ?", time.Now()); err == nil || !strings.Contains(err.Error(), "Micros") {
				t.Errorf("time as argument: %v", err)
			}
			rows, err := tx.Query("SELECT id FROM lamp ORDER BY id")
			if err != nil {
				return err
			}
			rows.Next()
			wantErr(t, addLamp(3, "green")(tx), ErrRowsOpen)
			if err := rows.Close(); err != nil {
				return err
			}
			if rows.Next() {
				t.Error("closed rows go on")
			}
			var got []int
			rows, err = tx.Query("SELECT id FROM lamp ORDER BY id")
			if err != nil {
				return err
			}
			for rows.Next() {
				var id int
				if err := rows.Scan(&id); err != nil {
					return err
				}
				got = append(got, id)
			}
			if !slices.Equal(got, []int{1, 2}) {
				t.Errorf("read %v", got)
			}
			wantErr(t, tx.QueryRow("SELECT id FROM lamp WHERE id = 9").Scan(new(int)), ErrNoRows)
			n, err := tx.Exec("UPDATE lamp SET colour = colour || 'x'")
			if n != 2 {
				t.Errorf("%d rows changed", n)
			}
			if !tx.Now().Equal(tx.Now()) || tx.Now().Nanosecond()%1000 != 0 || tx.Now().Location() != time.UTC {
				t.Errorf("Now is %v", tx.Now())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		wantErr(t, kept.QueryRow("SELECT 1").Scan(new(int)), ErrTxDone)
	})
}

func TestRowsLeftOpenDoNoHarm(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		for i := range 3 {
			err := d.Update(t.Context(), func(tx *Tx) error {
				if err := addLamp(i, strings.Repeat("z", i+1))(tx); err != nil {
					return err
				}
				_, err := tx.Query("SELECT id FROM lamp")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if n := count(t, d, "SELECT count(*) FROM lamp"); n != 3 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestManyDifferentStatements(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		err := d.View(t.Context(), func(tx *Tx) error {
			for n := 1; n < 2*maxStatements; n++ {
				var got int
				if err := tx.QueryRow("SELECT 1 + " + strings.Repeat(" ", n) + "1").Scan(&got); err != nil || got != 2 {
					t.Fatalf("statement %d: %d, %v", n, got, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if l, ok := d.engine.(*lite); ok {
			if n := len(l.readers.idle[0].stmts); n > maxStatements {
				t.Errorf("%d statements are kept", n)
			}
		}
	})
}

func TestClose(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		release := holdWriter(t, d)
		closed := make(chan error)
		go func() { closed <- d.Close() }()
		select {
		case <-closed:
			t.Error("Close did not wait for a running Update")
		case <-time.After(20 * time.Millisecond):
		}
		release()
		if err := <-closed; err != nil {
			t.Error(err)
		}
		wantErr(t, d.Update(t.Context(), addLamp(1, "amber")), ErrClosed)
		wantErr(t, d.View(t.Context(), func(*Tx) error { return nil }), ErrClosed)
	})
}
