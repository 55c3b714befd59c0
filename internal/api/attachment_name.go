package api

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFileName is how many bytes of a file's name are given out: all file systems take that.
const maxFileName = 150

// disposition says that an answer is a download of that name (RFC 6266): in ASCII for old programs, and as it is.
func disposition(name string) string {
	name = fileName(name)
	plain := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || r == '%' {
			return '_'
		}
		return r
	}, name)
	header := `attachment; filename="` + plain + `"`
	if plain != name {
		header += "; filename*=UTF-8''" + percent(name)
	}
	return header
}

// fileName makes of what a stranger calls a file a name that stays in its folder, is not hidden, shows its true end, and
// means nothing special to any system.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.TrimLeft(strings.Map(harmless, name), ". ")
	name = strings.TrimRight(shorten(name), ". ")
	if name == "" {
		return "attachment"
	}
	if stem, _, _ := strings.Cut(name, "."); reserved(strings.TrimSpace(stem)) {
		return "_" + name
	}
	return name
}

// harmless takes out what cannot be seen, such as the marks that turn text around, and what separates.
func harmless(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
		return -1
	case strings.ContainsRune(`<>:"/\|?*`, r):
		return '_'
	}
	return r
}

// shorten cuts the end off a long name, but not its extension.
func shorten(name string) string {
	const longExtension = 20
	if len(name) <= maxFileName {
		return name
	}
	extension := path.Ext(name)
	if len(extension) > longExtension {
		extension = ""
	}
	cut := maxFileName - len(extension)
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + extension
}

// reserved are names that some systems take for devices.
func reserved(stem string) bool {
	stem = strings.ToUpper(stem)
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}

// percent encodes everything but what RFC 5987 lets stand.
func percent(text string) string {
	const digits, stands = "0123456789ABCDEF", "-._~"
	var out strings.Builder
	for _, b := range []byte(text) {
		if b < utf8.RuneSelf && (unicode.IsLetter(rune(b)) || unicode.IsDigit(rune(b)) || strings.IndexByte(stands, b) >= 0) {
			out.WriteByte(b)
			continue
		}
		out.WriteByte('%')
		out.WriteByte(digits[b>>4])
		out.WriteByte(digits[b&15])
	}
	return out.String()
}
