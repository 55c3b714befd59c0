package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/setup"
	"switchboard/internal/store"
)

func setupRoutes(s *server) {
	const tag = "setup"
	taken := []switchboard.Code{switchboard.CodeConflict}
	register(s, route{ID: "read-setup", Method: http.MethodGet, Path: "/setup", Tag: tag, Open: true,
		Summary: "Whether this installation waits to be set up",
		Doc:     "Once somebody works here, it says no more than that."}, s.readSetup)
	register(s, route{ID: "open-setup", Method: http.MethodPost, Path: "/setup/open", Tag: tag, Open: true, Status: http.StatusCreated,
		Summary: "Use the set-up link",
		Doc: "The link works once, within 15 minutes. It sets a cookie with which this browser may set up for half an hour. A " +
			"link that ran out, was used, was guessed or is none is refused in the same words.",
		Codes: append(taken, switchboard.CodeUnauthorized)}, s.openSetup)
	register(s, route{ID: "read-setup-visit", Method: http.MethodGet, Path: "/setup/visit", Tag: tag, Setup: true,
		Summary: "Until when this browser may set up", Codes: taken}, s.readVisit)
	register(s, route{ID: "propose-setup", Method: http.MethodPost, Path: "/setup/proposal", Tag: tag, Setup: true,
		Summary: "What would follow from some answers", Doc: "It changes nothing and can be asked any number of times.",
		Codes: taken}, s.proposeSetup)
	register(s, route{ID: "set-up", Method: http.MethodPost, Path: "/setup", Tag: tag, Setup: true, Status: http.StatusCreated,
		Summary: "Set up with one's own company",
		Doc: "Makes the first administrator, and departments, people, hours, policy and objectives as proposed, all at once; " +
			"then signs in and ends set-up for good. Of two browsers at once one does, the other is refused.",
		Codes: []switchboard.Code{switchboard.CodeConflict, switchboard.CodeStale}}, s.setUp)
	register(s, route{ID: "set-up-sample", Method: http.MethodPost, Path: "/setup/sample", Tag: tag, Setup: true,
		Status: http.StatusCreated, Takes: telling, Summary: "Look around a sample company",
		Doc: "Makes the first administrator, signs in, ends set-up and loads the invented company.", Codes: taken}, s.setUpSample)
}

// SetupState is whether an installation waits to be set up.
type SetupState struct {
	Needed         bool   `json:"needed" doc:"Nobody works here yet"`
	SamplePossible bool   `json:"sample_possible" doc:"There is a sample company to look around"`
	SampleWanted   bool   `json:"sample_wanted,omitempty" doc:"The server was started to show it: only a password is to be asked for"`
	Version        string `json:"version,omitempty" doc:"Of the product, while set-up is needed"`
	Command        string `json:"command,omitempty" doc:"How the program is called on the installation's machine, such as bin/switchboard, while set-up is needed: user link behind it makes another link"`
	PublicURL      string `json:"public_url,omitempty" doc:"As people reach it; absent when nobody has said, or set-up is over"`
	Off            []Off  `json:"off,omitempty" doc:"What does not work without a public address, while set-up is needed"`
}

func (s *server) readSetup(ctx context.Context, _ *struct{}) (*BodyOf[SetupState], error) {
	var anybody bool
	err := s.view(ctx, func(tx *store.Tx) (err error) {
		anybody, err = tx.Anybody()
		return err
	})
	if err != nil || anybody {
		return bodyOf(SetupState{}), err
	}
	return bodyOf(SetupState{Needed: true, SamplePossible: s.Sample != nil, SampleWanted: s.Sample != nil && s.SampleWanted, Version: s.Version, PublicURL: s.PublicURL,
		Command: orWord(s.command(), "switchboard"), Off: s.off()}), nil
}

// VisitBody is until when a browser may set up.
type VisitBody struct {
	Until time.Time `json:"until"`
}

type openSetupInput struct {
	Body struct {
		Token string `json:"token" maxLength:"1024" doc:"What stands behind the # of the link"`
	}
}

type openSetupOutput struct {
	SetCookie string `header:"Set-Cookie" doc:"This browser may set up"`
	Body      VisitBody
}

func (s *server) openSetup(ctx context.Context, in *openSetupInput) (*openSetupOutput, error) {
	visit, err := s.Access.OpenSetup(ctx, in.Body.Token, callOf(ctx).from)
	if err != nil {
		return nil, err
	}
	s.linkSpent()
	return &openSetupOutput{SetCookie: s.cookie.named(s.cookie.visit(), visit.Token, access.VisitLasts),
		Body: VisitBody{Until: visit.Until}}, nil
}

func (s *server) linkSpent() {
	if s.LinkSpent != nil {
		s.LinkSpent()
	}
}

func (s *server) readVisit(ctx context.Context, _ *struct{}) (*BodyOf[VisitBody], error) {
	until, err := s.Access.CheckVisit(ctx, callOf(ctx).visit)
	return bodyOf(VisitBody{Until: until}), err
}

type proposeInput struct {
	Body struct {
		Answers setup.Answers `json:"answers"`
	}
}

func (s *server) proposeSetup(ctx context.Context, in *proposeInput) (*BodyOf[setup.Proposal], error) {
	p, err := s.proposed(ctx, in.Body.Answers, "")
	return bodyOf(p), err
}

// FirstPerson is who sets up.
type FirstPerson struct {
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Email    string `json:"email" maxLength:"254" doc:"Signs in with it"`
	Password string `json:"password" maxLength:"1024" doc:"At least 10 characters; a few unrelated words make a good one"`
}

