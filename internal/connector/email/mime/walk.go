package mime

import (
	"bytes"
	"errors"
	"iter"
	"strings"

	"github.com/jhillyerd/enmime/v2/mediatype"
)

// Bounds of what one mail may cost, whatever it says of its structure. Real mails stay far below.
const (
	maxDepth       = 10        // parts inside of parts
	maxParts       = 20_000    // of the whole mail
	maxPartHeader  = 32 << 10  // bytes of one part's header that are looked at
	maxPartHeaders = 2 << 20   // bytes of all of them
	maxScanned     = 128 << 20 // bytes that are looked through for boundaries, again for each depth
	maxStructure   = 4 << 10   // bytes of a field that says how a part is to be read
	maxBoundary    = 250
)

var errTooMuch = errors.New("too many parts")

// part is one part of a mail, not decoded.
type part struct {
	header      Header
	kind        string // media type in small letters; empty when the part tells none that can be read
	params      map[string]string
	disposition string
	name        string // of the file, as it came
	body        []byte
}

// walker goes through the parts of a mail in their order and never further than its bounds.
type walker struct {
	leaf    func(p part, within []string) // within are the kinds it lies in, the outermost first
	deep    func(p part)                  // one that lies too deep to be taken apart
	parts   int
	headers int
	scanned int
}

// walk takes a part apart. The error says that the mail as a whole is too much.
func (w *walker) walk(p part, within []string) error {
	if !strings.HasPrefix(p.kind, "multipart/") {
		w.leaf(p, within)
		return nil
	}
	boundary := p.params["boundary"]
	if boundary == "" || len(boundary) > maxBoundary {
		w.words(p, within)
		return nil
	}
	w.scanned += len(p.body)
	if len(within) >= maxDepth || w.scanned > maxScanned {
		w.deep(p)
		return nil
	}
	within = append(within[:len(within):len(within)], p.kind)
	found := false
	for inner := range partsOf(p.body, boundary) {
		found = true
		one, err := w.open(inner)
		if err != nil {
			return err
		}
		if err := w.walk(one, within); err != nil {
			return err
		}
	}
	if !found {
		w.words(p, within[:len(within)-1])
	}
	return nil
}

// words takes what has parts by its kind, and none by what is in it.
func (w *walker) words(p part, within []string) {
	p.kind = "text/plain"
	w.leaf(p, within)
}

// open reads a part's header.
func (w *walker) open(raw []byte) (part, error) {
	header, body := splitHeader(raw, maxPartHeader)
	w.parts++
	w.headers += len(raw) - len(body)
	if w.parts > maxParts || w.headers > maxPartHeaders {
		return part{}, errTooMuch
	}
	return partOf(header, body), nil
}

// partOf reads how a part is to be read.
func partOf(header Header, body []byte) part {
	p := part{header: header, body: body}
	p.kind, p.params = mediaTypeOf(header.Get("Content-Type"))
	disposition, named := mediaTypeOf(header.Get("Content-Disposition"))
	p.disposition = disposition
	for _, name := range []string{named["filename"], p.params["name"], p.params["file"]} {
		if p.name == "" {
			p.name = name
		}
	}
	return p
}

// mediaTypeOf reads a field of the form of Content-Type, also one that breaks the rules as programs do; nothing when it
// cannot be read.
func mediaTypeOf(value string) (kind string, params map[string]string) {
	if len(value) > maxStructure {
		value = value[:maxStructure]
	}
	kind, params, _, err := mediatype.ParseWithOptions(value, mediatype.ParseOptions{StripMediaTypeInvalidCharacters: true})
	if err != nil {
		return "", nil
	}
	return strings.ToLower(kind), params
}

// partsOf are the pieces of a body between the lines that name its boundary (RFC 2046 section 5.1.1). What stands before
// the first and behind the closing one belongs to none; a piece that nobody closed goes to the end.
func partsOf(body []byte, boundary string) iter.Seq[[]byte] {
	delimiter := []byte("--" + boundary)
	return func(yield func([]byte) bool) {
		begin := -1
		for at := 0; ; {
			from, to, closing := nextDelimiter(body, delimiter, at)
			if begin >= 0 && !yield(body[begin:max(from, begin)]) || closing {
				return
			}
			begin, at = to, to
		}
	}
}

// nextDelimiter finds the next line that begins with the delimiter: where the piece before it ends, where the piece
// behind it begins. At the end of the body it is the closing one.
func nextDelimiter(body, delimiter []byte, at int) (from, to int, closing bool) {
	for search := at; ; {
		found := bytes.Index(body[search:], delimiter)
		if found < 0 {
			return len(body), len(body), true
		}
		start := search + found
		search = start + len(delimiter)
		if start > 0 && body[start-1] != '\n' {
			continue
		}
		behind := body[search:]
		if bytes.HasPrefix(behind, []byte("--")) {
			return endOfPiece(body, start), len(body), true
		}
		if len(behind) == 0 || behind[0] == '\n' || behind[0] == '\r' || behind[0] == ' ' || behind[0] == '\t' {
			_, rest := cutLine(behind)
			return endOfPiece(body, start), len(body) - len(rest), false
		}
	}
}

// endOfPiece leaves out the line end before a delimiter, which belongs to it.
func endOfPiece(body []byte, start int) int {
	return len(bytes.TrimSuffix(bytes.TrimSuffix(body[:start], []byte("\n")), []byte("\r")))
}
