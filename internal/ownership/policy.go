package ownership

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/ownership/document"
	"switchboard/policies"
)

// Policy is a checked and compiled document. It never changes and may be shared.
type Policy struct {
	doc         document.Document
	source      []byte
	hash        string
	departments []switchboard.DepartmentKey
	guard       ladder
	continuity  ladder
	carveOut    ladder
	topic       ladder
	channel     map[document.Cell]*compiled
	outbound    *compiled // who owns what we say first, nil when the policy does not say
	fallback    compiled
	looks       ladder // second looks
	hold        map[string]document.SecondLook
	hours       map[switchboard.DepartmentKey]*calendar.Calendar // of those that are not always open
	spill       map[switchboard.DepartmentKey]document.Spill
}

// Parse reads a policy. It refuses with code `bad_policy`; the cause is document.Findings with everything that is wrong,
// each with line, column and, where there is one, what was probably meant. A text over 1 MiB is `too_large`.
func Parse(src []byte) (*Policy, error) { return ParseWith(src, document.Vocabulary{}) }

// ParseWith is Parse that also checks names against what the company has. The departments a policy lists itself count
// before those of the vocabulary.
func ParseWith(src []byte, known document.Vocabulary) (*Policy, error) {
	doc, err := document.Read(src, known)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(document.Normalise(src))
	p := &Policy{doc: doc, source: slices.Clone(src), hash: hex.EncodeToString(sum[:])}
	return p, p.compile()
}

// DefaultPolicy is the policy an installation starts with. The error is always nil in a tested build.
func DefaultPolicy() (*Policy, error) { return Shipped(policies.Default) }

// Shipped is one of the policies the product comes with; code `not_found` when there is none of that name.
func Shipped(name string) (*Policy, error) {
	source, found := policies.Source(name)
	if !found {
		return nil, switchboard.Refuse(switchboard.CodeNotFound, "There is no policy %q among those that come with Switchboard.", name).
			WithHint("There are " + document.Join(policies.Names()) + ".")
	}
	return Parse(source)
}

// Name is the policy's name.
func (p *Policy) Name() string { return p.doc.Name }

// Mode is how work comes to people.
func (p *Policy) Mode() document.Mode {
	if p.doc.Mode == "" {
		return document.Team
	}
	return p.doc.Mode
}

// Hash is the SHA-256 of the normalised text in hexadecimal.
func (p *Policy) Hash() string { return p.hash }

// Source is the text the policy was read from.
func (p *Policy) Source() []byte { return slices.Clone(p.source) }

// Document is what the policy says, as data. It must not be changed.
func (p *Policy) Document() document.Document { return p.doc }

// Departments lists every department the policy names, teams included, in alphabetical order.
func (p *Policy) Departments() []switchboard.DepartmentKey { return slices.Clone(p.departments) }

// Owners lists every department that may own a message by this policy or stand in for one that does, in alphabetical
// order.
func (p *Policy) Owners() []switchboard.DepartmentKey {
	var owners []switchboard.DepartmentKey
	for _, rule := range p.Rules() {
		owners = append(owners, rule.Owners()...)
	}
	for _, c := range p.doc.Cover {
		for _, entry := range c.Chain {
			if isDepartment(entry) {
				owners = append(owners, switchboard.DepartmentKey(entry))
			}
		}
	}
	for _, s := range p.doc.Spill {
		owners = append(owners, s.To)
	}
	slices.Sort(owners)
	return slices.Compact(owners)
}

// Rules lists every rule that chooses an owner or adds duties, in the order in which they are asked, the default last.
func (p *Policy) Rules() []document.Rule {
	return slices.Concat(p.doc.CarveOut, p.doc.Topic, p.doc.Rows(), []document.Rule{p.doc.Default})
}

// AsksWaiting lists the departments whose queues the policy looks at: Facts.Waiting should hold them.
func (p *Policy) AsksWaiting() []switchboard.DepartmentKey {
	keys := make([]switchboard.DepartmentKey, len(p.doc.Spill))
	for i, s := range p.doc.Spill {
		keys[i] = s.From
	}
	return keys
}

func (p *Policy) compile() error {
	c := compiler{doc: &p.doc}
	p.guard = c.all(switchboard.StageGuard, p.doc.Guard)
	p.continuity = c.all(switchboard.StageContinuity, p.doc.Continuity)
	p.carveOut = c.all(switchboard.StageCarveOut, p.doc.CarveOut)
	p.topic = c.all(switchboard.StageTopic, p.doc.Topic)
	p.fallback = c.one(switchboard.StageDefault, p.doc.Default)
	p.channel = map[document.Cell]*compiled{}
	for _, rule := range p.doc.Channel {
		row := c.one(switchboard.StageChannel, rule)
		for _, cell := range document.CellsOf(rule.When) {
			p.channel[cell] = &row
		}
	}
	if rule, found := p.doc.Outbound.Rule(); found {
		row := c.one(switchboard.StageChannel, rule)
		p.outbound = &row
	}
	p.compileLooks(&c)
	p.compileStaff()
	return c.findings.Refusal()
}

func (p *Policy) compileLooks(c *compiler) {
	p.hold = map[string]document.SecondLook{}
	rules := make([]document.Rule, len(p.doc.SecondLook))
	for i, look := range p.doc.SecondLook {
		rules[i] = document.Rule{ID: look.ID, When: look.When, Line: look.Line}
		p.hold[look.ID] = look
	}
	p.looks = c.all(switchboard.StageDeadlines, rules)
}

func (p *Policy) compileStaff() {
	named := p.Owners()
	for _, d := range p.doc.Departments {
		named = append(named, d.Key)
	}
	for _, t := range p.doc.Teams {
		named = append(named, t.Key)
	}
	for _, rule := range p.Rules() {
		named = append(append(named, rule.Helpers...), rule.Informs...)
	}
	slices.Sort(named)
	p.departments = slices.Compact(named)
	p.hours = map[switchboard.DepartmentKey]*calendar.Calendar{}
	for _, key := range p.departments {
		if hours := p.doc.HoursOf(key); hours != nil {
			p.hours[key] = hours
		}
	}
	p.spill = map[switchboard.DepartmentKey]document.Spill{}
	for _, s := range p.doc.Spill {
		p.spill[s.From] = s
	}
}
