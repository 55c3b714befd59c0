package ownership

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// Outcomes of a step in the path.
const (
	Chosen  = "chosen"
	Skipped = "skipped"
	Added   = "added"
)

// Decide applies the policy to facts. Every facts value gets a department; the result depends on nothing else.
func (p *Policy) Decide(f switchboard.Facts) switchboard.Decision {
	facts := Canonical(f)
	asked := newProbe(&facts)
	run := run{policy: p, probe: &asked}
	run.decision = switchboard.Decision{PolicyName: p.doc.Name, PolicyHash: p.hash, FactsHash: hashCanonical(facts),
		Facts: facts, Path: make([]switchboard.PathStep, 0, 6)}
	run.guard()
	run.department()
	run.duties()
	run.secondLook()
	run.cover()
	run.round()
	slices.SortStableFunc(run.decision.Path, func(a, b switchboard.PathStep) int { return rank(a.Stage) - rank(b.Stage) })
	return run.decision
}

// stages in the order they are declared in; the path is told in this order.
var stages = []switchboard.Stage{switchboard.StageGuard, switchboard.StageContinuity, switchboard.StageCarveOut,
	switchboard.StageTopic, switchboard.StageChannel, switchboard.StageDefault, switchboard.StageLead,
	switchboard.StageCover,
	switchboard.StageHelpers, switchboard.StageRequiredLevel, switchboard.StageDeadlines}

func rank(s switchboard.Stage) int { return slices.Index(stages, s) }

// run is one decision in the making.
type run struct {
	policy   *Policy
	probe    *probe
	decision switchboard.Decision
	matched  []*compiled // every rule with duties that matched, in order
	doubt    float64     // the highest confidence of a rule skipped for too little of it
	// deadlineBy is the rule that set the deadline.
	deadlineBy string
	without    string // a rule that is left out, to see what would follow; empty leaves out none
}

func (r *run) step(c *compiled, outcome, why string) {
	r.decision.Path = append(r.decision.Path,
		switchboard.PathStep{Stage: c.stage, Rule: c.ID, Outcome: outcome, Why: why})
}

func (r *run) guard() {
	for rule := range r.policy.guard.candidates(r.probe) {
		if _, ok := r.holds(rule); ok {
			r.decision.Quarantine = true
			r.step(rule, Chosen, r.because(rule)+": quarantine")
			return
		}
	}
}

// holds asks a rule; one that is not sure enough is noted as skipped.
func (r *run) holds(c *compiled) (sure float64, ok bool) {
	sure, ok = c.clauses.ask(r.probe)
	if !ok || c.ID == r.without {
		return 0, false
	}
	if sure < c.When.MinConfidence {
		r.doubt = max(r.doubt, sure)
		r.step(c, Skipped, r.because(c)+" is less sure than "+twoDigits(c.When.MinConfidence))
		return sure, false
	}
	return sure, true
}

// winner is the rule that chooses the department, as far as is known.
type winner struct {
	rule *compiled
	sure float64
}

// department asks carve-outs, topics and the channel, all of them, because every rule that matches adds its duties. The
// first that matches chooses, unless continuity holds; when none does, the default chooses.
func (r *run) department() {
	row := r.channelRow()
	var won winner
	r.stage(r.policy.carveOut, nil, &won)
	r.stage(r.policy.topic, row, &won)
	if row != nil {
		r.match(row, 1, &won)
	}
	if r.continuity() {
		return
	}
	if won.rule == nil {
		won = winner{&r.policy.fallback, 1 - r.doubt}
	}
	r.choose(won, turn(won.rule, r.probe.facts.Matter))
	r.decision.Shared = won.rule.Shared
}

// turn is the department that leads this one of those that share. It is drawn evenly, and for one matter always the same,
// whatever else becomes known of it.
func turn(c *compiled, matter string) switchboard.DepartmentKey {
	if len(c.Shared) == 0 {
		return c.Owner
	}
	drawn := sha256.Sum256([]byte(c.ID + "\x00" + matter))
	return c.Shared[binary.BigEndian.Uint64(drawn[:])%uint64(len(c.Shared))]
}

// stage asks the rules of one stage. Topics that the owner of the channel answers itself are left to it.
func (r *run) stage(rules ladder, row *compiled, won *winner) {
	for rule := range rules.candidates(r.probe) {
		sure, ok := r.holds(rule)
		if !ok {
			continue
		}
		if row != nil && slices.Contains(row.AlsoAnswers, r.probe.facts.Intent) {
			r.step(rule, Skipped, string(row.Owner)+" answers "+string(r.probe.facts.Intent)+" on "+
				string(r.probe.facts.Network)+" itself")
			continue
		}
		r.match(rule, sure, won)
	}
}

