package db

import (
	"context"
	"fmt"
	"os"
	"time"
)

const (
	// checkpointEvery is after how many writing statements the log is copied into the database file.
	checkpointEvery = 4000
	// maxLogBytes is the size of the log beyond which readers are waited for, so that it can start over.
	maxLogBytes = 64 << 20
	// checkpointWait bounds how long emptying the log waits for readers.
	checkpointWait = 250 * time.Millisecond
)

// walLog is what the writer remembers of its write-ahead log.
type walLog struct {
	path  string
	limit int64
	// retryAt is the size at which emptying is tried again after readers did not allow it, a quarter of limit later.
	retryAt int64
}

// checkpoint keeps the write-ahead log small. It runs between groups, on the writer's connection, so the log can start
// over at the next commit unless a reader still needs it; a long reader lets it grow to maxLogBytes before it is waited
// for, briefly.
func (w *writer) checkpoint() {
	large := w.log.size() >= max(w.log.limit, w.log.retryAt)
	if w.session.writes < checkpointEvery && !large {
		return
	}
	w.session.writes = 0
	if !large {
		_ = w.session.script(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)")
		return
	}
	w.emptyLog()
	w.log.retryAt = 0
	if size := w.log.size(); size >= w.log.limit {
		w.log.retryAt = size + w.log.limit/4
	}
}

// size is that of the file, which shrinks only when the log is emptied.
func (l *walLog) size() int64 {
	info, err := os.Stat(l.path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// emptyLog copies the whole log and truncates it if the readers allow it soon enough.
func (w *writer) emptyLog() {
	ctx := context.Background()
	wait := func(d time.Duration) {
		_ = w.session.script(ctx, fmt.Sprintf("PRAGMA busy_timeout=%d", d.Milliseconds()))
	}
	wait(checkpointWait)
	_ = w.session.script(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	wait(w.cfg.BusyTimeout)
}
