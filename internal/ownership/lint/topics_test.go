package lint_test

import (
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/lint"
)

func TestTopicsAreOnTheList(t *testing.T) {
	t.Parallel()
	list := []switchboard.TopicKey{"battery", "flat_tyre"}
	for name, tc := range map[string]struct {
		text  string
		known []switchboard.TopicKey
		want  string
		hint  string
	}{
		"there":             {"topic: [{id: fix, when: {topic: [battery, flat_tyre]}, owner: service}]\n", list, "", ""},
		"misspelt":          {"topic: [{id: fix, when: {topic: [battery, flat_tire]}, owner: service}]\n", list, "unknown_topic fix", "Did you mean flat_tyre?"},
		"not there":         {"carve_out: [{id: fix, when: {topic: recall}, owner: service}]\n", list, "unknown_topic fix", "Put it on"},
		"one of several":    {"topic: [{id: fix, when: {any: [{flag: press}, {topic: recall}]}, owner: service}]\n", list, "unknown_topic fix", "Put it on"},
		"of a second look":  {"second_look: [{id: wait, when: {topic: recall}, hold: 5m}]\n", list, "unknown_topic wait", "Put it on"},
		"an empty list":     {"topic: [{id: fix, when: {topic: battery}, owner: service}]\n", []switchboard.TopicKey{}, "unknown_topic fix", "Put it on"},
		"nobody knows list": {"topic: [{id: fix, when: {topic: recall}, owner: service}]\n", nil, "", ""},
	} {
		found := lint.Staff(mustParse(t, head+tc.text), lint.Company{Topics: tc.known})
		if got := strings.Join(kinds(found, document.Warning), ", "); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
		if len(found) > 0 && !strings.Contains(found[0].Hint, tc.hint) {
			t.Errorf("%s: hint %q", name, found[0].Hint)
		}
	}
}
