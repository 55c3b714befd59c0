package api

import (
	"testing"

	"switchboard"
)

// TestOptedOut records with the customer, once, that they want no contact, and takes it back.
func TestOptedOut(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dana", "the kettle drips")
	says := func(want bool, reason string) {
		t.Helper()
		for range 2 {
			s.ask(anna, "PUT", at(c, "/opted-out"), any1{"opted_out": want}, 200, nil)
		}
		var d CustomerDetail
		s.ask(anna, "GET", "/customers/"+c.CustomerID.String(), nil, 200, &d)
		if d.Customer.OptedOutAt.IsZero() == want {
			t.Errorf("opted out at %v, want %v", d.Customer.OptedOutAt, want)
		}
		if e := s.journaled(c.ID, switchboard.EventOptedOut, reason); e.Actor.IsZero() {
			t.Errorf("journaled %+v", e)
		}
	}
	says(true, "on")
	says(false, "off")
	s.ask(viewer, "PUT", at(c, "/opted-out"), any1{"opted_out": true}, 403, nil)
}
