package layer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestALotHasItsMeasure adds texts that are long, and texts that are many.
func TestALotHasItsMeasure(t *testing.T) {
	t.Parallel()
	long := Example{text: vector{buckets: make([]uint32, MostTraces/3)}}
	var mails, posts Lot
	for i, want := range []bool{true, true, true, false} {
		if mails.Add(long) != want {
			t.Errorf("mail %d was not treated right", i)
		}
	}
	taken := 0
	for range MostExamples + 5 {
		taken += count(posts.Add(Example{text: vector{buckets: long.text.buckets[:3]}}))
	}
	if taken != MostExamples || len(posts.Examples()) != taken || len(mails.Examples()) != 3 {
		t.Errorf("it took %d posts and %d mails", taken, len(mails.Examples()))
	}
}

// TestOnlyWhatManyTextsHaveIsWeighed has more traces in two texts than a part has room for, and one in three.
func TestOnlyWhatManyTextsHaveIsWeighed(t *testing.T) {
	t.Parallel()
	text := func(from, to uint32) (e Example) {
		for b := from; b < to; b++ {
			e.text.buckets, e.text.values = append(e.text.buckets, b), append(e.text.values, float32(b))
		}
		return e
	}
	last := uint32(mostRows + 99)
	read := placed([]Example{text(10, last+1), text(10, last+1), text(last, last+1), text(0, 10)})
	if len(read.buckets) != mostRows || read.buckets[0] != 10 || read.buckets[mostRows-1] != last || !slices.IsSorted(read.buckets) {
		t.Fatalf("%d traces have a place, from %d to %d", len(read.buckets), read.buckets[0], read.buckets[len(read.buckets)-1])
	}
	if third := read.of[2]; len(third.buckets) != 1 || third.buckets[0] != mostRows-1 || third.values[0] != float32(last) {
		t.Errorf("a text of one trace is %v", third)
	}
	if len(read.of[3].buckets) != 0 {
		t.Errorf("what only one text has is weighed: %v", read.of[3])
	}
}

// TestFormLettersStandOnOneSide sends many form letters to many people: each is held back in all its copies, or in none.
func TestFormLettersStandOnOneSide(t *testing.T) {
	t.Parallel()
	held := 0
	for i := range 40 {
		letter := fmt.Sprintf("the %s in the %s does not whistle %s", things[i%8], places[i%6], strings.Repeat("at all ", i/8))
		side := told(1, "email", letter).held
		held += count(side)
		for k, copied := range []string{"@somebody_9 " + letter, strings.ToUpper(letter) + "!!!", letter + " (4711/B52)",
			letter + " https://example.com/4711"} {
			if e := told(2+k, "email", copied); e.held != side {
				t.Errorf("%q stands on the other side", copied)
			}
		}
	}
	if held < 3 || held > 20 {
		t.Errorf("of 40 letters %d are held back", held)
	}
	signs := strings.Fields("👍 🎉 😡 😀 🙏 🔥 🚀 💔 ☕ 🐕 🌧 🥶 ??? !!! 4711")
	held = 0
	for _, sign := range signs {
		held += count(told(1, "email", sign).held)
	}
	if held == 0 || held == len(signs) {
		t.Errorf("of %d messages without words %d are held back", len(signs), held)
	}
}
