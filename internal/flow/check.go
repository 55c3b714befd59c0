package flow

import (
	"switchboard"
	"switchboard/internal/store"
)

// Check says what the guard would say of a draft if its author sent it now. It changes nothing.
func (o Outbound) Check(tx *store.Tx, id switchboard.DraftID) (switchboard.Ruling, error) {
	draft, err := tx.Draft(id)
	if err != nil {
		return switchboard.Ruling{}, err
	}
	c, err := tx.Conversation(draft.ConversationID)
	if err != nil {
		return switchboard.Ruling{}, err
	}
	return o.rule(tx, c, draft)
}
