package mime

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// policy is what of a mail's HTML may be shown: structure, plain looks, links and pictures.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "div", "span", "b", "strong", "i", "em", "u", "s", "del", "ins", "small", "big", "sub", "sup",
		"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "hr", "ul", "ol", "li", "dl", "dt", "dd", "center",
		"font", "q", "address")
	p.AllowTables()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(?i)(ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("color").Matching(colour).OnElements("font")
	p.AllowStyles("color", "background-color").Matching(colour).Globally()
	p.AllowStyles("font-weight", "font-style", "text-align", "text-decoration").
		Matching(regexp.MustCompile(`^[a-z0-9-]{1,20}$`)).Globally()
	p.AllowStandardURLs()
	p.AllowURLSchemes("http", "https", "mailto", "tel", "cid")
	p.AllowAttrs("href").OnElements("a")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^[0-9]{1,4}$`)).OnElements("img")
	return p
})

var colour = regexp.MustCompile(`^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}|rgb\([0-9 ,]{5,16}\))$`)

// Sanitise makes HTML harmless: nothing in it runs, and showing it loads nothing. A picture that came with the mail
// loses its address and says its place among the files in data-attachment; the address of one that would be loaded from
// elsewhere is kept in data-remote-src, for whoever asks to see it.
func Sanitise(source string, files map[string]int) string {
	if blank(source) {
		return ""
	}
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(policy().Sanitize(utf8Of(source))))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(strings.ReplaceAll(out.String(), "\x00", ""))
		case html.StartTagToken, html.SelfClosingTagToken:
			if token := tokens.Token(); token.Data == "img" {
				out.WriteString(picture(token, files))
			} else {
				out.WriteString(token.String())
			}
		default:
			out.Write(tokens.Raw())
		}
	}
}

// picture is an img that loads nothing.
func picture(token html.Token, files map[string]int) string {
	kept := token.Attr[:0]
	for _, attribute := range token.Attr {
		if attribute.Key != "src" {
			kept = append(kept, attribute)
			continue
		}
		address, err := url.Parse(strings.TrimSpace(attribute.Val))
		if err != nil {
			continue
		}
		switch strings.ToLower(address.Scheme) {
		case "cid":
			id, _ := url.PathUnescape(address.Opaque)
			if place, found := files[id]; found {
				kept = append(kept, html.Attribute{Key: "data-attachment", Val: strconv.Itoa(place)})
			}
		case "http", "https":
			kept = append(kept, html.Attribute{Key: "data-remote-src", Val: address.String()})
		}
	}
	token.Attr = kept
	return token.String()
}
