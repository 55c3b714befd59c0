package store

import (
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/roster"
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
	Terms       PolicyTerms          `json:"-"`
}

// PolicyTerms is what a policy says of how people work: it comes before what a department says for itself, as long as the
// policy leads. Without a mode it is not known.
type PolicyTerms struct {
	Mode string `json:"mode"`
	roster.Terms
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

const policyColumns = `id, number, name, hash, source, activated_at, activated_by, why, objective, signed, accepted, review_on, terms`

func scanPolicy(row db.Scanner) (p PolicyVersion, err error) {
	err = row.Scan(&p.ID, &p.Number, &p.Name, &p.Hash, &p.Source, db.ScanTime(&p.ActivatedAt), &p.ActivatedBy, &p.Why, &p.Objective,
		db.IntoJSON(&p.Signed), db.IntoJSON(&p.Accepted), db.ScanTime(&p.ReviewOn), db.IntoJSON(&p.Terms))
	return p, err
}

// ActivePolicy is the one activated last. Which that is does not depend on any clock.
func (t *Tx) ActivePolicy() (PolicyVersion, bool, error) {
	return db.One(t.Tx, scanPolicy, `SELECT `+policyColumns+` FROM policy ORDER BY number DESC LIMIT 1`)
}

// LockPolicies makes whoever else puts a policy into force wait until this transaction is over.
func (t *Tx) LockPolicies() error {
	_, _, err := db.One(t.Tx, scanKey[string], `SELECT incarnation FROM installation WHERE id = 1`+t.Dialect().ForUpdate())
	return err
}

// Policies lists activations without their texts, newest first, below the given number; 0 begins with the newest.
func (t *Tx) Policies(below, limit int) ([]PolicyVersion, error) {
	query, args := `SELECT `+strings.Replace(policyColumns, "source", "''", 1)+` FROM policy`, []any{}
	if below > 0 {
		query, args = query+` WHERE number < ?`, append(args, below)
	}
	return db.List(t.Tx, scanPolicy, query+` ORDER BY number DESC LIMIT ?`, append(args, limit)...)
}

// Policy reads one activation.
func (t *Tx) Policy(id switchboard.PolicyID) (PolicyVersion, error) {
	return must(t, "policy", scanPolicy, `SELECT `+policyColumns+` FROM policy WHERE id = ?`, id)
}

// PolicyByHash finds the version a decision was made under.
func (t *Tx) PolicyByHash(hash string) (PolicyVersion, error) {
	return must(t, "policy", scanPolicy, `SELECT `+policyColumns+` FROM policy WHERE hash = ? ORDER BY number DESC LIMIT 1`, hash)
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
	terms, err := db.AsJSON(p.Terms)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO policy (`+policyColumns+`)
		VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM policy), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Name, p.Hash, p.Source, db.Micros(p.ActivatedAt), p.ActivatedBy, p.Why, p.Objective, signed, accepted,
		db.NullMicros(p.ReviewOn), terms)
	return err
}

func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
