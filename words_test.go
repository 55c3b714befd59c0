package switchboard_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const wordsPage = "docs/reference/words.md"

// row is one line of a table of the page.
type row struct{ value, meaning string }

// wordRows reads the tables of the page by heading.
func wordRows(t *testing.T) map[string][]row {
	t.Helper()
	page, err := os.ReadFile(wordsPage)
	if err != nil {
		t.Fatal(err)
	}
	out, heading := map[string][]row{}, ""
	for line := range strings.Lines(string(page)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "## "); ok {
			heading = name
			continue
		}
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| value |") || strings.HasPrefix(line, "| word |") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 3 {
			t.Errorf("%s: this row has %d cells: %s", wordsPage, len(cells), line)
			continue
		}
		out[heading] = append(out[heading], row{strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1])})
	}
	return out
}

func TestWordsExplainsEveryValue(t *testing.T) {
	t.Parallel()
	rows := wordRows(t)
	want := maps.Clone(closed)
	want["EventKind"] = slices.Sorted(maps.Keys(eventKinds(t)))
	for kind, values := range want {
		var got []string
		for _, r := range rows[kind] {
			got = append(got, strings.Trim(r.value, "`"))
		}
		if kind == "EventKind" { // in the page they stand by thing
			slices.Sort(got)
		}
		if diff := cmp.Diff(values, got); diff != "" {
			t.Errorf("%s, section %s, does not say what the code says (-code +page): %s", wordsPage, kind, diff)
		}
	}
	for heading := range rows {
		if _, known := want[heading]; !known && heading != "Nouns" {
			t.Errorf("%s has a section %s that is no closed list", wordsPage, heading)
		}
	}
}

func TestWordsExplainsEveryNoun(t *testing.T) {
	t.Parallel()
	var have []string
	for _, r := range wordRows(t)["Nouns"] {
		have = append(have, strings.ToLower(r.value))
	}
	for noun := range nouns {
		if !slices.Contains(have, noun) {
			t.Errorf("%s does not say what a %s is", wordsPage, noun)
		}
	}
}

func TestWordsSaysSomethingOfEach(t *testing.T) {
	t.Parallel()
	for heading, rows := range wordRows(t) {
		meanings := map[string]string{}
		for _, r := range rows {
			if first, twice := meanings[r.meaning]; twice || len(r.meaning) < 4 {
				t.Errorf("%s, %s: %s means %q, as %q does", wordsPage, heading, r.value, r.meaning, first)
			}
			meanings[r.meaning] = r.value
			if heading != "Nouns" && r.value != "`"+strings.Trim(r.value, "`")+"`" {
				t.Errorf("%s, %s: the value %s is not set as code", wordsPage, heading, r.value)
			}
		}
	}
}
