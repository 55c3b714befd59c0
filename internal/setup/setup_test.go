package setup

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/triage"
)

// reader is made once: it reads its word lists.
var reader = sync.OnceValue(triage.Shipped)

// anyAnswers draws answers that make sense, and names that make trouble.
func anyAnswers(t *rapid.T) Answers {
	name := rapid.OneOf(rapid.StringMatching(`[\p{L}\p{N}&.'-]{1,20}`), rapid.SampledFrom([]string{"null", "no", "~", "true", "1e3", "0x1f",
		"客服", "Ünï", "service: x", "- y", "#", "Team", "The desk", "Volunteers", "on", "Press", "Service", "Marketing", "Board", "..", "a]b"}))
	a := Answers{Company: name.Draw(t, "company"), Speak: rapid.SampledFrom([]Speakers{OnlyMe, NamedPeople, Departments}).Draw(t, "speak"),
		Volunteers: rapid.Bool().Draw(t, "volunteers"), Wishes: rapid.Permutation(Wishes()).Draw(t, "wishes")[:rapid.IntRange(0, 5).Draw(t, "ranked")],
		Networks:  rapid.SliceOfNDistinct(rapid.SampledFrom(Networks()), 0, 6, rapid.ID).Draw(t, "networks"),
		Languages: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"en", "de", "fr", "ja"}), 0, 4, rapid.ID).Draw(t, "languages"),
		Hours:     anyHours(t)}
	names := rapid.SliceOfNDistinct(name, 0, 12, fold).Draw(t, "names")
	if a.Speak == Departments {
		for _, n := range names {
			a.Departments = append(a.Departments, Post{n, rapid.SampledFrom(append(Duties(), "")).Draw(t, "does")})
		}
	}
	if a.Speak != OnlyMe {
		for i := range rapid.IntRange(0, 6).Draw(t, "people") {
			p := Person{Name: name.Draw(t, "person"), Email: fmt.Sprintf("p%d@care.example", i)}
			if len(names) > 0 {
				p.Departments = rapid.SliceOfN(rapid.SampledFrom(names), 0, 3).Draw(t, "hats")
			}
			a.People = append(a.People, p)
		}
	}
	return a
}

func anyHours(t *rapid.T) calendar.Spec {
	spec := calendar.Spec{Zone: rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "Australia/Lord_Howe"}).Draw(t, "zone"), Hours: map[string][]string{}}
	days := []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	for _, day := range rapid.SliceOfNDistinct(rapid.SampledFrom(days), 1, 7, rapid.ID).Draw(t, "days") {
		from := rapid.IntRange(0, 23).Draw(t, "from")
		spec.Hours[day] = []string{fmt.Sprintf("%02d:00-%02d:30", from, rapid.IntRange(0, 23).Draw(t, "to"))}
	}
	return spec
}

