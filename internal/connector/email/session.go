package email

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"switchboard/internal/connector"
)

// session is one signed-in IMAP connection. It ends with the context it was made with.
type session struct {
	ctx    context.Context
	c      *conn
	wire   *metered
	client *imapclient.Client
	caps   imap.CapSet
	stop   func() bool
	news   chan struct{} // the server told that something came
	at     string        // the folder that was entered
}

// signIn connects and signs in.
func (c *conn) signIn(ctx context.Context) (*session, error) {
	s := &session{ctx: ctx, c: c, news: make(chan struct{}, 1)}
	wire, err := c.dial(ctx, c.set.imap, "IMAP")
	if err != nil {
		return nil, s.fault(err)
	}
	s.wire = wire
	s.stop = context.AfterFunc(ctx, func() { _ = wire.Conn.Close() })
	if err := s.within(c.lim.dial, s.greet); err != nil {
		s.close()
		return nil, err
	}
	if err := s.within(c.lim.answer, s.login); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) options() *imapclient.Options {
	return &imapclient.Options{TLSConfig: s.c.env.Dialer.TLSConfig(s.c.set.imap.host),
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil {
				select {
				case s.news <- struct{}{}:
				default:
				}
			}
		}}}
}

func (s *session) greet() error {
	if s.c.set.imap.security != "starttls" {
		s.client = imapclient.New(s.wire, s.options())
		return s.client.WaitGreeting()
	}
	client, err := imapclient.NewStartTLS(s.wire, s.options())
	if answer := (*imap.Error)(nil); errors.As(err, &answer) && answer.Type != imap.StatusResponseTypeBye {
		return connector.Fail(connector.ClassRejected, "The IMAP server offers no encryption there.", err).
			WithNextStep("Check port and encryption: 993 takes TLS at once, 143 STARTTLS.")
	}
	if err != nil {
		return handshake("IMAP", err)
	}
	s.client = client
	return nil
}

func (s *session) login() error {
	caps := s.client.Caps()
	if caps == nil {
		return errors.New("the server does not say what it can do")
	}
	err := s.authenticate(caps)
	if err != nil {
		return err
	}
	s.caps = s.client.Caps()
	return nil
}

func (s *session) authenticate(caps imap.CapSet) error {
	to := s.c.set.imap
	if s.c.tokens == nil {
		return refusedLogin(s.client.Login(to.user, to.password).Wait())
	}
	token, err := s.c.tokens.access(s.ctx)
	if err != nil {
		return err
	}
	mechanism := bearer(to, token, func(name string) bool { return caps.Has(imap.AuthCap(name)) })
	if mechanism == nil {
		return connector.Fail(connector.ClassRejected, "The IMAP server takes no OAuth2.", nil).
			WithNextStep("Choose a password for the sign-in.")
	}
	err = refusedLogin(s.client.Authenticate(mechanism))
	if connector.ClassOf(err) == connector.ClassAuth {
		s.c.tokens.forget()
	}
	return err
}

// bearer is the way to hand in a token that a server takes; nil when it takes none.
func bearer(to server, token string, takes func(mechanism string) bool) sasl.Client {
	switch {
	case takes(sasl.OAuthBearer):
		return sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: to.user, Token: token, Host: to.host})
	case takes("XOAUTH2"):
		return xoauth2{to.user, token}
	}
	return nil
}

// xoauth2 is the way of handing in a token that large providers had before there was a standard.
type xoauth2 struct{ user, token string }

// Start gives the one thing there is to say.
func (x xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the server's reasons for refusing with nothing, after which it refuses.
func (x xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }

// refusedLogin takes a plain no for what it is: the credentials are wrong.
func refusedLogin(err error) error {
	answer, ok := errors.AsType[*imap.Error](err)
	if ok && answer.Code == "" && answer.Type == imap.StatusResponseTypeNo {
		return wrongCredentials("IMAP", err)
	}
	return err
}

func wrongCredentials(what string, err error) error {
	return connector.Fail(connector.ClassAuth, "The "+what+" server does not accept user and password, or the permission.", err).
		WithNextStep("Check user and password. Many providers want an app password or OAuth2 instead of the mailbox's password.")
}

// within runs one exchange and ends it when the server takes too long. Errors carry a Class.
func (s *session) within(most time.Duration, exchange func() error) error {
	ctx, cancel := context.WithTimeout(s.ctx, most)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = s.wire.Conn.Close() })
	defer stop()
	err := exchange()
	if err != nil && ctx.Err() != nil && s.ctx.Err() == nil {
		return silent(err)
	}
	return s.fault(err)
}

