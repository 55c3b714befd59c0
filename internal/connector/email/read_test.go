package email_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/netguard"
	"switchboard/internal/testkit/mailtest"
)

// TestMailComesAtOnce waits in IDLE and hears of a mail long before it would look again.
func TestMailComesAtOnce(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	k := w.begin(conn)
	idle := make(chan struct{}, 8)
	w.imap.Before = func(line string) {
		if strings.Contains(line, "IDLE") {
			idle <- struct{}{}
		}
	}
	go func() {
		<-idle
		w.say("Ding", "")
	}()
	began := time.Now()
	w.read(conn, k, 1)
	if took := time.Since(began); took > 30*time.Second || k.items[0].Content.Text != "Ding" {
		t.Errorf("%q after %s", texts(k.items), took)
	}
}

// TestAMailboxNumberedAnew changes UIDVALIDITY in the middle: nothing is lost, and what comes again has the same id and
// fingerprint.
func TestAMailboxNumberedAnew(t *testing.T) {
	w := newTown(t)
	w.say("before it was connected", "")
	conn := w.open(email.Spec())
	time.Sleep(1100 * time.Millisecond) // arrival is told in whole seconds
	k := w.begin(conn)
	first := w.say("taken", "")
	w.read(conn, k, 1)
	missed := w.say("missed", "")
	w.servers.Doveadm(t, "mailbox", "update", "-u", w.ours, "--uid-validity", "4711", "INBOX")
	ctx, cancel := context.WithCancel(t.Context())
	gaps := connector.HandoverFunc(func(ctx context.Context, b connector.Batch) error {
		defer cancel()
		return k.Take(ctx, b)
	})
	if _, err := conn.(connector.Reader).Read(ctx, connector.Errand{Lane: connector.LaneStream, Cursor: k.cursor}, gaps); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if len(k.gaps) != 1 || k.gaps[0].Unfillable || k.gaps[0].Reason == "" {
		t.Fatalf("gaps %+v", k.gaps)
	}
	last := w.say("after", "")
	w.read(conn, k, 1)
	filled := w.fill(conn, k.gaps[0])
	got := ids(append(filled.items, k.items...))
	slices.Sort(got)
	if want := []string{first, first, missed, last}; !slices.Equal(got, want) {
		t.Errorf("came %v, want %v", got, want)
	}
	if again := filled.items[0]; again.ExternalID != first || string(again.Fingerprint) != string(k.items[0].Fingerprint) || filled.history {
		t.Errorf("the one that came again is %s", again.ExternalID)
	}
}

func ids(items []connector.Item) []string {
	var list []string
	for _, item := range items {
		list = append(list, item.ExternalID)
	}
	return list
}

// TestMailThatIsTakenAwayWhileItIsRead is expunged between being found and being fetched.
func TestMailThatIsTakenAwayWhileItIsRead(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	k := w.begin(conn)
	w.say("gone", "")
	once := false
	w.imap.Before = func(line string) {
		if strings.Contains(line, "BODY.PEEK[])") && !once {
			once = true
			w.servers.Expunge(t, w.ours)
			go w.say("stays", "")
		}
	}
	w.read(conn, k, 1)
	if got := texts(k.items); !once || !slices.Equal(got, []string{"stays"}) {
		t.Errorf("came %q", got)
	}
}

// TestHistoryIsReadWhereItIsWanted reads mail from before the connection as history, once, and what comes as news.
func TestHistoryIsReadWhereItIsWanted(t *testing.T) {
	w := newTown(t)
	w.config["history_days"] = "30"
	w.say("long ago", "")
	conn := w.open(email.Spec())
	k := w.begin(conn)
	w.say("news", "")
	w.read(conn, k, 1)
	if len(k.gaps) != 1 || !slices.Equal(texts(k.items), []string{"news"}) || k.history {
		t.Fatalf("%q, gaps %+v", texts(k.items), k.gaps)
	}
	filled := w.fill(conn, k.gaps[0])
	if !slices.Equal(texts(filled.items), []string{"long ago"}) || !filled.history {
		t.Errorf("filled %q, history %v", texts(filled.items), filled.history)
	}
}

// TestMarksAreLeftAlone reads without marking mails as read, unless that is wanted.
func TestMarksAreLeftAlone(t *testing.T) {
	for mark, want := range map[string]int{"false": 0, "true": 1} {
		w := newTown(t)
		w.config["mark_seen"] = mark
		conn := w.open(email.Spec())
		k := w.begin(conn)
		w.say("read me", "")
		w.read(conn, k, 1)
		w.say("and me", "")
		w.read(conn, k, 1) // what is marked is marked after the hand-over
		if got := w.servers.Seen(t, w.ours); got < want || want == 0 && got > 0 {
			t.Errorf("mark_seen %s: %d are marked", mark, got)
		}
	}
}

