package mime

import (
	"slices"
	"strings"
)

// Results is one Authentication-Results field (RFC 8601): what a server found out about a mail.
type Results struct {
	Server string   // its authserv-id, in small letters; empty when it gives none
	Found  []Result // in their order
}

// Result is what one method found.
type Result struct {
	Method  string // spf, dkim, dmarc, …
	Verdict string // pass, fail, none, …
	Of      map[string]string
}

const (
	maxResults  = 16 << 10 // bytes of the field that are looked at
	maxMethods  = 50
	maxVerdict  = 40
	pass        = "pass"
	fail        = "fail"
	nothingSaid = ""
)

// known are the verdicts that the methods shown here may give; anything else is shown as nothing.
func known() []string {
	return []string{pass, fail, "none", "neutral", "softfail", "policy", "temperror", "permerror", "bestguesspass", "hardfail"}
}

// ReadResults reads one field. There is none that it cannot: what it does not understand says nothing.
func ReadResults(field string) (r Results) {
	field = field[:min(len(field), maxResults)]
	parts := splitResults(field)
	for n, words := range parts {
		if n == 0 {
			if id, isResult := serverOf(words); !isResult {
				r.Server = id
				continue
			}
		}
		if one, ok := readResult(words); ok && len(r.Found) < maxMethods {
			r.Found = append(r.Found, one)
		}
	}
	return r
}

// Verdict is what a method found: a pass if any of them passed, as of several signatures, else what the first said.
func (r Results) Verdict(method string) string {
	answer := nothingSaid
	for _, one := range r.Found {
		switch {
		case one.Method != method || !slices.Contains(known(), one.Verdict):
		case one.Verdict == pass:
			return pass
		case answer == nothingSaid:
			answer = one.Verdict
		}
	}
	return answer
}

// serverOf reads the part before the first semicolon: the name of the server, which a version may follow, or a result
// where a server does not give its name.
func serverOf(words []string) (id string, isResult bool) {
	if len(words) == 0 {
		return "", false
	}
	if strings.Contains(words[0], "=") {
		return "", true
	}
	return words[0], false
}

func readResult(words []string) (r Result, ok bool) {
	if len(words) == 0 {
		return r, false
	}
	method, verdict, found := strings.Cut(words[0], "=")
	method, _, _ = strings.Cut(method, "/") // a version may stand behind the method
	if !found || method == "" || verdict == "" || len(method) > maxVerdict || len(verdict) > maxVerdict {
		return r, false
	}
	r = Result{Method: method, Verdict: verdict, Of: map[string]string{}}
	for _, word := range words[1:] {
		if name, value, found := strings.Cut(word, "="); found && name != "" && r.Of[name] == "" {
			r.Of[name] = value
		}
	}
	return r, true
}

// splitResults gives the words between semicolons, in small letters: comments left out, quoted strings without their
// quotes, and what stands on both sides of an equals sign as one word.
func splitResults(field string) [][]string {
	s := splitter{parts: [][]string{nil}}
	for at := 0; at < len(field); {
		switch c := field[at]; {
		case c == '(':
			at = behindComment(field, at)
			s.end()
			continue
		case c == '"':
			text, next := quotedString(field, at)
			s.word.WriteString(text)
			s.open = true
			at = next
			continue
		case c == ';':
			s.end()
			s.parts = append(s.parts, nil)
		case c == ' ', c == '\t', c == '\r', c == '\n':
			s.end()
		default:
			s.word.WriteByte(c)
			s.open = true
		}
		at++
	}
	s.end()
	for n, words := range s.parts {
		s.parts[n] = joinEquals(words)
	}
	return s.parts
}

type splitter struct {
	parts [][]string
	word  strings.Builder
	open  bool
}

func (s *splitter) end() {
	if s.open {
		last := len(s.parts) - 1
		s.parts[last] = append(s.parts[last], strings.ToLower(strings.ToValidUTF8(s.word.String(), "")))
	}
	s.word.Reset()
	s.open = false
}

// behindComment is where a comment that begins at a place ends; comments nest, and a backslash takes the next byte as it is.
func behindComment(field string, at int) int {
	for depth := 0; at < len(field); at++ {
		switch field[at] {
		case '\\':
			at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return len(field)
}

// quotedString is the text between quotes that begin at a place, and where it ends.
func quotedString(field string, at int) (text string, next int) {
	var b strings.Builder
	for at++; at < len(field); at++ {
		switch field[at] {
		case '\\':
			if at++; at < len(field) {
				b.WriteByte(field[at])
			}
		case '"':
			return b.String(), at + 1
		default:
			b.WriteByte(field[at])
		}
	}
	return b.String(), len(field)
}

// joinEquals makes one word of what stands around an equals sign with blanks beside it.
func joinEquals(words []string) []string {
	var out []string
	for _, word := range words {
		last := len(out) - 1
		if last >= 0 && (strings.HasSuffix(out[last], "=") || strings.HasPrefix(word, "=")) {
			out[last] += word
			continue
		}
		out = append(out, word)
	}
	return out
}
