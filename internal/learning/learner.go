package learning

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/learning"
	"switchboard/internal/timesource"
	"switchboard/internal/triage"
	"switchboard/internal/triage/layer"
)

// Learner learns in the background, and keeps this node's triage at the version in force.
type Learner struct {
	DB     *store.DB
	Book   Book // where it reads and writes; nil for DB
	Reader *triage.Company
	Time   timesource.Source
	Log    *slog.Logger

	once sync.Once
	bell chan struct{}
}

const (
	// turn is the lock of the node that learns.
	turn = "learning"
	// longest is how long it may take; a thousand corrections take about a second, and all that is learned from at most a
	// minute of a core.
	longest = 5 * time.Minute
)

// Ring has Run look whether it is to be learned. It never blocks.
func (l *Learner) Ring() {
	select {
	case l.ready() <- struct{}{}:
	default:
	}
}

func (l *Learner) ready() chan struct{} {
	l.once.Do(func() { l.bell = make(chan struct{}, 1) })
	return l.bell
}

// Run learns whenever it rings and it is to be learned, until ctx ends. Nothing waits for it.
func (l *Learner) Run(ctx context.Context) error {
	l.Ring() // what was asked for while nobody ran
	if err := l.renew(ctx); err != nil && ctx.Err() == nil {
		l.Log.Error("it could not be asked whether it is to be learned anew", "error", err)
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.ready():
		}
		if _, err := l.Learn(ctx); err != nil && ctx.Err() == nil {
			l.Log.Error("nothing could be learned, it is tried again", "error", err)
		}
	}
}

// Load puts the version in force to use on this node. One that cannot be read, or that was learned on other models, is
// left out with a warning: the built-in models read alone, and it is learned anew.
func (l *Learner) Load(ctx context.Context) error {
	var version learning.Layer
	var weights []byte
	err := l.book().View(ctx, func(tx *store.Tx) (err error) {
		version, weights, err = learning.In(tx.Tx).InForce()
		return err
	})
	if err != nil {
		return fmt.Errorf("learning: read what is in force: %w", err)
	}
	if version.Number == 0 {
		return l.Reader.Use(nil, "")
	}
	taught, err := layer.Decode(weights)
	if err == nil {
		err = l.Reader.Use(taught, Name(version.Number))
	}
	if err != nil {
		l.Log.Warn("what was learned cannot be used, the built-in models read alone", "layer", version.Number, "error", err)
		return l.Reader.Use(nil, "")
	}
	return nil
}

// renew sees to it that what was learned on the models of another version of the program is learned on these.
func (l *Learner) renew(ctx context.Context) error {
	return l.book().Update(ctx, func(tx *store.Tx) error {
		state, err := learning.In(tx.Tx).State()
		if err != nil || !state.Enabled || state.InForce == 0 || !state.AskedAt.IsZero() {
			return err
		}
		version, err := learning.In(tx.Tx).Layer(state.InForce)
		if err != nil || version.Base == l.Reader.Base() {
			return err
		}
		return Ask(tx, switchboard.AgentID{})
	})
}

// Name is what verdicts call a version.
func Name(number int) string { return fmt.Sprintf("layer/%d", number) }

// Learn learns if that was asked for, and says what came of it: NotTried where another node is at it, nothing was asked
// for, or nothing was kept because something else was put into force meanwhile.
func (l *Learner) Learn(ctx context.Context) (learning.Outcome, error) {
	lock, mine, err := l.DB.TryLock(ctx, turn)
	if err != nil || !mine {
		return learning.NotTried, err
	}
	defer lock.Release()
	return l.LearnAlone(ctx)
}

// LearnAlone is Learn where nobody else can be at it.
func (l *Learner) LearnAlone(ctx context.Context) (learning.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	began, state, err := l.begin(ctx)
	if err != nil || state.AskedAt.IsZero() || !state.Enabled {
		return learning.NotTried, err
	}
	w, err := l.study(ctx, state, began)
	if err != nil {
		return learning.Failed, errors.Join(err, l.failed(context.WithoutCancel(ctx)))
	}
	return l.keep(ctx, w)
}

func (l *Learner) begin(ctx context.Context) (began time.Time, state learning.State, err error) {
	err = l.book().View(ctx, func(tx *store.Tx) error {
		began = tx.Now()
		state, err = learning.In(tx.Tx).State()
		return err
	})
	return began, state, err
}

// work is what was learned: without a ruling there was too little to learn from, without weights it is not better.
type work struct {
	made    learning.Layer
	weights []byte
	began   time.Time
	asked   time.Time // when it was asked for
	against int       // the version it was judged against
}

// holds reports whether a work is still what was asked for, and judged against what is in force.
func (w *work) holds(state learning.State) bool {
	return state.Enabled && state.AskedAt.Equal(w.asked) && state.InForce == w.against
}

