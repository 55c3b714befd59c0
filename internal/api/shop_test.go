package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
	"switchboard/internal/triage"
)

// calm finds nothing remarkable in anything, but a reporter where one says so, and perhaps one who speaks of a newspaper. Noise
// it does not read.
type calm struct{}

func (calm) Classify(in triage.Input) switchboard.Verdict {
	v := switchboard.Verdict{Language: "en", Model: "test 1", Heads: map[switchboard.Head]switchboard.Finding{
		switchboard.HeadIntent: {Label: string(switchboard.IntentQuestion), Confidence: 0.9}}}
	if strings.Contains(in.Text, "noise") {
		return switchboard.Verdict{Model: "none"}
	}
	if strings.Contains(in.Text, "reporter") {
		v.Heads[switchboard.Head(switchboard.FlagPress)] = switchboard.Finding{Label: switchboard.Yes, Confidence: 0.9}
	}
	if strings.Contains(in.Text, "newspaper") {
		v.Heads[switchboard.Head(switchboard.FlagPress)] = switchboard.Finding{Label: switchboard.Yes, Confidence: 0.2}
	}
	return v
}

// square is a network that can carry short public and private answers.
func square() connector.Spec {
	return connector.Spec{Key: "square", Text: connector.TextLimit{Max: 60}, Parts: 3,
		Capabilities: []connector.Capability{connector.PostPublic, connector.PostPrivate, connector.EditPost,
			connector.DeletePost, connector.HidePost}}
}

// shop is a world with a whole line: a kettle shop that is spoken to on the square.
type shop struct {
	*world
	policy  *ownership.Policy
	account switchboard.Account
	said    int
}

func newShop(t *testing.T, change ...func(*Options)) *shop {
	t.Helper()
	s := &shop{}
	var err error
	if s.policy, err = ownership.DefaultPolicy(); err != nil {
		t.Fatal(err)
	}
	s.world = newWorld(t, append([]func(*Options){s.line}, change...)...)
	s.update(func(tx *store.Tx) error {
		brand, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](tx.Now()), Key: "kettles", Name: "Kettles"})
		if err != nil {
			return err
		}
		for _, key := range []switchboard.DepartmentKey{"service", "comms", "sales"} {
			if err := tx.SaveDepartment(switchboard.Department{Key: key, Name: string(key)}); err != nil {
				return err
			}
		}
		s.account = switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](tx.Now()), Network: "square", Realm: "square",
			Handle: "@kettles", BrandID: brand.ID, Voice: switchboard.VoiceCorporate, State: switchboard.AccountLive, CreatedAt: tx.Now()}
		if _, err := tx.InsertAccount(s.account); err != nil {
			return err
		}
		return tx.InsertPolicy(store.PolicyVersion{ID: switchboard.NewID[switchboard.PolicyID](tx.Now()), Name: s.policy.Name(),
			Hash: s.policy.Hash(), Source: string(s.policy.Source()), ActivatedAt: tx.Now()})
	})
	return s
}

func (s *shop) line(o *Options) {
	spec := func(key switchboard.NetworkKey) (connector.Spec, bool) { return square(), key == "square" }
	o.Out = flow.Outbound{DB: o.DB, Desk: o.Desk, Spec: spec, Node: "n1", Policy: func() *ownership.Policy { return s.policy }}
	o.In = flow.Inbound{DB: o.DB, Intake: intake.Intake{Node: "n1", Digest: func(parts ...string) []byte {
		sum := o.Ring.Digest("tombstone", parts...)
		return sum[:]
	}}, Triage: calm{}, Policy: func() *ownership.Policy { return s.policy }, Desk: o.Desk, Out: o.Out}
}

// hear lets a customer say something in public and returns its conversation.
func (s *shop) hear(who, text string) switchboard.Conversation {
	s.t.Helper()
	return s.take(connector.Item{Visibility: switchboard.Public, Kind: switchboard.KindMention}, who, text)
}

