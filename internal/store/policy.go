package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// PolicyVersion is an ownership policy as it was activated.
type PolicyVersion struct {
	ID          switchboard.PolicyID `json:"id"`
	Name        string               `json:"name"`
	Hash        string               `json:"hash"`
	Source      string               `json:"source"`
	ActivatedAt time.Time            `json:"activated_at"`
	ActivatedBy switchboard.AgentID  `json:"activated_by,omitzero"`
	Why         string               `json:"why"`
	Objective   string               `json:"objective"`
}

const policyColumns = `id, name, hash, source, activated_at, activated_by, why, objective`

func scanPolicy(row scanner) (p PolicyVersion, err error) {
	err = row.Scan(&p.ID, &p.Name, &p.Hash, &p.Source, when(&p.ActivatedAt), &p.ActivatedBy, &p.Why, &p.Objective)
	return p, err
}

// ActivePolicy is the one activated last.
func (t *Tx) ActivePolicy() (PolicyVersion, bool, error) {
	return one(t, scanPolicy, `SELECT `+policyColumns+` FROM policy ORDER BY activated_at DESC, id DESC LIMIT 1`)
}

// Policies lists activations, newest first.
func (t *Tx) Policies(limit int) ([]PolicyVersion, error) {
	return list(t, scanPolicy, `SELECT `+policyColumns+` FROM policy ORDER BY activated_at DESC, id DESC LIMIT ?`, limit)
}

// PolicyByHash finds the version a decision was made under.
func (t *Tx) PolicyByHash(hash string) (PolicyVersion, error) {
	return must(t, "policy", scanPolicy,
		`SELECT `+policyColumns+` FROM policy WHERE hash = ? ORDER BY activated_at DESC, id DESC LIMIT 1`, hash)
}

// InsertPolicy records an activation.
func (t *Tx) InsertPolicy(p PolicyVersion) error {
	_, err := t.Exec(`INSERT INTO policy (`+policyColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Name, p.Hash, p.Source, db.Micros(p.ActivatedAt), p.ActivatedBy, p.Why, p.Objective)
	return err
}
