package api

import (
	"context"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/desk"
	"switchboard/internal/notice"
	"switchboard/internal/store"
)

// NoteIn is something only colleagues read.
type NoteIn struct {
	ConversationIn
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"20000" doc:"What colleagues should know."`
	}
}

// NoteAdded is a note, and who is told that it names them.
type NoteAdded struct {
	switchboard.Message
	Mentioned []switchboard.AgentID `json:"mentioned" nullable:"false" doc:"Colleagues named with an @ who may read the conversation; they are told"`
}

func (f floor) note(ctx context.Context, in *NoteIn) (out *BodyOf[NoteAdded], err error) {
	if strings.TrimSpace(in.Body.Text) == "" {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The note is empty.").WithField("text")
	}
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationWork, in.ID)
		if err != nil {
			return err
		}
		m, err := desk.Note(tx, c, a.Agent, in.Body.Text)
		if err != nil {
			return err
		}
		e := eventAbout(c, a, switchboard.EventNoteAdded)
		e.MessageID, e.Visibility = m.ID, c.Visibility
		if err := tx.Record(e); err != nil {
			return err
		}
		named, err := mention(tx, e, c, in.Body.Text)
		out = bodyOf(NoteAdded{m, named})
		return err
	})
	return out, err
}

// mention journals whom a note names, of those who may read the conversation. Naming oneself says nothing.
func mention(tx *store.Tx, e switchboard.Event, c switchboard.Conversation, text string) ([]switchboard.AgentID, error) {
	named := []switchboard.AgentID{}
	if !strings.Contains(text, "@") {
		return named, nil
	}
	people, err := tx.Agents()
	if err != nil {
		return nil, err
	}
	of := map[switchboard.AgentID]switchboard.Agent{}
	for _, p := range people {
		of[p.ID] = p
	}
	for _, id := range notice.Mentioned(text, people) {
		limits, err := tx.AgentScope(id)
		if err != nil {
			return nil, err
		}
		if id == e.Actor || access.For(of[id], limits).May(access.ConversationRead, access.About(c)) != nil {
			continue
		}
		told := e
		told.Kind, told.Agent = switchboard.EventMentioned, id
		if err := tx.Record(told); err != nil {
			return nil, err
		}
		named = append(named, id)
	}
	return named, nil
}

// eventAbout is a journal row about a conversation, done by the actor.
func eventAbout(c switchboard.Conversation, a access.Actor, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, Origin: c.Origin, ActorKind: a.Kind, Actor: a.Agent, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network, Visibility: c.Visibility,
		Epoch: c.Epoch}
}
