package learning

import "context"

// Halfway learns what was asked for, and gives what keeps it, so that a test can do something meanwhile.
func (l *Learner) Halfway(ctx context.Context) (keep func() error, err error) {
	began, state, err := l.begin(ctx)
	if err != nil {
		return nil, err
	}
	w, err := l.study(ctx, state, began)
	return func() error { return l.keep(ctx, w) }, err
}
