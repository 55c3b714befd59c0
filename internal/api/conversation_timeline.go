package api

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/flow"
	"switchboard/internal/store"
)

// TimelineIn asks for messages of a conversation.
type TimelineIn struct {
	ConversationIn
	PageInput
	Latest bool `query:"latest" doc:"The newest messages; next then leads to older ones"`
}

// TimelineItem is one message and, for what we said, its fate.
type TimelineItem struct {
	switchboard.Message
	Delivery *switchboard.Delivery   `json:"delivery,omitempty" doc:"The send it came from; absent for what was said elsewhere"`
	NoAnswer *NoAnswer               `json:"no_answer_needed,omitempty" doc:"It says thanks and nothing else: by itself it starts no deadline and asks nobody. Somebody may answer all the same."`
	Choices  []switchboard.Recipient `json:"answer_choices,omitempty" doc:"Who may be meant by an answer, its author first; present where the author asks for answers at another address. The draft's to says which of them."`
}

func (f floor) timeline(ctx context.Context, in *TimelineIn) (out *PageOf[TimelineItem], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationRead, in.ID)
		if err != nil {
			return err
		}
		said, next, err := in.read(tx, after)
		if err != nil {
			return err
		}
		fates, err := fatesOf(tx, in.ID)
		if err != nil {
			return err
		}
		items := itemsOf(a, c, said, fates)
		out = allOf(items)
		out.Body.Next = next
		return markThanks(tx, c, items)
	})
	return out, err
}

// read gives a page, oldest first, and where the next one begins: behind it, or before it when the newest are asked for.
func (in *TimelineIn) read(tx *store.Tx, place store.Place) (said []switchboard.Message, next string, err error) {
	where := func(m switchboard.Message) store.Place { return store.After(m.PublishedAt, m.ID) }
	if !in.Latest {
		said, err = tx.ConversationMessages(in.ID, place, in.Limit+1)
		page := pageOf(said, in.Limit, where)
		return page.Body.Items, page.Body.Next, err
	}
	said, err = tx.LatestMessages(in.ID, place, in.Limit+1)
	if len(said) > in.Limit {
		said = said[1:]
		next = where(said[0]).String()
	}
	return said, next, err
}

// itemsOf leaves out private messages of a conversation whose public part alone may be read.
func itemsOf(a access.Actor, c switchboard.Conversation, said []switchboard.Message, fates map[string]switchboard.Delivery) []TimelineItem {
	items := make([]TimelineItem, 0, len(said))
	for _, m := range said {
		if !readable(a, c, m.Visibility) {
			continue
		}
		item := TimelineItem{Message: m, Choices: switchboard.AnswerChoices(m)}
		if fate, ours := fates[m.ExternalID]; ours && m.Direction == switchboard.Out {
			item.Delivery = &fate
		}
		items = append(items, item)
	}
	return items
}

func readable(a access.Actor, c switchboard.Conversation, said switchboard.Visibility) bool {
	subject := access.About(c)
	if said == switchboard.Private {
		subject.Visibility = switchboard.Private
	}
	return a.May(access.ConversationRead, subject) == nil
}

func fatesOf(tx *store.Tx, id switchboard.ConversationID) (map[string]switchboard.Delivery, error) {
	all, err := tx.ConversationDeliveries(id, maxDeliveries)
	fates := make(map[string]switchboard.Delivery, len(all))
	for _, d := range all {
		if d.ExternalID != "" {
			fates[d.ExternalID] = d
		} else {
			fates[d.ID.String()] = d // what stands under no id that anybody knows is kept under the delivery's
		}
	}
	return fates, err
}

// LegIn names a leg of a conversation.
type LegIn struct {
	ConversationIn
	Leg switchboard.LegID `path:"leg" doc:"The leg."`
}

// ThreadItem is one message of a thread. Of what belongs to another conversation there is only whose it is, unless that
// conversation may be read.
type ThreadItem struct {
	MessageID      switchboard.MessageID      `json:"message_id"`
	ConversationID switchboard.ConversationID `json:"conversation_id,omitzero" doc:"Absent for context that belongs to the thread alone"`
	Own            bool                       `json:"own" doc:"Of the conversation that was asked for"`
	Folded         bool                       `json:"folded" doc:"Its text is not given"`
	Direction      switchboard.Direction      `json:"direction"`
	Author         string                     `json:"author,omitempty"`
	Preview        string                     `json:"preview,omitempty"`
	PublishedAt    time.Time                  `json:"published_at"`
	Lead           switchboard.AgentID        `json:"lead,omitzero" doc:"Who leads its conversation, when that may be read"`
	Department     switchboard.DepartmentKey  `json:"department,omitempty" doc:"Whose its conversation is, when that may be read"`
}

// maxThread bounds the messages of a thread that are shown.
const maxThread = 500

func (f floor) thread(ctx context.Context, in *LegIn) (out *PageOf[ThreadItem], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationRead, in.ID)
		if err != nil {
			return err
		}
		leg, err := legOf(tx, in.ID, in.Leg)
		if err != nil {
			return err
		}
		said, err := tx.ThreadMessages(leg.ThreadID, maxThread)
		if err != nil {
			return err
		}
		around := surroundings{tx: tx, actor: a, own: in.ID,
			known: map[switchboard.ConversationID]switchboard.Conversation{in.ID: c}}
		items := make([]ThreadItem, len(said))
		for i, m := range said {
			if items[i], err = around.item(m); err != nil {
				return err
			}
		}
		out = allOf(items)
		return nil
	})
	return out, err
}

// legOf finds a leg of the conversation.
func legOf(tx *store.Tx, id switchboard.ConversationID, leg switchboard.LegID) (switchboard.Leg, error) {
	found, err := tx.Leg(leg)
	if err == nil && found.ConversationID != id {
		err = switchboard.Refuse(switchboard.CodeNotFound, "This conversation has no such channel.").WithField("leg")
	}
	return found, err
}

// surroundings folds what is not the reader's business.
type surroundings struct {
	tx    *store.Tx
	actor access.Actor
	own   switchboard.ConversationID
	known map[switchboard.ConversationID]switchboard.Conversation
}

func (s surroundings) item(m switchboard.Message) (ThreadItem, error) {
	open, err := s.opens(m)
	item := ThreadItem{MessageID: m.ID, ConversationID: m.ConversationID, Own: m.ConversationID == s.own, Folded: !open,
		Direction: m.Direction, PublishedAt: m.PublishedAt}
	if open {
		item.Author, item.Preview = m.Author.Handle, flow.Preview(m.Content)
		c := s.known[m.ConversationID]
		item.Lead, item.Department = c.Lead, c.Department
	}
	return item, err
}

// opens goes by the conversation and by the message: one that is read in public can hold private words too.
func (s surroundings) opens(m switchboard.Message) (bool, error) {
	if m.ConversationID.IsZero() {
		return m.Visibility == switchboard.Public, nil
	}
	c, known := s.known[m.ConversationID]
	if !known {
		var err error
		if c, err = s.tx.Conversation(m.ConversationID); err != nil {
			return false, err
		}
		s.known[m.ConversationID] = c
	}
	return readable(s.actor, c, m.Visibility), nil
}
