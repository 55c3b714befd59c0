package db

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// conduct is how one member of a random crowd behaves.
type conduct int

const (
	behaves    conduct = iota
	givesUp            // returns its own error after writing
	breaksRule         // runs a statement that fails
	breaksAll          // loses the transaction for everybody, as a dying disk does
	explodes           // panics
	leaves             // is cancelled before it starts
	conducts
)

// TestAnyCrowdOfMembers holds the writer against the simplest model: who behaves is stored, nobody else is.
func TestAnyCrowdOfMembers(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{DSN: filepath.Join(t.TempDir(), "care.db")})
	script(t, d, "CREATE TABLE crowd (id BIGINT PRIMARY KEY, round BIGINT NOT NULL)")
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		crowd := rapid.SliceOfN(rapid.IntRange(0, int(conducts)-1), 1, 40).Draw(rt, "crowd")
		var mu sync.Mutex
		var hooked, want []int
		var wg sync.WaitGroup
		for i, c := range crowd {
			id := round*1000 + i
			if conduct(c) == behaves {
				want = append(want, id)
			}
			wg.Go(func() {
				defer func() { _ = recover() }()
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				if conduct(c) == leaves {
					cancel()
				}
				err := d.Update(ctx, func(tx *Tx) error {
					tx.AfterCommit(func() { mu.Lock(); hooked = append(hooked, id); mu.Unlock() })
					return act(tx, d, conduct(c), id, round)
				})
				if (err == nil) != (conduct(c) == behaves) {
					rt.Errorf("member %d of conduct %d got %v", i, c, err)
				}
			})
		}
		wg.Wait()
		slices.Sort(hooked)
		if got := stored(t, d, round); !slices.Equal(got, want) || !slices.Equal(hooked, want) {
			rt.Fatalf("crowd %v: stored %v, hooked %v, want %v", crowd, got, hooked, want)
		}
	})
}

func act(tx *Tx, d *DB, c conduct, id, round int) error {
	if _, err := tx.Exec("INSERT INTO crowd VALUES (?, ?)", id, round); err != nil {
		return fmt.Errorf("insert: %w", err)
	}
	switch c {
	case givesUp:
		return errors.New("second thoughts")
	case breaksRule:
		_, err := tx.Exec("INSERT INTO crowd VALUES (?, ?)", id, round)
		return err
	case breaksAll:
		d.engine.(*lite).writer.session.rollback()
		_, err := tx.Exec("INSERT INTO crowd VALUES (NULL, NULL)")
		return err
	case explodes:
		panic("bang")
	}
	return nil
}

func stored(t *testing.T, d *DB, round int) (ids []int) {
	t.Helper()
	err := d.View(t.Context(), func(tx *Tx) error {
		rows, err := tx.Query("SELECT id FROM crowd WHERE round = ? ORDER BY id", round)
		if err != nil {
			return err
		}
		for rows.Next() {
			var id int
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}
