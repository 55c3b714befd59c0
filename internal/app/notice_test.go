package app_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/config"
	"switchboard/internal/notice"
)

// letters is a mail server that takes everything in.
type letters struct{ got chan string }

func (l letters) NewSession(*smtp.Conn) (smtp.Session, error) { return l, nil }
func (l letters) Mail(string, *smtp.MailOptions) error        { return nil }
func (l letters) Rcpt(string, *smtp.RcptOptions) error        { return nil }
func (l letters) Reset()                                      {}
func (l letters) Logout() error                               { return nil }
func (l letters) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	l.got <- string(body)
	return err
}

// TestAnAlarmReachesPeopleByEveryWay lets a customer say that somebody is hurt, and follows it to the ends.
func TestAnAlarmReachesPeopleByEveryWay(t *testing.T) {
	t.Parallel()
	office := letters{make(chan string, 10)}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	mails := smtp.NewServer(office)
	go func() { _ = mails.Serve(listener) }()
	defer mails.Close()
	said := make(chan string, 10)
	chat := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		said <- string(body)
	}))
	defer chat.Close()
	h := open(t, func(s *config.Settings) {
		s.SMTPURL, s.MailFrom, s.PublicURL = "smtp+plain://"+listener.Addr().String(), "care@kettles.example", "https://care.example"
		s.AllowPrivate.All = true
		s.ChatHookHosts = []string{chat.Listener.Addr().String()}
	})
	call[fields](h, "PUT", "/departments/service", fields{"name": "Service"})
	call[fields](h, "POST", "/departments/service/chat-hooks", fields{"name": "team", "url": chat.URL})
	call[fields](h, "PUT", "/departments/service/on-call", fields{"steps": []fields{{"who": "admins", "wait_seconds": 30}}})
	if tried := call[api.Tried](h, "POST", "/installation/test-mail", nil); !tried.OK || !strings.Contains(receive(t, office.got), "This is a test") {
		t.Fatalf("the test mail: %+v", tried)
	}
	call[fields](h, "POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles & Co",
		"state": "live", "config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}})
	posted := until(h, "posting", func() (*http.Response, bool) {
		resp, err := http.PostForm(h.base+"/practice/say", map[string][]string{"handle": {"mira"},
			"text": {"@kettles the kettle exploded and burned my daughter, we are in hospital, it is dangerous"}})
		return resp, err == nil && resp.StatusCode < 400
	})
	posted.Body.Close()
	if mail := receive(t, office.got); !strings.Contains(mail, "Safety") || !strings.Contains(mail, "https://care.example/c/cnv_") {
		t.Errorf("mail: %s", mail)
	}
	if text := receive(t, said); !strings.Contains(text, "Safety") || !strings.Contains(text, "cnv_") {
		t.Errorf("chat: %s", text)
	}
	page := call[api.NoticePage](h, "GET", "/notices", nil)
	at := slices.IndexFunc(page.Items, func(n api.NoticeView) bool { return n.Event == switchboard.NoticeSafety })
	if at < 0 {
		t.Fatalf("the console has %+v", page.Items)
	}
	alarms := call[api.Page[api.AlarmView]](h, "POST", "/conversations/"+page.Items[at].ConversationID.String()+"/acknowledge", nil)
	if len(alarms.Items) != 1 || alarms.Items[0].State != switchboard.AlarmAccepted {
		t.Errorf("%+v", alarms)
	}
}

func receive(t *testing.T, from chan string) string {
	t.Helper()
	select {
	case text := <-from:
		return text
	case <-time.After(time.Minute):
		t.Fatal("nothing arrived")
		return ""
	}
}

// TestNoticesGoNowhereThatOnlyAccountsMay lets mailboxes reach private networks and then names such a place for a chat
// hook and a browser.
func TestNoticesGoNowhereThatOnlyAccountsMay(t *testing.T) {
	t.Parallel()
	inside := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was reached") }))
	defer inside.Close()
	h := open(t, func(s *config.Settings) { s.AllowPrivate.All = true })
	hook := call[api.HookShown](h, "POST", "/me/chat-hooks", fields{"name": "inside", "url": inside.URL})
	tried := call[api.Tried](h, "POST", "/me/chat-hooks/"+hook.Hook.ID.String()+"/test", nil)
	if tried.OK || tried.Code != notice.CodeNotAllowed || !strings.Contains(tried.Text, "chat-hook-hosts") {
		t.Errorf("a hook inside: %+v", tried)
	}
	if status, answer := h.Ask("POST", "/me/chat-hooks", fields{"name": "plain", "url": "http://chat.example/hook"}); status != 422 ||
		!strings.Contains(string(answer), "chat-hook-hosts") {
		t.Errorf("a hook without encryption: %d %s", status, answer)
	}
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	call[fields](h, "POST", "/me/push-subscriptions", fields{"endpoint": inside.URL, "p256dh": base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()),
		"auth": base64.RawURLEncoding.EncodeToString(make([]byte, 16))})
	call[fields](h, "POST", "/accounts", fields{"network": "practice", "handle": "kettles", "state": "live", "config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}})
	call[fields](h, "PUT", "/departments/service", fields{"name": "Service"})
	call[fields](h, "PUT", "/departments/service/on-call", fields{"steps": []fields{{"who": "admins", "wait_seconds": 30}}})
	posted := until(h, "posting", func() (*http.Response, bool) {
		resp, err := http.PostForm(h.base+"/practice/say", map[string][]string{"handle": {"mira"},
			"text": {"@kettles the kettle exploded and burned my daughter, we are in hospital, it is dangerous"}})
		return resp, err == nil && resp.StatusCode < 400
	})
	posted.Body.Close()
	fates := until(h, "the push being refused", func() (string, bool) {
		for _, n := range call[api.NoticePage](h, "GET", "/notices", nil).Items {
			for _, fate := range call[api.NoticeDetail](h, "GET", "/notices/"+n.ID.String(), nil).Ways {
				if fate.Way == switchboard.WayPush && fate.State != "waiting" && fate.State != "sending" {
					return string(fate.State) + " " + fate.Code, true
				}
			}
		}
		return "", false
	})
	if fates != "failed refused" {
		t.Errorf("the push %s", fates)
	}
}
