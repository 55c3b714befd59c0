package connector

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// HTTPClient is what a connector dials with.
type HTTPClient interface {
	Do(req *http.Request) (*http.Response, error)
}

// Dialer is what a connector of a network without HTTP dials with. It judges every address.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
	// TLSConfig is what to speak TLS with on a connection to host.
	TLSConfig(host string) *tls.Config
}

// Files opens attachments that are to be sent, by the SHA-256 of their bytes.
type Files interface {
	Open(ctx context.Context, blob string) (io.ReadCloser, error)
}

// Env is what a connection is opened with.
type Env struct {
	Config  map[string]string // as CheckConfig cleaned them
	Secrets map[string]string // as CheckConfig parted them
	Reading HTTPClient        // may follow redirects and repeat what is safe to repeat
	Sending HTTPClient        // follows no redirect and repeats nothing
	Dialer  Dialer            // for networks without HTTP
	Files   Files             // nil when the account sends no attachments
	// Replace stores a secret that the network has replaced, sealed, unless the account has another one by now. When it
	// returns nil, the new one is durable. Nil where nothing is stored.
	Replace func(ctx context.Context, secret Replaced) error
	// OwnNotice reports whether a mail with this id, without brackets, is one by which this installation tells its own
	// people something. Nil where none is sent.
	OwnNotice func(messageID string) bool
	Now       func() time.Time
	Log       *slog.Logger // never given secrets or message text; nil for none
}

// Logger is Log, or one that drops everything.
func (e Env) Logger() *slog.Logger {
	if e.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return e.Log
}

// Self is who an account is on its network.
type Self struct {
	ID      string // external id of the account as an author
	Handle  string // as the network writes it
	Name    string
	URL     string
	TextMax int // the server's own limit where the Spec's is only the usual one; 0 for the Spec's
	// Settings are those that the network itself tells, by the names of the Spec's fields. They are kept in place of what
	// somebody filled in.
	Settings map[string]string
}

// Conn is one account's connection. It is safe for use by several goroutines.
type Conn interface {
	// Check proves the credentials against the network. Errors carry a Class.
	Check(ctx context.Context) (Self, error)
	// Close lets go of everything; running calls end by their contexts.
	Close() error
}
