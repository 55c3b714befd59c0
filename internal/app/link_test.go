package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"switchboard/internal/access"
	"switchboard/internal/config"
	"switchboard/internal/timesource"
)

// TestTheFileGoesWithItsLink: when the link runs out, also one that was made after the server's own, and by the next
// tidying up where nobody waited for it.
func TestTheFileGoesWithItsLink(t *testing.T) {
	t.Parallel()
	clock := timesource.NewManual(time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC))
	a := opened(t, func(o *Options) { o.Time = clock })
	settings := a.Settings
	link := func() {
		t.Helper()
		made, err := access.NewSetupLink(t.Context(), a.DB)
		if err == nil {
			err = WriteSetupLink(settings.Data, SetupAddress(settings, "[::]:80", made))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	there := func() bool {
		_, err := os.Stat(SetupLinkFile(settings.Data))
		return !errors.Is(err, fs.ErrNotExist)
	}
	link()
	ended := make(chan error)
	go func() { ended <- a.watchSetupLink(t.Context()) }()
	clock.AwaitTimers(1)
	clock.Advance(10 * time.Minute)
	link() // beside the running server
	clock.Advance(5 * time.Minute)
	clock.AwaitTimers(1)
	if !there() {
		t.Error("a newer link's file went with the older link")
	}
	clock.Advance(10 * time.Minute)
	if err := <-ended; err != nil || there() {
		t.Errorf("the file outlives its link, %v", err)
	}
	link()
	if err := a.tidySetupLink(t.Context()); err != nil || !there() {
		t.Errorf("a good link was tidied up: %v", err)
	}
	clock.Advance(access.SetupLasts)
	if err := a.tidySetupLink(t.Context()); err != nil || there() {
		t.Errorf("a link that ran out was left: %v", err)
	}
}

// TestALinkReplacesWhateverLiesThere: the file is a fresh one, never written through a link somebody laid.
func TestALinkReplacesWhateverLiesThere(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	other := filepath.Join(t.TempDir(), "other")
	if err := errors.Join(os.WriteFile(other, []byte("x"), 0o644), os.Symlink(other, SetupLinkFile(data)),
		WriteSetupLink(data, "http://x/setup#t")); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(other)
	info, statErr := os.Lstat(SetupLinkFile(data))
	if err != nil || statErr != nil || string(kept) != "x" || info.Mode() != 0o600 {
		t.Errorf("%q, %v; %v, %v", kept, err, info, statErr)
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]string{"127.0.0.1:8080": "http://127.0.0.1:8080", "[::]:80": "http://localhost:80",
		":9090": "http://localhost:9090", "[::1]:80": "http://[::1]:80", "care.local:80": "http://care.local:80"} {
		if got := baseURL(config.Settings{}, at); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
	if got := baseURL(config.Settings{PublicURL: "https://care.example"}, "[::]:80"); got != "https://care.example" {
		t.Error(got)
	}
}
