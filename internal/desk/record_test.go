package desk_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// staffingIsRecorded fails when the journal's last word on who could be given work is not how it is.
func (w *ward) staffingIsRecorded() {
	want := switchboard.StaffedNobody
	for _, who := range w.people {
		now := testkit.Read(w, w.app.DB, func(tx *store.Tx) (switchboard.Staffing, error) {
			agent, err := tx.Agent(who)
			if err != nil || agent.Presence != switchboard.Here {
				return switchboard.StaffedNobody, err
			}
			absences, err := tx.Absences(who, tx.Now())
			switch {
			case err != nil || len(absences) > 0:
				return switchboard.StaffedNobody, err
			case agent.Load < agent.Cap:
				return switchboard.StaffedRoom, nil
			}
			return switchboard.StaffedFull, nil
		})
		if now == switchboard.StaffedRoom || now == switchboard.StaffedFull && want == switchboard.StaffedNobody {
			want = now
		}
	}
	told := testkit.Read(w, w.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) {
		return tx.Staffings([]switchboard.DepartmentKey{w.key}, tx.Now().Add(-time.Hour*24*365))
	})
	if len(told) == 0 || told[len(told)-1].Reason != string(want) {
		w.Fatalf("who could be given work is told as %v, and it is %s", told, want)
	}
	for i := 1; i < len(told); i++ {
		if told[i].Reason == told[i-1].Reason {
			w.Fatalf("told twice: %v", told)
		}
	}
}

// offersAreAnswered fails when an offer that is over has no answer on record, or one that stands has.
func (w *ward) offersAreAnswered() {
	for _, id := range w.work {
		c := w.talk(id)
		offers := testkit.Read(w, w.app.DB, func(tx *store.Tx) ([]store.Offered, error) { return tx.OffersOf(id) })
		for i, o := range offers {
			stands := c.Offer != nil && c.Offer.ID == o.Offer
			if stands != (o.Answer.Answer == "") || stands != o.AnsweredAt.IsZero() || !stands && o.AnsweredAt.Before(o.At) {
				w.Fatalf("offer %d of %s: %+v, stands %v", i, id, o, stands)
			}
			if (o.Answer.Answer == switchboard.OfferDeclined) != (o.Reason != "") {
				w.Fatalf("offer %d of %s was %s because of %q", i, id, o.Answer.Answer, o.Reason)
			}
			if accepted := o.Answer.Answer == switchboard.OfferAccepted; accepted && c.Lead != o.To && c.LastLead != o.To {
				w.Fatalf("offer %d of %s was accepted by %s, and %s leads", i, id, o.To, c.Lead)
			}
		}
	}
}

// When a shift ends nobody says so: a timer does, so that it can be told later from when on nobody was there.
func TestTheEndOfAShiftIsLookedAt(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		a := opened(t, site)
		p := testkit.Person(1, 3, "service")
		testkit.AddAgents(t, a.DB, p)
		hours := calendar.Spec{Zone: "UTC", Hours: map[string][]string{}}
		for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
			hours.Hours[day] = []string{"08:00-17:00"}
		}
		due := func(now time.Time) (next time.Time) {
			testkit.Update(t, a.DB, func(tx *store.Tx) error {
				tx.At(now)
				if err := a.Desk.SetShift(tx, p.ID, &hours); err != nil {
					return err
				}
				timers, err := tx.DueTimers(now.Add(48*time.Hour), 100)
				for _, timer := range timers {
					if timer.Kind == "attendance" {
						next = timer.DueAt
					}
				}
				return err
			})
			return next
		}
		// A quarter of an hour before the end it is asked for notes.
		for now, want := range map[string]string{"04 06:00": "04 08:00", "04 08:00": "04 16:45", "04 12:00": "04 16:45", "04 16:45": "04 17:00",
			"04 17:00": "05 08:00", "04 20:00": "05 08:00"} {
			if got := due(march(t, now)); !got.Equal(march(t, want)) {
				t.Errorf("at %s the next look is at %v, want %s", now, got, want)
			}
		}
	})
}

// march is a day and time of March 2026, UTC.
func march(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", "2026-03-"+text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
