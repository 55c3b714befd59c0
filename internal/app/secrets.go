package app

import (
	"context"
	"io"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/blob"
	"switchboard/internal/connector"
	"switchboard/internal/notice"
)

func (a *App) unseal(id switchboard.AccountID, sealed []byte) (map[string]string, error) {
	return api.OpenSecrets(a.Ring, id, sealed)
}

func (a *App) seal(id switchboard.AccountID, secrets map[string]string) ([]byte, error) {
	return api.SealSecrets(a.Ring, id, secrets)
}

// environment is what connections are opened with.
func (a *App) environment() connector.Env {
	return connector.Env{Reading: a.Guard.Reading(), Sending: a.Guard.Sending(), Dialer: a.Guard, Files: files{a.Blobs}, Now: a.Time.Now, Log: a.Log,
		OwnNotice: notice.Mark(a.noticeMark).Made}
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
