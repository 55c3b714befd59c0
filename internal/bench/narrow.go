package main

import (
	"context"
	"fmt"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

// narrow measures lists of what is over for somebody who sees next to nothing of it, beside the same lists for somebody
// who sees everything.
func (b *bench) narrow(ctx context.Context, c *company) ([]figure, error) {
	var figures []figure
	for _, view := range []store.View{store.ViewClosed, store.ViewCustomer} {
		var all, few []float64
		for n := range b.Pages / 5 {
			q := store.Inbox{View: view, Customer: c.customers[0], Limit: pageSize,
				Visible: store.Visible{Self: c.agents[n%agents].ID, Private: true}}
			took, err := c.timed(ctx, q)
			if err != nil {
				return nil, err
			}
			all = append(all, took)
			q.Visible.Departments = []switchboard.DepartmentKey{corner}
			if took, err = c.timed(ctx, q); err != nil {
				return nil, err
			}
			few = append(few, took)
		}
		name := fmt.Sprintf("inbox page %s for one small department, store", view)
		half := figure{Name: name + ", p50", Value: median(few), Unit: "ms"}.against(median(all), "ms for who sees all")
		if view == store.ViewClosed {
			half = half.atMost(2) // a customer's list may be walked through whole: it holds no more than that customer's
		}
		figures = append(figures, figure{Name: name + ", p99", Value: quantile(few, 0.99), Unit: "ms"}.atMost(10), half)
	}
	return figures, nil
}

// timed reads a full page and says how long that took, in milliseconds.
func (c *company) timed(ctx context.Context, q store.Inbox) (took float64, err error) {
	start := time.Now()
	var rows int
	err = c.DB.View(ctx, func(tx *store.Tx) error {
		page, err := tx.Inbox(q)
		rows = len(page)
		return err
	})
	if err == nil && rows != pageSize {
		err = fmt.Errorf("a page of %s held %d", q.View, rows)
	}
	return millis(time.Since(start)), err
}
