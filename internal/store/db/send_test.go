package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"switchboard/internal/store/pgtest"
)

func sendLamp(tx *Tx, id int, colour string) error {
	return tx.Send("INSERT INTO lamp (id, colour) VALUES (?, ?)", id, colour)
}

func TestSentStatementsRunInTheirTurn(t *testing.T) {
	t.Parallel()
	const many = 3*maxWaiting + 5
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		err := d.Update(t.Context(), func(tx *Tx) error {
			for i := range many {
				if err := sendLamp(tx, i, fmt.Sprint(i)); err != nil {
					return err
				}
			}
			if n, err := tx.Exec("UPDATE lamp SET colour = colour || 'x' WHERE id >= ?", 0); err != nil || n != many {
				return fmt.Errorf("%d rows changed: %w", n, err)
			}
			if err := tx.Send("DELETE FROM lamp WHERE id = ?", 1); err != nil {
				return err
			}
			var n int
			if err := tx.QueryRow("SELECT count(*) FROM lamp WHERE colour LIKE ?", "%x").Scan(&n); err != nil || n != many-1 {
				return fmt.Errorf("%d rows seen: %w", n, err)
			}
			return tx.Send("DELETE FROM lamp WHERE id = ?", 2)
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, "SELECT count(*) FROM lamp"); n != many-2 {
			t.Errorf("%d rows stand, want %d", n, many-2)
		}
	})
}

func TestFailureOfASentStatementUndoesAll(t *testing.T) {
	t.Parallel()
	behind := map[string]func(*Tx) error{
		"the commit": func(*Tx) error { return nil },
		"a change":   func(tx *Tx) error { return addLamp(3, "green")(tx) },
		"a question": func(tx *Tx) error { return tx.QueryRow("SELECT count(*) FROM lamp WHERE id > ?", 0).Scan(new(int)) },
	}
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		for name, then := range behind {
			hooked := false
			err := d.Update(t.Context(), func(tx *Tx) error {
				tx.AfterCommit(func() { hooked = true })
				_ = sendLamp(tx, 1, "amber")
				_ = sendLamp(tx, 2, "amber")
				_ = then(tx)
				return nil // an error that is ignored ends the transaction all the same
			})
			wantErr(t, err, ErrUnique)
			if hooked || errors.Is(err, ErrCommitUnknown) || count(t, d, "SELECT count(*) FROM lamp") != 0 {
				t.Errorf("before %s: hooked %v, %v", name, hooked, err)
			}
		}
	})
}

// TestASentLockHoldsForTheNextQuestion is what storing a message relies on: whoever waited for the lock sees what its
// holder has committed.
func TestASentLockHoldsForTheNextQuestion(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	script(t, d, lamps)
	const lock = "SELECT pg_advisory_xact_lock(?)"
	held, free := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	var first, second error
	wg.Go(func() {
		first = d.Update(context.Background(), func(tx *Tx) error {
			_ = tx.Send(lock, 7)
			if err := addLamp(1, "amber")(tx); err != nil {
				return err
			}
			close(held)
			<-free
			return nil
		})
	})
	<-held
	var seen int
	wg.Go(func() {
		second = d.Update(context.Background(), func(tx *Tx) error {
			_ = tx.Send(lock, 7)
			return tx.QueryRow("SELECT count(*) FROM lamp WHERE id = ?", 1).Scan(&seen)
		})
	})
	eventually(t, "waiting for the lock", func() bool { return waiters(t, d) == 1 })
	close(free)
	wg.Wait()
	if err := errors.Join(first, second); err != nil || seen != 1 {
		t.Errorf("%d rows seen behind the lock, %v", seen, err)
	}
}

func waiters(t *testing.T, d *DB) int {
	return count(t, d, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
}

func TestCallersMayLeaveWhileASentStatementWaits(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	script(t, d, lamps, "INSERT INTO lamp VALUES (1, 'a')")
	const change = "UPDATE lamp SET colour = colour || 'x' WHERE id = ?"
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan error)
	err := d.Update(t.Context(), func(tx *Tx) error {
		if _, err := tx.Exec(change, 1); err != nil {
			return err
		}
		go func() { left <- d.Update(ctx, func(tx *Tx) error { return tx.Send(change, 1) }) }()
		eventually(t, "waiting for the row", func() bool { return waiters(t, d) == 1 })
		cancel()
		err := <-left
		wantErr(t, err, context.Canceled)
		wantErr(t, err, ErrCommitUnknown) // the commit was on its way
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Update(t.Context(), addLamp(2, "b")); err != nil {
		t.Errorf("after somebody has left: %v", err)
	}
}
