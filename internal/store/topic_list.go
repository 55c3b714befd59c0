package store

import (
	"strings"

	"switchboard"
	"switchboard/internal/store/db"
)

// fileUnderTopics keeps the lists of a conversation's topics in step with it. Of a conversation without topics there is
// nothing to keep; whoever takes one out of a topic says so to LeaveTopic.
func (t *Tx) fileUnderTopics(c switchboard.Conversation) error {
	if len(c.Topics) == 0 {
		return nil
	}
	var args []any
	for _, key := range c.Topics {
		args = append(args, c.ID, key, db.Bit(c.Open()), sortKey(c), db.Micros(c.LastMessageAt))
	}
	rows := strings.TrimSuffix(strings.Repeat(`(?, ?, ?, ?, ?), `, len(c.Topics)), ", ")
	return t.Send(`INSERT INTO conversation_topic (about_id, topic, about_open, about_sort_at, about_last_at) VALUES `+rows+`
		ON CONFLICT (about_id, topic) DO UPDATE SET about_open = excluded.about_open, about_sort_at = excluded.about_sort_at,
		about_last_at = excluded.about_last_at WHERE conversation_topic.about_open <> excluded.about_open
		OR conversation_topic.about_sort_at <> excluded.about_sort_at OR conversation_topic.about_last_at <> excluded.about_last_at`, args...)
}

// LeaveTopic takes a conversation off the list of a topic.
func (t *Tx) LeaveTopic(id switchboard.ConversationID, key switchboard.TopicKey) error {
	return t.Send(`DELETE FROM conversation_topic WHERE about_id = ? AND topic = ?`, id, key)
}

// ofTopic narrows a question to conversations that are about a topic. The lists that may be long walk the topic's own
// index in their order, whoever reads them; what one leads or is offered, what waits in a queue and what one customer said is
// looked through.
func (q Inbox) ofTopic(where, order string, args []any) (from, narrowed, by string, all []any) {
	const plain = `conversation`
	if q.Topic == "" {
		return plain, where, order, args
	}
	id := args[len(args)-1]
	within := func(column string, value ...any) (string, string, string, []any) {
		up := onList + `1 AND (about_sort_at, about_id) > (?, ?)`
		return topicFirst, up + column, `about_sort_at, about_id`, append([]any{q.Topic, q.After.Sort, id}, value...)
	}
	switch q.View {
	case ViewMine, ViewOffered, ViewQueue, ViewCustomer:
		return plain, where + ` AND EXISTS (SELECT 1 FROM conversation_topic WHERE about_id = conversation.id AND topic = ?)`, order,
			append(args, q.Topic)
	case ViewDepartment:
		return within(` AND department = ?`, q.Department)
	case ViewUnowned:
		return within(` AND stance = 'queued'`)
	case ViewClosed:
		return topicFirst, onList + `0 AND (about_last_at, about_id) < (?, ?)`, `about_last_at DESC, about_id DESC`,
			[]any{q.Topic, q.After.orEnd(), id}
	}
	return within(``)
}

// topicFirst walks the list of a topic, and reads each conversation on it. A cross join is what SQLite does not turn round.
const topicFirst = `conversation_topic CROSS JOIN conversation`

// onList are those of a topic's list, open or not.
const onList = `conversation.id = about_id AND topic = ? AND about_open = `
