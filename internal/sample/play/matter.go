package play

import (
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/sample"
)

// matter is one customer's, on its way through the story.
type matter struct {
	sample.Matter
	id      switchboard.ConversationID
	root    string // first post
	last    string // what the customer would answer
	step    int    // of Then, the next one
	waits   bool   // for somebody to lead
	asked   switchboard.ConsultID
	offered switchboard.OfferID
	over    bool
}

// begins lets the customer speak for the first time.
func (t *teller) begins(m *matter) error {
	if err := t.says(m, m.Say); err != nil {
		return err
	}
	account := t.accounts[m.To]
	heard, _, err := t.tx.MessageByKey(account.Realm, m.root)
	if err != nil {
		return err
	}
	m.id = heard.ConversationID
	if m.Take != "" {
		t.after(t.pause(25*time.Second, 70*time.Second), func() error { return t.take(m) })
	}
	return t.plan(m)
}

// plan looks at what follows next.
func (t *teller) plan(m *matter) error {
	if m.step == len(m.Then) {
		m.over = true
		return nil
	}
	s := m.Then[m.step]
	when := t.tx.Now().Add(s.After)
	if s.FromEnd > 0 {
		when = t.Now.Add(-s.FromEnd)
	}
	t.at(when, func() error { return t.perform(m) })
	return nil
}

// perform does the next step, or waits until somebody leads.
func (t *teller) perform(m *matter) error {
	s := m.Then[m.step]
	c, err := t.tx.Conversation(m.id)
	if err != nil {
		return err
	}
	if s.Says == "" && c.Lead.IsZero() {
		m.waits = true
		return nil
	}
	m.step++
	if c, err = t.corrects(c, s.Corrects); err != nil {
		return err
	}
	if s.Answer != "" {
		return t.answer(m, c, s.Answer)
	}
	if err := t.act(m, c, s); err != nil {
		return err
	}
	return t.plan(m)
}

// act is every step but an answer.
func (t *teller) act(m *matter, c switchboard.Conversation, s sample.Step) error {
	by := conversation.Person(c.Lead)
	var what conversation.Happening
	switch {
	case s.Says != "":
		return t.says(m, s.Says)
	case s.Helper != "":
		what = conversation.HelperAdded{By: by, Helper: t.agents[s.Helper].ID}
	case s.Transfer != "":
		return t.transfer(m, c, s)
	case s.Asks != "":
		return t.asks(m, c, s)
	case s.Advice != "":
		return t.made.Questions.AnswerInvented(t.tx, m.asked, s.Advice)
	case s.OptedOut:
		return t.optsOut(c)
	case s.Snooze > 0:
		what = conversation.Snoozed{By: by, Until: t.tx.Now().Add(s.Snooze), Reason: s.Reason, Epoch: c.Epoch}
	case s.Close != "":
		what = conversation.Closed{By: by, Reason: s.Close, Note: s.Note, Epoch: c.Epoch}
	default:
		return t.note(c, s)
	}
	_, err := t.desk.Act(t.tx, m.id, what)
	return err
}

// take lets a manager see it first.
func (t *teller) take(m *matter) error {
	c, err := t.desk.Act(t.tx, m.id, conversation.Taken{By: conversation.Manager(t.agents[m.Take].ID), Reason: conversation.ReasonSkill})
	if err != nil {
		return err
	}
	return t.led(m, c)
}

// consider lets whoever was just asked accept in a moment.
func (t *teller) consider(m *matter) error {
	if m.id.IsZero() || m.over && m.step == 0 {
		return nil
	}
	c, err := t.tx.Conversation(m.id)
	if err != nil || c.Offer == nil || c.Offer.ID == m.offered {
		return err
	}
	m.offered = c.Offer.ID
	if m.Take != "" && m.step == 0 {
		return nil
	}
	offer := *c.Offer
	t.after(t.pause(15*time.Second, 75*time.Second), func() error { return t.accept(m, offer) })
	return nil
}

func (t *teller) accept(m *matter, offer switchboard.Offer) error {
	c, err := t.tx.Conversation(m.id)
	if err != nil || c.Offer == nil || c.Offer.ID != offer.ID {
		return err
	}
	if c, err = t.desk.Act(t.tx, m.id, conversation.Accepted{By: offer.To}); err != nil {
		return err
	}
	return t.led(m, c)
}

// led goes on with what had waited for a lead.
func (t *teller) led(m *matter, c switchboard.Conversation) error {
	if !m.waits || c.Lead.IsZero() {
		return nil
	}
	m.waits = false
	t.after(t.pause(time.Minute, 4*time.Minute), func() error { return t.perform(m) })
	return nil
}

func (t *teller) transfer(m *matter, c switchboard.Conversation, s sample.Step) error {
	to := t.newcomer
	if s.Transfer != sample.Newcomer {
		to = t.agents[s.Transfer].ID
		t.after(t.pause(2*time.Minute, 6*time.Minute), func() error {
			_, err := t.desk.Act(t.tx, m.id, conversation.TransferAccepted{By: to})
			return err
		})
	}
	_, err := t.desk.Act(t.tx, m.id, conversation.TransferAsked{By: conversation.Person(c.Lead), From: c.Lead, To: to,
		Briefing: s.Briefing, Reason: s.Reason, Epoch: c.Epoch})
	return err
}

// first is the name somebody is called by.
func first(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}
