package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

func conversations(t *testing.T, w *World) {
	talk := w.Talk("mira", func(c *switchboard.Conversation) {
		c.Flags = []switchboard.Flag{switchboard.FlagSafety}
		c.InformedOf = []switchboard.DepartmentKey{Press}
	})
	get := func() switchboard.Conversation {
		return write(w, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.LockConversation(talk.ID) })
	}
	same(t, "queued", get(), talk.Conversation)
	w.Change(&talk, func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.Epoch, c.Helpers = switchboard.StanceTransfer, w.Bo.ID, 1, []switchboard.AgentID{w.Ada.ID}
		c.Transfer = &switchboard.Transfer{To: w.Ada.ID, From: w.Bo.ID, Briefing: "b", Reason: "skill", At: w.Start}
		c.QueuedAt, c.DueAt, c.SnoozedUntil = time.Time{}, w.Start.Add(time.Hour), w.Start.Add(2*time.Hour)
		c.WaitingSince, c.LastInAt, c.LastOutAt = w.Start, w.Start, w.Start.Add(time.Second)
	})
	same(t, "in transfer", get(), talk.Conversation)
	stale := talk.Conversation
	w.Refused(switchboard.CodeStale, func(tx *store.Tx) error { return tx.UpdateConversation(stale, stale.Version-1) })
	offer := switchboard.Offer{ID: id[switchboard.OfferID](w), To: w.Ada.ID}
	w.Update(func(tx *store.Tx) error {
		for _, why := range []string{"declined", "expired"} {
			if err := tx.AddDeclined(talk.ID, w.Bo.ID, why); err != nil {
				return err
			}
		}
		return tx.InsertAssignment(talk.ID, offer, map[string]int{"seen": 2})
	})
	declined := func() []switchboard.AgentID {
		return read(w, func(tx *store.Tx) ([]switchboard.AgentID, error) { return tx.DeclinedBy(talk.ID) })
	}
	same(t, "declined", declined(), []switchboard.AgentID{w.Bo.ID})
	w.Update(func(tx *store.Tx) error { return tx.ForgetDeclined(talk.ID) })
	same(t, "declined forgotten", declined(), nil)
	var seen map[string]int
	if !read(w, func(tx *store.Tx) (bool, error) { return tx.LastAssignment(talk.ID, &seen) }) || seen["seen"] != 2 {
		t.Errorf("assignment %v", seen)
	}
	offers(w, talk, offer)
	authorHistory(t, w, talk)
}

// offers checks that what came of an offer is kept, and only what came first.
func offers(w *World, talk Talk, offer switchboard.Offer) {
	w.T.Helper()
	of := func() []store.Offered {
		return read(w, func(tx *store.Tx) ([]store.Offered, error) { return tx.OffersOf(talk.ID) })
	}
	open := of()
	if len(open) != 1 || open[0].To != w.Ada.ID || open[0].Answer.Answer != "" || !open[0].AnsweredAt.IsZero() {
		w.T.Fatalf("an open offer: %+v", open)
	}
	for _, answer := range []store.Answer{{Offer: offer.ID, Answer: switchboard.OfferDeclined, Reason: "busy"},
		{Offer: offer.ID, Answer: switchboard.OfferExpired}} {
		w.Update(func(tx *store.Tx) error { return tx.AnswerOffer(answer) })
	}
	answered := of()
	if got := answered[0]; got.Answer.Answer != switchboard.OfferDeclined || got.Reason != "busy" || got.AnsweredAt.Before(got.At) {
		w.T.Errorf("an answered offer: %+v", got)
	}
}

func authorHistory(t *testing.T, w *World, talk Talk) {
	other := w.Talk("mira", func(c *switchboard.Conversation) {
		c.Stance, c.QueuedAt, c.LastLead = switchboard.StanceClosed, time.Time{}, w.Ada.ID
		c.Department, c.LastMessageAt = Press, w.Start.Add(time.Hour)
	})
	past := func(but switchboard.ConversationID) store.AuthorHistory {
		return read(w, func(tx *store.Tx) (store.AuthorHistory, error) { return tx.AuthorHistory(talk.CustomerID, but) })
	}
	same(t, "past of the open one", past(talk.ID), store.AuthorHistory{LastDepartment: Press, LastLead: w.Ada.ID})
	same(t, "past of the closed one", past(other.ID),
		store.AuthorHistory{Open: true, LastDepartment: Service, LastLead: w.Bo.ID})
	whose := func(ids ...switchboard.ConversationID) map[switchboard.ConversationID]switchboard.CustomerID {
		return read(w, func(tx *store.Tx) (map[switchboard.ConversationID]switchboard.CustomerID, error) {
			return tx.CustomersOf(ids)
		})
	}
	same(t, "whose they are", whose(talk.ID, other.ID, id[switchboard.ConversationID](w)),
		map[switchboard.ConversationID]switchboard.CustomerID{talk.ID: talk.CustomerID, other.ID: other.CustomerID})
	same(t, "whose nothing is", whose(), map[switchboard.ConversationID]switchboard.CustomerID{})
}

