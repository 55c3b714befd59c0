package app_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/blob"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// killEnv makes the test binary end practice and kill itself on the way: "inside /data url".
const killEnv = "APP_TEST_KILL"

// Where the process ends.
const (
	inside    = "inside"    // in the transaction, everything removed
	committed = "committed" // the posts and the files not turned to yet
)

func die() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) }

// endPracticeAndDie is the process that does not come to its end. Whatever it prints went wrong.
func endPracticeAndDie() {
	var where, data, database string
	_, _ = fmt.Sscan(os.Getenv(killEnv), &where, &data, &database)
	a, err := practiceRoom(context.Background(), data, database, timesource.System())
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := store.WithEffect(context.Background(), func(tx *store.Tx) error {
		if where == inside {
			die()
		}
		tx.AfterCommit(die)
		return nil
	})
	fmt.Println("still alive:", a.EndPractice(ctx, switchboard.AgentID{}))
}

// practiceRoom is an installation in a folder, with its practice network, that nobody runs.
func practiceRoom(ctx context.Context, data, database string, clock timesource.Source) (*app.App, error) {
	o := app.Options{Settings: config.Defaults(), Log: slog.New(slog.DiscardHandler), Time: clock, Networks: connector.Default(), Version: "test"}
	o.Settings.Data, o.Settings.Database, o.Settings.Practice, o.Settings.DiskReserve = data, database, config.PracticeOn, 0
	a, err := app.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	return a, a.OpenPractice(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080})
}

const wish = "@kettles my kettle came broken"

// practised is what somebody has tried out: an account, a customer with a picture, and a post on the network.
func practised(t *testing.T, a *app.App) blob.Hash {
	t.Helper()
	if _, err := a.Practice.Grant("@kettles", "Kettles", "token-of-kettles"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Practice.Say(practice.Saying{Handle: "@tilda", Text: wish}); err != nil {
		t.Fatal(err)
	}
	ref, err := a.Blobs.PutBytes(t.Context(), []byte("a broken kettle"), "")
	if err != nil {
		t.Fatal(err)
	}
	account := switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](a.Time.Now()), Network: "practice", Realm: "practice:here",
		Handle: "@kettles", Name: "Kettles", Voice: switchboard.VoiceCorporate, State: switchboard.AccountLive, CreatedAt: a.Time.Now()}
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		brands, err := tx.Brands()
		if err != nil {
			return err
		}
		account.BrandID = brands[0].ID
		_, err = tx.InsertAccount(account)
		return err
	})
	said := connector.Item{Change: connector.Said, ExternalID: "p1", Author: switchboard.Author{ID: "tilda", Handle: "@tilda"}, Direction: switchboard.In,
		Visibility: switchboard.Public, Kind: switchboard.KindMention, Content: switchboard.Content{Text: wish}, Published: a.Time.Now(), Addressed: true}
	if _, err := a.In.Take(t.Context(), intake.Handed{Account: account, Lane: connector.LanePoll, Batch: connector.Batch{Items: []connector.Item{said}}}, 0); err != nil {
		t.Fatal(err)
	}
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		rows, err := tx.PendingWork(a.Node, intake.Work{Priority: -1}, 10)
		if err != nil {
			return err
		}
		for _, w := range rows {
			if err := a.In.WorkIn(tx, w); err != nil {
				return err
			}
		}
		m, _, err := tx.MessageByKey(account.Realm, "p1")
		if err != nil {
			return err
		}
		return tx.RefBlob(ref.Hash.String(), m.ID)
	})
	return ref.Hash
}

