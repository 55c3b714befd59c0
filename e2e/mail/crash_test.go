package mail

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector/email/mime"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/testkit/mailtest"
)

// moment is when in a sending the process dies.
type moment struct {
	name   string
	taken  bool // the server for sending has the mail by then
	is     func(s *sending) bool
	severs bool          // what was on its way to the server is lost with it
	after  time.Duration // it dies so much later than the line is passed on
}

// sending is what was seen of one.
type sending struct {
	fromServer bool
	line       string
	inside     bool // the mail is on its way
	lines      int  // of it
	dot        bool // all of it was written
}

func (s *sending) see(fromServer bool, line []byte) {
	s.fromServer, s.line = fromServer, strings.TrimRight(string(line), "\r\n")
	switch {
	case fromServer && strings.HasPrefix(s.line, "354"):
		s.inside, s.lines = true, 0
	case s.inside && !fromServer && s.line == ".":
		s.inside, s.dot = false, true
	case s.inside && !fromServer:
		s.lines++
	}
}

func says(word string) func(*sending) bool {
	return func(s *sending) bool { return !s.fromServer && !s.inside && strings.HasPrefix(s.line, word) }
}

func accepted(s *sending) bool { return s.fromServer && s.dot && strings.HasPrefix(s.line, "250") }

func moments() []moment {
	return []moment{
		{name: "as it names the sender", is: says("MAIL")},
		{name: "as it asks to begin", is: says("DATA")},
		{name: "in the middle of the mail", severs: true, is: func(s *sending) bool { return s.inside && s.lines == 6 }},
		{name: "as it ends the mail", taken: true, is: func(s *sending) bool { return s.dot && !s.fromServer }},
		{name: "before it reads that it was taken", taken: true, is: accepted},
		{name: "as it reads that it was taken", taken: true, is: accepted, after: time.Microsecond},
		{name: "just after that", taken: true, is: accepted, after: time.Millisecond},
		{name: "a little later", taken: true, is: accepted, after: 5 * time.Millisecond},
		{name: "as it says goodbye", taken: true, is: says("QUIT")},
	}
}

