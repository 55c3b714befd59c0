package redact

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/triage/spelling"
)

// Redaction is a piece of personal data that is left out, or was knowingly let through.
type Redaction struct {
	ID     string `json:"id"` // of the same words wherever they stand
	Kind   string `json:"kind" enum:"email,phone,card,iban,address,name,handle,link,order,number"`
	Text   string `json:"text"`  // what stands there
	Shown  string `json:"shown"` // what is sent instead
	Lifted bool   `json:"lifted"`
}

// Kinds beside those of triage.
const (
	kindAddress = "address"
	kindName    = "name"
	kindHandle  = "handle"
	kindLink    = "link"
	kindOrder   = "order"
	kindNumber  = "number"
)

// Person is somebody whose name is not to leave.
type Person struct{ Name, Handle string }

// Redactor leaves personal data out of texts. Find finds what has a form of its own: addresses of mail, numbers of
// telephones, cards and banks.
type Redactor struct {
	Find   func(text string) []switchboard.Entity
	People []Person
	Lift   []string // ids of what is let through
	// Strict is for texts that no person reads before they leave. It leaves out more: whole names with the first one,
	// everybody's handles, links but for their host, order numbers, and whatever else has five digits.
	Strict bool
	found  []Redaction
}

// Found is everything that was found, each once, in the order of its first place.
func (r *Redactor) Found() []Redaction { return append([]Redaction{}, r.found...) }

// piece is a part of a text, in bytes.
type piece struct {
	kind, shown string
	start, end  int
}

// Redact gives a text without the personal data that is not let through.
func (r *Redactor) Redact(text string) string {
	var out strings.Builder
	at := 0
	for _, p := range r.pieces(text).list {
		original := text[p.start:p.end]
		out.WriteString(text[at:p.start])
		if r.note(p, original) {
			out.WriteString(original)
		} else {
			out.WriteString(p.shown)
		}
		at = p.end
	}
	out.WriteString(text[at:])
	return out.String()
}

// note remembers a piece and reports whether it is let through.
func (r *Redactor) note(p piece, original string) bool {
	id := idOf(p.kind, original)
	lifted := slices.Contains(r.Lift, id)
	if !slices.ContainsFunc(r.found, func(f Redaction) bool { return f.ID == id }) {
		r.found = append(r.found, Redaction{ID: id, Kind: p.kind, Text: original, Shown: p.shown, Lifted: lifted})
	}
	return lifted
}

func idOf(kind, text string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + strings.ToLower(text)))
	return kind + "_" + hex.EncodeToString(sum[:6])
}

// standIns say what was left out, by what triage calls it.
var standIns = map[string]string{"email": "[email address]", "phone": "[phone number]", "card": "[card number]", "iban": "[account number]"}

// pieces are all parts to be left out, in order and without overlap; what has a surer form goes before names.
func (r *Redactor) pieces(text string) pieces {
	all := pieces{text: text, rest: r.Strict}
	found := r.Find(text)
	if r.Strict {
		formal(text, found, all.add)
	}
	for _, e := range found {
		if shown := standIns[e.Kind]; shown != "" {
			all.add(piece{e.Kind, shown, e.Start, e.End})
		}
	}
	for _, form := range postal {
		for _, at := range form.FindAllStringIndex(text, maxPieces) {
			all.add(piece{kindAddress, "[address]", at[0], at[1]})
		}
	}
	if len(r.People) > 0 {
		l := lettersOf(text)
		for _, p := range r.People {
			p.in(l, r.Strict, all.add)
		}
	}
	if r.Strict {
		numbered(text, all.add)
	}
	return all
}

// pieces are parts of a text in order and without overlap.
type pieces struct {
	text string
	list []piece
	rest bool // of what overlaps with something found before, the rest is left out too
}

func (all *pieces) add(p piece) {
	if p.start >= p.end {
		return
	}
	from, _ := slices.BinarySearchFunc(all.list, p.start, func(o piece, at int) int { return cmp.Compare(o.end, at+1) })
	to := from
	for to < len(all.list) && all.list[to].start < p.end {
		to++
	}
	switch {
	case from == to:
		all.list = slices.Insert(all.list, from, p)
	case all.rest:
		at := p.start
		for _, o := range slices.Clone(all.list[from:to]) {
			all.addRest(p, at, o.start)
			at = o.end
		}
		all.addRest(p, at, p.end)
	}
}

// addRest adds the words of a piece that stand between two places, if there are any.
func (all *pieces) addRest(p piece, start, end int) {
	if start < end {
		p.start = end - len(strings.TrimLeftFunc(all.text[start:end], notInWord))
		p.end = start + len(strings.TrimRightFunc(all.text[start:end], notInWord))
		all.add(p)
	}
}

func notInWord(r rune) bool { return !spelling.InWord(r) }

const maxPieces = 200

// postal are forms in which addresses are written: a street with its number, a postcode with its place. They find what is
// written as usual and no more; whoever asks reads what is sent.
var postal = []*regexp.Regexp{
	regexp.MustCompile(`\b\d{1,5}[A-Za-z]?,? (?:[A-Z][\p{L}'.-]+ ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Square|Court|Ct|Boulevard|Blvd|Terrace|Close|Crescent|Place|Pl)\b\.?(?:,? (?:Apt|Flat|Unit|Suite)\.? ?\w{1,5})?`),
	regexp.MustCompile(`[\p{Lu}][\p{L}.-]*(?: [\p{Lu}][\p{L}.-]*){0,3}(?:straße|strasse|str\.|weg|gasse|platz|allee|ufer|damm|ring|laan|straat|gatan|vägen)\s\d{1,4} ?[a-zA-Z]?\b`),
	regexp.MustCompile(`(?i)\b(?:rue|calle|rua|via|viale|avenida|av\.|avenue|plaza|piazza|praça|place|paseo|corso|chemin|boulevard|bd|quai) [\p{L} .'’-]{2,50}?,? ?(?:nº|n°|no\.?)? ?\d{1,4}\b`),
	regexp.MustCompile(`(?i)\b\d{1,4},? ?(?:bis |ter )?(?:rue|avenue|chemin|boulevard|place|quai|impasse|allée) (?:de |du |des |la |le |les |l['’])*[\p{L}'’-]+(?: [\p{Lu}][\p{L}'’-]+){0,3}`),
	regexp.MustCompile(`\b\d{5} [A-ZÀ-ÖØ-Þ][\p{L}-]{2,}(?: [A-ZÀ-ÖØ-Þ][\p{L}-]+)?`),
	regexp.MustCompile(`\b\d{4}-\d{3} [A-ZÀ-ÖØ-Þ][\p{L}-]{2,}`),
	regexp.MustCompile(`\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b`),
}
