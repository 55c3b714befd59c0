package app_test

import (
	"strings"
	"testing"

	"switchboard/internal/app"
	"switchboard/internal/practice"
)

// TestPracticeEndsWhereTheRealWorkBegins: practise, bring in a real account, be told what stands in the way, end practice, and
// go on.
func TestPracticeEndsWhereTheRealWorkBegins(t *testing.T) {
	t.Parallel()
	h := open(t)
	const broken = "@kettles my kettle came broken and nobody answers"
	call[fields](h, "POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles & Co", "state": "live",
		"config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}})
	if _, err := h.app.Practice.Say(practice.Saying{Handle: "@tilda", Text: broken}); err != nil {
		t.Fatal(err)
	}
	until(h, "a customer", func() (bool, bool) {
		page := call[struct{ Items []fields }](h, "GET", "/conversations?view=all", nil)
		return true, len(page.Items) > 0
	})
	shop := fields{"network": "webhook", "handle": "shop", "name": "Shop", "state": "listen",
		"config": fields{"name": "shop", "key": "a signing key of the shop", "accounts": "@x"}}
	if status, body := h.Ask("POST", "/accounts", shop); status != 409 || !strings.Contains(string(body), `"code":"mixed"`) ||
		!strings.Contains(string(body), "Practice and real customers do not mix") {
		t.Fatalf("beside practice: %d %s", status, body)
	}
	call[fields](h, "DELETE", "/practice", nil)
	if page := call[struct{ Items []fields }](h, "GET", "/conversations?view=all", nil); len(page.Items) != 0 {
		t.Errorf("left are %v", page.Items)
	}
	if counts := call[struct{ All fields }](h, "GET", "/counters", nil).All; counts["open"] != nil && counts["open"] != 0.0 {
		t.Errorf("counted are %v", counts)
	}
	if n := h.app.Practice.Count("@tilda", broken); n != 0 {
		t.Errorf("%d posts stand on the network", n)
	}
	call[fields](h, "DELETE", "/practice", nil) // again changes nothing
	call[fields](h, "POST", "/accounts", shop)
	if status, body := h.Ask("POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles & Co", "state": "live",
		"config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}}); status != 409 || !strings.Contains(string(body), "another --data") {
		t.Errorf("practice beside the real: %d %s", status, body)
	}
}

// TestTheSampleIsLeftAsAWhole: practice is not ended in it.
func TestTheSampleIsLeftAsAWhole(t *testing.T) {
	t.Parallel()
	h := openWith(t, func(o *app.Options) { o.Sample = true })
	if status, body := h.Ask("DELETE", "/practice", nil); status != 409 || !strings.Contains(string(body), "Leave the sample company") {
		t.Errorf("%d %s", status, body)
	}
}
