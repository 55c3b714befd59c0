package email_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/conform"
	"switchboard/internal/connector/email"
	"switchboard/internal/connector/email/mime"
	"switchboard/internal/netguard"
	"switchboard/internal/testkit/mailtest"
)

func TestMain(m *testing.M) { mailtest.Main(m) }

var count atomic.Int64

// town is a mailbox of ours and one of a customer's, with a proxy before each of our servers.
type town struct {
	t              testing.TB
	servers        *mailtest.Server
	imap, smtp     *mailtest.Proxy
	ours, customer string
	config         map[string]string
	dialer         *netguard.Guard
	mu             sync.Mutex
	ahead          time.Duration
	said           int
}

func newTown(t testing.TB) *town {
	t.Helper()
	n := count.Add(1)
	w := &town{t: t, servers: mailtest.Start(t), ours: fmt.Sprintf("care%d@brand.test", n), customer: fmt.Sprintf("lena%d@customer.test", n)}
	w.imap, w.smtp = w.servers.IMAPProxy(t), w.servers.SMTPProxy(t)
	w.dialer = netguard.New(netguard.Options{AllowPrivate: true, RootCAs: w.servers.Roots})
	t.Cleanup(w.dialer.Close)
	w.config = map[string]string{"address": w.ours, "sender": "Ferrywell", "password": mailtest.Password, "sent_copy": "append",
		"imap_host": host(w.imap.Address), "imap_port": port(w.imap.Address), "imap_security": "none",
		"smtp_host": host(w.smtp.Address), "smtp_port": port(w.smtp.Address), "smtp_security": "none"}
	return w
}

func host(address string) string {
	name, _, _ := net.SplitHostPort(address)
	return name
}

func port(address string) string {
	_, number, _ := net.SplitHostPort(address)
	return number
}

func (w *town) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Add(w.ahead)
}

func (w *town) Advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ahead += d
}

func (w *town) env() connector.Env {
	config, secrets, err := email.Spec().CheckConfig(w.config)
	if err != nil {
		w.t.Fatal(err)
	}
	return connector.Env{Config: config, Secrets: secrets, Dialer: w.dialer, Reading: w.dialer.Reading(), Sending: w.dialer.Sending(), Now: w.Now}
}

// say lets the customer write, and gives the external id.
func (w *town) say(text, replyTo string) string {
	w.said++
	id := fmt.Sprintf("said-%d@customer.test", w.said)
	fields := map[string]string{"From": "Lena Okafor <" + w.customer + ">", "To": w.ours, "Subject": fmt.Sprintf("Matter %d", w.said), "Message-ID": "<" + id + ">",
		"Date": w.Now().Format(time.RFC1123Z)}
	if replyTo != "" {
		answered := "<" + strings.TrimPrefix(replyTo, "mid:") + ">"
		fields["In-Reply-To"], fields["References"], fields["Subject"] = answered, w.referencesOf(answered)+" "+answered, "Re: Matter"
	}
	w.servers.Deliver(w.t, w.ours, mailtest.Compose(fields, text))
	return "mid:" + id
}

// referencesOf are those of the mail that the customer got.
func (w *town) referencesOf(id string) string {
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		for _, raw := range w.servers.Mails(w.t, w.customer) {
			header, _ := mime.SplitHeader(raw)
			if header.Get("Message-ID") == id {
				return header.Get("References")
			}
		}
	}
	w.t.Fatalf("the mail %s never came to the customer", id)
	return ""
}

// standing is how many mails with this text the customer has got.
func (w *town) standing(text string) int {
	w.servers.Settle(w.t)
	n := 0
	for _, raw := range w.servers.Mails(w.t, w.customer) {
		if mime.Parse(raw).Text == text {
			n++
		}
	}
	return n
}

func (w *town) world() conform.World {
	return conform.World{
		Config: w.config, Dialer: w.dialer, Reading: http.DefaultClient, Sending: http.DefaultClient, Now: w.Now, Advance: w.Advance,
		Speaker: switchboard.Author{ID: w.customer, Name: "Lena Okafor"}, Approach: 4 * time.Second,
		Say: w.say, Standing: w.standing, Break: w.breaks,
	}
}

func (w *town) breaks(fault conform.Fault, changes bool) {
	if fault == conform.Strange {
		w.servers.Append(w.t, w.ours, "INBOX", []byte("Subject: from nobody\r\n\r\nwords\r\n"))
		return
	}
	if changes {
		w.smtp.Break(map[conform.Fault]mailtest.Fault{conform.CutAfter: mailtest.Late, conform.CutBefore: mailtest.Cut, conform.Unavailable: mailtest.Lost,
			conform.Busy: mailtest.No + "451 4.7.1 Come back later", conform.LockedOut: mailtest.Auth + "535 5.7.8 No",
			conform.Garbage: mailtest.Garbage, conform.Half: mailtest.Half, conform.Silence: mailtest.Nothing}[fault])
		return
	}
	w.imap.Break(map[conform.Fault]mailtest.Fault{conform.CutBefore: mailtest.Cut, conform.Unavailable: mailtest.No + "[UNAVAILABLE] Not now",
		conform.Busy: mailtest.No + "[LIMIT] Too fast", conform.LockedOut: mailtest.No + "[AUTHENTICATIONFAILED] No",
		conform.Garbage: mailtest.Garbage, conform.Half: mailtest.Half, conform.Silence: mailtest.Nothing}[fault])
}

// TestConforms runs the suite against Dovecot and OpenSMTPD, with a server that keeps what is sent by itself.
func TestConforms(t *testing.T) {
	var behind atomic.Int64
	spec := email.SpecReading(func() int { return int(behind.Load()) }, 1<<20, 1<<10)
	conform.Run(t, conform.Subject{Spec: spec, NewWorld: func(t *testing.T) conform.World {
		w := newTown(t)
		w.config["sent_copy"] = "server"
		w.smtp.Accepted = func(raw []byte) {
			w.servers.Append(t, w.ours, "Sent", bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")))
		}
		world := w.world()
		behind.Store(100)
		world.Jump = func() { behind.Store(1) }
		return world
	}})
}
