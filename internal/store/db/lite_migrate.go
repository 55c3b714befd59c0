package db

import (
	"context"
	"errors"
	"fmt"
)

// migrating holds the writer, and with it the file lock, for the whole run.
func (l *lite) migrating(ctx context.Context, fn func(schemaConn) error) error {
	return l.exclusive(func(s *session) (err error) {
		// Rebuilding a table drops it for a moment; with keys enforced that would delete what refers to it.
		if err := s.script(ctx, "PRAGMA foreign_keys=0"); err != nil {
			return classify(err)
		}
		defer func() {
			err = errors.Join(err, s.script(context.WithoutCancel(ctx), "PRAGMA foreign_keys=1"))
		}()
		return fn(liteSchema{s})
	})
}

type liteSchema struct{ *session }

func (c liteSchema) step(ctx context.Context, script string, record func(runner) error) error {
	if err := c.control("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := c.script(ctx, script)
	if err == nil && !c.inTx() {
		return errOwnCommit
	}
	if err == nil {
		err = c.checkKeys(ctx)
	}
	if err == nil {
		err = record(c)
	}
	if err == nil {
		err = c.control("COMMIT")
	}
	if err != nil && c.inTx() {
		c.rollback()
	}
	return err
}

// checkKeys finds rows that refer to a missing one.
func (c liteSchema) checkKeys(ctx context.Context) (err error) {
	rows, err := c.conn.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return rows.Err()
	}
	var table, parent string
	var rowid, key any
	if err := rows.Scan(&table, &rowid, &parent, &key); err != nil {
		return err
	}
	return fmt.Errorf("%w: a row of %s refers to a missing row of %s", ErrForeignKey, table, parent)
}
