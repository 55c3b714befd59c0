package redact_test

import (
	"strings"
	"testing"

	"switchboard/internal/redact"
	"switchboard/internal/triage"
)

func TestPersonalDataIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, text, want string }{
		{"email", "write to lena.o@customer.test please", "write to [email address] please"},
		{"phone", "call me at +351 912 345 678", "call me at [phone number]"},
		{"card", "card 4111 1111 1111 1111 was charged", "card [card number] was charged"},
		{"iban", "to DE89 3704 0044 0532 0130 00 by Friday", "to [account number] by Friday"},
		{"address", "I live at 12 Mill Lane, Apt 4 and", "I live at [address] and"},
		{"address", "Lieferung an Gartenstraße 12b bitte", "Lieferung an [address] bitte"},
		{"address", "nach 10115 Berlin", "nach [address]"},
		{"address", "j'habite 8 rue de la Paix à", "j'habite [address] à"},
		{"address", "SW1A 1AA is my postcode", "[address] is my postcode"},
		{"name", "This is Lena Okafor speaking", "This is Lena speaking"},
		{"name", "Frau OKAFOR war da", "Frau [name] war da"},
		{"handle", "it is me, @lena_o!", "it is me, a customer!"},
	} {
		r := redact.Redactor{Find: triage.Entities, People: []redact.Person{{Name: "Lena Okafor", Handle: "@lena_o"}}}
		if got := r.Redact(c.text); got != c.want {
			t.Errorf("%q is sent as %q, want %q", c.text, got, c.want)
		}
		if found := r.Found(); len(found) != 1 || found[0].Kind != c.kind || !strings.Contains(c.text, found[0].Text) {
			t.Errorf("%q: found %+v, want one %s", c.text, found, c.kind)
		}
	}
}

func TestWhatIsLiftedGoesAndNothingBeside(t *testing.T) {
	t.Parallel()
	text := "Order 4711: lena@customer.test, +351 912 345 678. Again: lena@customer.test"
	r := redact.Redactor{Find: triage.Entities}
	r.Redact(text)
	found := r.Found()
	if len(found) != 2 {
		t.Fatalf("found %+v, want the address once and the number", found)
	}
	r = redact.Redactor{Find: triage.Entities, Lift: []string{found[0].ID}}
	got := r.Redact(text)
	if strings.Count(got, "lena@customer.test") != 2 || strings.Contains(got, "912") || !strings.Contains(got, "4711") {
		t.Errorf("sent: %q", got)
	}
	if again := r.Found(); !again[0].Lifted || again[1].Lifted {
		t.Errorf("said of it: %+v", again)
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("Lena Okafor, +351 912 345 678, 12 Mill Lane", "Lena Okafor", "@lena")
	f.Add("äöü \xff Straße 1", "Ö", "")
	f.Fuzz(func(t *testing.T, text, name, handle string) {
		r := redact.Redactor{Find: triage.Entities, People: []redact.Person{{Name: name, Handle: handle}}}
		sent := r.Redact(text)
		all := redact.Redactor{Find: triage.Entities, People: r.People}
		for _, one := range r.Found() {
			all.Lift = append(all.Lift, one.ID)
		}
		if got := all.Redact(text); got != text {
			t.Errorf("with everything let through %q is sent as %q", text, got)
		}
		for _, one := range r.Found() {
			if one.Kind == "email" && strings.Contains(sent, one.Text) && !strings.Contains(one.Shown, one.Text) {
				t.Errorf("%q is left out of %q and stands in %q", one.Text, text, sent)
			}
		}
	})
}
