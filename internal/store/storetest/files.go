package storetest

import (
	"errors"
	"testing"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// uploads are held by whoever uploaded them, for as long as nobody lets go.
func uploads(t *testing.T, w *World) {
	three := [16]byte{3}
	w.Update(func(tx *store.Tx) error {
		return errors.Join(tx.RefBlob("cc", w.Ada.ID), tx.RefBlob("dd", w.Ada.ID), tx.RefBlob("dd", three))
	})
	holds := func(hash string, owners ...[16]byte) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.HoldsBlob(hash, owners...) })
	}
	if !holds("cc", w.Bo.ID, w.Ada.ID) || holds("cc", w.Bo.ID) || holds("ee", w.Ada.ID) || holds("cc") {
		t.Error("the uploads are held by others than uploaded them")
	}
	for hash, want := range map[string]bool{"cc": false, "dd": true, "ee": false} {
		if got := read(w, func(tx *store.Tx) (bool, error) { return tx.BlobInUse(hash) }); got != want {
			t.Errorf("%s in use: %t", hash, got)
		}
		if got := write(w, func(tx *store.Tx) (bool, error) { return tx.LetGoOfBlob(hash) }); got != want {
			t.Errorf("%s needed after its upload was let go: %t", hash, got)
		}
		if holds(hash, w.Ada.ID) {
			t.Errorf("%s is still held by who uploaded it", hash)
		}
	}
}

// files follows what messages and drafts need through their lives.
func files(t *testing.T, w *World) {
	filesOfMessages(t, w)
	filesOfDrafts(t, w)
}

func inUse(t *testing.T, w *World, all map[string]bool) {
	t.Helper()
	for hash, want := range all {
		if got := read(w, func(tx *store.Tx) (bool, error) { return tx.BlobInUse(hash) }); got != want {
			t.Errorf("%s in use: %t, want %t", hash, got, want)
		}
	}
}

func filesOfMessages(t *testing.T, w *World) {
	saying := func(hash, digest string) intake.Arrival {
		a := intake.Arrival{Digest: []byte(digest), Message: switchboard.Message{ID: id[switchboard.MessageID](w), Realm: realm,
			Network: "practice", ExternalID: "with a file", AccountID: w.Account.ID, Direction: switchboard.In,
			Visibility: switchboard.Public, Kind: switchboard.KindMention, Origin: switchboard.Live, Revision: 1,
			PublishedAt: w.Start, ReceivedAt: w.Start}}
		a.Content.Attachments = []switchboard.Attachment{{URL: "https://c.example/x.png"}, {Name: "a.png", Blob: hash}}
		return a
	}
	first, late := saying("f1", "1"), saying("f2", "1")
	if !write(w, func(tx *store.Tx) (bool, error) { return tx.InsertMessage(first) }) ||
		write(w, func(tx *store.Tx) (bool, error) { return tx.InsertMessage(late) }) {
		t.Fatal("the same message was inserted twice, or never")
	}
	inUse(t, w, map[string]bool{"f1": true, "f2": false, "": false})
	w.Update(func(tx *store.Tx) error {
		head, _, err := tx.MessageHead(realm, "with a file")
		if err == nil {
			_, err = tx.Revise(head, saying("f3", "3"))
		}
		if err != nil {
			return err
		}
		if head, _, err = tx.MessageHead(realm, "with a file"); err == nil {
			_, err = tx.KeepOlder(head, saying("f4", "4"))
		}
		return err
	})
	inUse(t, w, map[string]bool{"f1": true, "f3": true, "f4": true})
	w.Update(func(tx *store.Tx) error { return tx.BlankMessage(first.ID, w.Start) })
	inUse(t, w, map[string]bool{"f1": false, "f3": false, "f4": false})
}

func filesOfDrafts(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	d := switchboard.Draft{ID: id[switchboard.DraftID](w), ConversationID: talk.ID, LegID: talk.Leg.ID, AuthorID: w.Ada.ID,
		State: switchboard.DraftEditing, Version: 1, UpdatedAt: w.Start, Parts: []switchboard.Part{{Text: "here"},
			{Attachments: []switchboard.Attachment{{Blob: "g1"}, {Blob: "g2"}}}}}
	save := func() { w.Update(func(tx *store.Tx) error { return tx.SaveDraft(d) }) }
	save()
	inUse(t, w, map[string]bool{"g1": true, "g2": true})
	d.Version, d.Parts = 2, []switchboard.Part{{Attachments: []switchboard.Attachment{{Blob: "g2"}}}}
	save()
	inUse(t, w, map[string]bool{"g1": false, "g2": true})
	d.Version, d.State = 3, switchboard.DraftDropped
	save()
	inUse(t, w, map[string]bool{"g2": false})
}
