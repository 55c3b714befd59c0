package lint

import (
	"context"

	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
)

// Budget is the most that Text spends, give or take one box.
const Budget = budget

// Spent is what Text finds in a policy, and what it spends on that.
func Spent(ctx context.Context, p *ownership.Policy) (document.Findings, int) {
	list, w := text(ctx, p)
	return list, w.total
}
