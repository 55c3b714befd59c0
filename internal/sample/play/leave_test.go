package play_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/calendar"
	"switchboard/internal/conversation"
	"switchboard/internal/intake"
	"switchboard/internal/oncall"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/testkit"
)

// Every table is emptied or looked through when the sample company is left: a new one cannot be forgotten.
func TestEveryTableIsThoughtOf(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		thought := append(store.SampleEmptied(h.DB.Dialect()), store.SampleKept(h.DB.Dialect())...)
		slices.Sort(thought)
		if diff := cmp.Diff(tables(t, h.DB), thought); diff != "" {
			t.Errorf("say in internal/store/sample_clear.go what becomes of (-schema +said):\n%s", diff)
		}
	})
}

// whole is everything an installation holds.
func (h home) whole(but ...string) map[string][]string {
	all := map[string][]string{}
	for _, table := range tables(h.t, h.DB) {
		if !slices.Contains(but, table) {
			lines := dump(h.t, h.DB, table)
			slices.Sort(lines)
			all[table] = lines
		}
	}
	return all
}

// work lets the newcomer do a little of everything, so that there is more to remove than was told.
func (h home) work() (file string) {
	h.t.Helper()
	ref, err := h.Blobs.PutBytes(h.t.Context(), []byte("a picture"), "text/plain")
	if err != nil {
		h.t.Fatal(err)
	}
	offered := h.by("Opal Dunmere")
	testkit.Update(h.t, h.DB, func(tx *store.Tx) error {
		c, err := h.Desk.Act(tx, offered.ID, conversation.Accepted{By: h.newcomer})
		if err != nil {
			return err
		}
		legs, err := tx.Legs(c.ID)
		if err != nil {
			return err
		}
		picture := switchboard.Attachment{Name: "a.txt", MediaType: "text/plain", Blob: ref.Hash.String()}
		return tx.SaveDraft(switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](tx.Now()), ConversationID: c.ID, LegID: legs[0].ID,
			AuthorID: h.newcomer, Epoch: c.Epoch, Parts: []switchboard.Part{{Text: "One moment.", Attachments: []switchboard.Attachment{picture}}},
			State: switchboard.DraftEditing, Version: 1, UpdatedAt: tx.Now()})
	})
	testkit.Update(h.t, h.DB, func(tx *store.Tx) error {
		policy, _, err := tx.ActivePolicy()
		if err != nil {
			return err
		}
		policy.ID, policy.ActivatedAt = switchboard.NewID[switchboard.PolicyID](tx.Now()), tx.Now()
		policy.Why = "changed while looking around"
		if err := tx.InsertPolicy(policy); err != nil {
			return err
		}
		if err := tx.InsertTombstone([]byte("digest"), "deleted", tx.Now()); err != nil {
			return err
		}
		_, err = tx.KeepUnread(intake.Unread{ID: switchboard.NewID[switchboard.QuarantineID](tx.Now()), Code: "invalid", Payload: []byte("?")})
		return err
	})
	h.onDuty("office", h.agent("Runa Eklund").ID, h.newcomer)
	h.onDuty("desk", h.agent("Runa Eklund").ID)
	if _, err := h.Practice.Say(practice.Saying{Handle: "@late_guest", Text: "@ferrywell one more"}); err != nil {
		h.t.Fatal(err)
	}
	return ref.Hash.String()
}

// duty gives two departments of one's own; one of them has somebody on call.
func (h home) duty() {
	h.t.Helper()
	testkit.Update(h.t, h.DB, func(tx *store.Tx) error {
		for _, key := range []switchboard.DepartmentKey{"office", "desk"} {
			if err := tx.SaveDepartment(switchboard.Department{Key: key, Name: string(key)}); err != nil {
				return err
			}
		}
		return nil
	})
	h.onDuty("office", h.newcomer)
}

// onDuty has people called for a department, by name and by their hours.
func (h home) onDuty(department switchboard.DepartmentKey, who ...switchboard.AgentID) {
	h.t.Helper()
	plan := oncall.Plan{Steps: []oncall.Step{{Who: oncall.People, People: who, Wait: 60}}, Repeat: 600}
	for _, id := range who {
		plan.Shifts = append(plan.Shifts, oncall.Shift{Agent: id, Calendar: calendar.Spec{Zone: "UTC",
			Hours: map[string][]string{"mon": {"09:00-17:00"}}}})
	}
	testkit.Update(h.t, h.DB, func(tx *store.Tx) error { return notices.In(tx.Tx).SaveOnCall(department, plan) })
}

