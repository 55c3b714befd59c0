package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

// Sample begins, resets and ends the sample company.
type Sample interface {
	Begin(ctx context.Context, newcomer switchboard.AgentID) error
	Reset(ctx context.Context, by switchboard.AgentID) error
	Leave(ctx context.Context, by switchboard.AgentID, keepPeople, keepPolicy bool) error
}

// telling is how long the sample company may take to come or go, on a slow machine.
const telling = time.Minute

// unhurried lets the sample company come or go as a whole although its caller is gone; stop is called afterwards.
func (s *server) unhurried(ctx context.Context) (detached context.Context, stop func()) {
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	disarm := s.Time.AfterFunc(telling, cancel)
	return detached, func() {
		disarm()
		cancel()
	}
}

func sampleRoutes(s *server) {
	const tag = "sample"
	register(s, route{ID: "read-sample", Method: http.MethodGet, Path: "/sample", Tag: tag, Needs: access.CompanyRead,
		Summary: "Whether this is the sample company, and what goes when it is left"}, s.readSample)
	change := func(path, id, summary, doc string) route {
		return route{ID: id, Method: http.MethodPost, Path: path, Tag: tag, Needs: access.InstallationManage, Takes: telling,
			Summary: summary, Doc: doc}
	}
	register(s, change("/sample", "begin-sample", "Look around the sample company",
		"Whoever asks takes the place of somebody who works there. Refused where anybody was heard or any account is connected."),
		s.beginSample)
	register(s, change("/sample/reset", "reset-sample", "Put the sample company back to its beginning",
		"The same people and the same story, told up to this moment."), s.resetSample)
	register(s, change("/sample/leave", "leave-sample", "Start with one's own company",
		"Every message, customer, conversation, account, journal row and practice post of the sample goes, for good. Read the "+
			"sample first: it says how much that is."), s.leaveSample)
}

// SampleView is the sample company, if it is here.
type SampleView struct {
	Present    bool                  `json:"present" doc:"What is seen here is invented"`
	Wanted     bool                  `json:"wanted,omitempty" doc:"The server was started to show it, nobody has begun it yet, and nobody has made the installation their own"`
	Seed       uint64                `json:"seed,omitempty" doc:"The same seed gives the same company"`
	ToldAt     *time.Time            `json:"told_at,omitempty" doc:"The present of its story"`
	Newcomer   switchboard.AgentID   `json:"newcomer,omitzero" doc:"Who looks around"`
	Colleagues []switchboard.AgentID `json:"colleagues" nullable:"false" doc:"People who are invented"`
	Goes       *SampleSize           `json:"goes,omitempty" doc:"What is removed when it is left"`
	Drafts     []store.PolicyDraft   `json:"policy_drafts" nullable:"false" doc:"Policies that were kept when it was left"`
	NotNow     *Refused              `json:"not_now,omitempty" doc:"Why it cannot be begun here"`
}

// SampleSize is how much of each there is; 10,000 means that many or more.
type SampleSize struct {
	Conversations int64 `json:"conversations"`
	Customers     int64 `json:"customers"`
	Messages      int64 `json:"messages"`
	Drafts        int64 `json:"drafts"`
	Accounts      int64 `json:"accounts"`
	People        int64 `json:"people" doc:"Unless they are kept"`
}

func (s *server) readSample(ctx context.Context, _ *struct{}) (out *BodyOf[SampleView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		v, err := s.sampleView(tx)
		out = bodyOf(v)
		return err
	})
	return out, err
}

func (s *server) sampleView(tx *store.Tx) (v SampleView, err error) {
	v.Colleagues = []switchboard.AgentID{}
	drafts, err := tx.PolicyDrafts()
	v.Drafts = append([]store.PolicyDraft{}, drafts...)
	if err != nil {
		return v, err
	}
	mark, found, err := tx.Sample()
	if err != nil {
		return v, err
	}
	if !found {
		if err = tx.Pristine(); switchboard.IsCode(err, switchboard.CodeConflict) {
			v.NotNow, err = refusedBy(err), nil
		}
		if err == nil && v.NotNow == nil && s.SampleWanted {
			v.Wanted, err = unclaimed(tx)
		}
		return v, err
	}
	size, err := tx.SampleSize()
	v.Present, v.Seed, v.ToldAt, v.Newcomer = true, mark.Seed, &mark.ToldAt, mark.Newcomer
	v.Colleagues = append(v.Colleagues, mark.Agents...)
	v.Goes = &SampleSize{Conversations: size.Conversations, Customers: size.Customers, Messages: size.Messages, Drafts: size.Drafts,
		Accounts: size.Accounts, People: int64(len(mark.Agents))}
	return v, err
}

// unclaimed reports whether the sample company may begin because the server was started to show it.
func unclaimed(tx *store.Tx) (bool, error) {
	err := tx.Unclaimed()
	if switchboard.IsCode(err, switchboard.CodeConflict) {
		return false, nil
	}
	return err == nil, err
}

// sampleHook refuses where the sample company cannot be made.
func (s *server) sampleHook() (Sample, error) {
	if s.Sample == nil {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "The sample company cannot be shown here.")
	}
	return s.Sample, nil
}

func (s *server) afterSample(ctx context.Context, do func(context.Context, Sample) error) (*BodyOf[SampleView], error) {
	hook, err := s.sampleHook()
	if err != nil {
		return nil, err
	}
	detached, stop := s.unhurried(ctx)
	defer stop()
	if err := do(detached, hook); err != nil {
		return nil, err
	}
	return s.readSample(detached, nil)
}

func (s *server) beginSample(ctx context.Context, _ *struct{}) (*BodyOf[SampleView], error) {
	return s.afterSample(ctx, func(ctx context.Context, hook Sample) error { return hook.Begin(ctx, actorOf(ctx).Agent) })
}

func (s *server) resetSample(ctx context.Context, _ *struct{}) (*BodyOf[SampleView], error) {
	return s.afterSample(ctx, func(ctx context.Context, hook Sample) error { return hook.Reset(ctx, actorOf(ctx).Agent) })
}

type leaveSampleInput struct {
	Body struct {
		Keep []string `json:"keep,omitempty" maxItems:"2" enum:"people,policy" doc:"What stays: the people with their departments and hours, the policy as a draft"`
	}
}

func (s *server) leaveSample(ctx context.Context, in *leaveSampleInput) (*BodyOf[SampleView], error) {
	keeps := func(what string) bool { return slices.Contains(in.Body.Keep, what) }
	return s.afterSample(ctx, func(ctx context.Context, hook Sample) error {
		return hook.Leave(ctx, actorOf(ctx).Agent, keeps("people"), keeps("policy"))
	})
}
