package storetest

import (
	"encoding/json"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/objective"
	"switchboard/internal/store"
)

func links(t *testing.T, w *World) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	add := func(purpose string, agent switchboard.AgentID, digest byte, lasts time.Duration) store.Link {
		l := store.Link{ID: id[switchboard.LinkID](w), Purpose: purpose, AgentID: agent, CreatedAt: now, ExpiresAt: now.Add(lasts)}
		w.Update(func(tx *store.Tx) error { return tx.InsertLink(l, []byte{digest}) })
		return l
	}
	find := func(purpose string, digest byte) *store.Link {
		return read(w, func(tx *store.Tx) (*store.Link, error) {
			l, found, err := tx.LinkByDigest(purpose, []byte{digest})
			if !found {
				return nil, err
			}
			return &l, err
		})
	}
	visit := func(token byte) bool {
		return read(w, func(tx *store.Tx) (bool, error) {
			_, found, err := tx.LinkByVisit("setup", []byte{token})
			return found, err
		})
	}
	use := func(l store.Link, token byte, until time.Time) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.UseLink(l.ID, []byte{token}, until) })
	}
	ada, first := add("invitation", w.Ada.ID, 1, time.Hour), add("setup", switchboard.AgentID{}, 2, time.Hour)
	add("gone", switchboard.AgentID{}, 3, -time.Hour)
	same(t, "good", find("setup", 2), &first)
	same(t, "of another purpose", find("invitation", 2), nil)
	same(t, "run out", find("gone", 3), nil)
	same(t, "never made", find("setup", 9), nil)
	if !use(first, 20, now.Add(time.Hour)) || use(first, 21, now.Add(time.Hour)) || !visit(20) || visit(21) {
		t.Error("a link is not used once")
	}
	same(t, "used", find("setup", 2), nil)
	second := add("setup", switchboard.AgentID{}, 4, time.Hour)
	if visit(20) {
		t.Error("a new link leaves the visit of the one before standing")
	}
	if !use(second, 22, now.Add(-time.Second)) || visit(22) {
		t.Error("a visit that is over goes on")
	}
	same(t, "somebody's own", find("invitation", 1), &ada)
	again := add("invitation", w.Ada.ID, 5, time.Hour)
	same(t, "replaced", find("invitation", 1), nil)
	same(t, "the newest", find("invitation", 5), &again)
	n := write(w, func(tx *store.Tx) (int64, error) { return tx.ForgetLinks(now.Add(time.Minute), 5) })
	if n != 1 || find("invitation", 5) == nil {
		t.Errorf("forgot %d, want 1", n)
	}
	open := read(w, func(tx *store.Tx) (bool, error) {
		_, found, err := tx.OpenLink("invitation", w.Ada.ID)
		return found, err
	})
	seen := w.Start.Add(time.Minute).Truncate(time.Microsecond)
	w.Update(func(tx *store.Tx) error {
		s := store.Session{ID: id[switchboard.SessionID](w), AgentID: w.Bo.ID, CreatedAt: w.Start, SeenAt: seen, ExpiresAt: now.Add(time.Hour)}
		if err := tx.InsertSession(s, []byte{77}); err != nil {
			return err
		}
		return tx.DeleteSession(s.ID)
	})
	doors := read(w, func(tx *store.Tx) ([]store.Door, error) { return tx.Doors("invitation") })
	same(t, "how people get in", doors, []store.Door{{AgentID: w.Ada.ID, InvitedUntil: again.ExpiresAt}, {AgentID: w.Bo.ID, SeenAt: seen}})
	shut := func() []switchboard.AgentID {
		return read(w, func(tx *store.Tx) ([]switchboard.AgentID, error) { return tx.Shut() })
	}
	same(t, "who cannot get in", shut(), []switchboard.AgentID{w.Ada.ID, w.Bo.ID})
	w.Update(func(tx *store.Tx) error {
		s := store.Session{ID: id[switchboard.SessionID](w), AgentID: w.Bo.ID, CreatedAt: w.Start, SeenAt: seen, ExpiresAt: now.Add(time.Hour)}
		if err := tx.InsertSession(s, []byte{78}); err != nil {
			return err
		}
		return tx.SetPassword(w.Ada.ID, "hash")
	})
	same(t, "who cannot get in, once one has a password and one is signed in", shut(), nil)
	w.Update(func(tx *store.Tx) error { return tx.EndLinks("invitation", w.Ada.ID) })
	if !open || find("invitation", 5) != nil {
		t.Error("a link that stands is not found or not ended")
	}
}

