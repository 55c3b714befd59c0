package mail

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"testing"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/email"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/testkit/mailtest"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) { mailtest.Main(m) }

// house is a served installation with one person signed in, and the mail servers beside it.
type house struct {
	testkit.Served
	t       *testing.T
	servers *mailtest.Server
}

type fields map[string]any

func (f fields) text(name string) string { return fmt.Sprint(f[name]) }

func open(t *testing.T) *house {
	t.Helper()
	return openIn(t, t.TempDir(), "ines@brand.test")
}

// openIn opens the installation in a folder, a new one or one that was stopped, and signs in somebody new.
func openIn(t *testing.T, folder, who string) *house {
	t.Helper()
	servers := mailtest.Start(t)
	settings := config.Defaults()
	settings.Data, settings.Listen, settings.Practice = folder, "127.0.0.1:0", config.PracticeOff
	settings.AllowPrivate.All = true
	return &house{t: t, servers: servers, Served: testkit.Serve(t, app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler),
		Time: timesource.System(), Networks: connector.Default(), Version: "test"}, switchboard.Agent{Name: "Inès",
		Email: who, Role: switchboard.RoleAdmin, Departments: []switchboard.DepartmentKey{"service"}, Freedom: 5, Cap: 20})}
}

// call is a request that must succeed.
func call[T any](h *house, method, path string, body any) T {
	h.t.Helper()
	return testkit.Call[T](h.Served, method, path, body)
}

// until waits for something to become true.
func until[T any](h *house, what string, look func() (T, bool)) T {
	h.t.Helper()
	return testkit.Until(h.t, what, look)
}

func (h *house) config(address string) fields {
	imapHost, imapPort, _ := net.SplitHostPort(h.servers.IMAP)
	smtpHost, smtpPort, _ := net.SplitHostPort(h.servers.Submission)
	return fields{"address": address, "sender": "Ferrywell", "password": mailtest.Password, "imap_host": imapHost, "imap_port": imapPort,
		"imap_security": "none", "smtp_host": smtpHost, "smtp_port": smtpPort, "smtp_security": "none"}
}

// connect connects a mailbox and waits until it is read.
func (h *house) connect(address string) fields {
	h.t.Helper()
	return h.connectAs(h.config(address))
}

// connectAs connects a mailbox with settings.
func (h *house) connectAs(config fields) fields {
	h.t.Helper()
	address := config.text("address")
	account := call[fields](h, "POST", "/accounts", fields{"network": "email", "state": "live", "voice": "named", "check": true, "config": config})
	var id switchboard.AccountID
	if err := id.UnmarshalText([]byte(account.text("id"))); err != nil {
		h.t.Fatal(err)
	}
	until(h, "reading "+address, func() (cursor string, begun bool) {
		err := h.App.DB.View(h.t.Context(), func(tx *store.Tx) (err error) {
			cursor, _, err = tx.Cursor(id, "stream")
			return err
		})
		return cursor, err == nil && cursor != ""
	})
	return account
}

// conversations are those with a word in their preview.
func (h *house) conversations(word string) []fields {
	h.t.Helper()
	var found []fields
	page := call[struct{ Items []fields }](h, "GET", "/conversations?view=all", nil)
	for _, c := range page.Items {
		if bytes.Contains([]byte(c.text("preview")), []byte(word)) {
			found = append(found, c)
		}
	}
	return found
}

func (h *house) conversation(word string) fields {
	h.t.Helper()
	return until(h, "a conversation about "+word, func() (fields, bool) {
		found := h.conversations(word)
		return append(found, nil)[0], len(found) == 1
	})
}

// timeline are the messages of a conversation.
func (h *house) timeline(id string) []switchboard.Message {
	h.t.Helper()
	return call[struct{ Items []switchboard.Message }](h, "GET", "/conversations/"+id+"/timeline", nil).Items
}

// answer accepts a conversation, if it is not ours yet, and answers it.
func (h *house) answer(id, text string) {
	h.t.Helper()
	draft := call[fields](h, "POST", "/conversations/"+id+"/drafts", fields{"parts": []fields{{"text": text}}})
	call[fields](h, "POST", "/drafts/"+draft.text("id")+"/send", fields{"version": draft["version"]})
}