// TestDepartmentsThatStandAreUsed: whoever keeps the departments of the sample gets none of them a second time.
func TestDepartmentsThatStandAreUsed(t *testing.T) {
	t.Parallel()
	answers := companies()["contact-centre"]
	answers.Departments = []Post{{Name: "communications "}, {Name: "SafetyDesk"}, {Name: "Legal"}, {Name: "Service"}, {Name: "Comms"}, {Name: "Sales"}}
	answers.People = nil
	standing := []switchboard.Department{{Key: "comms", Name: "Communications"}, {Key: "legal", Name: "Law"},
		{Key: "safety", Name: "Safety desk"}, {Key: "workshop", Name: "Service"}}
	p, err := Propose(answers, standing, monday, reader())
	if err != nil {
		t.Fatal(err)
	}
	var keys []switchboard.DepartmentKey
	for _, d := range p.Departments {
		keys = append(keys, d.Key)
	}
	if diff := cmp.Diff([]switchboard.DepartmentKey{"comms", "safety", "legal", "workshop", "comms-2", "sales"}, keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// TestEveryProposalHolds: whatever the answers, the policy parses, owns every message, and names nothing that is not
// there; and no sentence is left without its values.
func TestEveryProposalHolds(t *testing.T) {
	t.Parallel()
	read := triage.Shipped()
	rapid.Check(t, func(t *rapid.T) {
		answers := anyAnswers(t)
		p, err := Propose(answers, nil, monday, read)
		if err != nil {
			t.Fatalf("%+v: %v", answers, err)
		}
		again, err := Propose(answers, nil, monday, read)
		if diff := cmp.Diff(p, again); err != nil || diff != "" {
			t.Fatalf("not the same twice: %v %s", err, diff)
		}
		keys := keysOf(t, p)
		policy, err := ownership.ParseWith([]byte(p.Policy), document.Vocabulary{Departments: keys})
		if err != nil || policy.Hash() != p.PolicyHash {
			t.Fatalf("%v\n%s", err, p.Policy)
		}
		for _, key := range policy.Departments() {
			if !slices.Contains(keys, key) {
				t.Fatalf("the policy names %s", key)
			}
		}
		owned(t, policy, keys)
		checkWords(t, p)
		for _, o := range p.Objectives {
			if err := o.Check(); err != nil {
				t.Fatalf("%+v: %v", o, err)
			}
		}
		for _, e := range p.Examples {
			if !slices.Contains(keys, e.Department) || e.Due == nil || e.Text == "" {
				t.Fatalf("example %+v", e)
			}
		}
	})
}

func keysOf(t *rapid.T, p Proposal) []switchboard.DepartmentKey {
	keys := make([]switchboard.DepartmentKey, len(p.Departments))
	for i, d := range p.Departments {
		if keys[i] = d.Key; d.Name == "" || slices.Contains(keys[:i], d.Key) {
			t.Fatalf("departments %+v", p.Departments)
		}
	}
	used := slices.Clone(p.You)
	for _, m := range p.People {
		if len(m.Departments) == 0 {
			t.Fatalf("%+v belongs nowhere", m)
		}
		used = append(used, m.Departments...)
	}
	for _, o := range p.Objectives {
		if o.Department != "" {
			used = append(used, o.Department)
		}
	}
	for _, key := range used {
		if !slices.Contains(keys, key) {
			t.Fatalf("%s is no department: %v", key, keys)
		}
	}
	return keys
}

// owned asks the policy about every intent, flag and purpose.
func owned(t *rapid.T, policy *ownership.Policy, keys []switchboard.DepartmentKey) {
	for _, intent := range switchboard.Intents() {
		for _, flag := range append(switchboard.Flags(), "") {
			for _, purpose := range switchboard.Purposes() {
				d := policy.Decide(switchboard.Facts{Intent: intent, IntentSure: 0.9, Purpose: purpose, Flags: map[switchboard.Flag]float64{flag: 0.9}})
				if !slices.Contains(keys, d.Department) || d.Deadline <= 0 {
					t.Fatalf("%s, %s, %s: %s within %v", intent, flag, purpose, d.Department, d.Deadline)
				}
			}
		}
	}
}

func checkWords(t *rapid.T, p Proposal) {
	all := []Sentence{p.Headline}
	add := func(s *Sentence) {
		if s != nil {
			all = append(all, *s)
		}
	}
	for _, s := range p.Explained {
		all = append(all, s.Title)
		add(s.Aside)
		add(s.Note)
		for _, l := range s.Lines {
			all = append(all, l.Sentence)
			add(l.Figure)
			add(l.Because)
		}
	}
	for _, m := range p.Missing {
		all = append(all, m.Sentence)
	}
	for _, e := range p.Examples {
		all = append(all, e.Decided)
	}
	for _, s := range all {
		bare := words()[s.Key]
		for name := range s.Values {
			bare = strings.ReplaceAll(bare, "{"+name+"}", "")
			if s.Values[name] == "" {
				t.Fatalf("%s: %s is empty", s.Key, name)
			}
		}
		if s.Text == "" || strings.Contains(bare, "{") {
			t.Fatalf("%s: %q with %v", s.Key, s.Text, s.Values)
		}
	}
}

// TestVoice: plain words, sentence case, no exclamation marks.
func TestVoice(t *testing.T) {
	t.Parallel()
	for key, text := range words() {
		if strings.Contains(text, "!") || strings.Contains(text, "please") || strings.HasSuffix(text, " ") || text == "" {
			t.Errorf("%s: %q", key, text)
		}
		inside := strings.HasPrefix(key, "wish.") || strings.HasSuffix(key, ".why") || strings.HasSuffix(key, ".note") ||
			strings.HasPrefix(key, "measured.") || strings.HasPrefix(key, "section.")
		if first := []rune(text)[0]; !inside && !unicode.IsUpper(first) && first != '{' {
			t.Errorf("%s does not begin like a sentence: %q", key, text)
		}
	}
}

func TestAnswersThatAreRefused(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 201)
	for name, c := range map[string]struct {
		field  string
		change func(*Answers)
	}{
		"no company":            {"company", func(a *Answers) { a.Company = " " }},
		"two lines":             {"company", func(a *Answers) { a.Company = "a\nb" }},
		"long company":          {"company", func(a *Answers) { a.Company = long }},
		"unknown wish":          {"wishes[1]", func(a *Answers) { a.Wishes = []Wish{BuyersFound, "fame"} }},
		"wish twice":            {"wishes[1]", func(a *Answers) { a.Wishes = []Wish{BuyersFound, BuyersFound} }},
		"nobody speaks":         {"speak", func(a *Answers) { a.Speak = "" }},
		"only me, and others":   {"people", func(a *Answers) { a.Speak = OnlyMe }},
		"departments, unasked":  {"departments", func(a *Answers) { a.Speak = NamedPeople }},
		"too many people":       {"people", func(a *Answers) { a.People = make([]Person, maxPeople+1) }},
		"too many departments":  {"departments", func(a *Answers) { a.Departments = make([]Post, maxDepartments+1) }},
		"department twice":      {"departments[1].name", func(a *Answers) { a.Departments = []Post{{Name: "A"}, {Name: " a"}} }},
		"nameless department":   {"departments[0].name", func(a *Answers) { a.Departments = []Post{{}} }},
		"unknown duty":          {"departments[0].does", func(a *Answers) { a.Departments = []Post{{Name: "A", Does: "magic"}} }},
		"nameless person":       {"people[0].name", func(a *Answers) { a.People[0].Name = "" }},
		"no address":            {"people[0].email", func(a *Answers) { a.People[0].Email = "ada" }},
		"address with a name":   {"people[0].email", func(a *Answers) { a.People[0].Email = "Ada <ada@care.example>" }},
		"address twice":         {"people[1].email", func(a *Answers) { a.People[1].Email = "ADA@care.example" }},
		"department of nobody":  {"people[0].departments[0]", func(a *Answers) { a.People[0].Departments = []string{"Choir"} }},
		"unknown place":         {"networks[0]", func(a *Answers) { a.Networks = []Network{"moon"} }},
		"place twice":           {"networks[1]", func(a *Answers) { a.Networks = []Network{"feed", "feed"} }},
		"unknown language":      {"languages[0]", func(a *Answers) { a.Languages = []string{"English"} }},
		"no zone":               {"hours.zone", func(a *Answers) { a.Hours.Zone = "" }},
		"unknown zone":          {"hours.zone", func(a *Answers) { a.Hours.Zone = "Europe/Atlantis" }},
		"never open":            {"hours.hours", func(a *Answers) { a.Hours.Hours = nil }},
		"unknown day":           {"hours.someday", func(a *Answers) { a.Hours.Hours = map[string][]string{"someday": {"09:00-10:00"}} }},
		"hours nobody can read": {"hours.mon[0]", func(a *Answers) { a.Hours.Hours = map[string][]string{"mon": {"nine to five"}} }},
		"a day twice":           {"hours.holidays[1].date", func(a *Answers) { a.Hours.Holidays = []calendar.Holiday{{Date: "12-25"}, {Date: "12-25"}} }},
	} {
		a := Answers{Company: "Kettles", Speak: Departments, Departments: []Post{{Name: "Service"}}, People: []Person{{Name: "Ada", Email: "ada@care.example"},
			{Name: "Bo", Email: "bo@care.example"}}, Hours: calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": {"09:00-17:00"}}}}
		c.change(&a)
		_, err := Propose(a, nil, monday, reader())
		var e *switchboard.Error
		if !errors.As(err, &e) || e.Code != switchboard.CodeInvalid || e.Field != "answers."+c.field {
			t.Errorf("%s: %v, want field answers.%s", name, err, c.field)
		}
	}
}

func TestWhatANameSaysOfADuty(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Duty{"Customer Care": Service, "Kundendienst": Service, "PR": Comms, "Press office": Comms,
		"Communications": Comms, "Vertrieb": Sales, "Brand & social": Marketing, "IT": Product, "The Board": Board, "Recht": Legal,
		"HR": Hiring, "Quality": Safety, "Choir": Other, "客服": Other, "Community": Comms} {
		if got := guess(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestSpansOfThePaceAreReadable(t *testing.T) {
	t.Parallel()
	for name, answers := range companies() {
		hours, err := answers.check()
		if err != nil {
			t.Fatal(err)
		}
		pace := newPlan(answers, nil, hours, monday).pace()
		for _, text := range []string{pace.safety, pace.public, pace.usual} {
			if span(text) <= 0 {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
	for d, want := range map[time.Duration]string{15 * time.Minute: "15 minutes", time.Hour: "60 minutes", 4 * time.Hour: "4 hours",
		48 * time.Hour: "2 days", 150 * time.Minute: "2.5 hours", 0: "a minute"} {
		if got := spoken(d); got != want {
			t.Errorf("%s: %q", d, got)
		}
	}
}

func TestEverySentenceIsSaid(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	keep := func(s Sentence) { said[s.Key] = true }
	for _, key := range slices.Sorted(maps.Keys(words())) {
		if strings.HasPrefix(key, "wish.") {
			keep(Sentence{Key: key})
		}
	}
	for _, a := range companies() {
		for _, speak := range []Speakers{a.Speak, Departments} {
			for first := range Wishes() {
				collect(t, a, speak, first, keep)
			}
		}
	}
	for key := range words() {
		if !said[key] {
			t.Errorf("nobody is ever told %s", key)
		}
	}
}

// collect keeps the sentences of many variants of some answers.
func collect(t *testing.T, a Answers, speak Speakers, first int, keep func(Sentence)) {
	t.Helper()
	a.Speak, a.Wishes = speak, Wishes()[first:]
	if speak == Departments && len(a.Departments) == 0 {
		a.Departments = []Post{{Name: "Service"}, {Name: "Marketing"}, {Name: "People", Does: Hiring}, {Name: "Sales"}, {Name: "Product"}, {Name: "Press"}, {Name: "Board"}}
	}
	for _, posts := range [][]Post{a.Departments, {{Name: "Service"}}} {
		if speak != Departments {
			posts = nil
		} else if len(posts) == 1 {
			a.People = nil
		}
		a.Departments = posts
		for _, volunteers := range []bool{a.Volunteers, false, true} {
			a.Volunteers = volunteers
			p, err := Propose(a, nil, monday, reader())
			if err != nil {
				t.Fatalf("%+v: %v", a, err)
			}
			keepAll(p, keep)
		}
	}
}

func keepAll(p Proposal, keep func(Sentence)) {
	pointed := func(s *Sentence) {
		if s != nil {
			keep(*s)
		}
	}
	keep(p.Headline)
	for _, s := range p.Explained {
		keep(s.Title)
		pointed(s.Aside)
		pointed(s.Note)
		for _, l := range s.Lines {
			keep(l.Sentence)
			pointed(l.Figure)
			pointed(l.Because)
		}
	}
	for _, m := range p.Missing {
		keep(m.Sentence)
	}
	for _, e := range p.Examples {
		keep(e.Decided)
	}
}
