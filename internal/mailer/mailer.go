// Package mailer submits the installation's own mail: what people are told, never what customers are answered. It speaks
// to one mail server of the operator's, encrypted unless the address says otherwise.
package mailer

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"switchboard"
)

// Dial connects to the mail server; netguard's DialContext is one.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// Server is a mail server that takes mail in for others.
type Server struct {
	Host     string
	Port     int
	Implicit bool // TLS from the first byte
	Plain    bool // no TLS at all
	User     string
	Password string
}

// Address is host and port.
func (s Server) Address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// Parse reads the address of a server: smtp://user:password@host:587 has to offer STARTTLS, smtps://host:465 is
// encrypted from the start, and smtp+plain://host:25 is not encrypted, which is for a server on the same machine. It
// refuses with code invalid and never repeats the address, which may hold a password.
func Parse(text string) (s Server, err error) {
	bad := func(why string) error {
		return switchboard.Refuse(switchboard.CodeInvalid, "%s", why).WithField("smtp-url").
			WithHint("Write it as smtps://user:password@mail.example:465 or smtp://user:password@mail.example:587.")
	}
	u, err := url.Parse(text)
	if err != nil {
		return s, bad("The address of the mail server cannot be read.")
	}
	if u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return s, bad("The address of the mail server is a name with a port, and nothing behind it.")
	}
	usual := map[string]int{"smtp": 587, "smtps": 465, "smtp+plain": 25}
	port, known := usual[u.Scheme]
	if !known {
		return s, bad("A mail server's address begins with smtp, smtps or smtp+plain.")
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil || port < 1 || port > 65535 {
			return s, bad("The port of the mail server is none.")
		}
	}
	s = Server{Host: u.Hostname(), Port: port, Implicit: u.Scheme == "smtps", Plain: u.Scheme == "smtp+plain"}
	s.User = u.User.Username()
	s.Password, _ = u.User.Password()
	if s.Plain && s.User != "" {
		return s, bad("A password is not sent to a mail server without encryption.")
	}
	return s, nil
}

// ParseFrom reads the sender's address, with or without a name.
func ParseFrom(text string) (*mail.Address, error) {
	address, err := mail.ParseAddress(text)
	if err != nil || strings.ContainsAny(text, "\r\n") {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The sender of mails is not an address.").WithField("mail-from").
			WithHint("Write it as care@company.example or Company Care <care@company.example>.")
	}
	return address, nil
}

// Mail is one mail to one person.
type Mail struct {
	To      string // an address
	Name    string // of whom; may be empty
	Subject string
	Text    string
	HTML    string // may be empty
	Urgent  bool
	// Unsubscribe is where to choose what one is told; may be empty.
	Unsubscribe string
	// ID is the part of the Message-ID before its @: the same at every attempt.
	ID string
	// ReplyTo is where answers go, when not to the sender; may be empty.
	ReplyTo string
	// Written says that a person wrote it, whom machines may answer.
	Written bool
}

// Mailer submits mail. It is safe for use by several goroutines.
type Mailer struct {
	Server Server
	From   *mail.Address
	Dial   Dial
	Roots  *x509.CertPool // to trust; nil for the system's
	Limit  time.Duration  // of one attempt; 0 for 30 s
}

// Failed is why a mail was not taken. Code is safe to show.
type Failed struct {
	Code      string
	MaybeSent bool // the connection broke after the text had left
	Temporary bool // worth another try
	Err       error
}

// Error says the code and the cause, for the log.
func (f *Failed) Error() string { return "mail: " + f.Code + ": " + f.Err.Error() }

// Unwrap gives the cause.
func (f *Failed) Unwrap() error { return f.Err }

