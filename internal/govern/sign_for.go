package govern

import (
	"slices"

	"switchboard"
	"switchboard/internal/ownership/lint"
	"switchboard/internal/store"
)

// Activator is who puts a policy into force.
type Activator struct {
	Agent switchboard.AgentID
	Admin bool
}

// signsFor is the way out when nobody belongs to a department that has to agree: an administrator signs for it, and the
// reason they gave for leaving the warning about that is kept with the signature.
func (by Activator) signsFor(tx *store.Tx, consent store.PolicyConsent, c Checked, accepted []store.AcceptedWarning) (store.PolicyConsent, error) {
	empty, err := nobodyOf(tx, consent.Department)
	if err != nil {
		return consent, err
	}
	if !empty {
		return consent, switchboard.Refuse(switchboard.CodeConflict, "%s has not agreed to this text yet.", consent.Department).
			WithField("signed").WithHint("Ask somebody of " + string(consent.Department) + " to sign the draft.")
	}
	reason := ""
	for _, a := range accepted {
		if a.Kind == lint.NobodySigns && a.Rule == lint.SignOffOf(consent.Department) {
			reason = a.Reason
		}
	}
	if !by.Admin || reason == "" {
		return consent, switchboard.Refuse(switchboard.CodeConflict, "%s has to agree to this text, and nobody belongs to it.", consent.Department).
			WithField("signed").WithHint("Give somebody this department, or let an administrator put the policy into force and say why.")
	}
	consent.Hash, consent.SignedBy, consent.SignedAt, consent.Reason = c.Policy.Hash(), by.Agent, tx.Now(), reason
	return consent, nil
}

// nobodyOf reports whether a department has nobody who works here.
func nobodyOf(tx *store.Tx, key switchboard.DepartmentKey) (bool, error) {
	agents, err := tx.Agents()
	return !slices.ContainsFunc(agents, func(a switchboard.Agent) bool {
		return !a.Disabled && slices.Contains(a.Departments, key)
	}), err
}
