package api

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestWhereARequestComesFrom(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd12::/64")}
	cases := map[string]struct {
		peer string
		said []string
		want string
	}{
		"without a proxy":                   {"203.0.113.7:4000", nil, "203.0.113.7"},
		"a stranger who claims an address":  {"203.0.113.7:4000", []string{"198.51.100.1"}, "203.0.113.7"},
		"a stranger who claims the proxy's": {"203.0.113.7:4000", []string{"10.1.0.1"}, "203.0.113.7"},
		"through the proxy":                 {"10.1.0.1:4000", []string{"203.0.113.7"}, "203.0.113.7"},
		"the proxy itself":                  {"10.1.0.1:4000", nil, "10.1.0.1"},
		"an empty header":                   {"10.1.0.1:4000", []string{""}, "10.1.0.1"},
		"claimed before the proxy":          {"10.1.0.1:4000", []string{"198.51.100.1, 203.0.113.7"}, "203.0.113.7"},
		"claimed on a line of its own":      {"10.1.0.1:4000", []string{"198.51.100.1", "203.0.113.7"}, "203.0.113.7"},
		"a trusted one claimed before":      {"10.1.0.1:4000", []string{"10.1.0.9, 203.0.113.7"}, "203.0.113.7"},
		"two proxies":                       {"10.1.0.1:4000", []string{"203.0.113.7, 10.1.0.2"}, "203.0.113.7"},
		"two proxies and a claim":           {"10.1.0.1:4000", []string{"127.0.0.1,203.0.113.7 ,10.1.0.2"}, "203.0.113.7"},
		"from within the trusted":           {"10.1.0.1:4000", []string{"10.1.0.5, 10.1.0.2"}, "10.1.0.5"},
		"with ports":                        {"10.1.0.1:4000", []string{"203.0.113.7:9000"}, "203.0.113.7"},
		"IPv6":                              {"[fd12::1]:4000", []string{"2001:db8::7"}, "2001:db8::7"},
		"IPv6 in brackets":                  {"[fd12::1]:4000", []string{"[2001:db8::7]"}, "2001:db8::7"},
		"IPv6 with a port":                  {"[fd12::1]:4000", []string{"[2001:db8::7]:9000"}, "2001:db8::7"},
		"IPv6 in another spelling":          {"[fd12::1]:4000", []string{"2001:DB8:0::0007"}, "2001:db8::7"},
		"IPv4 written as IPv6":              {"[::ffff:10.1.0.1]:4000", []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
		"another network's prefix":          {"10.2.0.1:4000", []string{"198.51.100.1"}, "10.2.0.1"},
		"nonsense from the proxy":           {"10.1.0.1:4000", []string{"unknown"}, "10.1.0.1"},
		"nonsense between":                  {"10.1.0.1:4000", []string{"198.51.100.1, unknown, 10.1.0.2"}, "10.1.0.2"},
		"nonsense before":                   {"10.1.0.1:4000", []string{"<script>, 203.0.113.7"}, "203.0.113.7"},
		"a connection without an address":   {"@", []string{"198.51.100.1"}, "@"},
		"a zone does not make two of it":    {"[fe80::1%eth0]:4000", nil, "fe80::1"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": c.said}}
			if got := FromBehind(trusted)(r); got != c.want {
				t.Errorf("from %q, want %q", got, c.want)
			}
			if got := FromBehind(nil)(r); len(c.said) > 0 && got == c.want && got != peerOf(c.peer) {
				t.Errorf("with no proxy trusted: %q was believed", got)
			}
		})
	}
}

// peerOf is the address of a connection in its usual spelling.
func peerOf(remote string) string {
	if both, err := netip.ParseAddrPort(remote); err == nil {
		return both.Addr().Unmap().WithZone("").String()
	}
	return remote
}
