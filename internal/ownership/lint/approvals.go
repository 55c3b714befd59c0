package lint

import (
	"slices"
	"strconv"
	"time"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// approvals looks whether what needs consent can get it.
func (c *checker) approvals() {
	told := map[string]bool{}
	for _, rule := range c.policy.Rules() {
		if rule.RequiredLevel > 0 {
			c.approval(rule, told)
		}
	}
}

func (c *checker) approval(rule document.Rule, told map[string]bool) {
	able := c.approvers(rule)
	switch {
	case len(able) == 0:
		c.report(document.Error, NoApprover, atRule(rule), "Give somebody that level, or ask for a lower one.",
			"%s asks for level %d, and nobody %shas it.", rule.ID, rule.RequiredLevel, asked(rule))
	case c.doc.Mode == document.Solo:
		// nobody else is there to ask; a second look takes the place of consent
	case len(able) == 1 && c.alone(rule, able[0]):
	case !c.company.Now.IsZero():
		for _, owner := range ownersOr(rule, c.doc.Default) {
			c.approverHere(rule, owner, told)
		}
	}
}

// ownersOr is who leads by a rule; one that adds duties leaves that to others, of which the default is one.
func ownersOr(rule, fallback document.Rule) []switchboard.DepartmentKey {
	if owners := rule.Owners(); len(owners) > 0 {
		return owners
	}
	return fallback.Owners()
}

// approverHere warns when somebody is at work who leads what they may not send, and nobody who may approve it is here. Of
// rules that ask the same department for the same level the first is told.
func (c *checker) approverHere(rule document.Rule, owner switchboard.DepartmentKey, told map[string]bool) {
	key := string(owner) + " " + level(rule)
	if told[key] {
		return
	}
	hours := c.doc.HoursOf(owner)
	if hours == nil {
		hours = c.company.Promised
	}
	leads := c.those(func(p Person) bool { return slices.Contains(p.Departments, owner) && p.Freedom < rule.RequiredLevel })
	able := c.those(func(p Person) bool { return p.Freedom >= rule.RequiredLevel })
	missing := c.weeks.open(hours).and(c.weeks.here(leads...)).without(c.weeks.here(able...))
	g := c.weeks.gap(missing)
	if g.missing == 0 {
		return
	}
	told[key] = true
	c.report(document.Warning, NoApproverHere, atRule(rule), "Give somebody who is here then level "+level(rule)+", or change shifts.",
		"Nobody who may approve what %s asks for is here from %s, while people of %s are who may not send it alone: %s in the coming four weeks.",
		rule.ID, g.since(c.doc.Zone()), owner, g.hours())
}

// signers looks whether the departments that have to agree to the policy have anybody who could.
func (c *checker) signers() {
	const hint = "Give somebody this department, take it out of sign_off, or let an administrator put the policy into force and say here why."
	for _, key := range c.doc.SignOff {
		if !c.canSign(key) {
			c.report(document.Warning, NobodySigns, at{SignOffOf(key), 1}, hint, "%s has to agree to a new policy, and nobody belongs to it.", key)
		}
	}
	for _, key := range c.company.InForce {
		if !c.canSign(key) && !slices.Contains(c.doc.SignOff, key) {
			c.report(document.Warning, NobodySigns, at{SignOffOf(key), 1}, hint,
				"%s has to agree to what replaces the policy in force, and nobody belongs to it.", key)
		}
	}
}

// canSign reports whether a department has anybody who could agree for it, which who only looks on may.
func (c *checker) canSign(key switchboard.DepartmentKey) bool {
	return slices.ContainsFunc(c.company.People, func(p Person) bool { return slices.Contains(p.Departments, key) })
}

// SignOffOf is what findings about the agreement of a department name as their rule.
func SignOffOf(key switchboard.DepartmentKey) string { return "sign_off-" + string(key) }

func asked(rule document.Rule) string {
	if rule.Approver == "" {
		return ""
	}
	return "who is asked (" + rule.Approver + ") "
}

// approvers is everybody who may give the consent a rule asks for.
func (c *checker) approvers(rule document.Rule) []Person {
	var out []Person
	for _, p := range c.works {
		named := rule.Approver == "" || slices.ContainsFunc([]string{rule.Approver, rule.Deputy}, func(who string) bool {
			return who == p.Address || slices.Contains(p.Departments, switchboard.DepartmentKey(who)) && who != ""
		})
		if named && p.Freedom >= rule.RequiredLevel {
			out = append(out, p)
		}
	}
	return out
}

// alone looks at a rule that only one person can approve, and reports whether something is wrong with that.
func (c *checker) alone(rule document.Rule, only Person) bool {
	if owners := rule.Owners(); len(owners) == 1 {
		if leads := c.wearing(owners[0]); len(leads) == 1 && leads[0].Address == only.Address {
			return false // the one who leads may send without asking
		}
	}
	if deputy, circle := c.deputyOf(only, rule.RequiredLevel); circle {
		c.report(document.Warning, ApprovalCycle, atRule(rule), "Name a deputy who may approve at level "+level(rule)+".",
			"Only %s can approve what %s asks for, and the deputies go round in a circle.", only.Name, rule.ID)
		return true
	} else if deputy != "" {
		return false
	}
	text := "Only %s can approve what %s asks for, and nobody stands in."
	if away := only.away(c.company.Now); away != "" {
		text += " " + away
	}
	c.report(document.Warning, NoDeputy, atRule(rule), "Name a deputy, or give somebody else level "+level(rule)+".", text, only.Name, rule.ID)
	return true
}

func level(rule document.Rule) string { return strconv.Itoa(rule.RequiredLevel) }

// deputyOf follows the deputies until one may approve; circle is true when they lead back.
func (c *checker) deputyOf(p Person, least int) (address string, circle bool) {
	seen := []string{p.Address}
	for next := p.Deputy; next != ""; {
		if slices.Contains(seen, next) {
			return "", true
		}
		seen = append(seen, next)
		i := slices.IndexFunc(c.works, func(o Person) bool { return o.Address == next })
		if i < 0 {
			return "", false
		}
		if c.works[i].Freedom >= least {
			return next, false
		}
		next = c.works[i].Deputy
	}
	return "", false
}

// away says when somebody is next absent in the coming weeks.
func (p Person) away(now time.Time) string {
	for _, a := range p.Absences {
		if a.Until.After(now) && a.From.Before(now.Add(ahead)) {
			return "They are away from " + a.From.Format("2 January") + " to " + a.Until.Format("2 January") + "."
		}
	}
	return ""
}
