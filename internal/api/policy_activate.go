package api

import (
	"context"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/store"
)

// ActivateBody puts a policy into force.
type ActivateBody struct {
	PolicySource

	Why          string                  `json:"why" maxLength:"2000" doc:"Why it changes"`
	Objective    string                  `json:"objective" maxLength:"2000" doc:"What it is meant to achieve, so that it can be judged later"`
	Replaces     string                  `json:"replaces,omitempty" maxLength:"64" doc:"Hash of the policy it was made from; refused as stale when another is in force"`
	Draft        string                  `json:"draft,omitempty" maxLength:"64" doc:"The draft it comes from, which departments have signed"`
	DraftVersion int64                   `json:"draft_version,omitempty" minimum:"0" doc:"The draft's version: it is removed when it has this version and this text, and otherwise stays"`
	Accepted     []store.AcceptedWarning `json:"accepted,omitempty" maxItems:"500" doc:"Warnings that are left as they are, each with why"`
}

func (s *server) activatePolicy(ctx context.Context, in *struct{ Body ActivateBody }) (*BodyOf[store.PolicyVersion], error) {
	var version store.PolicyVersion
	actor := actorOf(ctx)
	proven, err := s.prove(ctx, in.Body.Source)
	if err != nil {
		return nil, err
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := tx.LockPolicies(); err != nil {
			return err
		}
		if err := replaces(tx, in.Body.Replaces); err != nil {
			return err
		}
		checked, signed, err := govern.Ready(tx, in.Body.draft(), proven, govern.Activator{Agent: actor.Agent,
			Admin: actor.Kind == switchboard.ActorAgent && actor.Role == switchboard.RoleAdmin})
		if err != nil {
			return err
		}
		version = in.Body.version(tx, checked.Policy, actor.Agent)
		version.Signed = signed
		if s.PolicyChanged != nil {
			tx.AfterCommit(func() { s.PolicyChanged(checked.Policy) })
		}
		if err := dropDraftAs(tx, actor, in.Body.draft()); err != nil {
			return err
		}
		if err := activate(tx, actor, version, checked.Policy); err != nil {
			return err
		}
		version, _, err = tx.ActivePolicy()
		return err
	})
	return bodyOf(version), err
}

// prove looks for what is wrong with a policy's text, outside of any transaction.
func (s *server) prove(ctx context.Context, source string) (p govern.Proven, err error) {
	var known document.Vocabulary
	if err = s.view(ctx, func(tx *store.Tx) error {
		known, err = govern.Vocabulary(tx)
		return err
	}); err != nil {
		return p, err
	}
	return govern.Prove(ctx, source, known)
}

func (b ActivateBody) draft() store.PolicyDraft {
	return store.PolicyDraft{Name: b.Draft, Source: b.Source, Why: b.Why, Objective: b.Objective, Accepted: b.Accepted,
		Version: b.DraftVersion}
}

func (b ActivateBody) version(tx *store.Tx, p *ownership.Policy, by switchboard.AgentID) store.PolicyVersion {
	v := govern.Version(p, tx.Now())
	v.Source, v.ActivatedBy, v.Why, v.Objective = b.Source, by, b.Why, b.Objective
	v.Accepted = append([]store.AcceptedWarning{}, b.Accepted...)
	return v
}

func replaces(tx *store.Tx, hash string) error {
	if hash == "" {
		return nil
	}
	present, _, err := inForce(tx)
	if err == nil && present.Hash != hash {
		err = switchboard.Refuse(switchboard.CodeStale, "Another policy was put into force meanwhile.").
			WithField("replaces").WithHint("Compare yours with it first.")
	}
	return err
}

// activate puts a policy into force. The departments it names are there from then on.
func activate(tx *store.Tx, by access.Actor, version store.PolicyVersion, p *ownership.Policy) error {
	for _, key := range p.Departments() {
		if _, err := tx.LockDepartment(key); err != nil {
			return err
		}
	}
	if err := tx.InsertPolicy(version); err != nil {
		return err
	}
	event := switchboard.Event{Kind: switchboard.EventPolicyActivated, ActorKind: by.Kind, Actor: by.Agent, Subject: version.ID.String()}
	for _, signed := range version.Signed {
		if signed.Reason == "" {
			continue
		}
		event.Numbers = map[string]int64{"signed_for": event.Numbers["signed_for"] + 1}
		if err := access.Audit(tx, by, access.Act{Action: "policy.sign_for", Subject: string(signed.Department), Detail: signed.Reason}); err != nil {
			return err
		}
	}
	if err := tx.Record(event); err != nil {
		return err
	}
	return access.Audit(tx, by, access.Act{Action: "policy.activate", Subject: version.ID.String(), Detail: version.Hash})
}
