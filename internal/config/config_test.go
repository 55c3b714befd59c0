package config

import (
	"bytes"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

var comparePrefix = cmpopts.EquateComparable(netip.Prefix{})

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	want := Settings{
		Data: "./data", Listen: "127.0.0.1:8080", LogLevel: slog.LevelInfo, LogFormat: "text",
		DiskReserve: 256 << 20, Practice: PracticeAuto,
		Acme: Acme{Directory: "https://acme-v02.api.letsencrypt.org/directory", HTTPS: ":443", HTTP: ":80"},
	}
	got, err := Load(env())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, comparePrefix); diff != "" {
		t.Error(diff)
	}
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
	for _, r := range rows() {
		if shown := r.get(got); shown != r.Default {
			t.Errorf("%s: the default is documented as %q and reads %q", r.Name, r.Default, shown)
		}
	}
}

func TestEverySettingFromTheEnvironment(t *testing.T) {
	t.Parallel()
	got, err := Load(env(
		"SWITCHBOARD_DATA", "/var/lib/switchboard",
		"SWITCHBOARD_LISTEN", ":80",
		"SWITCHBOARD_DATABASE", "postgres://care:hidden@db.example/care",
		"SWITCHBOARD_PUBLIC_URL", "https://care.example.com/",
		"SWITCHBOARD_ACME", "on",
		"SWITCHBOARD_ACME_EMAIL", "ops@care.example.com",
		"SWITCHBOARD_ACME_DIRECTORY", "https://ca.example/dir",
		"SWITCHBOARD_ACME_HTTPS", ":8443",
		"SWITCHBOARD_ACME_HTTP", ":8081",
		"SWITCHBOARD_CHAT_HOOK_HOSTS", "Chat.example, 10.1.2.3:8065 ,[fd12::1]:80,[fd12::2]",
		"SWITCHBOARD_LOG_LEVEL", "WARN",
		"SWITCHBOARD_LOG_FORMAT", "json",
		"SWITCHBOARD_ALLOW_PRIVATE_NETWORKS", "10.1.2.3/16, 192.168.7.20,fd12::/64",
		"SWITCHBOARD_DISK_RESERVE", "1.5 GB",
		"SWITCHBOARD_PRACTICE", "off",
		"SWITCHBOARD_PRACTICE_BESIDE_REAL", "on",
		"SWITCHBOARD_TRUSTED_PROXIES", "10.3.0.7, fd13::/64",
		"SWITCHBOARD_WORKERS", "12",
	))
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Data: "/var/lib/switchboard", Listen: ":80", Database: "postgres://care:hidden@db.example/care",
		Acme:      Acme{On: true, Email: "ops@care.example.com", Directory: "https://ca.example/dir", HTTPS: ":8443", HTTP: ":8081"},
		PublicURL: "https://care.example.com", LogLevel: slog.LevelWarn, LogFormat: "json",
		AllowPrivate: Networks{Prefixes: []netip.Prefix{
			netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("192.168.7.20/32"), netip.MustParsePrefix("fd12::/64"),
		}},
		ChatHookHosts: []string{"chat.example:443", "10.1.2.3:8065", "[fd12::1]:80", "[fd12::2]:443"},
		DiskReserve:   1_500_000_000, Practice: PracticeOff, PracticeBesideReal: true, Workers: 12,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.3.0.7/32"), netip.MustParsePrefix("fd13::/64")},
	}
	if diff := cmp.Diff(want, got, comparePrefix); diff != "" {
		t.Error(diff)
	}
}

