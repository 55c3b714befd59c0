package spelling_test

import (
	"testing"
	"unicode/utf8"

	"switchboard/internal/triage/spelling"
)

func TestMail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, name, after, host string }{
		{"to lena.o", "lena.o", "customer.test, please", "customer.test"},
		{"to 'o’brien+x", "o’brien+x", "a.b-c.example.", "a.b-c.example"},
		{"an jürgen", "jürgen", "müller.de", "müller.de"},
		{"邮箱是wang", "wang", "qq.com请联系", "qq.com"},
		{"邮箱12345", "12345", "qq.com", "qq.com"},
		{"用户", "用户", "例子.广告 here", "例子.广告"},
		{"so ", "", "acme", ""},
		{"so ._", "", ".example", ""},
		{"a", "a", "b.test.5", "b.test"},
		{"a", "a", "b.c", ""},
		{"Cafe\u0301", "Cafe\u0301", "localhost", ""},
	} {
		start, end := spelling.MailName(c.before), spelling.MailHost(c.after)
		if c.before[start:] != c.name || c.after[:end] != c.host {
			t.Errorf("%s@%s is read as %q at %q", c.before, c.after, c.before[start:], c.after[:end])
		}
	}
}

func FuzzMail(f *testing.F) {
	f.Add("to lena.o", "customer.test")
	f.Add("邮箱\xff", "-例.com请.")
	f.Fuzz(func(t *testing.T, before, after string) {
		start, end := spelling.MailName(before), spelling.MailHost(after)
		if start < 0 || start > len(before) || end < 0 || end > len(after) {
			t.Fatalf("%q@%q: from %d to %d", before, after, start, end)
		}
		if utf8.ValidString(before) && !utf8.ValidString(before[start:]) || utf8.ValidString(after) && !utf8.ValidString(after[:end]) {
			t.Fatalf("%q@%q: from %d to %d cuts a letter", before, after, start, end)
		}
	})
}