// study learns and judges, outside of any transaction.
func (l *Learner) study(ctx context.Context, state learning.State, began time.Time) (w work, err error) {
	w.began, w.asked = began, state.AskedAt
	found, err := l.gather(ctx)
	if err != nil {
		return w, err
	}
	school := l.Reader.School(found.networks)
	examples := found.lot.Examples()
	next, refused, err := school.Learn(ctx, examples)
	if err != nil {
		return w, err
	}
	inForce, before, err := l.inForce(ctx)
	w.against = before.Number
	if err != nil || next.Buckets() == 0 && refused == nil && inForce == nil {
		return w, err
	}
	w.made = learning.Layer{Base: school.Base, MadeAt: began, AskedBy: state.AskedBy, Messages: len(examples), Networks: next.Networks()}
	gone := before.Messages > len(examples)
	w.made.Ruling, w.made.Measures = school.Judge(examples, inForce, next, gone)
	switch {
	case w.made.Ruling == layer.Better:
		w.weights, err = next.Encode()
	case refused != nil && inForce == nil:
		_, w.made.Measures = school.Judge(examples, nil, refused, false)
	}
	return w, err
}

// inForce is what is in force, nil when nothing is or it cannot be read.
func (l *Learner) inForce(ctx context.Context) (taught *layer.Layer, version learning.Layer, err error) {
	var weights []byte
	err = l.book().View(ctx, func(tx *store.Tx) (err error) {
		version, weights, err = learning.In(tx.Tx).InForce()
		return err
	})
	if err != nil || version.Number == 0 {
		return nil, version, err
	}
	taught, err = layer.Decode(weights)
	if err != nil {
		return nil, version, nil //nolint:nilerr // Load has said so: it reads as if there were none
	}
	return taught, version, nil
}

// keep stores what was learned and, if it is better, puts it into force: all at once, or not at all. When another version
// came into force meanwhile, or nobody asks for it any more, nothing is stored: what somebody said weighs more than what
// was learned without knowing it. If it is still asked for it is learned again.
func (l *Learner) keep(ctx context.Context, w work) (outcome learning.Outcome, err error) {
	err = l.book().Update(ctx, func(tx *store.Tx) error {
		outcome = learning.NotTried
		tables := learning.In(tx.Tx)
		state, err := tables.LockState()
		if err != nil {
			return err
		}
		if !w.holds(state) {
			l.Ring()
			return nil
		}
		w.made.Took = tx.Now().Sub(w.began)
		number := 0
		outcome = learning.TooFew
		if w.made.Ruling != "" {
			if number, err = tables.AddLayer(w.made, w.weights); err != nil {
				return err
			}
			outcome = learning.Refused
		}
		if w.made.Ruling == layer.Better {
			outcome = learning.Taken
			if err := tables.Use(number); err != nil {
				return err
			}
			state.InForce = number
		}
		state.AskedAt, state.AskedBy, state.TriedAt, state.LookedAt, state.Outcome = time.Time{}, switchboard.AgentID{}, tx.Now(), w.began, outcome
		if err := l.settle(tx, state); err != nil {
			return err
		}
		return l.tell(tx, w.made, number)
	})
	if err != nil {
		return learning.NotTried, err
	}
	return outcome, nil
}

// settle stores where learning stands and sets the timer for what was said meanwhile.
func (l *Learner) settle(tx *store.Tx, state learning.State) error {
	if err := learning.In(tx.Tx).Save(state); err != nil {
		return err
	}
	if err := tx.CancelTimer(Timer, [16]byte{}); err != nil {
		return err
	}
	return arm(tx, state)
}

func (l *Learner) tell(tx *store.Tx, made learning.Layer, number int) error {
	event := switchboard.Event{Kind: switchboard.EventLearned, ActorKind: switchboard.ActorSystem, Reason: string(made.Ruling),
		Numbers: map[string]int64{"number": int64(number)}}
	if err := tx.Record(event); err != nil || made.Ruling != layer.Better {
		return err
	}
	return used(tx, number, switchboard.AgentID{})
}

// failed says that nothing came of it; the timer has it tried again, and in the night what failed twice: it may be that
// this machine is too slow for it, and it has other things to do.
func (l *Learner) failed(ctx context.Context) error {
	return l.book().Update(ctx, func(tx *store.Tx) error {
		tables := learning.In(tx.Tx)
		state, err := tables.LockState()
		if err != nil {
			return err
		}
		twice := state.Outcome == learning.Failed
		state.TriedAt, state.Outcome = tx.Now(), learning.Failed
		if err := tables.Save(state); err != nil || !twice || state.AskedAt.IsZero() {
			return err
		}
		return tx.SetTimer(store.Timer{Kind: Timer, DueAt: nextNight(tx.Now())})
	})
}
