package api

import (
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// whisper stores something private in the midst of a public conversation.
func (s *shop) whisper(c switchboard.Conversation, leg switchboard.Leg, text string) switchboard.Message {
	s.t.Helper()
	m := switchboard.Message{ID: switchboard.NewID[switchboard.MessageID](s.clock.Now()), Network: "square", Realm: "square",
		ExternalID: "whisper-" + c.ID.String(), AccountID: s.account.ID, Direction: switchboard.In, Visibility: switchboard.Private,
		Kind: switchboard.KindDirect, Author: switchboard.Author{ID: "dora", Handle: "@dora"}, ThreadID: leg.ThreadID,
		ConversationID: c.ID, LegID: leg.ID, Content: switchboard.Content{Text: text}, Revision: 1,
		PublishedAt: s.clock.Now(), ReceivedAt: s.clock.Now()}
	s.update(func(tx *store.Tx) error {
		_, err := tx.InsertMessage(intake.Arrival{Message: m})
		return err
	})
	return m
}

func TestPrivateWordsOfAPublicConversationStayFolded(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	first := s.take(connector.Item{Visibility: switchboard.Public, Kind: switchboard.KindMention, ThreadKey: "t"}, "dora", "The lid is loose.")
	second := s.take(connector.Item{Visibility: switchboard.Public, Kind: switchboard.KindReply, ThreadKey: "t"}, "emil", "Mine too.")
	var legs []switchboard.Leg
	s.update(func(tx *store.Tx) (err error) {
		legs, err = tx.Legs(first.ID)
		return err
	})
	said := s.whisper(first, legs[0], "I live at 5 Mill Lane.")
	var of ConversationDetail
	s.ask(chief, "GET", at(second, ""), nil, 200, &of)
	for name, path := range map[string]string{
		"its own thread":    at(first, "/legs/"+legs[0].ID.String()+"/thread"),
		"seen from another": at(second, "/legs/"+of.Legs[0].ID.String()+"/thread"),
	} {
		for who, open := range map[switchboard.Role]bool{guest: false, anna: true, chief: true} {
			var page Page[ThreadItem]
			s.ask(who, "GET", path, nil, 200, &page)
			found := 0
			for _, item := range page.Items {
				if item.MessageID != said.ID {
					if item.Folded {
						t.Errorf("%s for %s: public words are folded", name, who)
					}
					continue
				}
				found++
				if item.Folded == open || (item.Preview != "") != open || (item.Author != "") != open {
					t.Errorf("%s for %s: %+v, want open %v", name, who, item, open)
				}
			}
			if found != 1 || len(page.Items) != 3 {
				t.Errorf("%s for %s: %d of %d items are the private one", name, who, found, len(page.Items))
			}
		}
	}
}
