package mailtest

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Password of every mailbox.
const Password = "tea-and-kettles"

// Server is a running pair of mail servers.
type Server struct {
	IMAP, Submission   string // addresses that take STARTTLS
	IMAPS, Submissions string // and those that take TLS at once
	Roots              *x509.CertPool

	lmtp, smtp string
	folder     string
	tokens     *httptest.Server
	dovecot    *process
	smtpd      *process
	lock       *os.File
}

var shared struct {
	once   sync.Once
	server *Server
	err    error
}

// Main runs the tests and stops the servers. Call it from TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if shared.server != nil {
		shared.server.stop()
	}
	os.Exit(code)
}

// Start gives the servers of this test binary.
func Start(t testing.TB) *Server {
	t.Helper()
	shared.once.Do(func() {
		shared.server, shared.err = launch()
	})
	if errors.Is(shared.err, errNotHere) && os.Getenv("CI") == "" {
		t.Skipf("SKIPPED, nothing is proved: %v", shared.err)
	}
	if shared.err != nil {
		t.Fatalf("mailtest: %v", shared.err)
	}
	return shared.server
}

// errNotHere says that this machine cannot run the servers. Under CI that is a failure.
var errNotHere = errors.New("the mail servers cannot run here")

func launch() (*Server, error) {
	for _, program := range []string{"/usr/sbin/dovecot", "/usr/sbin/smtpd"} {
		if _, err := os.Stat(program); err != nil {
			return nil, fmt.Errorf("%w: they are not installed, run scripts/test-deps.sh", errNotHere)
		}
	}
	if os.Geteuid() != 0 {
		return nil, fmt.Errorf("%w: OpenSMTPD runs as root alone", errNotHere)
	}
	sweep(os.TempDir())
	folder, err := os.MkdirTemp(os.TempDir(), fmt.Sprintf("%s%d-", folderPrefix, os.Getpid()))
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, tokens: httptest.NewServer(introspection())}
	for _, step := range []func() error{s.turn, s.prepare, s.startDovecot, s.startSMTPD} {
		if err := step(); err != nil {
			s.stop()
			return nil, err
		}
	}
	return s, nil
}

// prepare makes folders, certificate and ports.
func (s *Server) prepare() error {
	if err := os.Chmod(s.folder, 0o755); err != nil {
		return err
	}
	home := filepath.Join(s.folder, "home")
	if err := os.Mkdir(home, 0o755); err != nil {
		return err
	}
	if err := chownNobody(home); err != nil {
		return err
	}
	var err error
	if s.Roots, err = certify(s.folder); err != nil {
		return err
	}
	for _, address := range []*string{&s.IMAP, &s.IMAPS, &s.Submission, &s.Submissions, &s.lmtp, &s.smtp} {
		if *address, err = freeAddress(); err != nil {
			return err
		}
	}
	return nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func port(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

func (s *Server) startDovecot() error {
	if err := s.write("dovecot.conf", dovecotConf); err != nil {
		return err
	}
	if err := s.write("oauth2.conf", oauthConf); err != nil {
		return err
	}
	var err error
	if s.dovecot, err = run(s.folder, "/usr/sbin/dovecot", "-F", "-c", filepath.Join(s.folder, "dovecot.conf")); err != nil {
		return err
	}
	for _, address := range []string{s.IMAP, s.Submission, s.lmtp} {
		if err := s.await(address, s.dovecot); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) startSMTPD() error {
	if err := s.write("smtpd.conf", smtpdConf); err != nil {
		return err
	}
	var err error
	if s.smtpd, err = run(s.folder, "/usr/sbin/smtpd", "-d", "-f", filepath.Join(s.folder, "smtpd.conf")); err != nil {
		return err
	}
	return s.await(s.smtp, s.smtpd)
}

// write fills in a configuration.
func (s *Server) write(name, text string) error {
	text = strings.NewReplacer("DIR", s.folder, "PASSWORD", Password, "IMAPPORT", port(s.IMAP), "IMAPSPORT", port(s.IMAPS),
		"SUBMISSIONPORT", port(s.Submission), "SUBMISSIONSPORT", port(s.Submissions), "LMTPPORT", port(s.lmtp), "SMTPPORT", port(s.smtp), "TOKENS", s.tokens.URL).Replace(text)
	return os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o644)
}

// await waits until a server speaks.
func (s *Server) await(address string, p *process) error {
	for until := time.Now().Add(60 * time.Second); ; {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
			_, err = conn.Read(make([]byte, 1))
			_ = conn.Close()
			if err == nil {
				return nil
			}
		}
		select {
		case <-p.ended:
			return fmt.Errorf("%s ended at once: %s%s", p.name, p.said(), s.log())
		case <-time.After(30 * time.Millisecond):
		}
		if time.Now().After(until) {
			return fmt.Errorf("%s does not answer at %s: %w%s", p.name, address, err, s.log())
		}
	}
}

func (s *Server) log() string {
	raw, _ := os.ReadFile(filepath.Join(s.folder, "dovecot.log"))
	return "\n" + string(raw[max(len(raw)-2000, 0):])
}

func (s *Server) stop() {
	s.smtpd.stop()
	s.dovecot.stop()
	s.tokens.Close()
	if s.lock != nil {
		_ = s.lock.Close()
	}
	_ = os.RemoveAll(s.folder)
}

// Doveadm runs Dovecot's tool for whoever administers it.
func (s *Server) Doveadm(t testing.TB, args ...string) {
	t.Helper()
	command := exec.Command("doveadm", append([]string{"-c", filepath.Join(s.folder, "dovecot.conf")}, args...)...)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("doveadm %v: %v: %s", args, err, out)
	}
}
