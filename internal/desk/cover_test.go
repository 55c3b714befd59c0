package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/roster"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// node is one of the processes that serve a company, with a clock of its own.
type node struct {
	*app.App
	clock *timesource.Manual
}

// shop is a department of its own whose people fall out and come back while customers write.
type shop struct {
	*rapid.T
	nodes  []node
	key    switchboard.DepartmentKey
	people []switchboard.AgentID
	work   []switchboard.ConversationID
	terms  roster.Terms
}

// TestNobodyAbsentLeadsUnseen lets people fall out, come back, be asked, take over, answer and put aside while customers
// write, on two nodes whose clocks differ, with transactions that die between any two steps. At every step: each matter is
// in exactly one place, whoever is absent leads nothing that waits for us without cover, or managers are told in time;
// covering changes neither the deadline nor since when the customer waits; loads are what a recount says; and nothing
// waits beside somebody who could take it.
func TestNobodyAbsentLeadsUnseen(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"SQLite", "PostgreSQL"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			nodes := shopNodes(t, engine)
			first := nodes[0]
			account := testkit.AddAccount(t, first.DB, "@kettles")
			var run, person atomic.Int64
			rapid.Check(t, func(t *rapid.T) {
				s := &shop{T: t, nodes: nodes, key: switchboard.DepartmentKey(fmt.Sprintf("shop%d", run.Add(1)))}
				s.open(account, &person)
				for range rapid.IntRange(4, 14).Draw(t, "steps") {
					before := s.all()
					s.step()
					s.drain()
					s.timers()
					s.check(before)
				}
			})
			wrong := slices.DeleteFunc(testkit.Books(t, first.DB), func(text string) bool {
				return strings.HasPrefix(text, "timer ") && strings.Contains(text, "is set to 0001") // it fired, and stands no more
			})
			if len(wrong) > 0 {
				t.Errorf("books: %q", wrong[:min(5, len(wrong))])
			}
		})
	}
}

func shopNodes(t *testing.T, engine string) []node {
	t.Helper()
	if engine == "SQLite" {
		site := testkit.NewSite(testkit.Folder(t), "")
		return []node{{opened(t, site), site.Clock}}
	}
	site := testkit.NewSite(testkit.Folder(t), pgtest.URL(t))
	late := site
	late.Clock = timesource.NewManual(testkit.Noon().Add(-40 * time.Second))
	return []node{{opened(t, site), site.Clock}, {opened(t, late), late.Clock}}
}

func (s *shop) any() node { return rapid.SampledFrom(s.nodes).Draw(s.T, "node") }

// update does something on one of the nodes. Sometimes the node dies before it is committed: nothing of it stays, and it
// is done again.
func (s *shop) update(fn func(n node, tx *store.Tx) error) error {
	n := s.any()
	if rapid.IntRange(0, 5).Draw(s.T, "dies") == 0 {
		killed := errors.New("killed")
		err := n.DB.Update(context.Background(), func(tx *store.Tx) error {
			if err := fn(n, tx); err != nil {
				return err
			}
			return killed
		})
		if !errors.Is(err, killed) && err == nil {
			s.Fatalf("a killed transaction was committed")
		}
	}
	return n.DB.Update(context.Background(), func(tx *store.Tx) error { return fn(n, tx) })
}