// crowd opens many conversations of which many share their sort values.
func (w *World) crowd() []switchboard.Conversation {
	var all []switchboard.Conversation
	for i := range 40 {
		talk := w.Talk(fmt.Sprintf("guest%d", i%5), func(c *switchboard.Conversation) {
			c.Department = []switchboard.DepartmentKey{Service, Press}[i%2]
			if i%3 == 0 {
				c.DueAt = w.Start.Add(time.Duration(i/9) * time.Hour)
			}
			if i%7 == 0 {
				c.Urgency = switchboard.UrgencyUrgent
			}
			if i%4 == 3 {
				c.Visibility = switchboard.Private
			}
			if i%4 < 2 {
				c.Topics = []switchboard.TopicKey{"flat_tyre"}
			}
			if i%8 == 0 {
				c.Topics = append(c.Topics, "ringing")
			}
			c.LastMessageAt = w.Start.Add(time.Duration(i/6) * time.Minute)
			c.QueuedAt = w.Start.Add(time.Duration(i/8) * time.Minute)
			w.stand(c, i)
		})
		all = append(all, talk.Conversation)
	}
	return all
}

func (w *World) stand(c *switchboard.Conversation, i int) {
	queued := c.QueuedAt
	c.QueuedAt = time.Time{}
	switch i % 5 {
	case 0:
		c.Stance, c.Lead, c.Epoch = switchboard.StanceLed, w.Ada.ID, 1
		if i%2 == 1 {
			c.Stance = switchboard.StanceTransfer
			c.Transfer = &switchboard.Transfer{From: w.Ada.ID, To: w.Bo.ID, At: w.Start}
		}
	case 1:
		c.Stance = switchboard.StanceOffered
		c.Offer = &switchboard.Offer{ID: id[switchboard.OfferID](w), To: w.Bo.ID, At: w.Start, ExpiresAt: w.Start.Add(time.Hour)}
	case 2:
		c.Stance, c.CloseReason, c.ClosedAt = switchboard.StanceClosed, switchboard.CloseResolved, w.Start
		if i%3 == 0 {
			c.Helpers = []switchboard.AgentID{w.Bo.ID}
		}
	default:
		c.Stance, c.QueuedAt = switchboard.StanceQueued, queued
		if i == 3 {
			c.Helpers = []switchboard.AgentID{w.Bo.ID}
		}
	}
}

// views are all lists with what a naive reading of everything would give.
func (w *World) views() map[store.View]func(switchboard.Conversation) bool {
	return map[store.View]func(switchboard.Conversation) bool{
		store.ViewMine:       func(c switchboard.Conversation) bool { return c.Open() && c.Lead == w.Ada.ID },
		store.ViewOffered:    func(c switchboard.Conversation) bool { return asks(c) == w.Bo.ID },
		store.ViewDepartment: func(c switchboard.Conversation) bool { return c.Open() && c.Department == Service },
		store.ViewQueue: func(c switchboard.Conversation) bool {
			return c.Stance == switchboard.StanceQueued && c.Department == Service
		},
		store.ViewUnowned: func(c switchboard.Conversation) bool { return c.Stance == switchboard.StanceQueued },
		store.ViewAll:     switchboard.Conversation.Open,
		store.ViewClosed:  func(c switchboard.Conversation) bool { return !c.Open() },
	}
}

// asks is whose yes a conversation waits for.
func asks(c switchboard.Conversation) switchboard.AgentID {
	switch {
	case c.Offer != nil:
		return c.Offer.To
	case c.Transfer != nil:
		return c.Transfer.To
	}
	return switchboard.AgentID{}
}

