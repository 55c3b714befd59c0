package mailer_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"switchboard"
	"switchboard/internal/mailer"
	"switchboard/internal/netguard"
)

// office is a mail server that takes mail in, or does what the test says.
type office struct {
	mu       sync.Mutex
	mails    []string
	to       []string
	signedIn string
	rcpt     error
	data     func(io.Reader) error
}

func (o *office) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{office: o}, nil }

type session struct{ *office }

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "care" || password != "p@ss:word" {
			return errors.New("no")
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.signedIn = user
		return nil
	}), nil
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to = append(s.to, to)
	return s.rcpt
}

func (s *session) Data(r io.Reader) error {
	if s.data != nil {
		return s.data(r)
	}
	body, err := io.ReadAll(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, string(body))
	return err
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// certificate is one for 127.0.0.1 that the pool trusts.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// open starts the server; scheme is how it is spoken to.
func (o *office) open(t *testing.T, scheme string) mailer.Mailer {
	t.Helper()
	cert, pool := certificate(t)
	server := smtp.NewServer(o)
	server.Domain, server.AllowInsecureAuth = "office.example", false
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	settings := &tls.Config{Certificates: []tls.Certificate{cert}}
	address := listener.Addr().String()
	switch scheme {
	case "smtp":
		server.TLSConfig = settings
	case "smtps":
		listener = tls.NewListener(listener, settings)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	user := "care:p%40ss%3Aword@"
	if scheme == "smtp+plain" {
		user = ""
	}
	return client(t, scheme+"://"+user+address, pool)
}

func client(t *testing.T, address string, pool *x509.CertPool) mailer.Mailer {
	t.Helper()
	to, err := mailer.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	guard := netguard.New(netguard.Options{AllowHosts: []string{to.Address()}})
	t.Cleanup(guard.Close)
	return mailer.Mailer{Server: to, From: &mail.Address{Name: "Kettle Care", Address: "care@kettles.example"}, Dial: guard.DialContext,
		Roots: pool, Limit: 5 * time.Second}
}

func letter() mailer.Mail {
	return mailer.Mail{To: "ada@kettles.example", Name: "Ada", Subject: "Your customer wrote: Mïra", Text: "Look at it.\n", HTML: "<p>Look at it.</p>",
		Unsubscribe: "https://care.example/me", ID: "tel_1"}
}

func TestMailArrivesHoweverTheServerIsSpokenTo(t *testing.T) {
	t.Parallel()
	for _, scheme := range []string{"smtp", "smtps", "smtp+plain"} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			o := &office{}
			if err := o.open(t, scheme).Send(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
			if len(o.mails) != 1 || scheme != "smtp+plain" && o.signedIn != "care" {
				t.Fatalf("%d mails, signed in as %q", len(o.mails), o.signedIn)
			}
			read, err := mail.ReadMessage(strings.NewReader(o.mails[0]))
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{"From": `"Kettle Care" <care@kettles.example>`, "To": `"Ada" <ada@kettles.example>`,
				"Message-Id": "<tel_1@kettles.example>", "Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://care.example/me>"} {
				if got := read.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if !strings.HasPrefix(read.Header.Get("Content-Type"), "multipart/alternative") {
				t.Errorf("a mail of the type %q", read.Header.Get("Content-Type"))
			}
		})
	}
}

func TestNobodysNameAddsAHeader(t *testing.T) {
	t.Parallel()
	o := &office{}
	m := letter()
	m.Name, m.Subject = "Ada\r\nBcc: all@kettles.example", "Hello\r\nBcc: all@kettles.example\n\nA body"
	m.Unsubscribe, m.ID = "https://care.example/me>\r\nX-Evil: 1", "tel_1>\r\nX-Evil: 1"
	if err := o.open(t, "smtp+plain").Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	read, err := mail.ReadMessage(strings.NewReader(o.mails[0]))
	if err != nil {
		t.Fatal(err)
	}
	if read.Header.Get("Bcc") != "" || read.Header.Get("X-Evil") != "" || len(o.to) != 1 {
		t.Errorf("a name made a header: %v, to %v", read.Header, o.to)
	}
}

// TestWhatIsSureIsSaid: whether a mail may have been taken decides whether it is sent again.
func TestWhatIsSureIsSaid(t *testing.T) {
	t.Parallel()
	refuse := func(code int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: "no"}
	}
	for name, tc := range map[string]struct {
		office *office
		want   mailer.Failed
	}{
		"a recipient nobody knows": {&office{rcpt: refuse(550)}, mailer.Failed{Code: "recipient_refused"}},
		"a recipient for later":    {&office{rcpt: refuse(450)}, mailer.Failed{Code: "recipient_refused", Temporary: true}},
		"a text that is refused":   {&office{data: func(r io.Reader) error { _, _ = io.Copy(io.Discard, r); return refuse(554) }}, mailer.Failed{Code: "refused"}},
		"a text for later": {&office{data: func(r io.Reader) error { _, _ = io.Copy(io.Discard, r); return refuse(451) }},
			mailer.Failed{Code: "refused", Temporary: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, tc.office.open(t, "smtp+plain").Send(t.Context(), letter()), tc.want)
		})
	}
}

