package db

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// crashEnv makes the test binary write numbers into the database it names until it is killed.
const crashEnv = "DB_TEST_CRASH"

const crashTable = "CREATE TABLE IF NOT EXISTS ack (n BIGINT PRIMARY KEY, pad TEXT NOT NULL)"

// crashChild acknowledges on standard output every number whose Update has returned.
func crashChild(path string) {
	d, err := openQuiet(Config{DSN: path})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	ctx := context.Background()
	if err := d.Update(ctx, func(tx *Tx) error { _, err := tx.Exec(crashTable); return err }); err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	var out sync.Mutex
	base := time.Now().UnixNano()
	for w := range int64(16) {
		go func() {
			for n := base + w; ; n += 16 {
				err := d.Update(ctx, func(tx *Tx) error {
					_, err := tx.Exec("INSERT INTO ack (n, pad) VALUES (?, ?)", n, strings.Repeat("x", 200))
					return err
				})
				out.Lock()
				if err != nil {
					fmt.Println("error", err)
				} else {
					fmt.Println(n)
				}
				out.Unlock()
			}
		}()
	}
	select {}
}

func TestAcknowledgedWritesSurviveSIGKILL(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "care.db")
	total := 0
	for round := range 20 {
		acked := crashRound(t, path)
		total += len(acked)
		d, err := openQuiet(Config{DSN: path})
		if err != nil {
			t.Fatalf("round %d: reopen: %v", round, err)
		}
		for _, n := range acked {
			if count(t, d, "SELECT count(*) FROM ack WHERE n = ?", n) != 1 {
				t.Errorf("round %d: %d was acknowledged and is lost", round, n)
			}
		}
		var check string
		err = d.View(t.Context(), func(tx *Tx) error { return tx.QueryRow("PRAGMA integrity_check").Scan(&check) })
		if err != nil || check != "ok" {
			t.Errorf("round %d: integrity %q, %v", round, check, err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if total < 100 {
		t.Errorf("only %d writes were acknowledged, the test proves little", total)
	}
}

// crashRound kills a writing process at a random moment and returns the numbers it acknowledged in whole lines.
func crashRound(t *testing.T, path string) (acked []int64) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashEnv+"="+path)
	pipe, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(pipe)
	kill := time.AfterFunc(time.Minute, func() { _ = child.Process.Kill() })
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
		if err != nil {
			t.Fatalf("child: %s", line)
		}
		if len(acked) == 0 {
			kill.Reset(time.Duration(rand.IntN(60_000)) * time.Microsecond)
		}
		acked = append(acked, n)
	}
	kill.Stop()
	_ = child.Wait()
	return acked
}