func (s *shop) take(item connector.Item, who, text string) switchboard.Conversation {
	s.t.Helper()
	s.said++
	item.Change, item.Direction, item.Addressed = connector.Said, switchboard.In, true
	item.ExternalID = fmt.Sprintf("p%d", s.said)
	if item.ThreadKey == "" {
		item.ThreadKey = item.ExternalID
	}
	item.Author = switchboard.Author{ID: who, Handle: "@" + who, Name: who}
	item.Content.Text, item.Published = text, s.clock.Now()
	_, err := s.api.In.Take(s.t.Context(), intake.Handed{Account: s.account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: []connector.Item{item}}}, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	s.work()
	s.clock.Advance(time.Millisecond) // what is said next is said later
	var m switchboard.Message
	s.update(func(tx *store.Tx) (err error) {
		m, _, err = tx.MessageByKey("square", item.ExternalID)
		return err
	})
	return s.stored(m.ConversationID)
}

// work takes everything that was acknowledged down the rest of the line.
func (s *shop) work() {
	s.t.Helper()
	var all []intake.Work
	s.update(func(tx *store.Tx) (err error) {
		all, err = tx.PendingWork("n1", intake.Work{Priority: -1}, 1000)
		return err
	})
	for _, w := range all {
		if err := s.api.In.Work(s.t.Context(), w); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *shop) stored(id switchboard.ConversationID) (c switchboard.Conversation) {
	s.t.Helper()
	s.update(func(tx *store.Tx) (err error) {
		c, err = tx.Conversation(id)
		return err
	})
	return c
}

// colleague takes in one more agent of a department and keeps their token under the given name.
func (s *shop) colleague(name switchboard.Role, department switchboard.DepartmentKey, freedom int) switchboard.Agent {
	s.t.Helper()
	agent, err := s.gate.CreateAgent(s.t.Context(), access.System(), access.NewAgent{Agent: switchboard.Agent{Name: "Kim " + string(name),
		Email: string(name) + "@care.example", Role: switchboard.RoleAgent, Departments: []switchboard.DepartmentKey{department}, Freedom: freedom}})
	if err != nil {
		s.t.Fatal(err)
	}
	token, _, err := s.gate.IssueToken(s.t.Context(), access.For(agent, store.AgentScope{}), access.NewToken{Name: "tests"})
	if err != nil {
		s.t.Fatal(err)
	}
	s.people[name], s.tokens[name] = agent, token
	return agent
}

// ask makes a request with a body made of v and decodes what comes back with the wanted status into out.
func (s *shop) ask(as switchboard.Role, method, path string, v any, status int, out any) {
	s.t.Helper()
	body := ""
	if v != nil {
		raw, err := json.Marshal(v)
		if err != nil {
			s.t.Fatal(err)
		}
		body = string(raw)
	}
	got := s.do(request{Method: method, Path: "/api/v1" + path, Body: body, As: as})
	if got.Code != status {
		s.t.Fatalf("%s %s as %s: status %d, want %d: %s", method, path, as, got.Code, status, got.Body)
	}
	if out == nil || got.Body.Len() == 0 {
		return
	}
	if err := json.Unmarshal(got.Body.Bytes(), out); err != nil {
		s.t.Fatalf("%s %s: %v: %s", method, path, err, got.Body)
	}
}

// refused makes a request that must be refused with the code.
func (s *shop) refused(as switchboard.Role, method, path string, v any, code switchboard.Code) Problem {
	s.t.Helper()
	var p Problem
	s.ask(as, method, path, v, statusOf(code), &p)
	if p.Code != code {
		s.t.Errorf("%s %s as %s: code %s, want %s (%s)", method, path, as, p.Code, code, p.Detail)
	}
	return p
}

// offer asks an agent to lead.
func (s *shop) offer(id switchboard.ConversationID, to switchboard.AgentID) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		_, err := s.api.Desk.Act(tx, id, offered(tx, to))
		return err
	})
}

// send lets the network take what waits: it stands under the given id, or nobody knows.
func (s *shop) send(outcome connector.Outcome) connector.Outgoing {
	s.t.Helper()
	var fence int64
	s.update(func(tx *store.Tx) (err error) {
		fence, _, err = tx.AcquireLease(s.account.ID, "n1", time.Hour)
		return err
	})
	job, found, err := s.api.Out.Claim(s.t.Context(), s.account.ID, fence)
	if err != nil || !found {
		s.t.Fatalf("nothing to send: %v", err)
	}
	if err := s.api.Out.Settle(context.Background(), job, outcome, 0); err != nil {
		s.t.Fatal(err)
	}
	return job.Outgoing
}

type any1 = map[string]any
