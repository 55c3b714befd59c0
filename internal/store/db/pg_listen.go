package db

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// listenIdle is after how long without a payload the connection is tried, because a dead one may stay silent.
const listenIdle = 30 * time.Second

func (p *postgres) listen(ctx context.Context, channel string, fn func(string)) error {
	for failures := 0; ; failures++ {
		stood, err := p.subscribe(ctx, channel, fn)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if stood {
			failures = 0
		}
		p.cfg.Log.Warn("lost the notification connection, connecting again", "channel", channel, "error", err)
		if err := pause(ctx, backoff(failures, 50*time.Millisecond, 5*time.Second)); err != nil {
			return err
		}
	}
}

// subscribe listens on one connection until it breaks; stood tells whether the subscription was ever in place.
func (p *postgres) subscribe(ctx context.Context, channel string, fn func(string)) (stood bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, p.pool.conf)
	if err != nil {
		return false, err
	}
	defer discard(conn)
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return false, err
	}
	fn("")
	for {
		payload, err := nextNotification(ctx, conn)
		if err != nil {
			return true, err
		}
		if payload != nil {
			fn(*payload)
		}
	}
}

// nextNotification returns nil when the connection was idle and still answers.
func nextNotification(ctx context.Context, conn *pgx.Conn) (*string, error) {
	wait, cancel := context.WithTimeout(ctx, listenIdle)
	defer cancel()
	n, err := conn.WaitForNotification(wait)
	if err == nil {
		return &n.Payload, nil
	}
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		ping, cancel := context.WithTimeout(ctx, endWait)
		defer cancel()
		return nil, conn.Ping(ping)
	}
	return nil, err
}
