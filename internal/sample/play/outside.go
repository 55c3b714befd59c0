package play

import (
	"time"

	"switchboard"
	"switchboard/internal/consult"
	"switchboard/internal/report"
	"switchboard/internal/sample"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

// known lists who can be asked outside; an address that was listed before stays as it is.
func (t *teller) known(mark *store.Sample) error {
	for _, e := range t.Outside.Experts {
		expert, there, err := consults.In(t.tx.Tx).ExpertByEmail(e.Email)
		if err != nil {
			return err
		}
		if !there {
			expert = switchboard.Expert{ID: switchboard.NewID[switchboard.ExpertID](t.tx.Now()), Name: e.Name, Email: e.Email,
				Answers: e.Answers, CreatedAt: t.tx.Now(), ChangedAt: t.tx.Now()}
			if err := consults.In(t.tx.Tx).SaveExpert(expert); err != nil {
				return err
			}
			mark.Experts = append(mark.Experts, expert.ID)
		}
		t.experts[e.Key] = expert
	}
	return nil
}

// reports plans what colleagues fill in on the page for reports.
func (t *teller) reports() {
	reports := *t.made.Reports
	reports.Bell = nil
	for _, r := range t.Outside.Reports {
		t.at(r.Comes, func() error {
			_, err := reports.Submit(t.tx, report.Filled{URL: r.URL, Text: r.Text, Author: r.Author, Name: r.Name})
			return err
		})
	}
}

// answerBy is how long somebody outside is given for an answer.
const answerBy = 3 * time.Hour

// asks lets the lead ask somebody outside, with all the customer has said so far.
func (t *teller) asks(m *matter, c switchboard.Conversation, s sample.Step) error {
	by, err := t.tx.Agent(c.Lead)
	if err != nil {
		return err
	}
	said, err := t.tx.ConversationMessages(c.ID, store.Place{}, 20)
	if err != nil {
		return err
	}
	a := consult.Asking{Conversation: c, By: by, Name: t.experts[s.Asks].Name, Email: t.experts[s.Asks].Email, Question: s.Question,
		DueAt: t.tx.Now().Add(answerBy), May: func(switchboard.Message) bool { return true }}
	for _, one := range said {
		if one.Direction == switchboard.In {
			a.Messages = append(a.Messages, one.ID)
		}
	}
	asked, err := t.made.Questions.AskInvented(t.tx, a)
	m.asked = asked.ID
	return err
}

// optsOut lets the lead note, for the whole company, that the customer asked not to be written to unasked.
func (t *teller) optsOut(c switchboard.Conversation) error {
	if _, err := t.tx.SetOptedOut(c.CustomerID, t.tx.Now()); err != nil {
		return err
	}
	e := about(c, c.Lead, switchboard.EventOptedOut)
	e.Reason = "on"
	return t.tx.Record(e)
}
