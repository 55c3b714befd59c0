package practice

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"switchboard/internal/connector"
)

// page is the network's answer to a request for events.
type page struct {
	Events []json.RawMessage `json:"events"`
	Next   int64             `json:"next"`
	More   bool              `json:"more"`
	Gap    *struct {
		From, To int64
		Lost     bool
	} `json:"gap"`
}

// Read reads one lane. A cursor is the number of the last event.
func (c *conn) Read(ctx context.Context, errand connector.Errand, to connector.Handover) (connector.Pass, error) {
	self, err := c.whoami(ctx)
	if err != nil {
		return connector.Pass{}, err
	}
	r := &pass{conn: c, self: self, errand: errand, to: to, query: url.Values{"limit": {strconv.Itoa(pageSize)}}}
	if errand.Lane == connector.LaneFill {
		return r.fill(ctx)
	}
	if r.at, err = position(errand.Cursor); err != nil {
		return connector.Pass{}, err
	}
	if errand.Lane == connector.LaneStream {
		r.query.Set("stream", "1")
		r.query.Set("wait", strconv.Itoa(streamAwait))
	}
	for {
		more, err := r.step(ctx)
		if err != nil {
			return connector.Pass{}, err
		}
		if !more && errand.Lane == connector.LanePoll {
			return connector.Pass{Wait: pollEvery}, nil
		}
	}
}

// pass is one Read.
type pass struct {
	conn   *conn
	self   connector.Self
	errand connector.Errand
	to     connector.Handover
	query  url.Values
	at     int64
}

// step asks for one page and hands it over, and reports whether there is more at once.
func (r *pass) step(ctx context.Context) (bool, error) {
	p, err := r.ask(ctx)
	if err != nil {
		return false, err
	}
	batch := r.batch(p)
	if p.Gap != nil {
		batch.Gap = &connector.Gap{Lane: r.errand.Lane, From: cursor(p.Gap.From), To: cursor(p.Gap.To),
			Reason: "the network gave only the newest events", Unfillable: p.Gap.Lost}
	}
	if p.Next > r.at || len(batch.Unmapped) > 0 {
		if err := r.to.Take(ctx, batch); err != nil {
			return false, fmt.Errorf("handing over: %w", err)
		}
	}
	r.at = p.Next
	return p.More, nil
}

func (r *pass) ask(ctx context.Context) (page, error) {
	r.query.Set("after", strconv.FormatInt(r.at, 10))
	var p page
	if err := r.conn.get(ctx, "/api/events", r.query, &p); err != nil {
		return p, fmt.Errorf("reading the %s lane: %w", r.errand.Lane, err)
	}
	if p.Next < r.at {
		return p, connector.Fail(connector.ClassGone, "The network has begun anew; connect the account again.", nil)
	}
	return p, nil
}

func (r *pass) batch(p page) connector.Batch {
	batch := connector.Batch{Next: cursor(p.Next)}
	for _, raw := range p.Events {
		var item connector.Item
		err := r.conn.env.Understand(func() (err error) {
			item, err = mapEvent(raw, r.self.ID)
			return err
		})
		if err == nil {
			err = item.Check(r.conn.env.Now())
		}
		if err != nil {
			batch.Unmapped = append(batch.Unmapped, connector.Unmapped{ExternalID: item.ExternalID, Raw: raw, Err: err})
			continue
		}
		batch.Items = append(batch.Items, item)
	}
	return batch
}

// fill reads what a gap left out, to its end.
func (r *pass) fill(ctx context.Context) (connector.Pass, error) {
	if r.errand.Gap == nil {
		return connector.Pass{}, connector.Fail(connector.ClassRejected, "There is no gap to fill.", nil)
	}
	from := r.errand.Gap.From
	if r.errand.Cursor != "" {
		from = r.errand.Cursor
	}
	var err error
	if r.at, err = position(from); err != nil {
		return connector.Pass{}, err
	}
	end, err := position(r.errand.Gap.To)
	if err != nil {
		return connector.Pass{}, err
	}
	r.query.Set("until", strconv.FormatInt(end, 10))
	for {
		p, err := r.ask(ctx)
		if err != nil {
			return connector.Pass{}, err
		}
		batch := r.batch(p)
		batch.Filled = !p.More
		if err := r.to.Take(ctx, batch); err != nil {
			return connector.Pass{}, fmt.Errorf("handing over: %w", err)
		}
		if r.at = p.Next; batch.Filled {
			return connector.Pass{}, nil
		}
	}
}

func cursor(at int64) connector.Cursor { return connector.Cursor(strconv.FormatInt(at, 10)) }

func position(c connector.Cursor) (int64, error) {
	if c == "" {
		return 0, nil
	}
	at, err := strconv.ParseInt(string(c), 10, 64)
	if err != nil || at < 0 {
		return 0, connector.Fail(connector.ClassRejected, "That cursor is not one of this network.", err)
	}
	return at, nil
}
