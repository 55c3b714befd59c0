package spelling_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"switchboard/internal/triage/spelling"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"Straße": "strasse", "ÆØŁĐı": "aeoldi", "Œuvre": "oeuvre", "ÀÉÎõü": "aeiou",
		"a\u0301": "a", "Ёлка": "ёлка", "العربية": "العربية", "ế": "e"} {
		var got []byte
		for _, r := range word {
			got = spelling.Fold(got, r)
		}
		if string(got) != want {
			t.Errorf("%s becomes %s, not %s", word, got, want)
		}
	}
}

func TestIsLink(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"http://a": true, "HTTPS://a": true, "Www.a": true, "httpa": false, "w": false,
		"": false, "ftp://a": false} {
		if spelling.IsLink(text) != want {
			t.Errorf("%q is a link: %v", text, !want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("é", 1)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 0 || most > 1<<20 {
			return
		}
		got := spelling.Cut(text, most)
		if len(got) > most || !strings.HasPrefix(text, got) || utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Fatalf("%q cut to %d is %q", text, most, got)
		}
	})
}
