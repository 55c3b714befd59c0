package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

func drafts(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	d := w.Draft(talk, 2)
	get := func() switchboard.Draft {
		return write(w, func(tx *store.Tx) (switchboard.Draft, error) { return tx.LockDraft(d.ID) })
	}
	same(t, "draft", get(), d)
	w.Refused(switchboard.CodeStale, func(tx *store.Tx) error { return tx.SaveDraft(d) })
	d.Version, d.State, d.Hash, d.SendAt = 2, switchboard.DraftHeld, "h2", w.Start.Add(time.Hour)
	d.Ruling = &switchboard.Ruling{Outcome: switchboard.RulingHold, Level: 4, Hash: "h2",
		Reasons: []switchboard.RulingReason{{Rule: "length", Text: "Too long.", Part: 1}},
		Asked:   []switchboard.AgentID{w.Bo.ID}, AskedUntil: w.Start.Add(time.Minute)}
	w.Update(func(tx *store.Tx) error { return tx.SaveDraft(d) })
	same(t, "held draft", get(), d)
	w.Refused(switchboard.CodeStale, func(tx *store.Tx) error { return tx.SaveDraft(d) })
	w.Refused(switchboard.CodeNotFound, func(tx *store.Tx) error {
		_, err := tx.Draft(id[switchboard.DraftID](w))
		return err
	})
	same(t, "drafts", read(w, func(tx *store.Tx) ([]switchboard.Draft, error) { return tx.Drafts(talk.ID) }),
		[]switchboard.Draft{d})
	heldDrafts(t, w, talk, d)
	approvals(t, w, d)
}

func heldDrafts(t *testing.T, w *World, talk Talk, first switchboard.Draft) {
	want := []switchboard.Draft{first}
	for range 4 {
		d := w.Draft(talk, 1)
		d.State, d.Version = switchboard.DraftHeld, 2
		w.Update(func(tx *store.Tx) error { return tx.SaveDraft(d) })
		want = append(want, d)
	}
	w.Draft(talk, 1)
	got := pages(w, 2, func(tx *store.Tx, after store.Place) ([]switchboard.Draft, error) { return tx.HeldDrafts(after, 2) },
		func(d switchboard.Draft) store.Place { return store.After(d.UpdatedAt, d.ID) })
	same(t, "held drafts", got, want)
}

func approvals(t *testing.T, w *World, d switchboard.Draft) {
	yes := store.Approval{DraftID: d.ID, Hash: "h2", By: w.Bo.ID, Freedom: 4, At: w.Start}
	later := yes
	later.At = w.Start.Add(time.Hour)
	w.Update(func(tx *store.Tx) error {
		if err := tx.AddApproval(yes); err != nil {
			return err
		}
		return tx.AddApproval(later)
	})
	list := func(hash string) []store.Approval {
		return read(w, func(tx *store.Tx) ([]store.Approval, error) { return tx.Approvals(d.ID, hash) })
	}
	same(t, "approvals", list("h2"), []store.Approval{yes})
	same(t, "approvals of another text", list("h1"), nil)
	w.Update(func(tx *store.Tx) error { return tx.DropApprovals(d.ID) })
	same(t, "dropped approvals", list("h2"), nil)
}

func (w *World) next(now time.Time) *switchboard.Delivery {
	w.T.Helper()
	return write(w, func(tx *store.Tx) (*switchboard.Delivery, error) {
		d, found, err := tx.NextDelivery(w.Account.ID, now)
		if !found {
			return nil, err
		}
		return &d, err
	})
}

// become stores a new state of a delivery.
func (w *World) become(d switchboard.Delivery, s switchboard.DeliveryState) switchboard.Delivery {
	w.T.Helper()
	d = w.as(d, s)
	w.Update(func(tx *store.Tx) error { return tx.UpdateDelivery(d) })
	return d
}

// lead sets the epoch of a conversation's lead.
func (w *World) lead(talk Talk, epoch int) {
	w.T.Helper()
	w.Update(func(tx *store.Tx) error {
		c, err := tx.LockConversation(talk.ID)
		if err != nil {
			return err
		}
		from := c.Version
		c.Epoch = epoch
		c.Version++
		return tx.UpdateConversation(c, from)
	})
}

// waitUntil lets a delivery wait for a later time.
func (w *World) waitUntil(d switchboard.Delivery, at time.Time) switchboard.Delivery {
	w.T.Helper()
	d.State, d.NotBefore = switchboard.DeliveryWaiting, at
	w.Update(func(tx *store.Tx) error { return tx.UpdateDelivery(d) })
	return d
}