func (s *shop) open(account switchboard.Account, person *atomic.Int64) {
	s.terms = roster.Terms{CoverSeconds: 900, RampHours: -1}
	if rapid.Bool().Draw(s.T, "at once") {
		s.terms.Accept = roster.AtOnce
	}
	first := s.nodes[0]
	for range rapid.IntRange(1, 3).Draw(s.T, "people") {
		p := testkit.Person(int(person.Add(1)), rapid.IntRange(1, 3).Draw(s.T, "room"), s.key)
		testkit.AddAgents(s.T, first.DB, p)
		s.people = append(s.people, p.ID)
	}
	testkit.Update(s.T, first.DB, func(tx *store.Tx) error {
		if err := tx.SetTerms(s.key, s.terms); err != nil {
			return err
		}
		for i, id := range s.people {
			a, err := tx.Agent(id)
			if err != nil {
				return err
			}
			a.Deputy = s.people[(i+1)%len(s.people)]
			if err := tx.UpdateAgent(a); err != nil {
				return err
			}
		}
		return nil
	})
	for range rapid.IntRange(1, 4).Draw(s.T, "work") {
		m := desk.Begin(switchboard.Conversation{ID: switchboard.NewID[switchboard.ConversationID](first.clock.Now()), BrandID: account.BrandID,
			CustomerID: waiting(s.T, first.App, account, s.key).CustomerID, AccountID: account.ID, Network: account.Network})
		s.work = append(s.work, m.Now.ID)
		testkit.Update(s.T, first.DB, func(tx *store.Tx) error {
			if err := m.Do(arrival(tx.Now()), tx.Now()); err != nil {
				return err
			}
			decided := conversation.Decided{DecisionID: switchboard.NewID[switchboard.DecisionID](tx.Now()),
				Decision: switchboard.Decision{Department: s.key, Deadline: 3600}}
			if err := m.Do(decided, tx.Now()); err != nil {
				return err
			}
			return first.Desk.Save(tx, m)
		})
	}
}

func arrival(at time.Time) conversation.Arrived {
	return conversation.Arrived{MessageID: switchboard.NewID[switchboard.MessageID](at), Published: at, Received: at, Origin: switchboard.Live,
		Addressed: true, Visibility: switchboard.Public, Deadline: time.Hour}
}

func (s *shop) all() map[switchboard.ConversationID]switchboard.Conversation {
	found := map[switchboard.ConversationID]switchboard.Conversation{}
	all := testkit.Read(s.T, s.nodes[0].DB, func(tx *store.Tx) ([]switchboard.Conversation, error) { return tx.ConversationsOf(s.work) })
	for _, c := range all {
		found[c.ID] = c
	}
	return found
}

// step is one thing somebody does. What is refused changes nothing.
func (s *shop) step() {
	who := rapid.SampledFrom(s.people).Draw(s.T, "who")
	id := rapid.SampledFrom(s.work).Draw(s.T, "which")
	c := s.all()[id]
	does := rapid.SampledFrom([]string{"time", "absent", "absent", "back", "come", "leave", "accept", "accept", "decline", "writes", "writes",
		"answers", "answers", "aside", "transfer", "agrees", "closes", "helper"}).Draw(s.T, "does")
	var err error
	switch does {
	case "time":
		passed := time.Duration(rapid.IntRange(1, 40).Draw(s.T, "minutes")) * time.Minute
		for _, n := range s.nodes {
			n.clock.Advance(passed)
		}
	case "absent":
		stand := rapid.SampledFrom(roster.Stands()).Draw(s.T, "stand")
		from, long := rapid.IntRange(0, 20).Draw(s.T, "from"), rapid.IntRange(1, 120).Draw(s.T, "long")
		err = s.update(func(n node, tx *store.Tx) error {
			starts := tx.Now().Add(time.Duration(from/10*from) * time.Minute)
			return n.Desk.SetAbsence(tx, store.Absence{AgentID: who, StartsAt: starts, EndsAt: starts.Add(time.Duration(long) * time.Minute), Reason: "sick", Policy: stand})
		})
	case "back":
		err = s.update(func(n node, tx *store.Tx) error {
			all, err := tx.Absences(who, tx.Now())
			if err != nil || len(all) == 0 {
				return err
			}
			_, err = n.Desk.DropAbsence(tx, who, all[0].StartsAt)
			return err
		})
	case "come":
		err = s.update(func(n node, tx *store.Tx) error { return n.Desk.SetPresence(tx, who, switchboard.Here) })
	case "leave":
		err = s.update(func(n node, tx *store.Tx) error { return n.Desk.SetPresence(tx, who, switchboard.Away) })
	case "decline":
		err = s.update(func(n node, tx *store.Tx) error {
			_, err := n.Desk.Decline(tx, id, conversation.Declined{By: who, Reason: conversation.ReasonBusy})
			return err
		})
	default:
		err = s.act(does, who, c)
	}
	if err != nil && !refused(err) && !switchboard.IsCode(err, switchboard.CodeForbidden) && !switchboard.IsCode(err, switchboard.CodeInvalid) {
		s.Fatalf("%s: %v", does, err)
	}
}

