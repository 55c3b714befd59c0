package config

import (
	"errors"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"strings"
)

func mailRows() []row {
	return []row{{
		Row: Row{Name: "smtp-url", Values: "empty, or an address such as smtps://user:password@mail.example:465", Secret: true,
			Help: "The mail server by which this installation mails its own people. smtps is encrypted from the start (465), smtp " +
				"has to offer STARTTLS (587), smtp+plain is not encrypted (25) and is for a server on the same machine. " +
				"Empty sends no mail."},
		set: func(s *Settings, v string) error { return parseSMTP(&s.SMTPURL, v) },
		get: func(s Settings) string { return s.SMTPURL },
	}, {
		Row: Row{Name: "mail-from", Values: "empty, or an address, with or without a name",
			Help: "The sender of those mails: `care@company.example` or `Company Care <care@company.example>`. Needed with smtp-url."},
		set: func(s *Settings, v string) error { return parseMailFrom(&s.MailFrom, v) },
		get: func(s Settings) string { return s.MailFrom },
	}, {
		Row: Row{Name: "chat-hook-hosts", Default: "none", Values: "none, or hosts such as chat.company.example:443,10.1.2.3:8065",
			Help: "Hosts to which chat hooks may lead although they are not on the public internet or not encrypted. Everybody " +
				"here may make a chat hook, so all others are told over https at public addresses only, and browsers always are. " +
				"Without a port it is 443."},
		set: func(s *Settings, v string) error { return parseHosts(&s.ChatHookHosts, v) },
		get: func(s Settings) string { return formatHosts(s.ChatHookHosts) },
	}}
}

// parseHosts reads host:port, host or address, parted by commas.
func parseHosts(to *[]string, value string) error {
	if value == "none" {
		*to = nil
		return nil
	}
	var hosts []string
	for field := range strings.SplitSeq(value, ",") {
		field = strings.ToLower(strings.TrimSpace(field))
		if host, _, err := net.SplitHostPort(field); err != nil {
			field = net.JoinHostPort(strings.Trim(field, "[]"), "443")
		} else if host == "" {
			return errNoHosts
		}
		u, err := url.Parse("https://" + field)
		if err != nil || u.Host != field || u.Hostname() == "" || strings.ContainsAny(u.Hostname(), " /@*") || parseListen(new(string), field) != nil {
			return errNoHosts
		}
		hosts = append(hosts, field)
	}
	*to = hosts
	return nil
}

var errNoHosts = errors.New("is neither none nor a list of hosts; write for example chat.company.example:443,10.1.2.3:8065")

func formatHosts(hosts []string) string {
	if len(hosts) == 0 {
		return "none"
	}
	return strings.Join(hosts, ",")
}

// parseSMTP says nothing of what it found, because the address may hold a password.
func parseSMTP(to *string, value string) error {
	if value == "" {
		*to = ""
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || !slices.Contains([]string{"smtp", "smtps", "smtp+plain"}, u.Scheme) || u.Hostname() == "" ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("must be empty or an address such as smtps://user:password@mail.example:465; " +
			"write special characters of the password as %XX")
	}
	*to = value
	return nil
}

func parseMailFrom(to *string, value string) error {
	if value == "" {
		*to = ""
		return nil
	}
	if _, err := mail.ParseAddress(value); err != nil || strings.ContainsAny(value, "\r\n") {
		return errors.New("is not an address; write one such as care@company.example or Company Care <care@company.example>")
	}
	*to = value
	return nil
}
