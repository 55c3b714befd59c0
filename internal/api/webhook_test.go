package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/webhook"
	"switchboard/internal/store"
)

const key = "a key of the shop reviews"

// keys are those of webhooks, which these tests keep unsealed.
type keys struct{}

func (keys) Verify(_ switchboard.Account, sealed []byte, header http.Header, body []byte, now time.Time) (string, error) {
	replay, err := webhook.VerifyAny([]string{string(sealed)}, webhook.Header(header), body, now)
	return replay.Key, err
}

func (keys) Accepts(a switchboard.Account, handle string) bool {
	return webhook.Accepts(a.Config, handle)
}

// networks are the webhook and the square.
type networks struct{}

func (networks) Get(k switchboard.NetworkKey) (connector.Spec, error) {
	switch k {
	case webhook.Key:
		return webhook.Spec(), nil
	case "square":
		return square(), nil
	}
	return connector.Spec{}, errors.New("unknown")
}

func (networks) All() []connector.Spec { return []connector.Spec{webhook.Spec(), square()} }

// gateway is a shop with a webhook whose key is bound to @kettles and reviews.
type gateway struct {
	*shop
	hook   switchboard.Account
	counts map[string]int
	full   bool
}

func newGateway(t *testing.T) *gateway {
	t.Helper()
	g := &gateway{counts: map[string]int{}}
	g.shop = newShop(t, func(o *Options) {
		o.Networks = networks{}
		o.Outside = Outside{Keys: keys{}, Pushed: func(result string, n int) { g.counts[result] += n }, Reserve: func() error {
			if g.full {
				return switchboard.Refuse(switchboard.CodeDiskReserve, "Too little disk is left.")
			}
			return nil
		}}
	})
	g.hook = switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](g.clock.Now()), Network: webhook.Key, Realm: "webhook:reviews",
		Handle: "reviews", BrandID: g.account.BrandID, State: switchboard.AccountLive, CreatedAt: g.clock.Now(),
		Config: map[string]string{"name": "reviews", "accounts": "@kettles,reviews"}}
	g.update(func(tx *store.Tx) error {
		if _, err := tx.InsertAccount(g.hook); err != nil {
			return err
		}
		return tx.SetAccountSecrets(g.hook.ID, []byte(key))
	})
	return g
}

// push sends a body, signed at the given time.
func (g *gateway) push(body string, signed string) (*httptest.ResponseRecorder, PushAnswer) {
	g.t.Helper()
	req := httptest.NewRequestWithContext(g.t.Context(), "POST", "/webhook/in/"+g.hook.ID.String(), strings.NewReader(body))
	req.Header.Set(webhook.HeaderName, signed)
	out := httptest.NewRecorder()
	g.handler.ServeHTTP(out, req)
	var answer PushAnswer
	if out.Code == http.StatusOK {
		answer = read[PushAnswer](g.t, out)
	}
	return out, answer
}

func (g *gateway) sign(body string) string { return webhook.Sign([]byte(body), g.clock.Now(), key) }

