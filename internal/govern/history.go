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

// History hands over what was decided upon messages that were said at or after since, in the order in which it was decided:
// each message once, and again where it was decided anew. Its facts are as they count: with what people said since was read
// wrongly put right. The zero time begins at the beginning.
func History(tx *store.Tx, since time.Time, each func(exam.Said)) error {
	h := history{tx: tx, each: each, seen: map[switchboard.MessageID]bool{}}
	var last switchboard.DecisionID
	for {
		rows, err := tx.DecisionsFrom(since, last, page)
		if err != nil {
			return err
		}
		var said []store.DecisionRow
		for _, row := range rows {
			last = row.ID
			if !row.Decision.Facts.At.Before(since) {
				said = append(said, row)
			}
		}
		if err := h.tell(said); err != nil || len(rows) < page {
			return err
		}
	}
}

// history is History under way.
type history struct {
	tx   *store.Tx
	each func(exam.Said)
	seen map[switchboard.MessageID]bool
}

// tell hands over a page of decisions.
func (h history) tell(rows []store.DecisionRow) error {
	messages, talks := make([]switchboard.MessageID, len(rows)), make([]switchboard.ConversationID, len(rows))
	for i, row := range rows {
		messages[i], talks[i] = row.MessageID, row.ConversationID
	}
	wrong, err := evidence.In(h.tx.Tx).Counting(messages)
	if err != nil {
		return err
	}
	customers, err := h.tx.CustomersOf(talks)
	if err != nil {
		return err
	}
	for i := range rows {
		row := &rows[i]
		h.each(exam.Said{Message: row.MessageID, Conversation: row.ConversationID,
			Facts:  row.Decision.Facts.Corrected(wrong[row.MessageID]),
			Author: customers[row.ConversationID].String(), Matter: row.ConversationID.String(),
			Was: &row.Decision, Again: h.seen[row.MessageID]})
		h.seen[row.MessageID] = true
	}
	return nil
}

// Drift is what the drift rules of a policy found in what customers said lately.
func Drift(tx *store.Tx, p *ownership.Policy) ([]exam.Drift, error) {
	drifts := exam.NewDrifts(p.Document(), tx.Now())
	if drifts.Since().Before(tx.Now()) {
		err := History(tx, drifts.Since(), func(said exam.Said) {
			if !said.Again && said.Facts.Purpose != switchboard.PurposeOutbound {
				drifts.Add(said.Facts)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return drifts.Result(), nil
}
