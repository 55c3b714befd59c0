package mailtest

import (
	"bytes"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

func TestMailIsDelivered(t *testing.T) {
	s := Start(t)
	s.Deliver(t, "lena@customer.test", Compose(map[string]string{"From": "a@b.test", "Subject": "tea"}, "kettle"))
	list := s.Mails(t, "lena@customer.test")
	if len(list) != 1 || !bytes.Contains(list[0], []byte("kettle")) {
		t.Fatalf("%q", list)
	}
	s.Append(t, "lena@customer.test", "Sent", []byte("Subject: x\r\n\r\ny\r\n"))
	if got := s.SentMails(t, "lena@customer.test"); len(got) != 1 {
		t.Errorf("%q", got)
	}
	if s.Seen(t, "lena@customer.test") != 0 {
		t.Error("delivering marks as read")
	}
	s.Settle(t)
	s.Expunge(t, "lena@customer.test")
	if got := s.Mails(t, "lena@customer.test"); len(got) != 0 {
		t.Errorf("%q", got)
	}
}
