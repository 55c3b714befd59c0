package api

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/netguard"
	"switchboard/internal/store"
)

const (
	kimSaid   = "https://x.com/kim/status/1790000000000000001"
	sameThing = "https://mobile.twitter.com/Kim/status/1790000000000000001?s=20"
)

// captured brings something in as anna, who must be let.
func (s *shop) captured(body any1) (out Captured) {
	s.t.Helper()
	s.ask(anna, "POST", "/captures", body, 200, &out)
	s.clock.Advance(time.Second) // what is said next is said later
	return out
}

// worksByHand lists the account by which a network is worked by hand.
func (s *shop) worksByHand(network, handle string) (v AccountView) {
	s.t.Helper()
	s.ask(switchboard.RoleAdmin, "POST", "/networks/"+network+"/by-hand", any1{"handle": handle}, 201, &v)
	return v
}

func TestWhatIsBroughtInIsWorkedLikeAnyMessage(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	body := any1{"url": kimSaid, "text": "My lid is loose, @kettles!"}
	p := s.refused(anna, "POST", "/captures", body, switchboard.CodeNotConnected)
	if p.Detail == "" || !strings.Contains(p.Hint, "new_account") {
		t.Errorf("problem %+v", p)
	}
	body["new_account"] = any1{"handle": "@kettles"}
	s.refused(anna, "POST", "/captures", body, switchboard.CodeForbidden)
	var first Captured
	s.ask(switchboard.RoleAdmin, "POST", "/captures", body, 200, &first)
	if first.ConversationID.IsZero() || first.Known || first.Department != "service" || first.Why == "" || first.Conversation == nil || first.Network != "x" || first.URL != kimSaid {
		t.Fatalf("captured %+v", first)
	}
	if trail := s.do(request{Method: "GET", Path: "/api/v1/audit", As: switchboard.RoleAdmin}).Body.String(); !strings.Contains(trail, "capture.create") ||
		!strings.Contains(trail, first.MessageID.String()) || strings.Contains(trail, "loose") {
		t.Errorf("the trail does not say who brought it in: %s", trail)
	}
	again := s.captured(any1{"url": sameThing})
	if !again.Known || again.MessageID != first.MessageID || again.ConversationID != first.ConversationID {
		t.Errorf("the same link again: %+v", again)
	}
	var m switchboard.Message
	s.update(func(tx *store.Tx) (err error) {
		m, err = tx.Message(first.MessageID)
		return err
	})
	if m.Content.Text != "My lid is loose, @kettles!" || m.Author.Handle != "@kim" || m.Origin != switchboard.Live || m.Kind != switchboard.KindMention {
		t.Errorf("stored %+v", m)
	}
	s.captured(any1{"url": kimSaid, "text": "My lid is loose, @kettles! And it leaks."})
	s.update(func(tx *store.Tx) (err error) {
		m, err = tx.Message(first.MessageID)
		return err
	})
	if m.Revision != 2 || !strings.HasSuffix(m.Content.Text, "leaks.") {
		t.Errorf("what was said anew is lost: %+v", m)
	}
	reply := s.captured(any1{"url": "https://x.com/kim/status/1790000000000000009", "text": "Hello?", "in_reply_to": sameThing, "kind": "reply"})
	if reply.ConversationID != first.ConversationID {
		t.Error("the answer to it is in another conversation")
	}
}

