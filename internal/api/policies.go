package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/store"
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
	register(s, route{ID: "validate-policy", Method: http.MethodPost, Path: "/policies/validate", Tag: tag, Body: 2 << 20,
		Needs: access.PolicyRead, Summary: "Check a policy without activating it"}, s.validatePolicy)
	register(s, route{ID: "activate-policy", Method: http.MethodPost, Path: "/policies", Tag: tag, Body: 2 << 20,
		Needs: access.PolicyActivate, Status: http.StatusCreated, Summary: "Put a policy into force",
		Doc: "Says why, and what it is meant to achieve. It holds for what is decided from then on.", Codes: bad}, s.activatePolicy)
	register(s, route{ID: "explain-decision", Method: http.MethodPost, Path: "/policies/explain", Tag: tag, Body: 2 << 20,
		Needs: access.PolicyRead, Summary: "What a policy decides for given facts, and why", Codes: bad}, s.explainDecision)
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
	return store.PolicyVersion{Name: p.Name(), Hash: p.Hash(), Source: string(p.Source())}, p, nil
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

// PolicyCheck is what was found in a policy.
type PolicyCheck struct {
	Valid       bool                        `json:"valid"`
	Name        string                      `json:"name,omitempty"`
	Hash        string                      `json:"hash,omitempty"`
	Departments []switchboard.DepartmentKey `json:"departments,omitempty" doc:"Every department it names"`
	Findings    []PolicyFinding             `json:"findings" nullable:"false" doc:"Everything that is wrong, in the order of the text"`
}

// PolicyFinding is one thing that is wrong in a policy's text.
type PolicyFinding document.Finding

func (s *server) validatePolicy(ctx context.Context, in *struct{ Body PolicySource }) (*BodyOf[PolicyCheck], error) {
	p, err := s.parse(ctx, in.Body.Source)
	var findings document.Findings
	if errors.As(err, &findings) {
		check := PolicyCheck{Findings: make([]PolicyFinding, len(findings))}
		for i, f := range findings {
			check.Findings[i] = PolicyFinding(f)
		}
		return bodyOf(check), nil
	}
	if err != nil {
		return nil, err
	}
	return bodyOf(PolicyCheck{Valid: true, Name: p.Name(), Hash: p.Hash(), Departments: p.Departments(),
		Findings: []PolicyFinding{}}), nil
}

