package play

import (
	"context"

	"switchboard"
	"switchboard/internal/desk"
	"switchboard/internal/practice"
	"switchboard/internal/store"
)

// Leave removes the sample company: every message, customer, conversation, account, journal row and post that came of it,
// and nothing else. What is kept: those who work there, with their departments and hours; the policy in force, as a draft.
// It refuses, with CodeConflict, where the sample company is not.
func (c Company) Leave(ctx context.Context, by switchboard.AgentID, keepPeople, keepPolicy bool) error {
	network, err := c.network()
	if err != nil {
		return err
	}
	var files []string
	err = network.Replace(practice.Story{}, func() error {
		return c.settled(ctx, "", c.DB.Update(ctx, func(tx *store.Tx) (err error) {
			if files, err = c.clear(tx, keepPeople, keepPolicy); err != nil {
				return err
			}
			return act{reasonLeft, by}.record(tx)
		}))
	})
	if err != nil {
		return err
	}
	c.forget(files)
	return c.Reload(ctx)
}

func (c Company) clear(tx *store.Tx, keepPeople, keepPolicy bool) ([]string, error) {
	policy, _, err := tx.ActivePolicy()
	if err != nil {
		return nil, err
	}
	mark, files, err := remove(tx, keepPeople)
	if err != nil {
		return nil, err
	}
	if keepPolicy {
		if err := keepAsDraft(tx, policy); err != nil {
			return nil, err
		}
	}
	if !keepPeople {
		return files, nil
	}
	for _, id := range mark.Agents {
		if err := tx.SetPresence(id, switchboard.Away); err != nil {
			return nil, err
		}
		if err := desk.New().Attend(tx, id); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// keepAsDraft keeps a policy's text for the company to come, in the place of a draft of its name.
func keepAsDraft(tx *store.Tx, policy store.PolicyVersion) error {
	if _, err := tx.DropPolicyDraft(policy.Name); err != nil {
		return err
	}
	_, _, err := tx.SavePolicyDraft(store.PolicyDraft{Name: policy.Name, Source: policy.Source})
	return err
}

// remove takes the company away, and its people out of what others have them in.
func remove(tx *store.Tx, keepPeople bool) (mark store.Sample, files []string, err error) {
	mark, files, err = tx.ClearSample(keepPeople)
	if err == nil && !keepPeople {
		err = offCall(tx, mark.Agents)
	}
	return mark, files, err
}
