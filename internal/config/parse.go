package config

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
)

// The functions here return the reason alone, worded to follow the quoted value; they never quote it themselves.

const maxWorkers = 1024

func parseFolder(to *string, value string) error {
	if strings.TrimSpace(value) == "" || strings.ContainsRune(value, 0) {
		return errors.New("is not a folder; write a path such as ./data")
	}
	*to = value
	return nil
}

func parseListen(to *string, value string) error {
	host, port, err := net.SplitHostPort(value)
	if err != nil || strings.ContainsAny(host, " /") {
		return errors.New("is not an address; write host:port such as 127.0.0.1:8080")
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || strconv.FormatUint(n, 10) != port {
		return errors.New("has no port number between 0 and 65535; write host:port such as 127.0.0.1:8080")
	}
	*to = value
	return nil
}

// parseDatabase says nothing of what it found, because the URL may hold a password.
func parseDatabase(to *string, value string) error {
	if value == "" {
		*to = ""
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") || len(u.Path) < 2 {
		return errors.New("must be empty or a URL such as postgres://user:password@host:5432/switchboard; " +
			"write special characters of the password as %XX")
	}
	*to = value
	return nil
}

func parsePublicURL(to *string, value string) error {
	value = strings.TrimSuffix(value, "/")
	if value == "" {
		*to = ""
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return errors.New("is not a web address; write one such as https://care.example.com")
	}
	if plain := u.Scheme + "://" + u.Host; value != plain {
		return errors.New("has more than scheme, host and port; write one such as https://care.example.com")
	}
	*to = value
	return nil
}

func parseEmail(to *string, value string) error {
	if address, err := mail.ParseAddress(value); value != "" && (err != nil || address.Address != value) {
		return errors.New("is not an email address; write one such as ops@example.com")
	}
	*to = value
	return nil
}

func parseDirectory(to *string, value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return errors.New("is not the https address of a certificate authority's directory")
	}
	*to = value
	return nil
}

func parseLevel(to *slog.Level, value string) error {
	var name string
	if err := oneOf(&name, strings.ToLower(value), "debug", "info", "warn", "error"); err != nil {
		return err
	}
	return to.UnmarshalText([]byte(name))
}

func oneOf[T ~string](to *T, value string, allowed ...T) error {
	if !slices.Contains(allowed, T(value)) {
		names := make([]string, len(allowed))
		for i, name := range allowed {
			names[i] = string(name)
		}
		return fmt.Errorf("is not one of %s", strings.Join(names, ", "))
	}
	*to = T(value)
	return nil
}

func parseSwitch(to *bool, value string) error {
	switch value {
	case "on", "true":
		*to = true
	case "off", "false":
		*to = false
	default:
		return errors.New("is neither on nor off")
	}
	return nil
}

func formatSwitch(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func parseNetworks(to *Networks, value string) error {
	switch value {
	case "off", "false":
		*to = Networks{}
		return nil
	case "on", "true":
		*to = Networks{All: true}
		return nil
	}
	prefixes, err := parsePrefixes(value)
	if err != nil {
		return errors.New("is neither off, nor on, nor a list of addresses; write for example 10.1.0.0/16,192.168.7.20")
	}
	*to = Networks{Prefixes: prefixes}
	return nil
}

func parseProxies(to *[]netip.Prefix, value string) error {
	if value == "none" {
		*to = nil
		return nil
	}
	prefixes, err := parsePrefixes(value)
	if err != nil {
		return errors.New("is neither none nor a list of addresses; write for example 10.1.0.0/16,192.168.7.20")
	}
	for _, prefix := range prefixes {
		if prefix.Bits() == 0 {
			return errors.New("trusts everybody; list the addresses of the proxies alone")
		}
	}
	*to = prefixes
	return nil
}

func formatProxies(prefixes []netip.Prefix) string {
	if len(prefixes) == 0 {
		return "none"
	}
	return Networks{Prefixes: prefixes}.String()
}

func parsePrefixes(value string) (prefixes []netip.Prefix, err error) {
	for field := range strings.SplitSeq(value, ",") {
		prefix, err := parsePrefix(strings.TrimSpace(field))
		if err != nil {
			return nil, err
		}
		prefixes = append(prefixes, prefix)
	}
	return prefixes, nil
}

// parsePrefix reads a network or a single address. IPv4 written as IPv6 would never match, so it is refused.
func parsePrefix(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil || prefix.Addr().Is4In6() {
		return netip.Prefix{}, errors.New("not a network")
	}
	return prefix.Masked(), nil
}

// String writes networks as the setting does.
func (n Networks) String() string {
	if n.All {
		return "on"
	}
	if len(n.Prefixes) == 0 {
		return "off"
	}
	texts := make([]string, len(n.Prefixes))
	for i, prefix := range n.Prefixes {
		texts[i] = prefix.String()
	}
	return strings.Join(texts, ",")
}

func parseBytes(to *int64, value string) error {
	// A plain number is read exactly; the library below counts in floating point.
	if n, err := strconv.ParseUint(value, 10, 63); err == nil {
		*to = int64(n)
		return nil
	}
	n, err := humanize.ParseBytes(value)
	if err != nil || n > math.MaxInt64 {
		return errors.New("is not a size; write one such as 256 MiB")
	}
	*to = int64(n)
	return nil
}

// formatBytes writes a size so that parseBytes reads the very same number.
func formatBytes(n int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{humanize.GiByte, " GiB"}, {humanize.MiByte, " MiB"}, {humanize.KiByte, " KiB"}} {
		if n >= unit.size && n%unit.size == 0 {
			return strconv.FormatInt(n/unit.size, 10) + unit.name
		}
	}
	return strconv.FormatInt(n, 10)
}

func parseWorkers(to *int, value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > maxWorkers {
		return fmt.Errorf("is not a whole number from 0 to %d", maxWorkers)
	}
	*to = n
	return nil
}
