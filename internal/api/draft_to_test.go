package api

import (
	"slices"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/guard"
)

// TestWhoGetsAnAnswerIsAsked where the customer wants answers elsewhere: nothing goes there, or to them, before somebody
// chose, and what was really sent to whom is what stands.
func TestWhoGetsAnAnswerIsAsked(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.take(connector.Item{Visibility: switchboard.Private, Kind: switchboard.KindDirect, Content: switchboard.Content{Subject: "Lid", Recipients: []switchboard.Recipient{
		{Role: "to", Address: "care@kettles.example"}, {Role: "reply_to", Address: "list@talk.example"}, {Role: "reply_to", Address: "DORA"},
		{Role: "reply_to", Address: "second@talk.example"}, {Role: "reply_to", Address: "third@talk.example"}}}}, "dora", "The lid is loose.")
	s.ask(anna, "POST", at(c, "/take"), nil, 200, &c)
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline?latest=true"), nil, 200, &page)
	choices := []string{"dora", "list@talk.example", "second@talk.example"}
	if got := addresses(page.Items[0].Choices); !slices.Equal(got, choices) {
		t.Errorf("choices %q", got)
	}
	d := s.draft(anna, c, "We send you a new lid.")
	for _, to := range []string{"", "third@talk.example", "nobody@else.example"} {
		s.ask(anna, "PUT", of(d, ""), any1{"parts": parts("We send you a new lid."), "version": d.Version, "to": to}, 200, &d)
		var sent Sent
		s.ask(anna, "POST", of(d, "/send"), any1{"version": d.Version}, 200, &sent)
		if r := sent.Draft.Ruling; r.Outcome != switchboard.RulingBlock || r.Reasons[0].Rule != guard.RuleRecipient || len(sent.Deliveries) > 0 {
			t.Errorf("to %q: %+v", to, r)
		}
		d = sent.Draft
	}
	s.ask(anna, "PUT", of(d, ""), any1{"parts": parts("We send you a new lid."), "version": d.Version, "to": "List@talk.example"}, 200, &d)
	var sent Sent
	s.ask(anna, "POST", of(d, "/send"), any1{"version": d.Version}, 200, &sent)
	went := []switchboard.Recipient{{Role: "to", Address: "list@talk.example"}, {Role: "cc", Address: "boss@talk.example"}}
	out := s.send(connector.Outcome{Kind: connector.Sent, ExternalID: "a1", Recipients: went})
	if out.To.Address != "list@talk.example" {
		t.Errorf("it went to %+v", out.To)
	}
	s.ask(anna, "GET", at(c, "/timeline?latest=true"), nil, 200, &page)
	if got := page.Items[1].Content.Recipients; !slices.Equal(got, went) {
		t.Errorf("it stands as sent to %+v", got)
	}
}

func addresses(list []switchboard.Recipient) []string {
	var all []string
	for _, one := range list {
		all = append(all, one.Address)
	}
	return all
}
