package consult

import (
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

const (
	maxOpen  = 5  // questions of one conversation that are waited for
	maxADay  = 50 // questions of one person in a day
	aDay     = 24 * time.Hour
	nthFirst = "1"
	nthAgain = "2"
)

// Ask sends what Plan has shown, if it is still that: hash is the plan's.
func (d *Desk) Ask(tx *store.Tx, a Asking, hash string) (c switchboard.Consult, err error) {
	p, err := d.Plan(tx, a)
	if err != nil {
		return c, err
	}
	if p.Hash != hash {
		return c, switchboard.Refuse(switchboard.CodeStale, "What would be sent has changed since you looked at it.").
			WithHint("Look at it again, then send it.")
	}
	if err := bounded(tx, a); err != nil {
		return c, err
	}
	c = question(tx.Now(), a, p)
	if err := open(tx, c); err != nil {
		return c, err
	}
	return c, d.post(tx, c, a.By, p.ReplyTo)
}

// question is what is asked by a plan.
func question(now time.Time, a Asking, p Plan) switchboard.Consult {
	c := switchboard.Consult{ID: switchboard.NewID[switchboard.ConsultID](now), ConversationID: a.Conversation.ID, AskedBy: a.By.ID,
		AccountID: p.AccountID, Name: p.Name, Email: p.Email, Question: a.Question, Subject: p.Subject, Text: p.Text,
		Messages: append([]switchboard.MessageID{}, a.Messages...), State: switchboard.ConsultSending, Handle: NewHandle(), AskedAt: now,
		DueAt: a.DueAt, ExpiresAt: p.ExpiresAt}
	for _, r := range p.Redactions {
		if r.Lifted {
			c.Lifted++
		}
	}
	return c
}

// open stores a new question with its timers.
func open(tx *store.Tx, c switchboard.Consult) error {
	if err := tables(tx).InsertConsult(c); err != nil {
		return err
	}
	if err := arm(tx, c); err != nil {
		return err
	}
	return recordBy(tx, c.AskedBy, c, switchboard.EventConsultAsked, "")
}

// bounded keeps a conversation from asking the whole world, and a person, or a program in their name, from sending mail
// without end.
func bounded(tx *store.Tx, a Asking) error {
	before, err := tables(tx).Consults(a.Conversation.ID, most)
	if err != nil {
		return err
	}
	open := 0
	for _, c := range before {
		if !c.State.Waits() {
			continue
		}
		if open++; c.Email == a.Email {
			return switchboard.Refuse(switchboard.CodeConflict, "They are asked already, and have not answered yet.").WithField("email").
				WithHint("Wait for the answer, or take that question back first.")
		}
	}
	if open >= maxOpen {
		return switchboard.Refuse(switchboard.CodeConflict, "%d questions about this conversation are open already.", maxOpen).
			WithHint("Take one back first.")
	}
	mine, err := tables(tx).AskedSince(a.By.ID, tx.Now().Add(-aDay), maxADay)
	if err == nil && len(mine) >= maxADay {
		err = switchboard.Refuse(switchboard.CodeRateLimited, "You have asked %d people outside within a day.", maxADay).
			WithHint("Ask again tomorrow, or let a colleague ask.")
	}
	return err
}

// post hands the question to whoever sends it.
func (d *Desk) post(tx *store.Tx, c switchboard.Consult, by switchboard.Agent, replyTo string) error {
	token := d.Mark.Token(c.Handle, c.ExpiresAt)
	return tables(tx).Post(switchboard.Letter{AccountID: c.AccountID, Kind: switchboard.LetterQuestion, Subject: c.ID.String(), To: c.Email,
		Name: c.Name, Title: connector.QuestionSubject(c.Subject, token), Text: c.Text, MessageID: connector.QuestionID(token, nthFirst),
		ReplyTo: replyTo, Speaker: by.Name})
}

// arm sets the timers of a question: to remind at half time, when its time is up, and when it ends.
func arm(tx *store.Tx, c switchboard.Consult) error {
	for _, t := range []store.Timer{
		{Kind: TimerRemind, Subject: c.ID, DueAt: c.AskedAt.Add(c.DueAt.Sub(c.AskedAt) / 2)},
		{Kind: TimerDue, Subject: c.ID, DueAt: c.DueAt},
		{Kind: TimerExpiry, Subject: c.ID, DueAt: c.ExpiresAt},
	} {
		if err := tx.SetTimer(t); err != nil {
			return err
		}
	}
	return nil
}

// TakeBack ends a question that is waited for.
func (d *Desk) TakeBack(tx *store.Tx, conversation switchboard.ConversationID, id switchboard.ConsultID, by switchboard.AgentID) (switchboard.Consult, error) {
	c, err := find(tx, conversation, id)
	if err != nil || !c.State.Waits() {
		return c, err
	}
	if c, err = end(tx, c, switchboard.ConsultEnded, "taken_back"); err != nil {
		return c, err
	}
	return c, recordBy(tx, by, c, switchboard.EventConsultEnded, c.Why)
}
