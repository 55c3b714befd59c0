package email_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/testkit/mailtest"
)

// log keeps what is logged.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *log) holds(words string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.text.String(), words)
}

// TestAFolderOfSentMailThatCannotBeReached holds back no outcome: the answer is sent before the copy has failed, and that
// it failed is logged and changes nothing.
func TestAFolderOfSentMailThatCannotBeReached(t *testing.T) {
	const failed = "copy could not be put into the folder"
	for name, fault := range map[string]mailtest.Fault{"hangs": mailtest.Hung, "drips": mailtest.Drip, "hangs later": mailtest.Nothing} {
		w := newTown(t)
		out := w.answer("Words while it "+name, w.say("Help", ""))
		env, told := w.env(), &log{}
		env.Log = slog.New(slog.NewTextHandler(told, nil))
		conn, err := email.SpecHasty(2*time.Second).Open(t.Context(), env)
		if err != nil {
			t.Fatal(err)
		}
		w.imap.Stay(fault)
		got := w.send(conn, out)
		if got.Kind != connector.Sent || got.ExternalID == "" || told.holds(failed) {
			t.Errorf("%s: %+v, and the copy had failed by then: %v", name, got, told.holds(failed))
		}
		if err := conn.Close(); err != nil || !told.holds(failed) {
			t.Errorf("%s: closed with %v; the failure is told: %v", name, err, told.holds(failed))
		}
		if standing := w.standing(out.Part.Text); standing != 1 {
			t.Errorf("%s: %d mails came to the customer", name, standing)
		}
		w.imap.Stay("")
		if found, err := conn.(connector.ReadBacker).Find(context.Background(), connector.Attempt{ClientKey: out.ClientKey, StartedAt: out.StartedAt}); err != nil || found.State != connector.NotYet {
			t.Errorf("%s: looked for, it is %+v, %v", name, found, err)
		}
	}
}
