package outbox

import (
	"testing"
	"time"

	"switchboard"
)

func TestMatchEcho(t *testing.T) {
	t.Parallel()
	account := switchboard.AccountID{0: 3}
	open := func(n byte) Candidate {
		return Candidate{
			Delivery: switchboard.Delivery{ID: switchboard.DeliveryID{0: n}, AccountID: account, State: unknown, Attempt: 1,
				StartedAt: noon},
			ClientKey: "key-" + string('a'+rune(n)), ReplyTo: "post-7", Text: "Sorry! See https://acme.test/returns/1234",
		}
	}
	echo := Seen{AccountID: account, Message: switchboard.Message{
		Direction: switchboard.Out, ExternalID: "p1", ParentKey: "post-7", PublishedAt: noon.Add(time.Minute),
		Content: switchboard.Content{Text: "@pia sorry!  See https://sho.rt/x"},
	}}
	for _, each := range []struct {
		name  string
		spoil func(*Seen, *Candidate)
		kind  MatchKind
	}{
		{"by its words", func(*Seen, *Candidate) {}, MatchText},
		{"by its id", func(_ *Seen, c *Candidate) { c.Delivery.State, c.Delivery.ExternalID = sent, "p1" }, MatchExternalID},
		{"by our key", func(s *Seen, c *Candidate) { s.ClientKey, s.Message.Content.Text = c.ClientKey, "" }, MatchClientKey},
		{"the customer's own", func(s *Seen, _ *Candidate) { s.Message.Direction = switchboard.In }, MatchNone},
		{"another account", func(s *Seen, _ *Candidate) { s.AccountID = switchboard.AccountID{0: 4} }, MatchNone},
		{"another question", func(s *Seen, _ *Candidate) { s.Message.ParentKey = "post-8" }, MatchNone},
		{"other words", func(s *Seen, _ *Candidate) { s.Message.Content.Text = "Thanks! See https://sho.rt/x" }, MatchNone},
		{"no words", func(s *Seen, c *Candidate) { s.Message.Content.Text, c.Text = "", "" }, MatchNone},
		{"long after", func(s *Seen, _ *Candidate) { s.Message.PublishedAt = noon.Add(EchoWindow + 1) }, MatchNone},
		{"long before", func(s *Seen, _ *Candidate) { s.Message.PublishedAt = noon.Add(-EchoWindow - 1) }, MatchNone},
		{"stands under another id", func(_ *Seen, c *Candidate) { c.Delivery.State, c.Delivery.ExternalID = sent, "p0" }, MatchNone},
		{"stands under no id", func(_ *Seen, c *Candidate) { c.Delivery.State = sent }, MatchText},
		{"never tried", func(s *Seen, c *Candidate) {
			c.Delivery.State, c.Delivery.Attempt, s.ClientKey = waiting, 0, c.ClientKey
		}, MatchNone},
		{"certainly not there", func(_ *Seen, c *Candidate) { c.Delivery.State = rejected }, MatchNone},
	} {
		seen, c := echo, open(1)
		each.spoil(&seen, &c)
		id, kind := MatchEcho(seen, []Candidate{c})
		if kind != each.kind || id.IsZero() != (kind == MatchNone) {
			t.Errorf("%s: matched by %s", each.name, kind)
		}
	}
	if id, kind := MatchEcho(echo, []Candidate{open(1), open(2)}); kind != MatchNone || !id.IsZero() {
		t.Errorf("two fit, and it chose %s by %s", id, kind)
	}
	keyed := echo
	keyed.ClientKey = open(2).ClientKey
	if id, kind := MatchEcho(keyed, []Candidate{open(1), open(2)}); kind != MatchClientKey || id != open(2).Delivery.ID {
		t.Errorf("the key decides between equals, got %s by %s", id, kind)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"@pia @acme Hello\u00a0 THERE\n":       "hello there",
		"a &amp; b":                            "a & b",
		"see http://a.test/x, and www.b.test/": "see ⟨link⟩ and ⟨link⟩",
		"ti\u200bny ❤\ufe0f":                   "tiny ❤",
		"mail me @ home":                       "mail me @ home",
		"@pia":                                 "",
	} {
		if got := Words(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("@pia see https://a.test &amp; www.b.test")
	f.Fuzz(func(t *testing.T, text string) {
		if seen := (Seen{Message: switchboard.Message{Direction: switchboard.Out, PublishedAt: noon,
			Content: switchboard.Content{Text: text}}}); Words(text) != "" {
			c := Candidate{Delivery: switchboard.Delivery{ID: switchboard.DeliveryID{0: 1}, State: sending, StartedAt: noon}, Text: text}
			if _, kind := MatchEcho(seen, []Candidate{c}); kind != MatchText {
				t.Fatalf("%q does not match itself", text)
			}
		}
	})
}
