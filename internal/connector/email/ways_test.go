package email_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/connector/email/mime"
)

// shelf has files by what is written on them.
type shelf map[string]string

func (s shelf) Open(_ context.Context, blob string) (io.ReadCloser, error) {
	if content, found := s[blob]; found {
		return io.NopCloser(strings.NewReader(content)), nil
	}
	return nil, errors.New("there is no such file")
}

// TestFilesGoAlong sends files, refuses kinds that are not sent, and sends nothing when one cannot be read.
func TestFilesGoAlong(t *testing.T) {
	w := newTown(t)
	env := w.env()
	env.Files = shelf{"a": "%PDF-1.7 lids", "b": strings.Repeat("\x00\xffpicture", 40_000)}
	conn, err := email.Spec().Open(t.Context(), env)
	if err != nil {
		t.Fatal(err)
	}
	send := func(files ...switchboard.Attachment) connector.Outcome {
		out := w.answer("With files", w.say("Help", ""))
		out.Part.Attachments = files
		return w.send(conn, out)
	}
	pdf := switchboard.Attachment{Name: "Größe \"1\"/2.pdf", MediaType: "application/pdf", Blob: "a"}
	for name, c := range map[string]struct {
		file switchboard.Attachment
		want connector.Class
	}{"a program": {switchboard.Attachment{Name: "x.exe", MediaType: "application/x-msdownload", Blob: "a"}, connector.ClassRejected},
		"one that is gone": {switchboard.Attachment{Name: "x.pdf", MediaType: "application/pdf", Blob: "c"}, connector.ClassRetry}} {
		if got := send(pdf, c.file); got.Kind != connector.Rejected || got.Class != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := send(slices.Repeat([]switchboard.Attachment{pdf}, 21)...); got.Class != connector.ClassRejected {
		t.Errorf("too many files: %+v", got)
	}
	if got := send(pdf, switchboard.Attachment{MediaType: "image/png", Blob: "b"}); got.Kind != connector.Sent {
		t.Fatalf("%+v", got)
	}
	w.servers.Settle(t)
	mails := w.servers.Mails(t, w.customer)
	if len(mails) != 1 {
		t.Fatalf("%d mails came", len(mails))
	}
	m := mime.Parse(mails[0])
	var got []string
	for _, f := range m.Files {
		got = append(got, fmt.Sprint(f.Name, " ", f.MediaType, " ", string(f.Data) == env.Files.(shelf)["a"], string(f.Data) == env.Files.(shelf)["b"]))
	}
	if m.Text != "With files" || !slices.Equal(got, []string{"Größe '1'_2.pdf application/pdf true false", "file image/png false true"}) {
		t.Errorf("%q with %q", m.Text, got)
	}
}

// TestAnsweringEverybody keeps those who had a copy, where that is wanted, and never writes to ourselves.
func TestAnsweringEverybody(t *testing.T) {
	for all, want := range map[string]string{"true": "cc", "false": ""} {
		w := newTown(t)
		w.config["reply_all"], w.config["aliases"], w.config["capture"] = all, "help@brand.test, @forms.test", "capture@brand.test"
		conn := w.open(email.Spec())
		out := w.answer("To everybody", w.say("Help", ""))
		cc := strings.Replace(w.customer, "lena", "cc", 1)
		for _, address := range []string{w.ours, "HELP@brand.test", "any@forms.test", "capture@brand.test", w.customer} {
			out.Recipients = append(out.Recipients, switchboard.Recipient{Role: "to", Address: address})
		}
		out.Recipients = append(out.Recipients, switchboard.Recipient{Role: "cc", Address: cc, Name: "Omar"}, switchboard.Recipient{Role: "cc", Address: cc},
			switchboard.Recipient{Role: "bcc", Address: "hidden@customer.test"})
		if got := w.send(conn, out); got.Kind != connector.Sent {
			t.Fatalf("%+v", got)
		}
		w.servers.Settle(t)
		m := mime.Parse(w.servers.Mails(t, w.customer)[0])
		copies := map[bool]string{true: "cc"}[len(m.Cc) == 1 && m.Cc[0] == mime.Address{Name: "Omar", Email: cc}]
		if len(m.To) != 1 || m.To[0].Email != w.customer || copies != want || copies == "" && len(m.Cc) > 0 || (len(w.servers.Mails(t, cc)) == 1) != (want == "cc") {
			t.Errorf("reply_all %s: to %v, cc %v", all, m.To, m.Cc)
		}
		for _, nobody := range []string{"help@brand.test", "any@forms.test", "capture@brand.test", "hidden@customer.test"} {
			if n := len(w.servers.Mails(t, nobody)); n > 0 {
				t.Errorf("reply_all %s: %d mails to %s", all, n, nobody)
			}
		}
	}
}

// TestAddressesInOtherLetters writes to a domain of other letters, and says where the server takes no such names.
func TestAddressesInOtherLetters(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	out := w.answer("To another alphabet", w.say("Help", ""))
	name := strings.TrimSuffix(w.customer, "customer.test")
	out.Answers.ID = name + "bücher.test"
	if got := w.send(conn, out); got.Kind != connector.Sent {
		t.Errorf("a domain: %+v", got)
	}
	w.servers.Settle(t)
	if n := len(w.servers.Mails(t, name+"xn--bcher-kva.test")); n != 1 {
		t.Errorf("%d mails came to the domain", n)
	}
	out = w.answer("To another alphabet", w.say("Help", ""))
	out.Answers.ID = "jörg@customer.test"
	got := w.send(conn, out)
	if got.Kind == connector.Sent {
		w.servers.Settle(t)
		if n := len(w.servers.Mails(t, "jörg@customer.test")); n != 1 {
			t.Errorf("a name: %d mails came", n)
		}
	} else if got.Kind != connector.Rejected || got.Class != connector.ClassRejected || got.Code != "553" || !strings.Contains(got.Text, "letters") {
		t.Errorf("a name: %+v", got)
	}
}

// TestServersThatTellNoNews reads a server without IDLE, CONDSTORE and QRESYNC: it is asked again after a while, and each
// mail comes once.
func TestServersThatTellNoNews(t *testing.T) {
	w := newTown(t)
	w.imap.Hides = []string{"IDLE", "CONDSTORE", "QRESYNC", "NOTIFY"}
	w.imap.Before = func(line string) {
		if strings.Contains(line, "IDLE") || strings.Contains(line, "CONDSTORE") {
			t.Errorf("it is asked for what it does not offer: %s", line)
		}
	}
	conn := w.open(email.Spec())
	k := w.begin(conn)
	for n, said := range []string{"one", "two", ""} {
		if said != "" {
			w.say(said, "")
		}
		pass, err := conn.(connector.Reader).Read(t.Context(), connector.Errand{Lane: connector.LaneStream, Cursor: k.cursor}, k)
		if err != nil || pass.Wait != time.Minute || len(k.items) != min(n+1, 2) {
			t.Fatalf("pass %d: %q, again after %s, %v", n, texts(k.items), pass.Wait, err)
		}
	}
}

// farAway is a server on the public network that notes what it is sent.
type farAway struct {
	net.Conn
	told *[]byte
}

func (farAway) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(93, 184, 216, 34), Port: 143} }
func (f farAway) Write(p []byte) (int, error) {
	*f.told = append(*f.told, p...)
	return len(p), nil
}