func (w *World) as(d switchboard.Delivery, s switchboard.DeliveryState) switchboard.Delivery {
	d.State = s
	switch s {
	case switchboard.DeliverySending:
		d.Attempt, d.Fence, d.StartedAt = d.Attempt+1, 7, w.Start.Add(time.Minute)
	case switchboard.DeliverySent:
		d.ExternalID, d.URL, d.SettledAt, d.SettledBy = "post-"+d.ID.String(), "https://practice.example/p", w.Start, "network"
	}
	return d
}

func (w *World) wantNext(what string, now time.Time, want *switchboard.Delivery) {
	w.T.Helper()
	same(w.T, what, w.next(now), want)
}

// led makes a conversation one that its first lead has, as the drafts of these tests are written under.
func led(c *switchboard.Conversation) { c.Epoch = 1 }

// selection walks through the rules of what is sent next.
func selection(t *testing.T, w *World) {
	one, two := w.Talk("mira", led), w.Talk("noor", led)
	other := w.AddAccount("daughters")
	now := w.Start.Add(time.Hour)
	w.wantNext("nothing to send", now, nil)
	late := w.Send(w.Draft(one, 1), now.Add(time.Minute))[0]
	chain := w.Send(w.Draft(one, 2), w.Start)
	again := w.Send(w.Draft(one, 1), w.Start.Add(time.Second))[0]
	aside := w.Send(w.Draft(two, 1), w.Start.Add(2*time.Second))[0]
	w.wantNext("the earliest", now, &chain[0])
	w.wantNext("before anything may go", w.Start.Add(-time.Second), nil)
	first := w.become(chain[0], switchboard.DeliverySending)
	w.wantNext("with the leg open", now, &aside)
	w.Refused(switchboard.CodeUnresolved, func(tx *store.Tx) error {
		return tx.UpdateDelivery(w.as(again, switchboard.DeliverySending))
	})
	first = w.become(first, switchboard.DeliveryUnknown)
	w.wantNext("with the leg's fate unknown", now, &aside)
	first = w.become(first, switchboard.DeliverySent)
	w.wantNext("the second part once the first stands", now, &chain[1])
	slowed := w.waitUntil(chain[1], now.Add(30*time.Second))
	w.wantNext("with the second part slowed down, nothing of its leg", now, &aside)
	w.lead(one, 2)
	w.wantNext("under another lead that part holds nobody up", now, &again)
	w.lead(one, 1)
	w.become(slowed, switchboard.DeliveryRejected)
	w.wantNext("the next draft of the leg", now, &again)
	w.become(again, switchboard.DeliveryDropped)
	w.become(aside, switchboard.DeliverySending)
	w.wantNext("before its time", now, nil)
	w.wantNext("at its time", now.Add(time.Minute), &late)
	held := w.Send(w.Draft(one, 2), w.Start)
	w.become(held[0], switchboard.DeliveryRejected)
	w.wantNext("a part whose earlier part was rejected", now, nil)
	none := write(w, func(tx *store.Tx) (bool, error) {
		_, found, err := tx.NextDelivery(other.ID, now.Add(time.Hour))
		return found, err
	})
	same(t, "of another account", none, false)
	same(t, "accounts with something waiting", read(w, (*store.Tx).AccountsWithWaiting), []switchboard.AccountID{w.Account.ID})
	got := read(w, func(tx *store.Tx) (switchboard.Delivery, error) { return tx.Delivery(first.ID) })
	same(t, "sent delivery", got, first)
	got = write(w, func(tx *store.Tx) (switchboard.Delivery, error) { return tx.LockDelivery(first.ID) })
	same(t, "locked delivery", got, first)
}

// fates are the states of the two parts of two drafts on one leg, the earlier draft first.
type fates [2][2]switchboard.DeliveryState

// goesFirst is the rule of the next delivery, said plainly: which part of which draft may go, or none.
func (f fates) goesFirst() (draft, part int, found bool) {
	for _, one := range f {
		for _, state := range one {
			if state == switchboard.DeliverySending || state == switchboard.DeliveryUnknown {
				return 0, 0, false
			}
		}
	}
	for draft, parts := range f {
		other := f[1-draft]
		otherGoesOn := other[0] == switchboard.DeliverySent && other[1] == switchboard.DeliveryWaiting
		switch {
		case parts[0] == switchboard.DeliveryWaiting && !otherGoesOn:
			return draft, 0, true
		case parts[0] == switchboard.DeliverySent && parts[1] == switchboard.DeliveryWaiting:
			return draft, 1, true
		}
	}
	return 0, 0, false
}

