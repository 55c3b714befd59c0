package mime

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// maxMultiparts is how many parts of a mail may have parts: reading one inside the other costs the product of depth and
// length. Real mails have a handful.
const (
	maxMultiparts = 64
	maxParts      = 20_000 // lines that may begin a part
)

// collection is what was found in the parts of a mail.
type collection struct {
	text, html string
	events     []string // invitations, in words
	files      []File
	report     *Report
	notes      []string
	parts      int
}

// collect takes the parts of a mail. What has no structure that can be read is one text.
func collect(header Header, body []byte) *collection {
	c := &collection{}
	reduced := structure(header)
	if bytes.Count(bytes.ToLower(body), []byte("boundary="))+1 > maxMultiparts || bytes.Count(body, []byte("\n--")) > maxParts {
		c.note("This mail has too many parts and was not taken apart.")
		c.add(File{Name: "mail.txt", MediaType: "text/plain", Data: body})
		return c
	}
	parser := enmime.NewParser(enmime.SkipMalformedParts(true), enmime.MultipartWOBoundaryAsSinglePart(true),
		enmime.StripMediaTypeInvalidCharacters(true), enmime.MaxStoredPartErrors(4),
		enmime.SetReadPartErrorPolicy(func(*enmime.Part, error) bool { return true }))
	root, err := parser.ReadParts(io.MultiReader(strings.NewReader(reduced), bytes.NewReader(body)))
	if err != nil {
		c.notes = append(c.notes, "This mail is broken; it is shown as it came.")
		c.text = string(body[:min(len(body), 64<<10)])
		return c
	}
	c.walk(root, false)
	return c
}

// structure is the part of a header that says how the body is to be read. The rest of a foreign header is nobody's
// business there.
func structure(header Header) string {
	var out strings.Builder
	for _, name := range []string{"MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition"} {
		value := header.Get(name)
		if value != "" && len(value) < 8<<10 {
			fmt.Fprintf(&out, "%s: %s\r\n", name, value)
		}
	}
	out.WriteString("\r\n")
	return out.String()
}

// walk goes through the parts. within says that they belong to a report, whose text parts are no files.
func (c *collection) walk(part *enmime.Part, within bool) {
	for ; part != nil; part = part.NextSibling {
		c.parts++
		kind := strings.ToLower(part.ContentType)
		switch {
		case part.FirstChild != nil:
			if kind == "multipart/encrypted" {
				c.note("This mail is encrypted and cannot be read here.")
			}
			c.walk(part.FirstChild, within || kind == "multipart/report")
		case strings.HasPrefix(kind, "multipart/"): // without a single part
			c.say(string(part.Content))
		default:
			c.leaf(part, kind, within)
		}
	}
}

func (c *collection) leaf(part *enmime.Part, kind string, within bool) {
	attached := strings.EqualFold(part.Disposition, "attachment") || part.FileName != "" && part.ContentID == "" && !isText(kind)
	switch {
	case kind == "message/delivery-status" || kind == "message/global-delivery-status":
		c.report = reportOf(part.Content, c.report)
	case within && (kind == "text/rfc822-headers" || strings.HasPrefix(kind, "message/rfc822") || kind == "message/global"):
		c.report = c.report.about(part.Content)
	case kind == "application/ms-tnef" || strings.EqualFold(part.FileName, "winmail.dat"):
		c.winmail(part)
	case kind == "application/pgp-signature" || kind == "application/pkcs7-signature" || kind == "application/x-pkcs7-signature":
		c.note("This mail carries a signature, which is not checked here.")
	case kind == "application/pkcs7-mime" || kind == "application/x-pkcs7-mime":
		c.note("This mail is encrypted or wrapped in its signature (S/MIME) and cannot be read here.")
		c.file(part, kind)
	case kind == "application/pgp-encrypted":
	case kind == "text/calendar":
		c.events = append(c.events, eventOf(part.Content))
		c.file(part, kind)
	case kind == "text/html" && !attached:
		c.html = join(c.html, utf8Of(string(part.Content)))
	case isText(kind) && !attached || kind == "":
		c.say(utf8Of(string(part.Content)))
	default:
		c.file(part, kind)
	}
}

func isText(kind string) bool {
	return kind == "text/plain" || kind == "text/enriched" || kind == "text/markdown" || kind == "text/x-amp-html"
}

// say adds to the plain text. Of several parts that say the same in different ways the first counts.
func (c *collection) say(text string) {
	if !blank(text) && strings.TrimSpace(text) != strings.TrimSpace(c.text) {
		c.text = join(c.text, text)
	}
}

func (c *collection) note(text string) {
	for _, known := range c.notes {
		if known == text {
			return
		}
	}
	c.notes = append(c.notes, text)
}

func (c *collection) file(part *enmime.Part, kind string) {
	c.add(File{Name: nameOf(part, kind), MediaType: kind, ContentID: idOf("<" + strings.Trim(part.ContentID, "<>") + ">"),
		Data: part.Content})
}

func (c *collection) add(file File) {
	if len(c.files) >= maxFiles {
		c.note(fmt.Sprintf("This mail brings more than %d files; the rest was left out.", maxFiles))
		return
	}
	c.files = append(c.files, file)
}

// nameOf is what a file is called: never a path, and never nothing.
func nameOf(part *enmime.Part, kind string) string {
	name := decodeWords(part.FileName)
	if name == "" && strings.HasPrefix(kind, "message/rfc822") {
		inner, _ := SplitHeader(part.Content[:min(len(part.Content), maxHeader)])
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

func (c *collection) winmail(part *enmime.Part) {
	wrapped, err := unwrap(part.Content)
	if err != nil {
		c.note("The file winmail.dat of this mail could not be taken apart.")
		c.file(part, "application/ms-tnef")
		return
	}
	for _, file := range wrapped.files {
		c.add(file)
	}
	if blank(c.text) {
		c.say(wrapped.body)
	}
}
