package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

func shiftNoteRoutes(s *server) {
	const tag, path = "roster", "/me/shift-notes"
	f := s.floorOf()
	register(s, route{ID: "read-shift-notes", Method: http.MethodGet, Path: path, Tag: tag, Needs: access.ConversationWork,
		Summary: "What one leads that waits for us, for a note before one goes",
		Doc:     "Each with the note that stands, or else what is known of it, to be written on."}, f.shiftNotes)
	register(s, route{ID: "leave-shift-notes", Method: http.MethodPost, Path: path, Tag: tag, Needs: access.ConversationWork,
		Summary: "Leave notes before one goes off shift",
		Doc: "Each becomes an internal note of its conversation, and whoever leads it next finds it first. A conversation can be given back to " +
			"its queue with its note. Nothing depends on a note being left."}, f.leaveShiftNotes)
}

// maxShiftNotes is how many one person leaves at once.
const maxShiftNotes = 200

// ShiftNotes is what one leads that waits for us.
type ShiftNotes struct {
	EndsAt time.Time      `json:"ends_at,omitzero" doc:"When one's shift ends; absent without a shift that runs"`
	Items  []ShiftNoteFor `json:"items" nullable:"false"`
}

// ShiftNoteFor is one conversation to leave a note on.
type ShiftNoteFor struct {
	Conversation switchboard.Conversation `json:"conversation"`
	Text         string                   `json:"text" doc:"The note that stands, or what is known: to be written on"`
	LeftAt       time.Time                `json:"left_at,omitzero" doc:"When the note was left; absent while there is none"`
}

func (f floor) shiftNotes(ctx context.Context, _ *struct{}) (out *BodyOf[ShiftNotes], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		v, err := shiftNotesOf(tx, a)
		out = bodyOf(v)
		return err
	})
	return out, err
}

func shiftNotesOf(tx *store.Tx, a access.Actor) (v ShiftNotes, err error) {
	v.Items = []ShiftNoteFor{}
	if v.EndsAt, err = desk.ShiftEnd(tx, a.Agent); err != nil {
		return v, err
	}
	led, err := tx.LedBy(a.Agent, switchboard.ConversationID{}, maxShiftNotes)
	if err != nil {
		return v, err
	}
	notes, err := tx.ShiftNotesOf(a.Agent)
	if err != nil {
		return v, err
	}
	for _, c := range led {
		if c.Ball != switchboard.BallUs || !c.SnoozedUntil.IsZero() {
			continue
		}
		one := ShiftNoteFor{Conversation: c, Text: lastState(c)}
		i := slices.IndexFunc(notes, func(n store.ShiftNote) bool { return n.ConversationID == c.ID && n.At.After(c.LastOutAt) })
		if i >= 0 {
			m, err := tx.Message(notes[i].MessageID)
			if err != nil {
				return v, err
			}
			one.Text, one.LeftAt = m.Content.Text, notes[i].At
		}
		v.Items = append(v.Items, one)
	}
	return v, nil
}

// lastState is what is known of a conversation in a line.
func lastState(c switchboard.Conversation) string {
	text := "Last said: " + c.Preview
	if !c.DueAt.IsZero() {
		text += " (an answer is due " + c.DueAt.UTC().Format("2 Jan 15:04") + " UTC)"
	}
	return text
}

// LeaveShiftNotesIn are notes.
type LeaveShiftNotesIn struct {
	Body struct {
		Items []struct {
			Conversation switchboard.ConversationID `json:"conversation"`
			Text         string                     `json:"text" minLength:"1" maxLength:"20000"`
			Release      bool                       `json:"release,omitempty" doc:"Give it back to its queue, because one's day ends"`
		} `json:"items" minItems:"1" maxItems:"200"`
	}
}

func (f floor) leaveShiftNotes(ctx context.Context, in *LeaveShiftNotesIn) (out *BodyOf[ShiftNotes], err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		end, err := desk.ShiftEnd(tx, a.Agent)
		if err != nil {
			return err
		}
		if end.IsZero() {
			end = tx.Now()
		}
		for _, item := range in.Body.Items {
			if err := f.leaveShiftNote(tx, a, item.Conversation, strings.TrimSpace(item.Text), end); err != nil {
				return err
			}
			if !item.Release {
				continue
			}
			c, err := tx.Conversation(item.Conversation)
			if err != nil {
				return err
			}
			_, err = f.desk.Act(tx, c.ID, conversation.Released{By: by(a), Reason: conversation.ReasonShift, Epoch: c.Epoch})
			if err != nil {
				return err
			}
		}
		v, err := shiftNotesOf(tx, a)
		out = bodyOf(v)
		return err
	})
	return out, err
}

// leaveShiftNote keeps a note of whoever leads.
func (f floor) leaveShiftNote(tx *store.Tx, a access.Actor, id switchboard.ConversationID, text string, end time.Time) error {
	c, err := mayOf(tx, a, access.ConversationWork, id)
	if err != nil {
		return err
	}
	if text == "" {
		return switchboard.Refuse(switchboard.CodeInvalid, "The note is empty.").WithField("text")
	}
	if c.Lead != a.Agent {
		return f.whoHasIt(tx, a, id, switchboard.Refuse(switchboard.CodeConflict, "You do not lead this conversation any more.").
			WithHint("Leave it out of your notes."))
	}
	m, err := desk.Note(tx, c, a.Agent, text)
	if err != nil {
		return err
	}
	e := eventAbout(c, a, switchboard.EventNoteAdded)
	e.MessageID, e.Visibility = m.ID, c.Visibility
	if err := tx.Record(e); err != nil {
		return err
	}
	return tx.SaveShiftNote(store.ShiftNote{ConversationID: id, AgentID: a.Agent, MessageID: m.ID, ShiftEnd: end, At: tx.Now()})
}

// HandoverNote is what whoever led before says.
type HandoverNote struct {
	Agent switchboard.AgentID `json:"agent" doc:"Who led before"`
	Text  string              `json:"text"`
	At    time.Time           `json:"at"`
}

// handover puts the newest note of whoever led before in front of whoever leads now, until we have answered.
func handover(tx *store.Tx, d *ConversationDetail) error {
	notes, err := tx.ShiftNotes(d.Conversation.ID)
	if err != nil {
		return err
	}
	for _, n := range slices.Backward(notes) {
		if n.AgentID == d.Conversation.Lead || n.At.Before(d.Conversation.LastOutAt) {
			continue
		}
		m, err := tx.Message(n.MessageID)
		if err != nil {
			return err
		}
		d.Handover = &HandoverNote{Agent: n.AgentID, Text: m.Content.Text, At: n.At}
		return nil
	}
	return nil
}

// answeringTakes reports whether whoever answers what nobody leads comes to lead it by that: it is offered to them, or
// their department asks nobody.
func answeringTakes(tx *store.Tx, c switchboard.Conversation, who switchboard.AgentID) (bool, error) {
	if !c.Lead.IsZero() || !c.Open() {
		return false, nil
	}
	if c.Offer != nil {
		return c.Offer.To == who, nil
	}
	departments, err := tx.Departments()
	if err != nil {
		return false, err
	}
	pull := slices.ContainsFunc(departments, func(d switchboard.Department) bool { return d.Key == c.Department && d.Pull })
	terms, err := tx.Terms(c.Department)
	return pull || terms.Accept == roster.AtOnce, err
}