func TestWhatIsBroughtInIsAnsweredByHand(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	account := s.worksByHand("x", "@kettles")
	if account.State != switchboard.AccountByHand || account.Realm != "x" {
		t.Errorf("account %+v", account)
	}
	c := *s.captured(any1{"url": kimSaid, "text": "My lid is loose."}).Conversation
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	d := s.draft(anna, c, "We send you a new one. It is on its way already, and much longer than the square lets one say.")
	var sent Sent
	s.ask(anna, "POST", of(d, "/send"), any1{"version": 1}, 200, &sent)
	if sent.Outcome != switchboard.RulingAllow || len(sent.Deliveries) != 1 || sent.Deliveries[0].State != switchboard.DeliveryByHand {
		t.Fatalf("sent %+v, %+v", sent, sent.Draft.Ruling)
	}
	s.seenWaiting(c, sent.Deliveries[0])
	s.refused(anna, "POST", at(c, "/close"), any1{"epoch": 1, "reason": "resolved"}, switchboard.CodeUnresolved)
	path := "/deliveries/" + sent.Deliveries[0].ID.String()
	s.refused(switchboard.RoleViewer, "POST", path+"/posted", any1{}, switchboard.CodeForbidden)
	s.refused(anna, "POST", path+"/posted", any1{"url": "javascript:alert(1)"}, switchboard.CodeInvalid)
	s.refused(anna, "POST", path+"/posted", any1{"url": "https://www.facebook.com/kettles/posts/12345678"}, switchboard.CodeInvalid)
	s.refused(anna, "POST", path+"/posted", any1{"url": kimSaid}, switchboard.CodeConflict)
	s.refused(anna, "POST", path+"/posted", any1{"posted_at": s.clock.Now().Add(time.Hour)}, switchboard.CodeInvalid)
	answer := any1{"url": "https://twitter.com/kettles/status/1790000000000000002?s=20", "text": "We send you a new one."}
	var recorded ByHandRecorded
	for range 2 {
		s.ask(anna, "POST", path+"/posted", answer, 200, &recorded)
	}
	if recorded.Delivery.State != switchboard.DeliverySent || recorded.Delivery.SettledBy != s.people[anna].ID.String() ||
		recorded.Delivery.ExternalID != "1790000000000000002" || recorded.Conversation.Ball != switchboard.BallCustomer {
		t.Errorf("recorded %+v", recorded)
	}
	s.refused(anna, "POST", path+"/posted", any1{"url": "https://x.com/kettles/status/1790000000000000007"}, switchboard.CodeConflict)
	s.refused(anna, "POST", path+"/not-posted", any1{"reason": "no"}, switchboard.CodeConflict)
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline?latest=true"), nil, 200, &page)
	if len(page.Items) != 2 || page.Items[1].Content.Text != "We send you a new one." || page.Items[1].Delivery == nil {
		t.Errorf("timeline %+v", page.Items)
	}
	s.refused(anna, "POST", "/captures", any1{"url": "https://x.com/i/status/1790000000000000002", "author": any1{"name": "Kim"}}, switchboard.CodeConflict)
	s.refused(anna, "POST", "/captures", any1{"url": "https://x.com/Kettles/status/1790000000000000003"}, switchboard.CodeConflict)
}

// seenWaiting proves that nobody can forget what waits to be posted.
func (s *shop) seenWaiting(c switchboard.Conversation, d switchboard.Delivery) {
	s.t.Helper()
	var mine Page[ListedConversation]
	s.ask(anna, "GET", "/conversations?view=mine", nil, 200, &mine)
	if len(mine.Items) != 1 || !mine.Items[0].ToPost || mine.Items[0].ID != c.ID {
		s.t.Errorf("the lead's list: %+v", mine.Items)
	}
	var detail ConversationDetail
	s.ask(anna, "GET", at(c, ""), nil, 200, &detail)
	if len(detail.ByHand) != 1 || detail.ByHand[0].Open != kimSaid || detail.ByHand[0].Text == "" || detail.ByHand[0].Stale {
		s.t.Errorf("the conversation: %+v", detail.ByHand)
	}
	for who, want := range map[switchboard.Role]int{anna: 1, switchboard.RoleManager: 0} {
		var list Page[ByHand]
		s.ask(who, "GET", "/deliveries/by-hand?mine=true", nil, 200, &list)
		if len(list.Items) != want || want == 1 && list.Items[0].Delivery.ID != d.ID {
			s.t.Errorf("%s has %d to post", who, len(list.Items))
		}
	}
	var all Page[ByHand]
	s.ask(switchboard.RoleManager, "GET", "/deliveries/by-hand", nil, 200, &all)
	if len(all.Items) != 1 {
		s.t.Errorf("the manager sees %d", len(all.Items))
	}
	s.refused(switchboard.RoleViewer, "GET", "/deliveries/by-hand", nil, switchboard.CodeForbidden)
	s.colleague(petra, "comms", 3)
	s.ask(petra, "GET", "/deliveries/by-hand", nil, 200, &all)
	if len(all.Items) != 0 {
		s.t.Errorf("another department sees %d", len(all.Items))
	}
}