func said(id, account string, more any1) string {
	r := any1{"network": "square", "account": account, "id": id, "text": "Is anybody there?", "created_at": "2026-05-04T08:00:00Z",
		"author": any1{"id": "u7", "handle": "@seven"}}
	for name, value := range more {
		r[name] = value
	}
	text, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (g *gateway) messages() (n int) {
	g.t.Helper()
	g.update(func(tx *store.Tx) error {
		for _, id := range []string{"1", "2", "3", "4", "5", "r1"} {
			for _, realm := range []switchboard.Realm{"square", "stars"} {
				if _, found, err := tx.MessageByKey(realm, id); err != nil {
					return err
				} else if found {
					n++
				}
			}
		}
		return nil
	})
	return n
}

func (g *gateway) quarantined() (all []store.Quarantined) {
	g.t.Helper()
	g.update(func(tx *store.Tx) (err error) {
		all, err = tx.QuarantineWaiting(store.Place{}, 100)
		return err
	})
	return all
}

func TestEachPushedRecordGetsItsOwnAnswer(t *testing.T) {
	t.Parallel()
	g := newGateway(t)
	deep := `{"network":"square","account":"@kettles","id":"9","x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`
	body := "[" + strings.Join([]string{
		said("1", "@kettles", any1{"mood": "sunny"}), said("1", "@kettles", any1{"mood": "sunny"}),
		said("1", "@kettles", any1{"text": "Is anybody here?", "edited_at": "2026-05-04T08:30:00Z"}), said("2", "@other", nil),
		`{"network":"square"}`, deep, said("3", "@kettles", any1{"text": 5}), said("r1", "reviews", any1{"network": "stars"}),
		said("4", "reviews", nil), `nonsense`, strings.Replace(said("5", "@kettles", nil), "anybody", "any\xffbody", 1),
	}, ",") + "]"
	out, answer := g.push(body, g.sign(body))
	if out.Code != 200 {
		t.Fatalf("status %d: %s", out.Code, out.Body)
	}
	type row struct {
		Result Outcome
		Code   switchboard.Code
		Field  string
	}
	var got []row
	for i, r := range answer.Results {
		if r.Index != i {
			t.Errorf("record %d has index %d", i, r.Index)
		}
		one := row{Result: r.Result}
		if r.Error != nil {
			one.Code, one.Field = r.Error.Code, r.Error.Field
		}
		got = append(got, one)
	}
	want := []row{{Result: OutcomeStored}, {Result: OutcomeDuplicate}, {Result: OutcomeRevised},
		{OutcomeRefused, switchboard.CodeForbidden, "account"}, {OutcomeRefused, switchboard.CodeInvalid, "account"},
		{OutcomeRefused, switchboard.CodeTooLarge, "x"}, {OutcomeRefused, switchboard.CodeInvalid, "text"}, {Result: OutcomeStored},
		{OutcomeRefused, switchboard.CodeUnsupported, "account"}, {OutcomeRefused, switchboard.CodeInvalid, ""},
		{OutcomeRefused, switchboard.CodeInvalid, ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if n := g.messages(); n != 2 {
		t.Errorf("%d messages stored, want 2", n)
	}
	if kept := g.quarantined(); len(kept) != 6 {
		t.Errorf("%d in quarantine, want the 6 that are refused and authentic", len(kept))
	}
	if g.counts["stored"] != 2 || g.counts["refused"] != 7 || g.counts["revised"] != 1 || g.counts["duplicate"] != 1 {
		t.Errorf("counted %v", g.counts)
	}
	g.update(func(tx *store.Tx) error {
		m, found, err := tx.MessageByKey("square", "1")
		if !found || m.AccountID != g.account.ID || m.Revision != 2 || !strings.Contains(string(m.Extra), "sunny") {
			t.Errorf("message %+v", m)
		}
		if err != nil {
			return err
		}
		a, found, err := tx.AccountByHandle("stars", "reviews")
		if !found || a.State != switchboard.AccountListen || a.BrandID != g.hook.BrandID {
			t.Errorf("account of the unconnected network: %+v", a)
		}
		return err
	})
}

func TestARequestThatIsNotRightLeavesNothing(t *testing.T) {
	t.Parallel()
	good := said("1", "@kettles", nil)
	for name, c := range map[string]struct {
		body   string
		sign   func(g *gateway, body string) string
		before func(g *gateway)
		status int
		code   switchboard.Code
	}{
		"no signature": {good, func(*gateway, string) string { return "" }, nil, 401, switchboard.CodeBadSignature},
		"another key": {good, func(g *gateway, b string) string {
			return webhook.Sign([]byte(b), g.clock.Now(), "a key of somebody else")
		}, nil, 401, switchboard.CodeBadSignature},
		"another body": {good, func(g *gateway, b string) string { return g.sign(b + " ") }, nil, 401, switchboard.CodeBadSignature},
		"a time long past": {good, func(g *gateway, b string) string {
			return webhook.Sign([]byte(b), g.clock.Now().Add(-6*time.Minute), key)
		}, nil, 401, switchboard.CodeBadSignature},
		"a time to come": {good, func(g *gateway, b string) string {
			return webhook.Sign([]byte(b), g.clock.Now().Add(6*time.Minute), key)
		}, nil, 401, switchboard.CodeBadSignature},
		"another account's address": {good, (*gateway).sign, func(g *gateway) { g.hook.ID = g.account.ID }, 401, switchboard.CodeBadSignature},
		"nobody's address": {good, (*gateway).sign, func(g *gateway) {
			g.hook.ID = switchboard.NewID[switchboard.AccountID](g.clock.Now())
		}, 401, switchboard.CodeBadSignature},
		"a body too large": {strings.Repeat(" ", maxPush) + good, (*gateway).sign, nil, 413, switchboard.CodeTooLarge},
		"too many records": {strings.Repeat(good+"\n", maxRecords+1), (*gateway).sign, nil, 413, switchboard.CodeTooLarge},
		"half a list":      {"[" + good, (*gateway).sign, nil, 422, switchboard.CodeInvalid},
		"a full disk":      {good, (*gateway).sign, func(g *gateway) { g.full = true }, 503, switchboard.CodeDiskReserve},
		"a paused webhook": {good, (*gateway).sign, func(g *gateway) {
			g.hook.State = switchboard.AccountPaused
			g.update(func(tx *store.Tx) error { return tx.UpdateAccount(g.hook) })
		}, 503, switchboard.CodeUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGateway(t)
			if c.before != nil {
				c.before(g)
			}
			out, _ := g.push(c.body, c.sign(g, c.body))
			if p := read[Problem](t, out); out.Code != c.status || p.Code != c.code {
				t.Errorf("status %d and code %s, want %d and %s: %s", out.Code, p.Code, c.status, c.code, p.Detail)
			}
			if g.messages() != 0 || len(g.quarantined()) != 0 || g.counts[string(c.code)] != 1 {
				t.Errorf("it left something, or was not counted: %v", g.counts)
			}
		})
	}
}

func TestASignedRequestCountsOnce(t *testing.T) {
	t.Parallel()
	g := newGateway(t)
	body := said("1", "@kettles", nil)
	signed := g.sign(body)
	if out, _ := g.push(body, signed); out.Code != 200 {
		t.Fatalf("status %d: %s", out.Code, out.Body)
	}
	out, _ := g.push(body, signed)
	if p := read[Problem](t, out); out.Code != 409 || p.Code != switchboard.CodeReplayed {
		t.Errorf("sent again: status %d, code %s", out.Code, p.Code)
	}
	g.clock.Advance(time.Minute)
	if out, answer := g.push(body, g.sign(body)); out.Code != 200 || answer.Results[0].Result != OutcomeDuplicate {
		t.Errorf("signed anew: status %d, %+v", out.Code, answer)
	}
}

func TestAPushedRecordReachesAConversation(t *testing.T) {
	t.Parallel()
	g := newGateway(t)
	body := said("1", "@kettles", nil)
	g.push(body, g.sign(body))
	g.work()
	var page Page[switchboard.Conversation]
	g.ask(anna, "GET", "/conversations?view=queue&department=service", nil, 200, &page)
	if len(page.Items) != 1 || page.Items[0].Preview != "Is anybody there?" {
		t.Errorf("queue %+v", page.Items)
	}
}
