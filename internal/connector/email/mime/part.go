package mime

import (
	"bytes"
	"fmt"
	"mime"
	"path"
	"slices"
	"strings"
)

// maxSource is how many bytes of a mail's texts are read, and of its HTML. What is longer comes as a file as well.
const (
	maxSource    = 1 << 20
	maxConverted = 4 << 20 // bytes of text of any kind that are brought into UTF-8
	maxEvents    = 20
	maxReports   = 20
)

// collection is what was found in the parts of a mail.
type collection struct {
	text, html strings.Builder
	long       bool     // text or HTML is read in part, and the whole of it is among the files
	events     []string // invitations, in words
	files      []File
	report     *Report
	reports    int // parts that are one
	notes      []string
	converted  int // bytes
}

// collect takes the parts of a mail. What has no structure that can be read is one text.
func collect(header Header, body []byte) *collection {
	c := &collection{}
	w := walker{leaf: c.leaf, deep: c.tooDeep}
	root := partOf(header, body)
	if root.kind == "" {
		root.kind = "text/plain"
	}
	if err := w.walk(root, nil); err != nil {
		c = &collection{}
		c.note("This mail has too many parts and was not taken apart.")
		c.add(File{Name: "mail.txt", MediaType: "text/plain", Data: body})
	}
	return c
}

func (c *collection) tooDeep(p part) {
	c.note("Parts of this mail lie too deep inside each other and were not taken apart.")
	c.add(File{Name: "parts.txt", MediaType: "text/plain", Data: p.body})
}

// leaf takes a part that has no parts.
func (c *collection) leaf(p part, within []string) {
	if slices.Contains(within, "multipart/encrypted") {
		c.note("This mail is encrypted and cannot be read here.")
	}
	data, known := decoded(p)
	kind := p.kind
	switch attached := p.attached(); {
	case kind == "message/delivery-status" || kind == "message/global-delivery-status":
		if c.reports++; c.reports <= maxReports {
			c.report = reportOf(data, c.report)
		}
	case slices.Contains(within, "multipart/report") && isReturned(kind):
		c.report = c.report.about(data)
	case kind == "application/ms-tnef" || strings.EqualFold(p.name, "winmail.dat"):
		c.winmail(p, data)
	case kind == "application/pgp-signature" || kind == "application/pkcs7-signature" || kind == "application/x-pkcs7-signature":
		c.note("This mail carries a signature, which is not checked here.")
	case kind == "application/pkcs7-mime" || kind == "application/x-pkcs7-mime":
		c.note("This mail is encrypted or wrapped in its signature (S/MIME) and cannot be read here.")
		c.file(p, data)
	case kind == "application/pgp-encrypted":
	case kind == "text/calendar":
		data = c.convert(p, data, known)
		if len(c.events) < maxEvents {
			c.events = append(c.events, eventOf(data))
		}
		c.file(p, data)
	case kind == "text/html" && !attached:
		c.read(&c.html, p, data, known)
	case isText(kind) && !attached || kind == "":
		c.read(&c.text, p, data, known)
	default:
		c.file(p, c.convert(p, data, known))
	}
}

func (p part) attached() bool {
	return strings.EqualFold(p.disposition, "attachment") || p.name != "" && p.contentID() == "" && !isText(p.kind)
}

func (p part) contentID() string { return idOf(p.header.Get("Content-Id")) }

// isReturned reports whether a part of a report is the mail that it is about, or its header.
func isReturned(kind string) bool {
	return kind == "text/rfc822-headers" || strings.HasPrefix(kind, "message/rfc822") || kind == "message/global"
}

// convert brings a text into UTF-8, as long as there are not too many of them.
func (c *collection) convert(p part, data []byte, known bool) []byte {
	if !known || !strings.HasPrefix(p.kind, "text/") || c.converted+len(data) > maxConverted {
		return data
	}
	c.converted += len(data)
	return letters(p, data)
}

// read adds a text to what is read of its kind. Of several parts that say the same in different ways the first counts. One
// that is longer than what is read becomes a file too.
func (c *collection) read(to *strings.Builder, p part, data []byte, known bool) {
	if room := maxSource - to.Len(); len(data) > room {
		c.file(p, data)
		c.long, data = true, beginning(data, room)
	}
	text := strings.TrimSpace(utf8Of(string(c.convert(p, data, known))))
	if text == "" || text == to.String() {
		return
	}
	if to.Len() > 0 {
		to.WriteString("\n\n")
	}
	to.WriteString(text)
}

// beginning cuts a text where that harms no letter: before a line, a tag or a word.
func beginning(data []byte, most int) []byte {
	if most <= 0 {
		return nil
	}
	for _, before := range []string{"\n", "<", " "} {
		if at := bytes.LastIndex(data[:most], []byte(before)); at > most/2 {
			return data[:at]
		}
	}
	return data[:wholeLetters(data, most)]
}

func isText(kind string) bool {
	return kind == "text/plain" || kind == "text/enriched" || kind == "text/markdown" || kind == "text/x-amp-html"
}

func (c *collection) note(text string) {
	for _, known := range c.notes {
		if known == text {
			return
		}
	}
	c.notes = append(c.notes, text)
}

func (c *collection) file(p part, data []byte) {
	c.add(File{Name: nameOf(p, data), MediaType: p.kind, ContentID: p.contentID(), Data: data})
}

func (c *collection) add(file File) {
	if len(c.files) >= maxFiles {
		c.note(fmt.Sprintf("This mail brings more than %d files; the rest was left out.", maxFiles))
		return
	}
	c.files = append(c.files, file)
}

// nameOf is what a file is called: never a path, and never nothing.
func nameOf(p part, data []byte) string {
	name, kind := decodeWords(p.name), p.kind
	if name == "" && strings.HasPrefix(kind, "message/rfc822") {
		inner, _ := SplitHeader(data[:min(len(data), maxHeader)])
		name = line(inner.Text("Subject"), 100) + ".eml"
	}
	if name = safeName(name); name != "" && name != ".eml" {
		return name
	}
	if endings, err := mime.ExtensionsByType(kind); err == nil && len(endings) > 0 {
		return "file" + endings[0]
	}
	return "file"
}

func safeName(name string) string {
	name = line(strings.ReplaceAll(name, `\`, "/"), 200)
	if name = path.Base(name); name == "." || name == "/" || name == ".." {
		return ""
	}
	return name
}

// inline says which file the HTML shows under which content id.
func (c *collection) inline() map[string]int {
	places := map[string]int{}
	for n, file := range c.files {
		if _, taken := places[file.ContentID]; file.ContentID != "" && !taken {
			places[file.ContentID] = n
		}
	}
	return places
}

func (c *collection) winmail(p part, data []byte) {
	wrapped, err := unwrap(data)
	if err != nil {
		c.note("The file winmail.dat of this mail could not be taken apart.")
		p.kind = "application/ms-tnef"
		c.file(p, data)
		return
	}
	for _, file := range wrapped.files {
		c.add(file)
	}
	if c.text.Len() == 0 {
		c.read(&c.text, part{}, []byte(wrapped.body), true)
	}
}
