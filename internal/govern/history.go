package govern

import (
	"time"

	"switchboard"
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
