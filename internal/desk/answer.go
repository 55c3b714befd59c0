package desk

import (
	"switchboard"
	"switchboard/internal/store"
)

// answerOffer notes what came of the offer that stood before, if it stands no more.
func (m *Matter) answerOffer(tx *store.Tx) error {
	before, now := m.before.Offer, m.Now.Offer
	if before == nil || now != nil && now.ID == before.ID {
		return nil
	}
	answer := store.Answer{Offer: before.ID, Answer: switchboard.OfferWithdrawn}
	for _, e := range m.events {
		if e.Subject != before.ID.String() {
			continue
		}
		switch e.Kind {
		case switchboard.EventDeclined:
			answer.Answer, answer.Reason = switchboard.OfferDeclined, e.Reason
		case switchboard.EventOfferExpired:
			answer.Answer = switchboard.OfferExpired
		case switchboard.EventAccepted, switchboard.EventTaken:
			if e.Agent == before.To {
				answer.Answer = switchboard.OfferAccepted
			}
		}
	}
	return tx.AnswerOffer(answer)
}
