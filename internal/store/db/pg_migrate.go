package db

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// migrating holds an advisory lock on a connection of its own, so that migrators of all nodes run one after another.
func (p *postgres) migrating(ctx context.Context, fn func(schemaConn) error) error {
	conn, err := pgx.ConnectConfig(ctx, p.pool.conf)
	if err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	defer discard(conn)
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtextextended('schema migration', 0))"); err != nil {
		return fmt.Errorf("db: migrate: %w", classify(err))
	}
	return fn(pgSchema{&pgRunner{conn: conn}})
}

type pgSchema struct{ *pgRunner }

func (c pgSchema) step(ctx context.Context, script string, record func(runner) error) error {
	if _, err := c.conn.Exec(ctx, "BEGIN"); err != nil {
		return err
	}
	// Without arguments the text goes to the server as it is, which splits it itself.
	_, err := c.conn.PgConn().Exec(ctx, script).ReadAll()
	if err == nil && c.conn.PgConn().TxStatus() != 'T' {
		return errOwnCommit
	}
	if err == nil {
		err = record(c)
	}
	if err == nil {
		return c.commit(ctx)
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWait)
	defer cancel()
	_, _ = c.conn.Exec(end, "ROLLBACK")
	return err
}
