package triage

import (
	"cmp"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"switchboard"
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

var (
	emailForm = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9][A-Za-z0-9.\-]{0,190}\.[A-Za-z]{2,24}`)
	urlForm   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"]+`)
	digitForm = regexp.MustCompile(`\d(?:[ \-]?\d){12,18}`)
	ibanForm  = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b`)
	phoneForm = regexp.MustCompile(`(?:\+|\b00|\(|\b0)\d(?:[ ()/.\-]{0,2}\d){6,14}\b`)
	orderForm = regexp.MustCompile(`(?i)\b(?:order|bestellung|bestellnummer|auftrag|pedido|commande|ordine|encomenda|tracking|ticket|case)` +
		`(?: ?(?:number|no\.?|nr\.?|id|numero|número|numéro|nº|n°))?[ :#]{0,3}([A-Z]{0,4}-?\d[A-Z0-9\-]{3,24})\b`)
)

// findEntities finds personal data and order numbers, in the order of the text and without overlap. The surer kind
// goes first: digits that pass a card's check are not a phone number.
func findEntities(text string) []switchboard.Entity {
	f := finder{text: text, found: []switchboard.Entity{}}
	if strings.Contains(text, "@") {
		f.find(EntityEmail, emailForm, nil)
	}
	if strings.Contains(text, "://") || strings.Contains(strings.ToLower(text), "www.") {
		f.find(EntityURL, urlForm, nil)
	}
	if digits(text) >= 4 {
		f.find(EntityIBAN, ibanForm, isIBAN)
		f.find(EntityCard, digitForm, isCard)
		f.find(EntityOrder, orderForm, nil)
		f.find(EntityPhone, phoneForm, isPhone)
	}
	slices.SortFunc(f.found, func(a, b switchboard.Entity) int { return cmp.Compare(a.Start, b.Start) })
	return f.found
}

type finder struct {
	text  string
	found []switchboard.Entity
}

// find adds what has the form, passes the check and lies in nothing found before. With a group in the form, the group
// is what counts.
func (f *finder) find(kind string, form *regexp.Regexp, check func(string) bool) {
	for _, at := range form.FindAllStringSubmatchIndex(f.text, maxFound) {
		start, end := at[len(at)-2], at[len(at)-1]
		end = start + len(strings.TrimRight(f.text[start:end], ".,;:!?)"))
		if f.taken(start, end) || check != nil && !check(f.text[start:end]) {
			continue
		}
		f.found = append(f.found, switchboard.Entity{Kind: kind, Start: start, End: end})
	}
}

// maxFound bounds how many of each kind are told.
const maxFound = 100

func (f *finder) taken(start, end int) bool {
	return slices.ContainsFunc(f.found, func(e switchboard.Entity) bool { return start < e.End && e.Start < end })
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
