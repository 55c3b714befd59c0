package api

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/store"
)

// acting is one act under way: who does it to which conversation.
type acting struct {
	tx    *store.Tx
	actor access.Actor
	now   switchboard.Conversation
}

// act lets the actor do something to a conversation and answers with what it became. Doing the same again changes
// nothing. Whoever comes second is told who has it.
func (f floor) act(ctx context.Context, id switchboard.ConversationID, what func(acting) (conversation.Happening, error)) (*ConversationOut, error) {
	var after switchboard.Conversation
	err := f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationWork, id)
		if err != nil {
			return err
		}
		happening, err := what(acting{tx, a, c})
		if err != nil {
			return err
		}
		if declined, ok := happening.(conversation.Declined); ok {
			after, err = f.desk.Decline(tx, id, declined)
		} else {
			after, err = f.desk.Act(tx, id, happening)
		}
		return f.whoHasIt(tx, a, id, err)
	})
	if err != nil {
		return nil, err
	}
	return bodyOf(after), nil
}

// whoHasIt names the person who was faster, for an actor who may know people.
func (f floor) whoHasIt(tx *store.Tx, a access.Actor, id switchboard.ConversationID, err error) error {
	var lost *switchboard.Error
	if !errors.As(err, &lost) || lost.Code != switchboard.CodeConflict || !a.Has(access.AgentRead) {
		return err
	}
	c, readErr := tx.Conversation(id)
	if readErr != nil {
		return errors.Join(err, readErr)
	}
	holder, verb := c.Lead, "leads"
	if c.Offer != nil {
		holder, verb = c.Offer.To, "is asked to lead"
	}
	if holder.IsZero() {
		return err
	}
	agent, readErr := tx.Agent(holder)
	if readErr != nil {
		return errors.Join(err, readErr)
	}
	return switchboard.Refuse(lost.Code, "%s %s this conversation.", agent.Name, verb).WithHint(lost.Hint).
		WithCause(Held{Agent: agent.ID, Name: agent.Name})
}

// Held is the cause of a conflict over a conversation: who has it.
type Held struct {
	Agent switchboard.AgentID `json:"agent"`
	Name  string              `json:"name"`
}

// Error says who, for the log.
func (h Held) Error() string { return "held by " + h.Agent.String() }

// colleague refuses somebody who cannot take part in work.
func (x acting) colleague(id switchboard.AgentID, field string) error {
	if id.IsZero() {
		return switchboard.Refuse(switchboard.CodeInvalid, "It is not said who.").WithField(field)
	}
	agent, err := x.tx.Agent(id)
	if err == nil && !agent.Works() {
		err = switchboard.Refuse(switchboard.CodeInvalid, "%s does not work on conversations.", agent.Name).
			WithHint("Choose somebody else.")
	}
	if err == nil {
		err = x.within(agent)
	}
	var own *switchboard.Error
	if errors.As(err, &own) {
		return own.WithField(field)
	}
	return err
}

// say keeps the words of a refusal as a note, from whoever was asked.
func (x acting) say(text string) error {
	asked := x.now.Offer != nil && x.now.Offer.To == x.actor.Agent || x.now.Transfer != nil && x.now.Transfer.To == x.actor.Agent
	if text = strings.TrimSpace(text); text == "" || !asked {
		return nil
	}
	m, err := desk.Note(x.tx, x.now, x.actor.Agent, text)
	if err != nil {
		return err
	}
	e := eventAbout(x.now, x.actor, switchboard.EventNoteAdded)
	e.MessageID, e.Visibility = m.ID, x.now.Visibility
	return x.tx.Record(e)
}

// within refuses somebody who is limited to other brands or accounts: they could not be shown what they are asked about.
func (x acting) within(agent switchboard.Agent) error {
	limits, err := x.tx.AgentScope(agent.ID)
	if err != nil {
		return err
	}
	sees := (limits.Brands == nil || slices.Contains(limits.Brands, x.now.BrandID)) &&
		(limits.Accounts == nil || slices.Contains(limits.Accounts, x.now.AccountID))
	if !sees {
		return switchboard.Refuse(switchboard.CodeInvalid, "%s may not see this conversation.", agent.Name).
			WithHint("Choose somebody else, or have their limits changed.")
	}
	return nil
}

