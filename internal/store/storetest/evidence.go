package storetest

import (
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

func focusOnce(t *testing.T, w *World) {
	talk, other := w.Talk("mira", nil), w.Talk("noor", nil)
	span := func(of Talk, part switchboard.FocusPart, from, until int) switchboard.Focus {
		return switchboard.Focus{AgentID: w.Ada.ID, ConversationID: of.ID, Part: part, From: w.Start.Add(time.Duration(from) * time.Minute),
			Until: w.Start.Add(time.Duration(until) * time.Minute)}
	}
	keep := func(spans ...switchboard.Focus) []switchboard.Focus {
		return write(w, func(tx *store.Tx) ([]switchboard.Focus, error) {
			return evidence.In(tx.Tx).KeepFocus(w.Ada.ID, spans)
		})
	}
	reading, writing := switchboard.FocusReading, switchboard.FocusWriting
	same(t, "first", keep(span(talk, reading, 10, 20)), []switchboard.Focus{span(talk, reading, 10, 20)})
	same(t, "again", keep(span(talk, reading, 10, 20)), nil)
	same(t, "around it", keep(span(other, writing, 5, 15), span(other, writing, 18, 30)),
		[]switchboard.Focus{span(other, writing, 5, 10), span(other, writing, 20, 30)})
	same(t, "across it", keep(span(talk, reading, 4, 12)), []switchboard.Focus{span(talk, reading, 4, 5)})
	days := read(w, func(tx *store.Tx) ([]evidence.FocusDay, error) {
		return evidence.In(tx.Tx).FocusDays(w.Ada.ID, w.Start.Add(-time.Hour), w.Start.Add(24*time.Hour))
	})
	day := w.Start.Truncate(24 * time.Hour)
	same(t, "days", days, []evidence.FocusDay{{Day: day, Part: reading, Spent: 11 * time.Minute, Conversations: 1},
		{Day: day, Part: writing, Spent: 15 * time.Minute, Conversations: 1}})
	bos := span(talk, reading, 10, 20)
	kept := write(w, func(tx *store.Tx) ([]switchboard.Focus, error) {
		return evidence.In(tx.Tx).KeepFocus(w.Bo.ID, []switchboard.Focus{bos})
	})
	same(t, "somebody else's minute", kept, []switchboard.Focus{bos})
}

// focusRace lets many tabs of one person tell of the same minutes at once.
func focusRace(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	var counted time.Duration
	var mu sync.Mutex
	var tabs sync.WaitGroup
	for i := range 8 {
		tabs.Go(func() {
			span := switchboard.Focus{AgentID: w.Ada.ID, ConversationID: talk.ID, Part: switchboard.FocusReading,
				From: w.Start.Add(time.Duration(i) * time.Minute), Until: w.Start.Add(time.Duration(i+3) * time.Minute)}
			var kept []switchboard.Focus
			err := w.DB.Update(t.Context(), func(tx *store.Tx) (err error) {
				kept, err = evidence.In(tx.Tx).KeepFocus(w.Ada.ID, []switchboard.Focus{span})
				return err
			})
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			for _, k := range kept {
				counted += k.Until.Sub(k.From)
			}
		})
	}
	tabs.Wait()
	if counted != 10*time.Minute {
		t.Errorf("10 minutes were counted as %v", counted)
	}
}

func corrections(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	m := w.Says(talk, "m1", "It whistles.", 0)
	w.arrive(m)
	var all []switchboard.Correction
	for i := range 5 {
		c := switchboard.Correction{ID: id[switchboard.CorrectionID](w), Kind: switchboard.CorrectOwner, ConversationID: talk.ID,
			MessageID: m.ID, Revision: 1, DecisionID: id[switchboard.DecisionID](w), Department: Service, ShouldOwn: Press,
			Why: "A reporter.", Model: "m1", PolicyHash: "p1", By: w.Ada.ID, At: w.Start.Add(time.Duration(i/2) * time.Minute)}
		if i == 4 {
			c.Kind, c.ShouldOwn, c.Why, c.Outcome = switchboard.CorrectFact, "", "", id[switchboard.DecisionID](w)
			c.Head, c.Said, c.Truth = switchboard.HeadIntent, "question", "complaint"
		}
		all = append(all, c)
		w.Update(func(tx *store.Tx) error { return evidence.In(tx.Tx).AddCorrection(c) })
	}
	list := func(p evidence.CorrectionPage) []switchboard.Correction {
		p.Limit = 3
		return read(w, func(tx *store.Tx) ([]switchboard.Correction, error) { return evidence.In(tx.Tx).CorrectionsSince(p) })
	}
	owner := evidence.CorrectionPage{Kind: switchboard.CorrectOwner}
	first := list(owner)
	same(t, "first page", first, all[:3])
	place := store.After(first[2].At, first[2].ID)
	owner.Sort, owner.ID = place.Sort, place.ID
	same(t, "second page", list(owner), all[3:4])
	same(t, "since", list(evidence.CorrectionPage{Kind: switchboard.CorrectOwner, Since: w.Start.Add(time.Minute)}), all[2:4])
	same(t, "facts", list(evidence.CorrectionPage{Kind: switchboard.CorrectFact}), all[4:])
	of := read(w, func(tx *store.Tx) ([]switchboard.Correction, error) { return evidence.In(tx.Tx).Corrections(m.ID) })
	same(t, "of a message", of, all)
	newest := read(w, func(tx *store.Tx) ([]switchboard.Correction, error) {
		return evidence.In(tx.Tx).LatestCorrections(switchboard.CorrectOwner, w.Start, 2)
	})
	same(t, "the newest", newest, []switchboard.Correction{all[3], all[2]})
	counting := func() map[switchboard.MessageID][]switchboard.Correction {
		return read(w, func(tx *store.Tx) (map[switchboard.MessageID][]switchboard.Correction, error) {
			return evidence.In(tx.Tx).Counting([]switchboard.MessageID{m.ID, {1}})
		})
	}
	same(t, "counting", counting()[m.ID], all[4:])
	w.Update(func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE message SET revision = 2 WHERE id = ?`, m.ID)
		return err
	})
	same(t, "counting of an edited message", len(counting()), 0)
	same(t, "standing", evidence.Standing(of, 1), all[4:])
	same(t, "standing of an edited message", evidence.Standing(of, 2), nil)
}

func staffings(t *testing.T, w *World) {
	staff := func(d switchboard.DepartmentKey, s switchboard.Staffing, after time.Duration) bool {
		return write(w, func(tx *store.Tx) (bool, error) {
			tx.At(w.Start.Add(after))
			if _, err := tx.LockDepartment(d); err != nil {
				return false, err
			}
			changed, err := tx.Staff(d, s)
			if err != nil || !changed {
				return false, err
			}
			return true, tx.Record(switchboard.Event{Kind: switchboard.EventStaffed, Department: d, Reason: string(s)})
		})
	}
	if !staff(Service, switchboard.StaffedNobody, 0) || staff(Service, switchboard.StaffedNobody, time.Minute) {
		t.Error("a change is told once")
	}
	staff(Press, switchboard.StaffedRoom, time.Minute)
	staff(Service, switchboard.StaffedFull, 2*time.Minute)
	staff(Service, switchboard.StaffedRoom, 3*time.Minute)
	from := func(after time.Duration, departments ...switchboard.DepartmentKey) (told []string) {
		w.sequence()
		for _, e := range read(w, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.Staffings(departments, w.Start.Add(after)) }) {
			told = append(told, string(e.Department)+" "+e.Reason)
		}
		return told
	}
	same(t, "what was known, and what came", from(150*time.Second, Service, Press), []string{"service full", "service room", "press room"})
	same(t, "from the beginning", from(-time.Second, Service), []string{"service nobody", "service full", "service room"})
}
