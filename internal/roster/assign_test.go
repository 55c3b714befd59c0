package roster_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/roster"
)

var noon = time.Date(2026, 5, 6, 12, 0, 0, 0, time.UTC)

func agent(n int) (id switchboard.AgentID) {
	binary.BigEndian.PutUint32(id[12:], uint32(n))
	return id
}

func conversation(n int) (id switchboard.ConversationID) {
	binary.BigEndian.PutUint32(id[12:], uint32(n))
	return id
}

func item(n int, change ...func(*roster.Waiting)) roster.Waiting {
	w := roster.Waiting{Conversation: conversation(n), Department: "service", Class: roster.ClassNormal,
		QueuedAt: noon.Add(time.Duration(n-100) * time.Minute)}
	for _, f := range change {
		f(&w)
	}
	return w
}

func person(n int, change ...func(*roster.Candidate)) roster.Candidate {
	c := roster.Candidate{Agent: agent(n), Departments: []switchboard.DepartmentKey{"service"}, Cap: 1, Present: true,
		IdleSince: noon.Add(-time.Hour)}
	for _, f := range change {
		f(&c)
	}
	return c
}

func pairs(list []roster.Pairing) map[switchboard.ConversationID]switchboard.AgentID {
	out := map[switchboard.ConversationID]switchboard.AgentID{}
	for _, p := range list {
		out[p.Conversation] = p.Agent
	}
	return out
}

func TestWhoIsPreferred(t *testing.T) {
	t.Parallel()
	type change = func(*roster.Candidate)
	german := func(w *roster.Waiting) { w.Language = "de" }
	for name, tc := range map[string]struct {
		item          roster.Waiting
		first, second change // second must win
		why           string
	}{
		"last lead beats language": {item(1, german, func(w *roster.Waiting) { w.LastLead = agent(2) }),
			func(c *roster.Candidate) { c.Languages = []string{"de"} }, func(*roster.Candidate) {}, "led this conversation"},
		"language beats load": {item(1, german), func(*roster.Candidate) {},
			func(c *roster.Candidate) { c.Languages, c.Load, c.Cap = []string{"de"}, 300, 8 }, "speaks German, 3 of 8"},
		"freedom beats load": {item(1, func(w *roster.Waiting) { w.RequiredLevel = 3 }), func(*roster.Candidate) {},
			func(c *roster.Candidate) { c.Freedom, c.Load, c.Cap = 3, 100, 2 }, "level 3 without approval"},
		"share of the cap, not count": {item(1), func(c *roster.Candidate) { c.Load, c.Cap = 100, 2 },
			func(c *roster.Candidate) { c.Load, c.Cap = 300, 9 }, "lowest load: 3 of 9"},
		"longest idle": {item(1), func(*roster.Candidate) {},
			func(c *roster.Candidate) { c.IdleSince = noon.Add(-2 * time.Hour) }, "2h0m0s"},
		"never had work": {item(1), func(*roster.Candidate) {},
			func(c *roster.Candidate) { c.IdleSince = time.Time{} }, "no work yet"},
		"the only one": {item(1), func(c *roster.Candidate) { c.Present = false }, func(*roster.Candidate) {}, "the only one"},
	} {
		got := roster.Assign([]roster.Waiting{tc.item}, []roster.Candidate{person(1, tc.first), person(2, tc.second)}, noon)
		if len(got) != 1 || got[0].Agent != agent(2) {
			t.Errorf("%s: got %+v", name, got)
			continue
		}
		if !strings.Contains(got[0].Why, tc.why) {
			t.Errorf("%s: why is %q, want %q in it", name, got[0].Why, tc.why)
		}
	}
	tie := roster.Assign([]roster.Waiting{item(1)}, []roster.Candidate{person(2), person(1)}, noon)
	if tie[0].Agent != agent(1) || !strings.Contains(tie[0].Why, "equal in everything") {
		t.Errorf("a tie went to %+v", tie[0])
	}
}

