package lint_test

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/lint"
)

var monday = time.Date(2026, 6, 1, 7, 0, 0, 0, time.UTC)

func hours(t testing.TB, days ...string) *calendar.Calendar {
	t.Helper()
	spec := calendar.Spec{Zone: "UTC", Hours: map[string][]string{}}
	for _, day := range days {
		spec.Hours[day] = []string{"09:00-17:00"}
	}
	c, err := calendar.Parse(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var week = []string{"mon", "tue", "wed", "thu", "fri"}

func person(name string, freedom int, departments ...switchboard.DepartmentKey) lint.Person {
	return lint.Person{Name: name, Address: strings.ToLower(name) + "@example.org", Freedom: freedom, Departments: departments}
}

func TestStaff(t *testing.T) {
	t.Parallel()
	promised := hours(t, week...)
	full := func(p lint.Person) lint.Person { p.Shifts = []*calendar.Calendar{promised}; return p }
	noFriday := person("Ana", 5, "service")
	noFriday.Shifts = []*calendar.Calendar{hours(t, week[:4]...)}
	away := full(person("Ben", 5, "comms"))
	away.Absences = []lint.Span{{From: monday.Add(48 * time.Hour), Until: monday.Add(72 * time.Hour)}}
	circle := full(person("Cleo", 4, "comms"))
	circle.Deputy = "dan@example.org"
	back := full(person("Dan", 1, "comms"))
	back.Deputy = "cleo@example.org"
	deputised := full(person("Eve", 4, "legal"))
	deputised.Deputy = "ana@example.org"
	looks := func(p lint.Person) lint.Person { p.LooksOn = true; return p }
	press := "carve_out: [{id: press, when: {flag: press}, owner: comms, required_level: 4}]\n"
	for name, tc := range map[string]struct {
		text   string
		people []lint.Person
		want   string
		says   string
	}{
		"all there":            {"", []lint.Person{full(person("Ana", 2, "service"))}, "", ""},
		"works when signed in": {"", []lint.Person{person("Ana", 2, "service")}, "", ""},
		"nobody belongs":       {"", []lint.Person{full(person("Ana", 2, "sales"))}, "nobody default", "nobody belongs to it"},
		"nobody on Friday":     {"", []lint.Person{noFriday}, "nobody_here default", "from Fri 5 June 09:00, when somebody was promised: 32 hours"},
		"own hours are looked at": {"calendars: {long: {zone: UTC, hours: {mon-fri: ['09:00-18:00']}}}\nhours: long\n",
			[]lint.Person{full(person("Ana", 5, "service"))}, "nobody_here default", "from Mon 1 June 17:00, when somebody was promised: 20 hours"},
		"nobody may say it":         {press, []lint.Person{full(person("Ana", 3, "service", "comms"))}, "no_approver press", "level 4"},
		"one may, and is who leads": {press, []lint.Person{full(person("Ana", 2, "service")), full(person("Fay", 4, "comms"))}, "", ""},
		"one may, two lead": {press, []lint.Person{full(person("Ana", 2, "service", "comms")), full(person("Fay", 4, "comms"))},
			"no_deputy press", "Only Fay can approve"},
		"one may and is away":  {press, []lint.Person{full(person("Ana", 2, "service", "comms")), away}, "no_deputy press", "away from 3 June to 4 June"},
		"deputies in a circle": {press, []lint.Person{full(person("Ana", 2, "service")), circle, back}, "approval_cycle press", "circle"},
		"a deputy who may": {"carve_out: [{id: press, when: {flag: press}, owner: service, required_level: 4, approver: legal}]\n",
			[]lint.Person{full(person("Ana", 4, "service")), deputised}, "", ""},
		"asked of those who cannot": {"carve_out: [{id: press, when: {flag: press}, owner: service, required_level: 4, approver: comms}]\n",
			[]lint.Person{full(person("Ana", 5, "service")), back}, "no_approver press", "who is asked (comms)"},
		"only looks on": {"", []lint.Person{looks(person("Ana", 5, "service"))}, "nobody default", "nobody belongs to it"},
		"may say it and only looks on": {press, []lint.Person{full(person("Ana", 3, "service", "comms")), looks(person("Fay", 5, "comms"))},
			"no_approver press", "level 4"},
		"the deputy only looks on": {press, []lint.Person{full(person("Ana", 2, "service", "comms")), full(circle), looks(person("Dan", 5, "comms"))},
			"no_deputy press", "Only Cleo can approve"},
		"who only looks on signs": {"sign_off: [sales]\n", []lint.Person{full(person("Ana", 2, "service")), looks(person("Fay", 1, "sales"))}, "", ""},
		"alone by choice":         {"mode: solo\n" + press, []lint.Person{full(person("Ana", 5, "service", "comms")), full(person("Bo", 1, "comms"))}, "", ""},
		"team too small":          {"teams: {tiger: {from: {service: 2}}}\n", []lint.Person{full(person("Ana", 2, "service"))}, "team_too_small ", "asks for 2 of service, which has 1"},
		"nobody signs":            {"sign_off: [sales]\n", []lint.Person{full(person("Ana", 2, "service"))}, "nobody_signs sign_off-sales", "nobody belongs"},
	} {
		list := lint.Check(t.Context(), mustParse(t, head+tc.text), lint.Company{People: tc.people, Promised: promised, Now: monday})
		if got := strings.Join(kinds(list, document.Error, document.Warning), ", "); got != tc.want {
			t.Errorf("%s: %q, want %q\n%v", name, got, tc.want, list)
		}
		if !strings.Contains(list.Error(), tc.says) {
			t.Errorf("%s: %q is not said in\n%v", name, tc.says, list)
		}
	}
}

// office is a policy whose departments keep office hours, which are shorter than what the tests promise.
const office = "calendars: {office: {zone: UTC, hours: {mon-fri: ['09:00-17:00']}}}\nhours: office\n"

// TestWhoIsMissing holds policies against people who are not there when they are needed.
func TestWhoIsMissing(t *testing.T) {
	t.Parallel()
	always := calendar.Always()
	gone := func(p lint.Person, from, until int) lint.Person {
		day := func(n int) time.Time { return monday.Add(time.Duration(n) * 24 * time.Hour) }
		p.Absences = []lint.Span{{From: day(from), Until: day(until)}}
		return p
	}
	ana, bo, chef := person("Ana", 1, "service"), person("Bo", 4, "comms"), person("Chef", 5, "comms")
	chef.Manager = true
	tiger := "teams: {tiger: {from: {service: 1}}}\ncarve_out: [{id: ours, when: {flag: press}, owner: tiger}]\n"
	fire := "carve_out: [{id: fire, when: {flag: safety}, owner: service}]\n"
	level := "carve_out: [{id: fire, when: {flag: safety}, owner: service, required_level: 4}]\n"
	rota := map[switchboard.DepartmentKey][]*calendar.Calendar{"service": {always}}
	for name, tc := range map[string]struct {
		text    string
		company lint.Company
		want    string
		says    string
	}{
		"closed when somebody was promised": {office, lint.Company{People: []lint.Person{ana}, Promised: always},
			"closed_when_promised default", "service is closed and nobody stands in from Mon 1 June 07:00"},
		"the queue stands in for nobody": {office + "cover: {service: {chain: [queue]}}\n", lint.Company{People: []lint.Person{ana}, Promised: always},
			"closed_when_promised default", "512 hours"},
		"somebody stands in":         {office + "cover: {service: {chain: [bo@example.org]}}\n", lint.Company{People: []lint.Person{ana, bo}, Promised: always}, "", ""},
		"a manager stands in":        {office + "cover: {service: {chain: [managers]}}\n", lint.Company{People: []lint.Person{ana, chef}, Promised: always}, "", ""},
		"no manager to stand in":     {office + "cover: {service: {chain: [managers]}}\n", lint.Company{People: []lint.Person{ana, bo}, Promised: always}, "closed_when_promised default", ""},
		"who stands in is closed":    {office + "cover: {service: {chain: [comms]}}\n", lint.Company{People: []lint.Person{ana, bo}, Promised: always}, "closed_when_promised default", ""},
		"who is on call stands in":   {office + "cover: {service: {chain: [on_call]}}\n", lint.Company{People: []lint.Person{ana}, Promised: always, OnCall: rota}, "", ""},
		"not all is promised":        {office, lint.Company{People: []lint.Person{ana}, Promised: hours(t, week...)}, "", ""},
		"after a while others":       {"cover: {service: {chain: [comms], after: 20m}}\n", lint.Company{People: []lint.Person{gone(ana, 1, 9), bo}, Promised: always}, "", ""},
		"nobody is on call":          {office + fire + "cover: {service: {chain: [on_call]}}\n", lint.Company{People: []lint.Person{ana}}, "nobody_on_call fire", "nobody is on call for service"},
		"somebody is on call":        {office + fire + "cover: {service: {chain: [on_call]}}\n", lint.Company{People: []lint.Person{ana}, OnCall: rota}, "", ""},
		"or a department after them": {office + fire + "cover: {service: {chain: [on_call, comms]}}\n", lint.Company{People: []lint.Person{ana, bo}}, "", ""},
		"nobody wears the team":      {tiger, lint.Company{People: []lint.Person{ana}}, "nobody ours", "Give the people of the team the department tiger"},
		"somebody wears the team":    {tiger, lint.Company{People: []lint.Person{person("Ana", 1, "service", "tiger")}}, "", ""},
		"approvers are away": {level, lint.Company{People: []lint.Person{ana, gone(bo, 1, 28), gone(chef, 1, 28)}, Promised: always},
			"no_approver_here fire", "Nobody who may approve what fire asks for is here from Tue 2 June 07:00"},
		"approvers are away, nothing promised": {level, lint.Company{People: []lint.Person{ana, gone(bo, 1, 28), gone(chef, 1, 28)}}, "no_approver_here fire", ""},
		"one approver stays":                   {level, lint.Company{People: []lint.Person{ana, gone(bo, 1, 28), chef}, Promised: always}, "", ""},
		"they take turns":                      {level, lint.Company{People: []lint.Person{ana, gone(bo, 1, 14), gone(chef, 14, 28)}, Promised: always}, "", ""},
		"who leads may send it":                {level, lint.Company{People: []lint.Person{person("Ana", 4, "service"), gone(bo, 1, 28)}, Promised: always}, "", ""},
		"said once of a department": {level + "topic: [{id: law, when: {flag: legal}, owner: service, required_level: 4}]\n",
			lint.Company{People: []lint.Person{ana, gone(bo, 1, 28), gone(chef, 1, 28)}, Promised: always}, "no_approver_here fire", ""},
		"nobody can agree to what replaces it": {"", lint.Company{People: []lint.Person{ana}, InForce: []switchboard.DepartmentKey{"sales", "service"}},
			"nobody_signs sign_off-sales", "sales has to agree to what replaces the policy in force"},
		"said once of both": {"sign_off: [sales]\n", lint.Company{People: []lint.Person{ana}, InForce: []switchboard.DepartmentKey{"sales"}},
			"nobody_signs sign_off-sales", "an administrator"},
	} {
		tc.company.Now = monday
		list := lint.Check(t.Context(), mustParse(t, head+tc.text), tc.company)
		if got := strings.Join(kinds(list, document.Error, document.Warning), ", "); got != tc.want {
			t.Errorf("%s: %q, want %q\n%v", name, got, tc.want, list)
		}
		if !strings.Contains(list.Error(), tc.says) {
			t.Errorf("%s: %q is not said in\n%v", name, tc.says, list)
		}
	}
}

func TestWhatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	list := lint.Check(t.Context(), mustParse(t, head), lint.Company{})
	if len(list) != 3 || list[0].Kind != lint.NoCarveOut || list[0].Hint == "" {
		t.Errorf("a policy without carve-outs: %v", list)
	}
	closed := head + "calendars: {day: {zone: UTC, hours: {mon: ['09:00-17:00']}}, spare: {zone: UTC, hours: {mon: ['09:00-17:00']}}}\nhours: day\n" +
		"carve_out: [{id: fire, when: {flag: [safety, legal, press]}, owner: service}]\n"
	got := kinds(lint.Check(t.Context(), mustParse(t, closed), lint.Company{}), document.Warning, document.Note)
	if strings.Join(got, ", ") != "waits_while_closed fire, unused_calendar " {
		t.Errorf("got %q", got)
	}
	covered := closed + "cover: {service: {chain: [on_call]}}\n"
	got = kinds(lint.Check(t.Context(), mustParse(t, covered), lint.Company{}), document.Warning)
	if len(got) != 0 {
		t.Errorf("somebody stands in, yet %q", got)
	}
}

// TestRoundsWithinHours tells of days on which somebody is there and no round begins.
func TestRoundsWithinHours(t *testing.T) {
	t.Parallel()
	const rules = head + "carve_out: [{id: fire, when: {flag: [safety, legal, press]}, owner: service}]\ncover: {service: {chain: [on_call]}}\n" +
		"calendars: {day: {zone: Europe/Berlin, hours: {mon-fri: ['08:00-18:00'], sat: ['09:00-12:00']}}}\nhours: day\n"
	for rounds, want := range map[string]string{
		"":                             "",
		"rounds: ['08:30']\n":          "note: service is there on Sat and no round begins then",
		"rounds: ['08:30', '11:00']\n": "",
		"rounds: ['18:00']\n":          "warning: None of the rounds begins in the hours of service",
	} {
		var got string
		for _, f := range lint.Check(t.Context(), mustParse(t, rules+rounds), lint.Company{}) {
			if f.Kind == lint.NoRound {
				got += string(f.Severity) + ": " + f.Text
			}
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q, want %q", rounds, got, want)
		}
	}
}