// everyFate holds what may go next against the rule, for every state two drafts on one leg can be in.
func everyFate(t *testing.T, w *World) {
	talk := w.Talk("mira", led)
	sends := append(w.Send(w.Draft(talk, 2), w.Start), w.Send(w.Draft(talk, 2), w.Start.Add(time.Second))...)
	states := []switchboard.DeliveryState{switchboard.DeliveryWaiting, switchboard.DeliverySent, switchboard.DeliveryRejected,
		switchboard.DeliveryDropped, switchboard.DeliveryUnknown}
	for n := range 5 * 5 * 5 * 5 {
		f := fates{{states[n%5], states[n/5%5]}, {states[n/25%5], states[n/125]}}
		var open int
		for i := range sends {
			if sends[i].State = f[i/2][i%2]; sends[i].State == switchboard.DeliveryUnknown {
				open++
			}
		}
		if open < 2 { // the store refuses more
			w.wantGoesFirst(f, sends)
		}
	}
}

func (w *World) wantGoesFirst(f fates, sends []switchboard.Delivery) {
	w.T.Helper()
	var want switchboard.DeliveryID
	if draft, part, found := f.goesFirst(); found {
		want = sends[2*draft+part].ID
	}
	isOpen := func(d switchboard.Delivery) bool { return d.State == switchboard.DeliveryUnknown }
	freedFirst := append(slices.DeleteFunc(slices.Clone(sends), isOpen), sends[max(slices.IndexFunc(sends, isOpen), 0)])
	got := write(w, func(tx *store.Tx) (switchboard.DeliveryID, error) {
		for _, d := range freedFirst {
			if err := tx.UpdateDelivery(d); err != nil {
				return switchboard.DeliveryID{}, err
			}
		}
		d, _, err := tx.NextDelivery(w.Account.ID, w.Start.Add(time.Hour))
		return d.ID, err
	})
	same(w.T, fmt.Sprint("what goes next with ", f), got, want)
}

func deliveries(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	draft := w.Draft(talk, 3)
	all := w.Send(draft, time.Time{})
	w.Refused(switchboard.CodeConflict, func(tx *store.Tx) error {
		double := all[0]
		double.ID = id[switchboard.DeliveryID](w)
		return tx.InsertDeliveries([]switchboard.Delivery{double})
	})
	w.Refused(switchboard.CodeNotFound, func(tx *store.Tx) error {
		return tx.UpdateDelivery(switchboard.Delivery{ID: id[switchboard.DeliveryID](w), State: switchboard.DeliveryDropped})
	})
	all[0] = w.become(w.become(all[0], switchboard.DeliverySending), switchboard.DeliverySent)
	all[1] = w.become(all[1], switchboard.DeliverySending)
	same(t, "by part", read(w, func(tx *store.Tx) ([]switchboard.Delivery, error) { return tx.DraftDeliveries(draft.ID) }), all)
	newest := read(w, func(tx *store.Tx) ([]switchboard.Delivery, error) { return tx.ConversationDeliveries(talk.ID, 2) })
	same(t, "newest", newest, []switchboard.Delivery{all[2], all[1]})
	open := read(w, func(tx *store.Tx) ([]switchboard.Delivery, error) { return tx.OpenDeliveries(w.Account.ID) })
	same(t, "open", open, all[1:2])
	stranded := func(fence int64) []switchboard.Delivery {
		return write(w, func(tx *store.Tx) ([]switchboard.Delivery, error) { return tx.StrandedDeliveries(w.Account.ID, fence) })
	}
	same(t, "stranded under the present fence", stranded(7), nil)
	same(t, "stranded under an older one", stranded(8), all[1:2])
	find := func(external string) *switchboard.Delivery {
		return read(w, func(tx *store.Tx) (*switchboard.Delivery, error) {
			d, found, err := tx.DeliveryByExternal(w.Account.ID, external)
			if !found {
				return nil, err
			}
			return &d, err
		})
	}
	same(t, "by external id", find(all[0].ExternalID), &all[0])
	same(t, "by no external id", find(""), nil)
	recent := func(since time.Time) []switchboard.Delivery {
		return read(w, func(tx *store.Tx) ([]switchboard.Delivery, error) { return tx.RecentDeliveries(w.Account.ID, since, 9) })
	}
	same(t, "recent", recent(w.Start.Add(time.Minute)), []switchboard.Delivery{all[1], all[0]})
	same(t, "too recent", recent(w.Start.Add(time.Minute+time.Microsecond)), nil)
	nextAt := func() time.Time {
		return read(w, func(tx *store.Tx) (time.Time, error) { return tx.NextDeliveryAt(w.Account.ID) })
	}
	same(t, "next time with all due", nextAt(), time.Time{})
	future := time.Now().Add(time.Hour).Truncate(time.Microsecond).UTC()
	w.Send(w.Draft(talk, 1), future)
	same(t, "next time", nextAt(), future)
}

