package storetest

import (
	"fmt"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

func (w *World) arrive(a intake.Arrival) bool {
	w.T.Helper()
	return write(w, func(tx *store.Tx) (bool, error) { return tx.InsertMessage(a) })
}

func messages(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	a := w.Says(talk, "m1", "My kettle sings off key", 0)
	rating, automated := 2.5, true
	a.Content.Rating, a.Automated, a.Overheard, a.Extra = &rating, automated, true, []byte(`{"mood":"low"}`)
	a.ParentKey, a.QuoteKey, a.IdentityID = "m0", "q0", talk.Identity.ID
	if !w.arrive(a) {
		t.Fatal("a new message was not stored")
	}
	twin := a
	twin.ID, twin.Content.Text = id[switchboard.MessageID](w), "something else"
	if w.arrive(twin) {
		t.Error("the same message was stored twice")
	}
	same(t, "message", read(w, func(tx *store.Tx) (switchboard.Message, error) { return tx.Message(a.ID) }), a.Message)
	received := write(w, func(tx *store.Tx) (store.Received, error) { return tx.LockReceived(a.ID) })
	if !received.Addressed || received.ClientKey != a.ClientKey {
		t.Error("a message for us is not addressed, or has lost its client key")
	}
	a.ThreadID, a.ConversationID, a.LegID = talk.Thread.ID, talk.ID, talk.Leg.ID
	w.Update(func(tx *store.Tx) error { return tx.SetPlacement(a.Message) })
	byKey := read(w, func(tx *store.Tx) (switchboard.Message, error) {
		m, found, err := tx.MessageByKey(realm, "m1")
		if !found {
			t.Error("not found by its key")
		}
		return m, err
	})
	same(t, "placed message", byKey, a.Message)
	revisions(t, w, a)
	sightings(t, w, a)
}

func revisions(t *testing.T, w *World, a intake.Arrival) {
	edit := a
	edit.Content.Text, edit.Digest, edit.EditedAt = "My kettle sings", []byte("second"), w.Start.Add(time.Minute)
	revise := func() int {
		return write(w, func(tx *store.Tx) (int, error) {
			head, found, err := tx.MessageHead(realm, "m1")
			if err != nil || !found {
				t.Fatalf("head: %t, %v", found, err)
			}
			return tx.Revise(head, edit)
		})
	}
	if n := revise(); n != 2 {
		t.Errorf("revision %d, want 2", n)
	}
	same(t, "known digest", read(w, func(tx *store.Tx) (bool, error) { return tx.KnownRevision(a.ID, a.Digest) }), true)
	same(t, "unknown digest", read(w, func(tx *store.Tx) (bool, error) { return tx.KnownRevision(a.ID, []byte("x")) }), false)
	before := read(w, func(tx *store.Tx) ([]store.Revision, error) { return tx.Revisions(a.ID) })
	if len(before) != 1 || before[0].Content.Text != a.Content.Text || before[0].Revision != 1 {
		t.Errorf("earlier revisions %+v", before)
	}
	w.Update(func(tx *store.Tx) error {
		if err := tx.InsertRaw(a.ID, 1, []byte{0, 1}); err != nil {
			return err
		}
		return tx.BlankMessage(a.ID, w.Start.Add(time.Hour))
	})
	gone := read(w, func(tx *store.Tx) (switchboard.Message, error) { return tx.Message(a.ID) })
	if gone.Content.Text != "" || !gone.DeletedAt.Equal(w.Start.Add(time.Hour)) || gone.Revision != 2 {
		t.Errorf("blanked message %+v", gone)
	}
	if left := read(w, func(tx *store.Tx) ([]store.Revision, error) { return tx.Revisions(a.ID) }); len(left) != 0 {
		t.Errorf("revisions of a blanked message %+v", left)
	}
}

func sightings(t *testing.T, w *World, a intake.Arrival) {
	other := w.AddAccount("daughters")
	see := func(account switchboard.AccountID, want ...switchboard.AccountID) {
		w.Update(func(tx *store.Tx) error { return tx.InsertSighting(a.ID, account, "poll") })
		got := read(w, func(tx *store.Tx) ([]switchboard.AccountID, error) { return tx.Sightings(a.ID) })
		same(t, "each account sees a message once", got, want)
	}
	see(w.Account.ID, w.Account.ID)
	see(w.Account.ID, w.Account.ID)
	see(other.ID, w.Account.ID, other.ID)
}

// timeline stores messages of which many were published at the same moment.
func timeline(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	var all []switchboard.Message
	for i := range 11 {
		a := w.Says(talk, string(rune('a'+i)), "and another thing", time.Duration(i/4)*time.Minute)
		a.IdentityID, a.ThreadID, a.ConversationID, a.LegID = talk.Identity.ID, talk.Thread.ID, talk.ID, talk.Leg.ID
		w.arrive(a)
		all = append(all, a.Message)
	}
	got := pages(w, 3, func(tx *store.Tx, after store.Place) ([]switchboard.Message, error) {
		return tx.ConversationMessages(talk.ID, after, 3)
	}, func(m switchboard.Message) store.Place { return store.After(m.PublishedAt, m.ID) })
	same(t, "timeline by pages", got, all)
	latest := read(w, func(tx *store.Tx) ([]switchboard.Message, error) { return tx.LatestMessages(talk.ID, store.Place{}, 4) })
	same(t, "latest", latest, all[7:])
	place := store.After(latest[0].PublishedAt, latest[0].ID)
	before := read(w, func(tx *store.Tx) ([]switchboard.Message, error) { return tx.LatestMessages(talk.ID, place, 4) })
	same(t, "latest before", before, all[3:7])
	thread := read(w, func(tx *store.Tx) ([]switchboard.Message, error) { return tx.ThreadMessages(talk.Thread.ID, 5) })
	same(t, "thread", thread, all[:5])
}

func identities(t *testing.T, w *World) {
	mira := w.Meet("mira")
	followers := int64(12)
	tell := func(name string, at time.Time, count *int64) switchboard.Identity {
		return write(w, func(tx *store.Tx) (switchboard.Identity, error) {
			return tx.MeetIdentity(switchboard.Identity{ID: id[switchboard.IdentityID](w), Realm: realm,
				ExternalID: mira.ExternalID, Name: name, Followers: count}, at)
		})
	}
	newer := tell("Mira Q.", w.Start.Add(time.Hour), &followers)
	mira.Name, mira.Followers = "Mira Q.", &followers
	same(t, "newer profile", newer, mira)
	same(t, "older profile", tell("Mira old", w.Start.Add(time.Minute), nil), mira)
	same(t, "profile without followers", tell("", w.Start.Add(2*time.Hour), nil), mira)
	same(t, "by id", read(w, func(tx *store.Tx) (switchboard.Identity, error) { return tx.Identity(mira.ID) }), mira)
	known := read(w, func(tx *store.Tx) ([]store.Known, error) { return tx.CustomerIdentities(mira.CustomerID) })
	if len(known) != 1 || known[0].Since.IsZero() {
		t.Fatalf("behind the customer: %+v", known)
	}
	same(t, "behind the customer", known[0], store.Known{Identity: mira, Basis: switchboard.BasisFirstSeen, Since: known[0].Since})
	same(t, "customer", read(w, func(tx *store.Tx) (switchboard.Customer, error) { return tx.Customer(mira.CustomerID) }),
		switchboard.Customer{ID: mira.CustomerID, Name: "mira", CreatedAt: w.Start})
	optedOut(t, w, mira.CustomerID)
}

// optedOut keeps the first time they asked, and forgets it when they take it back.
func optedOut(t *testing.T, w *World, id switchboard.CustomerID) {
	for i, step := range []struct {
		since   time.Time
		changed bool
	}{{time.Time{}, false}, {w.Start, true}, {w.Start.Add(time.Hour), false}, {time.Time{}, true}, {w.Start, true}} {
		var changed bool
		w.Update(func(tx *store.Tx) (err error) {
			changed, err = tx.SetOptedOut(id, step.since)
			return err
		})
		same(t, fmt.Sprint("change ", i), changed, step.changed)
		out := read(w, func(tx *store.Tx) (bool, error) { return tx.OptedOut(id) })
		same(t, fmt.Sprint("opted out ", i), out, !step.since.IsZero())
	}
	customer := read(w, func(tx *store.Tx) (switchboard.Customer, error) { return tx.Customer(id) })
	same(t, "opted out since", customer.OptedOutAt.Equal(w.Start), true)
}

func threadsAndLegs(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	again := write(w, func(tx *store.Tx) (switchboard.Thread, error) {
		return tx.EnsureThread(switchboard.Thread{ID: id[switchboard.ThreadID](w), Realm: realm, Key: talk.Thread.Key})
	})
	same(t, "same thread", again, talk.Thread)
	rival := talk.Leg
	rival.ID = id[switchboard.LegID](w)
	if write(w, func(tx *store.Tx) (bool, error) { return tx.InsertLeg(rival, w.Start) }) {
		t.Error("two legs receive on one thread for one identity")
	}
	w.Update(func(tx *store.Tx) error {
		if err := tx.TouchLeg(talk.Leg.ID, "late", w.Start.Add(time.Hour)); err != nil {
			return err
		}
		return tx.TouchLeg(talk.Leg.ID, "early", w.Start.Add(time.Minute))
	})
	leg := read(w, func(tx *store.Tx) (switchboard.Leg, error) { return tx.Leg(talk.Leg.ID) })
	if leg.LastMessageKey != "late" {
		t.Errorf("answers %q, want the latest word", leg.LastMessageKey)
	}
	w.Update(func(tx *store.Tx) error { return tx.RetireLeg(talk.Leg.ID) })
	if !write(w, func(tx *store.Tx) (bool, error) { return tx.InsertLeg(rival, w.Start) }) {
		t.Error("no leg may follow a retired one")
	}
	got := read(w, func(tx *store.Tx) ([]switchboard.Leg, error) { return tx.ThreadLegs(talk.Thread.ID) })
	same(t, "receiving legs", got, []switchboard.Leg{rival})
	if legs := read(w, func(tx *store.Tx) ([]switchboard.Leg, error) { return tx.Legs(talk.ID) }); len(legs) != 2 {
		t.Errorf("%d legs, want 2", len(legs))
	}
	orphans(t, w)
}

func orphans(t *testing.T, w *World) {
	a, b := id[switchboard.MessageID](w), id[switchboard.MessageID](w)
	w.Update(func(tx *store.Tx) error {
		for _, m := range []switchboard.MessageID{b, a, a} {
			if err := tx.AddOrphan(realm, "parent", m); err != nil {
				return err
			}
		}
		return tx.AddOrphan(realm, "other", a)
	})
	take := func() []switchboard.MessageID {
		return write(w, func(tx *store.Tx) ([]switchboard.MessageID, error) { return tx.TakeOrphans(realm, "parent") })
	}
	same(t, "orphans", take(), []switchboard.MessageID{a, b})
	same(t, "orphans taken twice", take(), nil)
}

func threadMoves(t *testing.T, w *World) {
	from, to := w.Talk("mira", nil), w.Talk("noor", nil)
	a := w.Says(from, "m1", "hello", 0)
	a.ThreadID = from.Thread.ID
	w.arrive(a)
	w.Update(func(tx *store.Tx) error {
		return tx.MoveThread(from.Thread.ID, to.Thread.ID)
	})
	w.Update(func(tx *store.Tx) error {
		_, old, err := tx.ThreadByKey(realm, from.Thread.Key)
		if err != nil || old {
			t.Errorf("the moved thread is still there: %v", err)
		}
		legs, err := tx.ReceivingLegs(to.Thread.ID, from.Identity.ID)
		if len(legs) != 1 || legs[0].ID != from.Leg.ID {
			t.Errorf("legs of the joined thread %+v", legs)
		}
		return err
	})
	moved := read(w, func(tx *store.Tx) ([]switchboard.Message, error) { return tx.ThreadMessages(to.Thread.ID, 9) })
	if len(moved) != 1 || moved[0].ID != a.ID {
		t.Errorf("messages of the joined thread %+v", moved)
	}
}

func findings(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	message := id[switchboard.MessageID](w)
	v := switchboard.Verdict{Language: "en", Model: "m1", Entities: []switchboard.Entity{{Kind: "order", Start: 1, End: 4}},
		Heads: map[switchboard.Head]switchboard.Finding{switchboard.HeadIntent: {Label: "question", Confidence: 0.75}}}
	second := v
	second.Model = "m2"
	w.Update(func(tx *store.Tx) error {
		for _, save := range []struct {
			revision int
			v        switchboard.Verdict
		}{{2, v}, {1, v}, {2, second}} {
			if err := tx.SaveVerdict(message, save.revision, save.v); err != nil {
				return err
			}
		}
		return nil
	})
	got := read(w, func(tx *store.Tx) (switchboard.Verdict, error) { v, _, err := tx.Verdict(message); return v, err })
	same(t, "verdict", got, second)
	unread := id[switchboard.MessageID](w)
	same(t, "verdicts of several, with one nobody looked at", read(w, func(tx *store.Tx) (map[switchboard.MessageID]switchboard.Verdict, error) {
		return tx.Verdicts([]switchboard.MessageID{unread, message})
	}), map[switchboard.MessageID]switchboard.Verdict{message: second})
	row := store.DecisionRow{ID: id[switchboard.DecisionID](w), ConversationID: talk.ID, MessageID: message,
		Decision: switchboard.Decision{PolicyName: "house", Department: Service, Rule: "default", Deadline: 3600}}
	w.Update(func(tx *store.Tx) error { return tx.InsertDecision(row) })
	same(t, "decision", read(w, func(tx *store.Tx) (store.DecisionRow, error) { return tx.Decision(row.ID) }), row)
	same(t, "decisions", read(w, func(tx *store.Tx) ([]store.DecisionRow, error) { return tx.Decisions(talk.ID, 3) }),
		[]store.DecisionRow{row})
	for message, want := range map[switchboard.MessageID]bool{row.MessageID: true, id[switchboard.MessageID](w): false} {
		same(t, "decided upon", read(w, func(tx *store.Tx) (bool, error) { return tx.DecidedUpon(talk.ID, message) }), want)
	}
	w.Update(func(tx *store.Tx) error {
		changed, err := tx.Exec(`UPDATE decision SET body = replace(body, '"deadline_seconds":3600', '"deadline":3600000000000')
			WHERE body LIKE '%"deadline_seconds":3600%'`)
		same(t, "rows made old", changed, int64(1))
		return err
	})
	same(t, "decision as it once was written", read(w, func(tx *store.Tx) (store.DecisionRow, error) { return tx.Decision(row.ID) }), row)
	policies(t, w)
	policyDrafts(t, w)
}
