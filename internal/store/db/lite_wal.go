package db

import (
	"context"
	"errors"
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
	// feedEvery is how often emptying the log of a full disk is tried.
	feedEvery = time.Second
)

// walLog is what the writer remembers of its write-ahead log.
type walLog struct {
	path  string
	limit int64
	// retryAt is the size at which emptying is tried again after readers did not allow it, a quarter of limit later.
	retryAt int64
	// starved tells that a commit found no room since the log was last emptied; triedAt is when emptying it was last tried.
	starved bool
	triedAt time.Time
}

// checkpoint keeps the write-ahead log small. It runs between groups, on the writer's connection, so the log can start
// over at the next commit unless a reader still needs it; a long reader lets it grow to maxLogBytes before it is waited
// for, briefly.
func (w *writer) checkpoint() {
	if w.log.starved {
		w.feed()
		return
	}
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

// heed remembers a failure for want of room.
func (l *walLog) heed(err error) {
	if errors.Is(err, ErrDiskFull) {
		l.starved = true
	}
}

// feed gives what the log holds back to a disk that is full: up to maxLogBytes, most of it pages that were written again
// since, so that a little room made by somebody goes a long way. Copying the log may itself need room, so it is tried
// again after whatever is written next, but not all the time.
func (w *writer) feed() {
	if now := w.cfg.Now(); now.Sub(w.log.triedAt) < feedEvery && !now.Before(w.log.triedAt) {
		return
	}
	w.log.triedAt = w.cfg.Now()
	w.emptyLog()
	w.log.starved = w.log.size() > 0
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
