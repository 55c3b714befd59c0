package lint

import (
	"cmp"
	"context"
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
	// OnCall is when somebody of a department is on call, by department.
	OnCall map[switchboard.DepartmentKey][]*calendar.Calendar
	// InForce lists the departments that the policy in force asks to agree to what replaces it.
	InForce []switchboard.DepartmentKey
	// Topics are those that are looked for in messages; nil: it is not known which.
	Topics []switchboard.TopicKey
}

// Person is somebody who works here.
type Person struct {
	Address     string
	Name        string
	Departments []switchboard.DepartmentKey
	LooksOn     bool // may be given no work and approve nothing; all they may do is agree for a department
	Manager     bool
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
	OrderUnproven  = "order_unproven"
	NoCarveOut     = "no_carve_out"
	WaitsClosed    = "waits_while_closed"
	TooEntangled   = "too_entangled"
	Nobody         = "nobody"
	NobodyHere     = "nobody_here"
	ClosedPromised = "closed_when_promised"
	NobodyOnCall   = "nobody_on_call"
	NoApprover     = "no_approver"
	NoApproverHere = "no_approver_here"
	NoDeputy       = "no_deputy"
	ApprovalCycle  = "approval_cycle"
	TeamTooSmall   = "team_too_small"
	NobodySigns    = "nobody_signs"
	SpillToClosed  = "spill_to_closed"
	UnusedCalendar = "unused_calendar"
	UnknownTopic   = "unknown_topic"
	NoRound        = "no_round"
	NeverLive      = "never_live"
)

// Check is everything that is wrong with a policy that can be read, worst first, then in the order of the text: what Text
// and Staff find. It says what could not be proven when the text is too entangled, or when the context ends.
func Check(ctx context.Context, p *ownership.Policy, company Company) document.Findings {
	return Sorted(append(Text(ctx, p), Staff(p, company)...))
}

// Text is what is wrong with the text whoever works here. It does a bounded amount of work and gives up, with a warning,
// when that is not enough or the context ends.
func Text(ctx context.Context, p *ownership.Policy) document.Findings {
	c, _ := text(ctx, p)
	return c
}

func text(ctx context.Context, p *ownership.Policy) (document.Findings, *work) {
	c := newChecker(p)
	c.space = newSpace(c.doc)
	c.work = &work{ctx: ctx, space: c.space}
	c.known = map[string][]box{}
	c.rules()
	c.overlaps()
	c.tooEntangled()
	c.carveOuts()
	c.calendars()
	c.notLive()
	return Sorted(c.findings), c.work
}

// Staff is what is wrong with a policy for those who work here. It is quick; the zero Company checks only what needs nobody.
func Staff(p *ownership.Policy, company Company) document.Findings {
	c := newChecker(p)
	c.company = company
	c.works = slices.DeleteFunc(slices.Clone(company.People), func(p Person) bool { return p.LooksOn })
	c.closedCarveOuts()
	c.topicsNamed()
	if len(company.People) > 0 {
		c.staff()
		c.approvals()
		c.signers()
	}
	return Sorted(c.findings)
}

// Sorted puts findings in order: worst first, then in the order of the text.
func Sorted(list document.Findings) document.Findings {
	slices.SortStableFunc(list, func(a, b document.Finding) int {
		return cmp.Or(rank(a.Severity)-rank(b.Severity), a.Line-b.Line)
	})
	return list
}

func rank(s document.Severity) int {
	return slices.Index([]document.Severity{document.Error, document.Warning, document.Note}, s)
}

type checker struct {
	policy    *ownership.Policy
	doc       *document.Document
	company   Company
	works     []Person // of the company's people, without who only looks on
	weeks     *weeks
	space     *space
	work      *work
	known     map[string][]box // what rules match, by id; nil of those that are too entangled
	tangled   []document.Rule
	unordered []document.Rule
	findings  document.Findings
}

func newChecker(p *ownership.Policy) *checker {
	doc := p.Document()
	return &checker{policy: p, doc: &doc}
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