func (f floor) accept(ctx context.Context, in *ConversationIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.Accepted{By: x.actor.Agent}, nil
	})
}

func (f floor) decline(ctx context.Context, in *ReasonIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.Declined{By: x.actor.Agent, Reason: in.Body.Reason}, x.say(in.Body.Text)
	})
}

// take from the queue needs no reason; to take it from somebody does, and the right to.
func (f floor) take(ctx context.Context, in *OptionalReasonIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		reason := ""
		if in.Body != nil {
			reason = in.Body.Reason
		}
		what := takenBy(x.actor, reason)
		agent, err := x.tx.Agent(x.actor.Agent)
		what.Department = hatFor(agent, x.now.Department)
		return what, err
	})
}

// hatFor is the department in which somebody leads a conversation of another: its own where they belong to it.
func hatFor(a switchboard.Agent, of switchboard.DepartmentKey) switchboard.DepartmentKey {
	if len(a.Departments) == 0 || slices.Contains(a.Departments, of) {
		return of
	}
	return a.Departments[0]
}

// takenBy makes a manager's authority count only when they say why: without a reason they lose a race like anybody else.
func takenBy(a access.Actor, reason string) conversation.Taken {
	who := by(a)
	who.Manager = who.Manager && reason != ""
	return conversation.Taken{By: who, Reason: reason}
}

func (f floor) release(ctx context.Context, in *EpochReasonIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.Released{By: by(x.actor), Reason: in.Body.Reason, Epoch: in.Body.Epoch}, nil
	})
}

func (f floor) transfer(ctx context.Context, in *TransferIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		b := in.Body
		if err := x.colleague(b.To, "to"); err != nil {
			return nil, err
		}
		if err := mayHandOver(x, b.Reason); err != nil {
			return nil, err
		}
		to, err := x.tx.Agent(b.To)
		return conversation.TransferAsked{By: by(x.actor), From: x.now.Lead, To: b.To, Briefing: b.Briefing, Reason: b.Reason,
			Epoch: b.Epoch, Department: hatFor(to, x.now.Department)}, err
	})
}

// mayHandOver refuses to hand over for want of skill where whoever leads keeps it: help comes to them.
func mayHandOver(x acting, reason string) error {
	if reason != conversation.ReasonSkill {
		return nil
	}
	terms, err := x.tx.Terms(x.now.Department)
	if err == nil && terms.KeepLead {
		err = switchboard.Refuse(switchboard.CodeConflict, "In this department whoever leads keeps it to the end.").WithField("reason").
			WithHint("Ask somebody to help you; hand it over when you are away or it is not yours.")
	}
	return err
}

func (f floor) acceptTransfer(ctx context.Context, in *ConversationIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.TransferAccepted{By: x.actor.Agent}, nil
	})
}

func (f floor) declineTransfer(ctx context.Context, in *ReasonIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.TransferDeclined{By: x.actor.Agent, Reason: in.Body.Reason}, x.say(in.Body.Text)
	})
}

func (f floor) cancelTransfer(ctx context.Context, in *ConversationIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.TransferCancelled{By: by(x.actor)}, nil
	})
}

func (f floor) snooze(ctx context.Context, in *SnoozeIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		b := in.Body
		return conversation.Snoozed{By: by(x.actor), Until: b.Until, Reason: b.Reason, Epoch: b.Epoch}, nil
	})
}

func (f floor) wake(ctx context.Context, in *ConversationIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.Woken{By: by(x.actor)}, nil
	})
}

func (f floor) close(ctx context.Context, in *CloseIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		b := in.Body
		return conversation.Closed{By: by(x.actor), Reason: b.Reason, Note: b.Note, Epoch: b.Epoch}, nothingToPost(x)
	})
}

