package sample

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/triage"
	"switchboard/internal/triage/topic"
)

func told(t *testing.T) Company {
	t.Helper()
	c, err := New(1, time.Date(2026, 3, 6, 15, 7, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Every word is in the language it says, as triage reads it without being told.
func TestEverybodyWritesTheirLanguage(t *testing.T) {
	t.Parallel()
	c := told(t)
	reader := triage.Shipped()
	languages := map[string]int{}
	for _, m := range c.Matters {
		languages[m.Lang]++
		texts := []string{m.Say}
		for _, s := range m.Then {
			texts = append(texts, s.Says, s.Answer)
		}
		if m.Guest != nil {
			texts = append(texts, m.Guest.Ask, m.Guest.Thanks, m.Guest.Angry)
		}
		all := strings.NewReplacer("{c}", "", "{me}", "", "{name}", "").Replace(strings.Join(texts, " "))
		if got := reader.Classify(triage.Input{Text: all}).Language; got != m.Lang {
			t.Errorf("%s is said to be %s and reads as %s", m.ID, m.Lang, got)
		}
	}
	if len(languages) < 8 {
		t.Errorf("languages %v", languages)
	}
}

var outside = regexp.MustCompile(`(?i)https?://|www\.|[a-z0-9]\.(com|org|net|de|fr|io|uk)\b|[a-z0-9]@[a-z0-9]`)

func TestNobodyIsReal(t *testing.T) {
	t.Parallel()
	c := told(t)
	for _, p := range c.People {
		if !strings.HasSuffix(p.Email(), ".example") {
			t.Errorf("%s can be reached at %s", p.Name, p.Email())
		}
	}
	entries, err := files.ReadDir("story")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := files.ReadFile("story/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if found := outside.FindString(string(text)); found != "" {
			t.Errorf("%s leads outside: %q", e.Name(), found)
		}
	}
}

func TestTheStoryHoldsTogether(t *testing.T) {
	t.Parallel()
	c := told(t)
	ids, before := map[string]bool{}, map[string]Matter{}
	for _, m := range c.Matters {
		if ids[m.ID] || m.Who == "" || m.Name == "" || m.Begins.After(c.Now) || m.Begins.Before(c.Opened) {
			t.Errorf("%s begins at %s, told by %s", m.ID, m.Begins, m.Who)
		}
		if old, known := before[m.Who]; known && (old.Name != m.Name || old.Guest != nil || len(old.Then) == 0 || old.Then[len(old.Then)-1].Close == "") {
			t.Errorf("%s and %s are told by %s: whoever comes back has the name they had, and is done with what was before", old.ID, m.ID, m.Who)
		}
		ids[m.ID], before[m.Who] = true, m
		if !strings.Contains(m.Say, c.Account(m.To).Handle) {
			t.Errorf("%s names nobody, so nobody hears it", m.ID)
		}
		for _, s := range m.Then {
			if utf8.RuneCountInString(s.Says) > 500 || utf8.RuneCountInString(s.Answer) > 480 {
				t.Errorf("%s: longer than the network takes: %s%s", m.ID, s.Says, s.Answer)
			}
			for _, key := range []string{s.By, s.Helper, s.Transfer, m.Take} {
				if _, known := c.Person(key); key != "" && key != Newcomer && !known {
					t.Errorf("%s: nobody is called %s", m.ID, key)
				}
			}
		}
		if m.Take == Predecessor && len(m.Briefing) < 20 && m.Guest != nil {
			t.Errorf("%s is handed over without a briefing", m.ID)
		}
	}
	if len(before) < 42 {
		t.Errorf("%d customers", len(before))
	}
}

func TestTheCompanyIsAsPoliciesAndHoursWantIt(t *testing.T) {
	t.Parallel()
	c := told(t)
	known := document.Vocabulary{Networks: nil}
	for _, d := range c.Departments {
		known.Departments = append(known.Departments, d.Key)
	}
	policy, err := ownership.ParseWith(c.Policy, known)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range policy.Departments() {
		if !slices.ContainsFunc(c.People, func(p Person) bool { return slices.Contains(p.Departments, d) }) {
			t.Errorf("nobody works for %s", d)
		}
	}
	if len(c.People) != 9 {
		t.Errorf("%d people", len(c.People))
	}
	for _, p := range c.People {
		if _, known := c.Person(p.Deputy); !known || p.Deputy == p.Key {
			t.Errorf("%s has the deputy %q", p.Key, p.Deputy)
		}
		shift, err := calendar.Parse(*p.Shift(c.Opened))
		if err != nil || !shift.Open(c.Now) {
			t.Errorf("%s does not work now: %v", p.Key, err)
		}
	}
}

// It is a week that is told, on whatever day: customers wrote on each of its days, fewer on the weekend, and everything that is
// remembered as of yesterday was yesterday.
func TestAWeekIsTold(t *testing.T) {
	t.Parallel()
	for hour := range 7 * 24 {
		now := time.Date(2026, 3, 2, hour, 7, 0, 0, time.UTC)
		c, err := New(1, now)
		if err != nil {
			t.Fatal(err)
		}
		days := make([]int, Days+1)
		for _, m := range c.Matters {
			n := 1 + int(m.Begins.Sub(c.Opened)/(24*time.Hour))
			days[n]++
			if m.ID == "hot-battery" && n != Days-1 {
				t.Errorf("at %s the hot battery is of day %d", now, n)
			}
		}
		quiet := c.Weekend()
		for n := 1; n <= Days; n++ {
			weekend := c.Day(n).Weekday() == time.Saturday || c.Day(n).Weekday() == time.Sunday
			isQuiet := slices.Contains(quiet[:], n)
			if weekend && !isQuiet && n < Days-1 || isQuiet && days[n] > 3 || !isQuiet && days[n] < 6 || days[n] == 0 {
				t.Errorf("at %s day %d, a %s: %d customers (quiet %v)", now, n, c.Day(n).Weekday(), days[n], quiet)
			}
		}
	}
	if c := told(t); len(c.Matters) < 45 || c.Now.Sub(c.Opened) < 6*24*time.Hour {
		t.Errorf("%d customers since %s", len(c.Matters), c.Opened)
	}
}

// Somebody is at work whenever the story is told: by day and by night, on every day of the week.
func TestThereIsAlwaysSomebody(t *testing.T) {
	t.Parallel()
	for hour := range 7 * 24 {
		now := time.Date(2026, 3, 2, hour, 59, 59, 0, time.UTC)
		c, err := New(uint64(hour), now)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.People {
			if from, to := p.At(c.Day(Days)); now.Before(from.Add(time.Hour)) || now.After(to) {
				t.Errorf("at %s %s works from %s to %s", now, p.Key, from, to)
			}
		}
	}
}

// Nearly every topic of the list is something customers write about, and every rule that names one names one of the list.
func TestTopicsAreWrittenAbout(t *testing.T) {
	t.Parallel()
	c := told(t)
	reader, err := topic.NewReader(c.Topics)
	if err != nil {
		t.Fatal(err)
	}
	hits := map[switchboard.TopicKey][]string{}
	for _, m := range c.Matters {
		for _, found := range reader.Find(m.Say, m.Lang) {
			hits[found.Topic] = append(hits[found.Topic], m.ID)
		}
	}
	if len(c.Topics) < 8 {
		t.Errorf("%d topics", len(c.Topics))
	}
	for _, about := range c.Topics {
		if len(hits[about.Key]) == 0 {
			t.Errorf("nobody writes about %s", about.Key)
		}
	}
	for _, wrong := range []struct {
		topic switchboard.TopicKey
		id    string
	}{{"battery", "rail-callum"}, {"fleets", "battery-maja"}, {"wrong_part", "apprentice"}} {
		if slices.Contains(hits[wrong.topic], wrong.id) {
			t.Errorf("%s is not about %s", wrong.id, wrong.topic)
		}
	}
	policy, err := ownership.Parse(c.Policy)
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, rule := range policy.Rules() {
		for _, key := range rule.When.Topic {
			if named++; len(hits[switchboard.TopicKey(key)]) == 0 {
				t.Errorf("the rule %s asks for %s", rule.ID, key)
			}
		}
	}
	if named == 0 {
		t.Error("no rule asks for a topic")
	}
}
