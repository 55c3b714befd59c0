package lint

import (
	"slices"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// topicsNamed warns of conditions that ask for a topic nobody looks for: they can never hold.
func (c *checker) topicsNamed() {
	if c.company.Topics == nil {
		return
	}
	for _, rule := range slices.Concat(c.doc.Guard, c.doc.Continuity, c.doc.CarveOut, c.doc.Topic, c.doc.Rows()) {
		c.topicsOf(rule.When, atRule(rule))
	}
	for _, look := range c.doc.SecondLook {
		c.topicsOf(look.When, at{look.ID, look.Line})
	}
}

func (c *checker) topicsOf(w document.When, where at) {
	for _, key := range w.Topic {
		if slices.Contains(c.company.Topics, switchboard.TopicKey(key)) {
			continue
		}
		hint := "Put it on the company's list of topics, or name one that is there."
		if meant := switchboard.Nearest(key, c.company.Topics); meant != "" {
			hint = "Did you mean " + string(meant) + "?"
		}
		c.report(document.Warning, UnknownTopic, where, hint,
			"No message is taken to be about %s: the company's list of topics does not have it, or has archived it.", key)
	}
	for _, one := range w.Any {
		c.topicsOf(one, where)
	}
}
