package netguard

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	private := Options{AllowPrivate: true}
	only := func(prefixes ...string) Options { return Options{AllowPrefixes: parsePrefixes(prefixes...)} }
	tests := []struct {
		address string
		options Options
		allowed bool
	}{
		{"93.184.215.14:443", Options{}, true},
		{"93.184.215.14:8443", Options{}, true},
		{"[2606:2800:21f:cb07::1]:443", Options{}, true},
		{"127.0.0.1:80", Options{}, false},
		{"0.0.0.0:80", Options{}, false},
		{"10.1.2.3:80", Options{}, false},
		{"172.31.0.1:80", Options{}, false},
		{"192.168.0.1:80", Options{}, false},
		{"100.64.0.1:80", Options{}, false},
		{"169.254.169.254:80", Options{}, false},
		{"224.0.0.1:80", Options{}, false},
		{"255.255.255.255:80", Options{}, false},
		{"[::1]:80", Options{}, false},
		{"[::]:80", Options{}, false},
		{"[::ffff:127.0.0.1]:80", Options{}, false},
		{"[::ffff:169.254.169.254]:80", private, false},
		{"[64:ff9b::7f00:1]:80", Options{}, false},
		{"[2002:7f00:1::]:80", Options{}, false},
		{"[fe80::1]:80", Options{}, false},
		{"[fd12::1]:80", Options{}, false},
		{"127.0.0.1:80", private, true},
		{"10.1.2.3:80", private, true},
		{"[::1]:80", private, true},
		{"[fd12::1]:80", private, true},
		{"169.254.1.1:80", private, false},
		{"[fe80::1]:80", private, false},
		{"169.254.169.254:80", private, false},
		{"[fd00:ec2::254]:80", private, false},
		{"100.100.100.200:80", private, false},
		{"192.168.7.9:80", only("192.168.7.0/24"), true},
		{"192.168.8.9:80", only("192.168.7.0/24"), false},
		{"169.254.169.254:80", only("169.254.0.0/16"), false},
		{"169.254.169.254:80", only("169.254.169.254/32"), true},
		{"not an address", private, false},
	}
	for _, tt := range tests {
		network := "tcp4"
		if strings.HasPrefix(tt.address, "[") {
			network = "tcp6"
		}
		err := judge(tt.options)(network, tt.address, nil)
		if allowed := err == nil; allowed != tt.allowed {
			t.Errorf("%s with %+v: %v", tt.address, tt.options.AllowPrefixes, err)
		}
		if err != nil && !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v is not ErrRefused", tt.address, err)
		}
	}
	if err := judge(private)("udp4", "93.184.215.14:53", nil); !errors.Is(err, ErrRefused) {
		t.Errorf("udp: %v", err)
	}
}

// Whatever the address, the plain guard lets nothing through that the standard library calls private.
func TestNoPrivateAddressPasses(t *testing.T) {
	t.Parallel()
	check := judge(Options{})
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{4, 16}).Draw(t, "size")
		host, _ := netip.AddrFromSlice(rapid.SliceOfN(rapid.Byte(), size, size).Draw(t, "address"))
		network := "tcp6"
		if host.Is4() {
			network = "tcp4"
		}
		err := check(network, netip.AddrPortFrom(host, 443).String(), nil)
		plain := host.Unmap()
		inner := plain.IsPrivate() || plain.IsLoopback() || plain.IsLinkLocalUnicast() || plain.IsMulticast() ||
			plain.IsUnspecified()
		if inner && err == nil {
			t.Fatalf("%s passes", host)
		}
	})
}

