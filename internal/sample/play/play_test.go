package play_test

import (
	"context"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/all"
	"switchboard/internal/practice"
	"switchboard/internal/sample"
	"switchboard/internal/sample/play"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) {
	if os.Getenv(killEnv) != "" {
		killed()
		return
	}
	pgtest.Main(m)
}

// home is an installation with one administrator, who looks around.
type home struct {
	*app.App
	t        *testing.T
	newcomer switchboard.AgentID
}

func engines(t *testing.T, test func(t *testing.T, h home)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, settle(t, ""))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		test(t, settle(t, pgtest.URL(t)))
	})
}

func settle(t *testing.T, database string) home {
	t.Helper()
	h := settleIn(t, testkit.Folder(t), database)
	a := h.App
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// settleIn is settle in a folder of the caller's, who closes it.
func settleIn(t *testing.T, data, database string) home {
	t.Helper()
	a, err := opened(t.Context(), data, database)
	if err != nil {
		t.Fatal(err)
	}
	h := home{App: a, t: t}
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		h.newcomer = switchboard.NewID[switchboard.AgentID](tx.Now())
		return tx.InsertAgent(switchboard.Agent{ID: h.newcomer, Name: "New Comer", Email: "new@comer.example",
			Role: switchboard.RoleAdmin, Freedom: 5, Cap: 8, Presence: switchboard.Away, Languages: []string{"en"},
			Departments: []switchboard.DepartmentKey{"office"}}, "")
	})
	return h
}

// opened is an installation in a folder, with its practice network.
func opened(ctx context.Context, data, database string) (*app.App, error) {
	settings := config.Defaults()
	settings.Data, settings.Database, settings.DiskReserve, settings.Practice = data, database, 0, config.PracticeOn
	a, err := app.Open(ctx, app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler), Version: "test",
		Time: timesource.NewManual(time.Date(2026, 3, 6, 15, 7, 21, 0, time.UTC)), Networks: connector.Default()})
	if err != nil {
		return nil, err
	}
	return a, a.OpenPractice(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080})
}

func (h home) begin() {
	h.t.Helper()
	if err := h.SampleCompany().Begin(h.t.Context(), h.newcomer); err != nil {
		h.t.Fatal(err)
	}
}

func (h home) posts() []practice.Event {
	return h.Practice.Feed(practice.Query{Limit: 500}).Events
}

// by finds the conversation a customer began.
func (h home) by(name string) switchboard.Conversation {
	h.t.Helper()
	for _, c := range testkit.AllConversations(h.t, h.DB) {
		if c.CustomerName == name {
			return c
		}
	}
	h.t.Fatalf("%s was not heard", name)
	return switchboard.Conversation{}
}

func TestTheStoryIsWorkedHistory(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		all := testkit.AllConversations(t, h.DB)
		if len(all) < 40 {
			t.Errorf("%d conversations", len(all))
		}
		for _, wrong := range testkit.Books(t, h.DB) {
			if !isSpent(wrong) {
				t.Error(wrong)
			}
		}
		company, err := sample.New(play.Seed, h.Time.Now())
		if err != nil {
			t.Fatal(err)
		}
		said := 0
		for _, m := range company.Matters {
			said++
			for _, s := range m.Then {
				if s.Says != "" || s.Answer != "" {
					said++
				}
			}
		}
		posts := h.posts()
		if len(posts) != said {
			t.Errorf("%d posts stand on the practice network, %d were told", len(posts), said)
		}
		h.standsTwice(posts)
		h.happened(all)
	})
}

// Started on another port, the company goes on: its accounts read and write where the network is now, and nothing that is known is
// heard again.
func TestItGoesOnAtAnotherAddress(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		before := testkit.AllConversations(t, h.DB)
		for range 2 {
			if err := h.Practice.Close(); err != nil {
				t.Fatal(err)
			}
			if err := h.OpenPractice(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9191}); err != nil {
				t.Fatal(err)
			}
		}
		const here = "http://127.0.0.1:9191/practice"
		spec, err := h.Networks.Get("practice")
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range testkit.Read(t, h.DB, (*store.Tx).Accounts) {
			if a.Config["url"] != here || a.Realm != spec.Realm(a.Config) {
				t.Errorf("%s is at %v, realm %s", a.Handle, a.Config, a.Realm)
			}
		}
		h.standsTwice(h.posts())
		for _, table := range []string{"account", "identity", "thread", "message", "delivery"} {
			for _, line := range dump(t, h.DB, table) {
				if strings.Contains(line, "127.0.0.1:8080") {
					t.Errorf("%s still leads to the port of before: %.300s", table, line)
				}
			}
		}
		if after := testkit.AllConversations(t, h.DB); len(after) != len(before) {
			t.Errorf("%d conversations, were %d", len(after), len(before))
		}
	})
}

// isSpent reports a timer that has fired: it is gone although its deadline stands.
func isSpent(wrong string) bool { return len(wrong) > 5 && wrong[:5] == "timer" }

// standsTwice compares every post with the message it is in the product.
func (h home) standsTwice(posts []practice.Event) {
	h.t.Helper()
	accounts := testkit.Read(h.t, h.DB, (*store.Tx).Accounts)
	for _, e := range posts {
		m := testkit.Read(h.t, h.DB, func(tx *store.Tx) (switchboard.Message, error) {
			m, _, err := tx.MessageByKey(accounts[0].Realm, e.Post.ID)
			return m, err
		})
		if m.Content.Text != e.Post.Text || !m.PublishedAt.Equal(e.Post.At) && m.Direction == switchboard.In ||
			m.ConversationID.IsZero() || m.ParentKey != e.Post.ReplyTo {
			h.t.Errorf("post %+v is message %+v", e.Post, m)
		}
	}
}

