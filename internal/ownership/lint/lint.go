package lint

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
)

// Company is what a policy is held against besides itself. The zero Company checks the policy alone.
type Company struct {
	People   []Person
	Promised *calendar.Calendar // when the company said that somebody is here; nil: it promised nothing
	Now      time.Time
}

// Person is somebody who works here.
type Person struct {
	Address     string
	Name        string
	Departments []switchboard.DepartmentKey
	Freedom     int
	Deputy      string               // address
	Shifts      []*calendar.Calendar // none: works whenever they are signed in
	Dates       []Span               // shifts of single dates
	Absences    []Span
}

// Span is a stretch of time: [From, Until). A zero Until has no end.
type Span struct{ From, Until time.Time }

func (s Span) holds(t time.Time) bool {
	return !t.Before(s.From) && (s.Until.IsZero() || t.Before(s.Until))
}

// Kinds of findings.
const (
	DeadRule       = "dead_rule"
	NeverLeads     = "never_leads"
	OrderDecides   = "order_decides"
	NoCarveOut     = "no_carve_out"
	WaitsClosed    = "waits_while_closed"
	TooEntangled   = "too_entangled"
	Nobody         = "nobody"
	NobodyHere     = "nobody_here"
	NoApprover     = "no_approver"
	NoDeputy       = "no_deputy"
	ApprovalCycle  = "approval_cycle"
	TeamTooSmall   = "team_too_small"
	NobodySigns    = "nobody_signs"
	SpillToClosed  = "spill_to_closed"
	UnusedCalendar = "unused_calendar"
)

// Check is everything that is wrong with a policy that can be read, worst first, then in the order of the text.
func Check(p *ownership.Policy, company Company) document.Findings {
	doc := p.Document()
	c := &checker{policy: p, doc: &doc, company: company, space: newSpace(&doc), work: work{budget}}
	c.rules()
	c.overlaps()
	c.carveOuts()
	c.calendars()
	if len(company.People) > 0 {
		c.staff()
		c.approvals()
	}
	slices.SortStableFunc(c.findings, func(a, b document.Finding) int {
		return cmp.Or(rank(a.Severity)-rank(b.Severity), a.Line-b.Line)
	})
	return c.findings
}

func rank(s document.Severity) int {
	return slices.Index([]document.Severity{document.Error, document.Warning, document.Note}, s)
}

type checker struct {
	policy   *ownership.Policy
	doc      *document.Document
	company  Company
	space    *space
	work     work
	findings document.Findings
}

// at is where a finding stands.
type at struct {
	rule string
	line int
}

func atRule(r document.Rule) at { return at{r.ID, r.Line} }

func (c *checker) report(s document.Severity, kind string, where at, hint, text string, args ...any) {
	c.findings = append(c.findings, document.Finding{Severity: s, Kind: kind, Rule: where.rule, Line: max(1, where.line), Column: 1,
		Text: fmt.Sprintf(text, args...), Hint: hint})
}
