package store

import (
	"context"
	"slices"
	"strings"

	"switchboard/internal/store/db"
)

// Rehearse is Update that is never committed and holds up no writer on SQLite: it is for finding out what something
// writes, with Tx.Script, so that all of it can be written at once afterwards.
func (d *DB) Rehearse(ctx context.Context, fn func(*Tx) error) error {
	return d.DB.Rehearse(ctx, func(t *db.Tx) error { return fn(&Tx{Tx: t, owner: d}) })
}

// Script is what a rehearsal has written: statements, in their order.
type Script struct{ lines []line }

type line struct {
	query string
	args  []any
}

// Script notes every statement from now on that changes something, but for those of the table sample: the mark says what
// was there before, and that has to be looked at again.
func (t *Tx) Script() *Script {
	s := &Script{}
	t.Observe(func(query string, args []any) {
		if changes(query) && !strings.HasPrefix(query, "INSERT INTO sample ") {
			s.lines = append(s.lines, line{query, slices.Clone(args)})
		}
	})
	return s
}

// Play writes what was rehearsed.
func (t *Tx) Play(s *Script) error {
	for _, l := range s.lines {
		if err := t.Send(l.query, l.args...); err != nil {
			return err
		}
	}
	return nil
}

func changes(query string) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(query), " ")
	return strings.EqualFold(word, "INSERT") || strings.EqualFold(word, "UPDATE") || strings.EqualFold(word, "DELETE")
}
