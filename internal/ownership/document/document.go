package document

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
)

// Mode is how work comes to people.
type Mode string

// Modes. In solo and lean mode nobody is ever asked to accept: answering is accepting.
const (
	Team Mode = "team" // offers, approvals by somebody else
	Solo Mode = "solo" // one person does everything, in rounds
	Lean Mode = "lean" // volunteers who take turns
)

// Modes lists all of them.
func Modes() []Mode { return []Mode{Team, Solo, Lean} }

// Document is what a policy says, as data.
type Document struct {
	Version     int                         `json:"version"` // of the language; 1
	Name        string                      `json:"name"`
	Mode        Mode                        `json:"mode,omitempty"` // empty is team
	Departments []Department                `json:"departments,omitempty"`
	Teams       []TeamOf                    `json:"teams,omitempty"`
	Calendars   []Calendar                  `json:"calendars,omitempty"`
	Hours       string                      `json:"hours,omitempty"` // the calendar of departments that have none; empty: always open
	Guard       []Rule                      `json:"guard,omitempty"`
	Continuity  []Rule                      `json:"continuity,omitempty"`
	CarveOut    []Rule                      `json:"carve_out,omitempty"`
	Topic       []Rule                      `json:"topic,omitempty"`
	Channel     []Rule                      `json:"channel,omitempty"`
	Default     Rule                        `json:"default"`
	Lead        Lead                        `json:"lead,omitzero"`
	Cover       []Cover                     `json:"cover,omitempty"`
	Spill       []Spill                     `json:"spill,omitempty"`
	Rounds      []Clock                     `json:"rounds,omitempty"`
	SecondLook  []SecondLook                `json:"second_look,omitempty"`
	Outbound    Outbound                    `json:"outbound,omitzero"`
	Escalation  []Escalation                `json:"escalation,omitempty"`
	Drift       []Drift                     `json:"drift,omitempty"`
	SignOff     []switchboard.DepartmentKey `json:"sign_off,omitempty"`
	ReviewOn    time.Time                   `json:"review_on,omitzero"` // a date, at midnight UTC
	Tests       []Test                      `json:"-"`
}

// Department is one the policy lists. When it lists any, no other may be named.
type Department struct {
	Key     switchboard.DepartmentKey `json:"key"`
	Hours   string                    `json:"hours,omitempty"`   // a calendar
	Liaison string                    `json:"liaison,omitempty"` // the person who speaks for it: an address
	Line    int                       `json:"line"`
}

// TeamOf is a team made of people of several departments. It owns conversations as a department does.
type TeamOf struct {
	Key     switchboard.DepartmentKey `json:"key"`
	From    []Share                   `json:"from"`
	TwoHats bool                      `json:"two_hats,omitempty"` // each of its people wears the hats of two departments
	Hours   string                    `json:"hours,omitempty"`
	Line    int                       `json:"line"`
}

// Share is how many people a team has from a department.
type Share struct {
	Department switchboard.DepartmentKey `json:"department"`
	People     int                       `json:"people"`
}

// Calendar is opening hours with a name.
type Calendar struct {
	Key   string             `json:"key"`
	Spec  calendar.Spec      `json:"spec"`
	Hours *calendar.Calendar `json:"-"`
	Line  int                `json:"line"`
}

// Rule gives an owner and duties to what it matches. Rules of guard and continuity name no owner. A rule of carve_out or
// topic without an owner adds its duties to whoever leads.
type Rule struct {
	ID               string                      `json:"id"`
	When             When                        `json:"when"`
	Owner            switchboard.DepartmentKey   `json:"owner,omitempty"`
	Shared           []switchboard.DepartmentKey `json:"shared,omitempty"` // all owners, when there are several
	Helpers          []switchboard.DepartmentKey `json:"helpers,omitempty"`
	Informs          []switchboard.DepartmentKey `json:"informs,omitempty"`
	RequiredLevel    int                         `json:"required_level,omitempty"`    // 0 sets none
	Approver         string                      `json:"approver,omitempty"`          // a department or a person's address
	Deputy           string                      `json:"deputy,omitempty"`            // who approves when the approver cannot
	Deadline         time.Duration               `json:"deadline,omitempty"`          // 0 sets none
	BreaksContinuity bool                        `json:"breaks_continuity,omitempty"` // carve_out and topic
	AlsoAnswers      []switchboard.Intent        `json:"also_answers,omitempty"`      // channel: topics its owner keeps
	Why              string                      `json:"why,omitempty"`
	Line             int                         `json:"line"` // where it stands in the text
}

