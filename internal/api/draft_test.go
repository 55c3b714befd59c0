package api

import (
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/guard"
)

func parts(texts ...string) []any1 {
	out := make([]any1, len(texts))
	for i, text := range texts {
		out[i] = any1{"text": text}
	}
	return out
}

// led is a conversation that anna leads.
func (s *shop) led() switchboard.Conversation {
	s.t.Helper()
	c := s.hear("dora", "The lid is loose.")
	s.ask(anna, "POST", at(c, "/take"), nil, 200, &c)
	return c
}

// draft begins an answer of somebody's.
func (s *shop) draft(as switchboard.Role, c switchboard.Conversation, texts ...string) (d switchboard.Draft) {
	s.t.Helper()
	s.ask(as, "POST", at(c, "/drafts"), any1{"parts": parts(texts...)}, 201, &d)
	return d
}

func of(d switchboard.Draft, more string) string { return "/drafts/" + d.ID.String() + more }

func TestAnAnswerGoesFromDraftToTimeline(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	d := s.draft(anna, c, "We send you a new lid.", "It comes on Friday.")
	if d.ReplyTo != "p1" || d.Epoch != 1 || d.Version != 1 || d.State != switchboard.DraftEditing {
		t.Errorf("draft %+v", d)
	}
	var ruling switchboard.Ruling
	s.ask(anna, "POST", of(d, "/check"), nil, 200, &ruling)
	if ruling.Outcome != switchboard.RulingAllow {
		t.Errorf("ruling %+v", ruling)
	}
	var sent Sent
	s.ask(anna, "POST", of(d, "/send"), any1{"version": 1}, 200, &sent)
	if sent.Draft.State != switchboard.DraftSending || len(sent.Deliveries) != 2 {
		t.Fatalf("sent %+v", sent)
	}
	s.refused(anna, "POST", of(d, "/send"), any1{"version": sent.Draft.Version}, switchboard.CodeConflict)
	s.send(connector.Outcome{Kind: connector.Sent, ExternalID: "a1", URL: "https://square.example/a1"})
	s.send(connector.Outcome{Kind: connector.Sent, ExternalID: "a2"})
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline?latest=true"), nil, 200, &page)
	if len(page.Items) != 3 || page.Items[1].Delivery == nil || page.Items[1].Delivery.State != switchboard.DeliverySent {
		t.Errorf("timeline %+v", page.Items)
	}
	if now := s.stored(c.ID); now.Ball != switchboard.BallCustomer {
		t.Errorf("the ball is with %s", now.Ball)
	}
	var deliveries Page[switchboard.Delivery]
	s.ask(anna, "GET", at(c, "/deliveries"), nil, 200, &deliveries)
	if len(deliveries.Items) != 2 {
		t.Errorf("%d deliveries", len(deliveries.Items))
	}
}

func TestAHelperWritesButDoesNotSend(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(petra, "comms", 5)
	c := s.led()
	s.ask(anna, "PUT", at(c, "/helpers/"+s.people[petra].ID.String()), nil, 200, nil)
	d := s.draft(petra, c, "Try turning it to the left.")
	s.refused(petra, "POST", of(d, "/send"), any1{"version": 1}, switchboard.CodeForbidden)
	s.refused(petra, "POST", of(d, "/send"), any1{"version": 1, "take": true}, switchboard.CodeConflict)
	s.refused(anna, "POST", of(d, "/send"), any1{"version": 1}, switchboard.CodeForbidden)
	s.refused(anna, "PUT", of(d, ""), any1{"version": 1, "parts": parts("Mine now.")}, switchboard.CodeForbidden)
	s.ask(anna, "GET", of(d, ""), nil, 200, nil)
	s.refused(guest, "GET", of(d, ""), nil, switchboard.CodeForbidden)
}

func TestADraftOfAnEarlierLeadIsStale(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	d := s.draft(anna, c, "We send you a new lid.")
	s.ask(anna, "POST", at(c, "/release"), any1{"epoch": 1, "reason": "shift"}, 200, nil)
	s.refused(anna, "POST", of(d, "/send"), any1{"version": 1}, switchboard.CodeNoLead)
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	s.refused(anna, "POST", of(d, "/send"), any1{"version": 1}, switchboard.CodeStale)
	s.ask(anna, "PUT", of(d, ""), any1{"version": 1, "parts": parts("We send you a new lid.")}, 200, &d)
	s.refused(anna, "PUT", of(d, ""), any1{"version": 1, "parts": parts("Late.")}, switchboard.CodeStale)
	s.ask(anna, "POST", of(d, "/send"), any1{"version": d.Version}, 200, nil)
}

func TestSendingTakesFromTheQueueWhenAsked(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "The lid is loose.")
	d := s.draft(anna, c, "We send you a new lid.")
	s.refused(anna, "POST", of(d, "/send"), any1{"version": 1}, switchboard.CodeNoLead)
	var sent Sent
	s.ask(anna, "POST", of(d, "/send"), any1{"version": 1, "take": true}, 200, &sent)
	if sent.Conversation.Lead != s.people[anna].ID || sent.Draft.State != switchboard.DraftSending || len(sent.Deliveries) != 1 {
		t.Errorf("sent %+v", sent)
	}
}

