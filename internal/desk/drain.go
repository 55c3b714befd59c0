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
	terms, err := tx.Terms(key)
	if err != nil {
		return false, err
	}
	staffed, err := noteStaffing(tx, key, terms)
	if err == nil && staffed == switchboard.StaffedNobody {
		return false, d.watchUnstaffed(tx, key)
	}
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
			if candidates, err = candidatesOf(tx, key, terms); err != nil {
				return false, err
			}
		}
		if !slices.ContainsFunc(candidates, hasRoom) {
			return false, nil
		}
		made, err := d.offer(tx, handing{terms, candidates}, page)
		if err != nil || made > 0 {
			return made > 0, err
		}
		last = &page[len(page)-1] // everybody with room declined all of these
	}
	return false, nil
}

// handing is how a department's work is handed out now, and to whom.
type handing struct {
	terms      roster.Terms
	candidates []roster.Candidate
}

// atOnce reports whether nobody is asked: whoever is chosen leads.
func (h handing) atOnce() bool { return h.terms.Accept == roster.AtOnce }

func (d *Desk) offer(tx *store.Tx, h handing, page []switchboard.Conversation) (made int, err error) {
	waiting, err := waitingOf(tx, h, page)
	if err != nil {
		return 0, err
	}
	byID := make(map[switchboard.ConversationID]switchboard.Conversation, len(page))
	for _, c := range page {
		byID[c.ID] = c
	}
	pairings := roster.Assign(waiting, h.candidates, tx.Now())
	for _, p := range pairings {
		if err := d.offerOne(tx, h, byID[p.Conversation], p); err != nil {
			return 0, err
		}
	}
	return len(pairings), nil
}

func (d *Desk) offerOne(tx *store.Tx, h handing, c switchboard.Conversation, p roster.Pairing) error {
	m := loaded(c)
	offer := switchboard.Offer{ID: switchboard.NewID[switchboard.OfferID](tx.Now()), To: p.Agent,
		ExpiresAt: tx.Now().Add(h.terms.OfferFor(d.offerFor()))}
	var what conversation.Happening = conversation.Offered{Offer: offer, Seen: seenBy(p.Passed)}
	if h.atOnce() {
		offer, what = switchboard.Offer{To: p.Agent}, conversation.Given{To: p.Agent}
	}
	if err := m.Do(what, tx.Now()); err != nil {
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

func hasRoom(c roster.Candidate) bool { return c.HasRoom() }

func waitingOf(tx *store.Tx, h handing, page []switchboard.Conversation) ([]roster.Waiting, error) {
	declined, err := tx.DeclinedAmong(page)
	if err != nil {
		return nil, err
	}
	known, err := lastLeads(tx, h.terms, page)
	if err != nil {
		return nil, err
	}
	waiting := make([]roster.Waiting, len(page))
	for i, c := range page {
		w := roster.WaitingOf(c, declined[c.ID])
		w.Weight, w.LastLead = h.terms.Weights.Offer(c), known[c.ID]
		if h.atOnce() {
			w.Weight = roster.Place
		}
		if c.Media && showsMedia(h.candidates, &w) {
			w.Skills = append(w.Skills, roster.SkillMedia)
		}
		waiting[i] = w
	}
	return waiting, nil
}

// showsMedia reports whether anybody who could be asked knows pictures, films and sounds. Where nobody does who is there
// and may see it, it is better that somebody answers.
func showsMedia(candidates []roster.Candidate, w *roster.Waiting) bool {
	return slices.ContainsFunc(candidates, func(c roster.Candidate) bool {
		return c.Present && slices.Contains(c.Skills, roster.SkillMedia) && !slices.Contains(w.Declined, c.Agent) && c.Sees(w)
	})
}

// lastLeads says to whom of each conversation's past its customer is used: who led it, or else the customer's last
// matter, not longer ago than the terms say.
func lastLeads(tx *store.Tx, terms roster.Terms, page []switchboard.Conversation) (map[switchboard.ConversationID]switchboard.AgentID, error) {
	known := map[switchboard.ConversationID]switchboard.AgentID{}
	since := tx.Now().Add(-terms.Sticky())
	var customers []switchboard.CustomerID
	for _, c := range page {
		switch {
		case c.LastLead.IsZero():
			customers = append(customers, c.CustomerID)
		case !c.LastLedAt.Before(since), c.LastLedAt.IsZero() && !c.LastMessageAt.Before(since):
			known[c.ID] = c.LastLead
		}
	}
	if len(customers) == 0 || terms.Sticky() == 0 {
		return known, nil
	}
	last, err := tx.LastLeads(customers, since)
	for _, c := range page {
		if led := last[c.CustomerID]; c.LastLead.IsZero() && !led.At.Before(since) {
			known[c.ID] = led.Agent
		}
	}
	return known, err
}
