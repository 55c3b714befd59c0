package lint

import (
	"slices"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// rules looks for rules that can never decide.
func (c *checker) rules() {
	c.stage(c.doc.Guard, nil)
	c.stage(c.doc.Continuity, nil)
	taken := c.stage(c.doc.CarveOut, nil)
	taken = c.topics(taken)
	c.channels(taken)
}

// stage holds rules against each other and what rules before them take, and adds what they take. What could not be worked
// out is left out of that: a rule is only called dead for what is known to be taken.
func (c *checker) stage(rules []document.Rule, taken []box) []box {
	for _, rule := range rules {
		if own, ok := c.matches(rule); ok {
			taken = c.rule(rule, own, taken)
		}
	}
	return taken
}

// topics leaves to the owners of networks what they answer themselves.
func (c *checker) topics(taken []box) []box {
	kept, known := c.keptByChannels()
	for _, rule := range c.doc.Topic {
		own, ok := c.matches(rule)
		if !ok {
			continue
		}
		c.work.begin()
		if own, ok = c.work.minus(own, kept); !ok || !known {
			c.unproven(rule)
			continue
		}
		taken = c.rule(rule, own, taken)
	}
	return taken
}

func (c *checker) channels(taken []box) {
	for _, row := range c.doc.Rows() {
		own, ok := c.rowAlone(row, row.When)
		if !ok {
			c.unproven(row)
			continue
		}
		taken = c.rule(row, own, taken)
	}
}

// matches is what a rule asks for, worked out once. What is too much for that is noted as not proven.
func (c *checker) matches(rule document.Rule) (own []box, ok bool) {
	if own, ok = c.known[rule.ID]; ok {
		return own, own != nil
	}
	c.work.begin()
	if own, ok = c.work.of(rule.When); !ok {
		own = nil
		c.unproven(rule)
	} else if own == nil {
		own = []box{}
	}
	c.known[rule.ID] = own
	return own, ok
}

// rule holds one rule against what the rules before it take, and adds what it takes itself.
func (c *checker) rule(rule document.Rule, own, taken []box) []box {
	if len(own) == 0 {
		c.report(document.Error, DeadRule, atRule(rule), "Remove it, or change what it asks for.",
			"The rule %s can never match: what it asks for does not go together.", rule.ID)
		return taken
	}
	if isDutyOnly(rule) {
		return taken
	}
	c.work.begin()
	left, ok := c.work.minus(own, taken)
	switch {
	case !ok:
		c.unproven(rule)
	case len(left) == 0 && adds(rule):
		c.report(document.Warning, NeverLeads, atRule(rule), "Put it above them, or take out its owner if only its duties are meant.",
			"The rule %s never decides who leads: rules above it take everything it matches.", rule.ID)
	case len(left) == 0:
		c.report(document.Error, DeadRule, atRule(rule), "Put it above them, or remove it.",
			"The rule %s never decides anything: rules above it take everything it matches.", rule.ID)
	}
	return append(taken, own...)
}

// adds reports whether a rule does something besides naming an owner.
func adds(r document.Rule) bool {
	return len(r.Helpers)+len(r.Informs) > 0 || r.RequiredLevel > 0 || r.Deadline > 0 || r.BreaksContinuity
}

// isDutyOnly reports whether a rule adds to whatever other rules decide. Rules of guard and continuity name no owner
// either, but the first of them decides.
func isDutyOnly(r document.Rule) bool { return r.Owner == "" && adds(r) }

// keptByChannels is what the owners of networks answer themselves, so that no topic takes it. ok is false when that could
// not be worked out, so that nothing can be said of topics.
func (c *checker) keptByChannels() (kept []box, ok bool) {
	for _, row := range c.doc.Channel {
		if len(row.AlsoAnswers) == 0 {
			continue
		}
		when := row.When
		when.Intent = row.AlsoAnswers
		own, ok := c.rowAlone(row, when)
		if !ok {
			return nil, false
		}
		kept = append(kept, own...)
	}
	return kept, true
}

// rowAlone is what a condition on a row of the channel table matches without what finer rows take from it: those of a
// network and purpose from all others, and that of what we say first from those of a whole network.
func (c *checker) rowAlone(row document.Rule, when document.When) (own []box, ok bool) {
	c.work.begin()
	if own, ok = c.work.of(when); !ok {
		return nil, false
	}
	fine := fineness(row)
	for _, other := range c.doc.Rows() {
		if fineness(other) <= fine {
			continue
		}
		finer, ok := c.matches(other)
		if !ok {
			return nil, false
		}
		if own, ok = c.work.minus(own, finer); !ok {
			return nil, false
		}
	}
	return own, true
}

// fineness is how much of its place a row of the channel table names.
func fineness(row document.Rule) int {
	switch {
	case len(row.When.Purpose) == 0:
		return 0
	case len(row.When.Network) == 0:
		return 1
	}
	return 2
}

// maxPairs is how many pairs of rules whose order decides are named.
const maxPairs = 100

// overlaps notes pairs of rules of one stage whose order decides who leads. An exception above the rule it is taken from
// is how policies are written and is not noted.
func (c *checker) overlaps() {
	pairs := 0
	for _, stage := range [][]document.Rule{c.doc.CarveOut, c.doc.Topic} {
		for i, first := range stage {
			for _, second := range stage[i+1:] {
				if first.Owner == "" || second.Owner == "" || slices.Equal(first.Owners(), second.Owners()) || !c.overlap(first, second) {
					continue
				}
				if pairs++; pairs == maxPairs {
					return
				}
			}
		}
	}
}

// overlap notes one pair, and reports whether it did.
func (c *checker) overlap(first, second document.Rule) bool {
	a, b := c.known[first.ID], c.known[second.ID]
	c.work.begin()
	both := c.work.common(a, b)
	// The first may be taken from the second, or the second be reported as never used.
	decides := both != nil && !c.within(a, b) && !c.within(b, a)
	if c.work.out() {
		c.orderUnproven(first)
		return false
	}
	if decides {
		c.report(document.Note, OrderDecides, atRule(first), "Change their order if the other is to lead.",
			"What both %s and %s match (%s) goes to %s, because %s stands first.", first.ID, second.ID, c.space.describe(both),
			document.Join(first.Owners()), first.ID)
	}
	return decides
}

// within reports whether a lies within b.
func (c *checker) within(a, b []box) bool {
	left, ok := c.work.minus(a, b)
	return ok && len(left) == 0
}

// careful are the flags that ought not to depend on which network or subject a message has.
var careful = []struct {
	flags []switchboard.Flag
	what  string
}{
	{[]switchboard.Flag{switchboard.FlagSafety}, "somebody may be hurt"},
	{[]switchboard.Flag{switchboard.FlagLegal}, "a lawyer or a court is named"},
	{[]switchboard.Flag{switchboard.FlagPress, switchboard.FlagBrandThreat}, "a reporter asks or the company's name is at stake"},
}

// carveOuts warns of what needs care and has no rule of its own.
func (c *checker) carveOuts() {
	named := map[switchboard.Flag]bool{}
	for _, rule := range slices.Concat(c.doc.CarveOut, c.doc.Topic) {
		for _, w := range append(slices.Clone(rule.When.Any), rule.When) {
			for _, flag := range w.Flag {
				named[flag] = true
			}
		}
	}
	for _, care := range careful {
		if !slices.ContainsFunc(care.flags, func(f switchboard.Flag) bool { return named[f] }) {
			c.report(document.Warning, NoCarveOut, atRule(c.doc.Default), "Add a carve_out for flag "+document.Join(care.flags)+".",
				"No rule says what happens when %s.", care.what)
		}
	}
}
