package account

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

// Letters are mails of an account's that answer no customer.
type Letters interface {
	Claim(ctx context.Context, account switchboard.AccountID, fence int64) (id switchboard.LetterID, letter connector.Letter, found bool, err error)
	Settle(ctx context.Context, id switchboard.LetterID, outcome connector.Outcome) error
	NextAt(tx *store.Tx, account switchboard.AccountID) (time.Time, error)
	// Strand takes what was being sent under an earlier lease than fence for unknown.
	Strand(tx *store.Tx, account switchboard.AccountID, fence int64) error
}

// write writes letters until ctx ends.
func (r *runner) write(ctx context.Context, to connector.Correspondent) {
	r.drive(ctx, chore{name: "writing a letter", bell: r.post, next: r.k.Letters.NextAt,
		one: func(ctx context.Context) (bool, error) { return r.writeOne(ctx, to) }})
}

// writeOne claims one letter, hands it in and records what became of it, as sendOne does with a delivery. What could not be
// recorded stays as being sent, and the next holder of the lease takes it for unknown.
func (r *runner) writeOne(ctx context.Context, to connector.Correspondent) (claimed bool, err error) {
	if !r.holds() {
		return false, nil
	}
	if err := r.spend(ctx, connector.CallPost); err != nil {
		return false, err
	}
	id, letter, found, err := r.k.Letters.Claim(ctx, r.account.ID, r.lease.Fence)
	if err != nil || !found {
		r.budget.Return(connector.CallPost)
		return false, err
	}
	outcome := r.handIn(ctx, to, letter)
	if outcome.Kind == connector.RateLimited {
		r.block(connector.CallPost, outcome.RetryAfter)
	}
	return true, r.k.Letters.Settle(context.WithoutCancel(ctx), id, outcome)
}

// handIn makes the attempt, unless the lease may be over: then not a byte leaves.
func (r *runner) handIn(ctx context.Context, to connector.Correspondent, letter connector.Letter) (outcome connector.Outcome) {
	left := r.left()
	if left <= 0 || ctx.Err() != nil {
		return connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRetry, Code: "lease_over"}
	}
	ctx, cancel := context.WithTimeout(ctx, min(left, r.k.pace.Send))
	defer cancel()
	err := r.guarded("write a letter", func() error {
		outcome = to.Write(ctx, letter)
		return nil
	})
	if err != nil {
		return connector.Outcome{Kind: connector.Unknown, Code: "panicked"}
	}
	return outcome
}