// sweeps collects, as housekeeping does a day later, and reports whether a file is there afterwards: whoever brings the same along
// in the moment in which the company goes must find it.
func (h home) sweeps(file string) bool {
	h.t.Helper()
	used := func(b blob.Hash) bool {
		return testkit.Read(h.t, h.DB, func(tx *store.Tx) (bool, error) { return tx.BlobInUse(b.String()) })
	}
	if _, err := h.Blobs.Sweep(used, time.Now().Add(time.Hour)); err != nil {
		h.t.Fatal(err)
	}
	_, err := os.Stat(filepath.Join(h.Settings.Data, "blobs", file[:2], file))
	return err == nil
}

func TestNothingOfItStays(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		// What stands in these afterwards is said below.
		but := []string{"journal", "audit", "journal_head", "node", "agent"}
		h.duty()
		before, agents, events := h.whole(but...), dump(t, h.DB, "agent", "idle_since"), dump(t, h.DB, "journal")
		h.begin()
		file := h.work()
		if err := h.SampleCompany().Leave(t.Context(), h.newcomer, false, false); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, h.whole(but...)); diff != "" {
			t.Errorf("what was before, and what is left (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff(agents, dump(t, h.DB, "agent", "idle_since")); diff != "" {
			t.Errorf("people (-before +after):\n%s", diff)
		}
		if left := dump(t, h.DB, "journal"); len(left) != len(events)+1 || !strings.Contains(strings.Join(left, "\n"), "reason=left") {
			t.Errorf("the journal holds %v, held %v", left, events)
		}
		if left := dump(t, h.DB, "audit"); len(left) != 2 {
			t.Errorf("the audit trail holds %v, want that it was begun and left", left)
		}
		if left := h.posts(); len(left) != 0 {
			t.Errorf("%d posts are left on the practice network", len(left))
		}
		log, err := os.ReadFile(filepath.Join(h.Settings.Data, "practice", "practice.jsonl"))
		if err != nil || bytes.Contains(log, []byte("ferrywell")) {
			t.Errorf("the practice log still knows of it: %s, %v", log, err)
		}
		if lies := h.sweeps(file); lies {
			t.Error("the file would lie there for ever")
		}
	})
}

func TestPeopleAndPolicyCanBeKept(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		h.work()
		if err := h.SampleCompany().Leave(t.Context(), h.newcomer, true, true); err != nil {
			t.Fatal(err)
		}
		people := testkit.Read(t, h.DB, (*store.Tx).Agents)
		if len(people) != 10 {
			t.Errorf("%d people", len(people))
		}
		for _, a := range people {
			if a.Load != 0 || a.ID != h.newcomer && (a.Presence != switchboard.Away || len(a.Departments) == 0) {
				t.Errorf("%+v", a)
			}
		}
		drafts := testkit.Read(t, h.DB, (*store.Tx).PolicyDrafts)
		if len(drafts) != 1 || drafts[0].Name != "ferrywell" || !strings.Contains(drafts[0].Source, "safety-first") {
			t.Errorf("drafts %+v", drafts)
		}
		policy := testkit.Read(t, h.DB, func(tx *store.Tx) (store.PolicyVersion, error) {
			p, _, err := tx.ActivePolicy()
			return p, err
		})
		if policy.Name == "ferrywell" {
			t.Error("its policy is still in force")
		}
		if wrong := testkit.Books(t, h.DB); wrong != nil {
			t.Error(wrong)
		}
		for _, table := range store.SampleEmptied(h.DB.Dialect()) {
			if left := dump(t, h.DB, table); len(left) > 0 {
				t.Errorf("%s holds %v", table, left)
			}
		}
	})
}

