package flow

import (
	"time"

	"switchboard"
	"switchboard/internal/guard"
	"switchboard/internal/ownership/document"
	"switchboard/internal/store"
)

// unasked is what the policy asks before somebody is spoken to who has said nothing to us, and whether they asked for
// that never to happen; nil when nothing is asked, or when they have spoken to us.
func (o Outbound) unasked(tx *store.Tx, c switchboard.Conversation) (*guard.Unasked, error) {
	if o.Policy == nil {
		return nil, nil
	}
	unasked, err := tx.Unasked(c.ID)
	if err != nil || !unasked {
		return nil, err
	}
	if out, err := tx.OptedOut(c.CustomerID); err != nil || out {
		return &guard.Unasked{OptedOut: out}, err
	}
	limits := o.Policy().Document().Outbound
	if !limits.Limits() {
		return nil, nil
	}
	out := &guard.Unasked{Most: limits.MaxUnasked, Within: limits.UnaskedWithin}
	if out.Written, err = written(tx, c.CustomerID, limits); err != nil {
		return nil, err
	}
	out.Other, err = elsewhere(tx, c, limits.PauseIf)
	return out, err
}

// oneByOne lets two answers that leave at the same moment for one customer, from two conversations, wait for each other
// where the policy limits their number: so the second one counts the first.
func (o Outbound) oneByOne(tx *store.Tx, c switchboard.Conversation) error {
	if o.Policy == nil || o.Policy().Document().Outbound.MaxUnasked == nil {
		return nil
	}
	return tx.LockKey("unasked", c.CustomerID.String())
}

// written counts what went to a customer unasked, up to what is allowed.
func written(tx *store.Tx, id switchboard.CustomerID, limits document.Outbound) (int, error) {
	if limits.MaxUnasked == nil || *limits.MaxUnasked == 0 {
		return 0, nil
	}
	var since time.Time
	if limits.UnaskedWithin > 0 {
		since = tx.Now().Add(-limits.UnaskedWithin)
	}
	return tx.UnaskedPosts(id, since, *limits.MaxUnasked)
}

// elsewhere is what a customer waits for in another conversation, so far as that pauses what we say unasked.
func elsewhere(tx *store.Tx, c switchboard.Conversation, pause string) (*guard.Other, error) {
	if pause == "" {
		return nil, nil
	}
	complaint := pause == document.PauseOpenComplaint
	open, found, err := tx.OpenMatter(c.CustomerID, c.ID, complaint)
	if err != nil || !found {
		return nil, err
	}
	other := &guard.Other{ID: open.ID, Complaint: complaint}
	if other.Department, err = departmentName(tx, open.Department); err != nil || open.Lead.IsZero() {
		return other, err
	}
	lead, err := tx.Agent(open.Lead)
	other.Lead = lead.Name
	return other, err
}

func departmentName(tx *store.Tx, key switchboard.DepartmentKey) (string, error) {
	all, err := tx.Departments()
	if err != nil {
		return "", err
	}
	for _, d := range all {
		if d.Key == key && d.Name != "" {
			return d.Name, nil
		}
	}
	return string(key), nil
}