// claimRace has two senders claim at once: no delivery is claimed twice and no leg has two open ones.
func claimRace(t *testing.T, w *World) {
	for _, name := range []string{"mira", "noor", "ola", "pia"} {
		talk := w.Talk(name, nil)
		for range 3 {
			w.Send(w.Draft(talk, 1), w.Start)
		}
	}
	claims := make(chan switchboard.DeliveryID, 100)
	together(4, func() {
		for range 4 {
			err := w.DB.Update(t.Context(), func(tx *store.Tx) error {
				d, found, err := tx.NextDelivery(w.Account.ID, w.Start)
				if err != nil || !found {
					return err
				}
				tx.AfterCommit(func() { claims <- d.ID })
				return tx.UpdateDelivery(w.as(d, switchboard.DeliverySending))
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
	close(claims)
	seen := map[switchboard.DeliveryID]bool{}
	for c := range claims {
		if seen[c] {
			t.Errorf("%s was claimed twice", c)
		}
		seen[c] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d claims, want one for each of four legs", len(seen))
	}
}

func subscriptions(t *testing.T, w *World) {
	s := store.Subscription{ID: id[switchboard.SubscriptionID](w), Name: "ledger", URL: "https://ledger.example/hook",
		Secret: []byte{1, 0, 2}, Kinds: []switchboard.EventKind{switchboard.EventClosed}, Owner: w.Ada.ID, Position: 5,
		State: store.SubscriptionOn, CreatedAt: w.Start}
	w.Update(func(tx *store.Tx) error { return tx.InsertSubscription(s) })
	get := func() store.Subscription {
		return write(w, func(tx *store.Tx) (store.Subscription, error) { return tx.LockSubscription(s.ID) })
	}
	same(t, "subscription", get(), s)
	s.State, s.Failures, s.NextAt, s.Position, s.Kinds = store.SubscriptionFailing, 2, w.Start.Add(time.Hour), 9, nil
	w.Update(func(tx *store.Tx) error { return tx.UpdateSubscription(s) })
	same(t, "changed", get(), s)
	same(t, "all", read(w, (*store.Tx).Subscriptions), []store.Subscription{s})
	same(t, "one", read(w, func(tx *store.Tx) (store.Subscription, error) { return tx.Subscription(s.ID) }), s)
	var want []store.Callback
	for i := range 5 {
		c := store.Callback{ID: id[switchboard.CallbackID](w), SubscriptionID: s.ID, FirstPosition: 1, LastPosition: 3,
			Attempt: i, Status: 500, Trouble: "refused", Took: 0.03, At: w.Start.Add(time.Duration(i) * time.Minute)}
		w.Update(func(tx *store.Tx) error { return tx.InsertCallback(c) })
		want = append([]store.Callback{c}, want...)
	}
	list := func() []store.Callback {
		return pages(w, 2, func(tx *store.Tx, after store.Place) ([]store.Callback, error) {
			return tx.Callbacks(s.ID, after, 2)
		}, func(c store.Callback) store.Place { return store.After(c.At, c.ID) })
	}
	same(t, "callbacks", list(), want)
	forget := func(limit int) int64 {
		return write(w, func(tx *store.Tx) (int64, error) { return tx.ForgetCallbacks(w.Start.Add(3*time.Minute), limit) })
	}
	if a, b, c := forget(2), forget(9), forget(9); a != 2 || b != 1 || c != 0 {
		t.Errorf("forgot %d, %d, %d; want 2, 1, 0", a, b, c)
	}
	same(t, "callbacks kept", list(), want[:2])
	w.Update(func(tx *store.Tx) error { return tx.DeleteSubscription(s.ID) })
	same(t, "all deleted", read(w, (*store.Tx).Subscriptions), nil)
}
