package storetest

import (
	"sync"
	"testing"
	"time"

	"switchboard/internal/store"
	"switchboard/internal/store/classifiers"
)

func (w *World) fillClassifier(tx *store.Tx) error {
	in := classifiers.In(tx.Tx)
	return all(
		func() error { return in.SetSetting([]byte(`{"on":true,"name":"Our server"}`), true) },
		func() error { return in.SetHealth("timeout") },
		func() error { return second(in.Take(w.Start, classifiers.Budget{CallsDay: 2}, 300)) },
		func() error { return second(in.Tell(w.Start, classifiers.Day)) },
		func() error { return in.Add(w.Start, classifiers.Count{Failed: 1, Busy: 2}) },
	)
}

// classifier keeps what the external classifier may do, and how it is.
func classifier(t *testing.T, w *World) {
	setting := func() classifiers.Setting {
		return read(w, func(tx *store.Tx) (classifiers.Setting, error) {
			s, _, err := classifiers.In(tx.Tx).Setting()
			return s, err
		})
	}
	do := func(what func(classifiers.Tables) error) {
		w.Update(func(tx *store.Tx) error { return what(classifiers.In(tx.Tx)) })
	}
	same(t, "before anybody said", string(setting().Body), "")
	do(func(in classifiers.Tables) error { return in.SetHealth("timeout") }) // of nothing
	do(func(in classifiers.Tables) error { return in.SetSetting([]byte(`{"on":true}`), true) })
	do(func(in classifiers.Tables) error { return in.SetHealth("") })
	do(func(in classifiers.Tables) error { return in.SetHealth("key_refused") })
	s := setting()
	same(t, "the trouble", s.Trouble, "key_refused")
	if s.TroubleAt.IsZero() || s.WorkedAt.IsZero() {
		t.Errorf("when it went wrong %v, when it worked %v", s.TroubleAt, s.WorkedAt)
	}
	do(func(in classifiers.Tables) error { return in.SetSetting([]byte(`{"on":false}`), false) })
	same(t, "changed, the same server", setting().Trouble, "key_refused")
	do(func(in classifiers.Tables) error { return in.SetSetting([]byte(`{"on":false}`), true) })
	s = setting()
	same(t, "changed, another server", s.Trouble, "")
	same(t, "what is said", string(s.Body), `{"on":false}`)
	if !s.TroubleAt.IsZero() || !s.WorkedAt.IsZero() {
		t.Errorf("of another server: %+v", s)
	}
}

// classifierBudget is shared by everybody, is never overspent, and is told of once when it is used up.
func classifierBudget(t *testing.T, w *World) {
	budget := classifiers.Budget{CallsDay: 3, CallsMonth: 5, TokensMonth: 1000}
	type taken struct {
		Spent classifiers.Period
		First bool
	}
	take := func(at time.Time, tokens int64) taken {
		return write(w, func(tx *store.Tx) (got taken, err error) {
			in := classifiers.In(tx.Tx)
			if got.Spent, err = in.Take(at, budget, tokens); err == nil && got.Spent != "" {
				got.First, err = in.Tell(at, got.Spent)
			}
			return got, err
		})
	}
	fine, day := taken{}, taken{Spent: classifiers.Day}
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[taken]int{}
	for range 12 {
		wg.Go(func() {
			one := take(w.Start, 100)
			mu.Lock()
			defer mu.Unlock()
			got[one]++
		})
	}
	wg.Wait()
	same(t, "at once", got, map[taken]int{fine: 3, day: 8, {classifiers.Day, true}: 1})
	next := w.Start.AddDate(0, 0, 1)
	same(t, "the next day", take(next, 100), fine)
	same(t, "too many tokens for the month", take(next, 601), taken{classifiers.Month, true})
	same(t, "fewer", take(next, 600), fine)
	same(t, "the month's calls", take(next, 0), taken{Spent: classifiers.Month})
	w.Update(func(tx *store.Tx) error { return classifiers.In(tx.Tx).Renew(next) })
	same(t, "after a change it is told of again", take(next, 0), taken{classifiers.Month, true})
	same(t, "the next month", take(next.AddDate(0, 1, 0), 5), fine)
	w.Update(func(tx *store.Tx) error {
		return classifiers.In(tx.Tx).Add(next, classifiers.Count{Tokens: -500, Answered: 2, Changed: 1, Failed: 3, Spent: 4, Busy: 5, Resting: 6})
	})
	w.View(func(tx *store.Tx) error {
		days, month, err := classifiers.In(tx.Tx).Days(next, 14)
		want := classifiers.Count{Period: "2026-03-03", Calls: 2, Tokens: 200, Answered: 2, Changed: 1, Failed: 3, Spent: 4, Busy: 5, Resting: 6}
		if err == nil && (len(days) != 2 || days[1].Period != "2026-03-02" || days[1].Calls != 3) {
			t.Errorf("days: %+v", days)
		}
		same(t, "the day", days[0], want)
		same(t, "the month's calls and tokens", [2]int64{month.Calls, month.Tokens}, [2]int64{5, 500})
		return err
	})
	end := time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC)
	same(t, "a month's end", classifiers.Month.Ends(end), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	same(t, "a day's end", classifiers.Day.Ends(end), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
}
