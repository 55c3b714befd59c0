package api

import (
	"context"
	"crypto/sha256"
	"sync"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

// renewals remembers, for as long as the process runs, what networks gave in the place of secrets that were only tried:
// connecting an account with the old one afterwards takes the new one. It holds the latest alone.
type renewals struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]string
}

const maxRenewals = 100

func (r *renewals) note(was, is string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil || len(r.known) >= maxRenewals {
		r.known = map[[sha256.Size]byte]string{}
	}
	r.known[sha256.Sum256([]byte(was))] = is
}

// renew puts what is known to be newer in the place of secrets.
func (r *renewals) renew(secrets map[string]string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name, value := range secrets {
		for range maxRenewals {
			newer, found := r.known[sha256.Sum256([]byte(value))]
			if !found {
				break
			}
			value = newer
		}
		secrets[name] = value
	}
}

// replacing takes in what a network gives in the place of a secret while settings are tried: for the settings themselves,
// and where an account has the old one already, for the account.
func (s *server) replacing(p plan, id switchboard.AccountID) func(context.Context, connector.Replaced) error {
	return func(ctx context.Context, secret connector.Replaced) error {
		secret.In(p.secrets)
		s.renewed.note(secret.Was, secret.Is)
		if id.IsZero() {
			return nil
		}
		trying := store.WithEffect(ctx, nil) // it stands whatever comes of the request
		return s.update(trying, func(tx *store.Tx) error {
			return tx.ChangeAccountSecrets(id, func(sealed []byte) ([]byte, error) {
				secrets, err := OpenSecrets(s.Ring, id, sealed)
				if err != nil || !secret.In(secrets) {
					return nil, err
				}
				return s.seal(id, secrets)
			})
		})
	}
}

// secretsNow seals the secrets of a change. One that was left out stays what it is now, which may be newer than when the
// change was begun.
func (s *server) secretsNow(tx *store.Tx, c *change) error {
	if c.secrets == nil {
		return nil
	}
	return tx.ChangeAccountSecrets(c.account.ID, func(sealed []byte) ([]byte, error) {
		present, err := OpenSecrets(s.Ring, c.account.ID, sealed)
		if err != nil {
			return nil, err
		}
		for name := range c.secrets {
			if now, left := present[name], !c.given[name]; left && now != "" {
				c.secrets[name] = now
			}
		}
		c.sealed, err = s.seal(c.account.ID, c.secrets)
		return nil, err
	})
}
