package api

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/flow"
	"switchboard/internal/netguard"
	"switchboard/internal/secondread"
	"switchboard/internal/triage/classifier"
)

// withClassifier lets the API ask the external classifier.
func withClassifier(t *testing.T) func(*Options) {
	return func(o *Options) {
		guard := netguard.New(netguard.Options{AllowPrivate: true, ClearInside: true})
		t.Cleanup(guard.Close)
		o.MayBePrivate = true
		o.Second = secondread.New(secondread.Parts{DB: o.DB, Sealer: o.Ring, Binding: func(name string) string { return "test/" + name },
			Client: guard.Sending(), After: netguard.RetryAfter, Time: o.Time, Log: o.Log, Workers: 4})
	}
}

func TestExternalClassifier(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 9)
	models := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked <- r.Header.Get("Authorization") + string(body)
		_, _ = io.WriteString(w, `{"model":"m-7","heads":{"press":{"label":"yes","confidence":0.8},"spam":{"label":"yes","confidence":1}}}`)
	}))
	t.Cleanup(models.Close)
	s := newShop(t, withClassifier(t))
	var c Classifier
	s.ask(switchboard.RoleManager, "GET", "/classifier", nil, 200, &c)
	if c.Settings.On || c.HasKey || !c.Inside || len(c.Heads) != 15 || len(c.Days) != 0 || c.Month.Period != "2026-05" {
		t.Errorf("to start with: %+v", c)
	}
	for _, who := range []switchboard.Role{switchboard.RoleManager, anna} {
		s.refused(who, "PUT", "/classifier", any1{"settings": c.Settings}, switchboard.CodeForbidden)
		s.refused(who, "POST", "/classifier/try", any1{"settings": c.Settings, "text": "hm"}, switchboard.CodeForbidden)
	}
	s.refused(anna, "GET", "/classifier", nil, switchboard.CodeForbidden)
	set := c.Settings
	set.On, set.Name, set.URL, set.Heads = true, "Our server", models.URL, append(classifier.Defaults().Heads, "spam")
	if p := s.refused(switchboard.RoleAdmin, "PUT", "/classifier", any1{"settings": set, "key": "a b"}, switchboard.CodeInvalid); p.Hint == "" {
		t.Errorf("a key with a blank: %+v", p)
	}
	s.ask(switchboard.RoleAdmin, "PUT", "/classifier", any1{"settings": set, "key": "s3cr3t-key"}, 200, &c)
	if !c.Settings.On || !c.HasKey || c.Settings.Name != "Our server" {
		t.Errorf("switched on: %+v", c)
	}
	s.audited("classifier.set", "on")
	for _, path := range []string{"/classifier", "/audit"} {
		if body := s.do(request{Method: "GET", Path: "/api/v1" + path, As: switchboard.RoleAdmin}).Body.String(); strings.Contains(body, "s3cr3t") {
			t.Errorf("%s shows the key: %s", path, body)
		}
	}
	s.triesIt(t, set, asked)
	set.Networks = []switchboard.NetworkKey{"x", "twitterr"}
	if p := s.refused(switchboard.RoleAdmin, "PUT", "/classifier", any1{"settings": set}, switchboard.CodeInvalid); !strings.Contains(p.Detail, "twitterr") {
		t.Errorf("for a network there is none of: %+v", p)
	}
	set.Networks = c.Settings.Networks
	set.Name = ""
	if p := s.refused(switchboard.RoleAdmin, "PUT", "/classifier", any1{"settings": set}, switchboard.CodeInvalid); !strings.Contains(p.Detail, "name") {
		t.Errorf("without a name: %+v", p)
	}
	if strings.Contains(s.log.String(), "s3cr3t") || strings.Contains(s.log.String(), "kettle leaks") {
		t.Error("the log holds the key or the text")
	}
}

// asksNobody fails a test when it is asked.
type asksNobody struct{ *testing.T }

func (a asksNobody) Read(_ context.Context, _ switchboard.Message, v switchboard.Verdict) switchboard.Verdict {
	a.Error("somebody outside was asked while a person waits")
	return v
}

