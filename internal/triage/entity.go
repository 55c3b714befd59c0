package triage

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/triage/spelling"
)

// Kinds of entities.
const (
	EntityEmail = "email"
	EntityURL   = "url"
	EntityCard  = "card"  // passes the Luhn check
	EntityIBAN  = "iban"  // passes the check of ISO 7064, mod 97-10
	EntityOrder = "order" // the number after words such as order, Bestellung, pedido
	EntityPhone = "phone"
)

// Forms of what is found by its form alone.
var (
	urlForm   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"]+`)
	orderForm = regexp.MustCompile(`(?i)\b(?:order|bestellung|bestellnummer|auftrag|pedido|commande|ordine|` +
		`encomenda|tracking|ticket|case)` +
		`(?: ?(?:number|no\.?|nr\.?|id|numero|número|numéro|nº|n°))?[ :#]{0,3}([A-Z]{0,4}-?\d[A-Z0-9\-]{3,24})\b`)
)

// Entities finds the personal data and order numbers in a text, in their order and without overlap.
func Entities(text string) []switchboard.Entity { return findEntities(spelling.Cut(text, maxEntities)) }

// findEntities finds personal data and order numbers, in the order of the text and without overlap. The surer kind
// goes first: digits that pass a card's check are not a phone number.
func findEntities(text string) []switchboard.Entity {
	f := finder{text: text, found: []switchboard.Entity{}}
	f.findMail()
	if strings.Contains(text, "://") || strings.Contains(text, "www.") || strings.Contains(text, "WWW.") {
		f.find(EntityURL, urlForm, []window{{0, len(text)}}, nil)
	}
	if n := digits(text); n >= 4 {
		f.findNumbers(n)
	}
	slices.SortFunc(f.found, func(a, b switchboard.Entity) int { return cmp.Compare(a.Start, b.Start) })
	return f.found
}

// The fewest digits a form needs; with fewer in the whole text it is not looked for.
const (
	ibanDigits  = 8
	cardDigits  = leastCard
	phoneDigits = 8
)

// findNumbers looks only where digits are, because most of most messages is words.
func (f *finder) findNumbers(n int) {
	near := digitWindows(f.text)
	if n >= ibanDigits {
		f.find(EntityIBAN, ibanForm, near, ibanIn)
	}
	if n >= cardDigits {
		f.findCards()
	}
	f.find(EntityOrder, orderForm, near, nil)
	if n >= phoneDigits {
		f.find(EntityPhone, phoneForm, near, phoneIn)
	}
}

// findMail adds the addresses of mail, in whatever script they are written. A mention has no name before its @.
func (f *finder) findMail() {
	for i := 0; i < len(f.text); {
		at := strings.IndexByte(f.text[i:], '@')
		if at < 0 {
			return
		}
		at += i
		start, end := i+spelling.MailName(f.text[i:at]), at+1
		if host := spelling.MailHost(f.text[end:]); host > 0 && start < at {
			end += host
			f.add(EntityEmail, start, end)
		}
		i = end
	}
}

// window is a part of the text, in bytes.
type window struct{ start, end int }

// around is how much before and after a digit belongs to its window: the longest word of an order form and its filler.
const around = 32

// digitWindows are the parts of the text around digits, widened to whole words and joined where they meet.
func digitWindows(text string) []window {
	var out []window
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		w := window{wordStart(text, max(0, i-around)), min(len(text), i+around)}
		if last := len(out) - 1; last >= 0 && w.start <= out[last].end {
			out[last].end = max(w.end, out[last].end)
			continue
		}
		out = append(out, w)
	}
	return out
}

// wordStart moves back to where a word begins, a little way at most.
func wordStart(text string, i int) int {
	for least := max(0, i-around); i > least && text[i-1] > ' '; {
		i--
	}
	return i
}

type finder struct {
	text  string
	found []switchboard.Entity
}

// find adds what has the form, passes the check and lies in nothing found before. With a group in the form, the group
// is what counts; of that, as much as the check says.
func (f *finder) find(kind string, form *regexp.Regexp, in []window, check func(string) int) {
	for _, w := range in {
		for _, at := range form.FindAllStringSubmatchIndex(f.text[w.start:w.end], maxFound) {
			start, end := w.start+at[len(at)-2], w.start+at[len(at)-1]
			end = start + len(strings.TrimRight(f.text[start:end], ".,;:!?)"))
			if check != nil && f.goesOn(start) {
				continue
			}
			if check != nil {
				end = start + check(f.text[start:end])
			}
			if start < end && f.free(start, end) {
				f.add(kind, start, end)
			}
		}
	}
}

// add adds one of a kind, if not too many are told already.
func (f *finder) add(kind string, start, end int) {
	n := 0
	for _, e := range f.found {
		if e.Kind == kind {
			n++
		}
	}
	if n < maxFound {
		f.found = append(f.found, switchboard.Entity{Kind: kind, Start: start, End: end})
	}
}

// goesOn reports whether a number at start is only the rest of a longer one.
func (f *finder) goesOn(start int) bool {
	before := strings.TrimRight(f.text[:start], " -")
	return before != "" && len(before) >= start-1 && before[len(before)-1] >= '0' && before[len(before)-1] <= '9'
}

// maxFound bounds how many of each kind are told.
const maxFound = 100

func (f *finder) free(start, end int) bool {
	return !slices.ContainsFunc(f.found, func(e switchboard.Entity) bool { return start < e.End && e.Start < end })
}

func digits(text string) int {
	n := 0
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}
