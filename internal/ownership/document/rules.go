package document

import (
	"fmt"
	"slices"

	"switchboard"
)

// maxRules is how many rules a policy may have in all. Ten times as many as any that was ever seen.
const maxRules = 2000

// rules reads the list of one stage.
func (r *reader) rules(n node, one func(*reader, node) Rule) []Rule {
	var out []Rule
	r.list(n, func(n node) {
		if r.rulesRead++; r.rulesRead > maxRules {
			if r.rulesRead == maxRules+1 {
				r.report(n, "Join rules that differ in one value into one that lists the values.",
					"A policy may have at most %d rules.", maxRules)
			}
			return
		}
		rule := one(r, n)
		rule.Line, _ = position(n.ast)
		r.unique(n, rule)
		out = append(out, rule)
	})
	return out
}

// unique refuses an id that another rule of the policy has, so that a path says exactly which rule it means.
func (r *reader) unique(n node, rule Rule) {
	if rule.ID == "" {
		return
	}
	if first, twice := r.ids[rule.ID]; twice || rule.ID == DefaultID {
		where := "is the name of the default"
		if twice {
			where = fmt.Sprintf("is already in line %d", first)
		}
		r.report(n.child("id", n.ast), "Give each rule an id of its own.", "The id %q %s.", rule.ID, where)
		return
	}
	r.ids[rule.ID] = rule.Line
}

// duties are the keys every rule with an owner may have.
func (r *reader) duties(rule *Rule) fields {
	return fields{
		"owner":          func(n node) { r.owners(n, rule) },
		"helpers":        func(n node) { rule.Helpers = r.someDepartments(n) },
		"informs":        func(n node) { rule.Informs = r.someDepartments(n) },
		"required_level": func(n node) { rule.RequiredLevel = r.integer(n, 0, 5) },
		"approver":       func(n node) { rule.Approver = r.somebody(n) },
		"deputy":         func(n node) { rule.Deputy = r.somebody(n) },
		"deadline":       func(n node) { rule.Deadline = r.duration(n) },
		"why":            func(n node) { rule.Why, _ = r.text(n) },
	}
}

// ownedRule reads a rule of carve_out or topic.
func (r *reader) ownedRule(n node) Rule {
	var rule Rule
	known := r.duties(&rule)
	known["id"] = func(n node) { rule.ID = r.key(n) }
	known["when"] = func(n node) { rule.When = r.when(n) }
	known["breaks_continuity"] = func(n node) { rule.BreaksContinuity = r.truth(n) }
	seen := r.object(n, known)
	r.need(n, seen, "id", "Every rule needs an id, so that people can talk about it.")
	r.need(n, seen, "when", "Say what it matches: when: {intent: billing}. What matches everything is the default.")
	if !seen["owner"] && !seen["helpers"] && !seen["informs"] && !seen["required_level"] && !seen["deadline"] {
		r.report(n.child("owner", n.ast), "Say which department owns it, or who helps whoever leads.", "The rule does nothing.")
	}
	r.approval(n, rule)
	return rule
}

// owners reads one department, or several that share: the first is the rule's owner in name.
func (r *reader) owners(n node, rule *Rule) {
	keys := r.someDepartments(n)
	if len(keys) > 0 {
		rule.Owner = keys[0]
	}
	if len(keys) > 1 {
		rule.Shared = keys
	}
}

// approval holds an approver to a level that asks for one.
func (r *reader) approval(n node, rule Rule) {
	switch {
	case rule.Approver != "" && rule.RequiredLevel == 0:
		r.report(n.child("approver", n.ast), "Add required_level, such as required_level: 4.",
			"Nobody is asked for consent without a required level.")
	case rule.Deputy != "" && rule.Approver == "":
		r.report(n.child("deputy", n.ast), "Name the approver too.", "A deputy stands in for an approver.")
	case rule.Deputy != "" && rule.Deputy == rule.Approver:
		r.report(n.child("deputy", n.ast), "Name somebody else.", "%s cannot stand in for themselves.", rule.Deputy)
	}
}

// guardRule reads a rule that puts messages into quarantine.
func (r *reader) guardRule(n node) Rule {
	rule := r.bareRule(n)
	if len(rule.When.Flag) > 0 && !slices.Contains(rule.When.Flag, switchboard.FlagSpam) {
		r.report(n, "Use a carve_out for what needs care.", "Only what is flagged spam may be put into quarantine.")
	}
	return rule
}

func (r *reader) continuityRule(n node) Rule { return r.bareRule(n) }

// bareRule reads a rule without owner and duties.
func (r *reader) bareRule(n node) Rule {
	var rule Rule
	seen := r.object(n, fields{
		"id":   func(n node) { rule.ID = r.key(n) },
		"when": func(n node) { rule.When = r.when(n) },
		"why":  func(n node) { rule.Why, _ = r.text(n) },
	})
	r.need(n, seen, "id", "Every rule needs an id, so that people can talk about it.")
	r.need(n, seen, "when", "Say what it matches.")
	return rule
}

// DefaultID is the id of the rule that matches everything.
const DefaultID = "default"

func (r *reader) defaultRule(n node) Rule {
	rule := Rule{ID: DefaultID}
	seen := r.object(n, r.duties(&rule))
	r.need(n, seen, "owner", "Say which department owns what no rule matches.")
	r.approval(n, rule)
	rule.Line, _ = position(n.ast)
	return rule
}

// channels reads the table of network and purpose, where each pair may stand once.
func (r *reader) channels(n node) []Rule {
	taken := map[Cell]int{}
	return r.rules(n, func(r *reader, n node) Rule {
		rule := r.channelRule(n)
		line, _ := position(n.ast)
		for _, c := range CellsOf(rule.When) {
			if first, twice := taken[c]; twice {
				r.report(n, "Each pair may have one owner; take it out of one of the rows.",
					"%s already has an owner in line %d.", c, first)
				continue
			}
			taken[c] = line
		}
		return rule
	})
}

func (r *reader) channelRule(n node) Rule {
	var rule Rule
	known := r.duties(&rule)
	known["id"] = func(n node) { rule.ID = r.key(n) }
	known["network"] = func(n node) { rule.When.Network = r.networks(n) }
	known["purpose"] = func(n node) { rule.When.Purpose = words(r, n, "purpose", switchboard.Purposes()) }
	known["also_answers"] = func(n node) { rule.AlsoAnswers = words(r, n, "intent", switchboard.Intents()) }
	seen := r.object(n, known)
	r.need(n, seen, "network", "Say which network this row is about.")
	r.need(n, seen, "owner", "Say which department owns it.")
	r.approval(n, rule)
	if rule.ID == "" && len(rule.When.Network) > 0 {
		rule.ID = channelID(rule.When)
	}
	return rule
}

func channelID(w When) string {
	id := "channel-" + string(w.Network[0])
	if len(w.Purpose) > 0 {
		id += "-" + string(w.Purpose[0])
	}
	return id
}

// Cell is one field of the channel table; an empty purpose is the whole row of the network.
type Cell struct {
	Network switchboard.NetworkKey
	Purpose switchboard.Purpose
}

// String is the field in words.
func (c Cell) String() string {
	if c.Purpose == "" {
		return string(c.Network)
	}
	return string(c.Network) + " with purpose " + string(c.Purpose)
}

// CellsOf lists the fields of the channel table that a row takes.
func CellsOf(w When) []Cell {
	var out []Cell
	for _, network := range w.Network {
		if len(w.Purpose) == 0 {
			out = append(out, Cell{Network: network})
		}
		for _, purpose := range w.Purpose {
			out = append(out, Cell{network, purpose})
		}
	}
	return out
}
