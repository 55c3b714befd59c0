package play_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/testkit"
)

// While the story happens others write as ever; what they change of its ground it is told on anew.
func TestNobodyWaitsForTheStory(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		company := h.SampleCompany()
		seal, sealed := company.Seal, 0
		company.Seal = func(id switchboard.AccountID, secrets map[string]string) ([]byte, error) {
			if sealed++; sealed == 1 {
				testkit.Update(t, h.DB, func(tx *store.Tx) error {
					return tx.SaveDepartment(switchboard.Department{Key: "yard", Name: "Yard"})
				})
			}
			return seal(id, secrets)
		}
		if err := company.Begin(t.Context(), h.newcomer); err != nil {
			t.Fatal(err)
		}
		if sealed != 4 {
			t.Errorf("two accounts were sealed %d times, want each twice", sealed)
		}
		h.standsTwice(h.posts())
		if err := company.Leave(t.Context(), h.newcomer, false, false); err != nil {
			t.Fatal(err)
		}
		left := testkit.Read(t, h.DB, (*store.Tx).Departments)
		if len(left) == 0 || left[len(left)-1].Key != "yard" {
			t.Errorf("departments %v", left)
		}
	})
}

// When the answer to the commit is lost, the database is asked, and it did not stand.
func TestALostCommitIsAskedFor(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		before := h.whole("node")
		lost := store.WithEffect(t.Context(), func(*store.Tx) error { return db.ErrCommitUnknown })
		if err := h.SampleCompany().Begin(lost, h.newcomer); !errors.Is(err, db.ErrCommitUnknown) {
			t.Errorf("begin: %v", err)
		}
		if diff := cmp.Diff(before, h.whole("node")); diff != "" || len(h.posts()) > 0 {
			t.Errorf("%d posts, and (-before +after):\n%s", len(h.posts()), diff)
		}
		h.begin()
		if err := h.SampleCompany().Leave(lost, h.newcomer, false, false); !errors.Is(err, db.ErrCommitUnknown) {
			t.Errorf("leave: %v", err)
		}
		h.whollyThere("after an exit that did not stand", true)
	})
}
