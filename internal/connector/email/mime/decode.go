package mime

import (
	"bytes"
	"encoding/base64"
	"mime"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// decoded undoes a part's transfer encoding (RFC 2045 section 6). What breaks its rules gives what can be read of it; known
// is false for an encoding nobody knows.
func decoded(p part) (data []byte, known bool) {
	encoding, _, _ := strings.Cut(p.header.Get("Content-Transfer-Encoding"), ";")
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return fromBase64(p.body), true
	case "quoted-printable":
		return fromQuoted(p.body), true
	case "", "7bit", "8bit", "binary":
		return p.body, true
	}
	return p.body, false
}

var base64Letters = func() (table [256]bool) {
	for _, letter := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		table[letter] = true
	}
	return table
}()

// fromBase64 leaves out what is no letter of the alphabet, padding in the middle too.
func fromBase64(body []byte) []byte {
	letters := make([]byte, 0, len(body))
	for _, b := range body {
		if base64Letters[b] {
			letters = append(letters, b)
		}
	}
	if len(letters)%4 == 1 { // six bits are no byte
		letters = letters[:len(letters)-1]
	}
	data := make([]byte, base64.RawStdEncoding.DecodedLen(len(letters)))
	n, _ := base64.RawStdEncoding.Decode(data, letters)
	return data[:n]
}

// fromQuoted takes an equals sign that introduces nothing for itself.
func fromQuoted(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for len(body) > 0 {
		one, rest, ended := bytes.Cut(body, []byte("\n"))
		body = rest
		words := bytes.TrimRight(one, " \t\r")
		soft := bytes.HasSuffix(words, []byte("="))
		out = fromQuotedLine(out, bytes.TrimSuffix(words, []byte("=")))
		if soft || !ended {
			continue
		}
		if bytes.HasSuffix(one, []byte("\r")) {
			out = append(out, '\r')
		}
		out = append(out, '\n')
	}
	return out
}

func fromQuotedLine(out, words []byte) []byte {
	for n := 0; n < len(words); n++ {
		if words[n] == '=' && n+2 < len(words) {
			high, low := nibble(words[n+1]), nibble(words[n+2])
			if high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				n += 2
				continue
			}
		}
		out = append(out, words[n])
	}
	return out
}

func nibble(b byte) int {
	switch {
	case b >= '0' && b <= '9':
		return int(b - '0')
	case b >= 'A' && b <= 'F':
		return int(b - 'A' + 10)
	case b >= 'a' && b <= 'f':
		return int(b - 'a' + 10)
	}
	return -1
}

// letters are a text's bytes in UTF-8. Where the charset that the part names plainly is not the one it is written in, the
// library's guess counts; a part is read by it without its structure, which is ours.
func letters(p part, data []byte) []byte {
	params := map[string]string{}
	if label := p.params["charset"]; label != "" && len(label) < 100 {
		params["charset"] = label
	}
	form := mime.FormatMediaType(p.kind, params)
	if form == "" {
		return data
	}
	head := []byte("Content-Type: " + form + "\r\n\r\n")
	parser := enmime.NewParser(enmime.MultipartWOBoundaryAsSinglePart(true), enmime.MaxStoredPartErrors(4),
		enmime.SetReadPartErrorPolicy(func(*enmime.Part, error) bool { return true }))
	read, err := parser.ReadParts(bytes.NewReader(append(head, data...)))
	if err != nil {
		return data
	}
	return read.Content
}