func check(t *testing.T, err error, want mailer.Failed) {
	t.Helper()
	var got *mailer.Failed
	if !errors.As(err, &got) || got.Code != want.Code || got.MaybeSent != want.MaybeSent || got.Temporary != want.Temporary {
		t.Errorf("%+v, want %+v", err, want)
	}
}

// script is a server that says fixed lines, each after one of the client's, and then does what end says.
func script(t *testing.T, end func(net.Conn), lines ...string) mailer.Mailer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		buf := make([]byte, 4096)
		for i, line := range lines {
			if i > 0 {
				if _, err := conn.Read(buf); err != nil {
					return
				}
			}
			if _, err := conn.Write([]byte(line + "\r\n")); err != nil {
				return
			}
		}
		end(conn)
	}()
	m := client(t, "smtp+plain://"+listener.Addr().String(), nil)
	m.Limit = time.Second
	return m
}

func TestAServerThatBreaksOff(t *testing.T) {
	t.Parallel()
	untilDot := func(conn net.Conn) {
		var all []byte
		for buf := make([]byte, 4096); !bytes.Contains(all, []byte("\r\n.\r\n")); {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			all = append(all, buf[:n]...)
		}
	}
	hang := func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }
	greeting := []string{"220 office", "250 office", "250 ok", "250 ok", "250 ok", "354 go on"}
	t.Run("after the text", func(t *testing.T) {
		t.Parallel()
		check(t, script(t, untilDot, greeting...).Send(t.Context(), letter()), mailer.Failed{Code: "interrupted", MaybeSent: true})
	})
	t.Run("silent after the text", func(t *testing.T) {
		t.Parallel()
		check(t, script(t, hang, greeting...).Send(t.Context(), letter()), mailer.Failed{Code: "interrupted", MaybeSent: true})
	})
	t.Run("silent from the start", func(t *testing.T) {
		t.Parallel()
		var failed *mailer.Failed
		if err := script(t, hang).Send(t.Context(), letter()); !errors.As(err, &failed) || failed.MaybeSent || !failed.Temporary {
			t.Errorf("%v", err)
		}
	})
	t.Run("garbage", func(t *testing.T) {
		t.Parallel()
		var failed *mailer.Failed
		if err := script(t, hang, strings.Repeat("\x00\xff", 3000)).Send(t.Context(), letter()); !errors.As(err, &failed) || failed.MaybeSent {
			t.Errorf("%v", err)
		}
	})
}

func TestWhatKeepsMailFromBeingSent(t *testing.T) {
	t.Parallel()
	o := &office{}
	m := o.open(t, "smtp")
	wrong := m
	wrong.Server.Password = "guess"
	check(t, wrong.Send(t.Context(), letter()), mailer.Failed{Code: "credentials", Temporary: true})
	stranger := m
	stranger.Roots = x509.NewCertPool()
	check(t, stranger.Send(t.Context(), letter()), mailer.Failed{Code: "certificate", Temporary: true})
	bare := (&office{}).open(t, "smtp+plain")
	bare.Server.Plain = false
	check(t, bare.Send(t.Context(), letter()), mailer.Failed{Code: "no_tls", Temporary: true})
	nobody := m
	nobody.Server.Port = 1
	check(t, nobody.Send(t.Context(), letter()), mailer.Failed{Code: "unreachable", Temporary: true})
	odd := letter()
	odd.To = "not an address"
	check(t, m.Send(t.Context(), odd), mailer.Failed{Code: "not_an_address"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.Send(ctx, letter()); err == nil {
		t.Error("a mail was sent although nobody waits for it")
	}
	if len(o.mails) != 0 {
		t.Errorf("%d mails arrived all the same", len(o.mails))
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"smtps://u:p@mail.example:465", "smtp://mail.example", "smtp+plain://127.0.0.1:2525", "smtp://x/y", "://", "smtp://[::1]:25"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := mailer.Parse(text)
		if err != nil {
			if !switchboard.IsCode(err, switchboard.CodeInvalid) {
				t.Errorf("%v", err)
			}
			return
		}
		if s.Host == "" || s.Port < 1 || s.Port > 65535 || s.Plain && s.User != "" {
			t.Errorf("%q gives %+v", text, s)
		}
	})
}