// linkRace: of many who use a link at once, one does.
func linkRace(t *testing.T, w *World) {
	l := store.Link{ID: id[switchboard.LinkID](w), Purpose: "setup", CreatedAt: w.Start, ExpiresAt: time.Now().Add(time.Hour)}
	w.Update(func(tx *store.Tx) error { return tx.InsertLink(l, []byte{1}) })
	var used, next atomic.Int64
	together(8, func() {
		token := []byte{2, byte(next.Add(1))}
		if write(w, func(tx *store.Tx) (bool, error) { return tx.UseLink(l.ID, token, time.Now().Add(time.Hour)) }) {
			used.Add(1)
		}
	})
	if used.Load() != 1 {
		t.Errorf("%d used it", used.Load())
	}
}

// firstRace: of many who would be the first of a company at once, one is.
func firstRace(t *testing.T, w *World) {
	w.Update(func(tx *store.Tx) error {
		if _, err := tx.EnsureInstallation("race"); err != nil {
			return err
		}
		for _, table := range []string{"agent_department", "agent"} {
			if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
				return err
			}
		}
		return nil
	})
	var first, next atomic.Int64
	together(8, func() {
		n := next.Add(1)
		alone := write(w, func(tx *store.Tx) (bool, error) {
			anybody, err := tx.LockPeople()
			if err != nil || anybody {
				return false, err
			}
			return true, tx.InsertAgent(switchboard.Agent{ID: id[switchboard.AgentID](w), Name: "First",
				Email: string(rune('a'+n)) + "@kettles.example", Role: switchboard.RoleAdmin, Presence: switchboard.Away}, "")
		})
		if alone {
			first.Add(1)
		}
	})
	if first.Load() != 1 {
		t.Errorf("%d were the first", first.Load())
	}
}

func charter(t *testing.T, w *World) {
	none := read(w, func(tx *store.Tx) (bool, error) { _, found, err := tx.Charter(); return found, err })
	if none {
		t.Error("a charter nobody wrote")
	}
	c := store.Charter{Company: "Kettles & Daughters", Wishes: []string{"problems_solved", "buyers_found"},
		Answers: json.RawMessage(`{"company":"Kettles \u0026 Daughters"}`), SetUpAt: w.Start, SetUpBy: w.Ada.ID}
	hours := store.Hours{Key: calendar.Company, Name: "Kettles", Hours: calendar.Spec{Zone: "Europe/Lisbon",
		Hours: map[string][]string{"mon": {"09:00-12:00", "13:00-17:00"}}}}
	o := objective.Objective{ID: id[switchboard.ObjectiveID](w), Kind: objective.FirstResponse, State: objective.Proposed, Rank: 2,
		Department: "service", Intent: switchboard.IntentPurchase, Seconds: 3600, Calendar: hours.Key, Wish: "quick_first_answer",
		CreatedAt: w.Start}
	share := objective.Objective{ID: id[switchboard.ObjectiveID](w), Kind: objective.Resolution, State: objective.Proposed, Rank: 1,
		Share: 70, Calendar: hours.Key, Wish: "problems_solved", CreatedAt: w.Start}
	w.Update(func(tx *store.Tx) error {
		if err := tx.SaveCharter(c); err != nil {
			return err
		}
		if err := tx.SaveHours(hours); err != nil {
			return err
		}
		if err := tx.InsertObjective(o); err != nil {
			return err
		}
		return tx.InsertObjective(share)
	})
	same(t, "charter", read(w, func(tx *store.Tx) (store.Charter, error) { c, _, err := tx.Charter(); return c, err }), c)
	c.Company = "Kettles"
	w.Update(func(tx *store.Tx) error { return tx.SaveCharter(c) })
	same(t, "charter again", read(w, func(tx *store.Tx) (store.Charter, error) { c, _, err := tx.Charter(); return c, err }), c)
	got := read(w, func(tx *store.Tx) (store.Hours, error) { h, _, err := tx.Hours(calendar.Company); return h, err })
	if got.ChangedAt.IsZero() {
		t.Error("it is not noted when hours changed")
	}
	got.ChangedAt = time.Time{}
	same(t, "hours", got, hours)
	same(t, "objectives", read(w, func(tx *store.Tx) ([]objective.Objective, error) { return tx.Objectives() }),
		[]objective.Objective{share, o})
	w.Refused(switchboard.CodeInvalid, func(tx *store.Tx) error { return tx.InsertObjective(objective.Objective{}) })
	w.Update(func(tx *store.Tx) error { return tx.RenameBrand(w.Brand.ID, "Kettles") })
	brand := read(w, func(tx *store.Tx) (switchboard.Brand, error) { b, _, err := tx.BrandByKey("kettles"); return b, err })
	if brand.Name != "Kettles" {
		t.Errorf("brand %+v", brand)
	}
}