// Whoever may not see a conversation neither learns of it nor changes it by bringing in what is known already.
func TestWhatOthersWorkIsNotRewritten(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.worksByHand("x", "@kettles")
	first := s.captured(any1{"url": kimSaid, "text": "My lid is loose."})
	s.colleague(petra, "comms", 3)
	s.refused(petra, "GET", at(*first.Conversation, ""), nil, switchboard.CodeNotFound)
	var again Captured
	s.ask(petra, "POST", "/captures", any1{"url": sameThing, "text": "I will sue you all."}, 200, &again)
	if !again.Known || again.Conversation != nil || !again.ConversationID.IsZero() || again.Department != "" || again.Why != "" {
		t.Errorf("petra is told %+v", again)
	}
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(*first.Conversation, "/timeline"), nil, 200, &page)
	if len(page.Items) != 1 || page.Items[0].Content.Text != "My lid is loose." || page.Items[0].Revision != 1 {
		t.Errorf("what the customer said is now %+v", page.Items)
	}
}

func TestWhatIsNotPostedComesBack(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.worksByHand("x", "@kettles")
	c := *s.captured(any1{"url": kimSaid, "text": "My lid is loose."}).Conversation
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	d := s.draft(anna, c, "We send you a new one.")
	var sent Sent
	s.ask(anna, "POST", of(d, "/send"), any1{"version": 1}, 200, &sent)
	path := "/deliveries/" + sent.Deliveries[0].ID.String()
	s.refused(anna, "POST", path+"/not-posted", any1{"reason": " "}, switchboard.CodeMustExplain)
	s.refused(switchboard.RoleAgent, "POST", "/deliveries/"+switchboard.NewID[switchboard.DeliveryID](s.clock.Now()).String()+"/posted", any1{}, switchboard.CodeNotFound)
	var back ByHandRecorded
	s.ask(anna, "POST", path+"/not-posted", any1{"reason": "The post is gone."}, 200, &back)
	if back.Draft == nil || back.Draft.State != switchboard.DraftEditing || back.Draft.Parts[0].Text != "We send you a new one." ||
		back.Delivery.State != switchboard.DeliveryDropped || back.Conversation.Ball != switchboard.BallUs {
		t.Fatalf("back %+v", back)
	}
	s.ask(anna, "POST", of(*back.Draft, "/send"), any1{"version": back.Draft.Version}, 200, &sent)
	if len(sent.Deliveries) != 1 || sent.Deliveries[0].State != switchboard.DeliveryByHand {
		t.Errorf("sent again %+v", sent)
	}
}

// Whatever is refused changes nothing: no message, no account.
func TestWhatIsNotBroughtIn(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	admin := switchboard.RoleAdmin
	made := any1{"handle": "@kettles"}
	for name, c := range map[string]struct {
		body any1
		code switchboard.Code
	}{
		"script":             {any1{"url": "javascript:alert(1)"}, switchboard.CodeInvalid},
		"data":               {any1{"url": "data:text/html,x"}, switchboard.CodeInvalid},
		"private host":       {any1{"url": "http://192.168.1.8/x", "text": "x", "author": any1{"name": "Kim"}}, switchboard.CodeInvalid},
		"lookalike":          {any1{"url": "https://fаcebook.com/kim/posts/12345678"}, switchboard.CodeInvalid},
		"short link":         {any1{"url": "https://t.co/abc"}, switchboard.CodeInvalid},
		"long text":          {any1{"url": kimSaid, "text": strings.Repeat("x", 99_000)}, switchboard.CodeTooLarge},
		"longer text":        {any1{"url": kimSaid, "text": strings.Repeat("x", 200_000)}, switchboard.CodeInvalid},
		"future":             {any1{"url": kimSaid, "published_at": s.clock.Now().Add(time.Hour)}, switchboard.CodeInvalid},
		"unknown network":    {any1{"url": "https://kettles.blog/x", "network": "myspace"}, switchboard.CodeUnsupported},
		"another network":    {any1{"url": kimSaid, "network": "facebook"}, switchboard.CodeInvalid},
		"a page":             {any1{"url": "https://x.com/kim"}, switchboard.CodeInvalid},
		"nobody":             {any1{"url": "https://kettles.blog/x", "text": "x"}, switchboard.CodeInvalid},
		"another author":     {any1{"url": kimSaid, "author": any1{"handle": "@bo"}}, switchboard.CodeInvalid},
		"private in public":  {any1{"url": kimSaid, "kind": "direct", "visibility": "public"}, switchboard.CodeInvalid},
		"answers itself":     {any1{"url": kimSaid, "in_reply_to": sameThing}, switchboard.CodeInvalid},
		"answers nothing":    {any1{"url": kimSaid, "in_reply_to": "javascript:x"}, switchboard.CodeInvalid},
		"a kind nobody has":  {any1{"url": kimSaid, "kind": "note"}, switchboard.CodeInvalid},
		"our own":            {any1{"url": "https://x.com/Kettles/status/1790000000000000003"}, switchboard.CodeConflict},
		"an unknown account": {any1{"url": kimSaid, "account": s.account.ID}, switchboard.CodeInvalid},
	} {
		c.body["new_account"] = made
		if got := s.refused(admin, "POST", "/captures", c.body, c.code); got.Detail == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	s.refused(switchboard.RoleViewer, "POST", "/captures", any1{"url": kimSaid}, switchboard.CodeForbidden)
	s.update(func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		if len(accounts) != 1 {
			t.Errorf("%d accounts are left behind", len(accounts))
		}
		return err
	})
}

