package netguard

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestClearInside lets what is not encrypted reach inner addresses alone, judged by where a name really leads.
func TestClearInside(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer plain.Close()
	for name, c := range map[string]struct {
		options Options
		ok      bool
	}{
		"private ones are allowed": {Options{ClearInside: true, AllowPrivate: true}, true},
		"this one is allowed":      {Options{ClearInside: true, AllowPrefixes: parsePrefixes("127.0.0.1/32")}, true},
		"another one is allowed":   {Options{ClearInside: true, AllowPrefixes: parsePrefixes("10.0.0.0/8")}, false},
		"none is allowed":          {Options{ClearInside: true}, false},
	} {
		g := New(c.options)
		for kind, client := range map[string]*http.Client{"sending": g.Sending(), "reading": g.Reading()} {
			for _, at := range []string{plain.URL, strings.Replace(plain.URL, "127.0.0.1", "localhost", 1)} {
				response, err := client.Get(at)
				if (err == nil) != c.ok || err != nil && !errors.Is(err, ErrRefused) {
					t.Errorf("%s, %s, %s: %v", name, kind, at, err)
				}
				if err == nil {
					_ = response.Body.Close()
				}
			}
		}
	}
	inside := judgeInside(Options{AllowPrivate: true})
	for address, ok := range map[string]bool{"93.184.215.14:80": false, "10.1.2.3:80": true, "169.254.169.254:80": false,
		"100.100.100.200:80": false, "nowhere": false} {
		if err := inside("tcp4", address, nil); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}
