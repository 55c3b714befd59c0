package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

func installation(t *testing.T, w *World) {
	w.Refused(switchboard.CodeNotFound, func(tx *store.Tx) error { return tx.MarkRestored("second", w.Start) })
	first := write(w, func(tx *store.Tx) (store.Installation, error) { return tx.EnsureInstallation("first") })
	again := write(w, func(tx *store.Tx) (store.Installation, error) { return tx.EnsureInstallation("other") })
	same(t, "founded twice", again, first)
	if first.Incarnation != "first" || first.CreatedAt.IsZero() || !first.Reconciled() {
		t.Errorf("installation %+v", first)
	}
	w.Update(func(tx *store.Tx) error { return tx.MarkRestored("second", w.Start) })
	restored := read(w, (*store.Tx).Installation)
	if restored.Reconciled() || restored.Incarnation != "second" || !restored.BackupAt.Equal(w.Start) {
		t.Errorf("restored %+v", restored)
	}
	w.Update((*store.Tx).MarkReconciled)
	if done := read(w, (*store.Tx).Installation); !done.Reconciled() || !done.BackupAt.Equal(w.Start) {
		t.Errorf("reconciled %+v", done)
	}
}

func keyRing(t *testing.T, w *World) {
	w.Refused(switchboard.CodeNotFound, func(tx *store.Tx) error { return second(tx.KeyRing()) })
	w.Refused(switchboard.CodeNotFound, func(tx *store.Tx) error { return second(tx.ClaimKeyRing("a")) })
	w.Refused(switchboard.CodeNotFound, func(tx *store.Tx) error { return tx.ReplaceKeyRing("a") })
	w.Update(func(tx *store.Tx) error { return second(tx.EnsureInstallation("first")) })
	same(t, "ring of a new installation", read(w, (*store.Tx).KeyRing), "")
	held := make([]string, 8)
	var next atomic.Int32
	together(len(held), func() {
		i := next.Add(1) - 1
		held[i] = write(w, func(tx *store.Tx) (string, error) { return tx.ClaimKeyRing(fmt.Sprint("ring ", i)) })
	})
	for _, h := range held {
		if h == "" || h != held[0] {
			t.Errorf("who claimed at once was told %q", held)
		}
	}
	w.Update(func(tx *store.Tx) error { return tx.MarkRestored("second", w.Start) })
	same(t, "ring of a restored installation", read(w, (*store.Tx).KeyRing), held[0])
	w.Update(func(tx *store.Tx) error { return tx.ReplaceKeyRing("another") })
	same(t, "claimed again", write(w, func(tx *store.Tx) (string, error) { return tx.ClaimKeyRing("late") }), "another")
}

type grant struct {
	Fence int64
	OK    bool
}

func (w *World) acquire(holder string, ttl time.Duration) grant {
	return write(w, func(tx *store.Tx) (g grant, err error) {
		g.Fence, g.OK, err = tx.AcquireLease(w.Account.ID, holder, ttl)
		return g, err
	})
}

func (w *World) held(fence int64) bool {
	return write(w, func(tx *store.Tx) (bool, error) { return tx.LeaseHeld(w.Account.ID, fence) })
}

