package document_test

import (
	"fmt"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// TestRefusedInTheReader holds the reader to what it must not take silently: conditions that ask for nothing, drifts that
// could never be, and lists beyond what anybody means.
func TestRefusedInTheReader(t *testing.T) {
	t.Parallel()
	many := func(n int, piece string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = fmt.Sprintf(piece, i)
		}
		return strings.Join(parts, ", ")
	}
	rule := func(when string) string { return "topic: [{id: r, when: {" + when + "}, owner: service}]" }
	for text, says := range map[string]string{
		rule("any: []"):                                     "asks for nothing",
		rule("intent: bug, any: []"):                        "asks for nothing",
		rule("any: [{intent: bug}, {any: []}]"):             "any cannot stand inside any",
		rule("any: [{intent: bug}, {}]"):                    "matches everything",
		rule("any:"):                                        "Expected a list here",
		"second_look: [{id: l, when: {any: []}, hold: 5m}]": "asks for nothing",
		"guard: [{id: g, when: {any: []}}]":                 "asks for nothing",
		rule("any: [" + many(101, "{topic: t%d}") + "]"):    "At most 100",
		rule("topic: [" + many(2001, "t%d") + "]"):          "at most 2000",
		"topic: [" + many(1500, "{id: a%d, when: {intent: bug}, owner: s}") + "]\ncarve_out: [" + many(501, "{id: b%d, when: {intent: bug}, owner: s}") + "]": "at most 2000 rules",
		"calendars: {" + many(2001, "c%d: {zone: UTC}") + "}":                   "at most 2000",
		"drift: [{network: [linkedin, x], intent: bug, over: 0.3, propose: s}]": "A drift looks at one network",
	} {
		_, err := document.Read([]byte("version: 1\nname: n\ndefault: {owner: service}\n"+text+"\n"), document.Vocabulary{})
		if !switchboard.IsCode(err, switchboard.CodeBadPolicy) {
			t.Errorf("%.80s: %v", text, err)
			continue
		}
		list := listOf(t, err)
		if !strings.Contains(list.Error(), says) || list[0].Hint == "" {
			t.Errorf("%.80s: %q is not said in %v", text, says, list)
		}
	}
	doc, err := document.Read([]byte("version: 1\nname: n\ndefault: {owner: service}\ndrift: [{network: [linkedin], intent: bug, over: 0.3, propose: s}]\n"), document.Vocabulary{})
	if err != nil || doc.Drift[0].Network != "linkedin" {
		t.Errorf("a list of one: %+v, %v", doc.Drift, err)
	}
}

// TestNotEverythingIsSaid ends at a number of findings, so that a text full of mistakes costs no more than reading it.
func TestNotEverythingIsSaid(t *testing.T) {
	t.Parallel()
	text := "version: 1\nname: n\ndefault: {owner: service}\ntopic: [" + strings.TrimSuffix(strings.Repeat("{id: a, when: {intent: x}, owner: b},", 1900), ",") + "]\n"
	_, err := document.Read([]byte(text), document.Vocabulary{})
	if list := listOf(t, err); len(list) < 200 || len(list) > 210 {
		t.Errorf("%d findings", len(list))
	}
}
