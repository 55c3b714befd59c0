package ownership

import (
	"fmt"
	"slices"

	"switchboard"
)

// rules reads the list of one stage.
func (r *reader) rules(n node, one func(*reader, node) Rule) []Rule {
	var out []Rule
	r.list(n, func(n node) {
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
	if first, twice := r.ids[rule.ID]; twice || rule.ID == defaultID {
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
		"owner":          func(n node) { rule.Owner = r.department(n) },
		"helpers":        func(n node) { rule.Helpers = r.someDepartments(n) },
		"informs":        func(n node) { rule.Informs = r.someDepartments(n) },
		"required_level": func(n node) { rule.RequiredLevel = r.integer(n, 0, 5) },
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
	r.need(n, seen, "owner", "Say which department owns it.")
	return rule
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

const defaultID = "default"

func (r *reader) defaultRule(n node) Rule {
	rule := Rule{ID: defaultID}
	seen := r.object(n, r.duties(&rule))
	r.need(n, seen, "owner", "Say which department owns what no rule matches.")
	rule.Line, _ = position(n.ast)
	return rule
}

// channels reads the table of network and purpose, where each pair may stand once.
func (r *reader) channels(n node) []Rule {
	taken := map[cell]int{}
	return r.rules(n, func(r *reader, n node) Rule {
		rule := r.channelRule(n)
		line, _ := position(n.ast)
		for _, c := range cellsOf(rule.When) {
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

// cell is one field of the channel table; an empty purpose is the whole row of the network.
type cell struct {
	network switchboard.NetworkKey
	purpose switchboard.Purpose
}

func (c cell) String() string {
	if c.purpose == "" {
		return string(c.network)
	}
	return string(c.network) + " with purpose " + string(c.purpose)
}

func cellsOf(w When) []cell {
	var out []cell
	for _, network := range w.Network {
		if len(w.Purpose) == 0 {
			out = append(out, cell{network: network})
		}
		for _, purpose := range w.Purpose {
			out = append(out, cell{network, purpose})
		}
	}
	return out
}
