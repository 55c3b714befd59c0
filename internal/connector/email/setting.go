package email

import (
	"cmp"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"switchboard"
	"switchboard/internal/connector"
)

// settings are an account's settings, ready for use.
type settings struct {
	address, sender string
	aliases         []string
	imap, smtp      server
	oauth           *grant // nil where a password is used
	folders         []string
	sent            string // empty to be found
	append          bool   // we put the copy into Sent
	historyDays     int
	markSeen        bool
	replyAll        bool
	quote           bool
	capture         string // address for notifications; empty for none
	report          string // address for colleagues' reports; empty for none
	authServer      string // whose Authentication-Results are believed; empty for any
}

// server is one server to sign in to.
type server struct {
	host, port, security string
	user, password       string
}

func (s server) address() string { return net.JoinHostPort(s.host, s.port) }

// grant is what tokens are renewed with.
type grant struct{ url, scope, client, secret, refresh string }

func settingsOf(env connector.Env) (settings, error) {
	c, known := env.Config, providerOf(env.Config["provider"])
	s := settings{address: c["address"], sender: c["sender"], aliases: connector.List(c["aliases"]),
		quote: c["quote"] == "true", capture: c["capture"], report: c["report"], authServer: cmp.Or(c["auth_server"], known.authServer),
		folders: connector.List(c["folders"]), sent: c["sent_folder"], markSeen: c["mark_seen"] == "true", replyAll: c["reply_all"] == "true",
		append: c["sent_copy"] == "append" || c["sent_copy"] != "server" && !known.keepsSent}
	s.historyDays, _ = strconv.Atoi(c["history_days"])
	user := cmp.Or(c["user"], s.address)
	s.imap = server{host: cmp.Or(c["imap_host"], known.imap), port: cmp.Or(c["imap_port"], "993"), user: user, password: env.Secrets["password"]}
	s.smtp = server{host: cmp.Or(c["smtp_host"], known.smtp), port: cmp.Or(c["smtp_port"], "587"), user: cmp.Or(c["smtp_user"], user),
		password: cmp.Or(env.Secrets["smtp_password"], s.imap.password)}
	s.imap.security = securityOf(c["imap_security"], s.imap.port, "993")
	s.smtp.security = securityOf(c["smtp_security"], s.smtp.port, "465")
	if c["auth"] == "oauth2" {
		s.oauth = &grant{url: cmp.Or(c["oauth_token_url"], known.tokenURL), scope: cmp.Or(c["oauth_scope"], known.scope),
			client: c["oauth_client_id"], secret: env.Secrets["oauth_client_secret"], refresh: env.Secrets[refreshField]}
	}
	return s, s.complete()
}

// securityOf is how a connection is protected: as chosen, else as the port tells.
func securityOf(chosen, port, direct string) string {
	switch {
	case chosen != "" && chosen != "auto":
		return chosen
	case port == direct:
		return "tls"
	}
	return "starttls"
}

// complete refuses what one field alone cannot tell to be missing.
func (s settings) complete() error {
	missing := func(field, label string) error {
		return switchboard.Refuse(switchboard.CodeInvalid, "%s is missing.", label).WithField(field).
			WithHint("Fill it in, or choose a provider whose servers are known.")
	}
	switch {
	case s.address == "":
		return missing("address", "Address")
	case s.imap.host == "":
		return missing("imap_host", "IMAP server")
	case s.smtp.host == "":
		return missing("smtp_host", "SMTP server")
	case s.oauth == nil && s.imap.password == "":
		return missing("password", "Password")
	case s.oauth == nil:
		return nil
	case s.oauth.url == "":
		return missing("oauth_token_url", "OAuth2 token address")
	case s.oauth.client == "":
		return missing("oauth_client_id", "OAuth2 client")
	case s.oauth.refresh == "":
		return missing(refreshField, "OAuth2 refresh token")
	}
	return nil
}

// isOurs reports whether an address leads into this mailbox.
func (s settings) isOurs(address string) bool {
	address = strings.ToLower(address)
	_, domain, _ := strings.Cut(address, "@")
	return address == s.address || s.capture != "" && address == s.capture || s.report != "" && address == s.report || slices.Contains(s.aliases, address) || slices.Contains(s.aliases, "@"+domain)
}

// addresses are those that lead into a mailbox. Of a domain of which everything is caught nobody can say which of its
// addresses are somebody's own.
func addresses(config map[string]string) []string {
	all := append([]string{config["address"], config["capture"], config["report"]}, connector.List(config["aliases"])...)
	return slices.DeleteFunc(all, func(a string) bool { return a == "" || strings.HasPrefix(a, "@") })
}

// domain is that of the account's address, under which its message ids are made.
func (s settings) domain() string {
	return s.address[strings.LastIndexByte(s.address, '@')+1:]
}

func between(value string, least, most int) error {
	if n, err := strconv.Atoi(value); err != nil || n < least || n > most {
		return fmt.Errorf("it takes a number from %d to %d", least, most)
	}
	return nil
}