func TestItStandsAlone(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		company := h.SampleCompany()
		real := switchboard.Account{Network: "webhook", Realm: "shop", Handle: "shop", Name: "Shop", Voice: switchboard.VoiceCorporate,
			State: switchboard.AccountListen}
		connect := func() error {
			return h.DB.Update(t.Context(), func(tx *store.Tx) error {
				brands, err := tx.Brands()
				if err != nil {
					return err
				}
				real.ID, real.BrandID = switchboard.NewID[switchboard.AccountID](tx.Now()), brands[0].ID
				_, err = tx.InsertAccount(real)
				return err
			})
		}
		refused := func(what string, err error) {
			t.Helper()
			if !switchboard.IsCode(err, switchboard.CodeConflict) {
				t.Errorf("%s: %v", what, err)
			}
		}
		h.begin()
		refused("a second time", company.Begin(t.Context(), h.newcomer))
		refused("a real account beside it", connect())
		if err := company.Leave(t.Context(), h.newcomer, false, false); err != nil {
			t.Fatal(err)
		}
		if err := connect(); err != nil {
			t.Fatal(err)
		}
		before := h.whole("node")
		refused("beside a real account", company.Begin(t.Context(), h.newcomer))
		refused("leaving what is not there", company.Leave(t.Context(), h.newcomer, false, false))
		refused("resetting what is not there", company.Reset(t.Context(), h.newcomer))
		if diff := cmp.Diff(before, h.whole("node")); diff != "" {
			t.Errorf("a refusal changed (-before +after):\n%s", diff)
		}
	})
}

// Whoever was shown nothing but an account of the sample would be shown everything once it is gone: first somebody has to say
// what they may see.
func TestALimitNeverBecomesNone(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		var kim switchboard.AgentID
		limit := func(id switchboard.AgentID, scope store.AgentScope) {
			t.Helper()
			testkit.Update(t, h.DB, func(tx *store.Tx) error { return tx.SetAgentScope(id, scope) })
		}
		testkit.Update(t, h.DB, func(tx *store.Tx) error {
			kim = switchboard.NewID[switchboard.AgentID](tx.Now())
			return tx.InsertAgent(switchboard.Agent{ID: kim, Name: "Kim Real", Email: "kim@real.example", Role: switchboard.RoleManager,
				Presence: switchboard.Away}, "")
		})
		accounts := testkit.Read(t, h.DB, (*store.Tx).Accounts)
		rides := store.AgentScope{Accounts: []switchboard.AccountID{accounts[1].ID}}
		limit(kim, rides)
		company, before := h.SampleCompany(), h.whole("node")
		for what, err := range map[string]error{
			"leave":       company.Leave(t.Context(), h.newcomer, false, false),
			"keep people": company.Leave(t.Context(), h.newcomer, true, false),
			"reset":       company.Reset(t.Context(), h.newcomer),
		} {
			if !switchboard.IsCode(err, switchboard.CodeConflict) || !strings.Contains(err.Error(), "Kim Real") {
				t.Errorf("%s: %v", what, err)
			}
		}
		if diff := cmp.Diff(before, h.whole("node")); diff != "" {
			t.Errorf("a refusal changed (-before +after):\n%s", diff)
		}
		limit(kim, store.AgentScope{})
		limit(h.agent("Linus Ahrend").ID, rides)
		if err := company.Leave(t.Context(), h.newcomer, true, false); !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("somebody invented who is kept: %v", err)
		}
		if err := company.Leave(t.Context(), h.newcomer, false, false); err != nil {
			t.Errorf("somebody invented who goes: %v", err)
		}
	})
}

// An account that got beside the sample all the same is not taken with it.
func TestARealAccountIsNotRemoved(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		testkit.Update(t, h.DB, func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE account SET network = 'webhook' WHERE handle = '@ferrywell_rides'`)
			return err
		})
		before := h.whole("node")
		for what, err := range map[string]error{"leave": h.SampleCompany().Leave(t.Context(), h.newcomer, false, false),
			"reset": h.SampleCompany().Reset(t.Context(), h.newcomer)} {
			if !switchboard.IsCode(err, switchboard.CodeConflict) || !strings.Contains(err.Error(), "@ferrywell_rides") {
				t.Errorf("%s: %v", what, err)
			}
		}
		if diff := cmp.Diff(before, h.whole("node")); diff != "" {
			t.Errorf("a refusal changed (-before +after):\n%s", diff)
		}
	})
}
