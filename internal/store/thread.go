package store

import (
	"switchboard"
	"switchboard/internal/store/db"
)

func scanThread(row db.Scanner) (th switchboard.Thread, err error) {
	err = row.Scan(&th.ID, &th.Realm, &th.Key)
	return th, err
}

// EnsureThread returns the thread of (realm, key), made when it is new.
func (t *Tx) EnsureThread(th switchboard.Thread) (switchboard.Thread, error) {
	if _, err := t.Exec(`INSERT INTO thread (id, realm, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		th.ID, th.Realm, th.Key); err != nil {
		return th, err
	}
	return must(t, "thread", scanThread, `SELECT id, realm, key FROM thread WHERE realm = ? AND key = ?`+t.Dialect().ForUpdate(),
		th.Realm, th.Key)
}

// ThreadByKey finds a thread and locks it.
func (t *Tx) ThreadByKey(realm switchboard.Realm, key string) (switchboard.Thread, bool, error) {
	return db.One(t.Tx, scanThread, `SELECT id, realm, key FROM thread WHERE realm = ? AND key = ?`+t.Dialect().ForUpdate(), realm, key)
}

// MoveThread puts all messages and legs of one thread into another and removes the empty one. Of two legs that receive
// from the same identity, the caller has retired one.
func (t *Tx) MoveThread(from, to switchboard.ThreadID) error {
	if _, err := t.Exec(`UPDATE message SET thread_id = ? WHERE thread_id = ?`, to, from); err != nil {
		return err
	}
	if _, err := t.Exec(`UPDATE leg SET thread_id = ? WHERE thread_id = ?`, to, from); err != nil {
		return err
	}
	_, err := t.Exec(`DELETE FROM thread WHERE id = ?`, from)
	return err
}

// AddOrphan notes that a message waits for a parent nobody has seen.
func (t *Tx) AddOrphan(realm switchboard.Realm, parentKey string, id switchboard.MessageID) error {
	_, err := t.Exec(`INSERT INTO orphan (realm, parent_key, message_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		realm, parentKey, id)
	return err
}

// TakeOrphans returns the messages that wait for this parent and forgets that they do.
func (t *Tx) TakeOrphans(realm switchboard.Realm, parentKey string) ([]switchboard.MessageID, error) {
	ids, err := db.List(t.Tx, func(row db.Scanner) (id switchboard.MessageID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT message_id FROM orphan WHERE realm = ? AND parent_key = ? ORDER BY message_id`, realm, parentKey)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	_, err = t.Exec(`DELETE FROM orphan WHERE realm = ? AND parent_key = ?`, realm, parentKey)
	return ids, err
}