// Owners lists every department the rule may choose.
func (r Rule) Owners() []switchboard.DepartmentKey {
	switch {
	case len(r.Shared) > 0:
		return r.Shared
	case r.Owner != "":
		return []switchboard.DepartmentKey{r.Owner}
	}
	return nil
}

// When is what a rule asks for. Every field that is set must hold; within a field one of the values is enough.
type When struct {
	Intent           []switchboard.Intent     `json:"intent,omitempty"`
	Flag             []switchboard.Flag       `json:"flag,omitempty"`
	MinConfidence    float64                  `json:"min_confidence,omitempty"` // of intent and flag
	Network          []switchboard.NetworkKey `json:"network,omitempty"`
	Purpose          []switchboard.Purpose    `json:"purpose,omitempty"`
	Visibility       []switchboard.Visibility `json:"visibility,omitempty"`
	Language         []string                 `json:"language,omitempty"`
	Sentiment        []switchboard.Sentiment  `json:"sentiment,omitempty"`
	Urgency          []switchboard.Urgency    `json:"urgency,omitempty"`
	Topic            []string                 `json:"topic,omitempty"`
	Segment          []string                 `json:"segment,omitempty"`
	Account          []string                 `json:"account,omitempty"`
	Brand            []string                 `json:"brand,omitempty"`
	Known            *bool                    `json:"known,omitempty"`
	OpenConversation *bool                    `json:"open_conversation,omitempty"`
	OptedOut         *bool                    `json:"opted_out,omitempty"`
	During           []string                 `json:"during,omitempty"`  // calendars, one of which is open
	Outside          []string                 `json:"outside,omitempty"` // calendars, none of which is open
	Any              []When                   `json:"any,omitempty"`     // one of these holds
	Expert           string                   `json:"expert,omitempty"`  // an expression in CEL
}

// Lead is how whoever leads works.
type Lead struct {
	KeepUntilResolved bool          `json:"keep_until_resolved,omitempty"` // help comes to the lead; no hand-over for want of skill
	CaseloadCap       int           `json:"caseload_cap,omitempty"`        // at most so many at once, whatever a person's own cap; 0 sets none
	SamePersonFor     time.Duration `json:"same_person_for,omitempty"`     // how long a customer comes back to the last lead
	ExpertBudget      []Budget      `json:"expert_budget,omitempty"`
}

// Budget is how much time of a department's people may be asked for, in a day or in a week from Monday. One of the two is
// given; they are days and weeks of the department's hours.
type Budget struct {
	Department switchboard.DepartmentKey `json:"department"`
	PerDay     time.Duration             `json:"per_day,omitempty"`
	PerWeek    time.Duration             `json:"per_week,omitempty"`
}

// Entries of a cover chain that are neither a department nor a person.
const (
	CoverQueue    = "queue"    // it waits until the department is back
	CoverOnCall   = "on_call"  // whoever of the owner is on call
	CoverManagers = "managers" // whoever manages
)

// Cover is who stands in for a department.
type Cover struct {
	Department switchboard.DepartmentKey `json:"department"`
	Chain      []string                  `json:"chain"`           // departments, addresses, queue, on_call, managers; in order
	After      time.Duration             `json:"after,omitempty"` // open, but nobody took it for so long; 0: only when closed
	Line       int                       `json:"line"`
}

// Spill sends what comes in elsewhere while more than so many wait.
type Spill struct {
	From switchboard.DepartmentKey `json:"from"`
	Over int                       `json:"over"`
	To   switchboard.DepartmentKey `json:"to"`
	Line int                       `json:"line"`
}

// Clock is a time of day in minutes after midnight, in the zone of the policy's hours.
type Clock int

// SecondLook holds an answer for a while, so that whoever wrote it reads it again.
type SecondLook struct {
	ID   string        `json:"id"`
	When When          `json:"when"`
	Hold time.Duration `json:"hold"`
	Line int           `json:"line"`
}

// What stands against an outbound message to a customer.
const (
	PauseOpenConversation = "open_conversation"
	PauseOpenComplaint    = "open_complaint"
)

