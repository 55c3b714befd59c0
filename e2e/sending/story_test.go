package sending

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/conversation"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// story is one installation that serves its own practice network.
type story struct {
	*app.App
	t       *testing.T
	account switchboard.Account
	ada     switchboard.Agent
}

func begin(t *testing.T) *story {
	t.Helper()
	settings := config.Defaults()
	settings.Data, settings.Practice, settings.Listen = t.TempDir(), config.PracticeOn, freeAddress(t)
	registry := &connector.Registry{}
	if err := registry.Add(connected.Spec()); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler), Time: timesource.System(),
		Networks: registry, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + settings.Listen + "/practice"
	s := &story{App: a, t: t}
	s.ada = switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](time.Now()), Name: "Ada Sommer", Email: "ada@kettles.example",
		Role: switchboard.RoleAgent, Freedom: 5, Cap: 100, Presence: switchboard.Here, Departments: []switchboard.DepartmentKey{"service"}}
	s.account = switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](time.Now()), Network: connected.Key,
		Realm: switchboard.Realm("practice:" + url), Handle: "@kettlery", Name: "The Kettlery", Accountable: s.ada.ID,
		Voice: switchboard.VoiceCorporate, State: switchboard.AccountLive, Config: map[string]string{"url": url}, CreatedAt: time.Now()}
	if err := found(t.Context(), a, []switchboard.Account{s.account}, s.ada); err != nil {
		t.Fatal(err)
	}
	s.serve()
	return s
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *story) serve() {
	s.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- s.Serve(ctx, func(net.Addr) { close(ready) }) }()
	select {
	case <-ready:
	case err := <-ended:
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			s.t.Error(err)
		}
		if err := s.Close(); err != nil {
			s.t.Error(err)
		}
	})
}

// says lets the customer say something in public.
func (s *story) says(text, replyTo string) string {
	s.t.Helper()
	post, err := s.Practice.Say(practice.Saying{Handle: "@mirela", Name: "Mirela", Text: text, ReplyTo: replyTo})
	if err != nil {
		s.t.Fatal(err)
	}
	return post.ID
}

func (s *story) update(fn func(*store.Tx) error) {
	s.t.Helper()
	if err := s.DB.Update(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
}

// message waits until a post has its place on a timeline.
func (s *story) message(post string) (m switchboard.Message) {
	s.t.Helper()
	eventually(s.t, "the post "+post+" is on the timeline", func() bool {
		err := s.DB.View(s.t.Context(), func(tx *store.Tx) (err error) {
			m, _, err = tx.MessageByKey(s.account.Realm, post)
			return err
		})
		return err == nil && !m.ConversationID.IsZero()
	})
	return m
}

func (s *story) conversation(id switchboard.ConversationID) (c switchboard.Conversation) {
	s.t.Helper()
	if err := s.DB.View(s.t.Context(), func(tx *store.Tx) (err error) {
		c, err = tx.Conversation(id)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return c
}

// accept waits for the offer to Ada and takes it.
func (s *story) accept(id switchboard.ConversationID) {
	s.t.Helper()
	eventually(s.t, "Ada is asked", func() bool {
		offer := s.conversation(id).Offer
		return offer != nil && offer.To == s.ada.ID
	})
	s.update(func(tx *store.Tx) error {
		_, err := s.Desk.Act(tx, id, conversation.Accepted{By: s.ada.ID})
		return err
	})
}

// answer writes and sends, and returns the id under which it stands.
func (s *story) answer(m switchboard.Message, text string) (post string) {
	s.t.Helper()
	d := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](time.Now()), ConversationID: m.ConversationID, LegID: m.LegID,
		AuthorID: s.ada.ID, Epoch: s.conversation(m.ConversationID).Epoch, ReplyTo: m.ExternalID, State: switchboard.DraftEditing,
		Version: 1, UpdatedAt: time.Now(), Parts: []switchboard.Part{{Text: text}}}
	s.update(func(tx *store.Tx) error {
		if err := tx.SaveDraft(d); err != nil {
			return err
		}
		sent, err := s.Out.Send(tx, d.ID, 1, s.ada.ID)
		if err == nil && sent.State != switchboard.DraftSending {
			s.t.Errorf("held: %+v", sent.Ruling)
		}
		return err
	})
	eventually(s.t, "the answer stands", func() bool {
		err := s.DB.View(s.t.Context(), func(tx *store.Tx) error {
			all, err := tx.DraftDeliveries(d.ID)
			if len(all) == 1 && all[0].State == switchboard.DeliverySent {
				post = all[0].ExternalID
			}
			return err
		})
		return err == nil && post != ""
	})
	return post
}

// From a customer's post to an answer that stands under it, and to the customer's next word.
func TestFromAPostToAnAnswerAndBack(t *testing.T) {
	t.Parallel()
	s := begin(t)
	asked := s.says("@kettlery my kettle whistles flat, what now?", "")
	m := s.message(asked)
	s.accept(m.ConversationID)
	post := s.answer(m, "Hello Mirela, please turn the whistle a quarter to the left.")

	stands, err := s.Practice.Get(post)
	if err != nil || stands.ReplyTo != asked || stands.Root != asked || stands.Handle != "@kettlery" {
		t.Errorf("on the network: %+v, %v", stands, err)
	}
	ours := s.message(post)
	if ours.ConversationID != m.ConversationID || ours.ParentKey != asked || ours.Direction != switchboard.Out {
		t.Errorf("on the timeline: %+v", ours)
	}
	if c := s.conversation(m.ConversationID); c.Ball != switchboard.BallCustomer || c.Lead != s.ada.ID || c.MessageCount != 2 {
		t.Errorf("after the answer: %+v", c)
	}

	again := s.message(s.says("It sings like a lark now, but the lid is loose?", post))
	if again.ConversationID != m.ConversationID {
		t.Error("the reaction began another conversation")
	}
	if c := s.conversation(m.ConversationID); c.Ball != switchboard.BallUs || c.Lead != s.ada.ID || c.MessageCount != 3 {
		t.Errorf("after the reaction: %+v", c)
	}
}
