package app_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"switchboard/internal/config"
	"switchboard/internal/connector/webhook"
	"switchboard/internal/practice"
)

// TestRecordsPushedInAreAnsweredOnTheirNetwork goes the whole way: a program pushes what a customer said, signed; a
// person accepts and answers over the API; the answer stands on the network below what it answers.
func TestRecordsPushedInAreAnsweredOnTheirNetwork(t *testing.T) {
	t.Parallel()
	h := open(t, func(s *config.Settings) { s.PracticeBesideReal = true })
	call[fields](h, "POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles & Co",
		"state": "live", "config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}})
	const key = "a signing key of the shop"
	door := call[fields](h, "POST", "/accounts", fields{"network": "webhook", "handle": "shop", "name": "Shop",
		"state": "listen", "config": fields{"name": "shop", "key": key, "accounts": "kettles"}})
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})

	// It does not name us, so that nobody but the program tells us of it.
	post, err := h.app.Practice.Say(practice.Saying{Handle: "mira", Text: "the lid of my kettle came off"})
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(fields{"network": "practice", "account": "kettles", "id": post.ID, "direction": "in",
		"visibility": "public", "kind": "mention", "author": fields{"id": "mira", "handle": "mira"}, "text": post.Text,
		"created_at": time.Now().UTC().Format(time.RFC3339)})
	if err != nil {
		t.Fatal(err)
	}
	if got := push(h, door.text("id"), key, body); got != http.StatusOK {
		t.Fatalf("pushing: status %d", got)
	}
	conversation := until(h, "an offer", func() (fields, bool) {
		page := call[struct{ Items []fields }](h, "GET", "/conversations?view=offered", nil)
		for _, c := range page.Items {
			if strings.Contains(c.text("preview"), "lid of my kettle") {
				return c, true
			}
		}
		return nil, false
	})
	id := conversation.text("id")
	call[fields](h, "POST", "/conversations/"+id+"/accept", nil)
	draft := call[fields](h, "POST", "/conversations/"+id+"/drafts", fields{"parts": []fields{{"text": "A new lid is on its way."}}})
	call[fields](h, "POST", "/drafts/"+draft.text("id")+"/send", fields{"version": draft["version"]})
	delivery := until(h, "sending", func() (fields, bool) {
		page := call[struct{ Items []fields }](h, "GET", "/conversations/"+id+"/deliveries", nil)
		return page.Items[0], page.Items[0].text("state") == "sent"
	})
	answer, err := h.app.Practice.Get(delivery.text("external_id"))
	if err != nil || answer.ReplyTo != post.ID || !strings.HasSuffix(answer.Text, "A new lid is on its way.") {
		t.Errorf("on the network stands %+v, %v", answer, err)
	}
	until(h, "the ball with the customer", func() (fields, bool) {
		c := call[struct{ Conversation fields }](h, "GET", "/conversations/"+id, nil).Conversation
		return c, c.text("ball") == "customer"
	})
}

// push sends a signed body to a webhook account's door.
func push(h *house, account, key string, body []byte) (status int) {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), "POST", h.base+"/webhook/in/"+account, strings.NewReader(string(body)))
	if err != nil {
		h.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(webhook.HeaderName, webhook.Sign(body, time.Now(), key))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}