// SetupBody sets up with one's own company.
type SetupBody struct {
	FirstPerson
	With       string        `json:"with,omitempty" enum:"own" doc:"One's own company"`
	Answers    setup.Answers `json:"answers"`
	PolicyHash string        `json:"policy_hash,omitempty" maxLength:"64" doc:"Of the proposal that was read; refused as stale when the answers give another"`
}

// SetupDone is what was made.
type SetupDone struct {
	Me      Me                  `json:"me" doc:"Who is signed in now"`
	People  []switchboard.Agent `json:"people" nullable:"false" doc:"Who was taken in besides; each can be invited"`
	Problem *Refused            `json:"problem,omitempty" doc:"The sample company could not be loaded; everything else is done"`
}

type setUpOutput struct {
	SetCookie []string `header:"Set-Cookie" doc:"The session; and takes the right to set up back"`
	Body      SetupDone
}

func (s *server) setUp(ctx context.Context, in *struct{ Body SetupBody }) (*setUpOutput, error) {
	b := in.Body
	p, err := s.proposed(ctx, b.Answers, b.PolicyHash)
	if err != nil {
		return nil, err
	}
	first := b.agent()
	first.Departments, first.Freedom, first.Languages = p.You, crisisVoice, b.Answers.Languages
	f := founding{s: s, proposal: p, answers: b.Answers}
	return s.found(ctx, access.NewAgent{Agent: first, Password: b.Password}, &f)
}

// proposed is what follows from some answers and the departments there are, which has to be the policy that somebody read;
// read is empty for whoever read none.
func (s *server) proposed(ctx context.Context, a setup.Answers, read string) (p setup.Proposal, err error) {
	var standing []switchboard.Department
	err = s.view(ctx, func(tx *store.Tx) (err error) {
		standing, err = tx.Departments()
		return err
	})
	if err != nil {
		return p, err
	}
	p, err = setup.Propose(a, standing, s.Time.Now(), s.read())
	if err == nil && read != "" && read != p.PolicyHash {
		err = switchboard.Refuse(switchboard.CodeStale, "These answers give another policy than the one that was read.").
			WithField("policy_hash").WithHint("Ask for the proposal again, then start with it.")
	}
	return p, err
}

// crisisVoice is the freedom of whoever nobody else has to agree with.
const crisisVoice = 5

func (p FirstPerson) agent() switchboard.Agent {
	return switchboard.Agent{Name: p.Name, Email: p.Email}
}

// found makes the first person and what else is to be made, and signs them in. Whoever founds is here.
func (s *server) found(ctx context.Context, first access.NewAgent, f *founding) (*setUpOutput, error) {
	c := callOf(ctx)
	first.Agent.Presence = switchboard.Here
	in, err := s.Access.Found(ctx, access.Founding{Visit: c.visit, First: first, Also: f.write})
	if err != nil {
		return nil, err
	}
	c.actor = in.Actor
	s.linkSpent()
	return &setUpOutput{SetCookie: []string{s.cookie.set(in.Token, s.Access.Absolute), s.cookie.named(s.cookie.visit(), "", 0)},
		Body: SetupDone{Me: meOf(in.Actor, in.Agent), People: append([]switchboard.Agent{}, f.people...)}}, nil
}

// Whoever looks around without saying who they are.
const (
	nobodyName  = "You"
	nobodyEmail = "you@example.org"
)

// SampleBody is who looks around the sample company.
type SampleBody struct {
	Name     string `json:"name,omitempty" maxLength:"200" doc:"Absent: You"`
	Email    string `json:"email,omitempty" maxLength:"254" doc:"Absent: you@example.org"`
	Password string `json:"password" maxLength:"1024" doc:"At least 10 characters"`
}

func (s *server) setUpSample(ctx context.Context, in *struct{ Body SampleBody }) (*setUpOutput, error) {
	if s.Sample == nil {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "There is no sample company here.").
			WithHint("Set up with your own company; the practice network lets you try everything.")
	}
	first := switchboard.Agent{Name: orWord(in.Body.Name, nobodyName), Email: orWord(in.Body.Email, nobodyEmail), Freedom: crisisVoice}
	out, err := s.found(ctx, access.NewAgent{Agent: first, Password: in.Body.Password}, &founding{s: s})
	if err != nil {
		return nil, err
	}
	me := out.Body.Me
	detached, stop := s.unhurried(ctx)
	defer stop()
	if err := s.Sample.Begin(detached, me.Agent.ID); err != nil {
		s.Log.ErrorContext(ctx, "the sample company could not be loaded", "request", callOf(ctx).id, "error", err)
		out.Body.Problem = notLoaded(err)
		return out, nil
	}
	out.Body.Me, err = s.placed(detached, callOf(ctx).actor)
	return out, err
}

// placed is somebody as the sample company has just placed them.
func (s *server) placed(ctx context.Context, a access.Actor) (me Me, err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		agent, err := tx.Agent(a.Agent)
		if err != nil {
			return err
		}
		limits, err := tx.AgentScope(a.Agent)
		a.Scope = access.ScopeOf(agent, limits)
		me = meOf(a, agent)
		return err
	})
	return me, err
}

// notLoaded says what is done although the sample company could not be loaded.
func notLoaded(err error) *Refused {
	if r := refusedBy(err); r.Code != switchboard.CodeInternal {
		return r
	}
	return &Refused{Code: switchboard.CodeInternal, Text: "You work here now and are signed in, but the sample company could not be loaded.",
		Hint: "Look whether it has come after all; otherwise begin it once more. Nothing half told stays."}
}

func orWord(given, otherwise string) string {
	if given == "" {
		return otherwise
	}
	return given
}
