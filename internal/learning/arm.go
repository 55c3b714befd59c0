package learning

import (
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/learning"
	"switchboard/internal/timers"
)

// Timer is when it is to be learned. It has no subject: an installation learns as one.
const Timer = "learning"

const (
	// Soon is how many corrections are learned from at once; fewer wait for the night.
	Soon = 20
	// night is the hour, UTC, at which fewer are learned from.
	night = 2
	// again is when another node learns what one began and did not end.
	again = 10 * time.Minute
)

// Arm sees to it that a correction that was just stored is learned from: at once when there are enough, else in the
// following night. It belongs into the transaction that stored it, which journals it.
func Arm(tx *store.Tx) error {
	tables := learning.In(tx.Tx)
	state, err := tables.State()
	if err != nil || !state.Enabled || !state.AskedAt.IsZero() {
		return err // whoever learns now looks for what came meanwhile when it is done
	}
	return arm(tx, state)
}

func arm(tx *store.Tx, state learning.State) error {
	fresh, err := Waiting(tx, state)
	switch {
	case err != nil || fresh == 0:
		return err
	case fresh >= Soon:
		return tx.SetTimer(store.Timer{Kind: Timer, DueAt: tx.Now()})
	}
	return tx.KeepTimer(store.Timer{Kind: Timer, DueAt: nextNight(tx.Now())})
}

// Waiting is how many corrections there are to learn from that were not looked at, as far as Soon.
func Waiting(tx *store.Tx, state learning.State) (int, error) {
	without, err := leftOut(tx)
	if err != nil {
		return 0, err
	}
	return learning.In(tx.Tx).NewFacts(state.LookedAt, without, Soon)
}

// Again is how many corrections were looked at before and count once more when it next learns, whatever came of them, as
// far as Soon.
func Again(tx *store.Tx, state learning.State) (int, error) {
	without, err := leftOut(tx)
	if err != nil {
		return 0, err
	}
	return learning.In(tx.Tx).OldFacts(state.LookedAt, without, Soon)
}

func nextNight(now time.Time) time.Time {
	at := now.UTC().Truncate(24 * time.Hour).Add(night * time.Hour)
	if !at.After(now) {
		at = at.Add(24 * time.Hour)
	}
	return at
}

// Ask has it learned now, as somebody wishes; what was asked for already stays as it was asked. It refuses, with code
// conflict, while learning is off.
func Ask(tx *store.Tx, by switchboard.AgentID) error {
	tables := learning.In(tx.Tx)
	state, err := tables.LockState()
	if err != nil {
		return err
	}
	if !state.Enabled {
		return switchboard.Refuse(switchboard.CodeConflict, "Learning is switched off.").WithHint("Switch it on first.")
	}
	if state.AskedAt.IsZero() {
		state.AskedAt, state.AskedBy = tx.Now(), by
		if err := tables.Save(state); err != nil {
			return err
		}
	}
	return due(tx)
}

// due tells every node that it is time, and sets the timer again in case whoever begins does not come to the end.
func due(tx *store.Tx) error {
	if err := tx.SetTimer(store.Timer{Kind: Timer, DueAt: tx.Now().Add(again)}); err != nil {
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventLearningDue, ActorKind: switchboard.ActorSystem})
}

// Timers are what the timer stands for.
func Timers() map[string]timers.Handler {
	return map[string]timers.Handler{Timer: func(tx *store.Tx, _ store.Timer) error {
		tables := learning.In(tx.Tx)
		state, err := tables.LockState()
		if err != nil || !state.Enabled {
			return err
		}
		if state.AskedAt.IsZero() {
			state.AskedAt = tx.Now()
			if err := tables.Save(state); err != nil {
				return err
			}
		}
		return due(tx)
	}}
}

// Switch has somebody turn learning on or off. What is in force stays so; what was learned is taken out by Use.
func Switch(tx *store.Tx, on bool, by switchboard.AgentID) error {
	tables := learning.In(tx.Tx)
	state, err := tables.LockState()
	if err != nil || state.Enabled == on {
		return err
	}
	state.Enabled = on
	if !on {
		state.AskedAt, state.AskedBy = time.Time{}, switchboard.AgentID{}
		if err := tx.CancelTimer(Timer, [16]byte{}); err != nil {
			return err
		}
	}
	if err := tables.Save(state); err != nil {
		return err
	}
	word := "off"
	if on {
		word = "on"
		if err := arm(tx, state); err != nil {
			return err
		}
	}
	event := eventOf(switchboard.EventLearningSwitched, by)
	event.Reason = word
	return tx.Record(event)
}

// eventOf is an event of somebody, or of the system.
func eventOf(kind switchboard.EventKind, by switchboard.AgentID) switchboard.Event {
	event := switchboard.Event{Kind: kind, ActorKind: switchboard.ActorSystem, Actor: by}
	if !by.IsZero() {
		event.ActorKind = switchboard.ActorAgent
	}
	return event
}

// Choice is a version that somebody wants to be in force.
type Choice struct {
	Number  int                 // 0: the built-in models alone
	Instead int                 // the one they saw in force
	Base    string              // the built-in models
	By      switchboard.AgentID // zero: the command line
}

// Use puts a version into force in the place of the one that somebody saw there. It refuses, with code stale, when another
// one is in force by now, and one that was learned on other models, with which nothing would be read; and with conflict
// one that was refused or whose weights are no longer kept.
func Use(tx *store.Tx, c Choice) error {
	tables := learning.In(tx.Tx)
	state, err := tables.LockState()
	if err != nil {
		return err
	}
	if state.InForce != c.Instead {
		return switchboard.Refuse(switchboard.CodeStale, "Another version is in force since you looked.").WithField("instead_of").
			WithHint("Look again at what is in force.")
	}
	if c.Number != 0 {
		l, err := tables.Layer(c.Number)
		if err != nil {
			return err
		}
		if err := c.check(l); err != nil {
			return err
		}
	}
	if err := tables.Choose(c.Number, c.By); err != nil {
		return err
	}
	return used(tx, c.Number, c.By)
}

func (c Choice) check(l learning.Layer) error {
	switch {
	case !l.Usable:
		return switchboard.Refuse(switchboard.CodeConflict, "Version %d cannot be put into force.", c.Number).WithField("number").
			WithHint("It was refused, or is so old that its weights are gone.")
	case l.Base != c.Base:
		return switchboard.Refuse(switchboard.CodeStale, "Version %d was learned on other models than those built in.", c.Number).
			WithField("number").WithHint("Learn again: that takes a moment.")
	}
	return nil
}

func used(tx *store.Tx, number int, by switchboard.AgentID) error {
	event := eventOf(switchboard.EventLayerUsed, by)
	event.Numbers = map[string]int64{"number": int64(number)}
	return tx.Record(event)
}
