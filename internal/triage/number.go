package triage

import (
	"math/big"
	"regexp"
	"strings"
	"unicode"

	"switchboard/internal/triage/spelling"
)

// Lengths of the number of a card.
const (
	leastCard = 13
	mostCard  = 19
)

// findCards adds the numbers of cards: groups of digits that belong together and pass the check, as many groups as do.
func (f *finder) findCards() {
	groups := digitGroups(f.text)
	for i := 0; i < len(groups); i++ {
		if last := f.lastOfCard(groups, i); last >= 0 && f.free(groups[i].start, groups[last].end) {
			f.add(EntityCard, groups[i].start, groups[last].end)
			i = last
		}
	}
}

// lastOfCard is the last of the groups that make up a card with the first, or less than 0.
func (f *finder) lastOfCard(groups []window, first int) int {
	last, n := -1, 0
	var parted string // the first two groups
	for i := first; i < len(groups); i++ {
		if i > first {
			between := f.text[groups[i-1].end:groups[i].start]
			if i == first+1 {
				parted = between
			}
			if !parts(between) || between != parted && !(usual(between) && usual(parted)) {
				break
			}
		}
		if n += groups[i].end - groups[i].start; n > mostCard {
			break
		}
		if n >= leastCard && isCard(f.text[groups[first].start:groups[i].end]) {
			last = i
		}
	}
	return last
}

// parts reports whether the groups of one number can be parted like this: by white space, a dash or dot, or such with white
// space around it.
func parts(between string) bool {
	between = strings.TrimSpace(between)
	return between == "" || between == "." || isDash(between)
}

// usual reports whether groups are parted in one of the ways that are mixed within a number.
func usual(between string) bool { return between == " " || between == "-" }

func isDash(s string) bool {
	r := []rune(s)
	return len(r) == 1 && (unicode.Is(unicode.Pd, r[0]) || r[0] == '−')
}

// digitGroups are the runs of digits in a text.
func digitGroups(text string) []window {
	var out []window
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].end == i {
			out[last].end++
		} else {
			out = append(out, window{i, i + 1})
		}
	}
	return out
}

// dash stands in a form for any of the strokes that people put between groups.
const dash = `\p{Pd}−`

var (
	ibanForm  = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?:\p{Zs}?[` + dash + `]?\p{Zs}?[A-Z0-9]){11,30}\b`)
	phoneForm = regexp.MustCompile(`(?:\+|\b00|\(|\b0)\d(?:[\p{Zs}()/.` + dash + `]{0,3}\d){6,14}\b`)
)

// ibanIn is how much of a text that begins like an IBAN is one: it may go on with other words in capitals.
func ibanIn(text string) int {
	for end := len(text); end > 0; {
		if isIBAN(text[:end]) {
			return end
		}
		end = strings.LastIndexFunc(text[:end], func(r rune) bool { return !spelling.InWord(r) })
	}
	return 0
}

// phoneIn is how much of a text that begins like the number of a telephone is one.
func phoneIn(text string) int {
	if n := digits(text); n < 8 || n > 15 {
		return 0
	}
	return len(text)
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
	return n >= leastCard && n <= mostCard && sum%10 == 0 && !same
}

// isIBAN is the check of ISO 13616: the first four characters go last, letters become numbers, the rest is 1 mod 97.
func isIBAN(text string) bool {
	plain := strings.Map(func(r rune) rune {
		if spelling.InWord(r) {
			return r
		}
		return -1
	}, text)
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
