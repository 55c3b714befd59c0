package consults

import (
	"switchboard"
	"switchboard/internal/store/db"
)

const expertColumns = `id, name, email, answers, created_at, changed_at`

func scanExpert(row db.Scanner) (e switchboard.Expert, err error) {
	err = row.Scan(&e.ID, &e.Name, &e.Email, &e.Answers, db.ScanTime(&e.CreatedAt), db.ScanTime(&e.ChangedAt))
	return e, err
}

// Experts lists those who can be asked, by name, at most limit.
func (t Tables) Experts(limit int) ([]switchboard.Expert, error) {
	return db.List(t.Tx, scanExpert, `SELECT `+expertColumns+` FROM expert ORDER BY name, id LIMIT ?`, limit)
}

// Expert reads one expert.
func (t Tables) Expert(id switchboard.ExpertID) (switchboard.Expert, bool, error) {
	return db.One(t.Tx, scanExpert, `SELECT `+expertColumns+` FROM expert WHERE id = ?`, id)
}

// ExpertByEmail finds an expert by their address in small letters.
func (t Tables) ExpertByEmail(email string) (switchboard.Expert, bool, error) {
	return db.One(t.Tx, scanExpert, `SELECT `+expertColumns+` FROM expert WHERE email = ?`, email)
}

// SaveExpert adds an expert, or writes one anew.
func (t Tables) SaveExpert(e switchboard.Expert) error {
	_, err := t.Exec(`INSERT INTO expert (`+expertColumns+`) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
		name = excluded.name, email = excluded.email, answers = excluded.answers, changed_at = excluded.changed_at`,
		e.ID, e.Name, e.Email, e.Answers, db.Micros(e.CreatedAt), db.Micros(e.ChangedAt))
	return err
}

// DeleteExpert forgets an expert. What they were asked stays.
func (t Tables) DeleteExpert(id switchboard.ExpertID) error {
	_, err := t.Exec(`DELETE FROM expert WHERE id = ?`, id)
	return err
}
