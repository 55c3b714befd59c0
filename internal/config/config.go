// Package config declares every setting once, and is the only package that reads the environment.
//
// A setting's value comes from, in rising order: its default, its environment variable, its command-line flag. From the
// one table come parsing, validation, help and the reference page.
//
//	s, err := config.FromEnvironment()
//	err = s.Set("listen", flagValue) // for each flag that was given
//	err = s.Validate()
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"strings"
)

// prefix starts the name of every environment variable.
const prefix = "SWITCHBOARD_"

// Practice says whether the practice network is served.
type Practice string

// The values of the setting practice.
const (
	PracticeAuto Practice = "auto" // while no real account is connected
	PracticeOn   Practice = "on"
	PracticeOff  Practice = "off"
)

// Networks are the addresses outside the public internet that may be connected to.
type Networks struct {
	All      bool           // every private network
	Prefixes []netip.Prefix // else these
}

// Acme says whether and from whom a certificate for the public address is asked.
type Acme struct {
	On        bool
	Email     string // for the authority to write to; may be empty
	Directory string // of the authority
	HTTPS     string // host:port where https is served
	HTTP      string // host:port where the authority asks and others are sent to https
}

// Settings hold one installation's choices. A value from Defaults, Load or FromEnvironment is complete.
type Settings struct {
	Data         string     // folder for everything that is kept
	Listen       string     // host:port of the web server
	Database     string     // PostgreSQL URL; "" means SQLite inside Data. Secret: it may hold a password
	PublicURL    string     // where people reach the console, without a slash at the end; "" means derived from Listen
	Acme         Acme       // how the certificate of PublicURL is come by
	SMTPURL      string     // mail server for the installation's own mail; "" sends none. Secret: it may hold a password
	MailFrom     string     // the sender of that mail
	LogLevel     slog.Level // the least important level logged
	LogFormat    string     // "text" or "json"
	AllowPrivate Networks   // private networks that accounts may connect to
	// ChatHookHosts are those, as host:port, that chat hooks may reach outside the public internet and without encryption.
	ChatHookHosts []string
	DiskReserve   int64 // bytes
	Practice      Practice
	// TrustedProxies are believed about where a request comes from.
	TrustedProxies []netip.Prefix
	// PracticeBesideReal lets accounts of the practice network stand beside real ones.
	PracticeBesideReal bool
	Workers            int // messages worked on at once; 0 means one for each processor
}

// Error is a setting with a value that cannot be used. Its text names the setting and the way out, and never shows the
// value of a secret one.
type Error struct {
	Name   string // as in Table
	Value  string // "" for a secret setting
	Reason string // what is wrong, and what to write instead
}

// Error implements error.
func (e *Error) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("setting %s (%s): %s", e.Name, EnvName(e.Name), e.Reason)
	}
	return fmt.Sprintf("setting %s (%s): %q %s", e.Name, EnvName(e.Name), e.Value, e.Reason)
}

// Defaults returns the settings of an installation where nothing was chosen.
func Defaults() Settings {
	var s Settings
	for _, row := range rows() {
		// A default that its own row refuses is found by the tests of this package.
		_ = row.set(&s, row.Default)
	}
	return s
}

// FromEnvironment is Load from the process's environment.
func FromEnvironment() (Settings, error) { return Load(os.Getenv) }

// Load reads settings from environment variables as getenv gives them; an empty one counts as not set. The error joins
// an *Error for every value that cannot be used; the settings returned with it have their default there.
func Load(getenv func(string) string) (Settings, error) {
	s := Defaults()
	var problems []error
	for _, row := range rows() {
		if value := getenv(row.Env); value != "" {
			problems = append(problems, row.apply(&s, value))
		}
	}
	return s, errors.Join(problems...)
}

// Set changes one setting by its name in Table, such as "listen". It returns an *Error and changes nothing when the
// value cannot be used or there is no such setting.
func (s *Settings) Set(name, value string) error {
	for _, row := range rows() {
		if row.Name == name {
			return row.apply(s, value)
		}
	}
	return &Error{Name: name, Reason: "there is no such setting; the reference page lists all"}
}

// Validate checks settings that were put together by hand. The error joins an *Error for every value that cannot be
// used.
func (s Settings) Validate() error {
	var problems []error
	for _, row := range rows() {
		scratch := s
		problems = append(problems, row.apply(&scratch, row.get(s)))
	}
	return errors.Join(problems...)
}

// LogValue shows the settings in a log, without secrets.
func (s Settings) LogValue() slog.Value {
	var attrs []slog.Attr
	for _, row := range rows() {
		value := row.get(s)
		if row.Secret && value != "" {
			value = "(set)"
		}
		attrs = append(attrs, slog.String(row.Name, value))
	}
	return slog.GroupValue(attrs...)
}

// UnknownInEnvironment returns the names of environment variables that look like settings but are none: most likely
// misspelt.
func UnknownInEnvironment() []string { return unknown(os.Environ()) }

func unknown(environ []string) []string {
	known := map[string]bool{}
	for _, row := range rows() {
		known[row.Env] = true
	}
	var names []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, prefix) && !known[name] {
			names = append(names, name)
		}
	}
	return names
}

// EnvName returns the environment variable of a setting: "disk-reserve" gives SWITCHBOARD_DISK_RESERVE.
func EnvName(name string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}
