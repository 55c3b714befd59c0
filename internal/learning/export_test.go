package learning

import (
	"context"

	"switchboard/internal/store/learning"
)

// Halfway learns what was asked for, and gives what keeps it, so that a test can do something meanwhile.
func (l *Learner) Halfway(ctx context.Context) (keep func() (learning.Outcome, error), err error) {
	began, state, err := l.begin(ctx)
	if err != nil {
		return nil, err
	}
	w, err := l.study(ctx, state, began)
	return func() (learning.Outcome, error) { return l.keep(ctx, w) }, err
}
