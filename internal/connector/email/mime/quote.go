package mime

import (
	"strings"
	"unicode"
)

// FoldQuotes parts what is new in an answer from what it repeats below. Answers between the lines of what they answer
// are left as they are, since neither makes sense without the other, and so is a forwarded mail. Both parts together are
// the whole; nothing is ever left out.
func FoldQuotes(text string) (fresh, quoted string) {
	lines := strings.Split(text, "\n")
	at := quoteBegins(lines)
	fresh = strings.TrimSpace(strings.Join(lines[:at], "\n"))
	if fresh == "" {
		return strings.TrimSpace(text), ""
	}
	return fresh, strings.TrimSpace(strings.Join(lines[at:], "\n"))
}

// quoteBegins is the first line of what is repeated below; the number of lines when nothing is.
func quoteBegins(lines []string) int {
	next, fresh := nextQuoted(lines), lastFresh(lines)
	for n := range lines {
		if isQuoted(lines[n]) {
			if n > fresh {
				return n
			}
			continue
		}
		if isForwarded(lines[n]) {
			return len(lines)
		}
		if isDivider(lines[n]) && headerFollows(lines[n+1:]) || headerBegins(lines[n:]) {
			return n
		}
		// Under the line that says who wrote it, an answer may also repeat without a mark before the lines.
		if end := attributionAt(lines, n); end > 0 && next[end] > fresh {
			return n
		}
	}
	return len(lines)
}

// nextQuoted is for each line the first marked one from there on.
func nextQuoted(lines []string) []int {
	next := make([]int, len(lines)+1)
	next[len(lines)] = len(lines)
	for n := len(lines) - 1; n >= 0; n-- {
		next[n] = next[n+1]
		if isQuoted(lines[n]) {
			next[n] = n
		}
	}
	return next
}

// lastFresh is the last line that is new; -1 when none is. What programs and lists put under everything is not new, if
// something marked stands above it.
func lastFresh(lines []string) int {
	const most = 12 // lines of such a tail
	n := len(lines) - 1
	tail := n
	for ; tail >= 0 && tail > n-most && !isQuoted(lines[tail]); tail-- {
		if isSignatureLine(lines[tail]) || endsAMail(lines[tail]) {
			n = tail - 1
		}
	}
	for ; n >= 0; n-- {
		if !isQuoted(lines[n]) && !blank(lines[n]) {
			return n
		}
	}
	return -1
}

func isQuoted(one string) bool {
	one = strings.TrimSpace(one)
	return strings.HasPrefix(one, ">") || strings.HasPrefix(one, "|") && len(one) > 2
}

// endsAMail reports whether a line under what was repeated says nothing new: what programs and lists put there.
func endsAMail(one string) bool {
	one = strings.TrimSpace(one)
	return strings.HasPrefix(one, "--") || strings.HasPrefix(one, "__") || sentFrom(one)
}

func isDivider(one string) bool {
	return quoteForm.divider.MatchString(one) || quoteForm.rule.MatchString(one)
}

func isForwarded(one string) bool { return quoteForm.forward.MatchString(one) }

// headerFollows reports whether the lines begin with the header of the mail that is repeated.
func headerFollows(lines []string) bool {
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	return countLabels(lines) >= 2
}

// headerBegins reports whether a mail is repeated from this line on, without a line between.
func headerBegins(lines []string) bool { return countLabels(lines) >= 3 }

// countLabels is how many of the first lines are fields of a header as programs show it.
func countLabels(lines []string) int {
	count := 0
	for n, one := range lines {
		if n == 6 || !quoteForm.label.MatchString(one) || len(one) > 1000 {
			break
		}
		count++
	}
	return count
}

// attributionAt reports the line behind "On Monday Lena wrote:", which may be broken over three lines; 0 when there is
// none here.
func attributionAt(lines []string, n int) int {
	joined := ""
	for end := n; end < min(n+3, len(lines)); end++ {
		one := strings.TrimSpace(lines[end])
		if one == "" || isQuoted(one) || len(joined)+len(one) > 400 {
			return 0
		}
		joined += " " + one
		if quoteForm.wrote.MatchString(joined) {
			if strings.ContainsAny(joined, "0123456789") || strings.Contains(joined, "@") {
				return end + 1
			}
			return 0
		}
	}
	return 0
}

// FoldSignature parts the words from the signature under them: what stands under the two dashes and a blank that mark
// one (RFC 3676 section 4.3), or the line that a telephone adds.
func FoldSignature(text string) (words, signature string) {
	const most = 25 // lines; more than that is no signature
	lines := strings.Split(text, "\n")
	for n := len(lines) - 1; n > 0 && n >= len(lines)-most; n-- {
		if isSignatureLine(lines[n]) {
			return trimRight(lines[:n]), strings.TrimSpace(strings.Join(lines[n+1:], "\n"))
		}
	}
	if last := len(lines) - 1; last > 0 && sentFrom(lines[last]) {
		return trimRight(lines[:last]), strings.TrimSpace(lines[last])
	}
	return strings.TrimSpace(text), ""
}

func trimRight(lines []string) string {
	return strings.TrimRightFunc(strings.Join(lines, "\n"), unicode.IsSpace)
}

func isSignatureLine(one string) bool { return one == "-- " || one == "--" }

func sentFrom(one string) bool { return len(one) < 200 && quoteForm.telephone.MatchString(one) }

// unarmour takes the words out of an OpenPGP clear text signature (RFC 9580 section 7).
func unarmour(text string) string {
	plain := strings.ReplaceAll(text, "\r\n", "\n")
	found := quoteForm.armour.FindStringSubmatch(plain)
	if found == nil {
		return text
	}
	return strings.ReplaceAll("\n"+found[1], "\n- ", "\n")[1:]
}