// Outbound is who speaks first, and when not.
type Outbound struct {
	Owner         switchboard.DepartmentKey `json:"owner,omitempty"`
	PauseIf       string                    `json:"pause_for_customer_if,omitempty"`
	MaxUnasked    *int                      `json:"max_unasked_contacts,omitempty"` // to one person who did not speak to us
	UnaskedWithin time.Duration             `json:"within,omitempty"`               // the window of that; 0: ever
	Line          int                       `json:"line,omitempty"`
}

// Limits reports whether anything is asked before somebody is spoken to unasked.
func (o Outbound) Limits() bool { return o.MaxUnasked != nil || o.PauseIf != "" }

// OutboundID is the id of the rule that gives what we say first its owner.
const OutboundID = "outbound"

// Rule is the row of the channel table that an owner of outbound is: all networks, what we say first. found is false
// when the policy names no such owner.
func (o Outbound) Rule() (rule Rule, found bool) {
	if o.Owner == "" {
		return Rule{}, false
	}
	return Rule{ID: OutboundID, When: When{Purpose: []switchboard.Purpose{switchboard.PurposeOutbound}}, Owner: o.Owner,
		Line: o.Line}, true
}

// Rows lists the rows of the channel table, that of outbound the last.
func (d *Document) Rows() []Rule {
	if rule, found := d.Outbound.Rule(); found {
		return append(slices.Clip(d.Channel), rule)
	}
	return d.Channel
}

// Whom an escalation tells.
const (
	TellLead       = "lead"
	TellDepartment = "department"
	TellManagers   = "managers"
)

// Escalation is one step of what happens after a deadline that was not kept. Time alone never takes a matter from a lead
// who is there: a manager may.
type Escalation struct {
	After time.Duration `json:"after"` // behind the deadline
	Tell  string        `json:"tell"`  // lead, department, managers
	Line  int           `json:"line"`
}

// Drift proposes another owner when what a network brings has changed.
type Drift struct {
	Network switchboard.NetworkKey    `json:"network"`
	Intent  []switchboard.Intent      `json:"intent"`
	Over    float64                   `json:"over"` // share of the network's messages, 0 to 1
	Window  time.Duration             `json:"window"`
	Propose switchboard.DepartmentKey `json:"propose"`
	Line    int                       `json:"line"`
}

// Vocabulary is what a company has, to check names in a policy against. An empty list checks nothing beyond form and
// likely misspellings.
type Vocabulary struct {
	Networks    []switchboard.NetworkKey
	Departments []switchboard.DepartmentKey
	People      []string // addresses
}

// HoursOf is the calendar of a department; nil when it is always open.
func (d *Document) HoursOf(key switchboard.DepartmentKey) *calendar.Calendar {
	name := d.Hours
	for _, dep := range d.Departments {
		if dep.Key == key && dep.Hours != "" {
			name = dep.Hours
		}
	}
	for _, team := range d.Teams {
		if team.Key == key && team.Hours != "" {
			name = team.Hours
		}
	}
	return d.Calendar(name)
}

// Calendar is the calendar of a name; nil when there is none.
func (d *Document) Calendar(name string) *calendar.Calendar {
	for _, c := range d.Calendars {
		if c.Key == name {
			return c.Hours
		}
	}
	return nil
}

// BudgetOf is how much time of a department's people may be asked for; found is false where nothing limits it.
func (d *Document) BudgetOf(key switchboard.DepartmentKey) (b Budget, found bool) {
	at := slices.IndexFunc(d.Lead.ExpertBudget, func(b Budget) bool { return b.Department == key })
	if at < 0 {
		return Budget{}, false
	}
	return d.Lead.ExpertBudget[at], true
}

// ZoneOf is the zone in which a department has its days: that of its hours, else that of the policy.
func (d *Document) ZoneOf(key switchboard.DepartmentKey) *time.Location {
	if hours := d.HoursOf(key); hours != nil {
		return hours.Zone()
	}
	return d.Zone()
}

// Zone is the zone that times of day in the policy are meant in: that of its hours, else of its first calendar, else UTC.
func (d *Document) Zone() *time.Location {
	if c := d.Calendar(d.Hours); c != nil {
		return c.Zone()
	}
	if len(d.Calendars) > 0 {
		return d.Calendars[0].Hours.Zone()
	}
	return time.UTC
}

// CoverOf is who stands in for a department; found is false when nobody does.
func (d *Document) CoverOf(key switchboard.DepartmentKey) (c Cover, found bool) {
	for _, c := range d.Cover {
		if c.Department == key {
			return c, true
		}
	}
	return c, false
}
