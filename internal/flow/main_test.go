package flow_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
	"switchboard/internal/triage"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// words is a triage that a test can read: a flag is set when its name stands in the text.
type words struct{}

// Classify reads one message.
func (words) Classify(in triage.Input) switchboard.Verdict {
	v := switchboard.Verdict{Language: "en", Model: "words/1", Heads: map[switchboard.Head]switchboard.Finding{
		switchboard.HeadIntent:    {Label: string(switchboard.IntentQuestion), Confidence: 0.9},
		switchboard.HeadUrgency:   {Label: string(switchboard.UrgencyNormal), Confidence: 0.9},
		switchboard.HeadSentiment: {Label: string(switchboard.SentimentNeutral), Confidence: 0.9},
	}}
	if strings.Contains(in.Text, "panic") {
		panic("a word list is broken")
	}
	for _, flag := range switchboard.Flags() {
		if strings.Contains(in.Text, "hardly "+string(flag)) {
			v.Heads[switchboard.Head(flag)] = switchboard.Finding{Label: switchboard.Yes, Confidence: 0.02}
		} else if strings.Contains(in.Text, string(flag)) {
			v.Heads[switchboard.Head(flag)] = switchboard.Finding{Label: switchboard.Yes, Confidence: 0.95}
		}
	}
	return v
}

// seed is an empty installation that others start as copies of, since migrating takes most of the time of opening.
type seed struct{ folder string }

func newSeed(t *testing.T) seed {
	t.Helper()
	s := seed{testkit.Folder(t)}
	a := testkit.NewSite(s.folder, "").Open(t)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

// plant copies the seed into a new folder.
func (s seed) plant(t testkit.T, parent string) testkit.Site {
	t.Helper()
	folder, err := os.MkdirTemp(parent, "site")
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, name := range []string{"switchboard.db", "keys"} {
		raw, err := os.ReadFile(filepath.Join(s.folder, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), raw, 0o600)
		}
		if err != nil {
			t.Fatalf("%v", err)
		}
	}
	return testkit.NewSite(folder, "")
}