func inbox(t *testing.T, w *World) {
	all := w.crowd()
	views := w.views()
	guest := w.Meet("guest1").CustomerID
	views[store.ViewCustomer] = func(c switchboard.Conversation) bool { return c.CustomerID == guest }
	limits := map[string]store.Visible{
		"everything": {Private: true},
		"public":     {Self: w.Bo.ID},
		"press":      {Self: w.Bo.ID, Departments: []switchboard.DepartmentKey{Press}, Private: true},
		"nothing":    {Self: w.Bo.ID, Departments: []switchboard.DepartmentKey{}, Private: true},
		"brand":      {Brands: []switchboard.BrandID{w.Brand.ID}, Private: true},
		"account":    {Accounts: []switchboard.AccountID{id[switchboard.AccountID](w)}, Private: true, Self: w.Ada.ID},
		"theirs":     {Accounts: []switchboard.AccountID{w.Account.ID}, Brands: []switchboard.BrandID{w.Brand.ID}, Self: w.Bo.ID},
		"both":       {Departments: []switchboard.DepartmentKey{Press, Service, Press}, Self: w.Bo.ID},
	}
	for view, in := range views {
		for name, visible := range limits {
			for i, limit := range []int{1, 4, 100, 1, 100, 4} {
				q := store.Inbox{View: view, Agent: w.Ada.ID, Department: Service, Customer: guest, Limit: limit, Visible: visible,
					Topic: []switchboard.TopicKey{"", "", "", "flat_tyre", "flat_tyre", "ringing"}[i]}
				if view == store.ViewOffered {
					q.Agent = w.Bo.ID
				}
				want := naive(all, q, in)
				got := pages(w, limit, func(tx *store.Tx, after store.Place) ([]switchboard.Conversation, error) {
					q.After = after
					return tx.Inbox(q)
				}, q.Next)
				same(t, fmt.Sprintf("%s, %s, of %q, %d a page", view, name, q.Topic, limit), ids(got), ids(want))
			}
		}
	}
}

// topicLists checks that a conversation goes through the lists of its topics as it goes through the others.
func topicLists(t *testing.T, w *World) {
	talk := w.Talk("mira", func(c *switchboard.Conversation) { c.Topics = []switchboard.TopicKey{"flat_tyre", "ringing"} })
	listed := func(view store.View, topic switchboard.TopicKey) (n int) {
		return len(read(w, func(tx *store.Tx) ([]switchboard.Conversation, error) {
			return tx.Inbox(store.Inbox{View: view, Topic: topic, Limit: 9, Visible: store.Visible{Private: true}})
		}))
	}
	everywhere := func() []int {
		return []int{listed(store.ViewAll, "flat_tyre"), listed(store.ViewAll, "ringing"), listed(store.ViewAll, "late"),
			listed(store.ViewClosed, "flat_tyre"), listed(store.ViewClosed, "ringing")}
	}
	same(t, "when it is heard", everywhere(), []int{1, 1, 0, 0, 0})
	w.Change(&talk, func(c *switchboard.Conversation) { c.Topics = append(c.Topics, "late") })
	same(t, "with one more", everywhere(), []int{1, 1, 1, 0, 0})
	w.Update(func(tx *store.Tx) error { return tx.LeaveTopic(talk.ID, "ringing") })
	w.Change(&talk, func(c *switchboard.Conversation) {
		c.Topics, c.Stance, c.QueuedAt, c.ClosedAt = []switchboard.TopicKey{"flat_tyre", "late"}, switchboard.StanceClosed, time.Time{}, w.Start
	})
	same(t, "closed, and out of one", everywhere(), []int{0, 0, 0, 1, 0})
}

// own checks that exactly the open conversations somebody has a part in are known as theirs.
func own(t *testing.T, w *World) {
	all := w.crowd()
	all = append(all, w.Talk("guest7", func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.Epoch = switchboard.StanceTransfer, w.Ada.ID, 1
		c.Transfer = &switchboard.Transfer{From: w.Ada.ID, To: w.Bo.ID, At: w.Start}
	}).Conversation)
	for _, agent := range []switchboard.AgentID{w.Ada.ID, w.Bo.ID, id[switchboard.AgentID](w)} {
		want := map[switchboard.ConversationID]store.Own{}
		for _, c := range all {
			o := store.Own{ID: c.ID, Leads: c.Lead == agent, Offered: c.Offer != nil && c.Offer.To == agent,
				Asked: c.Transfer != nil && c.Transfer.To == agent, Helps: switchboard.OneOf(agent, c.Helpers)}
			if c.Open() && o != (store.Own{ID: c.ID}) {
				want[c.ID] = o
			}
		}
		got := map[switchboard.ConversationID]store.Own{}
		for _, o := range read(w, func(tx *store.Tx) ([]store.Own, error) { return tx.OwnConversations(agent, 100) }) {
			got[o.ID] = o
		}
		same(t, "own conversations of "+agent.String(), got, want)
	}
	few := read(w, func(tx *store.Tx) ([]store.Own, error) { return tx.OwnConversations(w.Ada.ID, 2) })
	same(t, "at most so many of a kind", len(few), 2)
}

func ids(list []switchboard.Conversation) (out []string) {
	for _, c := range list {
		out = append(out, c.ID.String())
	}
	return out
}

