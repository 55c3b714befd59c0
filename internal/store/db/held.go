package db

import "sync"

// Lock is a lock that TryLock took.
type Lock struct {
	lost    chan struct{}
	release func()
}

func newLock(release func()) *Lock {
	return &Lock{lost: make(chan struct{}), release: sync.OnceFunc(release)}
}

// Release gives the lock back: when it returns anybody may take it, unless the database no longer answers, which it
// waits for a few seconds. It may be called again, also for a lock that was lost.
func (l *Lock) Release() { l.release() }

// Lost is closed when the lock ended before it was released: somebody else may have it. It takes a few seconds to
// notice, so what must never happen twice at once needs a fence of its own.
func (l *Lock) Lost() <-chan struct{} { return l.lost }
