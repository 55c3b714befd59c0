package email

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"sync/atomic"

	"switchboard/internal/connector"
	"switchboard/internal/netguard"
)

// dial connects to a server, with TLS where that comes before the first byte. Without any it goes to this machine and
// private networks only.
func (c *conn) dial(ctx context.Context, to server, what string) (*metered, error) {
	if c.env.Dialer == nil {
		return nil, connector.Fail(connector.ClassRejected, "Connections of this kind are not possible here.", nil)
	}
	ctx, cancel := context.WithTimeout(ctx, c.lim.dial)
	defer cancel()
	plain, err := c.env.Dialer.DialContext(ctx, "tcp", to.address())
	switch {
	case errors.Is(err, netguard.ErrRefused):
		return nil, connector.Fail(connector.ClassRejected, "The "+what+" server stands at an address that is not allowed.", err).
			WithNextStep("Give its public name, or allow private networks in the settings of this installation.")
	case err != nil:
		return nil, unreachable(what, err)
	case to.security == "none" && !isNear(plain.RemoteAddr()):
		_ = plain.Close()
		return nil, connector.Fail(connector.ClassRejected, "The "+what+" server would be given the password without encryption.", nil).
			WithNextStep("Choose TLS or STARTTLS.")
	case to.security != "tls":
		return newMetered(plain), nil
	}
	secured := tls.Client(newMetered(plain), c.env.Dialer.TLSConfig(to.host))
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = plain.Close()
		return nil, handshake(what, err)
	}
	return newMetered(secured), nil
}

func unreachable(what string, err error) error {
	return connector.Fail(connector.ClassRetry, "The "+what+" server cannot be reached.", err).
		WithNextStep("Check its name and port, and whether it runs. It is tried again by itself.")
}

// handshake says what a failed TLS handshake means: a certificate does not get better by itself soon.
func handshake(what string, err error) error {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	if errors.As(err, &verification) || errors.As(err, &authority) {
		return connector.Fail(connector.ClassRejected, "The certificate of the "+what+" server is not valid.", err).
			WithNextStep("Use the name that the certificate is made for, or have the server's certificate renewed.")
	}
	return connector.Fail(connector.ClassRetry, "The "+what+" server does not speak TLS there.", err).
		WithNextStep("Check port and encryption: 993 and 465 take TLS at once, 143 and 587 STARTTLS.")
}

// isNear reports whether an address is on this machine or a private network.
func isNear(address net.Addr) bool {
	at, err := netip.ParseAddrPort(address.String())
	if err != nil {
		return false
	}
	ip := at.Addr().Unmap()
	return ip.IsLoopback() || ip.IsPrivate()
}

var errTooMuch = errors.New("the server sent more than it was asked for")

// metered is a connection from which at most so many bytes are read as were allowed, so that a server that goes on
// forever fills no memory.
type metered struct {
	net.Conn
	left atomic.Int64
}

// chatter is how much a server may say beside what it is asked for.
const chatter = 4 << 20

func newMetered(plain net.Conn) *metered {
	m := &metered{Conn: plain}
	m.allow(0)
	return m
}

// allow lets a server send so many bytes from now on, and what it says beside them.
func (m *metered) allow(bytes int64) { m.left.Store(bytes + chatter) }

func (m *metered) Read(p []byte) (int, error) {
	left := m.left.Load()
	if left <= 0 {
		return 0, errTooMuch
	}
	n, err := m.Conn.Read(p[:min(int64(len(p)), left)])
	m.left.Add(int64(-n))
	return n, err
}