func leases(t *testing.T, w *World) {
	if w.held(0) || w.held(1) {
		t.Error("a lease nobody took is held")
	}
	same(t, "free lease", w.acquire("one", time.Hour), grant{1, true})
	same(t, "lease of somebody else", w.acquire("two", time.Hour), grant{})
	same(t, "own lease", w.acquire("one", time.Hour), grant{1, true})
	mine := store.Lease{AccountID: w.Account.ID, Holder: "one", Fence: 1}
	renew := func(l store.Lease, ttl time.Duration) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.RenewLease(l, ttl) })
	}
	if !w.held(1) || w.held(0) || w.held(2) || !renew(mine, time.Hour) {
		t.Error("a held lease is not held under just its fence")
	}
	w.Update(func(tx *store.Tx) error {
		return tx.ReleaseLease(store.Lease{AccountID: w.Account.ID, Holder: "two", Fence: 1})
	})
	if !w.held(1) {
		t.Error("somebody else released the lease")
	}
	renew(mine, 0)
	if w.held(1) || renew(mine, time.Hour) {
		t.Error("an expired lease is held or was prolonged")
	}
	same(t, "expired lease", w.acquire("two", time.Hour), grant{2, true})
	if renew(mine, time.Hour) || w.held(1) || !w.held(2) {
		t.Error("the old fence still works")
	}
	theirs := store.Lease{AccountID: w.Account.ID, Holder: "two", Fence: 2}
	w.Update(func(tx *store.Tx) error { return tx.ReleaseLease(theirs) })
	same(t, "released lease", w.acquire("one", time.Hour), grant{3, true})
	all := read(w, (*store.Tx).Leases)
	if len(all) != 1 || all[0].Fence != 3 || all[0].Holder != "one" || time.Until(all[0].Until) < 50*time.Minute {
		t.Errorf("leases %+v", all)
	}
}

func cursorsAndGaps(t *testing.T, w *World) {
	position := func(lane string) string {
		return read(w, func(tx *store.Tx) (string, error) {
			p, found, err := tx.Cursor(w.Account.ID, lane)
			if !found && p != "" {
				t.Errorf("lane %s: position %q not found", lane, p)
			}
			return p, err
		})
	}
	if position("poll") != "" {
		t.Error("a lane that was never read has a position")
	}
	for _, p := range []string{"10", "9"} {
		w.Update(func(tx *store.Tx) error { return tx.MoveCursor(w.Account.ID, "poll", p) })
	}
	if position("poll") != "9" || position("stream") != "" {
		t.Error("lanes do not have positions of their own, or one does not move as it is told")
	}
	gap := store.Gap{AccountID: w.Account.ID, Lane: "stream", From: "3", To: "7", Reason: "disconnected"}
	open := func(g store.Gap) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.OpenGap(g) })
	}
	closed := func(state store.GapState) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.CloseGap(gap, state) })
	}
	if !open(gap) || open(gap) {
		t.Error("the same gap opens once")
	}
	gap.To = "8"
	if !open(gap) || !closed(store.GapUnfillable) || closed(store.GapFilled) || !open(gap) || !closed(store.GapFilled) {
		t.Error("a gap does not open and close as it is told")
	}
	list := func(s store.GapState) []store.Gap {
		return read(w, func(tx *store.Tx) ([]store.Gap, error) { return tx.Gaps(s, 10) })
	}
	if len(list(store.GapOpen)) != 0 || len(list(store.GapUnfillable)) != 0 {
		t.Error("a filled gap is listed as something else")
	}
	if got := list(store.GapFilled); len(got) != 1 || got[0].To != "8" || got[0].ClosedAt.IsZero() {
		t.Errorf("filled gaps %+v", got)
	}
}

func tombstones(t *testing.T, w *World) {
	digest := []byte("digest of a post")
	at := func(d []byte) time.Time {
		return read(w, func(tx *store.Tx) (time.Time, error) {
			at, found, err := tx.Tombstone(d)
			if found == at.IsZero() {
				t.Errorf("found %t at %v", found, at)
			}
			return at, err
		})
	}
	bury := func(reason string, at time.Time) {
		w.Update(func(tx *store.Tx) error { return tx.InsertTombstone(digest, reason, at) })
	}
	if !at(digest).IsZero() {
		t.Error("a tombstone nobody set")
	}
	bury(store.TombstoneDeleted, w.Start)
	bury(store.TombstoneDeleted, w.Start.Add(time.Hour))
	if !at(digest).Equal(w.Start) || !at([]byte("another")).IsZero() {
		t.Error("the first deletion does not stand")
	}
	bury(store.TombstoneErased, w.Start.Add(2*time.Hour))
	bury(store.TombstoneDeleted, w.Start.Add(3*time.Hour))
	if !at(digest).Equal(w.Start.Add(2 * time.Hour)) {
		t.Error("being erased does not outlast being deleted")
	}
}

