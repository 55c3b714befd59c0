package blob

import (
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	t.Parallel()
	png := "\x89PNG\x0d\x0a\x1a\x0a"
	tests := []struct{ name, content, hint, want string }{
		{"picture", png, "image/png", "image/png"},
		{"a lie about a picture", png, "text/html", "image/png"},
		{"page called a picture", "<html><script>alert(1)</script>", "image/png", "text/html"},
		{"text called a page", "hello there", "text/html", "text/plain"},
		{"text called a script", "hello()", "text/javascript", "text/plain"},
		{"table", "a,b\n1,2\n", "text/csv; charset=utf-8", "text/csv"},
		{"appointment", "BEGIN:VCALENDAR\n", "text/calendar", "text/calendar"},
		{"text document", "PK\x03\x04rest", "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"},
		{"archive called a picture", "PK\x03\x04rest", "image/png", "application/zip"},
		{"bytes called a page", "\x00\x01\x02", "text/html", "application/octet-stream"},
		{"phone photo", "\x00\x00\x00\x00\x01", "image/heic", "image/heic"},
		{"drawing", `<svg xmlns="http://www.w3.org/2000/svg">`, "image/png", MediaTypeSVG},
		{"drawing in XML", `<?xml version="1.0"?><SVG onload="x()">`, "", MediaTypeSVG},
		{"drawing behind a comment", `<?xml version="1.0"?><!--` + strings.Repeat("-", 900) + `--><svg>`, "", MediaTypeSVG},
		{"nothing", "", "", "text/plain"},
		{"malformed hint", png, ";;;", "image/png"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Sniff([]byte(tt.content), tt.hint); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("<svg>"), "image/png")
	f.Add([]byte("PK\x03\x04"), "text/html")
	f.Fuzz(func(t *testing.T, head []byte, hint string) {
		plain, hinted := Sniff(head, ""), Sniff(head, hint)
		if hinted != plain && (hinted == "text/html" || hinted == MediaTypeSVG) {
			t.Errorf("the hint %q turned %s into %s", hint, plain, hinted)
		}
	})
}
