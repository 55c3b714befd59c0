package play_test

import (
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/rota"
	"switchboard/internal/sample"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
	"switchboard/internal/testkit"
)

// What the company shows of ownership: hours and cover, an approver, help that is counted, a dispute and a drift for the
// next meeting, and a draft that waits for a department.
func TestOwnershipIsThereToBeSeen(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		version := testkit.Read(t, h.DB, func(tx *store.Tx) (store.PolicyVersion, error) {
			v, _, err := tx.ActivePolicy()
			return v, err
		})
		policy, err := ownership.Parse([]byte(version.Source))
		if err != nil {
			t.Fatal(err)
		}
		h.isCovered(policy)
		h.isOnTheAgenda(version, policy)
		h.isWaitedFor(policy)
	})
}

// isCovered: a matter of Sales that came while they were closed was led by Service, and Runa's are covered now.
func (h home) isCovered(policy *ownership.Policy) {
	h.t.Helper()
	c := h.by("Ines Caldbeck")
	row := testkit.Read(h.t, h.DB, func(tx *store.Tx) (store.DecisionRow, error) { return tx.Decision(c.DecisionID) })
	if cover := row.Decision.Cover; row.Decision.Department != "sales" || cover == nil || cover.Cause != switchboard.CoverClosed ||
		row.Decision.Takes() != "service" || c.CloseReason != switchboard.CloseResolved {
		h.t.Errorf("decided for %s, covered %+v, closed as %s", row.Decision.Department, cover, c.CloseReason)
	}
	if d := policy.Decide(switchboard.Facts{Network: "practice", Flags: map[switchboard.Flag]float64{switchboard.FlagPress: 0.9},
		At: h.Time.Now()}); d.RequiredLevel != 4 || d.Approver != "comms" {
		h.t.Errorf("a reporter's answer needs level %d of %q", d.RequiredLevel, d.Approver)
	}
	now := h.Time.Now()
	week := testkit.Read(h.t, h.DB, func(tx *store.Tx) (rota.Week, error) {
		return rota.WeekOf(tx, now.Add(-24*time.Hour), now.Add(6*24*time.Hour), time.UTC)
	})
	runa := h.person(sample.Predecessor).ID
	at := slices.IndexFunc(week.People, func(p rota.PersonWeek) bool { return p.ID == runa })
	if at < 0 || len(week.People[at].Absences) == 0 || len(week.People[at].CoveredBy) == 0 || week.People[at].CoveredBy[0].Agent != h.newcomer {
		h.t.Errorf("the week does not show who covers for Runa: %+v", week.People[max(at, 0)])
	}
	left := testkit.Read(h.t, h.DB, func(tx *store.Tx) ([]govern.Help, error) {
		return govern.HelpLeft(tx, policy, policy.Departments())
	})
	if len(left) != 1 || left[0].Department != "product" || left[0].Budget != 3600 || left[0].UsedUp() {
		h.t.Errorf("help: %+v", left)
	}
}

func (h home) isOnTheAgenda(version store.PolicyVersion, policy *ownership.Policy) {
	h.t.Helper()
	made := testkit.Read(h.t, h.DB, func(tx *store.Tx) ([]switchboard.Correction, error) {
		return evidence.In(tx.Tx).CorrectionsSince(evidence.CorrectionPage{Kind: switchboard.CorrectOwner, Since: version.ActivatedAt, Limit: 10})
	})
	if len(made) != 1 || made[0].Department != "sales" || made[0].ShouldOwn != "service" || made[0].By != h.person("teresa").ID {
		h.t.Errorf("%+v", made)
	}
	err := h.DB.View(h.t.Context(), func(tx *store.Tx) error {
		drift, err := govern.Drift(tx, policy)
		if len(drift) != 1 || !drift[0].Due {
			h.t.Errorf("drift: %+v", drift)
		}
		return err
	})
	if err != nil {
		h.t.Error(err)
	}
}

func (h home) isWaitedFor(policy *ownership.Policy) {
	h.t.Helper()
	err := h.DB.View(h.t.Context(), func(tx *store.Tx) error {
		drafts, err := tx.PolicyDrafts()
		if err != nil || len(drafts) != 1 {
			h.t.Errorf("%d drafts", len(drafts))
			return err
		}
		d := drafts[0]
		known, err := govern.Vocabulary(tx)
		if err != nil {
			return err
		}
		proven, err := govern.Prove(h.t.Context(), d.Source, known)
		if err != nil {
			return err
		}
		checked, err := proven.Check(tx)
		if err != nil {
			return err
		}
		if !checked.Readable() || checked.Errors() > 0 || d.BasedOn != policy.Hash() {
			h.t.Errorf("the draft cannot lead: %v", checked.Findings)
			return nil
		}
		consents, err := govern.Consents(tx, d.Name, checked.Policy)
		var waits []switchboard.DepartmentKey
		for _, c := range consents {
			if !govern.Signed(c) {
				waits = append(waits, c.Department)
			}
		}
		if len(consents) != 2 || !slices.Equal(waits, []switchboard.DepartmentKey{"comms"}) {
			h.t.Errorf("agreed: %+v", consents)
		}
		if err != nil {
			return err
		}
		differ := &exam.Differ{Old: policy, New: checked.Policy, Keep: 10}
		replay, same := exam.Replay{Policy: policy}, 0
		err = govern.History(tx, time.Time{}, func(said exam.Said) {
			differ.Add(said)
			if d := replay.Add(said); said.Was.PolicyHash == policy.Hash() && d.Department == said.Was.Department {
				same++
			} else if said.Was.PolicyHash == policy.Hash() {
				h.t.Errorf("%s went to %s and would go to %s by the same policy", said.Message, said.Was.Department, d.Department)
			}
		})
		if same < 20 {
			h.t.Errorf("%d decisions of this policy are the same when they are replayed", same)
		}
		if would := differ.Result(); would.Elsewhere != 7 || len(would.Flows) != 1 || would.Flows[0].From != "sales" || would.Flows[0].To != "service" {
			h.t.Errorf("the belts and three offers for bikes, and what was said to them afterwards, would go from sales to service, not %+v", would.Flows)
		}
		return err
	})
	if err != nil {
		h.t.Error(err)
	}
}

// person finds one of those who work there.
func (h home) person(key string) switchboard.Agent {
	h.t.Helper()
	for _, a := range testkit.Read(h.t, h.DB, (*store.Tx).Agents) {
		if a.Email == key+"@ferrywell.example" {
			return a
		}
	}
	h.t.Fatalf("nobody is called %s", key)
	return switchboard.Agent{}
}
