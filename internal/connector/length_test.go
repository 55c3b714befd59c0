package connector

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The console counts the same texts in its own tests.
func TestLengthCountsAsNetworksDo(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/length.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Text                                     string
		Link                                     int
		Graphemes, Runes, Bytes, UTF16, Weighted int
	}
	if err := json.Unmarshal(raw, &cases); err != nil || len(cases) == 0 {
		t.Fatalf("%d cases: %v", len(cases), err)
	}
	for _, c := range cases {
		want := map[LengthUnit]int{Graphemes: c.Graphemes, Runes: c.Runes, Bytes: c.Bytes, UTF16: c.UTF16, Weighted: c.Weighted}
		for unit, n := range want {
			if got := (TextLimit{Unit: unit, LinkLength: c.Link}).Length(c.Text); got != n {
				t.Errorf("%q as %s: %d, want %d", c.Text, unit, got, n)
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
