package mail

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"switchboard/internal/testkit/mailtest"
)

// TestAReplacedRefreshTokenOutlivesARestart connects a mailbox at a provider that takes every refresh token once.
func TestAReplacedRefreshTokenOutlivesARestart(t *testing.T) {
	var mu sync.Mutex
	given, good := 0, "r0"
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if r.FormValue("refresh_token") != good {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":"invalid_grant"}`)
			return
		}
		given++
		good = fmt.Sprint("r", given)
		fmt.Fprintf(w, `{"access_token":%q,"refresh_token":%q,"expires_in":3600}`, mailtest.Token("token@brand.test"), good)
	}))
	t.Cleanup(provider.Close)
	folder := t.TempDir()
	h := openIn(t, folder, "ines@brand.test")
	config := h.config("token@brand.test")
	delete(config, "password")
	config["auth"], config["oauth_client_id"], config["oauth_token_url"], config["oauth_refresh_token"] = "oauth2", "client", provider.URL, "r0"
	call[fields](h, "POST", "/accounts/check", fields{"network": "email", "config": config})
	h.connectAs(config)
	h.writes("token@brand.test", map[string]string{"Subject": "Before", "Message-ID": "<before@customer.test>"}, "Before the restart.")
	h.conversation("Before the restart")
	h.Stop()
	h = openIn(t, folder, "bo@brand.test")
	h.writes("token@brand.test", map[string]string{"Subject": "After", "Message-ID": "<after@customer.test>"}, "After the restart.")
	h.conversation("After the restart")
	mu.Lock()
	defer mu.Unlock()
	if given < 4 { // tried, tried again when it was connected, and one for each run
		t.Errorf("the token was renewed %d times", given)
	}
}
