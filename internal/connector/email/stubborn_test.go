package email_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/testkit/mailtest"
)

// once reads the stream until the server is asked to tell what comes, and gives what went wrong before that.
func (w *town) once(conn connector.Conn, k *basket) error {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	waits := false
	w.imap.Before = func(line string) {
		if strings.Contains(line, "IDLE") {
			waits = true
			cancel()
		}
	}
	defer func() { w.imap.Before = nil }()
	_, err := conn.(connector.Reader).Read(ctx, connector.Errand{Lane: connector.LaneStream, Cursor: k.cursor}, k)
	if waits {
		return nil
	}
	return err
}

// TestAMailThatWentAwayIsNotWaitedFor is expunged before anybody looks: nothing is there to be read, and nobody goes on
// looking for it.
func TestAMailThatWentAwayIsNotWaitedFor(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	k := w.begin(conn)
	w.say("gone", "")
	w.servers.Expunge(t, w.ours)
	var entered atomic.Int64
	w.imap.Before = func(line string) {
		if strings.Contains(line, "EXAMINE") {
			entered.Add(1)
		}
		if strings.Contains(line, "IDLE") {
			go w.say("stays", "")
		}
	}
	w.read(conn, k, 1)
	if got := texts(k.items); !slices.Equal(got, []string{"stays"}) || entered.Load() > 10 {
		t.Errorf("came %q, and the folders were entered %d times", got, entered.Load())
	}
}

// TestAFolderThatIsAdded is read from the moment it is seen; what it held is history where that is wanted.
func TestAFolderThatIsAdded(t *testing.T) {
	for days, held := range map[string]int{"0": 0, "30": 1} {
		w := newTown(t)
		w.config["history_days"] = days
		k := w.begin(w.open(email.Spec()))
		k.gaps = nil
		complain := func(text string) {
			w.servers.Append(t, w.ours, "Complaints", mailtest.Compose(map[string]string{"From": w.customer, "To": w.ours, "Subject": text}, text))
		}
		w.servers.Doveadm(t, "mailbox", "create", "-u", w.ours, "Complaints")
		complain("before")
		w.config["folders"] = "INBOX, Complaints"
		conn := w.open(email.Spec())
		if err := w.once(conn, k); err != nil || len(k.items) > 0 || len(k.gaps) != held {
			t.Errorf("at first: %v, %q, gaps %+v", err, texts(k.items), k.gaps)
		}
		complain("between")
		w.read(conn, k, 1)
		if got := texts(k.items); !slices.Equal(got, []string{"between"}) {
			t.Errorf("came %q", got)
		}
		if held > 0 {
			if filled := w.fill(conn, k.gaps[0]); !slices.Equal(texts(filled.items), []string{"before"}) || !filled.history {
				t.Errorf("filled %q, history %v", texts(filled.items), filled.history)
			}
		}
	}
}

// TestTheSentFolderComesLater holds what was sent since the mailbox was connected when it is first seen.
func TestTheSentFolderComesLater(t *testing.T) {
	w := newTown(t)
	w.config["sent_folder"] = "INBOX"
	k := w.begin(w.open(email.Spec()))
	w.config["sent_folder"] = ""
	w.servers.Append(t, w.ours, "Sent", mailtest.Compose(map[string]string{"From": w.ours, "To": w.customer, "Subject": "x"}, "from my telephone"))
	conn := w.open(email.Spec())
	if err := w.once(conn, k); err != nil || len(k.gaps) != 1 {
		t.Fatalf("%v, gaps %+v", err, k.gaps)
	}
	if filled := w.fill(conn, k.gaps[0]); !slices.Equal(texts(filled.items), []string{"from my telephone"}) || filled.history {
		t.Errorf("filled %q, history %v", texts(filled.items), filled.history)
	}
}

// TestOneMailThatTheServerDoesNotGive stands between two that it gives: both come, and what is known of the one is kept.
func TestOneMailThatTheServerDoesNotGive(t *testing.T) {
	for name, fault := range map[string]mailtest.Fault{"refused": mailtest.No + "[SERVERBUG] Internal error", "without a body": mailtest.Nil,
		"cut": mailtest.Cut} {
		w := newTown(t)
		conn := w.open(email.Spec())
		k := w.begin(conn)
		ids := []string{w.say("first", ""), w.say("second", ""), w.say("third", "")}
		bodies := 0
		w.imap.Before = func(line string) {
			if strings.Contains(line, "BODY.PEEK[]") && len(k.items)+len(k.unmapped) < 3 {
				if bodies++; bodies > 1 && len(k.unmapped) == 0 {
					w.imap.Break(fault)
				}
			}
		}
		tries := 0
		for ; tries < 20 && len(k.items)+len(k.unmapped) < 3; tries++ {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			k.enough, k.stop = 3, cancel
			_, err := conn.(connector.Reader).Read(ctx, connector.Errand{Lane: connector.LaneStream, Cursor: k.cursor}, k)
			cancel()
			if tries == 0 && (err == nil || !slices.Equal(texts(k.items), []string{"first"})) {
				t.Errorf("%s: at first came %q: %v", name, texts(k.items), err)
			}
		}
		if got := texts(k.items); !slices.Equal(got, []string{"first", "third"}) || len(k.unmapped) != 1 || k.unmapped[0].ExternalID != ids[1] {
			t.Fatalf("%s: came %q, and %d that cannot be mapped after %d tries", name, got, len(k.unmapped), tries)
		}
		item, err := conn.(connector.Mapper).Map(k.unmapped[0].Raw)
		if err != nil || item.Author.ID != w.customer || !strings.Contains(string(item.Extra), "in the mailbox") {
			t.Errorf("%s: of the one in quarantine becomes %+v, %v", name, item, err)
		}
	}
}

// TestOldMailThatIsMovedIn is more than is read at once, into a folder that was empty, and from before the mailbox was
// connected: its numbers tell that it is new.
func TestOldMailThatIsMovedIn(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.SpecReading(func() int { return 1 }, 1<<20, 1<<10))
	w.Advance(240 * time.Hour)
	k := w.begin(conn)
	w.Advance(-240 * time.Hour)
	first, last := w.say("older", ""), w.say("old", "")
	w.read(conn, k, 1)
	if len(k.gaps) != 1 || k.items[0].ExternalID != last {
		t.Fatalf("came %v, gaps %+v", ids(k.items), k.gaps)
	}
	if filled := w.fill(conn, k.gaps[0]); !slices.Equal(ids(filled.items), []string{first}) {
		t.Errorf("filled %v", ids(filled.items))
	}
}

// TestAServersClockThatIsAhead does not carry the lane along.
func TestAServersClockThatIsAhead(t *testing.T) {
	w := newTown(t)
	w.Advance(-240 * time.Hour)
	conn := w.open(email.Spec())
	k := w.begin(conn)
	w.say("from the future", "")
	w.read(conn, k, 1)
	var at struct{ N int64 }
	if err := json.Unmarshal([]byte(k.cursor), &at); err != nil || at.N == 0 || at.N > w.Now().Unix() {
		t.Errorf("%s: %v", k.cursor, err)
	}
}
