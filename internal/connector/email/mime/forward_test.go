package mime

import (
	"strings"
	"testing"
)

// TestForwarded finds what is passed on, whatever program wrote it.
func TestForwarded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mail          string
		found         bool
		subject, text string
	}{
		"below a line": {"Subject: Fwd: x\n\nLook!\n\n---------- Forwarded message ---------\nFrom: A <a@b.test>\nDate: Mon, 2 Mar\nSubject: Anna mentioned you\nTo: <c@d.test>\n\n\"Loose\"\n\nmore",
			true, "Anna mentioned you", "\"Loose\"\n\nmore"},
		"in German, as Outlook does": {"Content-Type: text/plain; charset=utf-8\nSubject: WG: Anna\n\nBitte!\n\nVon: A <a@b.test>\nGesendet: Montag, 2. März\nAn: C\nBetreff: Anna hat dich erwähnt\n\nLocker", true, "Anna hat dich erwähnt", "Locker"},
		"marked line by line":        {"Subject: Fwd: x\n\nBegin forwarded message:\n\n> From: A <a@b.test>\n> Subject: Anna\n> Date: Mon\n>\n> > Loose\n> more", true, "Anna", "> Loose\nmore"},
		"without a subject":          {"Subject: Fwd: x\n\n-----Original Message-----\nFrom: A\nSent: Mon\n\nLoose", true, "Fwd: x", "Loose"},
		"attached": {"Subject: Fwd: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nLook!\n--b\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\nFrom: a@b.test\nSubject: Anna\n\nLoose\n--b--\n",
			true, "Anna", "Loose"},
		"an answer":     {"Subject: Re: x\n\nThanks\n\nOn 3 March Lena wrote:\n> Loose", false, "", ""},
		"nothing of it": {"Subject: x\n\n---------- Forwarded message ---------\nFrom: A\n", false, "", ""},
		"a letter":      {"Subject: x\n\nFrom: my kitchen\nLove", false, "", ""},
	} {
		got, found := Forwarded(Parse([]byte(strings.ReplaceAll(c.mail, "\n", "\r\n"))))
		if found != c.found || found && (got.Subject != c.subject || got.Whole() != c.text) {
			t.Errorf("%s: %v %q %q", name, found, got.Subject, got.Whole())
		}
	}
	links := Links(Parse([]byte("Content-Type: text/html\r\n\r\n<a href='https://a.test/1'>x</a><a href='javascript:x'>y</a><a href='mailto:z@a.test'>z</a><a href='http://a.test/?b=1&amp;c'>")).HTML)
	if strings.Join(links, " ") != "https://a.test/1 http://a.test/?b=1&c" {
		t.Errorf("%q", links)
	}
}

// TestAuthentic believes the topmost word of our own server alone.
func TestAuthentic(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		server, header string
		want           Authenticity
	}{
		"nobody says":           {"", "", Untold},
		"DMARC passed":          {"", "A: mx.test; spf=fail smtp.mailfrom=x.test; dmarc=pass (p=NONE; dkim=fail) header.from=b.test", Genuine},
		"DMARC failed":          {"", "A: mx.test; dkim=pass header.d=b.test; dmarc=fail header.from=b.test", Forged},
		"DKIM of the domain":    {"mx.test", "A: MX.test 1; dkim=pass header.i=@b.test header.d=b.test", Genuine},
		"DKIM of another":       {"", "A: mx.test; dkim=pass header.d=evil.test", Untold},
		"DKIM of a whole land":  {"", "A: mx.test; dkim=pass header.d=test", Untold},
		"SPF of the domain":     {"", "A: mx.test; spf=pass smtp.mailfrom=a@b.test", Genuine},
		"SPF of a like one":     {"", "A: mx.test; spf=pass smtp.mailfrom=a@evil-b.test", Untold},
		"without a name":        {"", "A: spf=fail smtp.mailfrom=x.test; dmarc=fail header.from=b.test", Forged},
		"of another server":     {"mx.test", "A: evil.test; dmarc=pass", Untold},
		"below another's":       {"mx.test", "A: evil.test; dmarc=pass\nA: mx.test; dmarc=pass", Untold},
		"the sender's, below":   {"mx.test", "A: mx.test; dmarc=fail\nA: mx.test; dmarc=pass", Forged},
		"a pass in a comment":   {"mx.test", "A: mx.test (dmarc=pass); none (; dmarc=pass)", Untold},
		"a name in its comment": {"mx.test", "A: (mx.test;) evil.test; dmarc=pass", Untold},
	} {
		h, _ := SplitHeader([]byte(strings.ReplaceAll(c.header, "A:", "Authentication-Results:") + "\nFrom: ada@mail.b.test\n\n"))
		if got := Authentic(h, c.server); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzForwarded(f *testing.F) {
	f.Add([]byte("Subject: Fwd\n\nBegin forwarded message:\n\n> From: a@b.test\n> Subject: x\n>\n> y"))
	f.Add([]byte("Authentication-Results: mx; dmarc=pass\nFrom: a@b.test\n\nVon: x\nAn: y\nBetreff: z\n\nw"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := Parse(raw)
		inner, found := Forwarded(m)
		if found && inner.From == (Address{}) && !strings.Contains(m.Whole(), strings.Split(inner.Text, "\n")[0]) {
			t.Fatalf("%q is not of %q", inner.Text, m.Whole())
		}
		Authentic(m.Header, "mx")
		Links(m.HTML)
	})
}
