package mime

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// TestHostileMails takes apart what is made to hurt, within the time and memory of a test.
func TestHostileMails(t *testing.T) {
	t.Parallel()
	head := "From: a@b.example\r\nMIME-Version: 1.0\r\n"
	var many strings.Builder
	many.WriteString(head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n")
	for n := range 10_000 {
		fmt.Fprintf(&many, "--b\r\nContent-Type: application/octet-stream; name=f%d\r\n\r\n%d\r\n", n, n)
	}
	for name, tc := range map[string]struct {
		mail  string
		check func(Mail) bool
	}{
		"10,000 parts":       {many.String(), func(m Mail) bool { return len(m.Files) == maxFiles && len(m.Notes) == 1 }},
		"5,000 deep":         {head + nested(5000, "boundary="), func(m Mail) bool { return len(m.Notes) == 1 && len(m.Files) == 1 }},
		"100,000 parts":      {head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 100_000), func(m Mail) bool { return len(m.Files) == 1 }},
		"a header of 1 MB":   {head + "Subject: " + strings.Repeat("x", 1<<20) + "\r\n\r\nwords", func(m Mail) bool { return len(m.Subject) == 2000 && m.Text == "words" }},
		"100,000 fields":     {head + strings.Repeat("X: y\r\n", 100_000) + "\r\nwords", func(m Mail) bool { return len(m.Header) == maxFields && m.Text == "words" }},
		"1 MB of references": {head + "References: " + strings.Repeat("<a@b>", 200_000) + "\r\n\r\nx", func(m Mail) bool { return len(m.References) <= maxReferences+1 }},
		"30,000 quotes":      {head + "\r\n" + strings.Repeat("> x\r\n", 30_000) + "fresh", func(m Mail) bool { return strings.HasSuffix(m.Text, "fresh") }},
		"100,000 tags":       {head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<blockquote><div>", 50_000) + "x", func(m Mail) bool { return strings.HasSuffix(m.Text+m.Quoted, "x") }},
		"2 MB of HTML": {head + "Content-Type: text/html\r\n\r\n<p>first " + strings.Repeat("<p>words", 256<<10) + "last", func(m Mail) bool {
			return len(m.Notes) == 1 && len(m.Files) == 1 && strings.HasSuffix(string(m.Files[0].Data), "last") && strings.HasPrefix(m.Text, "first") &&
				len(m.HTML) > 1<<18 && len(m.HTML) <= maxSource+1<<10
		}},
		"texts after texts": {head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + each(100, func(n int) string {
			return fmt.Sprintf("--b\r\nContent-Type: text/plain\r\n\r\nPart %d.%s\r\n", n, strings.Repeat(" more", 4000))
		}), func(m Mail) bool {
			return len(m.Notes) == 1 && strings.HasPrefix(m.Text, "Part 0.") && len(m.Files) > 40 && len(m.Files) < 100
		}},
		"30 MB": {head + "\r\n" + strings.Repeat(strings.Repeat("y", 98)+"\r\n", 300_000), func(m Mail) bool { return len(m.Files) == 1 && len(m.Files[0].Data) >= 29_000_000 }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if m := Parse([]byte(tc.mail)); !tc.check(m) {
				t.Errorf("%d runes of subject, %d fields, %d references, %d files, notes %q", len(m.Subject), len(m.Header), len(m.References),
					len(m.Files), m.Notes)
			}
		})
	}
}

// nested opens parts inside of parts and closes none.
func nested(deep int, boundary string) string {
	return each(deep, func(n int) string {
		return fmt.Sprintf("Content-Type: multipart/mixed; %sb%d\r\n\r\n--b%d\r\n", boundary, n, n)
	})
}

func each(count int, one func(n int) string) string {
	var all strings.Builder
	for n := range count {
		all.WriteString(one(n))
	}
	return all.String()
}

// costly are mails whose structure would have them read again and again.
func costly() map[string]string {
	head := "From: a@b.example\r\nMIME-Version: 1.0\r\n"
	mixed := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	return map[string]string{
		"parts in parts":              head + nested(60, "boundary="),
		"as deep as is read":          head + nested(maxDepth, "boundary="),
		"one deeper":                  head + nested(maxDepth+1, "boundary="),
		"a blank before the boundary": head + nested(60, "boundary ="),
		"a boundary in a charset":     head + nested(60, "boundary*=utf-8''"),
		"a boundary in pieces":        head + nested(60, "boundary*0="),
		"a date of many words":        head + "Date: " + strings.Repeat("1 ", 30_000) + "\r\n\r\nx",
		"a field of many lines":       head + "X: y\r\n" + strings.Repeat(" z\r\n", 120_000) + "\r\nx",
		"8,000 texts":                 mixed + each(8000, func(n int) string { return fmt.Sprintf("--b\r\n\r\n%d %s\r\n", n, strings.Repeat("word ", 360)) }),
		"8,000 texts of HTML": mixed + each(8000, func(n int) string {
			return fmt.Sprintf("--b\r\nContent-Type: text/html\r\n\r\n%d %s\r\n", n, strings.Repeat("<p>x", 400))
		}),
		"8,000 reports":                mixed + strings.Repeat("--b\r\nContent-Type: message/delivery-status\r\n\r\n"+strings.Repeat("A: b\r\n\r\n", 300), 8000),
		"30 MB of quoted HTML":         head + "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + strings.Repeat("=3Cp=3E words and words=\r\n", 1_200_000),
		"4 MB of ampersands":           head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("&", 4<<20),
		"30 MB that are no base64":     head + "Content-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("*", 30<<20),
		"30 MB that are no quoted":     head + "Content-Type: image/png\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + strings.Repeat("\xff", 30<<20),
		"boundaries that are none":     head + "Content-Type: multipart/mixed; boundary=-\r\n\r\n" + strings.Repeat("\n---x", 4<<20),
		"types of many parameters":     mixed + strings.Repeat("--b\r\nContent-Type: text/html; "+strings.Repeat("a;", 2000)+"\r\n\r\n", 8000),
		"words that are never decoded": head + "Subject: " + strings.Repeat("=?a?q?b", 9000) + "\x01?=\r\n\r\nx",
	}
}

