package app_test

import (
	"log/slog"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/app"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/timers"
)

// TestATokenIsMadeAndEndedBesideARunningServer: the server knows at once what another process wrote.
func TestATokenIsMadeAndEndedBesideARunningServer(t *testing.T) {
	t.Parallel()
	h := open(t)
	guest, err := app.OpenBeside(t.Context(), app.Options{Settings: h.app.Settings, Log: h.app.Log, Time: h.app.Time, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer guest.Close()
	gate := access.NewGate(access.Options{DB: guest.DB, Time: guest.Time})
	ada := testkit.Read(t, guest.DB, (*store.Tx).Agents)[0]
	secret, token, err := gate.IssueToken(t.Context(), access.For(ada, store.AgentScope{}), access.NewToken{Name: "beside"})
	if err != nil {
		t.Fatal(err)
	}
	h.Token = secret
	if status, answer := h.Ask("GET", "/me", nil); status != 200 {
		t.Errorf("with the new token: %d %s", status, answer)
	}
	testkit.Update(t, guest.DB, func(tx *store.Tx) error {
		_, err := tx.RevokeToken(token.ID)
		return err
	})
	if status, _ := h.Ask("GET", "/me", nil); status != 401 {
		t.Errorf("with a token that was ended: %d", status)
	}
}

// TestWhoIsLockedOutBesideTheServerIsAskedNoMore: what they were asked is asked of somebody else when the server next looks
// at its timers.
func TestWhoIsLockedOutBesideTheServerIsAskedNoMore(t *testing.T) {
	t.Parallel()
	site := testkit.NewSite(testkit.Folder(t), "")
	owner := site.Open(t)
	defer owner.Close()
	first, second := testkit.Person(1, 1, "service"), testkit.Person(2, 1, "service")
	second.Presence = switchboard.Away
	account := testkit.AddAccount(t, owner.DB, "@kettles")
	testkit.AddAgents(t, owner.DB, first, second)
	c := testkit.Waiting(t, owner, account, "service")
	testkit.Update(t, owner.DB, func(tx *store.Tx) error { return tx.InsertConversation(c) })
	drain := func() []switchboard.ConversationID {
		if err := owner.Dispatcher.DrainAll(t.Context(), "service"); err != nil {
			t.Fatal(err)
		}
		return testkit.Read(t, owner.DB, func(tx *store.Tx) ([]switchboard.ConversationID, error) { return tx.OfferedTo(first.ID) })
	}
	if got := drain(); len(got) != 1 {
		t.Fatalf("the first is asked %v", got)
	}
	guest, err := app.OpenBeside(t.Context(), app.Options{Settings: owner.Settings, Log: slog.New(slog.DiscardHandler), Time: owner.Time})
	if err != nil {
		t.Fatal(err)
	}
	defer guest.Close()
	testkit.Update(t, guest.DB, func(tx *store.Tx) error {
		if err := guest.Desk.SetPresence(tx, second.ID, switchboard.Here); err != nil {
			return err
		}
		if err := guest.Desk.SetPresence(tx, first.ID, switchboard.Away); err != nil {
			return err
		}
		return guest.Desk.LookSoon(tx, first.ID)
	})
	rang := make(chan store.Timer, 10)
	runner := owner.Timers
	handlers := map[string]timers.Handler{}
	for kind, do := range owner.Timers.Handlers {
		handlers[kind] = func(tx *store.Tx, timer store.Timer) error { rang <- timer; return do(tx, timer) }
	}
	runner.Handlers = handlers
	if wait, err := runner.Due(t.Context()); err != nil || wait > time.Minute {
		t.Fatalf("due: %v, %v", wait, err)
	}
	if timer := <-rang; switchboard.AgentID(timer.Subject) != first.ID {
		t.Errorf("what fired is %v", timer)
	}
	if got := drain(); len(got) != 0 {
		t.Errorf("who was locked out is asked %v", got)
	}
	got := testkit.Read(t, owner.DB, func(tx *store.Tx) ([]switchboard.ConversationID, error) { return tx.OfferedTo(second.ID) })
	if len(got) != 1 || got[0] != c.ID {
		t.Errorf("somebody else is asked %v", got)
	}
}
