package api

import (
	"context"
	"net/http"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/store"
	"switchboard/policies"
)

const maxPolicies = 200

func policyRoutes(s *server) {
	const tag = "policies"
	bad := []switchboard.Code{switchboard.CodeBadPolicy}
	register(s, route{ID: "read-active-policy", Method: http.MethodGet, Path: "/policies/active", Tag: tag,
		Needs: access.PolicyRead, Summary: "The ownership policy in force",
		Doc: "Until one is activated, the one the product comes with."}, s.activePolicy)
	register(s, route{ID: "list-policies", Method: http.MethodGet, Path: "/policies", Tag: tag, Needs: access.PolicyRead,
		Summary: "Activations, the newest first", Doc: "At most 200."}, s.listPolicies)
	register(s, route{ID: "list-shipped-policies", Method: http.MethodGet, Path: "/policies/shipped", Tag: tag,
		Needs: access.PolicyRead, Summary: "The policies that come with Switchboard"}, s.shippedPolicies)
	register(s, route{ID: "read-policy-agenda", Method: http.MethodGet, Path: "/policies/agenda", Tag: tag,
		Needs: access.PolicyRead, Summary: "What the next look at the policy is about",
		Doc: "Who said since it leads that something came to the wrong department, what its drift rules found, and which warnings were left."},
		s.policyAgenda)
	register(s, route{ID: "validate-policy", Method: http.MethodPost, Path: "/policies/validate", Tag: tag, Body: 2 << 20,
		Needs: access.PolicyRead, Summary: "Check a policy without activating it",
		Doc: "Reads it, holds it against people and hours, and runs the tests that stand in it."}, s.validatePolicy)
	register(s, route{ID: "compare-policies", Method: http.MethodPost, Path: "/policies/diff", Tag: tag, Body: 4 << 20,
		Needs: access.PolicyRead, Summary: "Which past messages would have gone elsewhere", Codes: bad}, s.comparePolicies)
	register(s, route{ID: "activate-policy", Method: http.MethodPost, Path: "/policies", Tag: tag, Body: 2 << 20,
		Needs: access.PolicyActivate, Status: http.StatusCreated, Summary: "Put a policy into force",
		Doc: "Says why, and what it is meant to achieve. It holds for what is decided from then on. It is refused while something " +
			"keeps it from leading: an error, a test that fails, a warning without a reason to leave it, a department that has not agreed. " +
			"For a department nobody belongs to an administrator signs by giving a reason to leave the warning nobody_signs about it.",
		Codes: bad}, s.activatePolicy)
	register(s, route{ID: "explain-decision", Method: http.MethodPost, Path: "/policies/explain", Tag: tag, Body: 2 << 20,
		Needs: access.PolicyRead, Summary: "What a policy decides for given facts, and why", Codes: bad}, s.explainDecision)
}

// ShippedPolicy is a policy that comes with Switchboard.
type ShippedPolicy struct {
	Name   string `json:"name"`
	About  string `json:"about" doc:"What it is, from the top of its text"`
	Source string `json:"source"`
}

func (s *server) shippedPolicies(context.Context, *struct{}) (*PageOf[ShippedPolicy], error) {
	list := make([]ShippedPolicy, 0, len(policies.Names()))
	for _, name := range policies.Names() {
		source, _ := policies.Source(name)
		list = append(list, ShippedPolicy{Name: name, About: aboutOf(string(source)), Source: string(source)})
	}
	return allOf(list), nil
}

// aboutOf is the comment a policy begins with.
func aboutOf(source string) string {
	var words []string
	for line := range strings.Lines(source) {
		text, isComment := strings.CutPrefix(line, "#")
		if !isComment {
			break
		}
		words = append(words, strings.Fields(text)...)
	}
	return strings.Join(words, " ")
}

// inForce reads the active policy.
func inForce(tx *store.Tx) (store.PolicyVersion, *ownership.Policy, error) {
	version, found, err := tx.ActivePolicy()
	if err != nil {
		return version, nil, err
	}
	if found {
		p, err := ownership.Parse([]byte(version.Source))
		return version, p, err
	}
	p, err := ownership.DefaultPolicy()
	if err != nil {
		return version, nil, err
	}
	return store.PolicyVersion{Name: p.Name(), Hash: p.Hash(), Source: string(p.Source()), Signed: []store.PolicyConsent{},
		Accepted: []store.AcceptedWarning{}}, p, nil
}

