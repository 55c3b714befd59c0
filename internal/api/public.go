package api

import (
	"net/http"
	"net/netip"
	"net/url"

	"switchboard"
)

// Off is something that does not work, or not well, at the address people use.
type Off struct {
	Feature string `json:"feature" enum:"incoming_webhooks,links_outside,encryption"`
	Text    string `json:"text" doc:"What does not work"`
	Hint    string `json:"hint" doc:"What to do about it"`
}

// off lists what does not work without a public address, or with one that is not encrypted.
func (s *server) off() []Off {
	setIt := switchboard.Typed("Start with --public-url https://… ; `switchboard doctor` then tests whether it can be reached.", s.command())
	if s.PublicURL == "" {
		return []Off{
			{"incoming_webhooks", "Programs outside this network cannot push messages in: nobody has said where this installation is reached.", setIt},
			{"links_outside", "Links to invite people, and links to customers, open in this network only.", setIt},
		}
	}
	address, err := url.Parse(s.PublicURL)
	if err != nil || address.Scheme == "https" || isLocal(address.Hostname()) {
		return nil
	}
	return []Off{{"encryption", "Passwords and customers' words travel unencrypted.",
		"Use an https address: with --acme this server gets a certificate itself, or put a proxy in front of it."}}
}

func isLocal(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// atOf is where a request was made to.
func atOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// home is the address people open: the public one, or, for somebody on this very machine, the one they are at.
func (s *server) home(c *call) (string, bool) {
	if s.PublicURL != "" {
		return s.PublicURL, true
	}
	at, err := url.Parse(c.at)
	return c.at, err == nil && at.Host != "" && isLocal(at.Hostname()) && isLocal(c.from)
}

// linkTo is the address of a page of the console with a token behind the #, where no log sees it; without the host when
// nobody has said where the installation is reached.
func (s *server) linkTo(page, token string) string { return s.PublicURL + "/" + page + "#" + token }
