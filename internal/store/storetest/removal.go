package storetest

import (
	"fmt"
	"slices"
	"testing"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// letter is a matter on a real network, with a message.
func (w *World) letter() (c switchboard.Conversation, leg switchboard.Leg) {
	w.T.Helper()
	w.Update(func(tx *store.Tx) (err error) {
		a := switchboard.Account{ID: id[switchboard.AccountID](w), Network: "email", Realm: "mail", Handle: "us@kettles.example", Name: "Post",
			BrandID: w.Brand.ID, Voice: switchboard.VoiceCorporate, State: switchboard.AccountLive, CreatedAt: w.Start}
		if _, err := tx.InsertAccount(a); err != nil {
			return err
		}
		who, err := tx.MeetIdentity(switchboard.Identity{ID: id[switchboard.IdentityID](w), Realm: "mail", ExternalID: "ines"}, w.Start)
		if err != nil {
			return err
		}
		customer := switchboard.Customer{ID: id[switchboard.CustomerID](w), Name: "Ines", CreatedAt: w.Start}
		if err := tx.InsertCustomer(customer, who.ID, switchboard.BasisFirstSeen); err != nil {
			return err
		}
		c = switchboard.Conversation{ID: id[switchboard.ConversationID](w), BrandID: w.Brand.ID, AccountID: a.ID, Network: "email",
			CustomerID: customer.ID, Origin: switchboard.Live, Department: Service, Stance: switchboard.StanceQueued, Ball: switchboard.BallUs,
			Visibility: switchboard.Private, QueuedAt: w.Start, FirstMessageAt: w.Start, LastMessageAt: w.Start, MessageCount: 1, Version: 1}
		if err := tx.InsertConversation(c); err != nil {
			return err
		}
		thread, err := tx.EnsureThread(switchboard.Thread{ID: id[switchboard.ThreadID](w), Realm: "mail", Key: "t"})
		if err != nil {
			return err
		}
		leg = switchboard.Leg{ID: id[switchboard.LegID](w), ConversationID: c.ID, AccountID: a.ID, Kind: switchboard.LegPublic,
			ThreadID: thread.ID, IdentityID: who.ID}
		if _, err := tx.InsertLeg(leg, w.Start); err != nil {
			return err
		}
		_, err = tx.InsertMessage(intake.Arrival{Digest: []byte("x"), Addressed: true, Message: switchboard.Message{
			ID: id[switchboard.MessageID](w), Network: "email", Realm: "mail", ExternalID: "m9", AccountID: a.ID, Direction: switchboard.In,
			Visibility: switchboard.Private, Kind: switchboard.KindEmail, Origin: switchboard.Live, IdentityID: who.ID, ThreadID: thread.ID,
			ConversationID: c.ID, LegID: leg.ID, Revision: 1, PublishedAt: w.Start, ReceivedAt: w.Start}})
		if err == nil {
			err = tx.RefBlob("bb", c.ID)
		}
		return all(func() error { return err },
			func() error { return tx.Count(switchboard.Conversation{}, c) },
			func() error {
				return tx.Record(switchboard.Event{Kind: switchboard.EventMessageReceived, ActorKind: switchboard.ActorSystem, Network: "email", ConversationID: c.ID})
			})
	})
	return c, leg
}

// census is how many rows there are in every table that holds what was heard.
func (w *World) census() map[string]int64 {
	w.T.Helper()
	return read(w, func(tx *store.Tx) (map[string]int64, error) {
		found := map[string]int64{}
		for _, table := range append(store.SampleEmptied(tx.Dialect()), "journal", "timer") {
			var n int64
			if err := tx.QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&n); err != nil {
				return nil, fmt.Errorf("%s: %w", table, err)
			}
			found[table] = n
		}
		return found, nil
	})
}

// removal: whatever table there is or will be, nothing of the network stays in it, and what is real stays as it was.
func removal(t *testing.T, w *World) {
	w.letter()
	want := w.census()
	want["account"] = 1 // the World's own is on the network that goes
	w.Fill()
	w.Update(func(tx *store.Tx) error {
		return tx.SetTimer(store.Timer{Kind: "own", Subject: w.Ada.ID, DueAt: w.Start})
	})
	lock := func(tx *store.Tx) (bool, error) { return tx.LockNetwork("practice") }
	same(t, "an account is there", write(w, lock), true)
	files := write(w, func(tx *store.Tx) ([]string, error) { return tx.RemoveNetwork("practice") })
	same(t, "no account is there", write(w, lock), false)
	if !slices.Equal(files, []string{"aa"}) {
		t.Errorf("files %v", files)
	}
	got := w.census()
	// What names no network stays: what has been erased, what callers were told, the figures, what real customers taught,
	// and other timers.
	for _, table := range []string{"tombstone", "callback", "counter", "counter_delta", "timer", "sample", "topic_model", "topic_dismissed",
		"layer", "learning"} {
		delete(got, table)
		delete(want, table)
	}
	same(t, "left", got, want)
	for view, n := range map[string]int64{store.CountOpen: 1, store.CountQueued: 1} {
		if counts := read(w, func(tx *store.Tx) (map[string]int64, error) { return tx.Counts(store.ScopeAll) }); counts[view] != n {
			t.Errorf("%s: %d, want %d", view, counts[view], n)
		}
	}
	if ada := read(w, func(tx *store.Tx) (switchboard.Agent, error) { return tx.Agent(w.Ada.ID) }); ada.Load != 0 {
		t.Errorf("load %d", ada.Load)
	}
	if wrong := read(w, func(tx *store.Tx) ([]store.Discrepancy, error) { return tx.Doctor(100, 10) }); len(wrong) > 0 {
		t.Errorf("doctor: %v", wrong)
	}
}

// removalRefused: real words are not taken along, and nobody sees more than before.
func removalRefused(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	real, _ := w.letter()
	refused := func(what string) {
		t.Helper()
		before := w.census()
		w.Refused(switchboard.CodeConflict, func(tx *store.Tx) error { _, err := tx.RemoveNetwork("practice"); return err })
		same(t, what, w.census(), before)
	}
	limit := func(scope store.AgentScope) {
		w.Update(func(tx *store.Tx) error { return tx.SetAgentScope(w.Bo.ID, scope) })
	}
	limit(store.AgentScope{Accounts: []switchboard.AccountID{w.Account.ID}})
	refused("somebody who sees one account")
	limit(store.AgentScope{})
	leg := talk.Leg
	leg.ID, leg.ConversationID, leg.Kind = id[switchboard.LegID](w), real.ID, switchboard.LegDirect
	w.Update(func(tx *store.Tx) error { _, err := tx.InsertLeg(leg, w.Start); return err })
	refused("a conversation of both")
}
