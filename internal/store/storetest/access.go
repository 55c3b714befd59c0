package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// together runs fn n times at once and waits for all.
func together(n int, fn func()) {
	var group sync.WaitGroup
	for range n {
		group.Go(fn)
	}
	group.Wait()
}

func sessions(t *testing.T, w *World) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	digests := [][]byte{{1}, {2}, {3}}
	var all []store.Session
	for i, digest := range digests {
		s := store.Session{ID: id[switchboard.SessionID](w), AgentID: w.Ada.ID, CreatedAt: now, SeenAt: now,
			ExpiresAt: now.Add(time.Duration(i) * time.Hour)}
		w.Update(func(tx *store.Tx) error { return tx.InsertSession(s, digest) })
		all = append(all, s)
	}
	find := func(digest []byte) *store.Session {
		return read(w, func(tx *store.Tx) (*store.Session, error) {
			s, found, err := tx.SessionByDigest(digest)
			if !found {
				return nil, err
			}
			return &s, err
		})
	}
	same(t, "expired", find(digests[0]), nil)
	same(t, "good", find(digests[1]), &all[1])
	same(t, "never made", find([]byte{9}), nil)
	w.Update(func(tx *store.Tx) error { return tx.TouchSession(all[0].ID, now.Add(time.Minute)) })
	if s := find(digests[0]); s == nil || !s.SeenAt.After(now) {
		t.Errorf("prolonged session %+v", s)
	}
	n := write(w, func(tx *store.Tx) (int64, error) { return tx.DeleteSessions(w.Ada.ID, all[1].ID) })
	if n != 2 || find(digests[2]) != nil || find(digests[1]) == nil {
		t.Errorf("signed out %d others, want 2", n)
	}
	same(t, "left", read(w, func(tx *store.Tx) ([]store.Session, error) { return tx.Sessions(w.Ada.ID) }), all[1:2])
	n = write(w, func(tx *store.Tx) (int64, error) { return tx.ForgetSessions(now.Add(2*time.Hour), 5) })
	if n != 1 {
		t.Errorf("forgot %d, want 1", n)
	}
	w.Update(func(tx *store.Tx) error { return tx.DeleteSession(all[1].ID) })
}

func tokens(t *testing.T, w *World) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	digest, old := []byte{1}, []byte{2}
	k := store.Token{ID: id[switchboard.TokenID](w), AgentID: w.Ada.ID, Name: "reports", Permissions: []string{"report.read"},
		CreatedAt: w.Start}
	expired := store.Token{ID: id[switchboard.TokenID](w), AgentID: w.Ada.ID, Name: "old", CreatedAt: w.Start, ExpiresAt: w.Start}
	w.Update(func(tx *store.Tx) error {
		if err := tx.InsertToken(k, digest); err != nil {
			return err
		}
		return tx.InsertToken(expired, old)
	})
	find := func(digest []byte) *store.Token {
		return read(w, func(tx *store.Tx) (*store.Token, error) {
			k, found, err := tx.TokenByDigest(digest)
			if !found {
				return nil, err
			}
			return &k, err
		})
	}
	same(t, "good", find(digest), &k)
	same(t, "expired", find(old), nil)
	touch := func() time.Time {
		w.Update(func(tx *store.Tx) error { return tx.TouchToken(k.ID) })
		return find(digest).UsedAt
	}
	first := touch()
	if first.Before(now) || !touch().Equal(first) {
		t.Error("the use is not noted to the minute")
	}
	if used := find(digest); used.NeedsTouch(first.Add(59*time.Second)) || !used.NeedsTouch(first.Add(time.Minute)) {
		t.Error("NeedsTouch does not tell when TouchToken writes")
	}
	revoke := func() bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.RevokeToken(k.ID) })
	}
	if !revoke() || revoke() || find(digest) != nil {
		t.Error("a token is not revoked for good, once")
	}
	list := read(w, func(tx *store.Tx) ([]store.Token, error) { return tx.Tokens(w.Ada.ID) })
	if len(list) != 2 || list[0].RevokedAt.IsZero() || list[1].ExpiresAt.IsZero() {
		t.Errorf("tokens %+v", list)
	}
}

