package play

import (
	"context"
	"log/slog"

	"switchboard"
	"switchboard/internal/consult"
	"switchboard/internal/desk"
	"switchboard/internal/flow"
	"switchboard/internal/ownership"
	"switchboard/internal/practice"
	"switchboard/internal/report"
	"switchboard/internal/sample"
	"switchboard/internal/store"
	"switchboard/internal/timers"
	"switchboard/internal/timesource"
	"switchboard/internal/triage/topic"
)

// Seed is the one every installation is told from, unless another is asked for.
const Seed = 1

// Company begins, resets and ends the sample company of an installation.
type Company struct {
	DB       *store.DB
	Time     timesource.Source
	In       flow.Inbound // of the installation: its triage, its digest
	Out      flow.Outbound
	Timers   map[string]timers.Handler // what a timer does when its time comes in the story
	Practice func() *practice.Network  // nil while it is not served
	Address  func() string             // of the practice network, as its connector reaches it
	Seal     func(switchboard.AccountID, map[string]string) ([]byte, error)
	Log      *slog.Logger
	// Questions and Reports are those of the installation; nothing is sent.
	Questions *consult.Desk
	Reports   *report.Desk
	Forget    func(file string) error // removes an attachment nothing names any more
	// Reload puts into force in this process what the database says now.
	Reload func(context.Context) error
	// Watch is told who leads, also in the story.
	Watch desk.Watch
}

// Begin shows the sample company to somebody who has just come and takes the place of one of its people. It refuses, with
// CodeConflict, an installation that holds anything of its own.
func (c Company) Begin(ctx context.Context, newcomer switchboard.AgentID) error {
	return c.tell(ctx, act{reasonBegun, newcomer}, func(tx *store.Tx) (plan, error) {
		if err := tx.LockSample(); err != nil {
			return plan{}, err
		}
		return plan{seed: Seed, newcomer: newcomer}, tx.Pristine()
	})
}

// Reset puts it back to its beginning: the same seed, told up to this moment, for the same newcomer.
func (c Company) Reset(ctx context.Context, by switchboard.AgentID) error {
	return c.tell(ctx, act{reasonReset, by}, func(tx *store.Tx) (plan, error) {
		before, files, err := remove(tx, false)
		return plan{seed: before.Seed, newcomer: before.Newcomer, files: files}, err
	})
}

// Reasons of sample.changed.
const (
	reasonBegun = "begun"
	reasonReset = "reset"
	reasonLeft  = "left"
)

// audited begins the name of each of these acts in the audit trail. That of leaving is store.SampleLeft.
const audited = "sample."

// act is what somebody did to the installation.
type act struct {
	reason string
	by     switchboard.AgentID
}

// record notes it in the journal, for everybody who follows, and in the audit trail.
func (a act) record(tx *store.Tx) error {
	err := tx.Record(switchboard.Event{Kind: switchboard.EventSampleChanged, ActorKind: switchboard.ActorAgent, Actor: a.by,
		Reason: a.reason})
	if err != nil {
		return err
	}
	return tx.InsertAudit(store.AuditEntry{ID: switchboard.NewID[switchboard.RequestID](tx.Now()), At: tx.Now(),
		ActorKind: switchboard.ActorAgent, Actor: a.by, Action: audited + a.reason})
}

func (c Company) network() (*practice.Network, error) {
	if n := c.Practice(); n != nil {
		return n, nil
	}
	return nil, switchboard.Refuse(switchboard.CodeUnavailable, "The practice network is switched off, and the sample company lives on it.").
		WithHint("Start the server with the setting practice on auto or on.")
}

// forget removes files. One that stays although it should go is swept with the next housekeeping.
func (c Company) forget(files []string) {
	for _, file := range files {
		if err := c.Forget(file); err != nil {
			c.Log.Error("a file of the sample company could not be removed yet", "error", err)
		}
	}
}

// teller begins a telling.
func (c Company) teller(tx *store.Tx, p plan, now timeOf) (*teller, error) {
	company, err := sample.New(p.seed, now)
	if err != nil {
		return nil, err
	}
	policy, err := ownership.Parse(company.Policy)
	if err != nil {
		return nil, err
	}
	topics, err := topic.NewReader(company.Topics)
	if err != nil {
		return nil, err
	}
	t := &teller{Company: company, tx: tx, policy: policy, made: c, newcomer: p.newcomer, desk: desk.New(),
		agents: map[string]switchboard.Agent{}, accounts: map[string]switchboard.Account{}, experts: map[string]switchboard.Expert{}, tokens: map[string]string{},
		random: company.Random("pauses")}
	t.out = c.Out
	t.out.Desk, t.out.Ring, t.out.Bell, t.out.Node = t.desk, nil, nil, node
	t.in = c.In
	t.in.Desk, t.in.Out, t.in.Bell, t.in.Intake.Node = t.desk, t.out, nil, node
	t.in.Policy = func() *ownership.Policy { return policy }
	t.in.Topics = func() *topic.Reader { return topics }
	t.desk.Watch = c.Watch
	return t, nil
}

// node works the story's messages; no process has its name.
const node = "sample"
