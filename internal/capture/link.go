package capture

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"switchboard"
)

// MaxURL is how many bytes an address may have.
const MaxURL = 2000

// Link is what an address tells without asking anybody.
type Link struct {
	Network switchboard.NetworkKey
	ID      string // canonical; the same thing has the same one, however its address is written
	URL     string // canonical
	Thread  string // id of what it hangs under; empty when it hangs under nothing or that is not known
	Handle  string // of who said it, as the network writes it; empty when the address does not tell
	// Post says that the address is of one thing somebody said. Else it is of a page, a profile or an app, and what was
	// said there is told apart by who said what.
	Post bool
}

// Parse reads an address. It refuses with code invalid what is no public web address.
func Parse(address string) (Link, error) {
	u, err := clean(address)
	if err != nil {
		return Link{}, err
	}
	if shortened(u.Host) {
		return Link{}, wrong("This is a short link, and only opening it tells where it leads.").
			WithHint("Open it and copy the address from there.")
	}
	link := Link{}
	if n, known := networkOf(u.Host); known {
		if link = n.read(u); link.Network == "" {
			link.Network = n.Key
		}
	}
	if link.ID == "" && link.URL == "" {
		link = readMastodon(u)
		link.Network = Mastodon
	}
	if link.ID == "" && link.URL == "" {
		link = readWebsite(u)
	}
	if len(link.URL) > MaxURL || len(link.ID) > MaxURL {
		return Link{}, tooLong()
	}
	return link, nil
}

func wrong(text string) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField("url")
}

func tooLong() error {
	return switchboard.Refuse(switchboard.CodeTooLarge, "The address is too long.").WithField("url").
		WithHint("Copy the address of the post itself; at most 2000 characters are taken.")
}

// clean is a public web address with a host in small ASCII letters, or refuses it.
func clean(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if len(address) > 2*MaxURL {
		return nil, tooLong()
	}
	if !utf8.ValidString(address) || strings.ContainsFunc(address, hidden) {
		return nil, wrong("The address has characters that cannot be seen.").WithHint("Copy it again from the address bar.")
	}
	if !strings.Contains(address, ":") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Opaque != "" || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return nil, wrong("This is no web address.").WithHint("Give the address of the post, beginning with https://.")
	case u.User != nil:
		return nil, wrong("The address holds a name or password.").WithHint("Leave out what stands before the @.")
	case u.Port() != "" && u.Port() != "443" && u.Port() != "80":
		return nil, wrong("The address is not of a public page.").WithHint("Give the address of the post as everybody sees it.")
	}
	if u.Host, err = host(u.Hostname()); err != nil {
		return nil, err
	}
	return u, nil
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r)
}

// private ends the names that are of no public host (RFC 6761, RFC 6762, RFC 8375 and the registry of reserved names).
var private = []string{"localhost", "local", "internal", "lan", "home", "corp", "intranet", "home.arpa", "test", "invalid",
	"example", "onion", "arpa", "localdomain"}

// host is a public name in ASCII.
func host(name string) (string, error) {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	notPublic := wrong("The address is not of a public page.").WithHint("Give the address of the post as everybody sees it.")
	if _, err := netip.ParseAddr(name); err == nil || numeric(name) {
		return "", notPublic
	}
	shown, err := idna.Lookup.ToUnicode(name)
	if err != nil || slices.ContainsFunc(strings.Split(shown, "."), mixed) {
		return "", wrong("The name of the site mixes letters that look alike.").
			WithHint("Somebody may be pretending to be another site. Type the address yourself.")
	}
	plain, err := idna.Lookup.ToASCII(shown)
	if err != nil || len(plain) > 253 || !form.hostForm.MatchString(plain) {
		return "", notPublic
	}
	for _, end := range private {
		if strings.HasSuffix(plain, "."+end) {
			return "", notPublic
		}
	}
	return plain, nil
}

// numeric reports whether browsers read a name as an IPv4 address written in another way.
func numeric(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	return last != "" && (strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x"))
}

// mixed reports whether a label has letters of scripts that do not belong together.
func mixed(label string) bool {
	scripts := map[string]bool{}
	for _, r := range label {
		if name := script(r); name != "" {
			scripts[name] = true
		}
	}
	if scripts["Han"] || scripts["Hiragana"] || scripts["Katakana"] || scripts["Hangul"] {
		delete(scripts, "Hiragana")
		delete(scripts, "Katakana")
		delete(scripts, "Han")
		delete(scripts, "Hangul")
		delete(scripts, "Latin")
	}
	return len(scripts) > 1
}

// script names the script of a letter; digits, dashes and marks have none.
func script(r rune) string {
	if !unicode.IsLetter(r) {
		return ""
	}
	for _, name := range []string{"Latin", "Cyrillic", "Greek", "Armenian", "Hebrew", "Arabic", "Han", "Hiragana", "Katakana",
		"Hangul", "Thai", "Devanagari", "Georgian"} {
		if unicode.Is(unicode.Scripts[name], r) {
			return name
		}
	}
	return "other"
}