// act lets somebody do something to one matter; twice, as an impatient finger does.
func (s *shop) act(does string, who switchboard.AgentID, c switchboard.Conversation) error {
	return s.update(func(n node, tx *store.Tx) error {
		var what conversation.Happening
		switch does {
		case "accept":
			what = conversation.Accepted{By: who}
		case "writes":
			what = arrival(tx.Now())
		case "answers":
			what = conversation.Answered{By: conversation.Person(c.Lead), At: tx.Now(), Epoch: c.Epoch, Final: true,
				MessageID: switchboard.NewID[switchboard.MessageID](tx.Now())}
		case "aside":
			what = conversation.Snoozed{By: conversation.Person(c.Lead), Until: tx.Now().Add(20 * time.Minute), Reason: "a courier", Epoch: c.Epoch}
		case "transfer":
			what = conversation.TransferAsked{By: conversation.Person(c.Lead), From: c.Lead, To: who, Briefing: "They want their money back.",
				Reason: conversation.ReasonSkill, Epoch: c.Epoch}
		case "agrees":
			what = conversation.TransferAccepted{By: who}
		case "closes":
			what = conversation.Closed{By: conversation.Person(c.Lead), Reason: switchboard.CloseResolved, Epoch: c.Epoch}
		case "helper":
			what = conversation.HelperAdded{By: conversation.Person(c.Lead), Helper: who}
		}
		after, err := n.Desk.Act(tx, c.ID, what)
		if err == nil && does == "helper" && after.Lead != c.Lead {
			s.Fatalf("helping made %s the lead", after.Lead)
		}
		if err != nil || does == "writes" || does == "answers" {
			return err
		}
		if again, twice := n.Desk.Act(tx, c.ID, what); twice == nil && again.Epoch != after.Epoch {
			s.Fatalf("%s twice had two effects", does)
		}
		return nil
	})
}

func (s *shop) drain() {
	if rapid.IntRange(0, 4).Draw(s.T, "crashes before it hands out") == 0 {
		return
	}
	if err := s.any().Dispatcher.DrainAll(context.Background(), s.key); err != nil {
		s.Fatalf("%v", err)
	}
}

// timers lets one node do what is due by its clock, then the other.
func (s *shop) timers() {
	for _, n := range s.nodes {
		if _, err := n.Timers.Due(context.Background()); err != nil {
			s.Fatalf("%v", err)
		}
	}
}

// slack is by how much the clocks of the nodes differ.
const slack = 45 * time.Second

func (s *shop) check(before map[switchboard.ConversationID]switchboard.Conversation) {
	now := s.nodes[0].clock.Now()
	for id, c := range s.all() {
		s.oneplace(c)
		was := before[id]
		if c.MessageCount == was.MessageCount && c.Open() && was.Open() && (!c.DueAt.Equal(was.DueAt) || !c.WaitingSince.Equal(was.WaitingSince)) {
			s.Fatalf("%s: due %v since %v became %v since %v although nobody spoke", id, was.DueAt, was.WaitingSince, c.DueAt, c.WaitingSince)
		}
		if c.Epoch < was.Epoch || c.Lead != was.Lead && !c.Lead.IsZero() && c.Epoch == was.Epoch {
			s.Fatalf("%s: the lead went from %s to %s, the epoch from %d to %d", id, was.Lead, c.Lead, was.Epoch, c.Epoch)
		}
		s.covered(c, now)
	}
	if wrong := testkit.Read(s.T, s.nodes[0].DB, func(tx *store.Tx) ([]store.Discrepancy, error) { return tx.Doctor(100, 5) }); len(wrong) > 0 {
		s.Fatalf("%v", wrong)
	}
	s.nothingStrands()
}

