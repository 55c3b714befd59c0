package focus

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func second(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }

func drawn(t *rapid.T, label string) []switchboard.Focus {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) switchboard.Focus {
		from := rapid.IntRange(0, 60).Draw(t, "from")
		return switchboard.Focus{Part: rapid.SampledFrom(switchboard.FocusParts()).Draw(t, "part"), From: second(from),
			Until: second(from + rapid.IntRange(1, 20).Draw(t, "long"))}
	}), 0, 6).Draw(t, label)
}

// seconds marks every second that spans cover, and says how often.
func seconds(spans []switchboard.Focus) map[int]int {
	covered := map[int]int{}
	for _, s := range spans {
		for n := int(s.From.Sub(noon) / time.Second); second(n).Before(s.Until); n++ {
			covered[n]++
		}
	}
	return covered
}

func TestFreshCountsEverySecondOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		known := Fresh(drawn(t, "known"), nil)
		spans := drawn(t, "spans")
		fresh := Fresh(spans, known)
		before, told, counted := seconds(known), seconds(spans), seconds(fresh)
		for n := range 100 {
			want := 0
			if told[n] > 0 && before[n] == 0 {
				want = 1
			}
			if counted[n] != want || before[n] > 1 {
				t.Fatalf("second %d is counted %d times, want %d (known %d)", n, counted[n], want, before[n])
			}
		}
	})
}

func TestReadGoesByTheClockOfWhoeverReports(t *testing.T) {
	t.Parallel()
	sent := noon.Add(-40 * 24 * time.Hour) // a browser that lives in the past
	spans := []switchboard.Focus{{Part: switchboard.FocusReading, From: sent.Add(-2 * time.Minute), Until: sent.Add(-time.Minute)}}
	got, err := Read(spans, sent, noon)
	if err != nil || len(got) != 1 || !got[0].From.Equal(noon.Add(-2*time.Minute)) || !got[0].Until.Equal(noon.Add(-time.Minute)) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadCutsAtMidnightAndDropsTheShort(t *testing.T) {
	t.Parallel()
	midnight := noon.Add(12 * time.Hour)
	now := midnight.Add(time.Minute)
	got, err := Read([]switchboard.Focus{
		{Part: switchboard.FocusReading, From: midnight.Add(-5 * time.Minute), Until: midnight.Add(30 * time.Second)},
		{Part: switchboard.FocusWriting, From: midnight.Add(40 * time.Second), Until: midnight.Add(40*time.Second + 300*time.Millisecond)},
	}, now, now)
	if err != nil || len(got) != 2 || !got[0].Until.Equal(midnight) || !got[1].From.Equal(midnight) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadRefusesTooMany(t *testing.T) {
	t.Parallel()
	if _, err := Read(nil, noon, noon); !switchboard.IsCode(err, switchboard.CodeInvalid) {
		t.Errorf("nothing: %v", err)
	}
	if _, err := Read(make([]switchboard.Focus, MaxSpans+1), noon, noon); !switchboard.IsCode(err, switchboard.CodeInvalid) {
		t.Errorf("too many: %v", err)
	}
}
