package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"switchboard/internal/store"
)

// pageSize is how many conversations a page holds.
const pageSize = 50

// errAbsent means that this build does not serve an address.
var errAbsent = errors.New("this build does not serve it")

var views = []store.View{store.ViewMine, store.ViewDepartment, store.ViewQueue, store.ViewAll}

// inbox measures one page of every view at a random depth, with many conversations and with few in turn.
func (b *bench) inbox(ctx context.Context) ([]figure, error) {
	var sides [2]*company
	for i, n := range []int{b.Few, b.Conversations} {
		start := time.Now()
		c, err := b.found(ctx, n)
		if err != nil {
			return nil, err
		}
		defer c.close()
		fmt.Fprintf(b.progress, "  filled %d conversations in %.1f s\n", n, time.Since(start).Seconds())
		sides[i] = c
	}
	stored, err := b.growth(sides, func(i int) reader { return sides[i].readStore(ctx) }, func() error {
		return sides[1].DB.View(ctx, func(tx *store.Tx) error {
			_, err := tx.LastPosition()
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	figures := inboxFigures("store", stored)
	narrow, err := b.narrow(ctx, sides[1])
	if err != nil {
		return figures, err
	}
	figures = append(figures, narrow...)
	var servers [2]*site
	for i := range sides {
		if servers[i], err = sides[i].listen(ctx); err != nil {
			return figures, err
		}
		defer servers[i].stop()
	}
	served, err := b.growth(sides, func(i int) reader { return servers[i].readPage(ctx) }, func() error {
		_, err := fetch(ctx, servers[1].client, servers[1].base+"/healthz", "")
		return err
	})
	if errors.Is(err, errAbsent) {
		fmt.Fprintln(b.progress, "  pages over HTTP are left out:", err)
		return figures, nil
	}
	return append(figures, inboxFigures("HTTP", served)...), err
}

// reader reads the page behind a place and says how many conversations it held.
type reader func(agent int, p place, after store.Place) (rows int, err error)

// spans are how long the pages took, in milliseconds, by view: those of the small side, those of the large one, and the
// least that could be asked at the same time, which shows what the machine itself added.
type spans map[store.View][3][]float64

// growth reads pages of both sides in turn, so that whatever else the machine does weighs on both.
func (b *bench) growth(sides [2]*company, read func(side int) reader, least func() error) (spans, error) {
	took := spans{}
	readers := [2]reader{read(0), read(1)}
	for _, view := range views {
		var both [3][]float64
		for n := range b.Pages {
			for i, side := range sides {
				agent, p, after := side.somewhere(view, n)
				start := time.Now()
				rows, err := readers[i](agent, p, after)
				if err != nil {
					return nil, err
				}
				if rows != pageSize {
					return nil, fmt.Errorf("a page of %s held %d", view, rows)
				}
				both[i] = append(both[i], millis(time.Since(start)))
			}
			start := time.Now()
			if err := least(); err != nil {
				return nil, err
			}
			both[2] = append(both[2], millis(time.Since(start)))
		}
		took[view] = both
	}
	return took, nil
}

// somewhere chooses a list of a view and a place in it that has a full page behind it.
func (c *company) somewhere(view store.View, n int) (agent int, p place, after store.Place) {
	p = place{view: view}
	agent = n % agents
	switch view {
	case store.ViewMine:
		agent = n % leads
		p.owner = c.agents[agent].ID.String()
	case store.ViewDepartment, store.ViewQueue:
		p.owner = string(c.departments[c.random.IntN(departments)])
	}
	list := c.places[p]
	if room := len(list) - pageSize; room > 0 {
		after = list[c.random.IntN(room)]
	}
	return agent, p, after
}

func (c *company) query(agent int, p place, after store.Place) store.Inbox {
	q := store.Inbox{View: p.view, Agent: c.agents[agent].ID, After: after, Limit: pageSize,
		Visible: store.Visible{Departments: c.departments, Self: c.agents[agent].ID, Private: true}}
	for _, d := range c.departments {
		if string(d) == p.owner {
			q.Department = d
		}
	}
	return q
}

// readStore asks the store itself.
func (c *company) readStore(ctx context.Context) reader {
	return func(agent int, p place, after store.Place) (rows int, err error) {
		err = c.DB.View(ctx, func(tx *store.Tx) error {
			page, err := tx.Inbox(c.query(agent, p, after))
			rows = len(page)
			return err
		})
		return rows, err
	}
}

func inboxFigures(by string, took spans) []figure {
	var figures []figure
	for _, view := range views {
		small, large := took[view][0], took[view][1]
		note := fmt.Sprintf("p50 %s; with few p99 %s; the least answer p99 %s ms", short(median(large)),
			short(quantile(small, 0.99)), short(quantile(took[view][2], 0.99)))
		name := fmt.Sprintf("inbox page %s, %s", view, by)
		figures = append(figures,
			figure{Name: name + ", p99", Value: quantile(large, 0.99), Unit: "ms", Spelling: note}.atMost(10),
			figure{Name: name + ", p50 growth", Value: median(large), Unit: "ms"}.
				against(median(small), "ms with few").atMost(2))
	}
	return figures
}

// site is a company that is being served.
type site struct {
	*company
	base   string
	client *http.Client
	stop   func()
}

// listen serves a company as `switchboard serve` does.
func (c *company) listen(ctx context.Context) (*site, error) {
	ctx, cancel := context.WithCancel(ctx)
	c.Settings.Listen = "127.0.0.1:0"
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- c.Serve(ctx, func(at net.Addr) { ready <- at }) }()
	select {
	case at := <-ready:
		s := &site{company: c, base: "http://" + at.String(), client: &http.Client{Timeout: time.Minute}}
		s.stop = func() {
			s.client.CloseIdleConnections()
			cancel()
			<-ended
		}
		return s, nil
	case err := <-ended:
		cancel()
		return nil, err
	}
}

// readPage asks over HTTP, as the console does.
func (s *site) readPage(ctx context.Context) reader {
	return func(agent int, p place, after store.Place) (int, error) {
		q := url.Values{"view": {string(p.view)}, "limit": {strconv.Itoa(pageSize)}, "after": {after.String()}}
		if p.view == store.ViewDepartment || p.view == store.ViewQueue {
			q.Set("department", p.owner)
		}
		body, err := fetch(ctx, s.client, s.base+"/api/v1/conversations?"+q.Encode(), s.tokens[agent])
		return countItems(body), err
	}
}

func fetch(ctx context.Context, client *http.Client, address, token string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return nil, err
	case answer.StatusCode == http.StatusNotFound:
		return nil, errAbsent
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s answered %s: %.200s", request.URL.Path, answer.Status, body)
	}
	return body, nil
}
