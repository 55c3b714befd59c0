package api

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
	"switchboard/internal/triage"
	"switchboard/internal/triage/topic"
	"switchboard/policies"
)

// FactsBody is what ownership may look at; what is absent is unknown.
type FactsBody struct {
	Network          switchboard.NetworkKey            `json:"network,omitempty" maxLength:"64"`
	Account          string                            `json:"account,omitempty" maxLength:"1024" doc:"Handle"`
	Brand            string                            `json:"brand,omitempty" maxLength:"64" doc:"Key"`
	Purpose          switchboard.Purpose               `json:"purpose,omitempty" maxLength:"64"`
	Visibility       switchboard.Visibility            `json:"visibility,omitempty" maxLength:"64"`
	Intent           switchboard.Intent                `json:"intent,omitempty" maxLength:"64"`
	IntentConfidence float64                           `json:"intent_confidence,omitempty" minimum:"0" maximum:"1"`
	OtherIntents     map[switchboard.Intent]float64    `json:"other_intents,omitempty" doc:"What it may be instead, each with its chance"`
	Topics           []string                          `json:"topics,omitempty" maxItems:"100"`
	Language         string                            `json:"language,omitempty" maxLength:"64"`
	Sentiment        switchboard.Sentiment             `json:"sentiment,omitempty" maxLength:"64"`
	Urgency          switchboard.Urgency               `json:"urgency,omitempty" maxLength:"64"`
	Flags            map[switchboard.Flag]float64      `json:"flags,omitempty" doc:"Those that are set, with confidence"`
	Known            bool                              `json:"known,omitempty" doc:"The author is a known customer"`
	Segment          string                            `json:"segment,omitempty" maxLength:"200"`
	OpenConversation bool                              `json:"open_conversation,omitempty"`
	LastDepartment   switchboard.DepartmentKey         `json:"last_department,omitempty" maxLength:"64"`
	OptedOut         bool                              `json:"opted_out,omitempty"`
	At               *time.Time                        `json:"at,omitempty" doc:"When it was published"`
	Waiting          map[switchboard.DepartmentKey]int `json:"waiting,omitempty" doc:"How many wait in each queue"`
}

func (b FactsBody) facts() (switchboard.Facts, error) {
	f := switchboard.Facts{Network: b.Network, Account: b.Account, Brand: b.Brand, Purpose: b.Purpose, Visibility: b.Visibility,
		Intent: b.Intent, IntentSure: b.IntentConfidence, OtherIntents: b.OtherIntents, Topics: b.Topics, Language: b.Language, Sentiment: b.Sentiment,
		Urgency: b.Urgency, Flags: b.Flags, Author: switchboard.AuthorFacts{Known: b.Known, Segment: b.Segment,
			OpenConversation: b.OpenConversation, LastDepartment: b.LastDepartment, OptedOut: b.OptedOut}, Waiting: b.Waiting}
	if b.At != nil {
		f.At = b.At.UTC()
	}
	return ownership.Canonical(f), ownership.CheckFacts(f)
}

// ExplainBody asks what a policy decides.
type ExplainBody struct {
	Facts  FactsBody `json:"facts" doc:"What is known of the message"`
	Text   string    `json:"text,omitempty" maxLength:"20000" doc:"What was said: triage reads it, and facts that are given stand against what it finds"`
	Source string    `json:"source,omitempty" maxLength:"1048576" doc:"A policy to ask instead of the one in force"`
	Models bool      `json:"models,omitempty" doc:"Also what each policy that comes with Switchboard would decide"`
}

// Explained is a decision and why.
type Explained struct {
	Sentence     string                    `json:"sentence" doc:"Why, in one sentence"`
	Path         []string                  `json:"path" nullable:"false" doc:"Every rule that mattered, in words"`
	Decision     switchboard.Decision      `json:"decision"`
	Alternatives []switchboard.Alternative `json:"alternatives" nullable:"false" doc:"What else could have been decided"`
	Now          *Model                    `json:"now,omitempty" doc:"What the policy in force decides, when another was asked"`
	Models       []Model                   `json:"models" nullable:"false" doc:"The same message under each policy that comes with Switchboard"`
}

// Model is what one policy decides, in short.
type Model struct {
	Policy        string                    `json:"policy"`
	Department    switchboard.DepartmentKey `json:"department"`
	Cover         string                    `json:"cover" doc:"The first who stands in, or none"`
	Rule          string                    `json:"rule"`
	RequiredLevel int                       `json:"required_level"`
	Deadline      switchboard.Seconds       `json:"deadline_seconds"`
	Sentence      string                    `json:"sentence"`
}

func modelOf(p *ownership.Policy, f switchboard.Facts) Model {
	d := p.Decide(f)
	return Model{Policy: p.Name(), Department: d.Department, Cover: exam.CoverOf(d), Rule: d.Rule, RequiredLevel: d.RequiredLevel,
		Deadline: d.Deadline, Sentence: p.Explain(d)}
}

func (s *server) explainDecision(ctx context.Context, in *struct{ Body ExplainBody }) (*BodyOf[Explained], error) {
	p, err := s.policyToAsk(ctx, in.Body.Source)
	if err != nil {
		return nil, err
	}
	facts, err := in.Body.read(s.In.Triage, s.topics())
	if err != nil {
		return nil, err
	}
	decision := p.Decide(facts)
	out := Explained{Sentence: p.Explain(decision), Path: ownership.ExplainPath(decision), Decision: decision, Models: []Model{},
		Alternatives: append([]switchboard.Alternative{}, p.Alternatives(facts)...)}
	if in.Body.Source != "" {
		leading, err := s.policyToAsk(ctx, "")
		if err != nil {
			return nil, err
		}
		now := modelOf(leading, facts)
		out.Now = &now
	}
	if in.Body.Models {
		out.Models, err = shippedModels(facts)
	}
	return bodyOf(out), err
}

func shippedModels(facts switchboard.Facts) ([]Model, error) {
	out := make([]Model, 0, len(policies.Names()))
	for _, name := range policies.Names() {
		p, err := ownership.Shipped(name)
		if err != nil {
			return nil, err
		}
		out = append(out, modelOf(p, facts))
	}
	return out, nil
}

// read is the facts: those that are given, and for the others what triage finds in the text as it reads messages now, with
// the topics of the company's list.
func (b ExplainBody) read(triager triage.Triager, known *topic.Reader) (switchboard.Facts, error) {
	given := b.Facts
	if b.Text == "" {
		return given.facts()
	}
	verdict := triager.Classify(triage.Input{Text: b.Text, Lang: given.Language, Network: string(given.Network)})
	verdict.Topics = known.Find(b.Text, verdict.Language)
	found := ownership.FactsFrom(ownership.FactsInput{Verdict: verdict})
	if given.Intent == "" {
		given.Intent, given.IntentConfidence, given.OtherIntents = found.Intent, found.IntentSure, found.OtherIntents
	}
	if given.Flags == nil {
		given.Flags = found.Flags
	}
	if given.Topics == nil {
		given.Topics = found.Topics
	}
	given.Language = orFound(given.Language, found.Language)
	given.Sentiment = orFound(given.Sentiment, found.Sentiment)
	given.Urgency = orFound(given.Urgency, found.Urgency)
	return given.facts()
}

func orFound[T ~string](given, found T) T {
	if given == "" {
		return found
	}
	return given
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
