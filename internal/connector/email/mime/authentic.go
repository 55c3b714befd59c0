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
	said := ReadResults(h.Get("Authentication-Results"))
	if server != "" && !strings.EqualFold(said.Server, server) {
		return Untold
	}
	_, domain, _ := strings.Cut(Author(h).Email, "@")
	answer := Untold
	for _, one := range said.Found {
		switch {
		case one.Method == "dmarc" && one.Verdict == pass:
			return Genuine
		case one.Method == "dmarc" && one.Verdict == fail:
			return Forged
		case one.Verdict == pass && aligned(one.domain(), domain):
			answer = Genuine
		}
	}
	return answer
}

// domain is the domain that a result was found for; empty for those that vouch for none.
func (r Result) domain() string {
	switch r.Method {
	case "dkim":
		return r.Of["header.d"][strings.LastIndexByte(r.Of["header.d"], '@')+1:]
	case "spf":
		return r.Of["smtp.mailfrom"][strings.LastIndexByte(r.Of["smtp.mailfrom"], '@')+1:]
	}
	return ""
}

// aligned reports whether a domain is the other one or one above it, as DMARC's relaxed alignment asks for at least.
func aligned(of, domain string) bool {
	of, domain = strings.ToLower(of), strings.ToLower(domain)
	return strings.Contains(of, ".") && (of == domain || strings.HasSuffix(domain, "."+of))
}
