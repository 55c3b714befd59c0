package keyring

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"switchboard"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// Errors that a refusal of this package wraps.
var (
	ErrMissing = errors.New("there is no key file")
	ErrOther   = errors.New("the key ring is of another installation")
)

// WayOut says what to do about a key file that is missing or not the installation's.
func WayOut(file string) string {
	return "Copy the file `keys` of another node, or the copy of it that is kept apart from the backups, to " + file +
		". Only when no copy is left anywhere: `switchboard restore --new-keys`."
}

func other(file string) error {
	return switchboard.Refuse(switchboard.CodeUnavailable, "The keys in %s are not those of this installation.", file).
		WithHint(WayOut(file)).WithCause(ErrOther)
}

// Open reads the key file. It makes one, and reports that, only where there is no installation yet, because a fresh ring
// fits no other; else it refuses with ErrMissing. Whether the ring is the installation's is not known yet: see Claim.
func Open(ctx context.Context, d *store.DB, file string) (ring *seal.Ring, made bool, err error) {
	founded, err := founded(ctx, d)
	if err != nil {
		return nil, false, err
	}
	if founded {
		ring, err = Load(file)
		return ring, false, err
	}
	ring, made, err = seal.LoadOrCreate(file)
	if err != nil {
		return nil, false, fmt.Errorf("keys: %w", err)
	}
	return ring, made, nil
}

// Load reads the key file of an installation, and refuses with ErrMissing when there is none.
func Load(file string) (*seal.Ring, error) {
	ring, err := seal.Load(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "The key file %s of this installation is missing.", file).
			WithHint(WayOut(file)).WithCause(ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	return ring, nil
}

func founded(ctx context.Context, d *store.DB) (bool, error) {
	err := d.View(ctx, func(tx *store.Tx) error {
		_, err := tx.KeyRing()
		return err
	})
	if switchboard.IsCode(err, switchboard.CodeNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Check refuses, with ErrOther, a ring that is not the installation's: by its fingerprint or, while none is known, because
// it opens nothing of what is sealed. It changes nothing. File is where the ring was read, for the person who is told.
func Check(tx *store.Tx, ring *seal.Ring, where Bindings, file string) error {
	held, err := tx.KeyRing()
	if err != nil {
		return err
	}
	if held != "" {
		return same(held, ring, file)
	}
	secrets, err := Secrets(tx, where)
	if err == nil && len(secrets) > 0 && len(Closed(ring, secrets)) == len(secrets) {
		err = other(file)
	}
	return err
}

// Claim is Check, and makes the ring the installation's when it has none. Of several nodes that claim at once one wins;
// the others have its ring, or are refused.
func Claim(tx *store.Tx, ring *seal.Ring, where Bindings, file string) error {
	if err := Check(tx, ring, where, file); err != nil {
		return err
	}
	held, err := tx.ClaimKeyRing(ring.Fingerprint())
	if err != nil {
		return err
	}
	return same(held, ring, file)
}

func same(held string, ring *seal.Ring, file string) error {
	if held != ring.Fingerprint() {
		return other(file)
	}
	return nil
}
