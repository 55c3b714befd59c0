package govern

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
)

// Checked is everything that can be said of a policy's text before it leads.
type Checked struct {
	Policy   *ownership.Policy // nil when the text cannot be read
	Findings document.Findings
	Exam     exam.Tested
}

// Readable reports whether the text is a policy at all.
func (c Checked) Readable() bool { return c.Policy != nil }

// Errors is what keeps it from leading: what is wrong with it, and tests that fail.
func (c Checked) Errors() int {
	n := c.Exam.Failed
	for _, f := range c.Findings {
		if f.Severity == document.Error {
			n++
		}
	}
	return n
}

// Open lists the warnings nobody has accepted with a reason.
func (c Checked) Open(accepted []store.AcceptedWarning) document.Findings {
	var out document.Findings
	for _, f := range c.Findings {
		if f.Severity == document.Warning && !slices.ContainsFunc(accepted, func(a store.AcceptedWarning) bool {
			return a.Kind == f.Kind && a.Rule == f.Rule && a.Reason != ""
		}) {
			out = append(out, f)
		}
	}
	return out
}

// SaveDraft keeps a draft. It refuses, as stale, to write over a version other than the one it was made from, also when two
// save at once; 0 makes a new draft.
func SaveDraft(tx *store.Tx, d store.PolicyDraft) (store.PolicyDraft, error) {
	saved, kept, err := tx.SavePolicyDraft(d)
	if err != nil || kept {
		return saved, err
	}
	if d.Version > 0 {
		if _, err := tx.PolicyDraft(d.Name); err != nil {
			return d, goneOr(err)
		}
	}
	return d, switchboard.Refuse(switchboard.CodeStale, "Somebody else has changed this draft meanwhile.").WithField("version").
		WithHint("Look at what they changed, then save yours under another name or over it.")
}

func goneOr(err error) error {
	if switchboard.IsCode(err, switchboard.CodeNotFound) {
		return switchboard.Refuse(switchboard.CodeNotFound, "This draft was removed meanwhile.").WithHint("Save it under a new name.")
	}
	return err
}

// Consents lists the departments that have to agree to a policy, each with whether it was asked and has agreed to exactly
// this text. Those that the policy in force names have to agree to whatever replaces it.
func Consents(tx *store.Tx, draft string, next *ownership.Policy) ([]store.PolicyConsent, error) {
	given, err := tx.PolicyConsents(draft)
	if err != nil {
		return nil, err
	}
	leading, err := Leading(tx)
	if err != nil {
		return nil, err
	}
	needed := slices.Clone(next.Document().SignOff)
	if leading != nil {
		needed = append(needed, leading.Document().SignOff...)
	}
	slices.Sort(needed)
	out := []store.PolicyConsent{}
	for _, department := range slices.Compact(needed) {
		consent := store.PolicyConsent{Draft: draft, Department: department}
		if i := slices.IndexFunc(given, func(c store.PolicyConsent) bool { return c.Department == department }); i >= 0 {
			consent = given[i]
		}
		if consent.Hash != next.Hash() {
			consent.Hash, consent.SignedBy, consent.SignedAt = "", switchboard.AgentID{}, time.Time{}
		}
		out = append(out, consent)
	}
	return out, nil
}

// Signed reports whether a department agreed.
func Signed(c store.PolicyConsent) bool { return c.Hash != "" }

// Ask notes that a department is asked to agree to a draft.
func Ask(tx *store.Tx, draft string, department switchboard.DepartmentKey, by switchboard.AgentID) error {
	return tx.SavePolicyConsent(store.PolicyConsent{Draft: draft, Department: department, AskedBy: by, AskedAt: tx.Now()})
}

// Sign notes that a department agrees to a text. Only somebody of the department may say so, and where it has a liaison, only
// they.
func Sign(tx *store.Tx, d store.PolicyDraft, next *ownership.Policy, department switchboard.DepartmentKey, by switchboard.Agent) error {
	if !slices.Contains(by.Departments, department) {
		return switchboard.Refuse(switchboard.CodeForbidden, "Only somebody of %s can agree for it.", department)
	}
	liaison, err := speaks(tx, next, department)
	if err != nil {
		return err
	}
	if liaison != "" && liaison != by.Email {
		return switchboard.Refuse(switchboard.CodeForbidden, "%s speaks for %s.", liaison, department).WithHint("Ask them to sign.")
	}
	given, err := tx.PolicyConsents(d.Name)
	if err != nil {
		return err
	}
	consent := store.PolicyConsent{Draft: d.Name, Department: department}
	for _, c := range given {
		if c.Department == department {
			consent = c
		}
	}
	consent.Hash, consent.SignedBy, consent.SignedAt = next.Hash(), by.ID, tx.Now()
	return tx.SavePolicyConsent(consent)
}

// Liaison is the one person who can sign a draft for a department; zero when everybody of the department can, and when the
// text cannot be read yet.
func Liaison(tx *store.Tx, d store.PolicyDraft, department switchboard.DepartmentKey) (switchboard.AgentID, error) {
	p, err := ownership.Parse([]byte(d.Source))
	if err != nil {
		return switchboard.AgentID{}, nil
	}
	address, err := speaks(tx, p, department)
	if err != nil || address == "" {
		return switchboard.AgentID{}, err
	}
	agent, there, err := memberAt(tx, address, department)
	if err != nil || !there {
		return switchboard.AgentID{}, err
	}
	return agent.ID, nil
}

// Speakers are the departments that people speak for, by their address.
func Speakers(p *ownership.Policy) map[string][]switchboard.DepartmentKey {
	of := map[string][]switchboard.DepartmentKey{}
	for _, d := range p.Document().Departments {
		if d.Liaison != "" {
			of[d.Liaison] = append(of[d.Liaison], d.Key)
		}
	}
	return of
}

// speaks is who agrees for a department to what replaces the policy in force: the liaison it has by that, whatever the next
// policy says, as long as they are of the department. Only where it has none the next policy names one.
func speaks(tx *store.Tx, next *ownership.Policy, department switchboard.DepartmentKey) (liaison string, err error) {
	leading, err := Leading(tx)
	if err != nil || leading == nil {
		return liaisonOf(next, department), err
	}
	liaison = liaisonOf(leading, department)
	_, there, err := memberAt(tx, liaison, department)
	if err == nil && !there {
		liaison = liaisonOf(next, department)
	}
	return liaison, err
}

// memberAt is who has an address, if they work in a department.
func memberAt(tx *store.Tx, address string, department switchboard.DepartmentKey) (a switchboard.Agent, there bool, err error) {
	if address == "" {
		return a, false, nil
	}
	a, known, err := tx.AgentByEmail(address)
	return a, err == nil && known && !a.Disabled && slices.Contains(a.Departments, department), err
}

func liaisonOf(p *ownership.Policy, department switchboard.DepartmentKey) string {
	for _, d := range p.Document().Departments {
		if d.Key == department {
			return d.Liaison
		}
	}
	return ""
}