// TestKilledWhileItSendsItSendsAtMostOnce kills the binary at every step of handing an answer in. What the server has
// taken is found by its id among the sent mail and not sent again; what it has not is left to a person, who can have it
// sent. Nothing is lost, and the customer gets each answer once.
func TestKilledWhileItSendsItSendsAtMostOnce(t *testing.T) {
	m := newMortal(t, "mortal@brand.test")
	m.smtp.Accepted = func(raw []byte) {
		m.servers.Append(t, "mortal@brand.test", "Sent", bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")))
	}
	m.born()
	m.servers.Deliver(t, m.address, mailtest.Compose(map[string]string{"From": omar, "To": m.address, "Subject": "My kettle leaks",
		"Message-ID": "<mortal@customer.test>", "Date": time.Now().Format(time.RFC1123Z)}, "It leaks at the spout again."))
	id := m.conversation("leaks at the spout again").text("id")
	until(m.house, "being asked", func() (bool, bool) {
		status, _ := m.Ask("POST", "/conversations/"+id+"/accept", fields{})
		return true, status < 300
	})
	for n, when := range moments() {
		m.sends(id, fmt.Sprintf("Answer number %d comes by itself.", n), when)
	}
	m.die()
	m.look(func(d *store.DB) {
		for _, wrong := range testkit.Books(m.t, d) {
			t.Error(wrong)
		}
	})
}

// sends answers, kills the process at a moment, and judges what the next one makes of it.
func (m *mortal) sends(id, text string, when moment) {
	m.t.Helper()
	draft := call[fields](m.house, "POST", "/conversations/"+id+"/drafts", fields{"parts": []fields{{"text": text}}})
	told := make(chan struct{}) // what was asked for is committed and said so
	seen := &sending{}
	m.aim(func(fromServer bool, line []byte) bool {
		seen.see(fromServer, line)
		if !when.is(seen) {
			return false
		}
		<-told
		if when.severs {
			m.smtp.Sever()
		}
		if when.after > 0 {
			m.aim(nil)
			time.AfterFunc(when.after, m.die)
			return false
		}
		return true
	})
	call[fields](m.house, "POST", "/drafts/"+draft.text("id")+"/send", fields{"version": draft["version"]})
	close(told)
	until(m.house, "the end of the process "+when.name, func() (bool, bool) { return true, m.over() })
	if when.taken { // by the server that keeps it
		until(m.house, "the copy of what was taken "+when.name, func() (bool, bool) {
			return true, slices.ContainsFunc(m.servers.SentMails(m.t, m.address), func(raw []byte) bool { return mime.Parse(raw).Text == text })
		})
	}
	m.born()
	d := until(m.house, "a fate of what was sent "+when.name, func() (switchboard.Delivery, bool) {
		d := m.delivery(id, draft.text("id"))
		return d, d.State == switchboard.DeliverySent || !when.taken && d.State == switchboard.DeliveryUnknown
	})
	if got := m.came(text); !when.taken && (got != 0 || d.State != switchboard.DeliveryUnknown) || when.taken && got != 1 {
		m.t.Errorf("%s: %d mails came to the customer, and the answer is %s", when.name, got, d.State)
	}
	if !when.taken {
		call[fields](m.house, "POST", "/deliveries/"+d.ID.String()+"/settle", fields{"sent": false, "again": true, "reason": "It never came."})
		d = until(m.house, "the second attempt", func() (switchboard.Delivery, bool) {
			d := m.delivery(id, draft.text("id"))
			return d, d.State == switchboard.DeliverySent
		})
	}
	if got := m.came(text); got != 1 || !strings.HasPrefix(d.ExternalID, "mid:sb.") {
		m.t.Errorf("%s: in the end %d mails came to the customer, and the answer is %q", when.name, got, d.ExternalID)
	}
	standing := 0
	for _, one := range m.timeline(id) {
		if one.Direction == switchboard.Out && one.Content.Text == text {
			standing++
		}
	}
	if standing != 1 {
		m.t.Errorf("%s: the timeline has the answer %d times", when.name, standing)
	}
}

// delivery is the one of a draft.
func (m *mortal) delivery(conversation, draft string) (found switchboard.Delivery) {
	m.t.Helper()
	for _, d := range call[struct{ Items []switchboard.Delivery }](m.house, "GET", "/conversations/"+conversation+"/deliveries", nil).Items {
		if d.DraftID.String() == draft {
			found = d
		}
	}
	return found
}

const omar = "omar@customer.test"

// came is how many mails with a text Omar has got.
func (m *mortal) came(text string) (n int) {
	m.servers.Settle(m.t)
	for _, raw := range m.servers.Mails(m.t, omar) {
		if mime.Parse(raw).Text == text {
			n++
		}
	}
	return n
}

// TestKilledWhileItReadsItReadsEverythingOnce kills the binary at every command and answer while it reads a mail, and
// while it takes in what it has read: each mail is in one conversation in the end, once.
func TestKilledWhileItReadsItReadsEverythingOnce(t *testing.T) {
	m := newMortal(t, "reader@brand.test")
	mails := 0
	deliver := func() { // the next one, once the last has been taken in
		if mails > 0 && !m.holds(fmt.Sprintf("mid:read-%d@customer.test", mails)) {
			return
		}
		mails++
		m.servers.Deliver(t, "reader@brand.test", mailtest.Compose(map[string]string{"From": fmt.Sprintf("customer%d@customer.test", mails), "To": "reader@brand.test",
			"Subject": "Kettle", "Message-ID": fmt.Sprintf("<read-%d@customer.test>", mails), "Date": time.Now().Format(time.RFC1123Z)}, fmt.Sprintf("Kettle %d leaks.", mails)))
	}
	lines := 0
	for struck := true; struck; lines++ {
		deliver()
		struck = m.reads(lines+1, 0)
	}
	for _, after := range []time.Duration{time.Microsecond, time.Millisecond, 2 * time.Millisecond, 4 * time.Millisecond, 8 * time.Millisecond, 16 * time.Millisecond} {
		deliver()
		m.reads(-1, after)
	}
	m.aim(nil)
	m.born()
	for n := 1; n <= mails; n++ {
		m.conversation(fmt.Sprintf("Kettle %d leaks.", n))
	}
	if all := m.conversations(""); len(all) != mails {
		t.Errorf("%d conversations of %d mails", len(all), mails)
	}
	m.die()
	m.look(func(d *store.DB) {
		for _, wrong := range testkit.Books(t, d) {
			t.Error(wrong)
		}
	})
	t.Logf("killed at each of %d commands and answers while %d mails were read", lines-1, mails)
	if lines < 10 {
		t.Errorf("only %d lines were spoken", lines)
	}
}

// holds reports whether the dead process had taken in a mail.
func (m *mortal) holds(key string) (found bool) {
	m.t.Helper()
	m.look(func(d *store.DB) {
		found = testkit.Read(m.t, d, func(tx *store.Tx) (bool, error) {
			_, found, err := tx.MessageByKey("email:reader@brand.test", key)
			return found, err
		})
	})
	return found
}

// reads starts the binary and kills it at a command, its end or something that is fetched, counted from where it has entered the mailbox, or so long after it has
// read a mail to its end. It reports false when the binary had read everything before that.
func (m *mortal) reads(at int, after time.Duration) (struck bool) {
	m.t.Helper()
	counting, asked, n := false, false, 0
	var read atomic.Bool
	m.aim(func(fromServer bool, line []byte) bool {
		text := string(line)
		switch {
		case !fromServer && strings.Contains(text, "EXAMINE"), !fromServer && strings.Contains(text, "SELECT"):
			counting = true
		case !fromServer && strings.Contains(text, "BODY.PEEK[]"):
			asked = true
		case !fromServer && strings.Contains(text, "IDLE") && asked:
			defer read.Store(true)
		}
		if counting && (!fromServer || strings.HasPrefix(text, "T") || strings.Contains(text, "FETCH")) {
			n++
		}
		if at < 0 && asked && fromServer && strings.Contains(text, "OK") && strings.HasPrefix(text, "T") {
			m.aim(nil)
			time.AfterFunc(after, m.die)
			return false
		}
		return at > 0 && n == at
	})
	m.born()
	until(m.house, "a death, or waiting for news", func() (bool, bool) {
		return true, m.over() || at > 0 && read.Load()
	})
	struck = m.over()
	m.aim(nil)
	m.die()
	return struck
}
