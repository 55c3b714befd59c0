package learning

import (
	"context"

	"switchboard/internal/store"
)

// Book is where a learner reads and writes.
type Book interface {
	View(ctx context.Context, do func(*store.Tx) error) error
	Update(ctx context.Context, do func(*store.Tx) error) error
}

func (l *Learner) book() Book {
	if l.Book != nil {
		return l.Book
	}
	return l.DB
}

// Within is the book of what is learned inside of a transaction that is under way, which is nobody else's.
type Within struct{ Tx *store.Tx }

// View reads in the transaction.
func (w Within) View(_ context.Context, do func(*store.Tx) error) error { return do(w.Tx) }

// Update writes in the transaction, which commits it, or not.
func (w Within) Update(_ context.Context, do func(*store.Tx) error) error { return do(w.Tx) }
