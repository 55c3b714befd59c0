package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// spoken holds of a conversation c in which somebody has said anything to us: a word that is not only about us, or one
// that answers a post of ours.
const spoken = `EXISTS (SELECT 1 FROM message said WHERE said.conversation_id = c.id AND said.direction = 'in' AND said.addressed = 1
	AND (said.overheard = 0 OR EXISTS (SELECT 1 FROM message ours
		WHERE ours.realm = said.realm AND ours.external_id = said.parent_key AND ours.direction = 'out')))`

// Unasked reports whether nobody in a conversation has said anything to us.
func (t *Tx) Unasked(id switchboard.ConversationID) (bool, error) {
	unasked, _, err := db.One(t.Tx, func(row db.Scanner) (unasked bool, err error) {
		err = row.Scan(&unasked)
		return unasked, err
	}, `SELECT NOT `+spoken+` FROM conversation c WHERE c.id = ?`, id)
	return unasked, err
}

// FirstWord reports whether a message of ours is the first word between us and a customer in a conversation: nobody there has
// said anything to us, and we had said nothing.
func (t *Tx) FirstWord(id switchboard.ConversationID, m switchboard.Message) (bool, error) {
	first, _, err := db.One(t.Tx, func(row db.Scanner) (first bool, err error) {
		err = row.Scan(&first)
		return first, err
	}, `SELECT NOT `+spoken+` AND NOT EXISTS (SELECT 1 FROM message before WHERE before.conversation_id = c.id
		AND before.direction = 'out' AND before.visibility <> 'internal' AND before.id <> ?
		AND (before.published_at, before.id) < (?, ?)) FROM conversation c WHERE c.id = ?`,
		m.ID, db.Micros(m.PublishedAt), m.ID, id)
	return first, err
}

// unaskedPosts lists what was written to a customer unasked: what is on its way or stands, once for all parts of an
// answer, and what our people wrote elsewhere. What was written in the network's own app has no delivery; what somebody
// posted by hand without telling its id is kept under the id of its delivery.
const unaskedPosts = `SELECT dl.id FROM conversation c JOIN delivery dl ON dl.conversation_id = c.id
	WHERE c.customer_id = ? AND dl.part = 0 AND dl.state IN ('waiting', 'sending', 'unknown', 'by_hand', 'sent')
		AND (dl.started_at IS NULL OR dl.started_at >= ?) AND NOT ` + spoken + `
	UNION ALL
	SELECT m.id FROM conversation c JOIN message m ON m.conversation_id = c.id AND m.published_at >= ?
	WHERE c.customer_id = ? AND m.direction = 'out' AND m.visibility <> 'internal' AND substr(m.external_id, 1, 4) <> 'dlv_'
		AND NOT EXISTS (SELECT 1 FROM delivery dl WHERE dl.conversation_id = c.id AND dl.external_id = m.external_id)
		AND NOT ` + spoken + `
	LIMIT ?`

// UnaskedPosts counts, up to most, what was written to a customer since a time in conversations in which they have said
// nothing to us. The zero time is ever.
func (t *Tx) UnaskedPosts(id switchboard.CustomerID, since time.Time, most int) (int, error) {
	var from int64
	if !since.IsZero() {
		from = db.Micros(since)
	}
	found, err := db.List(t.Tx, func(row db.Scanner) (id switchboard.MessageID, err error) {
		err = row.Scan(&id)
		return id, err
	}, unaskedPosts, id, from, from, id, most)
	return len(found), err
}

// OpenMatter finds the newest open conversation of a customer, other than the given one, in which they have said
// something to us; only complaints when that is asked.
func (t *Tx) OpenMatter(id switchboard.CustomerID, but switchboard.ConversationID, complaint bool) (switchboard.Conversation, bool, error) {
	matter := ""
	if complaint {
		matter = ` AND (c.intent = '` + string(switchboard.IntentComplaint) + `' OR c.flags LIKE '%"` + string(switchboard.FlagComplaint) + `"%')`
	}
	return db.One(t.Tx, scanConversation, `SELECT `+conversationColumns+` FROM conversation c
		WHERE c.customer_id = ? AND c.id <> ? AND c.stance <> 'closed'`+matter+` AND `+spoken+`
		ORDER BY c.last_message_at DESC, c.id DESC LIMIT 1`, id, but)
}
