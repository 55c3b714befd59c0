package triage

import "testing"

func TestListsAreWellFormed(t *testing.T) {
	t.Parallel()
	words, problems := load()
	for _, p := range problems {
		t.Error(p)
	}
	if words.size < 1500 || len(words.function) < 500 {
		t.Errorf("only %d terms and %d function words", words.size, len(words.function))
	}
	for _, bad := range []string{"sentiment negative", "sentiment sad 1 : a", "mood bad 1 : a", "spam yes much : a",
		"spam yes 1 : a | ", "spam no 1 : a"} {
		if err := words.read("en", bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
