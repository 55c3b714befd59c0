package document

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard"
)

// lead reads how whoever leads works.
func (r *reader) lead(n node) Lead {
	var lead Lead
	r.object(n, fields{
		"keep_until_resolved": func(n node) { lead.KeepUntilResolved = r.truth(n) },
		"caseload_cap":        func(n node) { lead.CaseloadCap = r.integer(n, 1, 1000) },
		"same_person_for":     func(n node) { lead.SamePersonFor = r.window(n) },
		"expert_budget":       func(n node) { lead.ExpertBudget = r.budgets(n) },
	})
	return lead
}

// budgets reads how much time of each department may be asked for: {product: 60m/day, legal: 3h/week}.
func (r *reader) budgets(n node) []Budget {
	var out []Budget
	r.named(n, func(at, value node) {
		b := Budget{Department: r.department(at)}
		if text, ok := r.text(value); ok && !b.read(text) {
			r.report(value, "Write 60m/day or 5h/week; at most 24h/day.", "%q is no budget.", text)
		}
		out = append(out, b)
	})
	return out
}

// read takes a span of a day or of a week, no longer than either is; false for anything else.
func (b *Budget) read(text string) bool {
	const day = 24 * time.Hour
	span, per, _ := strings.Cut(text, "/")
	d, err := parseDuration(span)
	switch {
	case err != nil || d <= 0:
		return false
	case per == "day" && d <= day:
		b.PerDay = d
	case per == "week" && d <= 7*day:
		b.PerWeek = d
	default:
		return false
	}
	return true
}

// covers reads who stands in for each department.
func (r *reader) covers(n node) []Cover {
	var out []Cover
	r.named(n, func(at, value node) {
		c := Cover{Department: r.department(at)}
		c.Line, _ = position(at.ast)
		seen := r.object(value, fields{
			"chain": func(n node) { c.Chain = r.chain(n, c.Department) },
			"after": func(n node) { c.After = r.duration(n) },
		})
		r.need(value, seen, "chain", "Say who stands in, in order: chain: [on_call, service].")
		out = append(out, c)
	})
	return out
}

// chain reads those who stand in, in order.
func (r *reader) chain(n node, department switchboard.DepartmentKey) []string {
	var out []string
	r.oneOrMany(n, func(n node) {
		entry := r.chainEntry(n)
		switch {
		case entry == "":
		case entry == string(department):
			r.report(n, "Write queue when it is to wait.", "%s cannot stand in for itself.", entry)
		case slices.Contains(out, entry):
			r.report(n, "Keep one of them.", "%s is named twice.", entry)
		default:
			out = append(out, entry)
		}
	})
	if at := slices.Index(out, CoverQueue); at >= 0 && at < len(out)-1 {
		r.report(n, "Put queue last.", "Nobody behind queue would ever be asked.")
	}
	return out
}

func (r *reader) chainEntry(n node) string {
	text, ok := r.text(n)
	special := []string{CoverQueue, CoverOnCall, CoverManagers}
	switch {
	case !ok || slices.Contains(special, text):
		return text
	case switchboard.Nearest(text, special) != "" && !slices.Contains(r.known.Departments, switchboard.DepartmentKey(text)):
		r.report(n, didYouMean(switchboard.Nearest(text, special)), "%q cannot stand in.", text)
		return ""
	}
	return r.somebody(n)
}

// spills reads where work goes when too much waits.
func (r *reader) spills(n node) []Spill {
	var out []Spill
	r.list(n, func(n node) {
		var s Spill
		s.Line, _ = position(n.ast)
		seen := r.object(n, fields{
			"from": func(n node) { s.From = r.department(n) },
			"over": func(n node) { s.Over = r.integer(n, 0, 1_000_000) },
			"to":   func(n node) { s.To = r.department(n) },
		})
		r.need(n, seen, "from", "Say whose queue it is.")
		r.need(n, seen, "over", "Say from how many waiting on: over: 20.")
		r.need(n, seen, "to", "Say who takes what comes in then.")
		if s.From != "" && s.From == s.To {
			r.report(n.child("to", n.ast), "Name another department.", "%s cannot relieve itself.", s.To)
		}
		if slices.ContainsFunc(out, func(o Spill) bool { return o.From == s.From }) {
			r.report(n, "Keep one of them.", "The queue of %s is relieved twice.", s.From)
		}
		out = append(out, s)
	})
	return out
}

// clocks reads times of day in ascending order.
func (r *reader) clocks(n node) []Clock {
	var out []Clock
	r.list(n, func(n node) {
		text, ok := r.text(n)
		if !ok {
			return
		}
		at, err := time.Parse("15:04", text)
		if err != nil {
			r.report(n, "Write 08:30, in quotes.", "%q is no time of day.", text)
			return
		}
		clock := Clock(at.Hour()*60 + at.Minute())
		if len(out) > 0 && clock <= out[len(out)-1] {
			r.report(n, "List them as they come in the day.", "%s is not later than the one before.", text)
		}
		out = append(out, clock)
	})
	return out
}