func (s *shop) oneplace(c switchboard.Conversation) {
	queued, asked, led := !c.QueuedAt.IsZero() && c.Lead.IsZero(), c.Offer != nil, !c.Lead.IsZero()
	switch {
	case c.Stance == switchboard.StanceQueued && queued && !asked, c.Stance == switchboard.StanceOffered && asked && queued,
		(c.Stance == switchboard.StanceLed || c.Stance == switchboard.StanceTransfer) && led && !queued, c.Stance == switchboard.StanceClosed && !led && !asked:
	default:
		s.Fatalf("%s is %s: queued %v, asked %v, led %v", c.ID, c.Stance, queued, asked, led)
	}
	if s.terms.Accept == roster.AtOnce && asked {
		s.Fatalf("%s is offered where nobody is asked", c.ID)
	}
}

// covered: what waits for us with somebody absent, or with nobody in their place, is looked after, or managers were told,
// or will be within the time.
func (s *shop) covered(c switchboard.Conversation, now time.Time) {
	if !c.Open() || c.Ball != switchboard.BallUs || !c.SnoozedUntil.IsZero() {
		return
	}
	absent := c.Lead
	if absent.IsZero() {
		if c.Cover == nil {
			return
		}
		absent = c.Cover.For
	}
	found := testkit.Read(s.T, s.nodes[0].DB, func(tx *store.Tx) (state struct {
		absence store.Absence
		runs    bool
		timer   time.Time
		told    bool
	}, err error) {
		all, err := tx.Absences(absent, now.Add(slack))
		for _, a := range all {
			if !a.StartsAt.After(now.Add(-slack)) && !state.runs {
				state.absence, state.runs = a, true
			}
		}
		timers, err2 := tx.DueTimers(now.AddDate(1, 0, 0), 10_000)
		for _, t := range timers {
			if t.Kind == desk.TimerCover && t.Subject == c.ID {
				state.timer = t.DueAt
			}
		}
		events, err3 := tx.ConversationEvents(c.ID, 10_000)
		for _, e := range events {
			switch e.Kind {
			case switchboard.EventCoverMissing:
				state.told = true
			case switchboard.EventAccepted, switchboard.EventTaken, switchboard.EventCoverTaken, switchboard.EventTransferAccepted:
				state.told = false
			}
		}
		return state, errors.Join(err, err2, err3)
	})
	within := !found.timer.IsZero() && !found.timer.After(now.Add(s.terms.CoverWithin()+slack))
	switch {
	case !found.runs || within || found.told:
	case !c.Lead.IsZero() && found.absence.Policy != roster.Keep:
		s.Fatalf("%s waits with %s, who is absent (%s), and nobody covers", c.ID, absent, found.absence.Policy)
	default:
		s.Fatalf("%s waits for %s, who is absent (%s), and no manager will be told", c.ID, absent, found.absence.Policy)
	}
}

// nothingStrands fails when work waits, after a look at the queue, although somebody could be asked.
func (s *shop) nothingStrands() {
	n := s.nodes[0]
	if err := n.Dispatcher.DrainAll(context.Background(), s.key); err != nil {
		s.Fatalf("%v", err)
	}
	for _, c := range s.all() {
		if c.Stance != switchboard.StanceQueued {
			continue
		}
		for _, who := range s.people {
			free := testkit.Read(s.T, n.DB, func(tx *store.Tx) (bool, error) {
				can, err := desk.CanTake(tx, who, c)
				declined, err2 := tx.DeclinedBy(c.ID)
				return can && !slices.Contains(declined, who), errors.Join(err, err2)
			})
			if free {
				s.Fatalf("%s waits although %s has room", c.ID, who)
			}
		}
	}
}
