package db

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// maxRebound bounds the cache of rewritten queries; texts beyond it are rewritten each time.
const maxRebound = 4096

// rebound is filled once per query text and never holds data, only SQL.
var rebound struct {
	texts sync.Map
	size  atomic.Int64
}

// Rebind turns the `?` placeholders of q into the engine's own. Question marks inside strings, quoted names, dollar
// quotes and comments stay.
func (d Dialect) Rebind(q string) string {
	if d != Postgres {
		return q
	}
	if done, ok := rebound.texts.Load(q); ok {
		return done.(string)
	}
	done := numberPlaceholders(q)
	if rebound.size.Load() < maxRebound {
		if _, loaded := rebound.texts.LoadOrStore(q, done); !loaded {
			rebound.size.Add(1)
		}
	}
	return done
}

func numberPlaceholders(q string) string {
	var b strings.Builder
	b.Grow(len(q) + 16)
	for i, n := 0, 0; i < len(q); {
		if q[i] == '?' {
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			i++
			continue
		}
		end := i + opaque(q, i)
		b.WriteString(q[i:end])
		i = end
	}
	return b.String()
}

// opaque returns the length of the token at q[i] inside which a question mark is plain text, or 1.
func opaque(q string, i int) int {
	rest := q[i:]
	switch {
	case q[i] == '\'':
		return quoted(rest, '\'', isEscapeString(q, i))
	case q[i] == '"':
		return quoted(rest, '"', false)
	case strings.HasPrefix(rest, "--"):
		if end := strings.IndexByte(rest, '\n'); end >= 0 {
			return end + 1
		}
		return len(rest)
	case strings.HasPrefix(rest, "/*"):
		return blockComment(rest)
	case q[i] == '$' && (i == 0 || !isWord(q[i-1])):
		return dollarQuoted(rest)
	}
	return 1
}

// isEscapeString tells whether the quote at q[i] opens an E'…' string, in which a backslash escapes.
func isEscapeString(q string, i int) bool {
	return i > 0 && (q[i-1] == 'e' || q[i-1] == 'E') && (i == 1 || !isWord(q[i-2]))
}

func quoted(s string, quote byte, backslash bool) int {
	for i := 1; i < len(s); i++ {
		switch {
		case backslash && s[i] == '\\':
			i++
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return len(s)
}

// blockComment knows that PostgreSQL's comments nest.
func blockComment(s string) int {
	depth := 0
	for i := 0; i+1 < len(s); i++ {
		switch s[i : i+2] {
		case "/*":
			depth++
			i++
		case "*/":
			depth--
			i++
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

func dollarQuoted(s string) int {
	end := 1
	for end < len(s) && isWord(s[end]) {
		end++
	}
	if end == len(s) || s[end] != '$' || (end > 1 && s[1] >= '0' && s[1] <= '9') {
		return 1
	}
	tag := s[:end+1]
	if close := strings.Index(s[len(tag):], tag); close >= 0 {
		return len(tag) + close + len(tag)
	}
	return len(s)
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
