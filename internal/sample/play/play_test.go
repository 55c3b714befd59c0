package play_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/all"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// home is an installation with one administrator, who looks around.
type home struct {
	*app.App
	newcomer switchboard.AgentID
}

func settle(t *testing.T, database string) home {
	t.Helper()
	settings := config.Defaults()
	settings.Data, settings.Database, settings.DiskReserve, settings.Practice = testkit.Folder(t), database, 0, config.PracticeOn
	a, err := app.Open(t.Context(), app.Options{Settings: settings, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Version: "test",
		Time: timesource.NewManual(time.Date(2026, 3, 6, 15, 7, 21, 0, time.UTC)), Networks: connector.Default()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if err := a.OpenPractice(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}); err != nil {
		t.Fatal(err)
	}
	h := home{App: a}
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		h.newcomer = switchboard.NewID[switchboard.AgentID](tx.Now())
		return tx.InsertAgent(switchboard.Agent{ID: h.newcomer, Name: "New Comer", Email: "new@comer.example", Role: switchboard.RoleAdmin,
			Freedom: 5, Cap: 8, Presence: switchboard.Away, Languages: []string{"en"}}, "")
	})
	return h
}

func TestLook(t *testing.T) {
	h := settle(t, "")
	begun := time.Now()
	if err := h.SampleCompany().Begin(context.Background(), h.newcomer); err != nil {
		t.Fatal(err)
	}
	t.Log("took", time.Since(begun))
	names := map[switchboard.AgentID]string{}
	for _, a := range testkit.Read(t, h.DB, (*store.Tx).Agents) {
		names[a.ID] = a.Name
		t.Log(a.Name, a.Presence, a.Load, a.Departments)
	}
	now := h.Time.Now()
	for _, c := range testkit.AllConversations(t, h.DB) {
		offer := ""
		if c.Offer != nil {
			offer = names[c.Offer.To]
		}
		if c.Transfer != nil {
			offer += ">" + names[c.Transfer.To]
		}
		due := ""
		if !c.DueAt.IsZero() {
			due = fmt.Sprint(c.DueAt.Sub(now).Round(time.Minute))
		}
		t.Logf("%-16s %-8s %-9s lead %-18s last %-16s off %-10s ball %-9s %s %s %s lvl%d due %s snz %v cl %s n%d %v", c.CustomerName, c.Department, c.Stance, names[c.Lead], names[c.LastLead], offer, c.Ball, c.Language, c.Intent, c.Sentiment, c.RequiredLevel, due, !c.SnoozedUntil.IsZero(), c.CloseReason, c.MessageCount, c.Flags)
	}
	for _, w := range testkit.Books(t, h.DB) {
		t.Error(w)
	}
}