// parse reads a policy against the departments the company has.
func (s *server) parse(ctx context.Context, source string) (p *ownership.Policy, err error) {
	var known document.Vocabulary
	err = s.view(ctx, func(tx *store.Tx) error {
		departments, err := tx.Departments()
		for _, d := range departments {
			known.Departments = append(known.Departments, d.Key)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return ownership.ParseWith([]byte(source), known)
}

// ActivateBody puts a policy into force.
type ActivateBody struct {
	PolicySource
	Why       string `json:"why" maxLength:"2000" doc:"Why it changes"`
	Objective string `json:"objective" maxLength:"2000" doc:"What it is meant to achieve, so that it can be judged later"`
	Replaces  string `json:"replaces,omitempty" maxLength:"64" doc:"Hash of the policy it was made from; refused as stale when another is in force"`
}

func (s *server) activatePolicy(ctx context.Context, in *struct{ Body ActivateBody }) (*BodyOf[store.PolicyVersion], error) {
	b := in.Body
	if strings.TrimSpace(b.Why) == "" || strings.TrimSpace(b.Objective) == "" {
		return nil, switchboard.Refuse(switchboard.CodeMustExplain, "Say why, and what it is meant to achieve.").
			WithField("why").WithHint("Both stand in the history of policies.")
	}
	p, err := s.parse(ctx, b.Source)
	if err != nil {
		return nil, err
	}
	var version store.PolicyVersion
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := replaces(tx, b.Replaces); err != nil {
			return err
		}
		version = store.PolicyVersion{ID: switchboard.NewID[switchboard.PolicyID](tx.Now()), Name: p.Name(), Hash: p.Hash(),
			Source: b.Source, ActivatedAt: tx.Now(), ActivatedBy: actorOf(ctx).Agent, Why: b.Why, Objective: b.Objective}
		if s.PolicyChanged != nil {
			tx.AfterCommit(func() { s.PolicyChanged(p) })
		}
		return activate(tx, actorOf(ctx), version, p.Departments())
	})
	return bodyOf(version), err
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

func activate(tx *store.Tx, by access.Actor, version store.PolicyVersion, departments []switchboard.DepartmentKey) error {
	for _, key := range departments {
		if _, err := tx.LockDepartment(key); err != nil {
			return err
		}
	}
	if err := tx.InsertPolicy(version); err != nil {
		return err
	}
	if err := tx.Record(switchboard.Event{Kind: switchboard.EventPolicyActivated, ActorKind: by.Kind, Actor: by.Agent,
		Subject: version.ID.String()}); err != nil {
		return err
	}
	return access.Audit(tx, by, access.Act{Action: "policy.activate", Subject: version.ID.String(), Detail: version.Hash})
}

// FactsBody is what ownership may look at; what is absent is unknown.
type FactsBody struct {
	Network          switchboard.NetworkKey       `json:"network,omitempty" maxLength:"64"`
	Account          string                       `json:"account,omitempty" maxLength:"1024" doc:"Handle"`
	Brand            string                       `json:"brand,omitempty" maxLength:"64" doc:"Key"`
	Purpose          switchboard.Purpose          `json:"purpose,omitempty" maxLength:"64"`
	Visibility       switchboard.Visibility       `json:"visibility,omitempty" maxLength:"64"`
	Intent           switchboard.Intent           `json:"intent,omitempty" maxLength:"64"`
	IntentConfidence float64                      `json:"intent_confidence,omitempty" minimum:"0" maximum:"1"`
	Topics           []string                     `json:"topics,omitempty" maxItems:"100"`
	Language         string                       `json:"language,omitempty" maxLength:"64"`
	Sentiment        switchboard.Sentiment        `json:"sentiment,omitempty" maxLength:"64"`
	Urgency          switchboard.Urgency          `json:"urgency,omitempty" maxLength:"64"`
	Flags            map[switchboard.Flag]float64 `json:"flags,omitempty" doc:"Those that are set, with confidence"`
	Known            bool                         `json:"known,omitempty" doc:"The author is a known customer"`
	Segment          string                       `json:"segment,omitempty" maxLength:"200"`
	OpenConversation bool                         `json:"open_conversation,omitempty"`
	LastDepartment   switchboard.DepartmentKey    `json:"last_department,omitempty" maxLength:"64"`
	OptedOut         bool                         `json:"opted_out,omitempty"`
	At               *time.Time                   `json:"at,omitempty" doc:"When it was published"`
}

func (b FactsBody) facts() switchboard.Facts {
	f := switchboard.Facts{Network: b.Network, Account: b.Account, Brand: b.Brand, Purpose: b.Purpose, Visibility: b.Visibility,
		Intent: b.Intent, IntentSure: b.IntentConfidence, Topics: b.Topics, Language: b.Language, Sentiment: b.Sentiment,
		Urgency: b.Urgency, Flags: b.Flags, Author: switchboard.AuthorFacts{Known: b.Known, Segment: b.Segment,
			OpenConversation: b.OpenConversation, LastDepartment: b.LastDepartment, OptedOut: b.OptedOut}}
	if b.At != nil {
		f.At = b.At.UTC()
	}
	return ownership.Canonical(f)
}

// ExplainBody asks what a policy decides.
type ExplainBody struct {
	Facts  FactsBody `json:"facts" doc:"What is known of the message"`
	Source string    `json:"source,omitempty" maxLength:"1048576" doc:"A policy to ask instead of the one in force"`
}

// Explained is a decision and why.
type Explained struct {
	Sentence     string                    `json:"sentence" doc:"Why, in one sentence"`
	Decision     switchboard.Decision      `json:"decision"`
	Alternatives []switchboard.Alternative `json:"alternatives" nullable:"false" doc:"What else could have been decided"`
}

func (s *server) explainDecision(ctx context.Context, in *struct{ Body ExplainBody }) (*BodyOf[Explained], error) {
	p, err := s.policyToAsk(ctx, in.Body.Source)
	if err != nil {
		return nil, err
	}
	facts := in.Body.Facts.facts()
	decision := p.Decide(facts)
	return bodyOf(Explained{Sentence: p.Explain(decision), Decision: decision,
		Alternatives: append([]switchboard.Alternative{}, p.Alternatives(facts)...)}), nil
}

func (s *server) policyToAsk(ctx context.Context, source string) (p *ownership.Policy, err error) {
	if source != "" {
		return s.parse(ctx, source)
	}
	err = s.view(ctx, func(tx *store.Tx) error {
		_, p, err = inForce(tx)
		return err
	})
	return p, err
}
