package email_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/testkit/mailtest"
)

// TestAMailThatAParserStumblesOver goes to quarantine as it came, with its head, and those behind it are read.
func TestAMailThatAParserStumblesOver(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	k := w.begin(conn)
	mail := func(subject, text string) {
		w.servers.Deliver(t, w.ours, mailtest.Compose(map[string]string{"From": w.customer, "To": w.ours, "Subject": subject,
			"Message-ID": "<" + strings.Fields(text)[0] + "@customer.test>"}, text))
	}
	w.say("first", "")
	mail("a trap", "trap "+email.StumblesAtBody)
	mail(email.StumblesAtHead, "head")
	w.say("last", "")
	w.read(conn, k, 4)
	if got := texts(k.items); !slices.Equal(got, []string{"first", "last"}) || len(k.unmapped) != 2 {
		t.Fatalf("came %q, and %d that cannot be read", got, len(k.unmapped))
	}
	for n, part := range []string{"Subject: a trap", "Subject: " + email.StumblesAtHead} {
		u := k.unmapped[n]
		if !errors.Is(u.Err, connector.ErrStumbled) || !strings.Contains(string(u.Raw), part) || !strings.Contains(string(u.Raw), "From: "+w.customer) || u.ExternalID == "" {
			t.Errorf("%s: %q, %v, kept %.300q", part, u.ExternalID, u.Err, u.Raw)
		}
	}
	if k.unmapped[0].ExternalID != "mid:trap@customer.test" {
		t.Errorf("it is kept as %q", k.unmapped[0].ExternalID)
	}
}
