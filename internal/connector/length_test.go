package connector

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLengthCountsAsNetworksDo(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text                                   string
		graphemes, runes, bytes, utf16, weight int
	}{
		{"", 0, 0, 0, 0, 0},
		{"hinge", 5, 5, 5, 5, 5},
		{"Tür", 3, 3, 4, 3, 3},
		{"e\u0301", 1, 2, 3, 2, 1}, // composed first
		{"👩‍👩‍👧", 1, 5, 18, 8, 2},
		{"🇨🇭", 1, 2, 8, 4, 2},
		{"自転車", 3, 3, 9, 3, 6},
		{"ok 👍🏽", 4, 5, 11, 7, 5},
	}
	for _, c := range cases {
		got := []int{Graphemes.Length(c.text), Runes.Length(c.text), Bytes.Length(c.text), UTF16.Length(c.text),
			Weighted.Length(c.text)}
		want := []int{c.graphemes, c.runes, c.bytes, c.utf16, c.weight}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%q as %s: %d, want %d", c.text, lengthUnits()[i], got[i], want[i])
			}
		}
	}
}

func TestLinksCountAsTheNetworkSays(t *testing.T) {
	t.Parallel()
	limit := TextLimit{Max: 30, Unit: Weighted, LinkLength: 23}
	text := "See https://board.example/" + strings.Repeat("x", 80)
	if got := limit.Length(text); got != 4+23 || !limit.Fits(text) {
		t.Errorf("Length = %d", got)
	}
	limit.LinkLength = 0
	if limit.Fits(text) {
		t.Error("without a link length the address counts as written")
	}
}

func TestGraphemesAreNeverMoreThanRunes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		g, r, u, b := Graphemes.Length(text), Runes.Length(text), UTF16.Length(text), Bytes.Length(text)
		if g > r || r > u || u > b && len(text) > 0 && r > b {
			t.Fatalf("%q: %d graphemes, %d runes, %d units, %d bytes", text, g, r, u, b)
		}
	})
}