// TestKilledWhileItEndsPracticeIsThereOrGone ends the process in the transaction that removes practice and right behind it. Whoever
// opens the installation next finds all of it with its posts, or none; no row names a file that is not there, and a file
// that was left over is collected.
func TestKilledWhileItEndsPracticeIsThereOrGone(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(*testing.T) string{"SQLite": func(*testing.T) string { return "" },
		"PostgreSQL": func(t *testing.T) string { return pgtest.URL(t) }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, url := testkit.Folder(t), database(t)
			a := reopened(t, data, url, timesource.System())
			picture := practised(t, a)
			a = killedAt(t, a, inside, data, url)
			practisedStill(t, "killed before the commit", a, picture, true)
			a = killedAt(t, a, committed, data, url)
			practisedStill(t, "killed behind the commit", a, picture, false)
			if _, err := a.Blobs.Stat(picture); err != nil {
				t.Errorf("a file that may be needed was removed in haste: %v", err)
			}
			used := func(h blob.Hash) bool {
				return testkit.Read(t, a.DB, func(tx *store.Tx) (bool, error) { return tx.BlobInUse(h.String()) })
			}
			if _, err := a.Blobs.Sweep(used, time.Now().Add(time.Hour)); err != nil { // as it will be in a day
				t.Fatal(err)
			}
			if _, err := a.Blobs.Stat(picture); !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("what nobody names is never collected: %v", err)
			}
			if err := a.EndPractice(t.Context(), switchboard.AgentID{}); err != nil {
				t.Errorf("again: %v", err)
			}
			if err := errors.Join(a.Practice.Close(), a.Close()); err != nil {
				t.Error(err)
			}
		})
	}
}

func reopened(t *testing.T, data, url string, clock timesource.Source) *app.App {
	t.Helper()
	a, err := practiceRoom(t.Context(), data, url, clock)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// killedAt lets another process end practice and die, and opens what it leaves.
func killedAt(t *testing.T, a *app.App, where, data, url string) *app.App {
	t.Helper()
	if err := errors.Join(a.Practice.Close(), a.Close()); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), strings.Join([]string{killEnv + "=" + where, data, url}, " "))
	out, err := child.CombinedOutput()
	ended, ok := errors.AsType[*exec.ExitError](err)
	if !ok || ended.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("%s: the process was not killed: %v, %s", where, err, out)
	}
	return reopened(t, data, url, timesource.System())
}

// practisedStill asks whether practice is there with everything, or not at all.
func practisedStill(t *testing.T, when string, a *app.App, picture blob.Hash, there bool) {
	t.Helper()
	accounts, talks := testkit.Read(t, a.DB, (*store.Tx).Accounts), testkit.AllConversations(t, a.DB)
	named := testkit.Read(t, a.DB, func(tx *store.Tx) (bool, error) { return tx.BlobInUse(picture.String()) })
	posts := a.Practice.Count("@tilda", wish)
	if len(accounts) > 0 != there || len(talks) > 0 != there || named != there || posts > 0 != there {
		t.Errorf("%s: %d accounts, %d conversations, %d posts, the picture is named: %v", when, len(accounts), len(talks), posts, named)
	}
	if _, err := a.Blobs.Stat(picture); named && err != nil {
		t.Errorf("%s: a row names a file that is not there: %v", when, err)
	}
}

// TestAnEndOfPracticeNobodyAnsweredForIsAsked: when the answer to the commit is lost, the database is asked, and it did not stand.
func TestAnEndOfPracticeNobodyAnsweredForIsAsked(t *testing.T) {
	t.Parallel()
	data := testkit.Folder(t)
	a := reopened(t, data, "", timesource.System())
	picture := practised(t, a)
	lost := store.WithEffect(t.Context(), func(*store.Tx) error { return db.ErrCommitUnknown })
	if err := a.EndPractice(lost, switchboard.AgentID{}); !errors.Is(err, db.ErrCommitUnknown) {
		t.Errorf("%v", err)
	}
	practisedStill(t, "after an end that did not stand", a, picture, true)
	if err := a.EndPractice(t.Context(), switchboard.AgentID{}); err != nil {
		t.Fatal(err)
	}
	practisedStill(t, "in the end", a, picture, false)
	if _, err := a.Blobs.Stat(picture); err != nil {
		t.Errorf("a file that somebody may just have brought along as well was removed in haste: %v", err)
	}
	if err := errors.Join(a.Practice.Close(), a.Close()); err != nil {
		t.Error(err)
	}
}
