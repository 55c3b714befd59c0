// Package topics holds the tables of the company's own topics: the list, what was learned of them, and the suggestions
// nobody wants to see again. Its methods belong into a transaction of store.Update or store.View: topics.In(tx.Tx).
package topics

import (
	"encoding/json"
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Tables are the tables of topics, seen by one transaction.
type Tables struct{ *db.Tx }

// In gives the tables to a transaction.
func In(tx *db.Tx) Tables { return Tables{tx} }

const topicColumns = `key, body, archived, version, created_at, changed_at, changed_by`

func scanTopic(row db.Scanner) (k switchboard.KeptTopic, err error) {
	var key switchboard.TopicKey
	err = row.Scan(&key, db.IntoJSON(&k.Topic), &k.Archived, &k.Version, db.ScanTime(&k.CreatedAt), db.ScanTime(&k.ChangedAt), &k.ChangedBy)
	k.Key = key
	return k, err
}

// List reads all topics, by their keys, archived ones among them.
func (t Tables) List() ([]switchboard.KeptTopic, error) {
	return db.List(t.Tx, scanTopic, `SELECT `+topicColumns+` FROM topic ORDER BY key`)
}

// Topic reads one topic.
func (t Tables) Topic(key switchboard.TopicKey) (switchboard.KeptTopic, bool, error) {
	return db.One(t.Tx, scanTopic, `SELECT `+topicColumns+` FROM topic WHERE key = ?`, key)
}

// Lock lets one transaction at a time change the list, so that its bounds hold.
func (t Tables) Lock() error {
	_, err := db.List(t.Tx, func(row db.Scanner) (n int, err error) {
		err = row.Scan(&n)
		return n, err
	}, `SELECT id FROM installation WHERE id = 1`+t.Dialect().ForUpdate())
	return err
}

// Save adds a topic, or writes one anew.
func (t Tables) Save(k switchboard.KeptTopic) error {
	body, err := db.AsJSON(k.Topic)
	if err != nil {
		return err
	}
	return t.Send(`INSERT INTO topic (`+topicColumns+`) VALUES (`+db.Placeholders(7)+`) ON CONFLICT (key) DO UPDATE SET
		body = excluded.body, archived = excluded.archived, version = excluded.version, changed_at = excluded.changed_at,
		changed_by = excluded.changed_by`,
		k.Key, body, db.Bit(k.Archived), k.Version, db.Micros(k.CreatedAt), db.Micros(k.ChangedAt), k.ChangedBy)
}

// Learned is what was learned of one topic, as its maker wrote it.
type Learned struct {
	Topic  switchboard.TopicKey
	Body   json.RawMessage
	MadeAt time.Time
}

// Models reads what was learned, by the topics' keys.
func (t Tables) Models() ([]Learned, error) {
	return db.List(t.Tx, func(row db.Scanner) (l Learned, err error) {
		err = row.Scan(&l.Topic, db.IntoJSON(&l.Body), db.ScanTime(&l.MadeAt))
		return l, err
	}, `SELECT topic, body, made_at FROM topic_model ORDER BY topic`)
}

// SaveModel keeps what was learned of one topic in the place of what was there.
func (t Tables) SaveModel(l Learned) error {
	body, err := db.AsJSON(l.Body)
	if err != nil {
		return err
	}
	return t.Send(`INSERT INTO topic_model (topic, body, made_at) VALUES (?, ?, ?) ON CONFLICT (topic) DO UPDATE SET
		body = excluded.body, made_at = excluded.made_at`, l.Topic, body, db.Micros(l.MadeAt))
}

// DropModel forgets what was learned of a topic.
func (t Tables) DropModel(key switchboard.TopicKey) error {
	return t.Send(`DELETE FROM topic_model WHERE topic = ?`, key)
}

// Dismissed lists the phrases nobody wants to see again, at most limit, the newest first.
func (t Tables) Dismissed(limit int) ([]string, error) {
	return db.List(t.Tx, func(row db.Scanner) (phrase string, err error) {
		err = row.Scan(&phrase)
		return phrase, err
	}, `SELECT phrase FROM topic_dismissed ORDER BY dismissed_at DESC, phrase LIMIT ?`, limit)
}

// Dismiss keeps a phrase from being suggested again.
func (t Tables) Dismiss(phrase string, by switchboard.AgentID) error {
	return t.Send(`INSERT INTO topic_dismissed (phrase, dismissed_by, dismissed_at) VALUES (?, ?, ?) ON CONFLICT (phrase) DO NOTHING`,
		phrase, by, db.Micros(t.Now()))
}