func quarantine(t *testing.T, w *World) {
	var kept []store.Quarantined
	for i := range 5 {
		q := store.Quarantined{ID: id[switchboard.QuarantineID](w), AccountID: w.Account.ID, Network: "practice", Lane: "poll",
			Code: "bad_time", Field: "published", Reason: "The time is not one.", Payload: []byte{0, byte(i), 255},
			Digest: []byte{byte(i)}, State: store.QuarantineWaiting, ReceivedAt: w.Start}
		if !write(w, func(tx *store.Tx) (bool, error) { return tx.InsertQuarantine(q) }) {
			t.Fatal("not kept")
		}
		kept = append(kept, q)
	}
	double := kept[0]
	double.ID = id[switchboard.QuarantineID](w)
	if write(w, func(tx *store.Tx) (bool, error) { return tx.InsertQuarantine(double) }) {
		t.Error("the same thing is kept twice")
	}
	got := pages(w, 2, func(tx *store.Tx, after store.Place) ([]store.Quarantined, error) {
		return tx.QuarantineWaiting(after, 2)
	}, func(q store.Quarantined) store.Place { return store.After(q.ReceivedAt, q.ID) })
	same(t, "waiting", got, kept)
	settle := func(q store.Quarantined, s store.QuarantineState) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.SettleQuarantine(q.ID, s) })
	}
	tried := kept[1]
	tried.Code, tried.Field, tried.Reason = "bad_author", "author", "Nobody wrote it."
	w.Update(func(tx *store.Tx) error { return tx.CountAttempt(tried) })
	if !settle(kept[0], store.QuarantineDismissed) || settle(kept[0], store.QuarantineReleased) {
		t.Error("settled not exactly once")
	}
	if write(w, func(tx *store.Tx) (bool, error) { return tx.InsertQuarantine(double) }) {
		t.Error("what was dismissed came back")
	}
	one := read(w, func(tx *store.Tx) (store.Quarantined, error) { return tx.Quarantined(kept[1].ID) })
	if one.Attempts != 1 || one.Code != "bad_author" || one.Field != "author" || one.Reason != "Nobody wrote it." || one.State != store.QuarantineWaiting {
		t.Errorf("attempt: %+v", one)
	}
	waiting := read(w, func(tx *store.Tx) ([]store.Quarantined, error) { return tx.QuarantineWaiting(store.Place{}, 9) })
	if len(waiting) != 4 {
		t.Errorf("%d wait, want 4", len(waiting))
	}
}

func blobs(t *testing.T, w *World) {
	one, two := [16]byte{1}, [16]byte{2}
	needed := func(hash string) bool {
		return read(w, func(tx *store.Tx) (bool, error) { return tx.BlobReferenced(hash) })
	}
	w.Update(func(tx *store.Tx) error {
		for _, ref := range []struct {
			hash  string
			owner [16]byte
		}{{"aa", one}, {"aa", one}, {"aa", two}, {"bb", one}} {
			if err := tx.RefBlob(ref.hash, ref.owner); err != nil {
				return err
			}
		}
		return nil
	})
	if !needed("aa") || !needed("bb") || needed("cc") {
		t.Error("references are not what was noted")
	}
	gone := write(w, func(tx *store.Tx) ([]string, error) { return tx.UnrefBlobs(one) })
	if len(gone) != 2 || !needed("aa") || needed("bb") {
		t.Errorf("removed %v; aa needed %t, bb needed %t", gone, needed("aa"), needed("bb"))
	}
	uploads(t, w)
}

// pages reads a whole list page by page, as a client does, and fails when a page is longer than asked for.
func pages[T any](w *World, limit int, page func(*store.Tx, store.Place) ([]T, error), place func(T) store.Place) (all []T) {
	w.T.Helper()
	var after store.Place
	for range 1000 {
		items := read(w, func(tx *store.Tx) ([]T, error) { return page(tx, after) })
		if len(items) > limit {
			w.T.Fatalf("a page of %d, at most %d were asked for", len(items), limit)
		}
		all = append(all, items...)
		if len(items) == 0 {
			return all
		}
		after = place(items[len(items)-1])
	}
	w.T.Fatal("a list without end")
	return nil
}