// TestNoMailCostsMoreThanItsSize allocates some times the size of a mail at most, and then a fixed amount.
func TestNoMailCostsMoreThanItsSize(t *testing.T) {
	for name, raw := range costly() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Parse([]byte(raw))
		runtime.ReadMemStats(&after)
		if took, most := after.TotalAlloc-before.TotalAlloc, uint64(320<<20+8*len(raw)); took > most {
			t.Errorf("%s: %d MB for %d kB", name, took>>20, len(raw)>>10)
		}
	}
}

// FuzzParse takes any bytes apart: the texts that come out can be stored and shown, and nothing of the HTML loads or runs.
func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, raw := range costly() {
		f.Add([]byte(raw[:min(len(raw), 4<<10)]))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := Parse(raw)
		for name, text := range map[string]string{"text": m.Text, "quoted": m.Quoted, "signature": m.Signature, "html": m.HTML,
			"subject": m.Subject, "name": m.From.Name, "address": m.From.Email, "id": m.MessageID} {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
				t.Errorf("%s cannot be stored: %q", name, text)
			}
		}
		for _, line := range append([]string{m.Subject, m.From.Email, m.From.Name, m.MessageID}, m.References...) {
			if strings.ContainsAny(line, "\r\n") {
				t.Errorf("%q has a line end in it", line)
			}
		}
		for _, file := range m.Files {
			if strings.ContainsAny(file.Name, "/\\\r\n") || file.Name == "" {
				t.Errorf("a file is called %q", file.Name)
			}
		}
		harmless(t, m.HTML)
	})
}

// harmless looks at what a browser would see: no element that runs or loads, and no attribute that does.
func harmless(t *testing.T, shown string) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(shown))
	for tokens.Next() != html.ErrorToken {
		token := tokens.Token()
		switch token.Type {
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
		default:
			continue
		}
		switch token.Data {
		case "script", "iframe", "style", "link", "object", "embed", "meta", "svg", "math", "form", "video", "audio", "base":
			t.Errorf("<%s> in %q", token.Data, shown)
		}
		for _, a := range token.Attr {
			if a.Key == "src" || a.Key == "srcset" || a.Key == "background" || strings.HasPrefix(a.Key, "on") ||
				a.Key == "style" && strings.Contains(a.Val, "(") && !strings.Contains(a.Val, "rgb(") ||
				a.Key == "href" && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript") {
				t.Errorf("%s=%q in %q", a.Key, a.Val, shown)
			}
		}
	}
}

// FuzzSanitise gives HTML that neither runs nor loads, and is the same when it is made harmless once more.
func FuzzSanitise(f *testing.F) {
	for _, seed := range []string{`<img src="https://t.example/p">`, `<img src=cid:a>`, `<a href="javascript:x">y</a>`,
		`<p style="background:url(https://t.example)">x`, `<svg><script>x</script></svg>`, "<img src=x onerror=y\x00>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		shown := Sanitise(source, map[string]int{"a": 0})
		harmless(t, shown)
		if !utf8.ValidString(shown) {
			t.Errorf("%q", shown)
		}
	})
}

// FuzzFoldQuotes loses no word, whatever it takes for repeated.
func FuzzFoldQuotes(f *testing.F) {
	f.Add("new\n\nOn 3 March Lena wrote:\n> old")
	f.Add("a\n-----Original Message-----\nFrom: x\nTo: y\nz")
	f.Add("-- \nsig")
	f.Fuzz(func(t *testing.T, text string) {
		fresh, quoted := FoldQuotes(text)
		words, signature := FoldSignature(fresh)
		want := strings.Join(strings.Fields(text), "")
		got := strings.Join(strings.Fields(words+signature+quoted), "")
		if len(got) > len(want) || len(got) < len(want)-2 && signature == "" {
			t.Errorf("%q became %q, %q and %q", text, words, signature, quoted)
		}
	})
}

// FuzzReferences reads ids that are each one word.
func FuzzReferences(f *testing.F) {
	f.Add("<a@b> <c@d>")
	f.Add("a@b c@d")
	f.Fuzz(func(t *testing.T, value string) {
		for _, id := range ReferencesOf(value) {
			if id == "" || strings.ContainsAny(id, " \t\r\n<>\x00") || !utf8.ValidString(id) {
				t.Errorf("%q", id)
			}
		}
	})
}

// FuzzReport reads what servers say of mails, and TNEF and calendars beside it, from any bytes.
func FuzzReport(f *testing.F) {
	f.Add([]byte("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n"))
	f.Add([]byte{0x78, 0x9f, 0x3e, 0x22, 1, 0, 1, 0x0c, 0x80, 0, 0, 2, 0, 0, 0, 'x', 0, 0, 0})
	f.Add([]byte("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		report := reportOf(raw, nil).about(raw)
		if words := report.Words(); !utf8.ValidString(words) || strings.Contains(words, "\n") {
			t.Errorf("%q", words)
		}
		if event := eventOf(raw); !utf8.ValidString(event) {
			t.Errorf("%q", event)
		}
		if w, err := unwrap(raw); err == nil && len(w.files) > tnefMaxFiles {
			t.Errorf("%d files", len(w.files))
		}
	})
}
