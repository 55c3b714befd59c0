package govern

import (
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
)

// page is how many decisions are read at a time.
const page = 1000

// History hands over the first decision upon each message that was said at or after since, in the order in which they
// were decided. The zero time begins at the beginning.
func History(tx *store.Tx, since time.Time, each func(store.DecisionRow)) error {
	seen := map[switchboard.MessageID]bool{}
	var last switchboard.DecisionID
	for {
		rows, err := tx.DecisionsFrom(since, last, page)
		if err != nil {
			return err
		}
		for _, row := range rows {
			last = row.ID
			if seen[row.MessageID] || row.Decision.Facts.At.Before(since) {
				continue
			}
			seen[row.MessageID] = true
			each(row)
		}
		if len(rows) < page {
			return nil
		}
	}
}

// Drift is what the drift rules of a policy found in what was said lately.
func Drift(tx *store.Tx, p *ownership.Policy) ([]exam.Drift, error) {
	drifts := exam.NewDrifts(p.Document(), tx.Now())
	if drifts.Since().Before(tx.Now()) {
		if err := History(tx, drifts.Since(), func(d store.DecisionRow) { drifts.Add(d.Decision.Facts) }); err != nil {
			return nil, err
		}
	}
	return drifts.Result(), nil
}