func TestANetworkThatIsConnectedIsNotWorkedByHand(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.update(func(tx *store.Tx) error {
		a := s.account
		a.ID, a.Network, a.Realm = switchboard.NewID[switchboard.AccountID](tx.Now()), "x", "x"
		_, err := tx.InsertAccount(a)
		return err
	})
	p := s.refused(anna, "POST", "/captures", any1{"url": kimSaid, "text": "x"}, switchboard.CodeConflict)
	if !strings.Contains(p.Detail, "heard already") {
		t.Errorf("problem %+v", p)
	}
	s.refused(switchboard.RoleAdmin, "POST", "/networks/x/by-hand", any1{"handle": "@other"}, switchboard.CodeConflict)
}

func TestAccountsWorkedByHand(t *testing.T) {
	t.Parallel()
	s := newShop(t, func(o *Options) {
		known := &connector.Registry{}
		if err := known.Add(connectable("x", connector.RealmNetwork)); err != nil {
			t.Fatal(err)
		}
		o.Networks = known
	})
	admin := switchboard.RoleAdmin
	s.refused(admin, "POST", "/networks/myspace/by-hand", any1{"handle": "@kettles"}, switchboard.CodeUnsupported)
	s.refused(switchboard.RoleManager, "POST", "/networks/x/by-hand", any1{"handle": "@kettles"}, switchboard.CodeForbidden)
	v := s.worksByHand("x", "@kettles")
	s.refused(admin, "POST", "/networks/x/by-hand", any1{"handle": "@kettles"}, switchboard.CodeConflict)
	var list Page[NetworkByHand]
	s.ask(anna, "GET", "/networks/by-hand", nil, 200, &list)
	found := false
	for _, n := range list.Items {
		found = found || n.Key == "x" && n.Connector && len(n.Accounts) == 1 && n.Accounts[0].ID == v.ID
	}
	if !found {
		t.Errorf("listed %+v", list.Items)
	}
	state := "/accounts/" + v.ID.String() + "/state"
	s.refused(admin, "PUT", state, any1{"state": "live"}, switchboard.CodeNotConnected)
	s.ask(admin, "PUT", state, any1{"state": "history"}, 200, &v)
	s.refused(anna, "POST", "/captures", any1{"url": kimSaid, "text": "x"}, switchboard.CodeNotConnected)
	s.ask(admin, "PUT", state, any1{"state": "by_hand"}, 200, &v)
	s.refused(admin, "PUT", "/accounts/"+s.account.ID.String()+"/state", any1{"state": "by_hand"}, switchboard.CodeUnsupported)
	first := s.captured(any1{"url": kimSaid, "text": "My lid is loose."})
	var claimed AccountView
	s.ask(admin, "POST", "/accounts", any1{"network": "x", "handle": "kettles", "state": "live"}, 201, &claimed)
	if claimed.ID != v.ID || claimed.State != switchboard.AccountLive || s.stored(first.ConversationID).AccountID != v.ID {
		t.Errorf("a connector cannot take it over: %+v", claimed)
	}
}