func (r *run) match(rule *compiled, sure float64, won *winner) {
	r.matched = append(r.matched, rule)
	if won.rule == nil && rule.Owner != "" {
		*won = winner{rule, sure}
	}
}

// channelRow is the row of the channel table that holds: of this network and purpose, else that of what we say first,
// else of the whole network.
func (r *run) channelRow() *compiled {
	f := r.probe.facts
	rows := [...]*compiled{r.policy.channel[document.Cell{Network: f.Network, Purpose: f.Purpose}], nil,
		r.policy.channel[document.Cell{Network: f.Network}]}
	if f.Purpose == switchboard.PurposeOutbound {
		rows[1] = r.policy.outbound
	}
	for _, row := range rows {
		if row != nil && row.ID != r.without {
			return row
		}
	}
	return nil
}

// continuity keeps an open conversation where it is. It reports false when no rule asks for that, when a rule that
// matched breaks it, or when that department is not one of this policy any more.
func (r *run) continuity() bool {
	last := r.probe.facts.Author.LastDepartment
	if !r.probe.facts.Author.OpenConversation || last == "" {
		return false
	}
	for rule := range r.policy.continuity.candidates(r.probe) {
		sure, ok := r.holds(rule)
		if !ok {
			continue
		}
		if why := r.breaksContinuity(last); why != "" {
			r.step(rule, Skipped, why)
			return false
		}
		r.choose(winner{rule, sure}, last)
		return true
	}
	return false
}

func (r *run) breaksContinuity(last switchboard.DepartmentKey) string {
	for _, rule := range r.matched {
		if rule.BreaksContinuity {
			return rule.ID + " breaks continuity"
		}
	}
	if _, found := slices.BinarySearch(r.policy.departments, last); !found {
		return string(last) + " is not a department of this policy"
	}
	return ""
}

func (r *run) choose(won winner, owner switchboard.DepartmentKey) {
	r.decision.Department, r.decision.Rule, r.decision.Confidence = owner, won.rule.ID, won.sure
	r.step(won.rule, Chosen, r.because(won.rule))
}

// duties collects helpers and those to inform, the highest level and the earliest deadline of all that matched.
func (r *run) duties() {
	d := &r.decision
	if others := r.collect(&d.Helpers, d.Shared); len(others) > 0 {
		r.decision.Path = append(r.decision.Path, switchboard.PathStep{Stage: switchboard.StageHelpers, Rule: d.Rule, Outcome: Added,
			Why: document.Join(others) + " own it too and help"})
	}
	for _, rule := range r.matched {
		helpers := r.collect(&d.Helpers, rule.Helpers)
		informs := r.collect(&d.Informs, rule.Informs)
		if len(helpers)+len(informs) > 0 {
			r.add(rule, switchboard.StageHelpers, departmentsAdded(helpers, informs))
		}
	}
	level, deadline := r.strictest()
	if level != nil {
		d.RequiredLevel, d.Approver, d.Deputy = level.RequiredLevel, level.Approver, level.Deputy
		r.add(level, switchboard.StageRequiredLevel, levelText(level))
	}
	if deadline != nil {
		d.Deadline, r.deadlineBy = switchboard.SecondsOf(deadline.Deadline), deadline.ID
		r.add(deadline, switchboard.StageDeadlines, "first response within "+spanText(deadline.Deadline))
	}
}

func (r *run) add(c *compiled, stage switchboard.Stage, why string) {
	r.decision.Path = append(r.decision.Path,
		switchboard.PathStep{Stage: stage, Rule: c.ID, Outcome: Added, Why: why})
}

// collect adds departments that are not there yet and do not own the message; it returns those.
func (r *run) collect(into *[]switchboard.DepartmentKey, more []switchboard.DepartmentKey) []switchboard.DepartmentKey {
	before := len(*into)
	for _, key := range more {
		if key != r.decision.Department && !slices.Contains(*into, key) {
			*into = append(*into, key)
		}
	}
	return (*into)[before:]
}

// strictest finds the rules that set the level and the deadline; the default fills in where none does.
func (r *run) strictest() (level, deadline *compiled) {
	for _, rule := range r.matched {
		if rule.RequiredLevel > 0 && (level == nil || rule.RequiredLevel > level.RequiredLevel) {
			level = rule
		}
		if rule.Deadline > 0 && (deadline == nil || rule.Deadline < deadline.Deadline) {
			deadline = rule
		}
	}
	fallback := &r.policy.fallback
	if level == nil && fallback.RequiredLevel > 0 {
		level = fallback
	}
	if deadline == nil && fallback.Deadline > 0 {
		deadline = fallback
	}
	return level, deadline
}
