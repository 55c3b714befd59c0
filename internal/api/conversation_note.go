package api

import (
	"context"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// realmInternal is where what colleagues tell each other is unique.
const realmInternal switchboard.Realm = "internal"

// NoteIn is something only colleagues read.
type NoteIn struct {
	ConversationIn
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"20000" doc:"What colleagues should know."`
	}
}

func (f floor) note(ctx context.Context, in *NoteIn) (out *BodyOf[switchboard.Message], err error) {
	if strings.TrimSpace(in.Body.Text) == "" {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The note is empty.").WithField("text")
	}
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationWork, in.ID)
		if err != nil {
			return err
		}
		m := noteOf(c, a, in.Body.Text)
		m.ID = switchboard.NewID[switchboard.MessageID](tx.Now())
		m.ExternalID, m.PublishedAt, m.ReceivedAt = m.ID.String(), tx.Now(), tx.Now()
		if _, err := tx.InsertMessage(intake.Arrival{Message: m, Digest: intake.Digest(m.Content)}); err != nil {
			return err
		}
		out = bodyOf(m)
		e := eventAbout(c, a, switchboard.EventNoteAdded)
		e.MessageID, e.Visibility = m.ID, c.Visibility
		return tx.Record(e)
	})
	return out, err
}

func noteOf(c switchboard.Conversation, a access.Actor, text string) switchboard.Message {
	return switchboard.Message{Network: c.Network, Realm: realmInternal, AccountID: c.AccountID, Direction: switchboard.Out,
		Visibility: switchboard.Internal, Kind: switchboard.KindNote, Origin: switchboard.Live, Revision: 1,
		Author: switchboard.Author{ID: a.Agent.String(), Name: a.Name}, ConversationID: c.ID,
		Content: switchboard.Content{Text: text}}
}

// eventAbout is a journal row about a conversation, done by the actor.
func eventAbout(c switchboard.Conversation, a access.Actor, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, Origin: c.Origin, ActorKind: a.Kind, Actor: a.Agent, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network, Visibility: c.Visibility,
		Epoch: c.Epoch}
}
