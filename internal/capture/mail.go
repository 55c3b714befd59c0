package capture

import (
	"net/url"
	"strings"
)

// Mail is a notification that a network sent, as far as it matters here. HTML is not read: its links and its text are
// given apart.
type Mail struct {
	Subject string
	Text    string
	Links   []string // in the order they stand in the mail
}

// Notice is what a notification tells. Nothing of it is proven: anybody can write such a mail.
type Notice struct {
	Link   Link
	Author Author
	Text   string
}

const (
	maxLinks  = 500
	maxMail   = 200_000
	maxUnwrap = 3
)

// SentBy reports whether a mail from an address may be the network's own word about a link: it is from a domain of the
// network, or of the very site.
func (l Link) SentBy(address string) bool {
	domain := strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
	var domains []string
	if n, err := Find(l.Network); err == nil {
		domains = append(append(domains, n.hosts...), n.mail...)
	}
	if u, err := url.Parse(l.URL); err == nil {
		domains = append(domains, u.Hostname())
	}
	for _, of := range domains {
		if of != "" && (domain == of || strings.HasSuffix(domain, "."+of)) {
			return true
		}
	}
	return false
}

// FromMail finds the first post of a known network that a notification links to, who is said to have said it, and the
// words it quotes. found is false for a mail that is no notification of a post.
func FromMail(m Mail) (n Notice, found bool) {
	if len(m.Text) > maxMail {
		m.Text = strings.ToValidUTF8(m.Text[:maxMail], "")
	}
	links := append(append([]string{}, m.Links...), form.webAddress.FindAllString(m.Text, maxLinks)...)
	for _, address := range links[:min(len(links), maxLinks)] {
		if link, ok := postOf(address); ok {
			n.Link = link
			n.Author = m.author(link)
			n.Text = m.quoted(n.Author)
			return n, true
		}
	}
	return n, false
}

// Addresses are the web addresses in a text, in their order.
func Addresses(text string) []string {
	return form.webAddress.FindAllString(text[:min(len(text), maxMail)], maxLinks)
}

// postOf reads an address, also one inside the address of whoever counts clicks.
func postOf(address string) (Link, bool) {
	for range maxUnwrap {
		address = strings.TrimRight(address, ".,;:!?)]}>")
		if link, err := Parse(address); err == nil && link.Post && link.Network != Website {
			return link, true
		}
		inner := wrapped(address)
		if inner == "" {
			return Link{}, false
		}
		address = inner
	}
	return Link{}, false
}

// wrapped is the address that another carries in its path or among its parameters, empty when it carries none.
func wrapped(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(address) > 4*MaxURL {
		return ""
	}
	query := u.Query()
	for _, field := range []string{"u", "url", "q", "target", "to", "redirect", "redirect_url", "destination", "dest", "link"} {
		if value := query.Get(field); strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://") {
			return value
		}
	}
	path := u.EscapedPath()
	for _, begin := range []string{"https:%2F%2F", "https%3A%2F%2F", "https:%2f%2f", "https%3a%2f%2f"} {
		if at := strings.Index(path, begin); at >= 0 {
			inner, _, _ := strings.Cut(path[at:], "/")
			if plain, err := url.QueryUnescape(inner); err == nil {
				return plain
			}
		}
	}
	return ""
}

// author is who the subject says has said something, or else whom the sender's name names.
func (m Mail) author(link Link) (a Author) {
	subject := field(m.Subject)
	if found := form.handleIn.FindStringSubmatch(subject); found != nil {
		a.Handle = strings.TrimRight(found[1], ".-")
	}
	if found := form.didWhat.FindStringSubmatch(subject); found != nil {
		a.Name = strings.TrimSpace(found[1])
	} else if found := form.ofWhom.FindStringSubmatch(subject); found != nil {
		a.Name = strings.TrimSpace(found[1])
	}
	if strings.HasPrefix(a.Name, "@") || strings.HasPrefix(a.Name, "u/") {
		a.Handle, a.Name = a.Name, ""
	}
	if link.Handle != "" {
		a.Handle = link.Handle
	}
	return a
}

// quoted is what the mail quotes: lines with a mark before them, else words in quotation marks, else its longest
// paragraph that is not the network's own.
func (m Mail) quoted(a Author) string {
	var marked []string
	for line := range strings.Lines(m.Text) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), ">"); ok {
			marked = append(marked, strings.TrimSpace(rest))
		}
	}
	if text := strings.TrimSpace(strings.Join(marked, "\n")); text != "" {
		return cut(text)
	}
	if found := form.inQuotes.FindStringSubmatch(m.Text); found != nil {
		return cut(strings.TrimSpace(found[1]))
	}
	longest := ""
	text := strings.ReplaceAll(m.Text, "\r\n", "\n")
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		paragraph = strings.TrimSpace(form.webAddress.ReplaceAllString(paragraph, ""))
		own := form.mailTail.MatchString(paragraph) || form.didWhat.MatchString(paragraph) || a.Name != "" && paragraph == a.Name
		if !own && len(paragraph) > len(longest) {
			longest = paragraph
		}
	}
	return cut(longest)
}

func cut(text string) string {
	if runes := []rune(text); len(runes) > MaxText {
		return string(runes[:MaxText])
	}
	return text
}
