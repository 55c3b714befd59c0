package lint

import (
	"slices"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// rules looks for rules that can never decide.
func (c *checker) rules() {
	for _, stage := range [][]document.Rule{c.doc.Guard, c.doc.Continuity} {
		var taken []box
		for _, rule := range stage {
			taken = c.rule(rule, c.space.of(rule.When), taken)
		}
	}
	var taken []box
	for _, rule := range c.doc.CarveOut {
		taken = c.rule(rule, c.space.of(rule.When), taken)
	}
	kept := c.keptByChannels()
	for _, rule := range c.doc.Topic {
		own, ok := c.work.minus(c.space.of(rule.When), kept)
		if !ok {
			c.entangled(rule)
			continue
		}
		taken = c.rule(rule, own, taken)
	}
	for _, row := range c.doc.Rows() {
		own, ok := c.work.minus(c.space.of(row.When), c.finerRows(row))
		if ok {
			taken = c.rule(row, own, taken)
		}
	}
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
	left, ok := c.work.minus(own, taken)
	switch {
	case !ok:
		c.entangled(rule)
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

func (c *checker) entangled(rule document.Rule) {
	c.report(document.Warning, TooEntangled, atRule(rule), "Split rules that ask for many facts at once.",
		"Whether the rule %s is ever used could not be worked out: the rules above it are too entangled.", rule.ID)
}

// keptByChannels is what the owners of networks answer themselves, so that no topic takes it.
func (c *checker) keptByChannels() []box {
	var out []box
	for _, row := range c.doc.Channel {
		if len(row.AlsoAnswers) == 0 {
			continue
		}
		w := row.When
		w.Intent = row.AlsoAnswers
		kept, ok := c.work.minus(c.space.of(w), c.finerRows(row))
		if ok {
			out = append(out, kept...)
		}
	}
	return out
}

// finerRows is what finer rows take from a row: those of a network and purpose from all others, and that of what we say
// first from those of a whole network.
func (c *checker) finerRows(row document.Rule) []box {
	fine := fineness(row)
	var out []box
	for _, other := range c.doc.Rows() {
		if fineness(other) > fine && common(c.space.of(other.When), c.space.of(row.When)) != nil {
			out = append(out, c.space.of(other.When)...)
		}
	}
	return out
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

// overlaps notes pairs of rules of one stage whose order decides who leads. An exception above the rule it is taken from
// is how policies are written and is not noted.
func (c *checker) overlaps() {
	for _, stage := range [][]document.Rule{c.doc.CarveOut, c.doc.Topic} {
		matches := make([][]box, len(stage))
		for i, rule := range stage {
			matches[i] = c.space.of(rule.When)
		}
		for i, first := range stage {
			for j := i + 1; j < len(stage); j++ {
				if first.Owner != "" && stage[j].Owner != "" && !slices.Equal(first.Owners(), stage[j].Owners()) {
					c.overlap(first, stage[j], matches[i], matches[j])
				}
			}
		}
	}
}

func (c *checker) overlap(first, second document.Rule, a, b []box) {
	both := common(a, b)
	if both == nil {
		return
	}
	if left, ok := c.work.minus(a, b); !ok || len(left) == 0 {
		return // the first is an exception from the second
	}
	if left, ok := c.work.minus(b, a); !ok || len(left) == 0 {
		return // reported as never used
	}
	c.report(document.Note, OrderDecides, atRule(first), "Change their order if the other is to lead.",
		"What both %s and %s match (%s) goes to %s, because %s stands first.", first.ID, second.ID, c.space.describe(both),
		document.Join(first.Owners()), first.ID)
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