// TestWaysToSignIn connects over TLS, STARTTLS and with OAuth2, reads and sends.
func TestWaysToSignIn(t *testing.T) {
	renewed := 0
	provider := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		renewed++
		if r.FormValue("refresh_token") != "refresh" || r.FormValue("client_id") != "client" || r.FormValue("grant_type") != "refresh_token" {
			rw.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(rw, `{"error":"invalid_grant"}`)
			return
		}
		fmt.Fprintf(rw, `{"access_token":%q,"expires_in":3600}`, mailtest.Token(r.FormValue("scope")))
	}))
	t.Cleanup(provider.Close)
	for name, change := range map[string]map[string]string{
		"STARTTLS": {"imap_port": "", "imap_security": "starttls", "smtp_security": "starttls"},
		"TLS":      {"imap_port": "s", "imap_security": "tls", "smtp_security": "tls"},
		"OAuth2":   {"imap_port": "s", "imap_security": "tls", "smtp_security": "starttls", "auth": "oauth2", "oauth_token_url": provider.URL, "oauth_client_id": "client", "oauth_refresh_token": "refresh"},
	} {
		w := newTown(t)
		for key, value := range change {
			w.config[key] = value
		}
		w.config["imap_host"], w.config["smtp_host"], w.config["smtp_port"] = "localhost", "localhost", port(w.servers.Submission)
		w.config["imap_port"] = map[string]string{"": port(w.servers.IMAP), "s": port(w.servers.IMAPS)}[change["imap_port"]]
		if change["smtp_security"] == "tls" {
			w.config["smtp_port"] = port(w.servers.Submissions)
		}
		w.config["oauth_scope"] = w.ours // the stand-in gives a token for whom it is asked
		conn := w.open(email.Spec())
		if self, err := conn.Check(t.Context()); err != nil || self.Handle != w.ours {
			t.Errorf("%s: %+v, %v", name, self, err)
			continue
		}
		k := w.begin(conn)
		id := w.say("Hello over "+name, "")
		w.read(conn, k, 1)
		if got := w.send(conn, w.answer("Answer over "+name, id)); got.Kind != connector.Sent {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if renewed != 1 {
		t.Errorf("the token was renewed %d times", renewed)
	}
}

// TestTroubleIsSaidInWords gives each trouble of a mailbox its class, what it is and what to do, in bounded time and
// memory.
func TestTroubleIsSaidInWords(t *testing.T) {
	for name, tc := range map[string]struct {
		change map[string]string
		fault  mailtest.Fault
		class  connector.Class
		says   string
	}{
		"wrong password":       {map[string]string{"password": "wrong"}, "", connector.ClassAuth, "user and password"},
		"no such server":       {map[string]string{"imap_port": "1"}, "", connector.ClassRetry, "cannot be reached"},
		"no TLS there":         {map[string]string{"imap_security": "tls"}, "", connector.ClassRetry, "does not speak TLS"},
		"foreign certificate":  {map[string]string{"imap_security": "tls", "imap_port": "IMAPS"}, "", connector.ClassRejected, "certificate"},
		"no such folder":       {map[string]string{"folders": "INBOX,Attic"}, "", connector.ClassRejected, "folder"},
		"hangs":                {nil, mailtest.Hung, connector.ClassRetry, "does not answer"},
		"endless noise":        {nil, mailtest.Noise, connector.ClassRetry, "cannot be understood"},
		"drips":                {nil, mailtest.Drip, connector.ClassRetry, "does not answer"},
		"hangs later":          {nil, mailtest.Nothing, connector.ClassRetry, "does not answer"},
		"garbage":              {nil, mailtest.Garbage, connector.ClassRetry, "cannot be understood"},
		"an endless body":      {nil, mailtest.Literal, connector.ClassRetry, "cannot be understood"},
		"too many connections": {nil, mailtest.No + "[LIMIT] Too many", connector.ClassRateLimited, "slow down"},
		"expired":              {nil, mailtest.No + "[EXPIRED] Change your password", connector.ClassAuth, "user and password"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			conn := w.open(email.SpecHasty(3 * time.Second))
			k := w.begin(conn)
			w.say("waits", "")
			for key, value := range tc.change {
				w.config[key] = strings.ReplaceAll(value, "IMAPS", port(w.servers.IMAPS))
			}
			if tc.says == "certificate" {
				trusted := w.dialer
				w.dialer = netguard.New(netguard.Options{AllowPrivate: true})
				t.Cleanup(w.dialer.Close)
				defer func() { w.dialer = trusted }()
			}
			broken := w.open(email.SpecHasty(2 * time.Second))
			w.imap.Break(tc.fault)
			before := heap()
			began := time.Now()
			_, err := broken.(connector.Reader).Read(t.Context(), connector.Errand{Lane: connector.LaneStream, Cursor: k.cursor}, k)
			text, next := connector.Words(err)
			var failure *connector.Failure
			if errors.As(err, &failure) && text == "" {
				text, next = failure.Text, "the class tells"
			}
			if connector.ClassOf(err) != tc.class || !strings.Contains(text, tc.says) || next == "" {
				t.Errorf("class %s, %q, next %q: %v", connector.ClassOf(err), text, next, err)
			}
			if took, grown := time.Since(began), heap()-before; took > 20*time.Second || grown > 64<<20 {
				t.Errorf("it took %s and %d bytes", took, grown)
			}
			w.imap.Break("")
			w.read(conn, k, 1)
		})
	}
}

func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// TestMissingSettingsAreNamed refuses what one field alone cannot tell to be missing.
func TestMissingSettingsAreNamed(t *testing.T) {
	for field, spoil := range map[string]map[string]string{
		"imap_host": {"imap_host": ""}, "smtp_host": {"smtp_host": ""}, "password": {"password": ""},
		"oauth_token_url": {"auth": "oauth2"}, "oauth_client_id": {"auth": "oauth2", "provider": "gmail"},
		"oauth_refresh_token": {"auth": "oauth2", "provider": "gmail", "oauth_client_id": "x"},
	} {
		w := newTown(t)
		for key, value := range spoil {
			w.config[key] = value
		}
		_, err := email.Spec().Open(t.Context(), w.env())
		var fault *switchboard.Error
		if !errors.As(err, &fault) || fault.Field != field || fault.Hint == "" {
			t.Errorf("%s: %#v", field, err)
		}
	}
}
