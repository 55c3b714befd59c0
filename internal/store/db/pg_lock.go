package db

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"switchboard/internal/timesource"
)

const (
	// lockPing is how often the connection that holds a lock is tried.
	lockPing = 2 * time.Second
	// lockAnswer is how long it may take to answer before the lock counts as lost.
	lockAnswer = 5 * time.Second
)

// tryLock holds a session lock on a connection of its own: it ends with that connection at the latest.
func (p *postgres) tryLock(ctx context.Context, name string) (*Lock, bool, error) {
	conn, err := pgx.ConnectConfig(ctx, p.pool.conf)
	if err != nil {
		return nil, false, fmt.Errorf("db: lock: %w", err)
	}
	var ok bool
	err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", "lock "+name).Scan(&ok)
	if err != nil || !ok {
		discard(conn)
		return nil, false, classify(err)
	}
	watching, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	lock := newLock(func() { stop(); <-ended })
	go func() {
		defer close(ended)
		defer discard(conn)
		if watch(watching, conn) {
			p.cfg.Log.Warn("lost a lock with its connection", "lock", name)
			close(lock.lost)
			return
		}
		unlock(conn, name)
	}()
	return lock, true, nil
}

// unlock gives a lock back before its connection closes, since the server ends a closed connection only in its own
// time. A connection that no longer answers takes the lock with it.
func unlock(conn *pgx.Conn, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), lockAnswer)
	defer cancel()
	_, _ = conn.Exec(ctx, "SELECT pg_advisory_unlock(hashtextextended($1, 0))", "lock "+name)
}

// watch tries a connection until ctx ends; lost tells that it broke before. Nobody else uses the connection meanwhile,
// and it can be used afterwards: a try that has begun is waited for, as cutting it off would close the connection.
func watch(ctx context.Context, conn *pgx.Conn) (lost bool) {
	for timesource.Wait(ctx, timesource.System(), lockPing) == nil {
		asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockAnswer)
		err := conn.Ping(asking)
		cancel()
		if err != nil && ctx.Err() == nil {
			return true
		}
	}
	return false
}
