package connector

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

type spent struct {
	at   time.Time
	call Call
}

// points is what the calls of a list picked cost from one time until before another.
func points(list []spent, rate Rate, from, to time.Time, pick func(Call) bool) (total int) {
	for _, s := range list {
		if pick(s.call) && !s.at.Before(from) && s.at.Before(to) {
			total += rate.Cost(s.call)
		}
	}
	return total
}

func all(Call) bool { return true }

// However it is asked, no window of any rate sees more than the rate, and reading never more than its share.
func TestBudgetNeverExceedsAnyWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rates := []Rate{{Points: rapid.IntRange(20, 400).Draw(t, "points"), Window: 5 * time.Minute},
			{Points: rapid.IntRange(20, 400).Draw(t, "more points"), Window: time.Minute,
				Costs: map[Call]int{CallPost: 3, CallRead: 0}}}
		const share = 0.4
		now := noon
		budget := NewBudget(rates, share, now)
		var list []spent
		for range rapid.IntRange(20, 400).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "ms")) * time.Millisecond)
			call := rapid.SampledFrom(calls()).Draw(t, "call")
			_, ok := budget.Take(now, call)
			switch {
			case ok && rapid.IntRange(0, 9).Draw(t, "not made") == 0:
				budget.Return(call)
			case ok:
				list = append(list, spent{now, call})
			}
		}
		for _, rate := range rates {
			for _, s := range list {
				end := s.at.Add(rate.Window)
				if sum := points(list, rate, s.at, end, all); sum > rate.Points {
					t.Fatalf("%d points in one window, the rate has %d", sum, rate.Points)
				}
				read := points(list, rate, s.at, end, Call.reads)
				if most := float64(rate.Points) * (1 - share); float64(read) > most+1 {
					t.Fatalf("reading took %d, its share is %.0f", read, most)
				}
			}
		}
	})
}

func oneRate(points int, costs map[Call]int) []Rate {
	return []Rate{{Points: points, Window: time.Minute, Costs: costs}}
}

// wantTake takes one call and holds the answer against what is wanted.
func wantTake(t *testing.T, b *Budget, at time.Time, call Call, want time.Duration) {
	t.Helper()
	if wait, ok := b.Take(at, call); ok != (want == 0) || !ok && wait != want {
		t.Errorf("%s at %s: %s, %v; want a wait of %s", call, at.Format(time.TimeOnly), wait, ok, want)
	}
}

func TestWhatARateDoesNotCountIsNotHeldUp(t *testing.T) {
	t.Parallel()
	budget := NewBudget(oneRate(4, map[Call]int{CallRead: 0}), 0, noon)
	wantTake(t, budget, noon, CallPost, 0)
	for range 100 {
		wantTake(t, budget, noon, CallRead, 0)
	}
	budget.Block(noon, CallPost, time.Minute)
	wantTake(t, budget, noon, CallPost, time.Minute)
	wantTake(t, budget, noon, CallEdit, time.Minute)
	wantTake(t, budget, noon, CallRead, 0)
	none := NewBudget(nil, 0, noon)
	none.Block(noon, CallPost, time.Minute)
	wantTake(t, none, noon, CallPost, time.Minute)
	wantTake(t, none, noon, CallRead, 0)
}

func TestACallThatWasNotMadeCostsNothing(t *testing.T) {
	t.Parallel()
	budget := NewBudget(oneRate(4, nil), 0, noon)
	for range 100 {
		wantTake(t, budget, noon, CallPost, 0)
		budget.Return(CallPost)
	}
	budget.Return(CallPost)
	wantTake(t, budget, noon, CallPost, 0)
	if _, ok := budget.Take(noon, CallPost); ok {
		t.Error("what was given back twice was granted twice")
	}
}

func TestAnsweringGoesOnWhenReadingHasUsedItsShare(t *testing.T) {
	t.Parallel()
	budget := NewBudget(oneRate(100, nil), 0.5, noon)
	reads := 0
	for {
		wait, ok := budget.Take(noon, CallRead)
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
	if _, ok := budget.Take(noon, CallPost); !ok {
		t.Error("an answer was refused after reading had used its share")
	}
}

func TestTheWaitItNamesIsEnough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.IntRange(1, 50).Draw(t, "points")
		costs := map[Call]int{}
		for _, call := range calls() {
			costs[call] = rapid.IntRange(0, points*2).Draw(t, "cost")
		}
		budget := NewBudget(oneRate(points, costs), 0.3, noon)
		now := noon
		for range 30 {
			call := rapid.SampledFrom(calls()).Draw(t, "call")
			wait, ok := budget.Take(now, call)
			if ok {
				continue
			}
			now = now.Add(wait)
			if _, ok = budget.Take(now, call); !ok {
				t.Fatalf("refused again after the %v it had named", wait)
			}
		}
	})
}

func TestBlockHoldsUntilItsTime(t *testing.T) {
	t.Parallel()
	budget := NewBudget(oneRate(10, nil), 0, noon)
	budget.Block(noon, CallRead, 30*time.Second)
	budget.Block(noon, CallRead, 10*time.Second)
	wantTake(t, budget, noon.Add(20*time.Second), CallPost, 10*time.Second)
	wantTake(t, budget, noon.Add(30*time.Second), CallPost, 0)
}

func TestAClockSetBackGivesNothingAway(t *testing.T) {
	t.Parallel()
	budget := NewBudget(oneRate(8, nil), 0, noon)
	for ok := true; ok; {
		_, ok = budget.Take(noon, CallPost)
	}
	if _, ok := budget.Take(noon.Add(-time.Hour), CallPost); ok {
		t.Error("an hour back gave a point")
	}
}
