package e2e

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"switchboard/internal/testkit"
)

const (
	// kills is how often the import is killed at least, in all installations together.
	kills = 100
	// perInstallation is how often one installation's import is killed before it may finish.
	perInstallation = 25
)

// TestImportSurvivesBeingKilled kills imports at random moments, runs them again until they finish, and compares what is
// stored with what an import that nobody disturbed stores; so does one whose lines come in another order.
func TestImportSurvivesBeingKilled(t *testing.T) {
	t.Parallel()
	const seed = 20260302
	random := rand.New(rand.NewPCG(seed, 1))
	lines := invent(random, 450)
	file, folder := write(t, "records.jsonl", lines), testkit.Folder(t)
	calm := filepath.Join(folder, "calm")
	summary, took := imported(t, calm, file)
	if int(summary.Stored) != len(lines) || summary.Duplicates+summary.Rejected+summary.Failed > 0 {
		t.Fatalf("summary of %d lines: %+v", len(lines), summary)
	}
	want := dump(t, calm)
	if len(want) != int(summary.Conversations) {
		t.Errorf("%d conversations, the summary says %d", len(want), summary.Conversations)
	}
	for n, killed := 0, 0; killed < kills; n++ {
		data := filepath.Join(folder, fmt.Sprint("killed", n))
		killed += kill(t, random, killing{data: data, file: file, took: took})
		again, _ := imported(t, data, file)
		if again.Conversations != summary.Conversations || again.Customers != summary.Customers || again.Rejected+again.Failed > 0 {
			t.Errorf("seed %d, installation %d: summary %+v, undisturbed %+v", seed, n, again, summary)
		}
		same(t, fmt.Sprintf("installation %d after %d kills", n, killed), want, dump(t, data))
	}
	other := filepath.Join(folder, "shuffled")
	imported(t, other, write(t, "shuffled.jsonl", shuffled(random, lines)))
	same(t, "lines in another order", want, dump(t, other))
	if repeated, _ := imported(t, other, file); repeated.Stored != 0 || int(repeated.Duplicates) != len(lines) {
		t.Errorf("imported again: %+v", repeated)
	}
	same(t, "imported again", want, dump(t, other))
}

func same(t *testing.T, what string, want, got map[string]talk) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%.3000s", what, diff)
	}
}

type killing struct {
	data, file string
	took       time.Duration // of an import that nobody disturbs
}

// kill starts the import again and again and kills it: mostly while it is at work, now and then while it starts. It
// returns how many were killed before they had finished.
func kill(t *testing.T, random *rand.Rand, k killing) (killed int) {
	t.Helper()
	for range perInstallation {
		cmd, _ := importing(t, k.data, k.file)
		delay := time.Duration(1+random.IntN(60)) * time.Millisecond
		if random.IntN(3) > 0 {
			delay += time.Duration(random.Int64N(int64(k.took) * 2 / 3))
		}
		time.Sleep(delay)
		if err := cmd.Process.Kill(); err != nil {
			continue // it was faster
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); errors.As(err, &exit) && exit.ExitCode() == -1 {
			killed++
		}
	}
	return killed
}
