package guard

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	bytes := func(s string) int { return len(s) }
	for _, each := range []struct {
		name, text string
		limit      int
		count      func(string) int
		want       []string
	}{
		{"fits", " Hello there. ", 20, nil, []string{"Hello there."}},
		{"no limit", strings.Repeat("a", 50), 0, nil, []string{strings.Repeat("a", 50)}},
		{"nothing", " \n ", 5, nil, nil},
		{"sentences", "It is late. We looked. It left today.", 24, nil, []string{"It is late. We looked.", "It left today."}},
		{"a long sentence starts its own part", "Sorry. The parcel left Leeds on Monday.", 20, nil,
			[]string{"Sorry.", "The parcel left", "Leeds on Monday."}},
		{"a link stays whole", "See https://example.test/a?b=c now please", 30, nil,
			[]string{"See https://example.test/a?b=c", "now please"}},
		{"a long word", "abcdefgh ij", 3, nil, []string{"abc", "def", "gh", "ij"}},
		{"families stay together", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2, nil, []string{"👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"}},
		{"bytes", "ééé", 4, bytes, []string{"éé", "é"}},
		{"over the limit by itself", "é", 1, bytes, []string{"é"}},
		{"no spaces between words", "今日は晴れです。明日は雨です。", 8, nil, []string{"今日は晴れです。", "明日は雨です。"}},
	} {
		if diff := cmp.Diff(each.want, Split(each.text, each.limit, each.count)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", each.name, diff)
		}
	}
}

func TestSplitLosesNothingAndFits(t *testing.T) {
	t.Parallel()
	weighted := func(s string) int { // as networks that count wide signs twice
		n := 0
		for _, r := range s {
			n += 1 + utf8.RuneLen(r)/3
		}
		return n
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.String(),
			rapid.StringOf(rapid.SampledFrom([]rune("ab .!?\n\té👩\u200d🇩🇪\u0301今。"))),
		).Draw(t, "text")
		count := rapid.SampledFrom([]func(string) int{uniseg.GraphemeClusterCount, utf8.RuneCountInString, weighted}).Draw(t, "count")
		limit := rapid.IntRange(4, 40).Draw(t, "limit")
		parts := Split(text, limit, count)
		for i, part := range parts {
			if n := count(part); n > limit || n == 0 || part != strings.TrimSpace(part) {
				t.Fatalf("part %d %q counts %d of %d", i, part, n, limit)
			}
		}
		if solid(strings.Join(parts, "")) != solid(text) {
			t.Fatalf("%q became %q", text, parts)
		}
		long := false
		for _, word := range strings.Fields(text) {
			long = long || count(word) > limit
		}
		if !long && cutsOnlyAtSpaces(text) {
			if diff := cmp.Diff(strings.Fields(text), strings.Fields(strings.Join(parts, " "))); diff != "" {
				t.Fatalf("words changed:\n%s", diff)
			}
		}
	})
}

// cutsOnlyAtSpaces is untrue of texts that have a sentence end inside a word, as after a full stop without a space.
func cutsOnlyAtSpaces(text string) bool {
	for _, sentence := range sentences(strings.TrimSpace(text)) {
		last, _ := utf8.DecodeLastRuneInString(sentence)
		if !unicode.IsSpace(last) && !strings.HasSuffix(strings.TrimSpace(text), sentence) {
			return false
		}
	}
	return true
}

func solid(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func FuzzSplit(f *testing.F) {
	f.Add("It is late. We looked. It left today.", 9)
	f.Add("a\xff\u0301b c", 2)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		for _, part := range Split(text, limit, utf8.RuneCountInString) {
			if limit > 0 && utf8.RuneCountInString(part) > limit {
				t.Fatalf("%q over %d", part, limit)
			}
		}
	})
}
