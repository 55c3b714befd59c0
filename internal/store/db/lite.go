package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
)

// lite is the SQLite engine: one writer, a pool of readers, and a lock that keeps other processes out.
type lite struct {
	cfg     Config
	path    string
	lock    *fileLock
	pool    *sql.DB
	writer  *writer
	readers *readers
	hub     hub
	closed  sync.Once
}

func openLite(ctx context.Context, cfg Config) (_ *lite, err error) {
	path, err := filepath.Abs(cfg.DSN)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	l := &lite{cfg: cfg, path: path}
	defer func() {
		if err != nil {
			l.release()
		}
	}()
	if err := l.claim(); err != nil {
		return nil, err
	}
	if l.pool, err = sql.Open("sqlite", l.dsn()); err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	// Connections are pinned by sessions; the pool must neither bound nor retire them.
	l.pool.SetMaxOpenConns(0)
	l.readers = newReaders(l.pool, cfg.Readers)
	if cfg.ReadOnly {
		return l, l.view(ctx, func(*Tx) error { return nil })
	}
	return l, l.startWriter(ctx)
}

// claim makes sure that the file exists, is private, and is ours to write.
func (l *lite) claim() error {
	if l.cfg.ReadOnly || l.cfg.Beside {
		if _, err := os.Stat(l.path); err != nil {
			return fmt.Errorf("db: %w", err)
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return fmt.Errorf("db: %w", err)
	}
	lock, err := lockFile(l.path + ".lock")
	if err != nil {
		return err
	}
	l.lock = lock
	if err := l.forgetRehearsals(); err != nil {
		return fmt.Errorf("db: %w", err)
	}
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	return f.Close()
}

func (l *lite) dsn() string {
	u := url.URL{Scheme: "file", Path: l.path}
	pragmas := []string{
		fmt.Sprintf("busy_timeout(%d)", l.cfg.BusyTimeout.Milliseconds()),
		"foreign_keys(1)",
		"synchronous(FULL)",
		// The writer checkpoints between commits, where nobody waits for an answer.
		"wal_autocheckpoint(0)",
		"temp_store(MEMORY)",
		"cache_size(-8192)",
	}
	u.RawQuery = url.Values{"_pragma": pragmas}.Encode()
	return u.String()
}

func (l *lite) startWriter(ctx context.Context) error {
	conn, err := l.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("db: open %s: %w", l.path, classify(err))
	}
	s := newSession(conn)
	var mode string
	err = conn.QueryRowContext(ctx, "PRAGMA journal_mode=WAL").Scan(&mode)
	if err == nil && mode != "wal" {
		err = errors.New("the file system does not allow write-ahead logging")
	}
	if err == nil {
		err = s.script(ctx, "PRAGMA cache_size=-32768")
	}
	if err != nil {
		s.close()
		return fmt.Errorf("db: open %s: %w", l.path, classify(err))
	}
	l.writer = newWriter(&l.cfg, s, &l.hub, l.path+"-wal")
	go l.writer.loop()
	return nil
}

func (l *lite) update(ctx context.Context, fn func(*Tx) error) error {
	if l.writer == nil {
		return ErrReadOnly
	}
	return l.writer.update(ctx, fn)
}

func (l *lite) listen(ctx context.Context, channel string, fn func(string)) error {
	return l.hub.listen(ctx, channel, fn)
}

func (l *lite) tryLock(_ context.Context, name string) (*Lock, bool, error) {
	lock, err := lockFile(l.path + "." + name + ".lock")
	if errors.Is(err, ErrLocked) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return newLock(lock.release), true, nil
}

func (l *lite) close() (err error) {
	l.closed.Do(func() {
		if l.writer != nil {
			err = l.writer.stop()
		}
		err = errors.Join(err, l.readers.close())
		l.release()
	})
	return err
}

func (l *lite) release() {
	if l.pool != nil {
		l.pool.Close()
	}
	l.lock.release()
}

// exclusive runs fn on the writer's connection while no group is running.
func (l *lite) exclusive(fn func(*session) error) error {
	if l.writer == nil {
		return ErrReadOnly
	}
	l.writer.turn.Lock()
	defer l.writer.turn.Unlock()
	if l.writer.session.stmts == nil {
		return ErrClosed
	}
	return fn(l.writer.session)
}
