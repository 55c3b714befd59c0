package certificate

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"path/filepath"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"switchboard"
)

// Folder is where the certificates of a data folder lie.
func Folder(data string) string { return filepath.Join(data, "certificates") }

// Options say for whom, from whom and by which way out.
type Options struct {
	PublicURL string // https, without a port: the authority asks at 80 and 443
	Data      string // folder
	Email     string // for the authority to write to; may be empty
	Directory string // of the authority
	Client    *http.Client
	UserAgent string
}

// Keeper has a certificate for one host.
type Keeper struct {
	host    string
	manager *autocert.Manager
}

// New makes a keeper; nothing is asked of the authority before somebody connects. It refuses an address no authority
// gives a certificate for, naming the setting.
func New(o Options) (*Keeper, error) {
	address, err := url.Parse(o.PublicURL)
	if err != nil || address.Scheme != "https" || address.Port() != "" || address.Hostname() == "" {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "A certificate needs a public address with https and without a port.").
			WithField("public-url").WithHint("Start with --public-url https://care.example.com --acme.").WithCause(err)
	}
	return &Keeper{host: address.Hostname(), manager: &autocert.Manager{Prompt: autocert.AcceptTOS, Email: o.Email,
		Cache: autocert.DirCache(Folder(o.Data)), HostPolicy: autocert.HostWhitelist(address.Hostname()),
		Client: &acme.Client{DirectoryURL: o.Directory, HTTPClient: o.Client, UserAgent: o.UserAgent}}}, nil
}

// TLS is how connections are made safe. A handshake for another name is refused; the first one for ours waits until the
// authority has given a certificate.
func (k *Keeper) TLS() *tls.Config {
	config := k.manager.TLSConfig()
	config.MinVersion = tls.VersionTLS12
	return config
}

// Plain answers at port 80: the authority's questions, and everybody else is sent to https. Only our own host is named,
// whatever was asked for.
func (k *Keeper) Plain() http.Handler {
	inner := k.manager.HTTPHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "use https", http.StatusBadRequest) // what was sent is lost to listeners already
			return
		}
		target := url.URL{Scheme: "https", Host: k.host, Path: r.URL.Path, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err == nil {
			r.Host = host // a port that is forwarded to here may be named
		}
		inner.ServeHTTP(w, r)
	})
}
