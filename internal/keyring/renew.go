package keyring

import (
	"context"
	"errors"
	"fmt"
	"os"

	"switchboard"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// Renewed is what Renew did.
type Renewed struct {
	Made   bool `json:"made"`   // the key file is a new one
	Sealed int  `json:"sealed"` // secrets that are sealed
	Closed int  `json:"closed"` // of them, those the ring does not open: they must be entered again
}

// Renew lets an installation whose ring is lost for good go on with the one in the key file, or with a fresh one when
// there is none. Nothing sealed for good is thrown away: should the lost ring turn up, Renew brings it back. It refuses with
// CodeConflict while a node lives, which would go on under the old ring, or when the ring is the installation's already.
func Renew(ctx context.Context, d *store.DB, where Bindings, file string) (done Renewed, err error) {
	if err := d.View(ctx, mayRenew); err != nil { // before a file is made
		return done, err
	}
	ring, made, err := seal.LoadOrCreate(file)
	if err != nil {
		return done, fmt.Errorf("keys: %w", err)
	}
	err = d.Update(ctx, func(tx *store.Tx) error {
		done, err = replace(tx, ring, where)
		return err
	})
	var refusal *switchboard.Error
	if made && errors.As(err, &refusal) { // then nothing was sealed with it; after any other error that is not certain
		return Renewed{}, errors.Join(err, os.Remove(file))
	}
	done.Made = made
	return done, err
}

func mayRenew(tx *store.Tx) error {
	if _, err := tx.KeyRing(); err != nil {
		return err
	}
	nodes, err := tx.Nodes()
	for _, n := range nodes {
		if n.AliveUntil.After(tx.Now()) {
			return switchboard.Refuse(switchboard.CodeConflict, "A process is running on this database.").
				WithHint("Copy its key file if it still has one. Else stop every `switchboard serve` and try again in a minute.")
		}
	}
	return err
}

func replace(tx *store.Tx, ring *seal.Ring, where Bindings) (done Renewed, err error) {
	if err := mayRenew(tx); err != nil {
		return done, err
	}
	held, err := tx.KeyRing()
	if err != nil {
		return done, err
	}
	if held == ring.Fingerprint() {
		return done, switchboard.Refuse(switchboard.CodeConflict, "The keys in the data folder are those of this installation.").
			WithHint("Nothing has to be done; start the server.")
	}
	secrets, err := Secrets(tx, where)
	if err != nil {
		return done, err
	}
	done.Sealed, done.Closed = len(secrets), len(Closed(ring, secrets))
	if err := tx.ReplaceKeyRing(ring.Fingerprint()); err != nil {
		return done, err
	}
	if err := tx.LoseRemembered(); err != nil {
		return done, err
	}
	return done, tx.InsertAudit(store.AuditEntry{ID: switchboard.NewID[switchboard.RequestID](tx.Now()), At: tx.Now(),
		ActorKind: switchboard.ActorSystem, Action: "keys.replace", Subject: "installation", Detail: ring.Fingerprint()})
}
