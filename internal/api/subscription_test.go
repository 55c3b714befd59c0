package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"switchboard"
	"switchboard/internal/callback"
	"switchboard/internal/netguard"
	"switchboard/internal/store"
)

const owner = switchboard.RoleAdmin

func newSubscribed(t *testing.T, answer int) (*shop, string, *[]*http.Request) {
	t.Helper()
	var got []*http.Request
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r)
		w.WriteHeader(answer)
	}))
	t.Cleanup(receiver.Close)
	s := newShop(t, func(o *Options) {
		o.Outside.Teller = &callback.Teller{Client: netguard.New(netguard.Options{AllowPrivate: true}).Sending(), Secrets: o.Ring,
			Time: o.Time, Incarnation: "first"}
	})
	return s, receiver.URL, &got
}

func TestASubscriptionLives(t *testing.T) {
	t.Parallel()
	s, url, got := newSubscribed(t, 204)
	var made SecretShown
	s.ask(owner, "POST", "/subscriptions", any1{"name": "books", "url": url, "kinds": []string{"conversation.closed"}}, 201, &made)
	path := "/subscriptions/" + made.Subscription.ID.String()
	if len(made.Secret) < 40 || made.Subscription.State != store.SubscriptionOn {
		t.Errorf("made %+v", made)
	}
	s.update(func(tx *store.Tx) error {
		stored, err := tx.Subscription(made.Subscription.ID)
		if err != nil {
			return err
		}
		secret, err := s.api.Ring.Open(stored.Secret, callback.SecretBinding(stored.ID))
		if string(secret) != made.Secret {
			t.Error("what is sealed is not the secret that was shown")
		}
		return err
	})
	s.want(scenario{Name: "never again", request: request{Method: "GET", Path: "/api/v1" + path, As: owner}, Status: 200,
		Has: []string{"books"}, Not: []string{made.Secret, "secret"}})
	var sub store.Subscription
	s.ask(owner, "PATCH", path, any1{"name": "ledger", "kinds": []string{}}, 200, &sub)
	if sub.Name != "ledger" || len(sub.Kinds) != 0 || sub.URL != url {
		t.Errorf("changed %+v", sub)
	}
	s.ask(owner, "POST", path+"/pause", nil, 200, &sub)
	if sub.State != store.SubscriptionPaused {
		t.Errorf("paused %+v", sub)
	}
	s.ask(owner, "POST", path+"/resume", nil, 200, &sub)
	if sub.State != store.SubscriptionOn {
		t.Errorf("resumed %+v", sub)
	}
	var again SecretShown
	s.ask(owner, "POST", path+"/secret", nil, 200, &again)
	if again.Secret == made.Secret {
		t.Error("the secret is the same")
	}
	var attempt store.Callback
	s.ask(owner, "POST", path+"/test", nil, 200, &attempt)
	if !callback.Accepted(attempt) || len(*got) != 1 || (*got)[0].Header.Get(callback.HeaderSignature) == "" {
		t.Errorf("attempt %+v after %d requests", attempt, len(*got))
	}
	var log Page[store.Callback]
	s.ask(owner, "GET", path+"/log", nil, 200, &log)
	if len(log.Items) != 1 || log.Items[0].ID != attempt.ID {
		t.Errorf("log %+v", log.Items)
	}
	var all Page[store.Subscription]
	s.ask(owner, "GET", "/subscriptions", nil, 200, &all)
	if len(all.Items) != 1 {
		t.Errorf("%d subscriptions", len(all.Items))
	}
	s.ask(owner, "DELETE", path, nil, 204, nil)
	s.refused(owner, "GET", path, nil, switchboard.CodeNotFound)
	s.refused(owner, "GET", path+"/log", nil, switchboard.CodeNotFound)
}

func TestSubscriptionsAreForThoseWhoMay(t *testing.T) {
	t.Parallel()
	s, url, _ := newSubscribed(t, 500)
	for _, who := range []switchboard.Role{anna, chief, guest} {
		s.refused(who, "POST", "/subscriptions", any1{"name": "books", "url": url}, switchboard.CodeForbidden)
		s.refused(who, "GET", "/subscriptions", nil, switchboard.CodeForbidden)
	}
	for name, bad := range map[string]any1{
		"a file":        {"name": "x", "url": "file:///etc/passwd"},
		"no host":       {"name": "x", "url": "https://"},
		"a password":    {"name": "x", "url": "https://me:secret@books.example/"},
		"not an event":  {"name": "x", "url": url, "kinds": []string{"Everything!"}},
		"without words": {"name": "", "url": url},
	} {
		t.Log(name)
		s.refused(owner, "POST", "/subscriptions", bad, switchboard.CodeInvalid)
	}
	var made SecretShown
	s.ask(owner, "POST", "/subscriptions", any1{"name": "books", "url": url}, 201, &made)
	var attempt store.Callback
	s.ask(owner, "POST", "/subscriptions/"+made.Subscription.ID.String()+"/test", nil, 200, &attempt)
	if attempt.Status != 500 || attempt.Trouble == "" {
		t.Errorf("attempt %+v", attempt)
	}
}

func TestASubscriptionStartsAtThePresent(t *testing.T) {
	t.Parallel()
	s, url, _ := newSubscribed(t, 204)
	s.hear("dora", "The lid is loose.")
	var made SecretShown
	s.ask(owner, "POST", "/subscriptions", any1{"name": "books", "url": url}, 201, &made)
	if made.Subscription.Position == 0 {
		t.Error("it would be told everything that ever happened")
	}
}
