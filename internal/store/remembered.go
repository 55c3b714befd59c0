package store

import (
	"bytes"
	"errors"
	"time"

	"switchboard/internal/store/db"
)

// Remembered is a request that came with an idempotency key.
type Remembered struct {
	Request   []byte // digest of method, path and body
	Status    int    // 0 while it runs, 1 when it has had an effect and has no answer yet
	Body      []byte
	MediaType string
	At        time.Time
}

// Same reports whether the key came back with the request it came with first.
func (r Remembered) Same(request []byte) bool { return bytes.Equal(r.Request, request) }

// Running reports whether the request has had no effect yet, and has no answer.
func (r Remembered) Running() bool { return r.Status == 0 }

// Unanswered reports whether the request has had an effect and has no answer.
func (r Remembered) Unanswered() bool { return r.Status == 1 }

// Remember notes that a request runs under the digest of caller and key, or returns the one that came before it.
func (t *Tx) Remember(digest, request []byte) (existing *Remembered, err error) {
	// The row that was in the way may be gone when it is looked for; then the way is free.
	for range 3 {
		n, err := t.Exec(`INSERT INTO remembered_request (digest, request, status, body, media_type, at)
			VALUES (?, ?, 0, ?, '', ?) ON CONFLICT DO NOTHING`, digest, request, []byte{}, db.Micros(t.Now()))
		if err != nil || n == 1 {
			return nil, err
		}
		found, ok, err := t.remembered(digest)
		if err != nil || ok {
			return &found, err
		}
	}
	return nil, errors.New("store: a remembered request comes and goes")
}

func (t *Tx) remembered(digest []byte) (Remembered, bool, error) {
	return one(t, func(row scanner) (r Remembered, err error) {
		err = row.Scan(&r.Request, &r.Status, &r.Body, &r.MediaType, when(&r.At))
		return r, err
	}, `SELECT request, status, body, media_type, at FROM remembered_request WHERE digest = ?`, digest)
}

// FinishRemembered keeps the answer (Status, Body, MediaType) of a request that ran.
func (t *Tx) FinishRemembered(digest []byte, answer Remembered) error {
	if answer.Body == nil {
		answer.Body = []byte{}
	}
	_, err := t.Exec(`UPDATE remembered_request SET status = ?, body = ?, media_type = ? WHERE digest = ?`,
		answer.Status, answer.Body, answer.MediaType, digest)
	return err
}

// MarkRemembered notes that a request that runs has an effect: the one of this transaction.
func (t *Tx) MarkRemembered(digest []byte) error {
	_, err := t.Exec(`UPDATE remembered_request SET status = 1 WHERE digest = ? AND status = 0`, digest)
	return err
}

// AbandonRemembered forgets a request that had no effect, so that it can be tried again.
func (t *Tx) AbandonRemembered(digest []byte) error {
	_, err := t.Exec(`DELETE FROM remembered_request WHERE digest = ? AND status = 0`, digest)
	return err
}

// DropRemembered forgets a request, whatever became of it.
func (t *Tx) DropRemembered(digest []byte) error {
	_, err := t.Exec(`DELETE FROM remembered_request WHERE digest = ?`, digest)
	return err
}

// ForgetRemembered removes requests that came before the given time, at most limit, the oldest first.
func (t *Tx) ForgetRemembered(before time.Time, limit int) (int64, error) {
	return t.Exec(`DELETE FROM remembered_request WHERE digest IN
		(SELECT digest FROM remembered_request WHERE at < ? ORDER BY at LIMIT ?)`, db.Micros(before), limit)
}