// ActivePolicy is the policy in force.
type ActivePolicy struct {
	store.PolicyVersion
	BuiltIn bool `json:"built_in" doc:"It is the one the product comes with: nobody has activated one yet"`
}

func (s *server) activePolicy(ctx context.Context, _ *struct{}) (out *BodyOf[ActivePolicy], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		version, _, err := inForce(tx)
		out = bodyOf(ActivePolicy{PolicyVersion: version, BuiltIn: version.ID.IsZero()})
		return err
	})
	return out, err
}

func (s *server) listPolicies(ctx context.Context, _ *struct{}) (out *PageOf[store.PolicyVersion], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		versions, err := tx.Policies(maxPolicies)
		out = allOf(versions)
		return err
	})
	return out, err
}

// PolicySource is the text of a policy.
type PolicySource struct {
	Source string `json:"source" minLength:"1" maxLength:"1048576" doc:"The policy document, YAML"`
}

// parse reads a policy against the departments and people the company has.
func (s *server) parse(ctx context.Context, source string) (p *ownership.Policy, err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		known, err := govern.Vocabulary(tx)
		if err != nil {
			return err
		}
		p, err = ownership.ParseWith([]byte(source), known)
		return err
	})
	return p, err
}

// ActivateBody puts a policy into force.
type ActivateBody struct {
	PolicySource
	Why       string                  `json:"why" maxLength:"2000" doc:"Why it changes"`
	Objective string                  `json:"objective" maxLength:"2000" doc:"What it is meant to achieve, so that it can be judged later"`
	Replaces  string                  `json:"replaces,omitempty" maxLength:"64" doc:"Hash of the policy it was made from; refused as stale when another is in force"`
	Draft     string                  `json:"draft,omitempty" maxLength:"64" doc:"The draft it comes from, which departments have signed; it is removed"`
	Accepted  []store.AcceptedWarning `json:"accepted,omitempty" maxItems:"500" doc:"Warnings that are left as they are, each with why"`
}

func (s *server) activatePolicy(ctx context.Context, in *struct{ Body ActivateBody }) (*BodyOf[store.PolicyVersion], error) {
	var version store.PolicyVersion
	actor := actorOf(ctx)
	proven, err := s.prove(ctx, in.Body.Source)
	if err != nil {
		return nil, err
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := replaces(tx, in.Body.Replaces); err != nil {
			return err
		}
		checked, signed, err := govern.Ready(tx, in.Body.draft(), proven, govern.Activator{Agent: actor.Agent,
			Admin: actor.Kind == switchboard.ActorAgent && actor.Role == switchboard.RoleAdmin})
		if err != nil {
			return err
		}
		p := checked.Policy
		version = in.Body.version(tx, p, actor.Agent)
		version.Signed = signed
		if s.PolicyChanged != nil {
			tx.AfterCommit(func() { s.PolicyChanged(p) })
		}
		if _, err := dropDraft(tx, actorOf(ctx), in.Body.Draft); err != nil {
			return err
		}
		if err := activate(tx, actor, version, p); err != nil {
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
	return store.PolicyDraft{Name: b.Draft, Source: b.Source, Why: b.Why, Objective: b.Objective, Accepted: b.Accepted}
}

func (b ActivateBody) version(tx *store.Tx, p *ownership.Policy, by switchboard.AgentID) store.PolicyVersion {
	return store.PolicyVersion{ID: switchboard.NewID[switchboard.PolicyID](tx.Now()), Name: p.Name(), Hash: p.Hash(),
		Source: b.Source, ActivatedAt: tx.Now(), ActivatedBy: by, Why: b.Why, Objective: b.Objective,
		Accepted: append([]store.AcceptedWarning{}, b.Accepted...),
		ReviewOn: p.Document().ReviewOn}
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

func activate(tx *store.Tx, by access.Actor, version store.PolicyVersion, p *ownership.Policy) error {
	for _, key := range p.Departments() {
		if _, err := tx.LockDepartment(key); err != nil {
			return err
		}
	}
	if err := govern.PutTerms(tx, p); err != nil {
		return err
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
