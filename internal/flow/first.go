package flow

import (
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
)

// decideUpon applies the policy in force to a message of the conversation, with what was found in it and what is known of
// the customer.
func (p *passage) decideUpon(m switchboard.Message, v switchboard.Verdict, author switchboard.AuthorFacts) (d switchboard.Decision, err error) {
	account, err := p.tx.Account(m.AccountID)
	if err != nil {
		return d, err
	}
	brand, err := p.tx.Brand(p.matter.Now.BrandID)
	if err != nil {
		return d, err
	}
	answersUs, err := p.answersUs(m)
	if err != nil {
		return d, err
	}
	policy := p.in.Policy()
	waiting, err := p.waiting(policy)
	if err != nil {
		return d, err
	}
	return policy.Decide(ownership.FactsFrom(ownership.FactsInput{Message: m, Verdict: v, Account: account, Brand: brand.Key,
		ReplyToUs: answersUs, Author: author, Waiting: waiting, Matter: p.matter.Now.ID.String()})), nil
}

// answersUs reports whether a message answers one of ours, as far as is known yet.
func (p *passage) answersUs(m switchboard.Message) (bool, error) {
	answered, found, err := p.parent(m)
	return found && answered.Direction == switchboard.Out, err
}

// posted decides upon a post of ours that the outbox placed, where it is our first word.
func (p *passage) posted() (err error) {
	m := p.place.Message
	if m.Direction != switchboard.Out || m.ConversationID.IsZero() || m.Revision > 1 || !m.DeletedAt.IsZero() || p.matter != nil {
		return nil
	}
	if first, err := p.tx.FirstWord(m.ConversationID, m); err != nil || !first {
		return err
	}
	if p.matter, err = desk.Load(p.tx, m.ConversationID); err != nil {
		return err
	}
	return p.speaksFirst()
}

// speaksFirst decides upon what we say to somebody who has said nothing to us and to whom we had said nothing there: the
// policy says who leads what we say first, unless somebody leads already.
func (p *passage) speaksFirst() error {
	m := p.place.Message
	first, err := p.tx.FirstWord(p.matter.Now.ID, m)
	if err != nil || !first {
		return err
	}
	decided, err := p.tx.DecidedUpon(p.matter.Now.ID, m.ID)
	if err != nil || decided {
		return err
	}
	made, err := p.outbound(m, p.verdict, p.tx.Now())
	if err != nil {
		return err
	}
	p.decision = made
	return p.matter.Do(conversation.Decided{DecisionID: made.ID, Decision: made.Decision}, p.tx.Now())
}

// outbound is the decision upon what we said first. What the customer waits for where they spoke to us counts as open; that
// we heard them speak of us does not.
func (p *passage) outbound(m switchboard.Message, v switchboard.Verdict, at time.Time) (*store.DecisionRow, error) {
	c := p.matter.Now
	past, err := p.tx.AuthorHistory(c.CustomerID, c.ID)
	if err != nil {
		return nil, err
	}
	author := switchboard.AuthorFacts{Known: past.LastDepartment != ""}
	if author.OptedOut, err = p.tx.OptedOut(c.CustomerID); err != nil {
		return nil, err
	}
	open, found, err := p.tx.OpenMatter(c.CustomerID, c.ID, false)
	if err != nil {
		return nil, err
	}
	if found {
		author.OpenConversation, author.LastDepartment = true, open.Department
	}
	d, err := p.decideUpon(m, v, author)
	return &store.DecisionRow{ID: switchboard.NewID[switchboard.DecisionID](at), ConversationID: c.ID, MessageID: m.ID, Decision: d}, err
}

// begunByUs decides upon what we had said to a customer before they said anything to us: whoever leads that keeps what it
// brings.
func (p *passage) begunByUs() error {
	if p.place.NewLeg == nil || p.place.Another || p.place.Message.Overheard {
		return nil
	}
	wrote, found, err := p.wroteFirst()
	if err != nil || !found {
		return err
	}
	verdict, _, err := p.tx.Verdict(wrote.ID)
	if err != nil {
		return err
	}
	p.first, err = p.outbound(wrote, verdict, p.tx.Now().Add(-time.Millisecond)) // lists show it before the other
	return err
}

// wroteFirst finds what we said to the author of the message in its thread, outside any conversation: privately, or in
// answer to what they said to others and they answer now.
func (p *passage) wroteFirst() (switchboard.Message, bool, error) {
	m := p.place.Message
	if m.Visibility == switchboard.Private {
		written, err := p.tx.UnansweredOf(m.ThreadID)
		if err != nil || len(written) == 0 {
			return switchboard.Message{}, false, err
		}
		return written[0], written[0].PublishedAt.Before(m.PublishedAt), nil
	}
	ours, found, err := p.parent(m)
	if err != nil || !found || ours.Direction != switchboard.Out || !ours.ConversationID.IsZero() {
		return ours, false, err
	}
	theirs, found, err := p.parent(ours)
	return ours, found && theirs.Direction == switchboard.In && theirs.IdentityID == m.IdentityID, err
}

func (p *passage) parent(m switchboard.Message) (switchboard.Message, bool, error) {
	if m.ParentKey == "" {
		return switchboard.Message{}, false, nil
	}
	return p.tx.MessageByKey(m.Realm, m.ParentKey)
}

// begins lets the decision upon what we had said first happen to the conversation that it began.
func (p *passage) begins() error {
	if p.first == nil {
		return nil
	}
	return p.matter.Do(conversation.Decided{DecisionID: p.first.ID, Decision: p.first.Decision}, p.tx.Now())
}
