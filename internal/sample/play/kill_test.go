package play_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

// killEnv makes the test binary begin, or leave, the sample company and kill itself on the way: "begin inside /data url".
const killEnv = "PLAY_TEST_KILL"

// Where the process ends.
const (
	rehearsing = "rehearsing" // while the story happens aside
	inside     = "inside"     // in the transaction, everything written
	committed  = "committed"  // the posts not turned to yet
)

func die() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) }

// killed is the process that does not come to its end. Whatever it prints went wrong.
func killed() {
	var what, where, data, database string
	_, _ = fmt.Sscan(os.Getenv(killEnv), &what, &where, &data, &database)
	ctx := context.Background()
	a, err := opened(ctx, data, database)
	if err != nil {
		fmt.Println(err)
		return
	}
	company := a.SampleCompany()
	switch where {
	case rehearsing:
		company.Seal = func(switchboard.AccountID, map[string]string) ([]byte, error) { die(); return nil, nil }
	case inside:
		ctx = store.WithEffect(ctx, func(*store.Tx) error { die(); return nil })
	case committed:
		ctx = store.WithEffect(ctx, func(tx *store.Tx) error { tx.AfterCommit(die); return nil })
	}
	var newcomer switchboard.AgentID
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		who, _, err := tx.AgentByEmail("new@comer.example")
		newcomer = who.ID
		return err
	})
	if err == nil && what == "begin" {
		err = company.Begin(ctx, newcomer)
	} else if err == nil {
		err = company.Leave(ctx, newcomer, false, false)
	}
	fmt.Println("still alive:", err)
}

// TestKilledOnTheWayThereIsAllOrNothing ends the process at every turn of beginning and leaving. Whoever opens the installation next
// finds the whole company with its posts, or nothing of it, and can go on from there.
func TestKilledOnTheWayThereIsAllOrNothing(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(*testing.T) string{"SQLite": func(*testing.T) string { return "" },
		"PostgreSQL": func(t *testing.T) string { return pgtest.URL(t) }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, url := testkit.Folder(t), database(t)
			h := settleIn(t, data, url)
			for _, at := range []struct {
				what, where string
				there       bool // afterwards
			}{{"begin", rehearsing, false}, {"begin", inside, false}, {"begin", committed, true},
				{"leave", inside, true}, {"leave", committed, false}, {"begin", committed, true}} {
				if err := h.Close(); err != nil {
					t.Fatal(err)
				}
				kill(t, at.what, at.where, data, url)
				a, err := opened(t.Context(), data, url)
				if err != nil {
					t.Fatal(err)
				}
				h.App = a
				h.whollyThere(at.what+" "+at.where, at.there)
			}
			if err := h.SampleCompany().Leave(t.Context(), h.newcomer, false, false); err != nil {
				t.Error(err)
			}
			h.whollyThere("in the end", false)
			if err := h.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func kill(t *testing.T, what, where, data, url string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%s %s %s %s", killEnv, what, where, data, url))
	out, err := child.CombinedOutput()
	ended, ok := errors.AsType[*exec.ExitError](err)
	if !ok || ended.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("%s %s: the process was not killed: %v, %s", what, where, err, out)
	}
}

// whollyThere asks whether the company is there with everything, or not at all.
func (h home) whollyThere(when string, there bool) {
	h.t.Helper()
	conversations, posts := len(testkit.AllConversations(h.t, h.DB)), h.posts()
	accounts := testkit.Read(h.t, h.DB, (*store.Tx).Accounts)
	var marked bool
	testkit.Update(h.t, h.DB, func(tx *store.Tx) (err error) { _, marked, err = tx.Sample(); return err })
	if marked != there || (conversations >= 40) != there || (len(accounts) == 2) != there || !there && (conversations > 0 || len(accounts) > 0) {
		h.t.Errorf("%s: marked %v, %d conversations, %d accounts", when, marked, conversations, len(accounts))
	}
	if (len(posts) >= 100) != there || !there && len(posts) > 0 || h.Practice.Generation() != "" != there {
		h.t.Errorf("%s: %d posts of %q", when, len(posts), h.Practice.Generation())
	}
	if there {
		h.standsTwice(posts)
	}
	for _, folder := range []string{h.Settings.Data, filepath.Join(h.Settings.Data, "practice")} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, e := range entries {
			if strings.Contains(e.Name(), "rehearsal") || strings.Contains(e.Name(), "next") {
				h.t.Errorf("%s: %s was left behind", when, e.Name())
			}
		}
	}
}
