package notice_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/callback"
	"switchboard/internal/netguard"
	"switchboard/internal/notice"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
)

// killedIn names, for the child process alone, the folder of the installation it tells for until it is killed.
const killedIn = "NOTICE_KILLED_IN"

// tellForever is a process that lets chat letters go out.
func tellForever(folder string) {
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	d, err := store.Open(context.Background(), db.Config{DSN: filepath.Join(folder, "care.db"), Now: time.Now})
	if err != nil {
		fail(err)
	}
	ring, _, err := seal.LoadOrCreate(filepath.Join(folder, "keys"))
	if err != nil {
		fail(err)
	}
	guard := netguard.New(netguard.Options{AllowPrivate: true})
	clock := timesource.System()
	post := notice.Post{DB: d, Time: clock, Log: slog.Default(), Random: rand.Float64, Senders: map[switchboard.Way]notice.Sender{
		switchboard.WayChat: notice.Chat{DB: d, Sealer: ring, Client: guard.Sending(), Time: clock, Sign: callback.Sign}}}
	post.Run(context.Background())
}

// TestKilledBetweenSendingAndWritingDown kills a process with SIGKILL while its letters are on their way or were just
// taken, again and again, and counts what arrived: no letter twice.
func TestKilledBetweenSendingAndWritingDown(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	var arrived [40]atomic.Int32
	var child atomic.Pointer[os.Process]
	var total atomic.Int32
	tool := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &n)
		arrived[n].Add(1)
		w.WriteHeader(http.StatusOK)
		if total.Add(1)%3 == 0 { // some answers leave before the end, some do not
			if p := child.Load(); p != nil {
				_ = p.Kill()
			}
		}
	}))
	defer tool.Close()
	prepare(t, folder, tool.URL, len(arrived))
	for before := int32(-1); before < total.Load(); { // until a process finds nothing more to tell
		before = total.Load()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killedIn+"="+folder)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		child.Store(cmd.Process)
		stop := time.AfterFunc(3*time.Second, func() { _ = cmd.Process.Kill() }) // there may be nothing left to tell
		_ = cmd.Wait()
		stop.Stop()
	}
	told := 0
	for n := range arrived {
		switch got := arrived[n].Load(); {
		case got > 1:
			t.Errorf("letter %d arrived %d times", n, got)
		case got == 1:
			told++
		}
	}
	t.Logf("%d of %d letters arrived, the others count as unknown", told, len(arrived))
	if told < len(arrived)/4 {
		t.Errorf("only %d letters arrived at all", told)
	}
}

// prepare makes an installation with letters to as many chat hooks, all due.
func prepare(t *testing.T, folder, address string, letters int) {
	t.Helper()
	clock := timesource.NewManual(time.Now())
	h := newHouseOn(t, clock, db.Config{DSN: filepath.Join(folder, "care.db"), Now: clock.Now})
	ring, _, err := seal.LoadOrCreate(filepath.Join(folder, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	for n := range letters {
		h.teamHookAt(ring, fmt.Sprintf("%s/%d", address, n))
	}
	said := h.reply(h.led("mira"))
	h.Update(func(tx *store.Tx) error { return tx.Record(said) })
	h.follow()
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}