func scopes(t *testing.T, w *World) {
	get := func() store.AgentScope {
		return read(w, func(tx *store.Tx) (store.AgentScope, error) { return tx.AgentScope(w.Ada.ID) })
	}
	if s := get(); s.Brands != nil || s.Accounts != nil {
		t.Errorf("limits nobody set: %+v", s)
	}
	want := store.AgentScope{Brands: []switchboard.BrandID{w.Brand.ID}, Accounts: []switchboard.AccountID{w.Account.ID}}
	doubled := store.AgentScope{Brands: append(want.Brands, w.Brand.ID), Accounts: want.Accounts}
	w.Update(func(tx *store.Tx) error { return tx.SetAgentScope(w.Ada.ID, doubled) })
	same(t, "limits", get(), want)
	w.Update(func(tx *store.Tx) error { return tx.SetAgentScope(w.Ada.ID, store.AgentScope{Accounts: want.Accounts}) })
	if s := get(); s.Brands != nil || len(s.Accounts) != 1 {
		t.Errorf("replaced limits %+v", s)
	}
}

func absences(t *testing.T, w *World) {
	day := func(n int) time.Time { return w.Start.AddDate(0, 0, n) }
	first := store.Absence{AgentID: w.Ada.ID, StartsAt: day(1), EndsAt: day(3), Reason: "leave", Policy: roster.Cover}
	later := store.Absence{AgentID: w.Ada.ID, StartsAt: day(5), EndsAt: day(6), Reason: "training", Policy: roster.Keep, Source: "feb"}
	longer := first
	longer.EndsAt = day(4)
	w.Update(func(tx *store.Tx) error {
		for _, a := range []store.Absence{later, first, longer} {
			if err := tx.SaveAbsence(a); err != nil {
				return err
			}
		}
		return nil
	})
	mine := read(w, func(tx *store.Tx) ([]store.Absence, error) { return tx.Absences(w.Ada.ID, day(3)) })
	same(t, "absences", mine, []store.Absence{longer, later})
	within := func(from, to int) []store.Absence {
		return read(w, func(tx *store.Tx) ([]store.Absence, error) { return tx.AbsencesWithin(day(from), day(to)) })
	}
	same(t, "between", within(4, 5), nil)
	same(t, "touching", within(3, 5), []store.Absence{longer})
	drop := func() bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.DropAbsence(w.Ada.ID, day(1)) })
	}
	if !drop() || drop() {
		t.Error("an absence is dropped once")
	}
}