func TestWhatTheNetworkCannotCarryComesBackBlocked(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	d := s.draft(anna, c, strings.Repeat("lid ", 40))
	var sent Sent
	s.ask(anna, "POST", of(d, "/send"), any1{"version": 1}, 200, &sent)
	if sent.Draft.Ruling.Outcome != switchboard.RulingBlock || sent.Draft.State != switchboard.DraftEditing || len(sent.Deliveries) != 0 {
		t.Errorf("sent %+v", sent.Draft)
	}
}

func TestHeldTextsAreApprovedByColleaguesOnly(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	const novice = switchboard.Role("novice")
	const expert = switchboard.Role("expert")
	s.colleague(novice, "comms", 1)
	s.colleague(boris, "comms", 3)
	s.colleague(expert, "comms", 4)
	c := s.hear("rita", "I am a reporter, call me back.")
	s.ask(novice, "POST", at(c, "/take"), nil, 200, &c)
	d := s.draft(novice, c, "We call you at noon.")
	var sent Sent
	s.ask(novice, "POST", of(d, "/send"), any1{"version": 1}, 200, &sent)
	if d = sent.Draft; d.State != switchboard.DraftHeld || d.Ruling.Level != 4 {
		t.Fatalf("draft %+v", d)
	}
	var held Page[HeldDraft]
	s.ask(expert, "GET", "/drafts/held", nil, 200, &held)
	if len(held.Items) != 1 || held.Items[0].Draft.ID != d.ID || held.Items[0].Conversation.ID != c.ID {
		t.Errorf("held %+v", held.Items)
	}
	s.ask(anna, "GET", "/drafts/held", nil, 200, &held)
	if len(held.Items) != 0 {
		t.Errorf("anna of service sees %d held drafts of comms", len(held.Items))
	}
	s.refused(novice, "POST", of(d, "/approve"), any1{"hash": d.Hash}, switchboard.CodeForbidden)
	s.refused(boris, "POST", of(d, "/approve"), any1{"hash": d.Hash}, switchboard.CodeForbidden)
	s.refused(anna, "POST", of(d, "/approve"), any1{"hash": d.Hash}, switchboard.CodeNotFound)
	s.refused(expert, "POST", of(d, "/approve"), any1{"hash": strings.Repeat("0", 64)}, switchboard.CodeStale)
	s.ask(expert, "POST", of(d, "/approve"), any1{"hash": d.Hash}, 200, &sent)
	if sent.Draft.State != switchboard.DraftSending || len(sent.Deliveries) != 1 || sent.NotSent != nil {
		t.Errorf("approved %+v, %+v", sent, sent.NotSent)
	}
	s.refused(expert, "POST", of(d, "/approve"), any1{"hash": d.Hash}, switchboard.CodeConflict)
}

func TestAnApprovalOutlivesThatItCannotBeSentNow(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(petra, "comms", 1)
	c := s.hear("rita", "I am a reporter, call me back.")
	s.ask(petra, "POST", at(c, "/take"), nil, 200, &c)
	var sent Sent
	d := s.draft(petra, c, "We call you at noon.")
	s.ask(petra, "POST", of(d, "/send"), any1{"version": 1}, 200, &sent)
	s.ask(petra, "POST", at(c, "/release"), any1{"epoch": 1, "reason": "shift"}, 200, nil)
	s.people[boris] = s.colleague(boris, "comms", 5)
	s.ask(boris, "POST", of(d, "/approve"), any1{"hash": sent.Draft.Hash}, 200, &sent)
	if sent.NotSent == nil || sent.NotSent.Code != switchboard.CodeNoLead || len(sent.Deliveries) != 0 {
		t.Errorf("sent %+v, want why not", sent)
	}
	// The same text under the new lead needs no second approval.
	s.ask(petra, "POST", at(c, "/take"), nil, 200, nil)
	s.ask(petra, "PUT", of(d, ""), any1{"version": sent.Draft.Version, "parts": parts("We call you at noon.")}, 200, &d)
	s.ask(petra, "POST", of(d, "/send"), any1{"version": d.Version}, 200, &sent)
	if sent.Draft.State != switchboard.DraftSending {
		t.Errorf("draft %+v", sent.Draft)
	}
}

