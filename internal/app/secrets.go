package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/connector"
)

// Seal seals an account's secrets, bound to the account.
func (a *App) Seal(id switchboard.AccountID, secrets map[string]string) ([]byte, error) {
	plain, err := json.Marshal(secrets)
	if err != nil {
		return nil, err
	}
	return a.Ring.Seal(plain, binding(id))
}

func (a *App) unseal(id switchboard.AccountID, sealed []byte) (map[string]string, error) {
	plain, err := a.Ring.Open(sealed, binding(id))
	if err != nil {
		return nil, fmt.Errorf("app: secrets of %s: %w", id, err)
	}
	var secrets map[string]string
	return secrets, json.Unmarshal(plain, &secrets)
}

func binding(id switchboard.AccountID) string { return "account.secrets:" + id.String() }

// environment is what connections are opened with.
func (a *App) environment() connector.Env {
	return connector.Env{Reading: a.Guard.Reading(), Sending: a.Guard.Sending(), Files: files{a.Blobs}, Now: a.Time.Now, Log: a.Log}
}

// files opens stored attachments for senders.
type files struct{ blobs *blob.Store }

// Open gives the bytes of a blob.
func (f files) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	h, err := blob.ParseHash(hash)
	if err != nil {
		return nil, err
	}
	content, _, err := f.blobs.Get(h)
	return content, err
}
