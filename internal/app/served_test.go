package app

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestOnlyALivingServerIsBelieved: what a server that died left behind says nothing, and who stops takes back only their own.
func TestOnlyALivingServerIsBelieved(t *testing.T) {
	t.Parallel()
	a := &App{}
	a.Settings.Data = t.TempDir()
	data := a.Settings.Data
	if err := os.WriteFile(servedFile(data), []byte("http://127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if at := ServedAt(data); at != "" {
		t.Errorf("a dead server is believed to be at %s", at)
	}
	say := func(port int) (forget func() error) {
		t.Helper()
		forget, err := a.saysWhere(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
		if err != nil {
			t.Fatal(err)
		}
		return forget
	}
	is := func(what, want string) {
		t.Helper()
		if at := ServedAt(data); at != want {
			t.Errorf("%s: %q, want %q", what, at, want)
		}
	}
	first := say(2)
	is("the first", "http://127.0.0.1:2")
	second := say(3)
	is("the second", "http://127.0.0.1:3")
	if err := first(); err != nil {
		t.Fatal(err)
	}
	is("the first stopped", "http://127.0.0.1:3")
	if err := second(); err != nil {
		t.Fatal(err)
	}
	is("both stopped", "")
	if left, err := filepath.Glob(filepath.Join(data, "address*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
