package mime

import (
	"fmt"
	"os"
	"path/filepath"
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
	var nested strings.Builder
	nested.WriteString(head)
	for n := range 5000 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", n, n)
	}
	for name, tc := range map[string]struct {
		mail  string
		check func(Mail) bool
	}{
		"10,000 parts":       {many.String(), func(m Mail) bool { return len(m.Files) == maxFiles && len(m.Notes) == 1 }},
		"5,000 deep":         {nested.String(), func(m Mail) bool { return len(m.Notes) == 1 && len(m.Files) == 1 }},
		"100,000 parts":      {head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 100_000), func(m Mail) bool { return len(m.Files) == 1 }},
		"a header of 1 MB":   {head + "Subject: " + strings.Repeat("x", 1<<20) + "\r\n\r\nwords", func(m Mail) bool { return len(m.Subject) == 2000 && m.Text == "words" }},
		"100,000 fields":     {head + strings.Repeat("X: y\r\n", 100_000) + "\r\nwords", func(m Mail) bool { return len(m.Header) == maxFields && m.Text == "words" }},
		"1 MB of references": {head + "References: " + strings.Repeat("<a@b>", 200_000) + "\r\n\r\nx", func(m Mail) bool { return len(m.References) <= maxReferences+1 }},
		"30,000 quotes":      {head + "\r\n" + strings.Repeat("> x\r\n", 30_000) + "fresh", func(m Mail) bool { return strings.HasSuffix(m.Text, "fresh") }},
		"200,000 tags":       {head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<blockquote><div>", 100_000) + "x", func(m Mail) bool { return strings.HasSuffix(m.Text+m.Quoted, "x") }},
		"30 MB":              {head + "\r\n" + strings.Repeat(strings.Repeat("y", 98)+"\r\n", 300_000), func(m Mail) bool { return len(m.Files) == 1 && len(m.Files[0].Data) >= 29_000_000 }},
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