// secondLooks reads what is held for a while before it is said.
func (r *reader) secondLooks(n node) []SecondLook {
	var out []SecondLook
	r.list(n, func(n node) {
		var s SecondLook
		s.Line, _ = position(n.ast)
		seen := r.object(n, fields{
			"id":   func(n node) { s.ID = r.key(n) },
			"when": func(n node) { s.When = r.when(n) },
			"hold": func(n node) { s.Hold = r.duration(n) },
		})
		r.need(n, seen, "id", "Every rule needs an id, so that people can talk about it.")
		r.need(n, seen, "when", "Say what it matches: when: {sentiment: negative}.")
		r.need(n, seen, "hold", "Say for how long: hold: 10m.")
		r.unique(n, Rule{ID: s.ID, Line: s.Line})
		out = append(out, s)
	})
	return out
}

// outbound reads who speaks first.
func (r *reader) outbound(n node) Outbound {
	var o Outbound
	o.Line, _ = position(n.ast)
	seen := r.object(n, fields{
		"owner": func(n node) { o.Owner = r.department(n) },
		"pause_for_customer_if": func(n node) {
			o.PauseIf = word(r, n, "state of a customer", []string{PauseOpenConversation, PauseOpenComplaint})
		},
		"max_unasked_contacts": func(n node) {
			most := r.integer(n, 0, 1000)
			o.MaxUnasked = &most
		},
		"within": func(n node) { o.UnaskedWithin = r.window(n) },
	})
	if o.Owner != "" {
		r.unique(n, Rule{ID: OutboundID, Line: o.Line})
	}
	if seen["within"] && !seen["max_unasked_contacts"] {
		r.report(n.child("within", n.ast), "Add max_unasked_contacts.", "within has nothing to apply to.")
	}
	return o
}

// escalations reads what happens after a deadline that was not kept, in the order of time.
func (r *reader) escalations(n node) []Escalation {
	var out []Escalation
	r.list(n, func(n node) {
		var e Escalation
		e.Line, _ = position(n.ast)
		seen := r.object(n, fields{
			"after": func(n node) { e.After = r.span(n) },
			"tell":  func(n node) { e.Tell = word(r, n, "one to tell", []string{TellLead, TellDepartment, TellManagers}) },
		})
		r.need(n, seen, "after", "Say how long behind the deadline: after: 15m; 0m is at once.")
		r.need(n, seen, "tell", "Say whom to tell: lead, department or managers.")
		if len(out) > 0 && e.After < out[len(out)-1].After {
			r.report(n, "List the steps in the order in which they come.", "This step comes before the one above it.")
		}
		out = append(out, e)
	})
	return out
}

// drifts reads when another owner is proposed.
func (r *reader) drifts(n node) []Drift {
	var out []Drift
	r.list(n, func(n node) {
		d := Drift{Window: 14 * 24 * time.Hour}
		d.Line, _ = position(n.ast)
		seen := r.object(n, fields{
			"network": func(n node) { d.Network = r.oneNetwork(n) },
			"intent":  func(n node) { d.Intent = words(r, n, "intent", switchboard.Intents()) },
			"over":    func(n node) { d.Over = r.share(n) },
			"window":  func(n node) { d.Window = r.window(n) },
			"propose": func(n node) { d.Propose = r.department(n) },
		})
		for _, key := range []string{"network", "intent", "over", "propose"} {
			r.need(n, seen, key, "A drift reads: {network: linkedin, intent: question, over: 0.3, propose: service}.")
		}
		out = append(out, d)
	})
	return out
}

// oneNetwork reads a network where a list of them would say something else.
func (r *reader) oneNetwork(n node) switchboard.NetworkKey {
	keys := r.networks(n)
	switch {
	case len(keys) > 1:
		r.report(n, "Write a drift for each: what is counted is the share of one network's messages.",
			"A drift looks at one network, and these are %d.", len(keys))
		return ""
	case len(keys) == 1:
		return keys[0]
	}
	return ""
}

// span is a duration that may be nothing.
func (r *reader) span(n node) time.Duration {
	if text, ok := r.text(n); ok && (text == "0" || strings.TrimRight(text, "smhd") == "0") {
		return 0
	}
	return r.duration(n)
}

func (r *reader) date(n node) time.Time {
	text, ok := r.text(n)
	if !ok {
		return time.Time{}
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		r.report(n, "Write 2027-02-09.", "%q is no date.", text)
	}
	return at
}

// String is the time of day as people write it.
func (c Clock) String() string {
	two := func(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }
	return two(int(c)/60) + ":" + two(int(c)%60)
}
