package notice_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/live"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/notices"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timers"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(killedIn); folder != "" {
		tellForever(folder)
	}
	pgtest.Main(m)
}

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // a Monday

// way records what goes out by it and answers as the test says.
type way struct {
	mu     sync.Mutex
	told   []notice.Letter
	answer func(notice.Letter) notice.Result
}

func (w *way) Send(_ context.Context, letter notice.Letter) notice.Result {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, letter)
	if w.answer != nil {
		return w.answer(letter)
	}
	return notice.Result{Fate: notice.Told}
}

// events are what went out since the last look, one text for each letter.
func (w *way) events() (all []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, letter := range w.told {
		text := ""
		for _, l := range letter.Lines {
			text += fmt.Sprintf("%s×%d ", l.Notice.Event, l.Notice.Count)
		}
		all = append(all, text[:max(0, len(text)-1)])
	}
	w.told = nil
	return all
}

// house is a company whose clock is moved by hand, and whose ways end in the test.
type house struct {
	*storetest.World
	clock            *timesource.Manual
	post             notice.Post
	push, mail, chat *way
	at               int64
}

func newHouse(t testing.TB) *house {
	t.Helper()
	clock := timesource.NewManual(start)
	return newHouseOn(t, clock, storetest.Lite(t, clock.Now))
}

func newHouseOn(t testing.TB, clock *timesource.Manual, config db.Config) *house {
	t.Helper()
	d := storetest.Open(t, config)
	h := &house{World: storetest.NewWorld(t, d), clock: clock, push: &way{}, mail: &way{}, chat: &way{}}
	h.Update(func(tx *store.Tx) error {
		_, err := tx.EnsureInstallation("first")
		return err
	})
	h.post = notice.Post{DB: d, Time: clock, Log: slog.New(slog.DiscardHandler), Random: func() float64 { return 0 },
		Senders: map[switchboard.Way]notice.Sender{switchboard.WayPush: h.push, switchboard.WayEmail: h.mail, switchboard.WayChat: h.chat}}
	h.begin()
	return h
}

func (h *house) begin() {
	h.T.Helper()
	at, err := notice.Begin(h.T.Context(), h.DB)
	if err != nil {
		h.T.Fatal(err)
	}
	h.at = at
}

// journal is what happened behind the place that was followed.
func (h *house) journal() (events []switchboard.Event) {
	h.T.Helper()
	if err := (live.Sequencer{DB: h.DB, Time: h.clock}).Number(h.T.Context()); h.Dialect() == db.Postgres && err != nil {
		h.T.Fatal(err)
	}
	h.View(func(tx *store.Tx) (err error) {
		events, err = tx.Events(h.at, 1000)
		return err
	})
	return events
}

// follow raises what happened.
func (h *house) follow() {
	h.T.Helper()
	at, err := notice.Take(h.T.Context(), h.DB, h.journal())
	if err != nil {
		h.T.Fatal(err)
	}
	h.at = at
}

// deliver lets go out whatever is due.
func (h *house) deliver() {
	h.T.Helper()
	for _, w := range []switchboard.Way{switchboard.WayPush, switchboard.WayEmail, switchboard.WayChat} {
		for {
			letter, found, err := h.post.Claim(h.T.Context(), w)
			if err != nil {
				h.T.Fatal(err)
			}
			if !found {
				break
			}
			if err := h.post.Settle(h.T.Context(), letter, h.post.Senders[w].Send(h.T.Context(), letter)); err != nil {
				h.T.Fatal(err)
			}
		}
	}
}

// pass lets time go by, timers fire, and what is due go out.
func (h *house) pass(d time.Duration) {
	h.T.Helper()
	h.clock.Advance(d)
	runner := timers.Runner{DB: h.DB, Time: h.clock, Log: slog.New(slog.DiscardHandler), Handlers: notice.Timers()}
	if _, err := runner.Due(h.T.Context()); err != nil {
		h.T.Fatal(err)
	}
	h.follow()
	h.deliver()
}

// happens journals something and lets it be followed and told.
func (h *house) happens(events ...switchboard.Event) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) error { return tx.Record(events...) })
	h.follow()
	h.deliver()
}

// led is a conversation that Ada leads.
func (h *house) led(name string) switchboard.Conversation {
	return h.Talk(name, func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, h.Ada.ID, 1, time.Time{}
	}).Conversation
}

func about(c switchboard.Conversation, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, ActorKind: switchboard.ActorSystem, ConversationID: c.ID, AccountID: c.AccountID, BrandID: c.BrandID,
		Department: c.Department, Network: c.Network, Visibility: c.Visibility, Epoch: c.Epoch}
}

// reply is a message of the customer.
func (h *house) reply(c switchboard.Conversation) switchboard.Event {
	e := about(c, switchboard.EventMessageReceived)
	e.ActorKind, e.MessageID = switchboard.ActorCustomer, switchboard.NewID[switchboard.MessageID](h.clock.Now())
	e.Numbers = map[string]int64{"addressed": 1}
	return e
}

func (h *house) offer(c switchboard.Conversation, to switchboard.AgentID) switchboard.Event {
	e := about(c, switchboard.EventOffered)
	e.Agent, e.Subject = to, switchboard.NewID[switchboard.OfferID](h.clock.Now()).String()
	return e
}

// browser has somebody's browser told.
func (h *house) browser(agent switchboard.AgentID) (id switchboard.PushID) {
	h.T.Helper()
	id = switchboard.NewID[switchboard.PushID](h.clock.Now())
	h.Update(func(tx *store.Tx) error {
		return notices.In(tx.Tx).SavePush(notices.Push{ID: id, AgentID: agent, Digest: id[:], Sealed: []byte{1}, CreatedAt: h.clock.Now()})
	})
	return id
}

func (h *house) prefers(agent switchboard.AgentID, p notice.Preferences) {
	h.T.Helper()
	if err := p.Check(); err != nil {
		h.T.Fatal(err)
	}
	h.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).SavePreferences(agent, p) })
}

// listed are somebody's notices as the console shows them.
func (h *house) listed(agent switchboard.AgentID) (all []string) {
	h.T.Helper()
	h.View(func(tx *store.Tx) error {
		items, err := notices.In(tx.Tx).List(agent, notices.Spot{}, 100)
		for _, n := range items {
			text := fmt.Sprintf("%s×%d", n.Event, n.Count)
			if n.SeenWhy != "" {
				text += " " + string(n.SeenWhy)
			}
			all = append(all, text)
		}
		return err
	})
	return all
}

func (h *house) unread(agent switchboard.AgentID) (n int64) {
	h.T.Helper()
	h.View(func(tx *store.Tx) (err error) {
		n, err = notices.In(tx.Tx).Unread(agent)
		return err
	})
	return n
}

const (
	service = storetest.Service
	press   = storetest.Press
)

// colleague takes somebody in.
func (h *house) colleague(name string, role switchboard.Role, freedom int, departments ...switchboard.DepartmentKey) switchboard.Agent {
	h.T.Helper()
	a := switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](h.clock.Now()), Name: name, Role: role, Freedom: freedom, Cap: 5,
		Email: fmt.Sprintf("p%x@kettles.example", name), Departments: departments, Presence: switchboard.Away}
	h.Update(func(tx *store.Tx) error { return tx.InsertAgent(a, "x") })
	return a
}
