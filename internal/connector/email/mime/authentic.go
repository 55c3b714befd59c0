package mime

import "strings"

// Authenticity is what a mail server found out about who a mail is from.
type Authenticity string

// Authenticities.
const (
	Untold  Authenticity = ""        // nobody says
	Genuine Authenticity = "genuine" // the domain in From vouches for it
	Forged  Authenticity = "forged"  // that domain says that it is not from there
)

// Authentic reads the first Authentication-Results (RFC 8601), which the server that took the mail in last has put there,
// as long as it names the server; any server when none is named. What stands below it anybody may have written. A mail is
// genuine when DMARC passed, or when DKIM or SPF passed for the domain in From.
func Authentic(h Header, server string) Authenticity {
	id, results, _ := strings.Cut(withoutComments(h.Get("Authentication-Results")), ";")
	id, _, _ = strings.Cut(strings.TrimSpace(id), " ") // a version may follow
	if server != "" && !strings.EqualFold(id, server) {
		return Untold
	}
	if strings.Contains(id, "=") {
		results = id + ";" + results // a server that does not give its name
	}
	_, domain, _ := strings.Cut(Author(h).Email, "@")
	answer := Untold
	for result := range strings.SplitSeq(results, ";") {
		switch method, verdict, of := resultOf(result); {
		case method == "dmarc" && verdict == "pass":
			return Genuine
		case method == "dmarc" && verdict == "fail":
			return Forged
		case verdict == "pass" && aligned(of, domain):
			answer = Genuine
		}
	}
	return answer
}

// resultOf reads one result: the method, its verdict, and the domain it was found for.
func resultOf(result string) (method, verdict, of string) {
	for n, word := range strings.Fields(strings.ToLower(result)) {
		name, value, _ := strings.Cut(word, "=")
		switch {
		case n == 0:
			method, verdict = name, value
		case method == "dkim" && name == "header.d", method == "spf" && name == "smtp.mailfrom":
			of = value[strings.LastIndexByte(value, '@')+1:]
		}
	}
	return method, verdict, of
}

// aligned reports whether a domain is the other one or one above it, as DMARC's relaxed alignment asks for at least.
func aligned(of, domain string) bool {
	of, domain = strings.ToLower(of), strings.ToLower(domain)
	return strings.Contains(of, ".") && (of == domain || strings.HasSuffix(domain, "."+of))
}

// withoutComments leaves out what stands between brackets, which may hold anything.
func withoutComments(value string) string {
	var out strings.Builder
	depth := 0
	for _, r := range value {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			out.WriteRune(r)
		}
	}
	return out.String()
}
