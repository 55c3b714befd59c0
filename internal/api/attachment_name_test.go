package api

import (
	"mime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFileNames(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"lid.png":                     "lid.png",
		"the lid (2).png":             "the lid (2).png",
		"Größe 100%.pdf":              "Größe 100%.pdf",
		"":                            "attachment",
		".":                           "attachment",
		"..":                          "attachment",
		"../../etc/passwd":            "passwd",
		`C:\Windows\notepad.exe`:      "notepad.exe",
		".bashrc":                     "bashrc",
		"a\r\nSet-Cookie: x=1":        "a  Set-Cookie_ x=1",
		`a"; filename="b.exe`:         `a_; filename=_b.exe`,
		"invoice\u202efdp.exe":        "invoicefdp.exe",
		"a\u200b\ufeffb.txt":          "ab.txt",
		"nul.txt":                     "_nul.txt",
		"COM1":                        "_COM1",
		"com10.txt":                   "com10.txt",
		"trailing. . ":                "trailing",
		"\xff\xfe":                    "attachment",
		"tab\tand\u2028line.txt":      "tab and line.txt",
		"a/" + strings.Repeat("/", 9): "a",
	} {
		if got := fileName(given); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
	long := fileName(strings.Repeat("ö", 400) + ".jpeg")
	if len(long) > maxFileName || !strings.HasSuffix(long, "ö.jpeg") {
		t.Errorf("a long name became %q", long)
	}
	if bare := fileName("x." + strings.Repeat("y", 400)); len(bare) > maxFileName {
		t.Errorf("a name that is all extension became %q", bare)
	}
}

func TestDispositionIsReadAsItWasMeant(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{"lid.png": "lid.png", "Größe 100%.pdf": "Größe 100%.pdf", "чайник.jpg": "чайник.jpg",
		"it's ~fine.txt": "it's ~fine.txt"} {
		kind, params, err := mime.ParseMediaType(disposition(given))
		if err != nil || kind != "attachment" || params["filename"] != want {
			t.Errorf("%q: %q, %v from %s", given, params["filename"], err, disposition(given))
		}
	}
}

func FuzzDisposition(f *testing.F) {
	for _, seed := range []string{"lid.png", "a\r\nb", `"`, "\u202e", "../..", "con.txt", "\xff", "%41", "ö"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		name, header := fileName(given), disposition(given)
		if name == "" || len(name) > maxFileName+1 || !utf8.ValidString(name) || strings.ContainsAny(name, "/\\\"<>:|?*") ||
			strings.HasPrefix(name, ".") || strings.ContainsFunc(name, unicode.IsControl) {
			t.Errorf("%q became %q", given, name)
		}
		for _, b := range []byte(header) {
			if b < ' ' || b > '~' {
				t.Fatalf("%q in the header %q", b, header)
			}
		}
		kind, params, err := mime.ParseMediaType(header)
		if err != nil || kind != "attachment" || params["filename"] != name {
			t.Errorf("%q is read as %q, %v", header, params["filename"], err)
		}
	})
}
