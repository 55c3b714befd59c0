package ownership_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/testkit/golden"
)

// TestEverythingWrongAtOnce reads a policy with one of each mistake. The golden is what its author sees: place, what is
// wrong, and what to write instead.
func TestEverythingWrongAtOnce(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/wrong.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = ownership.Parse(text)
	var b strings.Builder
	for _, f := range findings(t, err) {
		fmt.Fprintf(&b, "%d:%d %s\n    %s\n    %s\n", f.Line, f.Column, f.Path, f.Text, f.Hint)
		if f.Hint == "" || f.Text == "" || f.Line < 1 || f.Column < 1 {
			t.Errorf("no way out or no place: %+v", f)
		}
	}
	golden.Check(t, "testdata/wrong.txt", b.String(), *update)
}

func TestRefusalsWithoutAPlaceHaveAWayOut(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"empty": "", "tab": "version:\t1\n\tname: a\n", "list": "- a", "word": "policy",
		"two": head + "---\na: b\n", "bracket": "version: [", "bytes": "\x00\xff\xfe", "anchor": "a: *b\n",
		"long": strings.Repeat("#", 1<<20+1)} {
		_, err := ownership.Parse([]byte(text))
		refusal, ok := err.(*switchboard.Error)
		if !ok || refusal.Hint == "" || refusal.Text == "" {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

func TestMisspeltWordsAreGuessed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"biling": "billing", "Billing": "billing", "biling ": "billing",
		"feature request": "feature_request", "feature-request": "feature_request", "cancelation": "cancellation",
		"praize": "praise", "recruitement": "recruitment", "delivrey": "delivery", "request": "feature_request"} {
		_, err := ownership.Parse([]byte(head + "topic:\n  - {id: r, when: {intent: '" + text + "'}, owner: a}\n"))
		if strings.TrimSpace(text) == want {
			continue
		}
		if hint := findings(t, err)[0].Hint; hint != "Did you mean "+want+"?" {
			t.Errorf("%q: %s", text, hint)
		}
	}
	for _, text := range []string{"x", "weather", "the quick brown fox", strings.Repeat("billing", 20)} {
		_, err := ownership.Parse([]byte(head + "topic:\n  - {id: r, when: {intent: '" + text + "'}, owner: a}\n"))
		if hint := findings(t, err)[0].Hint; !strings.HasPrefix(hint, "Known are question, complaint, ") {
			t.Errorf("%q: %s", text, hint)
		}
	}
}

func TestHostilePoliciesAreReadInTime(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"many keys":  head + "topic:\n" + strings.Repeat("  - {id: a, when: {intent: bug}, owner: b}\n", 1500),
		"long words": head + "topic: [" + strings.Repeat("{x: "+strings.Repeat("y", 200)+"},", 500) + "]\n",
		"deep":       head + "topic: " + strings.Repeat("[", 500) + strings.Repeat("]", 500) + "\n",
		"merge keys": "a: &a {b: c}\n" + head + "<<: *a\n",
	} {
		began := time.Now()
		_, err := ownership.Parse([]byte(text))
		if !switchboard.IsCode(err, switchboard.CodeBadPolicy) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func TestNamesUpToTheLimit(t *testing.T) {
	t.Parallel()
	for text, fits := range map[string]bool{"a": true, "team-2_b": true, strings.Repeat("a", 64): true,
		strings.Repeat("a", 65): false, "Team": false, "te am": false, "équipe": false, "a.b": false} {
		_, err := ownership.Parse([]byte("version: 1\nname: n\ndefault: {owner: '" + text + "'}\n"))
		if (err == nil) != fits {
			t.Errorf("owner %q: %v", text, err)
		}
	}
}
