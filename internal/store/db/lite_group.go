package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"modernc.org/sqlite"
	lite3 "modernc.org/sqlite/lib"
)

// group is one write transaction and the members in it, in the order they ran.
type group struct {
	w       *writer
	members []*member
	// again are the members to run once more because the transaction was lost through another's failure.
	again []*member
	// saved tells that the running member's savepoint is open.
	saved bool
}

// fate is how a member's run left the transaction.
type fate uint8

const (
	fateKept fate = iota
	fateUndone
	fateLost
)

// serve runs one group of whoever waits. A member whose failure destroys the transaction is answered with its error
// and the others run again without it; after two such losses each runs alone, so that the work stays linear.
func (w *writer) serve() {
	again := w.round(w.fresh())
	for tries := 0; len(again) > 0; tries++ {
		if tries < 2 {
			again = w.round(listed(again))
			continue
		}
		for _, m := range again {
			w.round(listed([]*member{m}))
		}
		return
	}
}

// fresh yields waiting members, also those that arrive meanwhile, until the group is full or has run long enough.
func (w *writer) fresh() func() *member {
	var start time.Time
	n := 0
	return func() *member {
		now := w.cfg.Now()
		if n++; n == 1 {
			start = now
		}
		if n > maxGroup || now.Sub(start) > maxGroupTime {
			return nil
		}
		return w.pop()
	}
}

func listed(ms []*member) func() *member {
	return func() *member {
		if len(ms) == 0 {
			return nil
		}
		m := ms[0]
		ms = ms[1:]
		return m
	}
}

// round runs one transaction and returns the members that must run again.
func (w *writer) round(next func() *member) []*member {
	if err := w.session.control("BEGIN IMMEDIATE"); err != nil {
		w.refuse(next, err)
		return nil
	}
	g := &group{w: w}
	w.session.guard = g.save
	defer func() { w.session.guard = nil }()
	for m := next(); m != nil; m = next() {
		if err := m.ctx.Err(); err != nil {
			m.answer(err)
			continue
		}
		if g.run(m) == fateLost {
			g.lose(m)
			for m := next(); m != nil; m = next() {
				g.again = append(g.again, m)
			}
			return g.again
		}
	}
	return g.commit()
}

// refuse answers everybody who waits with the reason why no transaction could start.
func (w *writer) refuse(next func() *member, err error) {
	err = fmt.Errorf("db: begin: %w", classify(err))
	w.log.heed(err)
	if w.session.inTx() {
		w.session.rollback()
	}
	var refused []*member
	for m := next(); m != nil; m = next() {
		refused = append(refused, m)
	}
	for _, m := range refused { // only now: whoever comes back at once is not refused for what was so before
		m.answer(err)
	}
}

func (m *member) answer(err error) {
	m.err = err
	if !m.dead {
		m.wake <- stepDone
	}
}

// do has the member's goroutine perform one step and waits for it.
func (w *writer) do(m *member, s step) {
	m.wake <- s
	<-w.ran
}

// save opens the member's savepoint before its first statement that may write.
func (g *group) save() error {
	if g.saved {
		return nil
	}
	err := g.w.session.control("SAVEPOINT member")
	g.saved = err == nil
	return err
}

func (g *group) run(m *member) fate {
	g.saved = false
	// Statements cannot be cancelled half way: an interrupt would cost the whole group its transaction.
	m.tx = newTx(context.Background(), g.w.cfg, g.w.session)
	g.w.do(m, stepRun)
	m.err = m.tx.finish(m.err)
	g.w.log.heed(m.err)
	f := g.settle(m)
	if f != fateLost && !m.dead {
		g.members = append(g.members, m)
	}
	return f
}

// settle keeps or undoes what the member wrote.
func (g *group) settle(m *member) fate {
	s := g.w.session
	if m.err == nil && !m.dead {
		if !g.saved {
			return fateKept
		}
		if err := s.control("RELEASE member"); err != nil {
			m.err = classify(err)
			return fateLost
		}
		return fateKept
	}
	if m.tx.failure != nil && !s.inTx() {
		return fateLost
	}
	if g.saved && (s.control("ROLLBACK TO member") != nil || s.control("RELEASE member") != nil) {
		return fateLost
	}
	return fateUndone
}

// lose ends a transaction that m has spoilt: m gets its error, whoever ran before it runs again.
func (g *group) lose(m *member) {
	if g.w.session.inTx() {
		g.w.session.rollback()
	}
	g.again = slices.Clip(g.members)
	m.answer(m.err)
}

// commit makes the group durable and answers it. Members that failed by themselves are answered only now, because what
// they saw of the others was not yet durable.
func (g *group) commit() []*member {
	err := g.w.session.control("COMMIT")
	if err == nil {
		g.announce()
		return nil
	}
	if g.w.session.inTx() {
		g.w.session.rollback()
	}
	err = classify(err)
	g.w.log.heed(err)
	// A deferred constraint speaks up at the commit: find the one who broke it.
	if errors.Is(err, ErrForeignKey) && len(g.members) > 1 {
		return g.alone()
	}
	err = fmt.Errorf("db: commit: %w", doubt(err))
	for _, m := range g.members {
		m.answer(err)
	}
	return nil
}

// alone runs every member in its own transaction.
func (g *group) alone() []*member {
	for _, m := range g.members {
		g.w.round(listed([]*member{m}))
	}
	return nil
}

// doubt marks failures of the disk itself: the commit may already stand in the log that a restart would read.
func doubt(err error) error {
	if le, ok := errors.AsType[*sqlite.Error](err); ok && le.Code()&0xff == lite3.SQLITE_IOERR {
		return &fault{kind: ErrCommitUnknown, cause: err}
	}
	return err
}

func (g *group) announce() {
	for _, m := range g.members {
		if m.err == nil {
			g.w.hub.publish(m.tx.notes)
			if len(m.tx.hooks) > 0 {
				g.w.do(m, stepHooks)
			}
		}
		m.answer(m.err)
	}
}
