package rota_test

import (
	"fmt"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/roster"
	"switchboard/internal/rota"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// rostered is a company of one person, whose roster files change.
type rostered struct {
	*testing.T
	app *app.App
	ada switchboard.Agent
	day time.Time // some days ahead, at midnight
}

func newRostered(t *testing.T) *rostered {
	t.Helper()
	site := testkit.NewSite(testkit.Folder(t), "")
	r := &rostered{T: t, app: site.Open(t), ada: testkit.Person(1, 3, "service"), day: site.Clock.Now().Truncate(24*time.Hour).AddDate(0, 0, 3)}
	t.Cleanup(func() {
		if err := r.app.Close(); err != nil {
			t.Error(err)
		}
	})
	testkit.AddAgents(t, r.app.DB, r.ada)
	return r
}

// table is a table with one line about the day.
func (r *rostered) table(from, to, what string) string {
	return fmt.Sprintf("who,date,from,to,zone,what\n%s,%s,%s,%s,UTC,%s\n", r.ada.Email, r.day.Format(time.DateOnly), from, to, what)
}

// calendar is a calendar with one entry about the whole day.
func (r *rostered) calendar(uid, category string) string {
	return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:" + uid + "\r\nSUMMARY:" + r.ada.Name + "\r\nCATEGORIES:" + category +
		"\r\nDTSTART:" + r.day.Format("20060102T150405Z") + "\r\nDURATION:P1D\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

func (r *rostered) imports(file string) (got rota.Imported) {
	r.Helper()
	testkit.Update(r.T, r.app.DB, func(tx *store.Tx) (err error) {
		got, err = rota.Import{Data: []byte(file), Zone: time.UTC}.Apply(tx, r.app.Desk)
		return err
	})
	return got
}

func (r *rostered) absences() []store.Absence {
	r.Helper()
	return testkit.Read(r.T, r.app.DB, func(tx *store.Tx) ([]store.Absence, error) { return tx.Absences(r.ada.ID, r.day) })
}

// TestAnImportKeepsWhatPeopleEntered: what somebody entered stays as it is, is told, and belongs to no file.
func TestAnImportKeepsWhatPeopleEntered(t *testing.T) {
	t.Parallel()
	r := newRostered(t)
	training := store.Absence{AgentID: r.ada.ID, StartsAt: r.day, EndsAt: r.day.AddDate(0, 0, 14), Reason: "training", Policy: roster.HandOver}
	late := store.DatedShift{AgentID: r.ada.ID, StartsAt: r.day.Add(20 * time.Hour), EndsAt: r.day.Add(26 * time.Hour)}
	testkit.Update(t, r.app.DB, func(tx *store.Tx) error {
		if err := tx.SaveDatedShift(late); err != nil {
			return err
		}
		return r.app.Desk.SetAbsence(tx, training)
	})
	got := r.imports(r.table("00:00", "24:00", "holiday"))
	want := rota.Kept{Agent: r.ada.ID, Name: r.ada.Name, Line: 2, Absence: "training", From: training.StartsAt, Until: training.EndsAt, ByHand: true}
	if got.Added+got.Changed+got.Removed != 0 || len(got.Kept) != 1 || got.Kept[0] != want {
		t.Errorf("the import did %+v, want to keep %+v", got, want)
	}
	if got := r.imports(r.table("20:00", "22:00", "")); got.Changed != 0 || len(got.Kept) != 1 || !got.Kept[0].Until.Equal(late.EndsAt) || got.Kept[0].Absence != "" {
		t.Errorf("of a shift the import did %+v", got)
	}
	// A file that says the same, and one that says it no more, neither take it over nor away.
	if got := r.imports(r.table("20:00", "02:00", "")); got.Unchanged != 1 || len(got.Kept) != 0 {
		t.Errorf("of the same shift the import did %+v", got)
	}
	if got := r.imports(r.table("09:00", "17:00", "")); got.Removed != 0 || got.Added != 1 {
		t.Errorf("of other times of the day the import did %+v", got)
	}
	if all := r.absences(); len(all) != 1 || all[0].Policy != roster.HandOver || !all[0].EndsAt.Equal(training.EndsAt) || all[0].Source != "" {
		t.Errorf("what was entered has become %+v", all)
	}
}

// TestAnImportChangesItsOwn: a file changes what an earlier one of its kind said, and not what another file says.
func TestAnImportChangesItsOwn(t *testing.T) {
	t.Parallel()
	r := newRostered(t)
	r.imports(r.table("00:00", "24:00", "holiday"))
	if got := r.imports(r.table("00:00", "24:00", "sick")); got.Changed != 1 || len(got.Kept) != 0 || r.absences()[0].Reason != "sick" {
		t.Errorf("another word of the same date did %+v", got)
	}
	if got := r.imports(r.calendar("one", "training")); got.Changed != 0 || len(got.Kept) != 1 || got.Kept[0].ByHand || r.absences()[0].Reason != "sick" {
		t.Errorf("a calendar did %+v to what a table says", got)
	}
	r.day = r.day.AddDate(0, 0, 1)
	r.imports(r.calendar("one", "training"))
	if got := r.imports(r.calendar("one", "holiday")); got.Changed != 1 || len(got.Kept) != 0 {
		t.Errorf("the same entry anew did %+v", got)
	}
	if got := r.imports(r.calendar("two", "sick")); got.Changed != 0 || len(got.Kept) != 1 {
		t.Errorf("another entry did %+v", got)
	}
	if got := r.imports(r.table("00:00", "24:00", "sick")); got.Changed != 0 || len(got.Kept) != 1 {
		t.Errorf("a table did %+v to what a calendar says", got)
	}
}
