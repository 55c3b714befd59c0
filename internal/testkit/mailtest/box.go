package mailtest

import (
	"bytes"
	"cmp"
	"fmt"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Deliver puts a mail into a mailbox, as a mail server does: over LMTP, at once.
func (s *Server) Deliver(t testing.TB, to string, raw []byte) {
	t.Helper()
	conn, err := textproto.Dial("tcp", s.lmtp)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, _, err := conn.ReadResponse(220); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		line string
		code int
	}{{"LHLO localhost", 250}, {"MAIL FROM:<carrier@elsewhere.test>", 250}, {"RCPT TO:<" + to + ">", 250}, {"DATA", 354}} {
		if err := conn.PrintfLine("%s", step.line); err != nil {
			t.Fatal(err)
		}
		if _, _, err := conn.ReadResponse(step.code); err != nil {
			t.Fatalf("mailtest: %s: %v", step.line, err)
		}
	}
	writer := conn.DotWriter()
	if _, err := writer.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := conn.ReadResponse(250); err != nil {
		t.Fatalf("mailtest: delivering: %v", err)
	}
}

// Append puts a mail into a folder, as a program of the mailbox's owner does.
func (s *Server) Append(t testing.TB, owner, folder string, raw []byte) {
	t.Helper()
	client := s.enter(t, owner)
	defer client.Close()
	command := client.Append(folder, int64(len(raw)), nil)
	if _, err := command.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := command.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := command.Wait(); err != nil {
		t.Fatalf("mailtest: appending to %s: %v", folder, err)
	}
}

// Expunge removes every mail of the inbox.
func (s *Server) Expunge(t testing.TB, owner string) {
	t.Helper()
	s.Doveadm(t, "expunge", "-u", owner, "mailbox", "INBOX", "all")
}

// Seen is how many mails of the inbox are marked as read.
func (s *Server) Seen(t testing.TB, owner string) int {
	t.Helper()
	client := s.enter(t, owner)
	defer client.Close()
	if _, err := client.Select("INBOX", &imap.SelectOptions{ReadOnly: true}).Wait(); err != nil {
		t.Fatal(err)
	}
	data, err := client.Search(&imap.SearchCriteria{Flag: []imap.Flag{imap.FlagSeen}}, nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	return len(data.AllSeqNums())
}

func (s *Server) enter(t testing.TB, owner string) *imapclient.Client {
	t.Helper()
	client, err := imapclient.DialInsecure(s.IMAP, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Login(owner, Password).Wait(); err != nil {
		t.Fatal(err)
	}
	return client
}

// Mails are the mails of an inbox, in the order of their arrival.
func (s *Server) Mails(t testing.TB, owner string) [][]byte {
	t.Helper()
	return s.mails(t, owner, "")
}

// SentMails are those of the folder of sent mail.
func (s *Server) SentMails(t testing.TB, owner string) [][]byte {
	t.Helper()
	return s.mails(t, owner, ".Sent")
}

func (s *Server) mails(t testing.TB, owner, folder string) [][]byte {
	t.Helper()
	var paths []string
	for _, part := range []string{"new", "cur"} {
		found, err := filepath.Glob(filepath.Join(s.folder, "home", owner, "Maildir", folder, part, "*"))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	written := map[string]time.Time{}
	for _, path := range paths {
		if about, err := os.Stat(path); err == nil {
			written[path] = about.ModTime()
		}
	}
	// Names tell the second alone: of those of one second they stand in any order.
	slices.SortFunc(paths, func(a, b string) int {
		return cmp.Or(written[a].Compare(written[b]), strings.Compare(filepath.Base(a), filepath.Base(b)))
	})
	var list [][]byte
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			continue // it was renamed between the two
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, raw)
	}
	return list
}

const queue = "/var/spool/smtpd/queue"

// Settle waits until everything that was accepted for sending lies in a mailbox.
func (s *Server) Settle(t testing.TB) {
	t.Helper()
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		found, err := filepath.Glob(filepath.Join(queue, "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("mailtest: the queue does not get empty: %v\n%s", found, s.smtpd.said())
		}
	}
}

// Compose writes a simple mail.
func Compose(fields map[string]string, text string) []byte {
	var out bytes.Buffer
	for _, name := range []string{"Authentication-Results", "From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"} {
		if value := fields[name]; value != "" {
			fmt.Fprintf(&out, "%s: %s\r\n", name, value)
		}
	}
	if fields["Content-Type"] == "" {
		out.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n")
	}
	out.WriteString("\r\n" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")
	return out.Bytes()
}
