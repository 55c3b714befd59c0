package doctor

import (
	"errors"
	"fmt"
	"io/fs"

	"switchboard"
	"switchboard/internal/keyring"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// keys makes sure that they are the installation's, and that what is sealed can be opened.
func (d *Doctor) keys(tx *store.Tx) error {
	_, err := tx.KeyRing()
	founded := !switchboard.IsCode(err, switchboard.CodeNotFound)
	if err != nil && founded {
		return err
	}
	secrets, err := keyring.Secrets(tx, d.Bindings)
	if err != nil {
		return err
	}
	ring, err := seal.Load(d.KeyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !founded:
		d.say("keys", Note, "There is no key file yet.", "`switchboard serve` makes one. Keep a copy apart from the backups.")
		return nil
	case errors.Is(err, fs.ErrNotExist):
		d.say("keys", Problem, fmt.Sprintf("The key file %s is missing, which %d sealed secrets need; the server does not start "+
			"without it.", d.KeyFile, len(secrets)), keyring.WayOut(d.KeyFile))
		return nil
	case errors.Is(err, seal.ErrRingReadable):
		d.say("keys", Problem, "Others may read the key file.", "Run chmod 600 "+d.KeyFile+".")
		return nil
	case err != nil:
		d.say("keys", Problem, "The key file cannot be used: "+err.Error(), "Put a copy of it there.")
		return nil
	}
	if founded {
		err = keyring.Check(tx, ring, d.Bindings, d.KeyFile)
	}
	if errors.Is(err, keyring.ErrOther) {
		d.say("keys", Problem, "The keys in "+d.KeyFile+" are not those of this installation; the server does not start with them.",
			keyring.WayOut(d.KeyFile))
		return nil
	}
	d.open(ring, secrets)
	return err
}

func (d *Doctor) open(ring *seal.Ring, secrets []keyring.Secret) {
	closed := keyring.Closed(ring, secrets)
	for _, s := range closed {
		d.say("keys", Problem, "The secrets of "+s.Of+" cannot be opened: "+s.Open(ring).Error(),
			"Put the key file they were sealed with back, or enter the secrets again.")
	}
	if len(closed) == 0 {
		d.fine("keys", fmt.Sprintf("They open the %d sealed secrets.", len(secrets)))
	}
}