func TestAHeldTextGoesBackToItsAuthorWithAReason(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	const novice = switchboard.Role("novice")
	s.colleague(novice, "comms", 1)
	s.colleague(boris, "comms", 3)
	c := s.hear("rita", "I am a reporter, call me back.")
	s.ask(novice, "POST", at(c, "/take"), nil, 200, &c)
	d := s.draft(novice, c, "We call you at noon.")
	back := any1{"hash": d.Hash, "reason": "Say who calls."}
	s.refused(boris, "POST", of(d, "/return"), back, switchboard.CodeConflict) // it does not wait yet
	var sent Sent
	s.ask(novice, "POST", of(d, "/send"), any1{"version": 1}, 200, &sent)
	s.refused(anna, "POST", of(d, "/return"), back, switchboard.CodeNotFound)
	s.refused(boris, "POST", of(d, "/return"), any1{"hash": strings.Repeat("0", 64), "reason": "No."}, switchboard.CodeStale)
	s.refused(boris, "POST", of(d, "/return"), any1{"hash": d.Hash, "reason": "  "}, switchboard.CodeMustExplain)
	s.ask(boris, "POST", of(d, "/return"), back, 200, &d)
	if d.State != switchboard.DraftEditing || d.Version <= sent.Draft.Version || d.Ruling == nil ||
		d.Ruling.Reasons[0].Rule != guard.RuleReturned || d.Ruling.Reasons[0].Text != "Say who calls." {
		t.Errorf("draft %+v, ruling %+v", d, d.Ruling)
	}
	s.refused(boris, "POST", of(d, "/return"), back, switchboard.CodeConflict)
	var after switchboard.Draft
	s.ask(novice, "PUT", of(d, ""), any1{"version": d.Version, "parts": parts("Rita, I call you at noon.")}, 200, &after)
	if after.Ruling != nil {
		t.Errorf("after a change: %+v", after.Ruling)
	}
}

func TestDroppedDraftsStayDropped(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	d := s.draft(anna, c, "We send you a new lid.")
	s.ask(anna, "DELETE", of(d, ""), nil, 200, &d)
	s.ask(anna, "DELETE", of(d, ""), nil, 200, nil)
	s.refused(anna, "PUT", of(d, ""), any1{"version": d.Version, "parts": parts("Again.")}, switchboard.CodeConflict)
	s.refused(anna, "POST", at(c, "/drafts"), any1{"parts": parts("x"), "reply_to": "p999"}, switchboard.CodeInvalid)
	var happened Page[switchboard.Event]
	s.ask(anna, "GET", at(c, "/events"), nil, 200, &happened)
	if last := happened.Items[len(happened.Items)-1]; last.Kind != switchboard.EventDraftSaved || last.Reason != "dropped" {
		t.Errorf("another tab is told %+v", last)
	}
	var all Page[switchboard.Draft]
	s.ask(anna, "GET", at(c, "/drafts"), nil, 200, &all)
	if len(all.Items) != 1 || all.Items[0].State != switchboard.DraftDropped {
		t.Errorf("drafts %+v", all.Items)
	}
}

func TestAnUnknownFateIsSettledByANamedPerson(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(boris, "service", 3)
	c := s.led()
	d := s.draft(anna, c, "We send you a new lid.")
	s.ask(anna, "POST", of(d, "/send"), any1{"version": 1}, 200, nil)
	s.send(connector.Outcome{Kind: connector.Unknown, Code: "timeout"})
	var detail ConversationDetail
	s.ask(anna, "GET", at(c, ""), nil, 200, &detail)
	if len(detail.Deliveries) != 1 || detail.Deliveries[0].State != switchboard.DeliveryUnknown {
		t.Fatalf("deliveries %+v", detail.Deliveries)
	}
	settle := "/deliveries/" + detail.Deliveries[0].ID.String() + "/settle"
	s.refused(boris, "POST", settle, any1{"sent": true}, switchboard.CodeForbidden)
	s.refused(anna, "POST", settle, any1{"sent": false, "again": true}, switchboard.CodeMustExplain)
	var now switchboard.Delivery
	s.ask(anna, "POST", settle, any1{"sent": false, "again": true, "reason": "looked at the square, it is not there"}, 200, &now)
	if now.State != switchboard.DeliveryWaiting {
		t.Errorf("delivery %+v", now)
	}
	s.send(connector.Outcome{Kind: connector.Unknown, Code: "timeout"})
	s.ask(chief, "POST", settle, any1{"sent": true, "external_id": "a1"}, 200, &now)
	if now.State != switchboard.DeliverySent || now.SettledBy != s.people[chief].ID.String() {
		t.Errorf("delivery %+v", now)
	}
}

func TestCustomersAndMessages(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	var customer CustomerDetail
	s.ask(anna, "GET", "/customers/"+c.CustomerID.String(), nil, 200, &customer)
	if len(customer.Identities) != 1 || len(customer.Conversations) != 1 || customer.Customer.ID != c.CustomerID {
		t.Errorf("customer %+v", customer)
	}
	s.colleague(petra, "comms", 4)
	s.refused(petra, "GET", "/customers/"+c.CustomerID.String(), nil, switchboard.CodeNotFound)
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline"), nil, 200, &page)
	path := "/messages/" + page.Items[0].ID.String()
	var m MessageDetail
	s.ask(anna, "GET", path, nil, 200, &m)
	if m.Verdict == nil || m.Verdict.Model != "test 1" || len(m.Sightings) != 1 || m.Message.Content.Text != "The lid is loose." {
		t.Errorf("message %+v", m)
	}
	s.ask(anna, "GET", path+"/verdict", nil, 200, nil)
	s.refused(petra, "GET", path, nil, switchboard.CodeNotFound)
	s.refused(petra, "GET", path+"/verdict", nil, switchboard.CodeNotFound)
}
