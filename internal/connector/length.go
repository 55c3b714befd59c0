package connector

import (
	"regexp"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// LengthUnit is what a network counts when it measures a text.
type LengthUnit string

// Length units.
const (
	Graphemes LengthUnit = "graphemes" // what a reader calls a character
	Runes     LengthUnit = "runes"     // Unicode code points
	Bytes     LengthUnit = "bytes"     // of UTF-8
	UTF16     LengthUnit = "utf16"     // UTF-16 code units
	Weighted  LengthUnit = "weighted"  // X: one for Latin and its kin, two for emoji and the rest
)

func lengthUnits() []LengthUnit { return []LengthUnit{Graphemes, Runes, Bytes, UTF16, Weighted} }

var link = regexp.MustCompile(`https?://[^\s<>"']+`)

// Length is how long the network finds the text.
func (l TextLimit) Length(text string) int {
	if l.LinkLength == 0 {
		return l.Unit.Length(text)
	}
	links := len(link.FindAllStringIndex(text, -1))
	return l.Unit.Length(link.ReplaceAllLiteralString(text, "")) + links*l.LinkLength
}

// Fits reports whether one post can hold the text.
func (l TextLimit) Fits(text string) bool { return l.Length(text) <= l.Max }

// Length counts the text in the unit. An unknown unit counts bytes, the strictest.
func (u LengthUnit) Length(text string) int {
	switch u {
	case Graphemes:
		return uniseg.GraphemeClusterCount(text)
	case Runes:
		return utf8.RuneCountInString(text)
	case UTF16:
		units := 0
		for _, r := range text {
			units += max(1, utf16.RuneLen(r))
		}
		return units
	case Weighted:
		return weighted(text)
	}
	return len(text)
}

// weighted follows the third version of X's published text configuration: NFC, an emoji sequence counts two, code
// points of four ranges count one, all others two.
func weighted(text string) int {
	total, state, cluster := 0, -1, ""
	for rest := norm.NFC.String(text); rest != ""; {
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		total += clusterWeight(cluster)
	}
	return total
}

func clusterWeight(cluster string) int {
	weight := 0
	for _, r := range cluster {
		if emoji(r) {
			return 2
		}
		weight += runeWeight(r)
	}
	return weight
}

func runeWeight(r rune) int {
	switch {
	case r <= 4351, r >= 8192 && r <= 8205, r >= 8208 && r <= 8223, r >= 8242 && r <= 8247:
		return 1
	}
	return 2
}

func emoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == 0x20E3 || r == 0xFE0F
}