func TestWhoMayNotTakeIt(t *testing.T) {
	t.Parallel()
	w := item(1, func(w *roster.Waiting) {
		w.Skills, w.Declined = []string{"billing"}, []switchboard.AgentID{agent(4)}
	})
	skilled := func(c *roster.Candidate) { c.Skills = []string{"billing", "chat"} }
	people := []roster.Candidate{
		person(1),
		person(2, skilled, func(c *roster.Candidate) { c.Present = false }),
		person(3, skilled, func(c *roster.Candidate) { c.Load = 25 }),
		person(4, skilled),
		person(5, skilled, func(c *roster.Candidate) { c.Departments = []switchboard.DepartmentKey{"sales"} }),
		person(6, skilled, func(c *roster.Candidate) { c.Cap, c.Load = 4, 275 }),
	}
	got := roster.Assign([]roster.Waiting{w}, people, noon)
	want := []roster.Pairing{{Conversation: w.Conversation, Agent: agent(6), At: noon,
		Why:    "the only one with room who may take it",
		Seen:   []roster.Seen{{Agent: agent(6), Language: true, Free: true, Load: 3, Weight: 275, Cap: 4, IdleSince: noon.Add(-time.Hour)}},
		Passed: roster.Passed{Eligible: 1, Away: 1, Full: 1, Unskilled: 1, Declined: 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := roster.Assign([]roster.Waiting{w}, people[:5], noon); len(got) != 0 {
		t.Errorf("somebody got it who may not: %+v", got)
	}
}

func TestSafetyGoesFirst(t *testing.T) {
	t.Parallel()
	flagged := roster.WaitingOf(switchboard.Conversation{ID: conversation(9), Department: "service", QueuedAt: noon,
		Flags: []switchboard.Flag{switchboard.FlagSafety}}, nil)
	urgent := roster.WaitingOf(switchboard.Conversation{ID: conversation(8), Department: "service", QueuedAt: noon,
		Urgency: switchboard.UrgencyUrgent}, nil)
	low := item(1, func(w *roster.Waiting) { w.Class = roster.ClassOf(switchboard.UrgencyLow, nil) })
	two := roster.CandidateOf(switchboard.Agent{ID: agent(1), Departments: []switchboard.DepartmentKey{"service"}, Cap: 2}, true)
	got := roster.Assign([]roster.Waiting{low, item(2), urgent, flagged}, []roster.Candidate{two}, noon)
	if len(got) != 2 || got[0].Conversation != conversation(9) || got[1].Conversation != conversation(8) {
		t.Errorf("got %+v", got)
	}
}

func TestSeenIsShortAndBestFirst(t *testing.T) {
	t.Parallel()
	var people []roster.Candidate
	for n := 1; n <= 9; n++ {
		people = append(people, person(n, func(c *roster.Candidate) { c.Cap, c.Load = 20, 100*(10-n) }))
	}
	got := roster.Assign([]roster.Waiting{item(1)}, people, noon)[0]
	if len(got.Seen) != 5 || got.Passed.Eligible != 9 {
		t.Fatalf("seen %d of %d", len(got.Seen), got.Passed.Eligible)
	}
	for i, s := range got.Seen {
		if s.Agent != agent(9-i) {
			t.Errorf("place %d is %s", i, s.Agent)
		}
	}
}

var (
	departments = []switchboard.DepartmentKey{"service", "sales", "comms"}
	skills      = []string{"billing", "repairs"}
	languages   = []string{"de", "pt", "und", ""}
)

func anyRound(t *rapid.T) ([]roster.Waiting, []roster.Candidate) {
	var people []roster.Candidate
	for n := range rapid.IntRange(0, 6).Draw(t, "people") {
		load := 25 * rapid.IntRange(0, 12).Draw(t, "load")
		people = append(people, roster.Candidate{
			Agent:       agent(n + 1),
			Departments: rapid.SliceOfN(rapid.SampledFrom(departments), 0, 3).Draw(t, "departments"),
			Languages:   rapid.SliceOfN(rapid.SampledFrom(languages), 0, 2).Draw(t, "languages"),
			Skills:      rapid.SliceOfN(rapid.SampledFrom(skills), 0, 2).Draw(t, "skills"),
			Cap:         rapid.IntRange(0, 4).Draw(t, "cap"), Load: load,
			Present:   rapid.IntRange(0, 3).Draw(t, "present") > 0,
			Freedom:   rapid.IntRange(0, 5).Draw(t, "freedom"),
			IdleSince: noon.Add(-time.Duration(rapid.IntRange(0, 3).Draw(t, "idle")) * time.Minute),
		})
	}
	var waiting []roster.Waiting
	for n := range rapid.IntRange(0, 14).Draw(t, "waiting") {
		waiting = append(waiting, roster.Waiting{
			Conversation:  conversation(n + 1),
			Department:    rapid.SampledFrom(departments).Draw(t, "department"),
			Language:      rapid.SampledFrom(languages).Draw(t, "language"),
			Skills:        rapid.SliceOfN(rapid.SampledFrom(skills), 0, 2).Draw(t, "needs"),
			RequiredLevel: rapid.IntRange(0, 5).Draw(t, "level"),
			QueuedAt:      noon.Add(-time.Duration(rapid.IntRange(0, 5).Draw(t, "age")) * time.Minute),
			Class:         roster.Class(rapid.IntRange(0, 3).Draw(t, "class")),
			LastLead:      agent(rapid.IntRange(0, 7).Draw(t, "last lead")),
			Declined:      rapid.SliceOfN(rapid.Custom(func(t *rapid.T) switchboard.AgentID { return agent(rapid.IntRange(1, 7).Draw(t, "who")) }), 0, 2).Draw(t, "declined"),
		})
	}
	return waiting, people
}

func TestAssignEqualsTheReference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		waiting, people := anyRound(t)
		want := assignSlowly(waiting, people, noon)
		if diff := cmp.Diff(want, pairs(roster.Assign(waiting, people, noon))); diff != "" {
			t.Fatal(diff)
		}
		shuffledWaiting, shuffledPeople := rapid.Permutation(waiting).Draw(t, "queue"), rapid.Permutation(people).Draw(t, "people")
		if diff := cmp.Diff(want, pairs(roster.Assign(shuffledWaiting, shuffledPeople, noon))); diff != "" {
			t.Fatalf("the order of the arguments matters: %s", diff)
		}
	})
}