// connectable is a network that a connector knows, whose ids are unique as told.
func connectable(key switchboard.NetworkKey, kind connector.RealmKind) connector.Spec {
	spec := square()
	spec.Key, spec.Name, spec.Summary, spec.RealmKind = key, "Known", "A network for tests.", kind
	spec.Capabilities = []connector.Capability{connector.PostPublic}
	spec.Text = connector.TextLimit{Max: 60, Unit: connector.Graphemes, Source: "this test"}
	spec.Parts = 1
	spec.Realm = func(map[string]string) switchboard.Realm { return switchboard.Realm(key) }
	spec.Rates = []connector.Rate{{Name: "Posts", Points: 1, Window: time.Minute, Scope: "account", Source: "this test"}}
	spec.Setup = []connector.Step{{Title: "Nothing", Text: "to do."}}
	spec.Dedup, spec.ReadBack = connector.Dedup{Kind: connector.DedupNone}, connector.ReadBackNone
	spec.Open = func(context.Context, connector.Env) (connector.Conn, error) { return nil, errNobody }
	return spec
}

func TestAPageIsOpenedOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	opened := 0
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		opened++
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(`<head><meta property="og:title" content="Lids"><meta property="og:description" content="They are loose."><meta name=author content="Kim"></head>`)) //nolint:errcheck // a test's server
	}))
	t.Cleanup(site.Close)
	guard := netguard.New(netguard.Options{})
	t.Cleanup(guard.Close)
	var client connector.HTTPClient = rerouted{site.URL}
	s := newShop(t, func(o *Options) {
		o.Connect = func(_, _ map[string]string) connector.Env { return connector.Env{Reading: client} }
	})
	s.worksByHand("website", "kettles.shop")
	page := any1{"url": "https://forum.kettles.shop/t/lids/55", "text": "Loose.", "author": any1{"name": "Kim"}}
	s.captured(page)
	if opened != 0 {
		t.Fatal("the page was opened unasked")
	}
	out := s.captured(any1{"url": "https://forum.kettles.shop/t/lids/56", "fetch": true})
	var m switchboard.Message
	s.update(func(tx *store.Tx) (err error) {
		m, err = tx.Message(out.MessageID)
		return err
	})
	if opened != 1 || m.Content.Text != "Lids\n\nThey are loose." || m.Author.Name != "Kim" {
		t.Errorf("opened %d times: %+v", opened, m)
	}
	client = guard.Reading() // which opens no private address
	page["fetch"], page["text"], page["url"] = true, "Still loose.", "https://localtest.kettles.invalid.shop/x"
	if out = s.captured(page); out.NotFetched == "" || out.ConversationID.IsZero() {
		t.Errorf("a page that cannot be opened kept it out: %+v", out)
	}
}

// rerouted sends every request to one server.
type rerouted struct{ to string }

func (r rerouted) Do(req *http.Request) (*http.Response, error) {
	again, err := http.NewRequestWithContext(req.Context(), req.Method, r.to+req.URL.Path, http.NoBody)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(again)
}

func TestTheBookmarklet(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var b Bookmarklet
	s.ask(anna, "GET", "/captures/bookmarklet", nil, 200, &b)
	if !strings.HasPrefix(b.Address, "javascript:") || !strings.Contains(b.Address, "care.example") || b.Console != origin {
		t.Errorf("%+v", b)
	}
	var told AddressTold
	s.ask(anna, "GET", "/captures/address?url=https%3A%2F%2Ftwitter.com%2FKim%2Fstatus%2F1790000000000000001", nil, 200, &told)
	if told.Network != "x" || told.NetworkName != "X" || told.URL != kimSaid || told.Handle != "@kim" || !told.Post {
		t.Errorf("%+v", told)
	}
	s.refused(anna, "GET", "/captures/address?url=javascript%3Ax", nil, switchboard.CodeInvalid)
}

var errNobody = errors.New("nobody is there")
