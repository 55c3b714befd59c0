package learning

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
	"switchboard/internal/triage/layer"
)

// Layer is one version of what people taught triage.
type Layer struct {
	Number    int                 `json:"number" doc:"From 1, in the order they were made"`
	Ruling    layer.Ruling        `json:"ruling" enum:"better,not_better,worse" doc:"What the check on messages held back says: better ones are used"`
	Base      string              `json:"base" doc:"The built-in models it was learned on"`
	MadeAt    time.Time           `json:"made_at"`
	AskedBy   switchboard.AgentID `json:"asked_by,omitzero" doc:"Who wanted it; absent when it was time"`
	Took      time.Duration       `json:"-"`
	Messages  int                 `json:"messages" doc:"Messages it was learned from or judged by"`
	Networks  []string            `json:"networks" nullable:"false" doc:"Networks with a part of their own"`
	Measures  []layer.Measure     `json:"measures" nullable:"false" doc:"How each finding is read on messages held back, before and after"`
	EndedAt   time.Time           `json:"ended_at,omitzero" doc:"When it was last taken out of use"`
	EndedBy   switchboard.AgentID `json:"ended_by,omitzero" doc:"Who took it back; absent when a later one took its place, or it was taken back on the command line"`
	TakenBack bool                `json:"taken_back" doc:"Somebody took it back; no later one that reads better took its place"`
	Usable    bool                `json:"usable" doc:"It may be put into use: it was not refused, and its weights are kept"`
}

const layerColumns = `number, ruling, base, made_at, asked_by, took, messages, networks, measures, ended_at, ended_by, taken_back, length(weights) > 0`

func scanLayer(row db.Scanner) (l Layer, err error) {
	var took int64
	err = row.Scan(&l.Number, &l.Ruling, &l.Base, db.ScanTime(&l.MadeAt), &l.AskedBy, &took, &l.Messages, db.IntoJSON(&l.Networks),
		db.IntoJSON(&l.Measures), db.ScanTime(&l.EndedAt), &l.EndedBy, &l.TakenBack, &l.Usable)
	l.Took = time.Duration(took) * time.Microsecond
	return l, err
}

// KeptWeights is how many of the newest versions keep their weights besides the one in force: so far back one can go.
const KeptWeights = 20

// AddLayer stores a version under the next number, which it returns. Weights are empty for one that was refused. Of
// versions far back the weights go.
func (t Tables) AddLayer(l Layer, weights []byte) (number int, err error) {
	networks, err := db.AsJSON(orNone(l.Networks))
	if err != nil {
		return 0, err
	}
	measures, err := db.AsJSON(orNone(l.Measures))
	if err != nil {
		return 0, err
	}
	if err := t.QueryRow(`SELECT COALESCE(MAX(number), 0) + 1 FROM layer`).Scan(&number); err != nil {
		return 0, err
	}
	if weights == nil {
		weights = []byte{}
	}
	_, err = t.Exec(`INSERT INTO layer (number, ruling, base, made_at, asked_by, took, messages, networks, measures, weights)
		VALUES (`+db.Placeholders(10)+`)`, number, l.Ruling, l.Base, db.Micros(l.MadeAt), l.AskedBy, l.Took.Microseconds(),
		l.Messages, networks, measures, weights)
	if err != nil {
		return 0, err
	}
	_, err = t.Exec(`UPDATE layer SET weights = ? WHERE number <= ? AND length(weights) > 0
		AND number NOT IN (SELECT in_force FROM learning)`, []byte{}, number-KeptWeights)
	return number, err
}

func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Layers lists versions, newest first, below the given number; 0 begins with the newest.
func (t Tables) Layers(below, limit int) ([]Layer, error) {
	if below == 0 {
		return db.List(t.Tx, scanLayer, `SELECT `+layerColumns+` FROM layer ORDER BY number DESC LIMIT ?`, limit)
	}
	return db.List(t.Tx, scanLayer, `SELECT `+layerColumns+` FROM layer WHERE number < ? ORDER BY number DESC LIMIT ?`, below, limit)
}

// Layer reads one version; it refuses, with code not_found, a number there is none of.
func (t Tables) Layer(number int) (Layer, error) {
	l, found, err := db.One(t.Tx, scanLayer, `SELECT `+layerColumns+` FROM layer WHERE number = ?`, number)
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "There is no version %d of what was learned.", number).WithField("number")
	}
	return l, err
}

// Before is the version in force before another one: the newest below it that was learned on the given models, taken into
// use and not taken back, and whose weights are kept; 0: the built-in models alone.
func (t Tables) Before(number int, base string) (before int, err error) {
	err = t.QueryRow(`SELECT COALESCE(MAX(number), 0) FROM layer WHERE number < ? AND ruling = ? AND base = ? AND taken_back = 0
		AND length(weights) > 0`, number, layer.Better, base).Scan(&before)
	return before, err
}

// InForce is the version in force with its weights; number 0 when there is none.
func (t Tables) InForce() (l Layer, weights []byte, err error) {
	state, err := t.State()
	if err != nil || state.InForce == 0 {
		return l, nil, err
	}
	if l, err = t.Layer(state.InForce); err != nil {
		return l, nil, err
	}
	err = t.QueryRow(`SELECT weights FROM layer WHERE number = ?`, l.Number).Scan(&weights)
	return l, weights, err
}

// Use puts a better version into force in the place of the present one.
func (t Tables) Use(number int) error { return t.put(number, switchboard.AgentID{}, false) }

// Choose puts a version into force, 0 for none, as somebody chose, who so takes the present one back; zero is the command
// line.
func (t Tables) Choose(number int, by switchboard.AgentID) error { return t.put(number, by, true) }

func (t Tables) put(number int, by switchboard.AgentID, back bool) error {
	state, err := t.State()
	if err != nil {
		return err
	}
	if state.InForce != 0 && state.InForce != number {
		if _, err := t.Exec(`UPDATE layer SET ended_at = ?, ended_by = ?, taken_back = ? WHERE number = ?`, db.Micros(t.Now()), by,
			db.Bit(back), state.InForce); err != nil {
			return err
		}
	}
	if number != 0 {
		if _, err := t.Exec(`UPDATE layer SET ended_at = NULL, ended_by = NULL, taken_back = 0 WHERE number = ?`, number); err != nil {
			return err
		}
	}
	state.InForce = number
	return t.Save(state)
}
