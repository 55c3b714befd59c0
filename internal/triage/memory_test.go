package triage_test

import (
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"switchboard/internal/triage"
)

// measuring is set in the process that reads and says what memory it took.
const measuring = "SWITCHBOARD_TRIAGE_MEMORY"

// TestAllHeadsFitIntoMemory reads messages in a process of its own, in which nothing else was loaded, and asks what is held
// afterwards: everything made of models and lists, and the files of the models themselves.
func TestAllHeadsFitIntoMemory(t *testing.T) {
	if os.Getenv(measuring) != "" {
		read := triage.Shipped()
		for range 20 {
			for _, m := range messages {
				read.Classify(triage.Input{Text: m.text})
			}
		}
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		t.Logf("memory %d", now.HeapAlloc)
		runtime.KeepAlive(read)
		return
	}
	t.Parallel()
	const most = 60 << 20
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	again := exec.CommandContext(t.Context(), program, "-test.run=^TestAllHeadsFitIntoMemory$", "-test.v")
	again.Env = append(os.Environ(), measuring+"=1")
	said, err := again.CombinedOutput()
	_, text, found := strings.Cut(string(said), "memory ")
	if err != nil || !found {
		t.Fatalf("%v: %s", err, said)
	}
	text, _, _ = strings.Cut(text, "\n")
	taken, err := strconv.Atoi(text)
	for _, name := range []string{"models/care.model", "models/matter.model", "models/tone.model", "feelings/feelings.model", "language/model.bin"} {
		about, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		taken += int(about.Size())
	}
	if err != nil || taken > most {
		t.Errorf("%d bytes, more than %d (%v)", taken, most, err)
	}
	t.Logf("%.1f MB", float64(taken)/(1<<20))
}