// naive is the list without SQL.
func naive(all []switchboard.Conversation, q store.Inbox, in func(switchboard.Conversation) bool) []switchboard.Conversation {
	var out []switchboard.Conversation
	for _, c := range all {
		if in(c) && sees(q.Visible, c) && (q.Topic == "" || slices.Contains(c.Topics, q.Topic)) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b switchboard.Conversation) int { return order(q.View, a, b) })
	return out
}

func order(view store.View, a, b switchboard.Conversation) int {
	byID := slices.Compare(a.ID[:], b.ID[:])
	first := 0
	switch view {
	case store.ViewClosed, store.ViewCustomer:
		if first = b.LastMessageAt.Compare(a.LastMessageAt); first == 0 {
			return -byID
		}
		return first
	case store.ViewQueue:
		if first = store.Rank(a) - store.Rank(b); first == 0 {
			first = a.QueuedAt.Compare(b.QueuedAt)
		}
	default:
		switch {
		case a.DueAt.IsZero() != b.DueAt.IsZero() && a.DueAt.IsZero():
			first = 1
		case a.DueAt.IsZero() != b.DueAt.IsZero():
			first = -1
		default:
			first = a.DueAt.Compare(b.DueAt)
		}
	}
	if first == 0 {
		return byID
	}
	return first
}

func sees(v store.Visible, c switchboard.Conversation) bool {
	own := c.Lead == v.Self || asks(c) == v.Self || slices.Contains(c.Helpers, v.Self)
	if own && !v.Self.IsZero() {
		return true
	}
	return (v.Departments == nil || slices.Contains(v.Departments, c.Department)) &&
		(v.Brands == nil || slices.Contains(v.Brands, c.BrandID)) &&
		(v.Accounts == nil || slices.Contains(v.Accounts, c.AccountID)) &&
		(v.Private || c.Visibility != switchboard.Private)
}

func queue(t *testing.T, w *World) {
	all := w.crowd()
	want := naive(all, store.Inbox{View: store.ViewQueue, Visible: store.Visible{Private: true}}, w.views()[store.ViewQueue])
	var got []switchboard.Conversation
	var last *switchboard.Conversation
	for {
		page := write(w, func(tx *store.Tx) ([]switchboard.Conversation, error) {
			return tx.WaitingConversations(Service, last, 2)
		})
		if len(page) == 0 {
			break
		}
		got = append(got, page...)
		last = &page[len(page)-1]
	}
	same(t, "the queue in the order it is served", ids(got), ids(want))
	same(t, "queued departments", read(w, (*store.Tx).QueuedDepartments), []switchboard.DepartmentKey{Press, Service})
}

func counters(t *testing.T, w *World) {
	all := w.crowd()
	var open, queued, led, offered int64
	for _, c := range all {
		if c.Open() {
			open++
		}
		if c.Stance == switchboard.StanceQueued {
			queued++
		}
		if c.Lead == w.Ada.ID && c.Open() {
			led++
		}
		if c.Offer != nil {
			offered++
		}
	}
	counts := func(scope string) map[string]int64 {
		return read(w, func(tx *store.Tx) (map[string]int64, error) { return tx.Counts(scope) })
	}
	handed := func(to switchboard.AgentID, limit int) int64 {
		return read(w, func(tx *store.Tx) (int64, error) { return tx.HandedOver(to, limit) })
	}
	same(t, "handed over to Bo", []int64{handed(w.Bo.ID, 100), handed(w.Bo.ID, 3), handed(w.Ada.ID, 100)}, []int64{4, 3, 0})
	check := func(when string) {
		same(t, "all "+when, counts(store.ScopeAll), map[string]int64{store.CountOpen: open, store.CountQueued: queued})
		same(t, "Ada "+when, counts(store.ScopeAgent(w.Ada.ID)), map[string]int64{store.CountLed: led})
		same(t, "Bo "+when, counts(store.ScopeAgent(w.Bo.ID)), map[string]int64{store.CountOffered: offered})
	}
	check("unfolded")
	folded := int64(0)
	for {
		n := write(w, func(tx *store.Tx) (int64, error) { return tx.FoldCounters(7) })
		if n > 7 {
			t.Errorf("folded %d, at most 7 were asked for", n)
		}
		if folded += n; n == 0 {
			break
		}
		check("half folded")
	}
	check(fmt.Sprintf("after folding %d", folded))
	w.Update(func(tx *store.Tx) error {
		return tx.Count(all[0], switchboard.Conversation{Stance: switchboard.StanceClosed})
	})
	open, led = open-1, led-1
	check("after one has gone")
}