// happened asks whether what the story is there to show is there, as real events.
func (h home) happened(all []switchboard.Conversation) {
	h.t.Helper()
	kinds := map[switchboard.EventKind]int{}
	for _, c := range all {
		events := testkit.Read(h.t, h.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(c.ID, 1000) })
		for _, e := range events {
			kinds[e.Kind]++
			// The policy is a microsecond later than the one before, and so is what is said of it.
			if e.At.After(h.Time.Now().Add(time.Microsecond)) || e.At.Before(h.Time.Now().AddDate(0, 0, -sample.Days)) {
				h.t.Errorf("%s happened at %s", e.Kind, e.At)
			}
		}
	}
	for _, want := range []switchboard.EventKind{switchboard.EventAccepted, switchboard.EventTaken, switchboard.EventTransferAccepted,
		switchboard.EventHelperAdded, switchboard.EventNoteAdded, switchboard.EventDraftHeld, switchboard.EventDraftApproved,
		switchboard.EventDeliverySent, switchboard.EventSnoozed, switchboard.EventClosed, switchboard.EventDeadlineMissed} {
		if kinds[want] == 0 {
			h.t.Errorf("no %s", want)
		}
	}
	reasons := map[switchboard.CloseReason]bool{}
	for _, c := range all {
		reasons[c.CloseReason] = true
	}
	for _, want := range []switchboard.CloseReason{switchboard.CloseResolved, switchboard.CloseConfirmed, switchboard.CloseExplainedNo,
		switchboard.CloseNoAnswer, switchboard.CloseSpam} {
		if !reasons[want] {
			h.t.Errorf("nothing was closed as %s", want)
		}
	}
}

// What triage finds in the invented words leads where the story says they belong: nothing is bent to fit.
func TestEverythingGoesWhereItBelongs(t *testing.T) {
	t.Parallel()
	h := settle(t, "")
	h.begin()
	for name, want := range map[string]struct {
		department switchboard.DepartmentKey
		flag       switchboard.Flag
		level      int
	}{
		"Bram Tollander":  {"safety", switchboard.FlagSafety, 2},
		"Casey Arlenby":   {"comms", switchboard.FlagPress, 4},
		"Lorne Addicombe": {"comms", switchboard.FlagPress, 4},
		"Hollis Braeburn": {"sales", switchboard.FlagSalesLead, 0},
		"Greta Ostrand":   {"sales", switchboard.FlagSalesLead, 0},
		"Della Frostwick": {"service", switchboard.FlagChurnRisk, 2},
		"Shop Booster":    {"service", switchboard.FlagSpam, 0},
		"Petra Oakhurst":  {"people", "", 0},
		"皆川 そら":           {"comms", "", 0},
	} {
		c := h.by(name)
		if c.Department != want.department || c.RequiredLevel != want.level || want.flag != "" && !slices.Contains(c.Flags, want.flag) {
			t.Errorf("%s: %s, level %d, %v", name, c.Department, c.RequiredLevel, c.Flags)
		}
	}
	hot := h.by("Bram Tollander")
	if waited := hot.LastOutAt.Sub(hot.FirstMessageAt); waited > 3*time.Hour || hot.CloseReason != switchboard.CloseResolved {
		t.Errorf("the hot battery: %s, closed as %s", waited, hot.CloseReason)
	}
	for _, c := range testkit.AllConversations(t, h.DB) {
		if c.Department == "safety" && c.CustomerName != "Bram Tollander" {
			t.Errorf("%s is taken for a danger", c.CustomerName)
		}
	}
}

// The newcomer finds nine things to look at, each in another state.
func TestThePresent(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		h.present()
	})
}

// The week is laid around its weekend: on every day of it the newcomer comes to the same present.
func TestThePresentOnAnyDay(t *testing.T) {
	t.Parallel()
	for day := 1; day < 7; day++ {
		t.Run(time.Weekday((5+day)%7).String(), func(t *testing.T) {
			t.Parallel()
			h := settle(t, "")
			h.Time.(*timesource.Manual).Jump(time.Duration(day) * 24 * time.Hour)
			h.begin()
			h.present()
			h.happened(testkit.AllConversations(t, h.DB))
		})
	}
}

// present compares the states of what is open with what the story has in store.
func (h home) present() {
	h.t.Helper()
	now := h.Time.Now()
	got := map[string]int{}
	for _, c := range testkit.AllConversations(h.t, h.DB) {
		switch {
		case !c.Open():
		case c.Offer != nil && c.Offer.To == h.newcomer:
			got["offered"]++
		case c.Transfer != nil && c.Transfer.To == h.newcomer:
			got["asked to take over"]++
		case c.Stance == switchboard.StanceQueued:
			got["unowned"]++
		case c.Lead != h.newcomer:
			got["led by colleagues"]++
		case !c.SnoozedUntil.IsZero():
			got["put aside"]++
		case c.Ball == switchboard.BallCustomer:
			got["waits for the customer"]++
		case c.DueAt.Before(now):
			got["late"]++
		case c.DueAt.Before(now.Add(20 * time.Minute)):
			got["due soon"]++
		default:
			got["with a helper"] += len(c.Helpers)
		}
	}
	want := map[string]int{"offered": 1, "asked to take over": 1, "unowned": 2, "led by colleagues": 3, "put aside": 1,
		"waits for the customer": 1, "late": 1, "due soon": 1, "with a helper": 1}
	for state, n := range want {
		if got[state] != n {
			h.t.Errorf("%s: %d, want %d (%v)", state, got[state], n, got)
		}
	}
}
