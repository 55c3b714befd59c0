package govern

import (
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

// page is how many decisions are read at a time.
const page = 1000

// History hands over the first decision upon each message that was said at or after since, in the order in which they
// were decided, its facts as they count: with what people said since was read wrongly put right. The zero time begins at the
// beginning.
func History(tx *store.Tx, since time.Time, each func(store.DecisionRow)) error {
	seen := map[switchboard.MessageID]bool{}
	var last switchboard.DecisionID
	for {
		rows, err := tx.DecisionsFrom(since, last, page)
		if err != nil {
			return err
		}
		var first []store.DecisionRow
		for _, row := range rows {
			last = row.ID
			if !seen[row.MessageID] && !row.Decision.Facts.At.Before(since) {
				seen[row.MessageID], first = true, append(first, row)
			}
		}
		if err := corrected(tx, first, each); err != nil || len(rows) < page {
			return err
		}
	}
}

func corrected(tx *store.Tx, rows []store.DecisionRow, each func(store.DecisionRow)) error {
	messages := make([]switchboard.MessageID, len(rows))
	for i, row := range rows {
		messages[i] = row.MessageID
	}
	wrong, err := evidence.In(tx.Tx).Counting(messages)
	if err != nil {
		return err
	}
	for _, row := range rows {
		row.Decision.Facts = row.Decision.Facts.Corrected(wrong[row.MessageID])
		each(row)
	}
	return nil
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