type farDialer struct {
	connector.Dialer
	told []byte
}

func (d *farDialer) DialContext(context.Context, string, string) (net.Conn, error) {
	near, far := net.Pipe()
	go io.WriteString(far, "* OK hello\r\n220 hello\r\n") //nolint:errcheck // nobody may read it
	return farAway{near, &d.told}, nil
}

// TestNoPasswordInTheClear never signs in to a public server without encryption, whatever the settings say.
func TestNoPasswordInTheClear(t *testing.T) {
	t.Parallel()
	d := &farDialer{}
	conn, err := email.Spec().Open(t.Context(), connector.Env{Dialer: d, Now: time.Now, Secrets: map[string]string{"password": "hush"},
		Config: map[string]string{"address": "care@brand.test", "imap_host": "imap.brand.test", "imap_security": "none", "smtp_host": "smtp.brand.test", "smtp_security": "none"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = conn.Check(t.Context())
	if text, next := connector.Words(err); connector.ClassOf(err) != connector.ClassRejected || !strings.Contains(text, "without encryption") || next == "" {
		t.Errorf("reading: %v", err)
	}
	got := conn.(connector.Sender).Send(t.Context(), connector.Outgoing{ClientKey: "k", Visibility: switchboard.Private, Answers: switchboard.Author{ID: "lena@customer.test"},
		Part: switchboard.Part{Text: "Hello"}})
	if got.Kind != connector.Rejected || got.Class != connector.ClassRejected || !strings.Contains(got.Text, "without encryption") {
		t.Errorf("sending: %+v", got)
	}
	if len(d.told) > 0 {
		t.Errorf("the server was told %q", d.told)
	}
	if imap, smtp := email.SecurityOf("993", "465"); imap != "tls" || smtp != "tls" {
		t.Errorf("993 %s, 465 %s", imap, smtp)
	}
	if imap, smtp := email.SecurityOf("143", "587"); imap != "starttls" || smtp != "starttls" {
		t.Errorf("143 %s, 587 %s", imap, smtp)
	}
}
