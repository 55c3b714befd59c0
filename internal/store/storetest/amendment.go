package storetest

import (
	"errors"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

// Amend asks for a change to a stored message.
func (w *World) Amend(m switchboard.MessageID, kind switchboard.AmendmentKind, talk Talk) switchboard.Amendment {
	w.T.Helper()
	a := switchboard.Amendment{ID: id[switchboard.AmendmentID](w), MessageID: m, ConversationID: talk.ID,
		AccountID: w.Account.ID, Visibility: switchboard.Public, By: w.Ada.ID, Kind: kind, Text: "Friday", Reason: "a wrong day",
		State: switchboard.AmendmentWaiting, CreatedAt: w.Start}
	w.Update(func(tx *store.Tx) error { return tx.InsertAmendment(a) })
	return a
}

// Told stores a message of a conversation under a key of its network.
func (w *World) Told(talk Talk, key string) switchboard.MessageID {
	w.T.Helper()
	a := w.Says(talk, key, "It comes on Thursday.", 0)
	a.ThreadID, a.ConversationID, a.LegID = talk.Thread.ID, talk.ID, talk.Leg.ID
	w.arrive(a)
	return a.ID
}

func (w *World) settleAmendment(a switchboard.Amendment, want bool) {
	w.T.Helper()
	got := write(w, func(tx *store.Tx) (bool, error) { return tx.SettleAmendment(a) })
	same(w.T, "whether it was settled now", got, want)
}

func amendments(t *testing.T, w *World) {
	talk, other := w.Talk("mira", nil), w.Talk("noor", nil)
	one, two := w.Told(talk, "m1"), w.Told(other, "m2")
	first := w.Amend(one, switchboard.AmendEdit, talk)
	second := w.Amend(one, switchboard.AmendDelete, talk)
	aside := w.Amend(two, switchboard.AmendHide, other)
	next := func(now time.Time) *switchboard.Amendment {
		return read(w, func(tx *store.Tx) (*switchboard.Amendment, error) {
			a, found, err := tx.NextAmendment(w.Account.ID, now)
			if !found {
				return nil, err
			}
			return &a, err
		})
	}
	now := w.Start.Add(time.Hour)
	same(t, "the first", next(now), &first)
	first.Attempt, first.NotBefore, first.Code = 1, now.Add(time.Minute), "timeout"
	w.settleAmendment(first, true)
	same(t, "of one message in order", next(now), &aside)
	aside.State, aside.Code, aside.Answer, aside.SettledAt = switchboard.AmendmentFailed, "403", "Not yours.", now
	w.settleAmendment(aside, true)
	w.settleAmendment(aside, false)
	third := w.amendmentOf(two)
	same(t, "nothing waits for the message", third, nil)
	same(t, "what waits for the other", w.amendmentOf(one), &first)
	same(t, "before its time", next(now), nil)
	same(t, "at its time", next(now.Add(time.Minute)), &first)
	first.State, first.SettledAt, first.NotBefore, first.Code = switchboard.AmendmentDone, now, time.Time{}, ""
	w.settleAmendment(first, true)
	same(t, "once the first is done", next(now), &second)
	get := func(id switchboard.AmendmentID) switchboard.Amendment {
		return read(w, func(tx *store.Tx) (switchboard.Amendment, error) { return tx.Amendment(id) })
	}
	same(t, "one that failed", get(aside.ID), aside)
	of := func(id switchboard.ConversationID) []switchboard.Amendment {
		return read(w, func(tx *store.Tx) ([]switchboard.Amendment, error) { return tx.ConversationAmendments(id, 9) })
	}
	same(t, "of a conversation", of(talk.ID), []switchboard.Amendment{second, first})
	waiting := read(w, (*store.Tx).WaitingAmendments)
	same(t, "waiting anywhere", waiting, []switchboard.Amendment{second})
	given := second
	given.State, given.SettledAt = switchboard.AmendmentDropped, now
	w.settleAmendment(given, true)
	w.settleAmendment(second, false)
	given.State = switchboard.AmendmentDone
	w.settleAmendment(given, true)
	w.Update(func(tx *store.Tx) error { return tx.BlankMessage(one, w.Start) })
	same(t, "the words of what is gone", get(given.ID).Text+get(first.ID).Text, "")
	second = w.Amend(two, switchboard.AmendShow, other)
	second.NotBefore = time.Now().Add(time.Hour).Truncate(time.Microsecond).UTC()
	w.settleAmendment(second, true)
	at := read(w, func(tx *store.Tx) (time.Time, error) { return tx.NextAmendmentAt(w.Account.ID) })
	same(t, "next time", at, second.NotBefore)
}

func (w *World) amendmentOf(m switchboard.MessageID) *switchboard.Amendment {
	w.T.Helper()
	return read(w, func(tx *store.Tx) (*switchboard.Amendment, error) {
		a, found, err := tx.WaitingAmendment(m)
		if !found {
			return nil, err
		}
		return &a, err
	})
}

func amendedMessages(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	a := w.Says(talk, "m1", "It comes on Thursday.", 0)
	a.Digest = []byte{}
	w.arrive(a)
	head := func() []byte {
		return write(w, func(tx *store.Tx) ([]byte, error) {
			h, _, err := tx.MessageHead(a.Realm, a.ExternalID)
			return h.Digest, err
		})
	}
	for _, digest := range [][]byte{{1}, {2}} {
		w.Update(func(tx *store.Tx) error { return tx.SetDigest(a.ID, digest) })
		same(t, "the first digest stays", head(), []byte{1})
	}
	copied := a
	copied.Content.Text, copied.Digest, copied.EditedAt = "It comes on Thursday!", []byte{3}, w.Start
	w.Update(func(tx *store.Tx) error {
		h, _, err := tx.MessageHead(a.Realm, a.ExternalID)
		return errors.Join(err, tx.Replace(h, copied), tx.MarkEdited(a.ID, w.Start.Add(time.Minute)))
	})
	m := read(w, func(tx *store.Tx) (switchboard.Message, error) { return tx.Message(a.ID) })
	if m.Content.Text != copied.Content.Text || m.Revision != 1 || !m.EditedAt.Equal(w.Start.Add(time.Minute)) {
		t.Errorf("replaced: %+v", m)
	}
	same(t, "what stood before", read(w, func(tx *store.Tx) ([]store.Revision, error) { return tx.Revisions(a.ID) }), nil)
	for _, at := range []time.Time{w.Start, {}} {
		w.Update(func(tx *store.Tx) error { return tx.SetHidden(a.ID, at) })
		m := read(w, func(tx *store.Tx) (switchboard.Message, error) { return tx.Message(a.ID) })
		same(t, "hidden since", m.HiddenAt, at)
	}
}
