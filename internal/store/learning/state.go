package learning

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Outcome is what came of the last try to learn.
type Outcome string

// Outcomes.
const (
	NotTried Outcome = ""
	Taken    Outcome = "taken"   // a version was made and taken into use
	Refused  Outcome = "refused" // a version was made, and the held-back check refused it
	TooFew   Outcome = "too_few" // people have said too little yet for anything to be learned
	Failed   Outcome = "failed"  // something went wrong, and it is tried again
)

// Outcomes lists all of them but that of no try.
func Outcomes() []Outcome { return []Outcome{Taken, Refused, TooFew, Failed} }

// State is where learning stands.
type State struct {
	Enabled  bool
	InForce  int       // number of a layer, 0: none
	LookedAt time.Time // corrections made until then were looked at
	AskedAt  time.Time // it is to be learned since then; zero: it is not
	AskedBy  switchboard.AgentID
	TriedAt  time.Time
	Outcome  Outcome
}

// State reads where learning stands. It is on, with nothing learned, until something else was said.
func (t Tables) State() (State, error) { return t.state("") }

// LockState is State, and makes whoever else would change it wait until this transaction is over.
func (t Tables) LockState() (State, error) {
	if _, err := t.Exec(`INSERT INTO learning (id, enabled, in_force, outcome) VALUES (1, 1, 0, '') ON CONFLICT (id) DO NOTHING`); err != nil {
		return State{}, err
	}
	return t.state(t.Dialect().ForUpdate())
}

func (t Tables) state(lock string) (State, error) {
	s, found, err := db.One(t.Tx, func(row db.Scanner) (s State, err error) {
		err = row.Scan(&s.Enabled, &s.InForce, db.ScanTime(&s.LookedAt), db.ScanTime(&s.AskedAt), &s.AskedBy, db.ScanTime(&s.TriedAt),
			&s.Outcome)
		return s, err
	}, `SELECT enabled, in_force, looked_at, asked_at, asked_by, tried_at, outcome FROM learning WHERE id = 1`+lock)
	if err == nil && !found {
		s.Enabled = true
	}
	return s, err
}

// Save stores where learning stands.
func (t Tables) Save(s State) error {
	_, err := t.Exec(`INSERT INTO learning (id, enabled, in_force, looked_at, asked_at, asked_by, tried_at, outcome)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET enabled = excluded.enabled, in_force = excluded.in_force,
		looked_at = excluded.looked_at, asked_at = excluded.asked_at, asked_by = excluded.asked_by, tried_at = excluded.tried_at,
		outcome = excluded.outcome`, db.Bit(s.Enabled), s.InForce, db.NullMicros(s.LookedAt), db.NullMicros(s.AskedAt), s.AskedBy,
		db.NullMicros(s.TriedAt), s.Outcome)
	return err
}
