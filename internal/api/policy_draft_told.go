package api

import (
	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/govern"
	"switchboard/internal/store"
)

// tellOf says by whom something was done to a draft of a policy, so that whoever has it before them reads it again.
func tellOf(tx *store.Tx, by access.Actor, e switchboard.Event) error {
	e.ActorKind, e.Actor = by.Kind, by.Agent
	return tx.Record(e)
}

func tellDraft(tx *store.Tx, by access.Actor, kind switchboard.EventKind, name string) error {
	return tellOf(tx, by, switchboard.Event{Kind: kind, Subject: name})
}

// dropDraft removes a draft; dropped is false when there is none.
func dropDraft(tx *store.Tx, by access.Actor, name string) (dropped bool, err error) {
	if dropped, err = tx.DropPolicyDraft(name); err != nil || !dropped {
		return dropped, err
	}
	return true, tellDraft(tx, by, switchboard.EventPolicyDraftDropped, name)
}

// dropDraftAs removes a draft as long as it has the version and the text given.
func dropDraftAs(tx *store.Tx, by access.Actor, d store.PolicyDraft) error {
	dropped, err := tx.DropPolicyDraftAs(d)
	if err != nil || !dropped {
		return err
	}
	return tellDraft(tx, by, switchboard.EventPolicyDraftDropped, d.Name)
}

// askFor asks a department to agree to a draft.
func askFor(tx *store.Tx, by access.Actor, d store.PolicyDraft, department switchboard.DepartmentKey) error {
	if err := govern.Ask(tx, d.Name, department, by.Agent); err != nil {
		return err
	}
	liaison, err := govern.Liaison(tx, d, department)
	if err != nil {
		return err
	}
	return tellOf(tx, by, switchboard.Event{Kind: switchboard.EventPolicyDraftAsked, Subject: d.Name, To: department, Agent: liaison})
}
