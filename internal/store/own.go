package store

import (
	"switchboard"

	"switchboard/internal/store/db"
)

// Own is an open conversation that is an agent's own, and in which ways.
type Own struct {
	ID      switchboard.ConversationID
	Leads   bool
	Offered bool
	Asked   bool // to take it over
	Helps   bool
}

// sharedAmong is among how many open conversations, the most urgent ones, those are looked for that somebody helps with
// or is asked to take over. No index leads to them: there are few, and each write would pay for it.
const sharedAmong = 20000

// OwnConversations lists the open conversations that are an agent's own, at most limit of those that are led, of those
// that are offered, and of those that are shared in another way. It reads no more of them than that, and may name one
// more than once.
func (t *Tx) OwnConversations(agent switchboard.AgentID, limit int) ([]Own, error) {
	if agent.IsZero() {
		return nil, nil
	}
	const columns = `id, lead, offer_to, transfer_to, helpers`
	helper := quotedID(agent)
	var own []Own
	for _, ask := range []struct {
		from string
		args []any
	}{
		{`conversation WHERE stance <> 'closed' AND lead = ? LIMIT ?`, []any{agent, limit}},
		{`conversation WHERE offer_to = ? LIMIT ?`, []any{agent, limit}},
		{`(SELECT ` + columns + ` FROM conversation WHERE stance <> 'closed' AND sort_at > ? ORDER BY sort_at, id LIMIT ?) AS open
			WHERE transfer_to = ? OR ` + t.Dialect().Contains("helpers") + ` LIMIT ?`, []any{-1, sharedAmong, agent, helper, limit}},
	} {
		more, err := db.List(t.Tx, ownOf(agent), `SELECT `+columns+` FROM `+ask.from, ask.args...)
		if err != nil {
			return nil, err
		}
		own = append(own, more...)
	}
	return own, nil
}

// ownOf reads in which ways a conversation is the agent's.
func ownOf(agent switchboard.AgentID) func(db.Scanner) (Own, error) {
	return func(row db.Scanner) (own Own, err error) {
		var lead, offer, transfer switchboard.AgentID
		var helpers []switchboard.AgentID
		err = row.Scan(&own.ID, &lead, &offer, &transfer, db.IntoJSON(&helpers))
		own.Leads, own.Offered, own.Asked = lead == agent, offer == agent, transfer == agent
		own.Helps = switchboard.OneOf(agent, helpers)
		return own, err
	}
}