// Send submits a mail once. It returns a *Failed unless the server has taken it.
func (m Mailer) Send(ctx context.Context, out Mail) error {
	msg, err := m.message(out)
	if err != nil {
		return &Failed{Code: "not_an_address", Err: err}
	}
	limit := m.Limit
	if limit == 0 {
		limit = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	l := &line{Mailer: m}
	defer l.hangUp()
	client, err := l.client(limit)
	if err != nil {
		return &Failed{Code: "settings", Err: err}
	}
	if err := client.DialWithContext(ctx); err != nil {
		return &Failed{Code: dialCode(err), Temporary: true, Err: err}
	}
	err = client.Send(msg)
	_ = client.Close() // whether the server has taken it is known; how it says goodbye does not matter
	return failed(err)
}

// line is one connection under way. go-mail leaves it open when the greeting fails.
type line struct {
	Mailer
	conn net.Conn
}

func (l *line) hangUp() {
	if l.conn != nil {
		_ = l.conn.Close() // mostly closed already
	}
}

// message puts a mail together. go-mail encodes what is not ASCII and folds long lines; line ends are taken out here, so
// that nobody's name can add a header.
func (m Mailer) message(out Mail) (*gomail.Msg, error) {
	msg := gomail.NewMsg()
	if err := msg.From(m.From.String()); err != nil {
		return nil, err
	}
	to, err := mail.ParseAddress(out.To)
	if err != nil {
		return nil, err
	}
	if err := msg.AddTo((&mail.Address{Name: flat(out.Name), Address: to.Address}).String()); err != nil {
		return nil, err
	}
	msg.Subject(flat(out.Subject))
	msg.SetDate()
	_, domain, _ := strings.Cut(m.From.Address, "@")
	msg.SetMessageIDWithValue(flat(out.ID) + "@" + domain)
	if !out.Written {
		msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's robot answers
		msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	}
	if out.ReplyTo != "" {
		if err := msg.ReplyTo(out.ReplyTo); err != nil {
			return nil, err
		}
	}
	if out.Unsubscribe != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+flat(out.Unsubscribe)+">")
	}
	if out.Urgent {
		msg.SetImportance(gomail.ImportanceHigh)
	}
	msg.SetBodyString(gomail.TypeTextPlain, out.Text)
	if out.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, out.HTML)
	}
	return msg, nil
}

// flat takes out line ends and other control characters.
func flat(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u0085' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

func (l *line) client(limit time.Duration) (*gomail.Client, error) {
	settings := &tls.Config{ServerName: l.Server.Host, RootCAs: l.Roots, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{gomail.WithPort(l.Server.Port), gomail.WithTimeout(limit), gomail.WithTLSConfig(settings),
		gomail.WithDialContextFunc(l.dial(settings)), gomail.WithHELO("switchboard.invalid")}
	switch {
	case l.Server.Implicit: // dial has encrypted it; this way go-mail notices, and a password may go
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case l.Server.Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if _, domain, found := strings.Cut(l.From.Address, "@"); found {
		options = append(options, gomail.WithHELO(domain))
	}
	if l.Server.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(l.Server.User),
			gomail.WithPassword(l.Server.Password))
	}
	return gomail.NewClient(l.Server.Host, options...)
}

// dial connects, and encrypts at once where the server wants that.
func (l *line) dial(settings *tls.Config) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (conn net.Conn, err error) {
		if conn, err = l.Dial(ctx, network, address); err != nil {
			return nil, err
		}
		l.conn = conn
		if !l.Server.Implicit {
			return conn, nil
		}
		secure := tls.Client(conn, settings)
		return secure, secure.HandshakeContext(ctx)
	}
}

func dialCode(err error) string {
	var certificate *tls.CertificateVerificationError
	var text string
	if err != nil {
		text = strings.ToLower(err.Error())
	}
	switch {
	case errors.As(err, &certificate):
		return "certificate"
	case strings.Contains(text, "auth"):
		return "credentials"
	case strings.Contains(text, "starttls"):
		return "no_tls"
	case errors.Is(err, context.DeadlineExceeded):
		return "no_answer"
	}
	return "unreachable"
}

// failed tells what is certainly not taken from what may be: only once the text has begun to leave can it be.
func failed(err error) error {
	var send *gomail.SendError
	if err == nil {
		return nil
	}
	if !errors.As(err, &send) {
		return &Failed{Code: "interrupted", MaybeSent: true, Err: err}
	}
	code := send.ErrorCode()
	switch send.Reason {
	case gomail.ErrSMTPMailFrom:
		return &Failed{Code: "sender_refused", Temporary: code == 0 || code < 500, Err: err}
	case gomail.ErrSMTPRcptTo:
		return &Failed{Code: "recipient_refused", Temporary: code == 0 || code < 500, Err: err}
	case gomail.ErrSMTPData, gomail.ErrConnCheck:
		return &Failed{Code: "refused", Temporary: code == 0 || code < 500, Err: err}
	case gomail.ErrSMTPDataClose, gomail.ErrWriteContent:
		if code >= 400 && code < 600 { // the server's own no
			return &Failed{Code: "refused", Temporary: code < 500, Err: err}
		}
	case gomail.ErrSMTPReset: // it was taken before
		return nil
	}
	return &Failed{Code: "interrupted", MaybeSent: true, Err: err}
}
