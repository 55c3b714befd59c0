package config

import (
	"slices"
	"strconv"
	"strings"
)

// Row describes one setting, for help texts and the reference page.
type Row struct {
	Name    string // of the flag, without dashes in front
	Env     string // of the environment variable
	Default string // as one would write it; "" where there is none
	Values  string // what may be written
	Help    string // one or two sentences
	Secret  bool   // never shown or logged
	OwnFlag bool   // it has a flag of its name; the others are given with --set
}

type row struct {
	Row
	set func(s *Settings, value string) error // the error is the reason alone
	get func(s Settings) string
}

// apply sets the value, or leaves s alone and returns an *Error.
func (r row) apply(s *Settings, value string) error {
	changed := *s
	err := r.set(&changed, value)
	if err == nil {
		*s = changed
		return nil
	}
	if r.Secret {
		value = ""
	}
	return &Error{Name: r.Name, Value: value, Reason: err.Error()}
}

// Table returns every setting, in the order of the reference page.
func Table() []Row {
	var table []Row
	for _, r := range rows() {
		table = append(table, r.Row)
	}
	return table
}

// rows is the one declaration of all settings.
func rows() []row {
	all := slices.Concat(placeRows(), certificateRows(), mailRows(), behaviourRows())
	for i := range all {
		all[i].Env = EnvName(all[i].Name)
	}
	return all
}

func placeRows() []row {
	return []row{{
		Row: Row{Name: "data", OwnFlag: true, Default: "./data", Values: "a folder",
			Help: "Where everything is kept: the embedded database, attachments, keys. Created if missing."},
		set: func(s *Settings, v string) error { return parseFolder(&s.Data, v) },
		get: func(s Settings) string { return s.Data },
	}, {
		Row: Row{Name: "listen", OwnFlag: true, Default: "127.0.0.1:8080", Values: "host:port",
			Help: "The address the web server listens on. The default can be reached from this machine only; " +
				"write :8080 to listen on every address."},
		set: func(s *Settings, v string) error { return parseListen(&s.Listen, v) },
		get: func(s Settings) string { return s.Listen },
	}, {
		Row: Row{Name: "database", OwnFlag: true, Values: "empty, or a postgres:// URL", Secret: true,
			Help: "Empty keeps everything in SQLite inside the data folder. " +
				"A PostgreSQL URL is for more than one node."},
		set: func(s *Settings, v string) error { return parseDatabase(&s.Database, v) },
		get: func(s Settings) string { return s.Database },
	}, {
		Row: Row{Name: "public-url", OwnFlag: true, Values: "an http or https address without a path",
			Help: "Where people reach this installation from outside; it stands in links sent to customers and " +
				"decides which origins may act. Empty means the listening address."},
		set: func(s *Settings, v string) error { return parsePublicURL(&s.PublicURL, v) },
		get: func(s Settings) string { return s.PublicURL },
	}}
}

func certificateRows() []row {
	return []row{{
		Row: Row{Name: "acme", OwnFlag: true, Default: "off", Values: "on, off",
			Help: "Whether this server gets a certificate for the public address itself and serves https with it, beside " +
				"the listening address. The certificate authority must reach this machine at ports 80 and 443."},
		set: func(s *Settings, v string) error { return parseSwitch(&s.Acme.On, v) },
		get: func(s Settings) string { return formatSwitch(s.Acme.On) },
	}, {
		Row: Row{Name: "acme-email", Values: "empty, or an email address",
			Help: "Where the certificate authority writes to when something is wrong with the certificate."},
		set: func(s *Settings, v string) error { return parseEmail(&s.Acme.Email, v) },
		get: func(s Settings) string { return s.Acme.Email },
	}, {
		Row: Row{Name: "acme-directory", Default: "https://acme-v02.api.letsencrypt.org/directory", Values: "an https address",
			Help: "The certificate authority, by its directory (RFC 8555). One inside the company also needs allow-private-networks."},
		set: func(s *Settings, v string) error { return parseDirectory(&s.Acme.Directory, v) },
		get: func(s Settings) string { return s.Acme.Directory },
	}, {
		Row: Row{Name: "acme-https", Default: ":443", Values: "host:port",
			Help: "Where https is served with that certificate; another port than 443 must be forwarded from it."},
		set: func(s *Settings, v string) error { return parseListen(&s.Acme.HTTPS, v) },
		get: func(s Settings) string { return s.Acme.HTTPS },
	}, {
		Row: Row{Name: "acme-http", Default: ":80", Values: "host:port",
			Help: "Where the certificate authority asks, and everybody else is sent to https; another port than 80 must be " +
				"forwarded from it."},
		set: func(s *Settings, v string) error { return parseListen(&s.Acme.HTTP, v) },
		get: func(s Settings) string { return s.Acme.HTTP },
	}}
}

