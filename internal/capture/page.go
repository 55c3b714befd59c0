package capture

import (
	"bytes"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Page is what a page tells of itself to those who link to it.
type Page struct {
	Title     string
	Text      string
	Author    string
	Published time.Time
}

const (
	// MaxPage is how many bytes of a page are looked at.
	MaxPage = 512 << 10
	// maxTokens bounds the work a page can make.
	maxTokens = 20_000
	maxField  = 2000
)

// ReadPage reads the description in the head of a page, as Open Graph (ogp.me) and HTML have it. What it cannot
// understand it leaves out.
func ReadPage(raw []byte) (p Page) {
	if len(raw) > MaxPage {
		raw = raw[:MaxPage]
	}
	tokens := html.NewTokenizer(bytes.NewReader(raw))
	tokens.SetMaxBuf(64 << 10)
	inTitle := false
	for range maxTokens {
		switch tokens.Next() {
		case html.ErrorToken:
			return p
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			inTitle = token.DataAtom == atom.Title
			if token.DataAtom == atom.Body {
				return p
			}
			if token.DataAtom == atom.Meta {
				p.meta(token)
			}
		case html.TextToken:
			if inTitle && p.Title == "" {
				p.Title = field(string(tokens.Text()))
			}
		case html.EndTagToken:
			inTitle = false
		}
	}
	return p
}

func (p *Page) meta(token html.Token) {
	var key, value string
	for _, a := range token.Attr {
		switch a.Key {
		case "property", "name":
			key = strings.ToLower(a.Val)
		case "content":
			value = field(a.Val)
		}
	}
	if value == "" {
		return
	}
	switch key {
	case "og:title":
		p.Title = value
	case "og:description":
		p.Text = value
	case "description", "twitter:description":
		if p.Text == "" {
			p.Text = value
		}
	case "author", "article:author", "twitter:creator":
		if p.Author == "" && !strings.Contains(value, "://") {
			p.Author = value
		}
	case "article:published_time", "og:published_time":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			p.Published = at.UTC()
		}
	}
}

// field is one line of text, of a length that can be shown.
func field(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")), " ")
	if runes := []rune(text); len(runes) > maxField {
		return string(runes[:maxField])
	}
	return text
}
