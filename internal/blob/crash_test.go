package blob

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// crashDir names, for the child process alone, the folder it fills until it is killed.
const crashDir = "BLOB_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		fmt.Fprintln(os.Stderr, putForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// putForever stores random content and prints each reference once it is acknowledged.
func putForever(dir string) error {
	s, err := Open(dir, Limits{})
	if err != nil {
		return err
	}
	failed := make(chan error)
	for range 4 {
		go func() { failed <- putUntilError(s) }()
	}
	return <-failed
}

func putUntilError(s *Store) error {
	for {
		content := make([]byte, mathrand.IntN(300_000))
		_, _ = rand.Read(content)
		f := bytes.NewReader(content)
		ref, err := s.Put(context.Background(), f, "")
		if err != nil {
			return err
		}
		if _, err := os.Stdout.WriteString(ref.Hash.String() + "\n"); err != nil {
			return err
		}
	}
}

// TestKilledAtAnyMoment kills a writing process again and again: whatever was acknowledged must be there, whole.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "blobs")
	acknowledged := map[Hash]bool{}
	for range 25 {
		for _, h := range runAndKill(t, dir) {
			acknowledged[h] = true
		}
	}
	if len(acknowledged) < 25 {
		t.Fatalf("only %d puts were acknowledged, too few to prove anything", len(acknowledged))
	}
	s, err := Open(dir, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for h := range acknowledged {
		if err := s.Verify(h); err != nil {
			t.Errorf("acknowledged, then lost: %v", err)
		}
	}
	if err := s.Walk(func(i Info) error { return s.Verify(i.Hash) }); err != nil {
		t.Errorf("a torn file has a final name: %v", err)
	}
	if left, _ := os.ReadDir(s.tmp()); len(left) != 0 {
		t.Errorf("Open left %d unfinished files", len(left))
	}
	t.Logf("%d acknowledged puts survived 25 kills", len(acknowledged))
}

func runAndKill(t *testing.T, dir string) []Hash {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killer := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	defer killer.Stop()
	var hashes []Hash
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if len(hashes) == 0 {
			killer.Reset(time.Duration(mathrand.IntN(60_000)) * time.Microsecond)
		}
		h, err := ParseHash(lines.Text())
		if err != nil {
			t.Errorf("the child says %q", lines.Text())
			continue
		}
		hashes = append(hashes, h)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != -1 {
		t.Errorf("the child ended by itself: %v", err)
	}
	return hashes
}
