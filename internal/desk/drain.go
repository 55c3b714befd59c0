package desk

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// drainPage bounds the offers one transaction makes, so that nobody waits long for its locks.
const drainPage = 64

// Drain offers a department's waiting work to its people, oldest first within its class, until nobody has room or
// nothing is left that somebody may take. It makes at most a page of offers; more tells whether to call again.
func (d *Desk) Drain(tx *store.Tx, key switchboard.DepartmentKey) (more bool, err error) {
	department, err := tx.LockDepartment(key)
	if err != nil || department.Pull {
		return false, err
	}
	room, err := tx.HasRoom(key)
	if err != nil || !room {
		return false, err
	}
	var agents []switchboard.Agent
	var last *switchboard.Conversation
	for {
		page, err := tx.WaitingConversations(key, last, drainPage)
		if err != nil || len(page) == 0 {
			return false, err
		}
		if last == nil {
			// Once: whoever comes while later pages are looked at has not refused the earlier ones.
			if agents, err = tx.LockCandidates(key); err != nil {
				return false, err
			}
		}
		if !slices.ContainsFunc(agents, func(a switchboard.Agent) bool { return a.Load < a.Cap }) {
			return false, nil
		}
		made, err := d.offer(tx, agents, page)
		if err != nil || made > 0 {
			return made > 0, err
		}
		last = &page[len(page)-1] // everybody with room declined all of these
	}
}

func (d *Desk) offer(tx *store.Tx, agents []switchboard.Agent, page []switchboard.Conversation) (made int, err error) {
	waiting, err := waitingOf(tx, page)
	if err != nil {
		return 0, err
	}
	byID := make(map[switchboard.ConversationID]switchboard.Conversation, len(page))
	for _, c := range page {
		byID[c.ID] = c
	}
	pairings := roster.Assign(waiting, candidatesOf(agents), tx.Now())
	for _, p := range pairings {
		if err := d.offerOne(tx, byID[p.Conversation], p); err != nil {
			return 0, err
		}
	}
	return len(pairings), nil
}

func (d *Desk) offerOne(tx *store.Tx, c switchboard.Conversation, p roster.Pairing) error {
	m := loaded(c)
	err := m.Do(conversation.Offered{Offer: switchboard.Offer{
		ID: switchboard.NewID[switchboard.OfferID](tx.Now()), To: p.Agent, ExpiresAt: tx.Now().Add(d.offerFor())}}, tx.Now())
	if err != nil {
		return err
	}
	if err := tx.InsertAssignment(p.Conversation, p.Agent, p); err != nil {
		return err
	}
	return d.Save(tx, m)
}

func (d *Desk) offerFor() time.Duration {
	if d.OfferFor > 0 {
		return d.OfferFor
	}
	return OfferFor
}

func waitingOf(tx *store.Tx, page []switchboard.Conversation) ([]roster.Waiting, error) {
	declined, err := tx.DeclinedAmong(page)
	if err != nil {
		return nil, err
	}
	waiting := make([]roster.Waiting, len(page))
	for i, c := range page {
		waiting[i] = roster.WaitingOf(c, declined[c.ID])
	}
	return waiting, nil
}

func candidatesOf(agents []switchboard.Agent) []roster.Candidate {
	candidates := make([]roster.Candidate, len(agents))
	for i, a := range agents {
		candidates[i] = roster.CandidateOf(a, true)
	}
	return candidates
}
