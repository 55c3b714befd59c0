package store

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store/db"
	"switchboard/internal/store/evidence"
)

// longTables grow with the company's history; no question that is asked all day may read one of them whole.
var longTables = regexp.MustCompile(
	`^SCAN (message|message_revision|conversation|delivery|dl|journal|work|timer|draft|leg|conversation_topic|identity|callback|audit|blob_ref|quarantine|tombstone|verdict|decision|focus|f)\b`)

// TestPlans asks SQLite how it would answer the questions that are asked all day: by walking an index in its order.
func TestPlans(t *testing.T) {
	t.Parallel()
	d := openEmpty(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	agent := switchboard.NewID[switchboard.AgentID](now)
	account := switchboard.NewID[switchboard.AccountID](now)
	customer := switchboard.NewID[switchboard.CustomerID](now)
	limits := map[string]Visible{
		"everything": {Private: true},
		"a scope": {Departments: []switchboard.DepartmentKey{"service", "press"}, Self: agent,
			Brands: []switchboard.BrandID{switchboard.NewID[switchboard.BrandID](now)}, Accounts: []switchboard.AccountID{account}},
		"nothing": {Departments: []switchboard.DepartmentKey{}, Self: agent},
	}
	for _, view := range []View{ViewMine, ViewOffered, ViewDepartment, ViewQueue, ViewUnowned, ViewAll, ViewClosed, ViewCustomer} {
		for name, visible := range limits {
			for _, topic := range []switchboard.TopicKey{"", "flat_tyre"} {
				checkPlan(t, d, "view "+string(view)+" with "+name+" "+string(topic), func(tx *Tx) error {
					_, err := tx.Inbox(Inbox{View: view, Agent: agent, Department: "service", Customer: customer, Topic: topic, Limit: 50,
						Visible: visible})
					return err
				})
			}
		}
	}
	conversation := switchboard.NewID[switchboard.ConversationID](now)
	for name, ask := range map[string]func(*Tx) error{
		"waiting":            func(tx *Tx) error { _, err := tx.WaitingConversations("service", nil, 10); return err },
		"queued departments": func(tx *Tx) error { _, err := tx.QueuedDepartments(); return err },
		"pending work":       func(tx *Tx) error { _, err := tx.PendingWork("one", intake.Work{}, 10); return err },
		"work waits":         func(tx *Tx) error { _, err := tx.NextWorkAt("one"); return err },
		"next delivery":      func(tx *Tx) error { _, _, err := tx.NextDelivery(account, now); return err },
		"next delivery at":   func(tx *Tx) error { _, err := tx.NextDeliveryAt(account); return err },
		"accounts waiting":   func(tx *Tx) error { _, err := tx.AccountsWithWaiting(); return err },
		"stranded":           func(tx *Tx) error { _, err := tx.StrandedDeliveries(account, 3); return err },
		"recent deliveries":  func(tx *Tx) error { _, err := tx.RecentDeliveries(account, now, 10); return err },
		"external id":        func(tx *Tx) error { _, _, err := tx.DeliveryByExternal(account, "p1"); return err },
		"next amendment":     func(tx *Tx) error { _, _, err := tx.NextAmendment(account, now); return err },
		"next amendment at":  func(tx *Tx) error { _, err := tx.NextAmendmentAt(account); return err },
		"amendments":         func(tx *Tx) error { _, err := tx.ConversationAmendments(conversation, 10); return err },
		"due timers":         func(tx *Tx) error { _, err := tx.DueTimers(now, 10); return err },
		"own work":           func(tx *Tx) error { _, err := tx.OwnConversations(agent, 10); return err },
		"handed over":        func(tx *Tx) error { _, err := tx.HandedOver(agent, 100); return err },
		"held drafts":        func(tx *Tx) error { _, err := tx.HeldDrafts(Place{}, 10); return err },
		"quarantine":         func(tx *Tx) error { _, err := tx.QuarantineWaiting(Place{}, 10); return err },
		"events":             func(tx *Tx) error { _, err := tx.Events(0, 10); return err },
		"own events":         func(tx *Tx) error { _, err := tx.ConversationEvents(conversation, 10); return err },
		"timeline":           func(tx *Tx) error { _, err := tx.ConversationMessages(conversation, Place{}, 10); return err },
		"author's past":      func(tx *Tx) error { _, err := tx.AuthorHistory(customer, conversation); return err },
		"session":            func(tx *Tx) error { _, _, err := tx.SessionByDigest([]byte{1}); return err },
		"messages named":     func(tx *Tx) error { _, err := tx.MessagesNamed([]switchboard.MessageID{{1}}); return err },
		"file in use":        func(tx *Tx) error { _, err := tx.BlobInUse("aa"); return err },
		"file held":          func(tx *Tx) error { _, err := tx.HoldsBlob("aa", agent, account); return err },
		"file let go":        func(tx *Tx) error { _, err := tx.LetGoOfBlob("aa"); return err },
		"unasked":            func(tx *Tx) error { _, err := tx.Unasked(conversation); return err },
		"unasked posts":      func(tx *Tx) error { _, err := tx.UnaskedPosts(customer, now, 3); return err },
		"open matter":        func(tx *Tx) error { _, _, err := tx.OpenMatter(customer, conversation, true); return err },
		"help given":         func(tx *Tx) error { _, err := evidence.In(tx.Tx).HelpGiven("service", now, now); return err },
		"audit":              func(tx *Tx) error { _, err := tx.Audit(Place{Sort: 1}, 10); return err },
	} {
		checkPlan(t, d, name, ask)
	}
}

func openEmpty(t *testing.T) *DB {
	t.Helper()
	d, err := Open(t.Context(), db.Config{DSN: filepath.Join(t.TempDir(), "plan.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if _, _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

type statement struct {
	query string
	args  []any
}

// TestClosedIsReadByScope asks how a page of what is closed is read for somebody who sees a part of it: never by passing
// over everybody else's.
func TestClosedIsReadByScope(t *testing.T) {
	t.Parallel()
	d := openEmpty(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	agent := switchboard.NewID[switchboard.AgentID](now)
	brands := []switchboard.BrandID{switchboard.NewID[switchboard.BrandID](now), switchboard.NewID[switchboard.BrandID](now)}
	accounts := []switchboard.AccountID{switchboard.NewID[switchboard.AccountID](now)}
	departments := []switchboard.DepartmentKey{"press", "legal", "press"}
	everybodys := regexp.MustCompile(`conversation_closed\b`)
	for index, c := range map[string]struct {
		visible Visible
		walks   int
	}{
		"conversation_closed_department": {Visible{Departments: departments, Self: agent}, 2},
		"conversation_closed_brand":      {Visible{Departments: departments, Brands: brands, Self: agent}, 2},
		"conversation_closed_account":    {Visible{Brands: brands, Accounts: accounts, Self: agent}, 1},
		"conversation_closed_helped":     {Visible{Departments: []switchboard.DepartmentKey{}, Self: agent}, 1},
	} {
		plan := strings.Join(planOf(t, d, index, func(tx *Tx) error {
			_, err := tx.Inbox(Inbox{View: ViewClosed, Limit: 50, Visible: c.visible})
			return err
		}), "\n")
		if strings.Count(plan, index) != c.walks || !strings.Contains(plan, "conversation_closed_helped") || everybodys.MatchString(plan) {
			t.Errorf("%s, wanted %d times:\n%s", index, c.walks, plan)
		}
	}
}

// checkPlan looks for a table that is read whole or sorted.
func checkPlan(t *testing.T, d *DB, name string, ask func(*Tx) error) {
	t.Helper()
	plans := planOf(t, d, name, ask)
	for _, step := range plans {
		if longTables.MatchString(step) || strings.Contains(step, "USE TEMP B-TREE FOR ORDER BY") {
			t.Errorf("%s:\n%s", name, strings.Join(plans, "\n"))
			return
		}
	}
}

// planOf runs the question once to learn its statements, and then looks at their plans.
func planOf(t *testing.T, d *DB, name string, ask func(*Tx) error) (plans []string) {
	t.Helper()
	var asked []statement
	err := d.Update(t.Context(), func(tx *Tx) error {
		asked, plans = nil, nil
		tx.Observe(func(query string, args []any) { asked = append(asked, statement{query, args}) })
		if err := ask(tx); err != nil {
			return err
		}
		tx.Observe(nil)
		for _, s := range asked {
			if strings.Contains(s.query, "LIKE ?") {
				t.Errorf("%s: SQLite prepares a statement with LIKE ? again at every use: see db.Dialect.Contains\n%s", name, s.query)
			}
			steps, err := db.List(tx.Tx, scanStep, `EXPLAIN QUERY PLAN `+s.query, s.args...)
			if err != nil {
				return err
			}
			plans = append(plans, steps...)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(plans) == 0 {
		t.Errorf("%s: no plan was looked at", name)
	}
	return plans
}

func scanStep(row db.Scanner) (step string, err error) {
	var node, parent, unused int64
	err = row.Scan(&node, &parent, &unused, &step)
	return step, err
}