func behaviourRows() []row {
	return []row{{
		Row: Row{Name: "log-level", OwnFlag: true, Default: "info", Values: "debug, info, warn, error",
			Help: "The least important messages that are logged."},
		set: func(s *Settings, v string) error { return parseLevel(&s.LogLevel, v) },
		get: func(s Settings) string { return strings.ToLower(s.LogLevel.String()) },
	}, {
		Row: Row{Name: "log-format", OwnFlag: true, Default: "text", Values: "text, json",
			Help: "How log lines are written."},
		set: func(s *Settings, v string) error { return oneOf(&s.LogFormat, v, "text", "json") },
		get: func(s Settings) string { return s.LogFormat },
	}, {
		Row: Row{Name: "allow-private-networks", Default: "off",
			Values: "off, on, or addresses such as 10.1.0.0/16,fd12::/64",
			Help: "Which servers outside the public internet accounts, webhooks and the external classifier may connect to; not chat hooks and browser push. " +
				"Cloud metadata services stay refused unless their exact address is listed."},
		set: func(s *Settings, v string) error { return parseNetworks(&s.AllowPrivate, v) },
		get: func(s Settings) string { return s.AllowPrivate.String() },
	}, {
		Row: Row{Name: "disk-reserve", Default: "256 MiB", Values: "a size such as 256 MiB or 2 GB, or 0",
			Help: "Below this much free disk space nothing new is taken in, so that what is there stays safe. " +
				"It goes on by itself once there is room."},
		set: func(s *Settings, v string) error { return parseBytes(&s.DiskReserve, v) },
		get: func(s Settings) string { return formatBytes(s.DiskReserve) },
	}, {
		Row: Row{Name: "practice", Default: "auto", Values: "auto, on, off",
			Help: "Whether the practice network is served at /practice. Auto serves it while no real account is connected."},
		set: func(s *Settings, v string) error { return oneOf(&s.Practice, v, PracticeAuto, PracticeOn, PracticeOff) },
		get: func(s Settings) string { return string(s.Practice) },
	}, {
		Row: Row{Name: "practice-beside-real", Default: "off", Values: "on, off",
			Help: "Whether practice accounts may be connected beside real ones. " +
				"Off keeps practice and real customers from being answered in one breath."},
		set: func(s *Settings, v string) error { return parseSwitch(&s.PracticeBesideReal, v) },
		get: func(s Settings) string { return formatSwitch(s.PracticeBesideReal) },
	}, {
		Row: Row{Name: "trusted-proxies", Default: "none", Values: "none, or addresses such as 10.1.0.0/16,fd12::/64",
			Help: "Proxies in front of this server: what they write in X-Forwarded-For tells where a request comes from, " +
				"which limits on signing in go by. List only what strangers cannot connect from."},
		set: func(s *Settings, v string) error { return parseProxies(&s.TrustedProxies, v) },
		get: func(s Settings) string { return formatProxies(s.TrustedProxies) },
	}, {
		Row: Row{Name: "workers", Default: "0", Values: "0 to 1024",
			Help: "How many messages are worked on at once. 0 means one for each processor."},
		set: func(s *Settings, v string) error { return parseWorkers(&s.Workers, v) },
		get: func(s Settings) string { return strconv.Itoa(s.Workers) },
	}}
}

// flag is how the setting is given to `switchboard serve`.
func (r Row) flag() string {
	if r.OwnFlag {
		return "--" + r.Name
	}
	return "--set " + r.Name + "=…"
}

// Markdown returns the reference page of all settings.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# Settings\n\n")
	b.WriteString("This page is generated from the table in `internal/config`; change it there.\n\n")
	b.WriteString("Each setting is an environment variable and can be given to `switchboard serve`; then the flag wins.\n")
	for _, r := range Table() {
		b.WriteString("\n## " + r.Name + "\n\n" + r.Help + "\n\n")
		b.WriteString("- Flag: `" + r.flag() + "`\n- Environment: `" + r.Env + "`\n- Values: " + r.Values + "\n")
		if r.Default != "" {
			b.WriteString("- Default: `" + r.Default + "`\n")
		}
		if r.Secret {
			b.WriteString("- It may hold a password, so it is never shown or logged.\n")
		}
	}
	return b.String()
}