// TestWhatAPersonBringsInWaitsForNobody reads it with the built-in models alone.
func TestWhatAPersonBringsInWaitsForNobody(t *testing.T) {
	t.Parallel()
	s := newShop(t, func(o *Options) { o.In.Second = asksNobody{t} })
	s.worksByHand("x", "@kettles")
	if got := s.captured(any1{"url": kimSaid, "text": "My lid is loose, @kettles!"}); got.ConversationID.IsZero() {
		t.Errorf("brought in: %+v", got)
	}
}

// readsAlong is somebody outside who finds one thing.
type readsAlong struct{}

func (readsAlong) Read(_ context.Context, _ switchboard.Message, v switchboard.Verdict) switchboard.Verdict {
	heads := maps.Clone(v.Heads)
	if heads == nil {
		heads = map[switchboard.Head]switchboard.Finding{}
	}
	heads["press"] = switchboard.Finding{Label: switchboard.Yes, Confidence: 0.8, By: switchboard.ReaderOutside}
	v.Heads, v.Outside = heads, &switchboard.Outside{Name: "Our server", Model: "m-7", Fate: switchboard.OutsideChanged}
	return v
}

// TestWhyMeSaysWhoReadIt names the classifier beside what it found, and nobody where nobody was asked.
func TestWhyMeSaysWhoReadIt(t *testing.T) {
	t.Parallel()
	for _, second := range []flow.SecondReader{readsAlong{}, nil} {
		s := newShop(t, func(o *Options) { o.In.Second = second })
		c := s.hear("ida", "I write for the Evening Post")
		var w Why
		s.ask(switchboard.RoleAdmin, "GET", "/conversations/"+c.ID.String()+"/decision", nil, 200, &w)
		var seen MessageDetail
		s.ask(switchboard.RoleAdmin, "GET", "/messages/"+w.Decision.MessageID.String(), nil, 200, &seen)
		if second == nil {
			if w.Outside != nil || len(w.ReadOutside) > 0 || seen.Verdict.Outside != nil {
				t.Errorf("nobody was asked: %+v %v", w.Outside, w.ReadOutside)
			}
			continue
		}
		if w.Outside == nil || w.Outside.Model != "m-7" || !slices.Equal(w.ReadOutside, []switchboard.Head{"press"}) ||
			seen.Verdict.Heads["press"].By != switchboard.ReaderOutside || w.Decision.Decision.Facts.Flags["press"] != 0.8 {
			t.Errorf("%+v %v %+v", w.Outside, w.ReadOutside, seen.Verdict)
		}
	}
}

// triesIt looks at what would be sent of a text, and sends it.
func (s *shop) triesIt(t *testing.T, set ClassifierSettings, asked chan string) {
	body := any1{"settings": set, "text": "The kettle leaks. Lena Okafor, lena@customer.test", "author": "Lena Okafor"}
	var look, sent ClassifierTrial
	s.ask(switchboard.RoleAdmin, "POST", "/classifier/try", body, 200, &look)
	if look.Sent || len(asked) > 0 || look.Text != "The kettle leaks. [name], [email address]" || !strings.Contains(look.Body, look.Text) {
		t.Errorf("only looked at: %+v", look)
	}
	body["send"] = true
	s.ask(switchboard.RoleAdmin, "POST", "/classifier/try", body, 200, &sent)
	if request := <-asked; request != "Bearer s3cr3t-key"+look.Body {
		t.Errorf("shown %s, sent %s", look.Body, request)
	}
	if !sent.Sent || sent.After.Says("press") != 0.8 || sent.After.Says("spam") > 0 || sent.After.Heads["press"].By != switchboard.ReaderOutside ||
		sent.Before.Says("press") > 0 || sent.Found["spam"].Label != switchboard.Yes || sent.After.Outside.Model != "m-7" {
		t.Errorf("sent: %+v", sent)
	}
	var c Classifier
	s.ask(switchboard.RoleAdmin, "GET", "/classifier", nil, 200, &c)
	if len(c.Days) != 1 || c.Days[0].Calls != 1 || c.Days[0].Answered != 1 || c.WorkedAt.IsZero() {
		t.Errorf("counted: %+v", c)
	}
}
