package notice_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/live"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

// TestTwoNodesTellOnce lets two nodes follow and claim at the same time, as when one believes to lead still: what is told
// once is not a matter of the lock.
func TestTwoNodesTellOnce(t *testing.T) {
	t.Parallel()
	clock := timesource.NewManual(start)
	config := storetest.Postgres(t, clock.Now)
	h := newHouseOn(t, clock, config)
	other, err := store.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	h.browser(h.Ada.ID)
	const talks, each = 8, 5
	h.Update(func(tx *store.Tx) error { return nil })
	for n := range talks {
		c := h.led(fmt.Sprint("customer", n))
		h.Update(func(tx *store.Tx) error {
			for range each {
				if err := tx.Record(h.offer(c, h.Ada.ID), h.reply(c)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	events := h.journal()
	var nodes sync.WaitGroup
	for _, d := range []*store.DB{h.DB, other} {
		nodes.Go(func() {
			for from := 0; from < len(events); from += 7 {
				if _, err := notice.Take(t.Context(), d, events[from:min(len(events), from+7)]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	nodes.Wait()
	if got := h.unread(h.Ada.ID); got != talks*each+talks {
		t.Errorf("%d unread, want %d", got, talks*each+talks)
	}
	for _, d := range []*store.DB{h.DB, other} {
		for range 4 {
			nodes.Go(func() {
				post := h.post
				post.DB = d
				for {
					letter, found, err := post.Claim(t.Context(), switchboard.WayPush)
					if err != nil {
						t.Error(err)
					}
					if !found {
						return
					}
					if err := post.Settle(t.Context(), letter, h.push.Send(t.Context(), letter)); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	nodes.Wait()
	told := map[switchboard.NoticeID]int{}
	for _, letter := range h.push.told {
		for _, l := range letter.Lines {
			told[l.Notice.ID]++
		}
	}
	if len(told) != talks*each {
		t.Errorf("%d offers were told, want %d", len(told), talks*each)
	}
	for id, times := range told {
		if times != 1 {
			t.Errorf("%s was told %d times", id, times)
		}
	}
}

// TestRunnersTakeTurns runs two nodes as they run: one tells, and when it ends the other goes on.
func TestRunnersTakeTurns(t *testing.T) {
	t.Parallel()
	clock := timesource.System()
	config := storetest.Postgres(t, clock.Now)
	h := newHouseOn(t, timesource.NewManual(start), config)
	h.browser(h.Ada.ID)
	post := h.post
	post.Time = clock
	run := func() (stop func()) {
		ctx, cancel := context.WithCancel(context.Background())
		hub := live.NewHub(h.DB, post.Log)
		var parts sync.WaitGroup
		parts.Go(func() { _ = hub.Run(ctx) })
		parts.Go(func() { _ = live.Sequencer{DB: h.DB, Time: clock, Log: post.Log}.Run(ctx) })
		parts.Go(func() { _ = notice.Runner{DB: h.DB, Journal: hub, Post: post, Log: post.Log}.Run(ctx) })
		return func() { cancel(); parts.Wait() }
	}
	first, second := run(), run()
	defer second()
	c := h.led("mira")
	offer := func() { h.Update(func(tx *store.Tx) error { return tx.Record(h.offer(c, h.Ada.ID)) }) }
	offer()
	h.await(1)
	first()
	offer()
	h.await(2)
	h.View(func(tx *store.Tx) error {
		items, err := notices.In(tx.Tx).List(h.Ada.ID, notices.Spot{}, 10)
		if len(items) != 2 {
			t.Errorf("%d notices", len(items))
		}
		return err
	})
}

// await waits until so many letters were pushed.
func (h *house) await(n int) {
	h.T.Helper()
	for range 6000 {
		h.push.mu.Lock()
		got := len(h.push.told)
		h.push.mu.Unlock()
		if got >= n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	h.T.Fatalf("not %d letters after a minute", n)
}