func TestRefusedValues(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"data":       {" ", "a\x00b"},
		"listen":     {"8080", "localhost", "localhost:http", "localhost:65536", "localhost:-1", "http://x:80", "x:080"},
		"database":   {"mysql://h/db", "postgres://h", "postgres://h/", "host=x dbname=y", "postgres://u:hun%ter@h/db"},
		"public-url": {"care.example.com", "ftp://x", "https://", "https://x/path", "https://u@x", "https://x?q", "https://x#f"},
		"acme":       {"maybe", "On", ""}, "acme-email": {"ops", "Ops <ops@x.example>"},
		"acme-directory": {"", "http://ca.example/dir", "https://u:p@ca.example", "https://"}, "acme-https": {"443", ""}, "acme-http": {"80", ""},
		"smtp-url":        {"mail.example", "http://mail.example", "smtp://", "smtps://mail.example/x", "smtp://u:hun%ter@h", "smtp://h?x=1"},
		"chat-hook-hosts": {"", "https://chat.example", "chat.example:443,", "chat.example:99999", ":443", "a b:443", "*.example:443", "chat.example/hooks"},
		"mail-from":       {"care", "a@x.example\r\nBcc: b@x.example", "a@x.example, b@x.example"},
		"log-level":       {"loud", "info+1", ""},
		"log-format":      {"xml", "JSON", ""},
		"allow-private-networks": {"yes", "10.0.0.0/33", "10.0.0.0/8,,", "localhost", "::ffff:10.0.0.0/104", "fe80::1%eth0",
			""},
		"disk-reserve":         {"lots", "-1", "1 XB", "", "99999999999 GB", "9223372036854775808"},
		"practice":             {"maybe", "On", ""},
		"practice-beside-real": {"auto", "On", ""},
		"trusted-proxies":      {"on", "0.0.0.0/0", "10.0.0.0/8,::/0", "10.0.0.0/33", "proxy.example", ""},
		"workers":              {"-1", "1025", "two", "1.5", ""},
	}
	for _, r := range Table() {
		if len(tests[r.Name]) == 0 {
			t.Errorf("no bad value is tried for %s", r.Name)
		}
	}
	for name, values := range tests {
		for _, value := range values {
			s := Defaults()
			err := s.Set(name, value)
			var problem *Error
			if !errors.As(err, &problem) || problem.Name != name {
				t.Errorf("%s=%q: %v", name, value, err)
				continue
			}
			if text := err.Error(); !strings.Contains(text, name) || !strings.Contains(text, EnvName(name)) {
				t.Errorf("the error does not name the setting: %s", text)
			}
			if diff := cmp.Diff(Defaults(), s, comparePrefix); diff != "" {
				t.Errorf("%s=%q was refused but changed something: %s", name, value, diff)
			}
		}
	}
}

func TestAllProblemsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	got, err := Load(env("SWITCHBOARD_WORKERS", "many", "SWITCHBOARD_LISTEN", "nowhere", "SWITCHBOARD_DATA", "/srv"))
	if err == nil || !strings.Contains(err.Error(), "workers") || !strings.Contains(err.Error(), "listen") {
		t.Errorf("got %v", err)
	}
	if got.Data != "/srv" || got.Workers != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestFlagsWinOverTheEnvironment(t *testing.T) {
	t.Parallel()
	s, err := Load(env("SWITCHBOARD_LISTEN", ":80"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Set("listen", "127.0.0.1:9000"); err != nil || s.Listen != "127.0.0.1:9000" {
		t.Errorf("%v, %s", err, s.Listen)
	}
	if err := s.Set("colour", "blue"); err == nil {
		t.Error("accepted a setting that does not exist")
	}
}

func TestValidateFindsWhatCodePutIn(t *testing.T) {
	t.Parallel()
	s := Defaults()
	s.Practice, s.Workers, s.DiskReserve = "sometimes", 5000, -5
	err := s.Validate()
	for _, name := range []string{"practice", "workers", "disk-reserve"} {
		if err == nil || !strings.Contains(err.Error(), "setting "+name+" ") {
			t.Errorf("%s is missing in: %v", name, err)
		}
	}
	var empty Settings
	if empty.Validate() == nil {
		t.Error("empty settings are valid")
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	t.Parallel()
	s := Defaults()
	for _, bad := range []string{"postgres://care:hun%ter2@h/db", "mysql://care:hunter2@h/db"} {
		if err := s.Set("database", bad); err == nil || strings.Contains(err.Error(), "hun") {
			t.Errorf("got %v", err)
		}
	}
	if err := s.Set("database", "postgres://care:hunter2@db.example/care"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("start", "settings", s)
	if text := out.String(); strings.Contains(text, "hunter2") || !strings.Contains(text, "settings.database=(set)") ||
		!strings.Contains(text, "settings.listen=127.0.0.1:8080") {
		t.Errorf("logged %s", text)
	}
}

// Whatever is accepted is shown in a form that is accepted again and means the same.
func TestValuesSurviveBeingShown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SampledFrom(rows()).Draw(t, "row")
		s := Defaults()
		value := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9]{1,19} ?([KMG]i?B)?`),
			rapid.StringMatching(`(\d{1,3}\.){3}\d{1,3}(/\d\d?)?(,fd[0-9a-f]{2}::(/\d{2,3})?)?`),
			rapid.StringMatching(`(https?|postgres)://[a-z.]{1,9}(:\d{1,5})?/?[a-z]{0,3}`),
			rapid.SampledFrom([]string{"on", "off", "auto", "debug", "json"})).Draw(t, "value")
		if row.apply(&s, value) != nil {
			return
		}
		again := Defaults()
		if err := row.apply(&again, row.get(s)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, again, comparePrefix); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEveryRowIsComplete(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Table() {
		if r.Name == "" || r.Help == "" || r.Values == "" || !strings.HasSuffix(r.Help, ".") {
			t.Errorf("%+v is not complete", r)
		}
		if r.Env != EnvName(r.Name) || seen[r.Name] {
			t.Errorf("%s: variable %s, twice %v", r.Name, r.Env, seen[r.Name])
		}
		seen[r.Name] = true
	}
}

func TestMarkdownHasEverySetting(t *testing.T) {
	t.Parallel()
	page := Markdown()
	for _, r := range Table() {
		for _, part := range []string{"\n## " + r.Name + "\n", "`" + r.flag() + "`", "`" + r.Env + "`", r.Help} {
			if strings.Count(page, part) != 1 {
				t.Errorf("%q stands %d times in the page", part, strings.Count(page, part))
			}
		}
	}
}

func TestMisspeltVariables(t *testing.T) {
	t.Parallel()
	got := unknown([]string{"SWITCHBOARD_DATABSE=x", "SWITCHBOARD_DATABASE=y", "HOME=/", "SWITCHBOARD_=", "broken"})
	if !slices.Equal(got, []string{"SWITCHBOARD_DATABSE", "SWITCHBOARD_"}) {
		t.Errorf("got %v", got)
	}
}

// Not parallel: it changes the process's environment.
func TestFromEnvironment(t *testing.T) {
	for _, r := range Table() {
		t.Setenv(r.Env, "")
	}
	t.Setenv("SWITCHBOARD_WORKERS", "3")
	t.Setenv("SWITCHBOARD_WROKERS", "4")
	if s, err := FromEnvironment(); err != nil || s.Workers != 3 {
		t.Errorf("got %+v, %v", s, err)
	}
	if !slices.Contains(UnknownInEnvironment(), "SWITCHBOARD_WROKERS") {
		t.Errorf("the misspelt one is missing among %d variables", len(os.Environ()))
	}
}

func FuzzSet(f *testing.F) {
	f.Add("disk-reserve", "256 MiB")
	f.Add("database", "postgres://u:p@h/db")
	f.Add("allow-private-networks", "10.0.0.0/8")
	f.Fuzz(func(t *testing.T, name, value string) {
		s := Defaults()
		if s.Set(name, value) == nil {
			if err := s.Validate(); err != nil {
				t.Errorf("%s=%q was accepted, then: %v", name, value, err)
			}
		}
	})
}
