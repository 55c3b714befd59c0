package record

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"switchboard"
)

func fixed() time.Time { return noon }

func TestLinesReportsTheBadAndGoesOn(t *testing.T) {
	t.Parallel()
	file := "\xef\xbb\xbf" + usual + "\r\n\n{oops\n" + strings.Repeat("x", MaxLine+500) + "\n" + usual
	var numbers, bad []int
	for line := range Lines(iotest.OneByteReader(strings.NewReader(file)), fixed, Options{}) {
		numbers = append(numbers, line.Number)
		if line.Err != nil {
			bad = append(bad, line.Number)
		}
	}
	if len(numbers) != 4 || len(bad) != 2 || bad[0] != 3 || bad[1] != 4 || numbers[3] != 5 {
		t.Errorf("lines %v, bad %v", numbers, bad)
	}
}

func TestLinesSaysThatAnOverlongLineIsTooLarge(t *testing.T) {
	t.Parallel()
	for line := range Lines(strings.NewReader(strings.Repeat("x", 3*MaxLine)), fixed, Options{}) {
		if !switchboard.IsCode(line.Err, switchboard.CodeTooLarge) {
			t.Errorf("err = %v", line.Err)
		}
	}
}

func TestLinesEndsWithTheTroubleOfReading(t *testing.T) {
	t.Parallel()
	broken := io.MultiReader(strings.NewReader(usual+"\n"), iotest.ErrReader(errors.New("disk gone")))
	var last Line
	for line := range Lines(broken, fixed, Options{}) {
		last = line
	}
	var own *switchboard.Error
	if last.Number != 2 || last.Err == nil || errors.As(last.Err, &own) {
		t.Errorf("last = %+v", last)
	}
}

func TestLinesKeepsEveryRawApart(t *testing.T) {
	t.Parallel()
	second := strings.Replace(usual, `"123"`, `"456"`, 1)
	var raws []string
	var kept [][]byte
	for line := range Lines(strings.NewReader(usual+"\n"+second+"\n"), fixed, Options{}) {
		kept = append(kept, line.Record.Item.Raw)
	}
	for _, raw := range kept {
		raws = append(raws, string(raw))
	}
	if len(raws) != 2 || raws[0] != usual || raws[1] != second {
		t.Errorf("raws = %q", raws)
	}
}

func TestLinesStopsWhenAsked(t *testing.T) {
	t.Parallel()
	count := 0
	for range Lines(strings.NewReader(strings.Repeat(usual+"\n", 5)), fixed, Options{}) {
		if count++; count == 2 {
			break
		}
	}
	if count != 2 {
		t.Errorf("%d lines", count)
	}
}
