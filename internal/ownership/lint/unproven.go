package lint

import (
	"fmt"
	"slices"

	"switchboard/internal/ownership/document"
)

// unproven notes a rule of which it could not be worked out whether it is ever used.
func (c *checker) unproven(rule document.Rule) { c.tangled = append(c.tangled, rule) }

// orderUnproven notes a rule of which it could not be worked out whether it takes from rules below.
func (c *checker) orderUnproven(rule document.Rule) {
	if last := len(c.unordered) - 1; last < 0 || c.unordered[last].ID != rule.ID {
		c.unordered = append(c.unordered, rule)
	}
}

// tooEntangled says what could not be proven. There is one finding for all rules, so that a policy of any size can be
// weighed by somebody; it stands at the first of them.
func (c *checker) tooEntangled() {
	const hint = "Split rules that ask for many facts at once, or join rules that differ in one value."
	if len(c.tangled) > 0 {
		c.report(document.Warning, TooEntangled, atRule(c.tangled[0]), hint,
			"Whether %s ever used, and what follows from the order, could not be worked out: what is asked for is too entangled.", isAre(c.tangled))
	}
	if len(c.unordered) > 0 {
		c.report(document.Warning, OrderUnproven, atRule(c.unordered[0]), hint,
			"Whether the order of %s and of rules below decides who leads could not be worked out: what is asked for is too entangled.",
			named(c.unordered))
	}
}

func isAre(rules []document.Rule) string {
	if len(ids(rules)) == 1 {
		return "the rule " + rules[0].ID + " is"
	}
	return named(rules) + " are"
}

// few is how many rules are named before the others are counted.
const few = 3

func named(rules []document.Rule) string {
	all := ids(rules)
	if len(all) <= few {
		return "the rules " + document.Join(all)
	}
	return fmt.Sprintf("the rules %s and %d more", document.Join(all[:few]), len(all)-few)
}

func ids(rules []document.Rule) (all []string) {
	seen := map[string]bool{}
	for _, rule := range rules {
		if !seen[rule.ID] {
			seen[rule.ID] = true
			all = append(all, rule.ID)
		}
	}
	return slices.Clip(all)
}
