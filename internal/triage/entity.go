package triage

import (
	"cmp"
	"math/big"
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

// forms are what each kind looks like; digits is the number of a card before its check.
var forms = struct{ email, url, digits, iban, phone, order *regexp.Regexp }{
	email:  regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9][A-Za-z0-9.\-]{0,190}\.[A-Za-z]{2,24}`),
	url:    regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"]+`),
	digits: regexp.MustCompile(`\d(?:[ \-]?\d){12,18}`),
	iban:   regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b`),
	phone:  regexp.MustCompile(`(?:\+|\b00|\(|\b0)\d(?:[ ()/.\-]{0,2}\d){6,14}\b`),
	order: regexp.MustCompile(`(?i)\b(?:order|bestellung|bestellnummer|auftrag|pedido|commande|ordine|` +
		`encomenda|tracking|ticket|case)` +
		`(?: ?(?:number|no\.?|nr\.?|id|numero|número|numéro|nº|n°))?[ :#]{0,3}([A-Z]{0,4}-?\d[A-Z0-9\-]{3,24})\b`),
}

// Entities finds the personal data and order numbers in a text, in their order and without overlap.
func Entities(text string) []switchboard.Entity { return findEntities(spelling.Cut(text, maxEntities)) }

// findEntities finds personal data and order numbers, in the order of the text and without overlap. The surer kind
// goes first: digits that pass a card's check are not a phone number.
func findEntities(text string) []switchboard.Entity {
	f := finder{text: text, found: []switchboard.Entity{}}
	whole := []window{{0, len(text)}}
	if mayHaveEmail(text) {
		f.find(EntityEmail, forms.email, whole, nil)
	}
	if strings.Contains(text, "://") || strings.Contains(text, "www.") || strings.Contains(text, "WWW.") {
		f.find(EntityURL, forms.url, whole, nil)
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
	cardDigits  = 13
	phoneDigits = 8
)

// findNumbers looks only where digits are, because most of most messages is words.
func (f *finder) findNumbers(n int) {
	near := digitWindows(f.text)
	if n >= ibanDigits {
		f.find(EntityIBAN, forms.iban, near, isIBAN)
	}
	if n >= cardDigits {
		f.find(EntityCard, forms.digits, near, isCard)
	}
	f.find(EntityOrder, forms.order, near, nil)
	if n >= phoneDigits {
		f.find(EntityPhone, forms.phone, near, isPhone)
	}
}

// mayHaveEmail reports whether an @ stands inside a word; a mention has none before it.
func mayHaveEmail(text string) bool {
	for rest, at := text, strings.IndexByte(text, '@'); at >= 0; at = strings.IndexByte(rest, '@') {
		if at > 0 && rest[at-1] > ' ' {
			return true
		}
		rest = rest[at+1:]
	}
	return false
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
// is what counts.
func (f *finder) find(kind string, form *regexp.Regexp, in []window, check func(string) bool) {
	left := maxFound
	for _, w := range in {
		for _, at := range form.FindAllStringSubmatchIndex(f.text[w.start:w.end], left) {
			start, end := w.start+at[len(at)-2], w.start+at[len(at)-1]
			end = start + len(strings.TrimRight(f.text[start:end], ".,;:!?)"))
			if f.free(start, end) && (check == nil || !f.goesOn(start) && check(f.text[start:end])) {
				f.found = append(f.found, switchboard.Entity{Kind: kind, Start: start, End: end})
				left--
			}
		}
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

// isCard is the check of Luhn over 13 to 19 digits that are not all the same.
func isCard(text string) bool {
	sum, n, same := 0, 0, true
	first := text[0]
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		d := int(text[i] - '0')
		same = same && text[i] == first
		if n%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
		n++
	}
	return n >= 13 && n <= 19 && sum%10 == 0 && !same
}

// isIBAN is the check of ISO 13616: the first four characters go last, letters become numbers, the rest is 1 mod 97.
func isIBAN(text string) bool {
	plain := strings.ReplaceAll(text, " ", "")
	if len(plain) < 15 || len(plain) > 34 {
		return false
	}
	var number strings.Builder
	for _, c := range plain[4:] + plain[:4] {
		if c >= 'A' {
			number.WriteString([]string{"1", "2", "3"}[(c-'A')/10])
			number.WriteByte(byte('0' + (c-'A')%10))
			continue
		}
		number.WriteRune(c)
	}
	value, ok := new(big.Int).SetString(number.String(), 10)
	return ok && new(big.Int).Mod(value, big.NewInt(97)).Int64() == 1
}

func isPhone(text string) bool {
	n := digits(text)
	return n >= 8 && n <= 15
}
