package lint

import (
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// notLive warns of conditions upon facts that nothing which comes in has yet: nobody keeps segments of customers, and no
// post is known to belong to a campaign. Tests and probes can give such facts, so they prove nothing of what comes in.
// There is one finding for all rules.
func (c *checker) notLive() {
	rules := slices.Concat(c.doc.Guard, c.doc.Continuity, c.doc.CarveOut, c.doc.Topic, c.doc.Channel)
	for _, look := range c.doc.SecondLook {
		rules = append(rules, document.Rule{ID: look.ID, When: look.When, Line: look.Line})
	}
	var asking []document.Rule
	var missing []string
	for _, rule := range rules {
		for _, w := range append([]document.When{rule.When}, rule.When.Any...) {
			if lacks := missingOf(w); len(lacks) > 0 {
				asking, missing = append(asking, rule), append(missing, lacks...)
			}
		}
	}
	if len(asking) == 0 {
		return
	}
	slices.Sort(missing)
	c.report(document.Warning, NeverLive, atRule(asking[0]), "Ask for something else, or keep it for later and say so.",
		"What no message that comes in has yet is asked for by %s: %s.", asks(asking), document.Join(slices.Compact(missing)))
}

func asks(rules []document.Rule) string {
	if len(ids(rules)) == 1 {
		return "the rule " + rules[0].ID
	}
	return named(rules)
}

// missingOf is what a condition cannot do without and nothing that comes in has.
func missingOf(w document.When) (missing []string) {
	if len(w.Segment) > 0 || strings.Contains(w.Expert, "author.segment") {
		missing = append(missing, "a segment")
	}
	other := func(p switchboard.Purpose) bool { return p != switchboard.PurposeCampaignComment }
	if len(w.Purpose) > 0 && !slices.ContainsFunc(w.Purpose, other) {
		missing = append(missing, "the purpose "+string(switchboard.PurposeCampaignComment))
	}
	return missing
}
