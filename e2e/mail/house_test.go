package mail

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/email"
	"switchboard/internal/password"
	"switchboard/internal/store"
	"switchboard/internal/testkit/mailtest"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) { mailtest.Main(m) }

// house is a served installation with one person signed in by token.
type house struct {
	t       *testing.T
	app     *app.App
	base    string
	token   string
	servers *mailtest.Server
}

type fields map[string]any

func (f fields) text(name string) string { return fmt.Sprint(f[name]) }

func open(t *testing.T) *house {
	t.Helper()
	settings := config.Defaults()
	settings.Data, settings.Listen, settings.Practice = t.TempDir(), "127.0.0.1:0", config.PracticeOff
	settings.AllowPrivate.All = true
	a, err := app.Open(t.Context(), app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler), Time: timesource.System(),
		Networks: connector.Default(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, app: a, servers: mailtest.Start(t)}
	h.sign()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, func(at net.Addr) { ready <- at }) }()
	select {
	case at := <-ready:
		h.base = "http://" + at.String()
	case err := <-ended:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *house) sign() {
	h.t.Helper()
	gate := access.NewGate(access.Options{DB: h.app.DB, Hasher: password.NewHasher(1), Time: h.app.Time,
		Departments: h.app.In.Policy().Departments})
	agent, err := gate.CreateAgent(h.t.Context(), access.System(), access.NewAgent{Agent: switchboard.Agent{Name: "Inès",
		Email: "ines@brand.test", Role: switchboard.RoleAdmin, Departments: []switchboard.DepartmentKey{"service"}, Freedom: 5, Cap: 20},
		Password: "a long pass phrase"})
	if err != nil {
		h.t.Fatal(err)
	}
	if h.token, _, err = gate.IssueToken(h.t.Context(), access.For(agent, store.AgentScope{}), access.NewToken{Name: "test"}); err != nil {
		h.t.Fatal(err)
	}
}

// ask does a request and gives the answer as it came.
func (h *house) ask(method, path string, body any) (status int, answer []byte) {
	h.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		h.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.base+"/api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		h.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+h.token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	if answer, err = io.ReadAll(resp.Body); err != nil {
		h.t.Fatal(err)
	}
	return resp.StatusCode, answer
}

// call is ask for what must succeed.
func call[T any](h *house, method, path string, body any) (answer T) {
	h.t.Helper()
	status, raw := h.ask(method, path, body)
	if status >= 300 {
		h.t.Fatalf("%s %s: %d %s", method, path, status, raw)
	}
	if err := json.Unmarshal(raw, &answer); err != nil && len(raw) > 0 {
		h.t.Fatalf("%s %s: %v in %s", method, path, err, raw)
	}
	return answer
}

// until waits for something to become true.
func until[T any](h *house, what string, look func() (T, bool)) T {
	h.t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if found, ok := look(); ok {
			return found
		}
	}
	h.t.Fatalf("%s did not happen", what)
	panic("unreachable")
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
	account := call[fields](h, "POST", "/accounts", fields{"network": "email", "state": "live", "voice": "named", "check": true, "config": h.config(address)})
	var id switchboard.AccountID
	if err := id.UnmarshalText([]byte(account.text("id"))); err != nil {
		h.t.Fatal(err)
	}
	until(h, "reading "+address, func() (cursor string, begun bool) {
		err := h.app.DB.View(h.t.Context(), func(tx *store.Tx) (err error) {
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
