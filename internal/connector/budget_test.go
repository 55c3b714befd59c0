package connector

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

type spent struct {
	at    time.Time
	use   Use
	count int
}

func within(list []spent, from, to time.Time, pick func(Use) bool) int {
	total := 0
	for _, s := range list {
		if pick(s.use) && !s.at.Before(from) && s.at.Before(to) {
			total += s.count
		}
	}
	return total
}

// However it is asked, no window sees more than the rate, and reading never more than its share.
func TestBudgetNeverExceedsAnyWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := Rate{Points: rapid.IntRange(20, 400).Draw(t, "points"), Window: 5 * time.Minute}
		const share = 0.4
		now := noon
		budget := NewBudget(rate, share, now)
		var list []spent
		for range rapid.IntRange(20, 400).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "ms")) * time.Millisecond)
			use := Use(rapid.IntRange(0, 1).Draw(t, "use"))
			if _, ok := budget.Take(now, use, 1); ok {
				list = append(list, spent{now, use, 1})
			}
		}
		for _, s := range list {
			end := s.at.Add(rate.Window)
			if all := within(list, s.at, end, func(Use) bool { return true }); all > rate.Points {
				t.Fatalf("%d points in one window, the rate has %d", all, rate.Points)
			}
			read := within(list, s.at, end, func(u Use) bool { return u == ForReading })
			if most := float64(rate.Points) * (1 - share); float64(read) > most+1 {
				t.Fatalf("reading took %d, its share is %.0f", read, most)
			}
		}
	})
}

func TestAnsweringGoesOnWhenReadingHasUsedItsShare(t *testing.T) {
	t.Parallel()
	budget := NewBudget(Rate{Points: 100, Window: time.Minute}, 0.5, noon)
	reads := 0
	for {
		wait, ok := budget.Take(noon, ForReading, 1)
		if !ok {
			if wait <= 0 {
				t.Fatal("refused without saying until when")
			}
			break
		}
		reads++
	}
	if reads == 0 || reads > 50 {
		t.Fatalf("%d reads", reads)
	}
	if _, ok := budget.Take(noon, ForAnswering, 1); !ok {
		t.Error("an answer was refused after reading had used its share")
	}
}

func TestTheWaitItNamesIsEnough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.IntRange(1, 50).Draw(t, "points")
		budget := NewBudget(Rate{Points: points, Window: time.Minute}, 0.3, noon)
		now := noon
		for range 30 {
			cost := rapid.IntRange(0, points*2).Draw(t, "cost")
			wait, ok := budget.Take(now, ForReading, cost)
			if ok {
				continue
			}
			now = now.Add(wait)
			if _, ok = budget.Take(now, ForReading, cost); !ok {
				t.Fatalf("refused again after the %v it had named", wait)
			}
		}
	})
}

func TestBlockHoldsEverythingUntilItsTime(t *testing.T) {
	t.Parallel()
	budget := NewBudget(Rate{Points: 10, Window: time.Minute}, 0, noon)
	budget.Block(noon, 30*time.Second)
	budget.Block(noon, 10*time.Second)
	if wait, ok := budget.Take(noon.Add(20*time.Second), ForAnswering, 1); ok || wait != 10*time.Second {
		t.Errorf("Take = %v, %v", wait, ok)
	}
	if _, ok := budget.Take(noon.Add(30*time.Second), ForAnswering, 1); !ok {
		t.Error("still blocked")
	}
}

func TestAClockSetBackGivesNothingAway(t *testing.T) {
	t.Parallel()
	budget := NewBudget(Rate{Points: 8, Window: time.Minute}, 0, noon)
	for ok := true; ok; {
		_, ok = budget.Take(noon, ForAnswering, 1)
	}
	if _, ok := budget.Take(noon.Add(-time.Hour), ForAnswering, 1); ok {
		t.Error("an hour back gave a point")
	}
}