// nothingToPost refuses while an answer waits for somebody to post it: nobody would think of it any more.
func nothingToPost(x acting) error {
	waiting, err := x.tx.ByHandOf(x.now.ID)
	if err != nil || len(waiting) == 0 {
		return err
	}
	return switchboard.Refuse(switchboard.CodeUnresolved, "An answer still waits to be posted by hand.").
		WithHint("Record that it was posted, or that it was not; then close.")
}

func (f floor) reopen(ctx context.Context, in *ConversationIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		present := false
		if !x.now.LastLead.IsZero() {
			var err error
			if present, err = desk.CanTake(x.tx, x.now.LastLead, x.now); err != nil {
				return nil, err
			}
		}
		return conversation.Reopened{By: by(x.actor), LeadPresent: present}, nil
	})
}

func (f floor) reroute(ctx context.Context, in *RerouteIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.Rerouted{By: by(x.actor), Department: in.Body.Department, Reason: in.Body.Reason},
			knownDepartment(x.tx, in.Body.Department)
	})
}

func knownDepartment(tx *store.Tx, key switchboard.DepartmentKey) error {
	all, err := tx.Departments()
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Key == key {
			return nil
		}
	}
	return switchboard.Refuse(switchboard.CodeInvalid, "There is no such department.").WithField("department").
		WithHint("Choose one of the company's departments.")
}

// ConversationIn names a conversation.
type ConversationIn struct {
	ID switchboard.ConversationID `path:"id" doc:"The conversation."`
}

// ConversationOut is a conversation as it is now.
type ConversationOut = BodyOf[switchboard.Conversation]

// ReasonIn says why.
type ReasonIn struct {
	ConversationIn
	Body struct {
		Reason string `json:"reason" enum:"busy,skill,language,wrong_owner,leaving" doc:"Why not."`
		Text   string `json:"text,omitempty" maxLength:"4000" doc:"More of it, for colleagues: it becomes a note of the conversation."`
	}
}

// OptionalReasonIn may say why.
type OptionalReasonIn struct {
	ConversationIn
	Body *struct {
		Reason string `json:"reason,omitempty" doc:"Needed only to take it from somebody: skill, wrong_owner, cover, shift or escalation."`
	}
}

// EpochReasonIn says why, and under which lead it was decided.
type EpochReasonIn struct {
	ConversationIn
	Body struct {
		Epoch  int    `json:"epoch" doc:"The conversation's epoch as you saw it."`
		Reason string `json:"reason" enum:"skill,wrong_owner,cover,shift,escalation" doc:"Why it moves."`
	}
}

// TransferIn asks somebody to take over.
type TransferIn struct {
	ConversationIn
	Body struct {
		Epoch    int                 `json:"epoch" doc:"The conversation's epoch as you saw it."`
		To       switchboard.AgentID `json:"to" doc:"Who is asked."`
		Briefing string              `json:"briefing" maxLength:"4000" doc:"What the customer wants and what was done so far, at least 20 characters."`
		Reason   string              `json:"reason" enum:"skill,wrong_owner,cover,shift,escalation" doc:"Why it moves."`
	}
}

// SnoozeIn puts a conversation out of sight for a while.
type SnoozeIn struct {
	ConversationIn
	Body struct {
		Epoch  int       `json:"epoch" doc:"The conversation's epoch as you saw it."`
		Until  time.Time `json:"until" doc:"When it comes back."`
		Reason string    `json:"reason" maxLength:"500" doc:"What you wait for."`
	}
}

// CloseIn ends a conversation.
type CloseIn struct {
	ConversationIn
	Body struct {
		Epoch  int                     `json:"epoch" doc:"The conversation's epoch as you saw it."`
		Reason switchboard.CloseReason `json:"reason" enum:"resolved,confirmed,explained_no,lapsed,no_answer,spam" doc:"How it ended."`
		Note   string                  `json:"note,omitempty" maxLength:"4000" doc:"For colleagues."`
	}
}

// RerouteIn moves a conversation that nobody leads.
type RerouteIn struct {
	ConversationIn
	Body struct {
		Department switchboard.DepartmentKey `json:"department" doc:"Where to."`
		Reason     string                    `json:"reason" enum:"skill,wrong_owner,cover,shift,escalation" doc:"Why it moves."`
	}
}
