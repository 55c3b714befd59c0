package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	pebbleca "github.com/letsencrypt/pebble/v2/ca"
	pebbledb "github.com/letsencrypt/pebble/v2/db"
	pebbleva "github.com/letsencrypt/pebble/v2/va"
	pebblewfe "github.com/letsencrypt/pebble/v2/wfe"
	"golang.org/x/net/dns/dnsmessage"

	"switchboard"
	"switchboard/internal/netguard"
)

const host = "care.example"

func TestMain(m *testing.M) {
	os.Setenv("PEBBLE_VA_NOSLEEP", "1") //nolint:errcheck // it only saves time
	os.Exit(m.Run())
}

// authority is Let's Encrypt's own test server, which looks every name up at a resolver that says 127.0.0.1.
type authority struct {
	*httptest.Server
	roots *x509.CertPool // of what it issues
	door  *x509.CertPool // of its own https
}

func startAuthority(t *testing.T, httpPort, tlsPort int) authority {
	t.Helper()
	quiet := log.New(io.Discard, "", 0)
	memory := pebbledb.NewMemoryStore()
	ca := pebbleca.New(quiet, memory, "", "ecdsa", 0, 1, map[string]pebbleca.Profile{"default": {Description: "default"}})
	va := pebbleva.New(quiet, httpPort, tlsPort, true, resolver(t), memory)
	wfe := pebblewfe.New(quiet, memory, va, ca, []string{"pebble.letsencrypt.org"}, true, false, 1, 1)
	server := httptest.NewTLSServer(wfe.Handler())
	t.Cleanup(server.Close)
	a := authority{Server: server, roots: x509.NewCertPool(), door: x509.NewCertPool()}
	a.roots.AddCert(ca.GetRootCert(0).Cert)
	a.door.AddCert(server.Certificate())
	return a
}

// resolver says, over TCP, that every name lives at 127.0.0.1.
func resolver(t *testing.T) string {
	t.Helper()
	l, _ := listen(t)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go resolve(conn)
		}
	}()
	return l.Addr().String()
}

// resolve answers one question; each message comes behind its length.
func resolve(conn net.Conn) {
	defer conn.Close()
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return
	}
	sent := make([]byte, binary.BigEndian.Uint16(length[:]))
	var query dnsmessage.Message
	if _, err := io.ReadFull(conn, sent); err != nil || query.Unpack(sent) != nil || len(query.Questions) != 1 {
		return
	}
	if reply, err := answer(query); err == nil {
		_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
	}
}

func answer(query dnsmessage.Message) ([]byte, error) {
	query.Response, query.Additionals = true, nil
	if q := query.Questions[0]; q.Type == dnsmessage.TypeA {
		query.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class},
			Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}}}
	}
	return query.Pack()
}

// site is a keeper and its two doors.
type site struct {
	keeper *Keeper
	plain  string
	safe   string
	data   string
}

func listen(t *testing.T) (net.Listener, int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return l, number
}

// startSite opens both doors; the authority reaches the one or the other.
func startSite(t *testing.T, byHTTP bool) (site, authority) {
	t.Helper()
	plain, plainPort := listen(t)
	safe, safePort := listen(t)
	if byHTTP {
		safePort = 1
	} else {
		plainPort = 1
	}
	a := startAuthority(t, plainPort, safePort)
	guard := netguard.New(netguard.Options{AllowPrivate: true, RootCAs: a.door})
	t.Cleanup(guard.Close)
	s := site{plain: plain.Addr().String(), safe: safe.Addr().String(), data: t.TempDir()}
	var err error
	s.keeper, err = New(Options{PublicURL: "https://" + host, Data: s.data, Email: "ops@care.example", Directory: a.URL + pebblewfe.DirectoryPath,
		Client: guard.Reading(), UserAgent: "Switchboard/test"})
	if err != nil {
		t.Fatal(err)
	}
	serve := func(l net.Listener, handler http.Handler) {
		server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
		go func() { _ = server.Serve(l) }()
		t.Cleanup(func() { _ = server.Close() })
	}
	serve(plain, s.keeper.Plain())
	serve(tls.NewListener(safe, s.keeper.TLS()), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "well") }))
	return s, a
}

// shake makes one handshake for a name, and gives the serial number of the certificate.
func (s site) shake(ctx context.Context, name string, roots *x509.CertPool) (string, error) {
	dialer := tls.Dialer{Config: &tls.Config{ServerName: name, RootCAs: roots}}
	conn, err := dialer.DialContext(ctx, "tcp", s.safe)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return conn.(*tls.Conn).ConnectionState().PeerCertificates[0].SerialNumber.String(), nil
}

// TestACertificateFromARealAuthority: the first handshake gets one, later ones and the next start use it, and a
// handshake for somebody else's name gets none.
func TestACertificateFromARealAuthority(t *testing.T) {
	t.Parallel()
	for name, byHTTP := range map[string]bool{"by http": true, "by tls": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := startSite(t, byHTTP)
			s.getsOne(t, a)
		})
	}
}

func (s site) getsOne(t *testing.T, a authority) {
	t.Helper()
	first, err := s.shake(t.Context(), host, a.roots)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.shake(t.Context(), "evil.example", a.roots); err == nil {
		t.Error("a certificate for another name")
	}
	a.Server.Close()
	if again, err := s.shake(t.Context(), host, a.roots); err != nil || again != first {
		t.Errorf("the second: %v, %v", again, err)
	}
	restarted, err := New(Options{PublicURL: "https://" + host, Data: s.data, Directory: a.URL, Client: http.DefaultClient})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := restarted.TLS().GetCertificate(&tls.ClientHelloInfo{ServerName: host, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
		SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256}, SupportedVersions: []uint16{tls.VersionTLS13}})
	if err != nil || kept.Leaf.SerialNumber.String() != first {
		t.Errorf("after a restart: %v, %v", kept, err)
	}
	private(t, s.data)
}

// private makes sure that nobody else can read what is kept.
func private(t *testing.T, data string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(Folder(data), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %s", path, info.Mode())
		}
		files++
		return err
	})
	if err != nil || files < 3 {
		t.Errorf("%d files, %v", files, err)
	}
}

func TestPlainDoor(t *testing.T) {
	t.Parallel()
	k, err := New(Options{PublicURL: "https://" + host, Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, path, host string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		r.Host = host
		out := httptest.NewRecorder()
		k.Plain().ServeHTTP(out, r)
		return out
	}
	if got := ask("GET", "/login?next=%2F", "evil.example"); got.Code != 301 || got.Header().Get("Location") != "https://care.example/login?next=%2F" {
		t.Errorf("%d to %s", got.Code, got.Header().Get("Location"))
	}
	if got := ask("POST", "/api/v1/session", host); got.Code != 400 {
		t.Errorf("a password in the clear is answered with %d", got.Code)
	}
	if got := ask("GET", "/.well-known/acme-challenge/guess", host); got.Code != 404 || strings.Contains(got.Body.String(), "guess ") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestAddressesWithoutACertificate(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "http://care.example", "https://care.example:8443", "https://"} {
		if _, err := New(Options{PublicURL: address}); !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("%q: %v", address, err)
		}
	}
}
