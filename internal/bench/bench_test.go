package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/internal/intake"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
)

// tiny is enough to see that every figure can still be measured.
func tiny(t *testing.T) *bench {
	s := small()
	s.Round, s.LineMessages, s.Timers, s.DueTimers, s.Pages = 20*time.Millisecond, 60, 300, 5, 5
	s.Few, s.Conversations, s.IdleSeconds = 8000, 8000, 0
	return &bench{scale: s, dir: t.TempDir(), progress: io.Discard, render: table}
}

func TestFiguresCanBeMeasured(t *testing.T) {
	t.Parallel()
	for name, least := range map[string]int{"intake": 2, "line": 2, "timers": 3, "pure": 5, "inbox": 12} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chosen, err := choose([]string{name})
			if err != nil {
				t.Fatal(err)
			}
			b := tiny(t)
			figures, err := chosen[0].run(b, t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if len(figures) < least {
				t.Errorf("%d figures, want at least %d", len(figures), least)
			}
			for _, f := range figures {
				if f.Name == "" || f.Unit == "" || f.Value < 0 || (f.Value == 0 && f.Unit != "% of one") {
					t.Errorf("nothing measured: %+v", f)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(b.dir, "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestEveryMessageIsWorkedOnce(t *testing.T) {
	t.Parallel()
	b := tiny(t)
	w, err := b.open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	w.onClose(w.start(t.Context()))
	b.LineMessages = 900
	if err := b.feed(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	conversations, _, err := w.DB.Totals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// One in three opens a conversation; the first ones, with nothing to answer yet, all do.
	if want := int64(apart + 1 + (900-apart-1)/3); conversations < want-2 || conversations > want+2 {
		t.Errorf("%d conversations of 900 messages, want about %d", conversations, want)
	}
}

func TestMessagesAnswerWhatCameBefore(t *testing.T) {
	t.Parallel()
	b := tiny(t)
	w, err := b.open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	seen := map[string]intake.Handed{}
	for n := range int64(2000) {
		h := w.message(n)
		item := h.Batch.Items[0]
		if _, twice := seen[item.ExternalID]; twice {
			t.Fatalf("message %d has the id of another", n)
		}
		if item.ParentKey != "" {
			parent, known := seen[item.ParentKey]
			if !known {
				t.Fatalf("message %d answers nothing that came before", n)
			}
			if parent.Batch.Items[0].Author.ID != item.Author.ID || parent.Account.ID != h.Account.ID {
				t.Fatalf("message %d carries on somebody else's conversation", n)
			}
		}
		seen[item.ExternalID] = h
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	if got := execute([]string{"sundial"}, io.Discard, &said); got != 2 || !strings.Contains(said.String(), "intake") {
		t.Errorf("an unknown figure gave %d: %s", got, said.String())
	}
	if got := execute([]string{"--sundial"}, io.Discard, io.Discard); got != 2 {
		t.Errorf("an unknown flag gave %d", got)
	}
}

func TestReportIsWrittenAlsoWhenOneGroupFails(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "figures.json")
	b := tiny(t)
	bad := group{name: "bad", run: func(*bench, context.Context) ([]figure, error) { return nil, fmt.Errorf("no lamp oil") }}
	good := group{name: "good", run: func(*bench, context.Context) ([]figure, error) {
		return []figure{{Name: "wick", Value: 3, Unit: "cm"}}, nil
	}}
	var out, said bytes.Buffer
	b.progress = &said
	if got := b.report(t.Context(), []group{bad, good}, &out, file); got != 1 {
		t.Errorf("status %d", got)
	}
	if !strings.Contains(said.String(), "no lamp oil") || !strings.Contains(out.String(), "wick") {
		t.Errorf("said %q, printed %q", said.String(), out.String())
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var figures []figure
	if err := json.Unmarshal(raw, &figures); err != nil || len(figures) != 1 || figures[0].Name != "wick" {
		t.Errorf("%v %v", figures, err)
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer lamp":
			http.Error(w, "who are you", http.StatusUnauthorized)
		case r.URL.Path == "/page":
			fmt.Fprint(w, `{"items":[{},{}]}`)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	body, err := fetch(t.Context(), server.Client(), server.URL+"/page", "lamp")
	if err != nil || countItems(body) != 2 {
		t.Errorf("%s %v", body, err)
	}
	if _, err := fetch(t.Context(), server.Client(), server.URL+"/none", "lamp"); err != errAbsent {
		t.Errorf("missing page: %v", err)
	}
	if _, err := fetch(t.Context(), server.Client(), server.URL+"/page", "wick"); err == nil || err == errAbsent {
		t.Errorf("refused page: %v", err)
	}
	if err := subscribe(t.Context(), server.Client(), server.URL+"/none", "lamp"); err != errAbsent {
		t.Errorf("missing stream: %v", err)
	}
}

func TestResident(t *testing.T) {
	t.Parallel()
	n, err := resident(os.Getpid())
	if err != nil || n < 1<<20 || n > 1<<36 {
		t.Errorf("this test holds %v bytes: %v", n, err)
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	policy, err := rulesOf(200)
	if err != nil {
		t.Fatal(err)
	}
	facts := ownership.Canonical(ownership.FactsFrom(ownership.FactsInput{}))
	facts.Intent, facts.IntentSure = "question", 0.9
	if d := policy.Decide(facts); d.Rule != "last" || d.Department != "service" {
		t.Errorf("rule %q, department %q", d.Rule, d.Department)
	}
}

func TestPlacesAreInTheOrderOfTheirLists(t *testing.T) {
	t.Parallel()
	b := tiny(t)
	c, err := b.found(t.Context(), 3000)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	for _, view := range views {
		agent, p, _ := c.somewhere(view, 3)
		list := c.places[p]
		err := c.DB.View(t.Context(), func(tx *store.Tx) error {
			q := c.query(agent, p, store.Place{})
			q.Limit = len(list) + 1
			page, err := tx.Inbox(q)
			if err != nil {
				return err
			}
			if len(page) != len(list) {
				return fmt.Errorf("%d in the list, %d noted", len(page), len(list))
			}
			for i, v := range page {
				if q.Next(v) != list[i] {
					return fmt.Errorf("place %d differs", i)
				}
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", view, err)
		}
	}
}
