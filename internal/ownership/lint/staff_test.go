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
		"own hours are looked at": {"calendars: {short: {zone: UTC, hours: {mon: ['09:00-12:00']}}}\nhours: short\n",
			[]lint.Person{noFriday}, "", ""},
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
		"alone by choice": {"mode: solo\n" + press, []lint.Person{full(person("Ana", 5, "service", "comms")), full(person("Bo", 1, "comms"))}, "", ""},
		"team too small":  {"teams: {tiger: {from: {service: 2}}}\n", []lint.Person{full(person("Ana", 2, "service"))}, "team_too_small ", "asks for 2 of service, which has 1"},
		"nobody signs":    {"sign_off: [sales]\n", []lint.Person{full(person("Ana", 2, "service"))}, "nobody_signs sign_off", "nobody belongs"},
	} {
		list := lint.Check(mustParse(t, head+tc.text), lint.Company{People: tc.people, Promised: promised, Now: monday})
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
	list := lint.Check(mustParse(t, head), lint.Company{})
	if len(list) != 3 || list[0].Kind != lint.NoCarveOut || list[0].Hint == "" {
		t.Errorf("a policy without carve-outs: %v", list)
	}
	closed := head + "calendars: {day: {zone: UTC, hours: {mon: ['09:00-17:00']}}, spare: {zone: UTC, hours: {mon: ['09:00-17:00']}}}\nhours: day\n" +
		"carve_out: [{id: fire, when: {flag: [safety, legal, press]}, owner: service}]\n"
	got := kinds(lint.Check(mustParse(t, closed), lint.Company{}), document.Warning, document.Note)
	if strings.Join(got, ", ") != "waits_while_closed fire, unused_calendar " {
		t.Errorf("got %q", got)
	}
	covered := closed + "cover: {service: {chain: [on_call]}}\n"
	got = kinds(lint.Check(mustParse(t, covered), lint.Company{}), document.Warning)
	if len(got) != 0 {
		t.Errorf("somebody stands in, yet %q", got)
	}
}
