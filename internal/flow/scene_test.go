package flow_test

import (
	"fmt"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/connector"
	"switchboard/internal/conversation"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/line"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// scene is an installation in which a test lets messages arrive one by one.
type scene struct {
	*testing.T
	site    testkit.Site
	app     *app.App
	in      flow.Inbound
	line    *line.Line
	account switchboard.Account
	ada, bo switchboard.Agent
	said    int
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{T: t, site: testkit.NewSite(testkit.Folder(t), "")}
	s.app = s.site.Open(t)
	t.Cleanup(func() {
		if err := s.app.Close(); err != nil {
			t.Error(err)
		}
	})
	s.in = s.app.In
	s.in.Triage = words{}
	s.line = line.New(s.in, line.Settings{Node: s.app.Node, Time: s.site.Clock, Log: s.app.Log, Workers: 2})
	s.account = testkit.AddAccount(t, s.app.DB, "@kettles")
	s.ada, s.bo = testkit.Person(1, 5, "service", "comms"), testkit.Person(2, 5, "service")
	testkit.AddAgents(t, s.app.DB, s.ada, s.bo)
	return s
}

// item is a public word of a customer that names us, one minute after the one before.
func (s *scene) item(id, text string) connector.Item {
	s.said++
	s.site.Clock.Advance(time.Minute)
	return connector.Item{Change: connector.Said, ExternalID: id, Author: switchboard.Author{ID: "ida", Handle: "@ida"},
		Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindMention,
		Content: switchboard.Content{Text: text}, Published: s.site.Clock.Now(), Addressed: true, Raw: []byte(text)}
}

func reply(item connector.Item, to string) connector.Item {
	item.ParentKey, item.Kind = to, switchboard.KindReply
	return item
}

func ours(item connector.Item, to string) connector.Item {
	item.Direction, item.Author = switchboard.Out, switchboard.Author{ID: "us", Handle: "@kettles"}
	return reply(item, to)
}

// hears takes items in and works them.
func (s *scene) hears(items ...connector.Item) {
	s.Helper()
	s.hearsAs(nil, items...)
}

func (s *scene) hearsAs(origin func(time.Time) switchboard.Origin, items ...connector.Item) {
	s.Helper()
	for _, item := range items {
		_, err := s.in.Take(s.Context(), intake.Handed{Account: s.account, Lane: connector.LanePoll, Origin: origin,
			Batch: connector.Batch{Items: []connector.Item{item}}}, 0)
		if err != nil {
			s.Fatal(err)
		}
	}
	if failed, err := s.line.Drain(s.Context()); err != nil || failed > 0 {
		s.Fatalf("%d failed, %v", failed, err)
	}
	if wrong := testkit.Books(s, s.app.DB); len(wrong) > 0 {
		s.Fatalf("books: %q", wrong)
	}
}

func history(time.Time) switchboard.Origin { return switchboard.History }

func (s *scene) message(id string) switchboard.Message {
	s.Helper()
	return testkit.Read(s, s.app.DB, func(tx *store.Tx) (switchboard.Message, error) {
		m, found, err := tx.MessageByKey(testkit.Network, id)
		if err == nil && !found {
			err = fmt.Errorf("message %s is lost", id)
		}
		return m, err
	})
}

// talk is the conversation a message is in.
func (s *scene) talk(id string) switchboard.Conversation {
	s.Helper()
	m := s.message(id)
	return testkit.Read(s, s.app.DB, func(tx *store.Tx) (switchboard.Conversation, error) {
		return tx.Conversation(m.ConversationID)
	})
}

func (s *scene) does(id string, what conversation.Happening) {
	s.Helper()
	c := s.talk(id)
	testkit.Update(s, s.app.DB, func(tx *store.Tx) error {
		_, err := s.app.Desk.Act(tx, c.ID, what)
		return err
	})
}

func (s *scene) takes(id string, who switchboard.Agent) {
	s.Helper()
	s.does(id, conversation.Taken{By: conversation.Person(who.ID)})
}

func (s *scene) closes(id string, who switchboard.Agent) {
	s.Helper()
	s.does(id, conversation.Closed{By: conversation.Person(who.ID), Reason: switchboard.CloseResolved, Epoch: s.talk(id).Epoch})
}

func (s *scene) timers() []store.Timer {
	s.Helper()
	return testkit.Read(s, s.app.DB, func(tx *store.Tx) ([]store.Timer, error) {
		return tx.DueTimers(testkit.Noon().AddDate(9, 0, 0), 100)
	})
}
