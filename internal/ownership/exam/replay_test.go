package exam_test

import (
	"testing"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
)

const (
	allService = "version: 1\nname: a\ndepartments: [service, repairs, sales]\ndefault: {owner: service}\n" +
		"guard: [{id: spam, when: {flag: spam}}]\ncontinuity: [{id: same, when: {open_conversation: true}}]\n"
	bugsApart = allService + "topic: [{id: bugs, when: {intent: bug}, owner: repairs}]\n"
	bugsAside = "version: 1\nname: c\ndepartments: [service, repairs, sales]\ndefault: {owner: service}\n" +
		"guard: [{id: spam, when: {intent: bug}}]\ncontinuity: [{id: same, when: {open_conversation: true}}]\n" +
		"topic: [{id: questions, when: {intent: question}, owner: sales}]\n"
)

func policy(t testing.TB, text string) *ownership.Policy {
	t.Helper()
	p, err := ownership.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// told is a message of a history, with what was really decided upon it.
func told(by *ownership.Policy, author, matter string, f switchboard.Facts) exam.Said {
	f.Network, f.IntentSure = "x", 1
	d := by.Decide(f)
	return exam.Said{Facts: d.Facts, Author: author, Matter: matter, Was: &d}
}

func open(with switchboard.DepartmentKey) switchboard.AuthorFacts {
	return switchboard.AuthorFacts{Known: true, OpenConversation: true, LastDepartment: with}
}

// TestWhatFollowsGoesWhereItsMatterWent compares policies over a history: what was said in a matter that the new policy
// sends elsewhere goes there too, and what people moved stays with whom they gave it to.
func TestWhatFollowsGoesWhereItsMatterWent(t *testing.T) {
	t.Parallel()
	old := policy(t, allService)
	bug := told(old, "mira", "1", switchboard.Facts{Intent: "bug"})
	next := func(author, matter string, a switchboard.AuthorFacts) exam.Said {
		return told(old, author, matter, switchboard.Facts{Intent: "question", Author: a})
	}
	again := func(s exam.Said) exam.Said {
		s.Again = true
		return s
	}
	aside := told(policy(t, bugsAside), "mira", "1", switchboard.Facts{Intent: "bug"})
	for name, tc := range map[string]struct {
		new       string
		history   []exam.Said
		messages  int
		elsewhere int
	}{
		"what follows":                   {bugsApart, []exam.Said{bug, next("mira", "1", open("service")), next("mira", "1", open("service"))}, 3, 3},
		"what follows in another matter": {bugsApart, []exam.Said{bug, next("mira", "2", open("service"))}, 2, 2},
		"somebody else":                  {bugsApart, []exam.Said{bug, next("kim", "2", open("service"))}, 2, 1},
		"once the matter was over":       {bugsApart, []exam.Said{bug, next("mira", "1", switchboard.AuthorFacts{Known: true, LastDepartment: "service"})}, 2, 1},
		"what people moved":              {bugsApart, []exam.Said{bug, next("mira", "1", open("sales"))}, 2, 1},
		"what began before":              {bugsApart, []exam.Said{next("mira", "1", open("service")), next("mira", "1", open("service"))}, 2, 0},
		"decided once more":              {bugsApart, []exam.Said{next("mira", "1", switchboard.AuthorFacts{}), again(bug), next("mira", "1", open("service"))}, 2, 1},
		"put aside only now":             {bugsAside, []exam.Said{bug, next("mira", "1", open("service"))}, 2, 1},
		"put aside only then":            {bugsApart, []exam.Said{aside, next("mira", "1", switchboard.AuthorFacts{Known: true, LastDepartment: "service"})}, 2, 2},
	} {
		differ := exam.Differ{Old: old, New: policy(t, tc.new), Keep: 9}
		for _, said := range tc.history {
			differ.Add(said)
		}
		if got := differ.Result(); got.Elsewhere != tc.elsewhere || got.Messages != tc.messages {
			t.Errorf("%s: %d of %d elsewhere, want %d of %d: %+v", name, got.Elsewhere, got.Messages, tc.elsewhere, tc.messages, got.Flows)
		}
	}
}

// TestComparedAsReplayed holds a comparison over a history to what the same messages come to when nobody had decided upon
// them, as long as every matter stays open and nobody moves one.
func TestComparedAsReplayed(t *testing.T) {
	t.Parallel()
	old, next := policy(t, allService), policy(t, bugsApart)
	rapid.Check(t, func(t *rapid.T) {
		recorded, imagined := exam.Differ{Old: old, New: next}, exam.Differ{Old: old, New: next}
		live := exam.Replay{Policy: old}
		for range rapid.IntRange(0, 12).Draw(t, "messages") {
			s := exam.Said{Author: rapid.SampledFrom([]string{"mira", "kim"}).Draw(t, "author"), Matter: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "matter"),
				Facts: switchboard.Facts{IntentSure: 1, Intent: rapid.SampledFrom([]switchboard.Intent{"bug", "question"}).Draw(t, "intent")}}
			imagined.Add(s)
			d := live.Add(s)
			s.Was, s.Facts = &d, d.Facts
			recorded.Add(s)
		}
		if a, b := recorded.Result(), imagined.Result(); a.Elsewhere != b.Elsewhere || a.Messages != b.Messages {
			t.Fatalf("%d of %d elsewhere in the history, %d of %d replayed", a.Elsewhere, a.Messages, b.Elsewhere, b.Messages)
		}
	})
}
