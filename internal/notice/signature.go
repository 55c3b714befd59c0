package notice

import (
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

// signatureOf is the subject of a notice that asks a department to agree to a draft of a policy.
func signatureOf(draft string, department switchboard.DepartmentKey) string {
	return draft + "/" + string(department)
}

// policyOf is the draft that a notice asks somebody to agree to; empty for any other notice.
func policyOf(n switchboard.Notice) string {
	if n.Event != switchboard.NoticeSignature {
		return ""
	}
	draft, _, _ := strings.Cut(n.Subject, "/")
	return draft
}

// signature tells who can agree to a policy for a department that is asked to: its liaison, or else everybody of it who may
// read policies.
func (r *reading) signature() error {
	people, err := r.people()
	if err != nil {
		return err
	}
	w := r.of(r.e.Agent, switchboard.NoticeSignature, signatureOf(r.e.Subject, r.e.To))
	w.department = r.e.To
	if liaison, here := people[r.e.Agent]; here {
		return r.tellSigner(w, liaison)
	}
	for _, a := range r.sorted {
		if !slices.Contains(a.Departments, r.e.To) || access.For(a, store.AgentScope{}).Needs(access.PolicyRead) != nil {
			continue
		}
		if err := r.tellSigner(w, a); err != nil {
			return err
		}
	}
	return nil
}

// tellSigner tells somebody that they are asked, unless they asked themselves.
func (r *reading) tellSigner(w want, a switchboard.Agent) error {
	if a.ID == r.e.Actor {
		return nil
	}
	w.agent = a.ID
	return r.tell(w)
}

// unsigned: a draft that is gone, or leads, waits for nobody.
func (r *reading) unsigned() error {
	departments, err := r.tx.Departments()
	if err != nil {
		return err
	}
	for _, d := range departments {
		if err := r.over(switchboard.NoticeSignature, signatureOf(r.e.Subject, d.Key)); err != nil {
			return err
		}
	}
	return nil
}