func TestNobodyOverCapNothingStrandedNothingOvertaken(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		waiting, people := anyRound(t)
		given := pairs(roster.Assign(waiting, people, noon))
		room := map[switchboard.AgentID]int{}
		byID := map[switchboard.AgentID]roster.Candidate{}
		for _, p := range people {
			room[p.Agent], byID[p.Agent] = (p.Cap*roster.Place-p.Load)/roster.Place, p
		}
		for _, to := range given {
			if room[to]--; room[to] < 0 {
				t.Fatalf("%s is over the cap", to)
			}
		}
		for _, old := range waiting {
			if _, served := given[old.Conversation]; served {
				continue
			}
			for _, p := range people {
				if mayTake(old, p) && room[p.Agent] > 0 {
					t.Fatalf("%s is stranded while %s has room", old.Conversation, p.Agent)
				}
			}
			for _, newer := range waiting {
				to, served := given[newer.Conversation]
				if served && newer.Class == old.Class && newer.QueuedAt.After(old.QueuedAt) && mayTake(old, byID[to]) {
					t.Fatalf("%s overtook %s at %s", newer.Conversation, old.Conversation, to)
				}
			}
		}
	})
}

func TestArgumentsStayAsTheyWere(t *testing.T) {
	t.Parallel()
	waiting := []roster.Waiting{item(2), item(1)}
	people := []roster.Candidate{person(2), person(1)}
	roster.Assign(waiting, people, noon)
	if waiting[0].Conversation != conversation(2) || people[0].Agent != agent(2) || people[0].Load != 0 {
		t.Error("Assign changed what it was given")
	}
}

// crowd is a company of 160 people in 8 departments.
func crowd(free int) []roster.Candidate {
	out := make([]roster.Candidate, 160)
	for i := range out {
		out[i] = roster.Candidate{Agent: agent(i + 1), Cap: 10, Load: roster.Place * (10 - free), Present: true,
			Departments: []switchboard.DepartmentKey{dept(i), dept(i + 1)}, Languages: []string{"en", languages[i%2]},
			Skills: []string{"billing"}, IdleSince: noon.Add(-time.Duration(i) * time.Second)}
	}
	return out
}

func dept(i int) switchboard.DepartmentKey {
	return switchboard.DepartmentKey([]string{"service", "sales", "comms", "hr", "field", "shop", "parts", "web"}[i%8])
}

func backlog(n int) []roster.Waiting {
	out := make([]roster.Waiting, n)
	for i := range out {
		out[i] = roster.Waiting{Conversation: conversation(i + 1), Department: dept(i * 7), Language: languages[i%3],
			QueuedAt: noon.Add(-time.Duration((i*7919)%n) * time.Second), Class: roster.Class(i % 3)}
	}
	return out
}

func TestABigBacklogFillsEverybody(t *testing.T) {
	t.Parallel()
	got := roster.Assign(backlog(50_000), crowd(3), noon)
	if len(got) != 160*3 {
		t.Errorf("%d pairings, want every place filled: %d", len(got), 160*3)
	}
}

func BenchmarkAssignOneOf160(b *testing.B) {
	waiting, people := []roster.Waiting{{Conversation: conversation(1), Department: "service", Language: "de"}}, crowd(2)
	for i := range people {
		people[i].Departments = []switchboard.DepartmentKey{"service"}
	}
	b.ReportAllocs()
	for b.Loop() {
		roster.Assign(waiting, people, noon)
	}
}

func BenchmarkAssign50000(b *testing.B) {
	waiting, people := backlog(50_000), crowd(3)
	b.ReportAllocs()
	for b.Loop() {
		roster.Assign(waiting, people, noon)
	}
}

func BenchmarkAssign50000NobodyFree(b *testing.B) {
	waiting, people := backlog(50_000), crowd(0)
	for b.Loop() {
		roster.Assign(waiting, people, noon)
	}
}
