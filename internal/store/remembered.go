package store

import (
	"bytes"
	"errors"
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Remembered is a request that came with an idempotency key.
type Remembered struct {
	Request   []byte // digest of method, path and body
	Status    int    // of the answer; below 100 there is none: see statusRunning and those that follow
	Body      []byte
	MediaType string
	At        time.Time
}

// States of a request without an answer.
const (
	statusRunning = iota // without an effect
	statusEffect         // it has had one, and may still run
	statusLost           // it has had one, and ended without an answer
)

// Same reports whether the key came back with the request it came with first.
func (r Remembered) Same(request []byte) bool { return bytes.Equal(r.Request, request) }

// Running reports whether the request may still run, going by what it has noted.
func (r Remembered) Running() bool { return r.Status == statusRunning || r.Status == statusEffect }

// HadEffect reports whether a request without an answer has had an effect.
func (r Remembered) HadEffect() bool { return r.Status == statusEffect || r.Status == statusLost }

// Run is one run of a request under the digest of caller and key. At tells it from one that takes its place.
type Run struct {
	Digest []byte
	At     time.Time
}

// Remember notes that a request runs, or returns the one that came before it under the same digest.
func (t *Tx) Remember(run Run, request []byte) (existing *Remembered, err error) {
	// The row that was in the way may be gone when it is looked for; then the way is free.
	for range 3 {
		n, err := t.Exec(`INSERT INTO remembered_request (digest, request, status, body, media_type, at)
			VALUES (?, ?, ?, ?, '', ?) ON CONFLICT DO NOTHING`, run.Digest, request, statusRunning, []byte{}, db.Micros(run.At))
		if err != nil || n == 1 {
			return nil, err
		}
		found, ok, err := t.remembered(run.Digest)
		if err != nil || ok {
			return &found, err
		}
	}
	return nil, errors.New("store: a remembered request comes and goes")
}

func (t *Tx) remembered(digest []byte) (Remembered, bool, error) {
	return db.One(t.Tx, func(row db.Scanner) (r Remembered, err error) {
		err = row.Scan(&r.Request, &r.Status, &r.Body, &r.MediaType, db.ScanTime(&r.At))
		return r, err
	}, `SELECT request, status, body, media_type, at FROM remembered_request WHERE digest = ?`, digest)
}

// FinishRemembered keeps the answer (Status, Body, MediaType) of a request that ran.
func (t *Tx) FinishRemembered(run Run, answer Remembered) error {
	if answer.Body == nil {
		answer.Body = []byte{}
	}
	_, err := t.Exec(`UPDATE remembered_request SET status = ?, body = ?, media_type = ? WHERE digest = ? AND at = ?`,
		answer.Status, answer.Body, answer.MediaType, run.Digest, db.Micros(run.At))
	return err
}

// MarkRemembered notes that a request that runs has an effect: the one of this transaction. It refuses when another run
// has taken its place, and with that the effect.
func (t *Tx) MarkRemembered(run Run) error {
	n, err := t.Exec(`UPDATE remembered_request SET status = ? WHERE digest = ? AND at = ? AND status <= ?`,
		statusEffect, run.Digest, db.Micros(run.At), statusEffect)
	if err == nil && n == 0 {
		err = switchboard.Refuse(switchboard.CodeConflict, "This request took too long, and was given up.").
			WithHint("Ask again for what became of it.")
	}
	return err
}

// EndRemembered ends a run without an answer to keep. One that had no effect is forgotten, so that it can be tried again.
func (t *Tx) EndRemembered(run Run) error {
	n, err := t.Exec(`DELETE FROM remembered_request WHERE digest = ? AND at = ? AND status = ?`,
		run.Digest, db.Micros(run.At), statusRunning)
	if err != nil || n == 1 {
		return err
	}
	_, err = t.Exec(`UPDATE remembered_request SET status = ? WHERE digest = ? AND at = ? AND status = ?`,
		statusLost, run.Digest, db.Micros(run.At), statusEffect)
	return err
}

// DropRemembered forgets a run, whatever became of it; not one that came after it under the same key.
func (t *Tx) DropRemembered(run Run) error {
	_, err := t.Exec(`DELETE FROM remembered_request WHERE digest = ? AND at = ?`, run.Digest, db.Micros(run.At))
	return err
}

// LoseRemembered is for when no answer that was kept can be opened any more: what was refused may be asked again, and what
// was done has lost its answer and is not done again.
func (t *Tx) LoseRemembered() error {
	if _, err := t.Exec(`DELETE FROM remembered_request WHERE status >= 400`); err != nil {
		return err
	}
	_, err := t.Exec(`UPDATE remembered_request SET status = ?, body = ?, media_type = '' WHERE status >= 100`, statusLost, []byte{})
	return err
}

// ForgetRemembered removes requests that came before the given time, at most limit, the oldest first.
func (t *Tx) ForgetRemembered(before time.Time, limit int) (int64, error) {
	return t.Exec(`DELETE FROM remembered_request WHERE digest IN
		(SELECT digest FROM remembered_request WHERE at < ? ORDER BY at LIMIT ?)`, db.Micros(before), limit)
}
