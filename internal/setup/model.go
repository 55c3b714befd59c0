package setup

import (
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
)

// Model is a way of owning what customers say.
type Model string

// Models.
const (
	Solo         Model = "solo"          // one person is every department, and works in rounds
	Rota         Model = "rota"          // volunteers take turns; what speaks for all waits for the board
	OneTeam      Model = "one_team"      // people of several subjects lead together, each to the end
	ServiceLeads Model = "service_leads" // service leads, others help; press and law apart
	EachItsPlace Model = "each_place"    // marketing answers in public, service in private and every problem
)

// thin is how little open time a week has for offers to make sense: below it, work is taken in rounds.
const thin = 25 * time.Hour

// plan is what follows from the answers before it is written down.
type plan struct {
	answers     Answers
	wishes      []Wish // all five, in order
	model       Model
	standing    []switchboard.Department // made before
	departments []department
	lead        switchboard.DepartmentKey
	hours       *calendar.Calendar
	open        time.Duration // in a week
	now         time.Time
}

func newPlan(a Answers, standing []switchboard.Department, hours *calendar.Calendar, now time.Time) *plan {
	p := &plan{answers: a, standing: standing, hours: hours, now: now, wishes: slices.Clone(a.Wishes)}
	for _, wish := range Wishes() {
		if !slices.Contains(p.wishes, wish) {
			p.wishes = append(p.wishes, wish)
		}
	}
	p.open = hours.Business(now, now.AddDate(0, 0, 7))
	p.staff()
	p.choose()
	return p
}

// staff makes the departments.
func (p *plan) staff() {
	switch {
	case p.answers.Speak == OnlyMe:
		p.add("The desk", Service)
	case p.answers.Volunteers:
		p.add("Volunteers", Service)
	case p.answers.Speak == NamedPeople:
		p.add("Team", Service)
	}
	if p.answers.Speak == Departments && (len(p.answers.Departments) > 0 || !p.answers.Volunteers) {
		for _, post := range p.answers.posts() {
			p.add(post.Name, post.Does)
		}
	}
	for _, person := range p.answers.People {
		for _, name := range person.Departments {
			p.add(name, "")
		}
	}
	p.lead = p.departments[0].Key
	if p.answers.Speak == Departments && !p.answers.Volunteers {
		if found, ok := p.by(Service); ok {
			p.lead = found.Key
		}
	}
}

// add makes a department unless there is one of that name.
func (p *plan) add(name string, does Duty) {
	if _, ok := p.named(name); ok {
		return
	}
	if does == "" {
		does = guess(name)
	}
	name = strings.TrimSpace(name)
	d := department{does: does}
	d.Name, d.Key = name, p.key(name)
	p.departments = append(p.departments, d)
}

func (p *plan) named(name string) (department, bool) {
	i := slices.IndexFunc(p.departments, func(d department) bool { return fold(d.Name) == fold(name) })
	if i < 0 {
		return department{}, false
	}
	return p.departments[i], true
}

// by is the first department that does something.
func (p *plan) by(does Duty) (department, bool) {
	i := slices.IndexFunc(p.departments, func(d department) bool { return d.does == does })
	if i < 0 {
		return department{}, false
	}
	return p.departments[i], true
}

// choose settles the model, and who takes work themselves instead of being offered it.
func (p *plan) choose() {
	_, marketing := p.by(Marketing)
	switch {
	case p.answers.Speak == OnlyMe:
		p.model = Solo
	case p.answers.Volunteers:
		p.model = Rota
	case p.answers.Speak == NamedPeople:
		p.model = OneTeam
	case p.wishes[0] == AnsweredEverywhere && marketing && p.department(p.lead).does != Marketing:
		p.model = EachItsPlace
	default:
		p.model = ServiceLeads
	}
	for i := range p.departments {
		p.departments[i].Pull = p.inRounds()
	}
}

// inRounds reports whether work is taken in rounds.
func (p *plan) inRounds() bool { return p.model == Solo || p.model == Rota || p.open < thin }

func (p *plan) department(key switchboard.DepartmentKey) department {
	i := slices.IndexFunc(p.departments, func(d department) bool { return d.Key == key })
	if i < 0 {
		return department{}
	}
	return p.departments[i]
}

// rank is the place of a wish, 0 the first.
func (p *plan) rank(w Wish) int { return slices.Index(p.wishes, w) }

// day is how long somebody is here on an average day of those on which anybody is.
func (p *plan) day() time.Duration {
	days, local := 0, p.now.In(p.hours.Zone())
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, p.hours.Zone())
	for n := range 7 {
		if p.hours.Business(midnight.AddDate(0, 0, n), midnight.AddDate(0, 0, n+1)) > 0 {
			days++
		}
	}
	return (p.open / time.Duration(max(1, days))).Round(time.Minute)
}