func silent(err error) error {
	return connector.Fail(connector.ClassRetry, "The IMAP server does not answer.", err).
		WithNextStep("Check whether it is overloaded. It is tried again by itself.")
}

// slowDown is how long a server that says it is busy, and not for how long, is left alone.
const slowDown = time.Minute

// fault gives an error its class.
func (s *session) fault(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(s.ctx.Err(), context.DeadlineExceeded) {
		return silent(s.ctx.Err())
	}
	if s.ctx.Err() != nil {
		return fmt.Errorf("the connection was ended: %w", s.ctx.Err())
	}
	if failure := (*connector.Failure)(nil); errors.As(err, &failure) {
		return err
	}
	if answer := (*imap.Error)(nil); errors.As(err, &answer) {
		return faultOf(answer)
	}
	return connector.Fail(connector.ClassRetry, "The IMAP server hung up, or said what cannot be understood.", err).
		WithNextStep("Check server and port. It is tried again by itself.")
}

// faultOf is what a server's no means (RFC 5530).
func faultOf(answer *imap.Error) error {
	switch answer.Code {
	case imap.ResponseCodeAuthenticationFailed, imap.ResponseCodeAuthorizationFailed, imap.ResponseCodeExpired:
		return wrongCredentials("IMAP", answer)
	case imap.ResponseCodeLimit:
		failure := connector.Later(slowDown, "The IMAP server asks us to slow down.")
		failure.Cause = answer
		return failure
	case imap.ResponseCodePrivacyRequired:
		return connector.Fail(connector.ClassRejected, "The IMAP server wants an encrypted connection.", answer).
			WithNextStep("Choose TLS or STARTTLS.")
	case imap.ResponseCodeNonExistent, imap.ResponseCodeNoPerm:
		return connector.Fail(connector.ClassRejected, "A folder that is to be read is not there.", answer).
			WithNextStep("Check the names of the folders in the account's settings.")
	}
	return connector.Fail(connector.ClassRetry, "The IMAP server could not do what it was asked.", answer).
		WithNextStep("Nothing to do yet: it is tried again by itself.")
}

// enter opens a folder: to look only, unless mails are to be marked as read.
func (s *session) enter(folder string) (*imap.SelectData, error) {
	var data *imap.SelectData
	err := s.within(s.c.lim.answer, func() (err error) {
		s.wire.allow(0)
		data, err = s.client.Select(folder, &imap.SelectOptions{ReadOnly: !s.c.set.markSeen, CondStore: s.caps.Has(imap.CapCondStore)}).Wait()
		if answer, ok := errors.AsType[*imap.Error](err); ok && answer.Code == "" {
			answer.Code = imap.ResponseCodeNonExistent
		}
		return err
	})
	s.at = folder
	return data, err
}

// sentFolder is the folder of sent mail: the one that was named, or that the server marks, or that is called so; empty
// when there is none.
func (s *session) sentFolder() (string, error) {
	if s.c.set.sent != "" {
		return s.c.set.sent, nil
	}
	var list []*imap.ListData
	err := s.within(s.c.lim.answer, func() (err error) {
		s.wire.allow(0)
		list, err = s.client.List("", "*", nil).Collect()
		return err
	})
	if err != nil {
		return "", err
	}
	for _, folder := range list {
		if slices.Contains(folder.Attrs, imap.MailboxAttrSent) {
			return folder.Mailbox, nil
		}
	}
	for _, folder := range list {
		if strings.EqualFold(folder.Mailbox, "Sent") {
			return folder.Mailbox, nil
		}
	}
	return "", nil
}

// search finds mails of the folder that was entered.
func (s *session) search(criteria *imap.SearchCriteria) (found []imap.UID, err error) {
	err = s.within(s.c.lim.answer, func() error {
		s.wire.allow(0)
		data, err := s.client.UIDSearch(criteria, nil).Wait()
		if err == nil {
			found = data.AllUIDs()
			slices.Sort(found)
		}
		return err
	})
	return found, err
}

// named finds mails with a field that holds a message id.
func (s *session) named(field, id string) ([]imap.UID, error) {
	return s.search(&imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: field, Value: id}}})
}

func (s *session) logout() {
	_ = s.within(2*time.Second, func() error { return s.client.Logout().Wait() })
}

func (s *session) close() {
	s.stop()
	_ = s.wire.Conn.Close()
	if s.client != nil {
		_ = s.client.Close()
	}
}
