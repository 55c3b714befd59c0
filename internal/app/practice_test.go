package app_test

import (
	"net/http"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/store"
)

// TestSimulatedCustomersAreHeard connects an account as a person types its name, without the network's "@": the
// customers must turn to it all the same, or they speak and nobody hears.
func TestSimulatedCustomersAreHeard(t *testing.T) {
	t.Parallel()
	h := open(t)
	call[fields](h, "POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles & Co",
		"state": "live", "config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}})
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})
	heard := until(h, "a simulated customer", func() (fields, bool) {
		page := call[struct{ Items []fields }](h, "GET", "/conversations?view=offered", nil)
		if len(page.Items) == 0 {
			return nil, false
		}
		return page.Items[0], true
	})
	if !strings.Contains(heard.text("preview"), "@kettles") {
		t.Errorf("heard %q", heard.text("preview"))
	}
}

// Whoever opens the address the server prints finds the console, which every address inside it leads to as well.
func TestTheFrontDoorIsTheConsole(t *testing.T) {
	t.Parallel()
	h := open(t)
	for path, kind := range map[string]string{"/": "text/html", "/c/cnv_1": "text/html", "/api/v1/nothing": "application/problem+json"} {
		resp, err := http.Get(h.base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if got := resp.Header.Get("Content-Type"); !strings.HasPrefix(got, kind) {
			t.Errorf("%s answers %d %s, want %s", path, resp.StatusCode, got, kind)
		}
	}
}

// TestOneBrokenPracticeAccountHoldsUpNoOther: its secrets cannot be opened, as after a loss of the keys.
func TestOneBrokenPracticeAccountHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	h := open(t)
	connect := func(handle string) fields {
		return call[fields](h, "POST", "/accounts", fields{"network": "practice", "handle": handle, "name": handle,
			"state": "live", "config": fields{"url": h.base + "/practice", "token": "token-of-" + handle}})
	}
	var broken switchboard.AccountID
	if err := broken.UnmarshalText([]byte(connect("aardvarks").text("id"))); err != nil {
		t.Fatal(err)
	}
	err := h.app.DB.Update(t.Context(), func(tx *store.Tx) error { return tx.SetAccountSecrets(broken, []byte("not sealed")) })
	if err != nil {
		t.Fatal(err)
	}
	connect("kettles")
	until(h, "a simulated customer of the other", func() (bool, bool) {
		page := call[struct{ Items []fields }](h, "GET", "/conversations?view=all", nil)
		for _, c := range page.Items {
			if strings.Contains(c.text("preview"), "@kettles") {
				return true, true
			}
		}
		return false, false
	})
}

// TestAPracticeAccountIsWhatItSaysItIs: a handle nobody can have, an address that is never allowed, and a token that is
// somebody else's are refused when they are checked.
func TestAPracticeAccountIsWhatItSaysItIs(t *testing.T) {
	t.Parallel()
	h := open(t)
	account := func(handle, url, token string) fields {
		return fields{"network": "practice", "handle": handle, "state": "live", "check": true,
			"config": fields{"url": url, "token": token}}
	}
	here := h.base + "/practice"
	first := account("kettles", here, "token-of-kettles")
	delete(first, "check") // nobody there knows it yet
	call[fields](h, "POST", "/accounts", first)
	until(h, "the practice network to know it", func() (bool, bool) {
		_, answer := h.Ask("POST", "/accounts", account("pots", here, "token-of-kettles"))
		return true, !strings.Contains(string(answer), string(switchboard.CodeNotConnected))
	})
	for name, c := range map[string]struct {
		body fields
		want string
	}{
		"no handle":            {account("@@ bad", here, "token-of-kettles"), "no handle"},
		"somebody else's":      {account("pots", here, "token-of-kettles"), "those of @kettles"},
		"an address elsewhere": {account("cups", "http://127.0.0.1:1/practice", "token-of-cups"), "refuses"},
	} {
		status, answer := h.Ask("POST", "/accounts", c.body)
		if status < 400 || !strings.Contains(string(answer), c.want) {
			t.Errorf("%s: %d %s", name, status, answer)
		}
	}
}
