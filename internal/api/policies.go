package api

import (
	"context"
	"net/http"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
	"switchboard/policies"
)

func policyRoutes(s *server) {
	const tag = "policies"
	bad := []switchboard.Code{switchboard.CodeBadPolicy}
	register(s, route{ID: "read-active-policy", Method: http.MethodGet, Path: "/policies/active", Tag: tag,
		Needs: access.PolicyRead, Summary: "The ownership policy in force",
		Doc: "Until one is activated, the one the product comes with."}, s.activePolicy)
	register(s, route{ID: "list-policies", Method: http.MethodGet, Path: "/policies", Tag: tag, Needs: access.PolicyRead,
		Summary: "Activations, the newest first",
		Doc:     "Without their texts, and each with what it changed in how people work."}, s.listPolicies)
	register(s, route{ID: "read-policy", Method: http.MethodGet, Path: "/policies/{id}", Tag: tag, Needs: access.PolicyRead,
		Summary: "One activation, with its text", Codes: []switchboard.Code{switchboard.CodeNotFound}}, s.readPolicy)
	register(s, route{ID: "list-shipped-policies", Method: http.MethodGet, Path: "/policies/shipped", Tag: tag,
		Needs: access.PolicyRead, Summary: "The policies that come with Switchboard"}, s.shippedPolicies)
	register(s, route{ID: "read-policy-agenda", Method: http.MethodGet, Path: "/policies/agenda", Tag: tag,
		Needs: access.PolicyRead, Summary: "What the next look at the policy is about",
		Doc: "Which drafts are open, who said since it leads that something came to the wrong department, what its drift rules found, and which warnings were left."},
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