func TestDialerRefusesByResolvedAddress(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	g := New(Options{})
	for _, host := range []string{"127.0.0.1", "localhost", "::ffff:127.0.0.1", "0.0.0.0", "0"} {
		conn, err := g.DialContext(t.Context(), "tcp", net.JoinHostPort(host, port))
		if err == nil {
			_ = conn.Close()
			t.Errorf("connected to %s", host)
		} else if host != "0" && !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if _, err := g.DialContext(t.Context(), "unix", "/run/some.sock"); !errors.Is(err, ErrRefused) {
		t.Errorf("unix socket: %v", err)
	}
}

// A name that answers with a public address when it is checked and a private one when it is used is caught, because
// only the address connected to counts.
func TestRebindingGainsNothing(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the inner server was reached")
	}))
	defer server.Close()
	g := New(Options{})
	resolver := rebindingResolver(t)
	g.dialer.Resolver = resolver
	target, _ := url.Parse(server.URL)
	target.Host = net.JoinHostPort("shop.example", target.Port())
	if first, err := resolver.LookupHost(t.Context(), "shop.example"); err != nil || first[0] != "93.184.215.14" {
		t.Fatalf("the check sees %v, %v", first, err)
	}
	_, err := g.Reading().Get(target.String())
	if !errors.Is(err, ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestAllowedHostPassesWithItsPortOnly(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	g := New(Options{AllowHosts: []string{"LocalHost:" + port}})
	conn, err := g.DialContext(t.Context(), "tcp", "localhost:"+port)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	for _, other := range []string{"localhost:1", "127.0.0.1:" + port} {
		if _, err := g.DialContext(t.Context(), "tcp", other); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", other, err)
		}
	}
}

func TestNoProxyFromTheEnvironment(t *testing.T) {
	t.Parallel()
	if New(Options{}).transport().Proxy != nil {
		t.Error("an environment variable could put a proxy in between")
	}
}

func TestIsLoopbackRequest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		remote, header string
		want           bool
	}{
		{"127.0.0.1:5000", "", true},
		{"127.8.8.8:5000", "", true},
		{"[::1]:5000", "", true},
		{"[::ffff:127.0.0.1]:5000", "", true},
		{"192.168.0.9:5000", "", false},
		{"203.0.113.9:5000", "", false},
		{"", "", false},
		{"@", "", false},
		{"203.0.113.9:5000", "X-Forwarded-For", false},
		{"127.0.0.1:5000", "X-Forwarded-For", false},
		{"127.0.0.1:5000", "Forwarded", false},
		{"127.0.0.1:5000", "Via", false},
		{"127.0.0.1:5000", "X-Real-IP", false},
		{"127.0.0.1:5000", "Accept", true},
	}
	for _, tt := range tests {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/practice", nil)
		r.RemoteAddr = tt.remote
		if tt.header != "" {
			r.Header.Set(tt.header, "127.0.0.1")
		}
		if got := IsLoopbackRequest(r); got != tt.want {
			t.Errorf("%q with %s: got %v", tt.remote, tt.header, got)
		}
	}
}

// Where only https is let out, the scheme of every request is judged before anything is dialled, but for the listed hosts.
func TestOnlyHTTPS(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer plain.Close()
	strict := New(Options{OnlyHTTPS: true, AllowPrivate: true})
	listed := New(Options{OnlyHTTPS: true, AllowHosts: []string{strings.ToUpper(plain.Listener.Addr().String())}})
	for name, client := range map[string]*http.Client{"sending": strict.Sending(), "reading": strict.Reading()} {
		response, err := client.Get(plain.URL)
		if err == nil {
			response.Body.Close()
		}
		if !errors.Is(err, ErrRefused) || name == "sending" && MaybeSent(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, client := range map[string]*http.Client{"sending": listed.Sending(), "reading": listed.Reading()} {
		response, err := client.Get(plain.URL)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		response.Body.Close()
	}
	if asked.Load() != 2 {
		t.Errorf("the server was asked %d times", asked.Load())
	}
	for address, want := range map[string]bool{"https://chat.example/x": true, "http://chat.example": false, "http://chat.example:443": true,
		"https://CHAT.example:443/": true, "https://chat.example:8443": false, "https://other.example": false} {
		target, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := Listed(target, []string{"chat.example:443"}); got != want {
			t.Errorf("%s is listed: %v", address, got)
		}
	}
}
