package netguard

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
)

// privatePrefixes is what AllowPrivate adds. Link-local is not among them: nothing that a company runs for others lives
// there, but cloud metadata services do.
func privatePrefixes() []netip.Prefix {
	return parsePrefixes("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
		"::1/128", "fc00::/7")
}

// metadataServices hand out a machine's credentials to whoever asks from inside: Amazon, Google, Azure and others at the
// first, Amazon over IPv6, Alibaba, Oracle.
func metadataServices() []netip.Prefix {
	return parsePrefixes("169.254.169.254/32", "fd00:ec2::254/128", "100.100.100.200/32", "192.0.0.192/32")
}

func parsePrefixes(texts ...string) []netip.Prefix {
	prefixes := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		prefixes[i] = netip.MustParsePrefix(text)
	}
	return prefixes
}

type control = func(network, address string, c syscall.RawConn) error

// permitted are the prefixes that are allowed beside public addresses.
func permitted(o Options) []netip.Prefix {
	allowed := slices.Clone(o.AllowPrefixes)
	if o.AllowPrivate {
		allowed = append(allowed, privatePrefixes()...)
	}
	return allowed
}

// judgeInside returns a check that lets nothing pass but what is allowed beside public addresses.
func judgeInside(o Options) control {
	whole, allowed := judge(o), permitted(o)
	return func(network, address string, c syscall.RawConn) error {
		target, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrRefused, err)
		}
		host := target.Addr().Unmap().WithZone("")
		if !slices.ContainsFunc(allowed, func(p netip.Prefix) bool { return p.Contains(host) }) {
			return fmt.Errorf("%w: without encryption only an inner address may be reached", ErrRefused)
		}
		return whole(network, address, c)
	}
}

// judge returns the check that a dialer makes of every resolved address right before it connects. A name that resolves
// differently the second time gains nothing.
func judge(o Options) control {
	allowed := permitted(o)
	var v4, v6 []netip.Prefix
	for _, prefix := range allowed {
		if prefix.Addr().Is4() {
			v4 = append(v4, prefix)
		} else {
			v6 = append(v6, prefix)
		}
	}
	// Ports are free: a community's server may use any.
	guardian := ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
	metadata := slices.DeleteFunc(metadataServices(), func(p netip.Prefix) bool {
		return slices.Contains(o.AllowPrefixes, p)
	})
	return func(network, address string, c syscall.RawConn) error {
		if err := refuseMetadata(metadata, address); err != nil {
			return err
		}
		return refused(guardian.Safe(network, address, c))
	}
}

func refuseMetadata(metadata []netip.Prefix, address string) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	host := target.Addr().Unmap().WithZone("")
	for _, prefix := range metadata {
		if prefix.Contains(host) {
			return fmt.Errorf("%w: %s is a cloud metadata service", ErrRefused, host)
		}
	}
	return nil
}

// IsLoopbackRequest reports whether a request reached this process directly from the same machine. The address of the
// connection decides; a header can take that away, since a proxy on this machine forwards strangers, but never grant it.
func IsLoopbackRequest(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if len(r.Header.Values(name)) > 0 {
			return false
		}
	}
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && remote.Addr().Unmap().IsLoopback()
}
