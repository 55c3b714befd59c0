package store

import (
	"database/sql"

	"switchboard/internal/objective"
	"switchboard/internal/store/db"
)

const objectiveColumns = `id, kind, state, rank, department, network, intent, target_seconds, target_share, calendar, wish, created_at`

func scanObjective(row db.Scanner) (o objective.Objective, err error) {
	var seconds, share sql.NullInt64
	err = row.Scan(&o.ID, &o.Kind, &o.State, &o.Rank, &o.Department, &o.Network, &o.Intent, &seconds, &share, &o.Calendar,
		&o.Wish, db.ScanTime(&o.CreatedAt))
	o.Seconds, o.Share = seconds.Int64, int(share.Int64)
	return o, err
}

// InsertObjective adds an objective. It refuses what cannot be measured.
func (t *Tx) InsertObjective(o objective.Objective) error {
	if err := o.Check(); err != nil {
		return err
	}
	_, err := t.Exec(`INSERT INTO objective (`+objectiveColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		o.ID, o.Kind, o.State, o.Rank, o.Department, o.Network, o.Intent, positive(o.Seconds), positive(int64(o.Share)),
		o.Calendar, o.Wish, db.Micros(o.CreatedAt))
	return err
}

// positive stores 0 as NULL.
func positive(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// Objectives lists what is wanted, the most important first.
func (t *Tx) Objectives() ([]objective.Objective, error) {
	return db.List(t.Tx, scanObjective, `SELECT `+objectiveColumns+` FROM objective ORDER BY rank, id`)
}
