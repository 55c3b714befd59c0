package api

import (
	"net/http"
	"net/netip"
	"strings"
)

// FromBehind makes an Options.From for a server behind proxies. What a proxy that is trusted adds to X-Forwarded-For is
// believed, and nothing else: whoever connects without one is known by the connection, whatever they write there, and
// what stands to the left of the first address that is not trusted was written by its owner.
func FromBehind(trusted []netip.Prefix) func(*http.Request) string {
	return func(r *http.Request) string {
		at, err := addressIn(peer(r))
		if err != nil {
			return peer(r)
		}
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0 && contains(trusted, at); i-- {
			hop, err := addressIn(strings.TrimSpace(hops[i]))
			if err != nil {
				break // what is behind a hop that cannot be read cannot be told
			}
			at = hop
		}
		return at.String()
	}
}

// addressIn reads an address with or without a port. An IPv4 address written as IPv6 is the same as itself.
func addressIn(text string) (netip.Addr, error) {
	if both, err := netip.ParseAddrPort(text); err == nil {
		return both.Addr().Unmap().WithZone(""), nil
	}
	at, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"))
	return at.Unmap().WithZone(""), err
}

func contains(prefixes []netip.Prefix, at netip.Addr) bool {
	for _, prefix := range prefixes {
		if prefix.Contains(at) {
			return true
		}
	}
	return false
}