func remembered(t *testing.T, w *World) {
	run, request := store.Run{Digest: []byte("key"), At: w.Start}, []byte("request")
	ask := func() *store.Remembered {
		return write(w, func(tx *store.Tx) (*store.Remembered, error) { return tx.Remember(run, request) })
	}
	if r := ask(); r != nil {
		t.Fatalf("a new request came before: %+v", r)
	}
	if r := ask(); r == nil || !r.Running() || !r.Same(request) || r.Same([]byte("other")) {
		t.Errorf("a running request: %+v", r)
	}
	for name, forget := range map[string]func(tx *store.Tx) error{
		"dropped":   func(tx *store.Tx) error { return tx.DropRemembered(run) },
		"abandoned": func(tx *store.Tx) error { return tx.EndRemembered(run) },
	} {
		w.Update(forget)
		if r := ask(); r != nil {
			t.Errorf("a request that was %s is still there: %+v", name, r)
		}
	}
	w.Update(func(tx *store.Tx) error {
		return tx.DropRemembered(store.Run{Digest: run.Digest, At: run.At.Add(-time.Minute)})
	})
	if r := ask(); r == nil || !r.Running() {
		t.Errorf("an earlier run took the present one with it: %+v", r)
	}
	w.Update(func(tx *store.Tx) error { return tx.MarkRemembered(run) })
	if r := ask(); r == nil || !r.Running() || !r.HadEffect() {
		t.Errorf("a request that has had an effect: %+v", r)
	}
	w.Update(func(tx *store.Tx) error { return tx.MarkRemembered(run) })
	w.Update(func(tx *store.Tx) error { return tx.EndRemembered(run) })
	if r := ask(); r == nil || r.Running() || !r.HadEffect() {
		t.Errorf("one that ended without an answer: %+v", r)
	}
	other := store.Run{Digest: run.Digest, At: run.At.Add(time.Minute)}
	w.Refused(switchboard.CodeConflict, func(tx *store.Tx) error { return tx.MarkRemembered(other) })
	w.Update(func(tx *store.Tx) error { return tx.EndRemembered(other) })
	w.Update(func(tx *store.Tx) error {
		return tx.FinishRemembered(run, store.Remembered{Status: 201, Body: []byte("{}"), MediaType: "application/json"})
	})
	r := ask()
	if r == nil || r.Running() || r.Status != 201 || string(r.Body) != "{}" || r.MediaType != "application/json" {
		t.Errorf("a finished request: %+v", r)
	}
	no := store.Run{Digest: []byte("refused"), At: w.Start}
	w.Update(func(tx *store.Tx) error {
		if _, err := tx.Remember(no, request); err != nil {
			return err
		}
		if err := tx.FinishRemembered(no, store.Remembered{Status: 404, Body: []byte("no")}); err != nil {
			return err
		}
		return tx.LoseRemembered()
	})
	if r := ask(); r == nil || r.Running() || !r.HadEffect() || len(r.Body) > 0 {
		t.Errorf("one that was done, without its answer: %+v", r)
	}
	if r := write(w, func(tx *store.Tx) (*store.Remembered, error) { return tx.Remember(no, request) }); r != nil {
		t.Errorf("one that was refused may not be asked again: %+v", r)
	}
	w.Update(func(tx *store.Tx) error { return tx.DropRemembered(no) })
	forget := func(before time.Time) int64 {
		return write(w, func(tx *store.Tx) (int64, error) { return tx.ForgetRemembered(before, 10) })
	}
	if a, b := forget(r.At), forget(r.At.Add(time.Second)); a != 0 || b != 1 {
		t.Errorf("forgot %d and %d, want 0 and 1", a, b)
	}
	var firsts atomic.Int64
	together(8, func() {
		var first bool
		err := w.DB.Update(t.Context(), func(tx *store.Tx) error {
			found, err := tx.Remember(store.Run{Digest: []byte("race"), At: w.Start}, request)
			first = found == nil
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if first {
			firsts.Add(1)
		}
	})
	if n := firsts.Load(); n != 1 {
		t.Errorf("%d of the same request ran, want 1", n)
	}
}

func signatures(t *testing.T, w *World) {
	see := func(digest string) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.SeeSignature([]byte(digest)) })
	}
	if !see("a") || see("a") || !see("b") {
		t.Error("a signature counts not exactly once")
	}
	forget := func(before time.Time, limit int) int64 {
		return write(w, func(tx *store.Tx) (int64, error) { return tx.ForgetSignatures(before, limit) })
	}
	soon := time.Now().Add(time.Minute)
	if a, b, c := forget(w.Start, 9), forget(soon, 1), forget(soon, 9); a != 0 || b != 1 || c != 1 {
		t.Errorf("forgot %d, %d, %d; want 0, 1, 1", a, b, c)
	}
}

func audit(t *testing.T, w *World) {
	var want []store.AuditEntry
	for range 5 {
		e := store.AuditEntry{ID: id[switchboard.RequestID](w), At: w.Start, ActorKind: switchboard.ActorAgent, Actor: w.Ada.ID,
			Action: "token.revoked", Subject: "tok", Detail: "reports"}
		w.Update(func(tx *store.Tx) error { return tx.InsertAudit(e) })
		want = append([]store.AuditEntry{e}, want...)
	}
	got := pages(w, 2, func(tx *store.Tx, after store.Place) ([]store.AuditEntry, error) { return tx.Audit(after, 2) },
		func(e store.AuditEntry) store.Place { return store.After(e.At, e.ID) })
	same(t, "audit", got, want)
}
