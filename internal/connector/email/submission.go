package email

import (
	"context"
	"errors"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/wneessen/go-mail/smtp"

	"switchboard/internal/connector"
)

// submission is one signed-in SMTP connection. It ends with the context it was made with.
type submission struct {
	c      *conn
	wire   *metered
	client *smtp.Client
	stop   func() bool
}

func (m *submission) close() {
	m.stop()
	_ = m.wire.Conn.Close()
}

// quit says goodbye, for a moment: the mail is accepted whatever comes of it.
func (m *submission) quit() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = m.wire.Conn.Close() })
	defer stop()
	_ = m.client.Quit()
}

// signInToSend connects to the server for sending and signs in. Errors are those of the network, a *textproto.Error for
// what the server refused, or a *connector.Failure.
func (c *conn) signInToSend(ctx context.Context) (*submission, error) {
	wire, err := c.dial(ctx, c.set.smtp, "SMTP")
	if err != nil {
		return nil, err
	}
	m := &submission{c: c, wire: wire, stop: context.AfterFunc(ctx, func() { _ = wire.Conn.Close() })}
	greeting, cancel := context.WithTimeout(ctx, c.lim.answer)
	defer cancel()
	stop := context.AfterFunc(greeting, func() { _ = wire.Conn.Close() })
	defer stop()
	if err := m.begin(ctx); err != nil {
		m.close()
		if greeting.Err() != nil && ctx.Err() == nil {
			return nil, connector.Fail(connector.ClassRetry, "The SMTP server does not answer.", err).
				WithNextStep("Check whether it is overloaded. It is tried again by itself.")
		}
		return nil, err
	}
	return m, nil
}

func (m *submission) begin(ctx context.Context) (err error) {
	to := m.c.set.smtp
	if m.client, err = smtp.NewClient(m.wire, to.host); err != nil {
		return err
	}
	if err := m.client.Hello(m.c.set.domain()); err != nil {
		return err
	}
	if to.security == "starttls" {
		if offered, _ := m.client.Extension("STARTTLS"); !offered {
			return connector.Fail(connector.ClassRejected, "The SMTP server offers no encryption there.", nil).
				WithNextStep("Check port and encryption: 465 takes TLS at once, 587 STARTTLS.")
		}
		if err := m.client.StartTLS(m.c.env.Dialer.TLSConfig(to.host)); err != nil {
			return handshake("SMTP", err)
		}
	}
	return m.authenticate(ctx)
}

// mostBytes is the size of mail that the server takes (RFC 1870); 0 when it does not say.
func (m *submission) mostBytes() int64 {
	_, size := m.client.Extension("SIZE")
	most, _ := strconv.ParseInt(strings.TrimSpace(size), 10, 64)
	return most
}

func (m *submission) authenticate(ctx context.Context) error {
	to := m.c.set.smtp
	_, offered := m.client.Extension("AUTH")
	takes := func(mechanism string) bool {
		for name := range strings.FieldsSeq(offered) {
			if strings.EqualFold(name, mechanism) {
				return true
			}
		}
		return false
	}
	if m.c.tokens == nil {
		if takes(sasl.Plain) || !takes(sasl.Login) {
			return m.client.Auth(&mechanism{sasl.NewPlainClient("", to.user, to.password)})
		}
		return m.client.Auth(&mechanism{sasl.NewLoginClient(to.user, to.password)})
	}
	token, err := m.c.tokens.access(ctx)
	if err != nil {
		return err
	}
	way := bearer(to, token, takes)
	if way == nil {
		return connector.Fail(connector.ClassRejected, "The SMTP server takes no OAuth2.", nil).
			WithNextStep("Choose a password for the sign-in.")
	}
	if err := m.client.Auth(&mechanism{way}); err != nil {
		m.c.tokens.forget()
		return err
	}
	return nil
}

// mechanism lets a SASL client sign in over SMTP.
type mechanism struct{ sasl.Client }

// Start begins the exchange.
func (m *mechanism) Start(*smtp.ServerInfo) (string, []byte, error) { return m.Client.Start() }

// Next answers what the server asks; its last word asks nothing.
func (m *mechanism) Next(challenge []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	return m.Client.Next(challenge)
}

// envelope says who sends to whom. A copy that the server does not take to somebody does not keep the answer from the
// customer.
func (m *submission) envelope(p parcel) error {
	if !ascii(append(append([]string{m.c.set.address}, p.to...), p.cc...)) {
		if offered, _ := m.client.Extension("SMTPUTF8"); !offered {
			return &textproto.Error{Code: 553, Msg: "The server takes no addresses with letters like these."}
		}
	}
	if err := m.client.Mail("<" + m.c.set.address + ">"); err != nil {
		return err
	}
	for _, to := range p.to {
		if err := m.client.Rcpt("<" + to + ">"); err != nil {
			return err
		}
	}
	for _, cc := range p.cc {
		err := m.client.Rcpt("<" + cc + ">")
		if answer, refused := errors.AsType[*textproto.Error](err); refused && answer.Code/100 == 5 {
			m.c.env.Logger().Warn("the server takes no copy to one of the recipients", "code", answer.Code)
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func ascii(list []string) bool {
	for _, one := range list {
		for _, b := range []byte(one) {
			if b >= 0x80 {
				return false
			}
		}
	}
	return true
}

// checkSending signs in to the server for sending and leaves. It returns what the server says of itself: the size of mail
// that it takes, in whole megabytes.
func (c *conn) checkSending(ctx context.Context) (told map[string]string, err error) {
	m, err := c.signInToSend(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, sendingFault(err)
	}
	if megabytes := m.mostBytes() >> 20; megabytes > 0 {
		told = map[string]string{sizeField: strconv.FormatInt(min(megabytes, mostMegabytes), 10)}
	}
	m.quit()
	m.close()
	return told, nil
}

// sendingFault gives an error of the server for sending its class.
func sendingFault(err error) error {
	if failure := (*connector.Failure)(nil); errors.As(err, &failure) {
		return err
	}
	outcome := notHandedIn(err)
	switch {
	case outcome.Kind == connector.RateLimited:
		return connector.Later(outcome.RetryAfter, "The SMTP server asks us to come back later.")
	case outcome.Class == connector.ClassAuth:
		return wrongCredentials("SMTP", err)
	case outcome.Class == connector.ClassRejected:
		return connector.Fail(connector.ClassRejected, "The SMTP server refuses us.", err).
			WithNextStep("Check whether this mailbox may send over this server.")
	}
	return unreachable("SMTP", err)
}
