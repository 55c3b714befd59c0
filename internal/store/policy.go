package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// PolicyVersion is an ownership policy as it was activated.
type PolicyVersion struct {
	ID          switchboard.PolicyID `json:"id"`
	Number      int                  `json:"number"` // from 1, in the order of activation
	Name        string               `json:"name"`
	Hash        string               `json:"hash"`
	Source      string               `json:"source"`
	ActivatedAt time.Time            `json:"activated_at"`
	ActivatedBy switchboard.AgentID  `json:"activated_by,omitzero"`
	Why         string               `json:"why"`
	Objective   string               `json:"objective"`
	Signed      []PolicyConsent      `json:"signed"`             // departments that agreed, and who for each
	Accepted    []AcceptedWarning    `json:"accepted"`           // warnings that were left, and why
	ReviewOn    time.Time            `json:"review_on,omitzero"` // when it is to be looked at again
}

// AcceptedWarning is a warning about a policy that somebody left as it is.
type AcceptedWarning struct {
	Kind   string `json:"kind"`
	Rule   string `json:"rule,omitempty"`
	Reason string `json:"reason"`
}

// PolicyConsent is that a department was asked to agree to a draft, and that it did. What was signed is the text with
// Hash: another text has to be signed again.
type PolicyConsent struct {
	Draft      string                    `json:"draft"`
	Department switchboard.DepartmentKey `json:"department"`
	AskedBy    switchboard.AgentID       `json:"asked_by,omitzero"`
	AskedAt    time.Time                 `json:"asked_at,omitzero"`
	Hash       string                    `json:"hash,omitempty"`
	SignedBy   switchboard.AgentID       `json:"signed_by,omitzero"`
	SignedAt   time.Time                 `json:"signed_at,omitzero"`
	// Reason is why an administrator signed for a department that nobody belongs to; kept with the activation.
	Reason string `json:"reason,omitempty"`
}

const policyColumns = `id, number, name, hash, source, activated_at, activated_by, why, objective, signed, accepted, review_on`

func scanPolicy(row db.Scanner) (p PolicyVersion, err error) {
	err = row.Scan(&p.ID, &p.Number, &p.Name, &p.Hash, &p.Source, db.ScanTime(&p.ActivatedAt), &p.ActivatedBy, &p.Why, &p.Objective,
		db.IntoJSON(&p.Signed), db.IntoJSON(&p.Accepted), db.ScanTime(&p.ReviewOn))
	return p, err
}

// ActivePolicy is the one activated last.
func (t *Tx) ActivePolicy() (PolicyVersion, bool, error) {
	return db.One(t.Tx, scanPolicy, `SELECT `+policyColumns+` FROM policy ORDER BY activated_at DESC, id DESC LIMIT 1`)
}

// Policies lists activations, newest first.
func (t *Tx) Policies(limit int) ([]PolicyVersion, error) {
	return db.List(t.Tx, scanPolicy, `SELECT `+policyColumns+` FROM policy ORDER BY activated_at DESC, id DESC LIMIT ?`, limit)
}

// PolicyByHash finds the version a decision was made under.
func (t *Tx) PolicyByHash(hash string) (PolicyVersion, error) {
	return must(t, "policy", scanPolicy,
		`SELECT `+policyColumns+` FROM policy WHERE hash = ? ORDER BY activated_at DESC, id DESC LIMIT 1`, hash)
}

// InsertPolicy records an activation. Its number is the next one.
func (t *Tx) InsertPolicy(p PolicyVersion) error {
	signed, err := db.AsJSON(orNone(p.Signed))
	if err != nil {
		return err
	}
	accepted, err := db.AsJSON(orNone(p.Accepted))
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO policy (`+policyColumns+`)
		VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM policy), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Name, p.Hash, p.Source, db.Micros(p.ActivatedAt), p.ActivatedBy, p.Why, p.Objective, signed, accepted,
		db.NullMicros(p.ReviewOn))
	return err
}

func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
