package api

import (
	"context"
	"net/http"
	"slices"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
)

func policyDraftRoutes(s *server) {
	const tag = "policies"
	register(s, route{ID: "list-policy-drafts", Method: http.MethodGet, Path: "/policy-drafts", Tag: tag, Needs: access.PolicyRead,
		Summary: "Policies people work on"}, s.listPolicyDrafts)
	register(s, route{ID: "read-policy-draft", Method: http.MethodGet, Path: "/policy-drafts/{name}", Tag: tag, Needs: access.PolicyRead,
		Summary: "One draft, and who has agreed to it", Codes: []switchboard.Code{switchboard.CodeNotFound}}, s.readPolicyDraft)
	register(s, route{ID: "save-policy-draft", Method: http.MethodPut, Path: "/policy-drafts/{name}", Tag: tag, Body: 2 << 20,
		Needs: access.PolicyActivate, Summary: "Keep a draft",
		Doc:   "Send the version it was read with, or 0 for a new one. A text that cannot lead yet can be kept all the same.",
		Codes: []switchboard.Code{switchboard.CodeStale, switchboard.CodeNotFound}}, s.savePolicyDraft)
	register(s, route{ID: "drop-policy-draft", Method: http.MethodDelete, Path: "/policy-drafts/{name}", Tag: tag,
		Needs: access.PolicyActivate, Status: http.StatusNoContent, Summary: "Remove a draft",
		Codes: []switchboard.Code{switchboard.CodeNotFound}}, s.dropPolicyDraft)
	register(s, route{ID: "ask-policy-consent", Method: http.MethodPost, Path: "/policy-drafts/{name}/ask", Tag: tag,
		Needs: access.PolicyActivate, Summary: "Ask a department to agree to a draft",
		Doc: "Who can sign for it has a notice: its liaison if the draft names one, else everybody of the department. It is over " +
			"once the department has signed, or the draft is gone.",
		Codes: []switchboard.Code{switchboard.CodeNotFound}}, s.askPolicyConsent)
	register(s, route{ID: "sign-policy-draft", Method: http.MethodPost, Path: "/policy-drafts/{name}/sign", Tag: tag,
		Person: true, Summary: "Agree to a draft for one's department",
		Doc:   "What is agreed to is the text of that hash; when it is changed, it has to be agreed to again.",
		Codes: []switchboard.Code{switchboard.CodeNotFound, switchboard.CodeStale}}, s.signPolicyDraft)
}

func (s *server) listPolicyDrafts(ctx context.Context, _ *struct{}) (out *PageOf[store.PolicyDraft], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		drafts, err := tx.PolicyDrafts()
		out = allOf(drafts)
		return err
	})
	return out, err
}

// PolicyDraftIn names a draft.
type PolicyDraftIn struct {
	Name string `path:"name" maxLength:"64" pattern:"^[a-z0-9_-]+$"`
}

// PolicyDraftView is a draft and who has agreed to it.
type PolicyDraftView struct {
	store.PolicyDraft
	SignOff []store.PolicyConsent `json:"sign_off" nullable:"false" doc:"Departments that have to agree, or were asked to; one without a hash has not"`
}

func (s *server) readPolicyDraft(ctx context.Context, in *PolicyDraftIn) (out *BodyOf[PolicyDraftView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		out, err = draftView(tx, in.Name)
		return err
	})
	return out, err
}

func draftView(tx *store.Tx, name string) (*BodyOf[PolicyDraftView], error) {
	draft, err := tx.PolicyDraft(name)
	if err != nil {
		return nil, err
	}
	view := PolicyDraftView{PolicyDraft: draft, SignOff: []store.PolicyConsent{}}
	if p, err := ownership.Parse([]byte(draft.Source)); err == nil {
		view.SignOff, err = govern.Consents(tx, name, p)
		return bodyOf(view), err
	}
	return bodyOf(view), nil
}

