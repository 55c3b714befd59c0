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

// drainPages bounds how far one transaction looks past what everybody with room declined. What stands further behind
// waits until one of those before it comes round again: to go on there in another transaction would let it overtake them
// with whoever came in between.
const drainPages = 16

// Drain offers a department's waiting work to its people, oldest first within its class, until nobody has room or
// nothing is left that somebody may take. It makes at most a page of offers; more tells whether to call again.
func (d *Desk) Drain(tx *store.Tx, key switchboard.DepartmentKey) (more bool, err error) {
	department, err := tx.LockDepartment(key)
	if err != nil {
		return false, err
	}
	staffed, err := noteStaffing(tx, key)
	if err != nil || department.Pull || staffed != switchboard.StaffedRoom {
		return false, err
	}
	var candidates []roster.Candidate
	var last *switchboard.Conversation
	for range drainPages {
		page, err := tx.WaitingConversations(key, last, drainPage)
		if err != nil || len(page) == 0 {
			return false, err
		}
		if last == nil {
			// Once: whoever comes while later pages are looked at has not refused the earlier ones.
			if candidates, err = candidatesOf(tx, key); err != nil {
				return false, err
			}
		}
		if !slices.ContainsFunc(candidates, hasRoom) {
			return false, nil
		}
		made, err := d.offer(tx, candidates, page)
		if err != nil || made > 0 {
			return made > 0, err
		}
		last = &page[len(page)-1] // everybody with room declined all of these
	}
	return false, nil
}

func (d *Desk) offer(tx *store.Tx, candidates []roster.Candidate, page []switchboard.Conversation) (made int, err error) {
	waiting, err := waitingOf(tx, page)
	if err != nil {
		return 0, err
	}
	byID := make(map[switchboard.ConversationID]switchboard.Conversation, len(page))
	for _, c := range page {
		byID[c.ID] = c
	}
	pairings := roster.Assign(waiting, candidates, tx.Now())
	for _, p := range pairings {
		if err := d.offerOne(tx, byID[p.Conversation], p); err != nil {
			return 0, err
		}
	}
	return len(pairings), nil
}

func (d *Desk) offerOne(tx *store.Tx, c switchboard.Conversation, p roster.Pairing) error {
	m := loaded(c)
	offer := switchboard.Offer{ID: switchboard.NewID[switchboard.OfferID](tx.Now()), To: p.Agent, ExpiresAt: tx.Now().Add(d.offerFor())}
	if err := m.Do(conversation.Offered{Offer: offer, Seen: seenBy(p.Passed)}, tx.Now()); err != nil {
		return err
	}
	if err := tx.InsertAssignment(p.Conversation, offer, p); err != nil {
		return err
	}
	return d.Save(tx, m)
}

// seenBy is what the journal keeps of the people a choice looked at.
func seenBy(p roster.Passed) map[string]int64 {
	return map[string]int64{"eligible": int64(p.Eligible), "away": int64(p.Away), "full": int64(p.Full),
		"unskilled": int64(p.Unskilled), "declined": int64(p.Declined)}
}

func (d *Desk) offerFor() time.Duration {
	if d.OfferFor > 0 {
		return d.OfferFor
	}
	return OfferFor
}

func hasRoom(c roster.Candidate) bool { return c.Present && c.Load < c.Cap }

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

// candidatesOf locks a department's people and says who of them can be given work now.
func candidatesOf(tx *store.Tx, key switchboard.DepartmentKey) ([]roster.Candidate, error) {
	people, err := tx.LockCandidates(key)
	if err != nil {
		return nil, err
	}
	return judged(tx, people)
}

// judged says who of the people who are here is at work.
func judged(tx *store.Tx, people []store.Candidate) ([]roster.Candidate, error) {
	absences, err := absencesNow(tx)
	if err != nil {
		return nil, err
	}
	candidates := make([]roster.Candidate, len(people))
	for i, p := range people {
		shifts, err := shiftsOf(p.ID, p.Shift)
		if err != nil {
			return nil, err
		}
		candidates[i] = roster.CandidateOf(p.Agent, roster.Present(p.Agent, shifts, absences, tx.Now()))
	}
	return candidates, nil
}
