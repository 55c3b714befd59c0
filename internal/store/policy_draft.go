package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// PolicyDraft is a policy people work on before it leads.
type PolicyDraft struct {
	Name      string              `json:"name"`
	Source    string              `json:"source"`
	BasedOn   string              `json:"based_on,omitempty"` // hash of the policy it was made from
	Why       string              `json:"why"`
	Objective string              `json:"objective"`
	Accepted  []AcceptedWarning   `json:"accepted"`
	SavedAt   time.Time           `json:"saved_at"`
	SavedBy   switchboard.AgentID `json:"saved_by,omitzero"`
	Version   int64               `json:"version"` // rises with every change
}

const policyDraftColumns = `name, source, based_on, why, objective, accepted, saved_at, saved_by, version`

func scanPolicyDraft(row db.Scanner) (d PolicyDraft, err error) {
	err = row.Scan(&d.Name, &d.Source, &d.BasedOn, &d.Why, &d.Objective, db.IntoJSON(&d.Accepted), db.ScanTime(&d.SavedAt), &d.SavedBy, &d.Version)
	return d, err
}

// SavePolicyDraft keeps a draft over the version it was made from, 0 for a new one, and returns it with its new version.
// Kept is false, and nothing is changed, when another version stands under its name by now.
func (t *Tx) SavePolicyDraft(d PolicyDraft) (saved PolicyDraft, kept bool, err error) {
	accepted, err := db.AsJSON(orNone(d.Accepted))
	if err != nil {
		return d, false, err
	}
	d.SavedAt = t.Now()
	said := []any{d.Source, d.BasedOn, d.Why, d.Objective, accepted, db.Micros(d.SavedAt), d.SavedBy, d.Version + 1, d.Name}
	query := `UPDATE policy_draft SET source = ?, based_on = ?, why = ?, objective = ?, accepted = ?, saved_at = ?, saved_by = ?,
		version = ? WHERE name = ? AND version = ?`
	if d.Version == 0 {
		query = `INSERT INTO policy_draft (source, based_on, why, objective, accepted, saved_at, saved_by, version, name)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	} else {
		said = append(said, d.Version)
	}
	n, err := t.Exec(query, said...)
	if err == nil && n == 1 {
		d.Version, kept = d.Version+1, true
	}
	return d, kept, err
}

// PolicyDraft reads one draft.
func (t *Tx) PolicyDraft(name string) (PolicyDraft, error) {
	return must(t, "policy draft", scanPolicyDraft, `SELECT `+policyDraftColumns+` FROM policy_draft WHERE name = ?`, name)
}

// PolicyDrafts lists drafts by name.
func (t *Tx) PolicyDrafts() ([]PolicyDraft, error) {
	return db.List(t.Tx, scanPolicyDraft, `SELECT `+policyDraftColumns+` FROM policy_draft ORDER BY name`)
}

// DropPolicyDraft removes a draft and what was asked about it; dropped is false when there is none.
func (t *Tx) DropPolicyDraft(name string) (dropped bool, err error) {
	return t.dropPolicyDraft(name, `DELETE FROM policy_draft WHERE name = ?`, name)
}

// DropPolicyDraftAs removes a draft only while it has this version and this text.
func (t *Tx) DropPolicyDraftAs(d PolicyDraft) (dropped bool, err error) {
	return t.dropPolicyDraft(d.Name, `DELETE FROM policy_draft WHERE name = ? AND version = ? AND source = ?`, d.Name, d.Version, d.Source)
}

func (t *Tx) dropPolicyDraft(name, query string, args ...any) (dropped bool, err error) {
	n, err := t.Exec(query, args...)
	if err != nil || n == 0 {
		return false, err
	}
	_, err = t.Exec(`DELETE FROM policy_consent WHERE draft = ?`, name)
	return true, err
}

const consentColumns = `draft, department, asked_by, asked_at, hash, signed_by, signed_at`

func scanConsent(row db.Scanner) (c PolicyConsent, err error) {
	err = row.Scan(&c.Draft, &c.Department, &c.AskedBy, db.ScanTime(&c.AskedAt), &c.Hash, &c.SignedBy, db.ScanTime(&c.SignedAt))
	return c, err
}

// PolicyConsents lists who was asked about a draft and who agreed, by department.
func (t *Tx) PolicyConsents(draft string) ([]PolicyConsent, error) {
	return db.List(t.Tx, scanConsent, `SELECT `+consentColumns+` FROM policy_consent WHERE draft = ? ORDER BY department`, draft)
}

// SavePolicyConsent keeps that a department was asked, or that it agreed.
func (t *Tx) SavePolicyConsent(c PolicyConsent) error {
	_, err := t.Exec(`INSERT INTO policy_consent (`+consentColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (draft, department) DO UPDATE SET asked_by = excluded.asked_by, asked_at = excluded.asked_at,
		hash = excluded.hash, signed_by = excluded.signed_by, signed_at = excluded.signed_at`,
		c.Draft, c.Department, c.AskedBy, db.NullMicros(c.AskedAt), c.Hash, c.SignedBy, db.NullMicros(c.SignedAt))
	return err
}