// SavePolicyDraftIn keeps a draft.
type SavePolicyDraftIn struct {
	PolicyDraftIn
	Body struct {
		PolicySource
		BasedOn   string                  `json:"based_on,omitempty" maxLength:"64" doc:"Hash of the policy it was made from"`
		Why       string                  `json:"why,omitempty" maxLength:"2000"`
		Objective string                  `json:"objective,omitempty" maxLength:"2000"`
		Accepted  []store.AcceptedWarning `json:"accepted,omitempty" maxItems:"500"`
		Version   int64                   `json:"version" minimum:"0" doc:"As it was read; 0 for a new draft"`
	}
}

func (s *server) savePolicyDraft(ctx context.Context, in *SavePolicyDraftIn) (out *BodyOf[PolicyDraftView], err error) {
	b, actor := in.Body, actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		_, err := govern.SaveDraft(tx, store.PolicyDraft{Name: in.Name, Source: b.Source, BasedOn: b.BasedOn, Why: b.Why,
			Objective: b.Objective, Accepted: b.Accepted, SavedBy: actor.Agent, Version: b.Version})
		if err != nil {
			return err
		}
		if err := tellDraft(tx, actor, switchboard.EventPolicyDraftSaved, in.Name); err != nil {
			return err
		}
		if b.Version == 0 {
			if err := access.Audit(tx, actor, access.Act{Action: "policy.draft", Subject: in.Name}); err != nil {
				return err
			}
		}
		out, err = draftView(tx, in.Name)
		return err
	})
	return out, err
}

func (s *server) dropPolicyDraft(ctx context.Context, in *PolicyDraftIn) (*struct{}, error) {
	return nil, s.update(ctx, func(tx *store.Tx) error {
		dropped, err := dropDraft(tx, actorOf(ctx), in.Name)
		if err == nil && !dropped {
			return switchboard.Refuse(switchboard.CodeNotFound, "There is no such draft.")
		}
		if err != nil {
			return err
		}
		return access.Audit(tx, actorOf(ctx), access.Act{Action: "policy.drop_draft", Subject: in.Name})
	})
}

// PolicyConsentIn asks a department, or answers for it.
type PolicyConsentIn struct {
	PolicyDraftIn
	Body struct {
		Department switchboard.DepartmentKey `json:"department" maxLength:"64"`
		Hash       string                    `json:"hash,omitempty" maxLength:"64" doc:"To sign: of the text that was read"`
	}
}

func (s *server) askPolicyConsent(ctx context.Context, in *PolicyConsentIn) (out *BodyOf[PolicyDraftView], err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		draft, err := tx.PolicyDraft(in.Name)
		if err != nil {
			return err
		}
		known, err := govern.Vocabulary(tx)
		if err != nil {
			return err
		}
		if !slices.Contains(known.Departments, in.Body.Department) {
			return switchboard.Refuse(switchboard.CodeNotFound, "There is no department %q.", in.Body.Department).WithField("department")
		}
		if err := askFor(tx, actorOf(ctx), draft, in.Body.Department); err != nil {
			return err
		}
		out, err = draftView(tx, in.Name)
		return err
	})
	return out, err
}

func (s *server) signPolicyDraft(ctx context.Context, in *PolicyConsentIn) (out *BodyOf[PolicyDraftView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		draft, err := tx.PolicyDraft(in.Name)
		if err != nil {
			return err
		}
		p, err := ownership.Parse([]byte(draft.Source))
		if err != nil {
			return err
		}
		if p.Hash() != in.Body.Hash {
			return switchboard.Refuse(switchboard.CodeStale, "The draft was changed while you read it.").WithField("hash").
				WithHint("Read it again, then sign.")
		}
		agent, err := tx.Agent(actor.Agent)
		if err != nil {
			return err
		}
		if err := govern.Sign(tx, draft, p, in.Body.Department, agent); err != nil {
			return err
		}
		if err := tellOf(tx, actor, switchboard.Event{Kind: switchboard.EventPolicyDraftSigned, Subject: in.Name, To: in.Body.Department,
			Agent: actor.Agent}); err != nil {
			return err
		}
		if err := access.Audit(tx, actor, access.Act{Action: "policy.sign", Subject: in.Name, Detail: p.Hash()}); err != nil {
			return err
		}
		out, err = draftView(tx, in.Name)
		return err
	})
	return out, err
}
