package ownership

import (
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// next is what would have been decided had the rule that chose not been there. It decides again without it, because a
// rule does more than choose: it breaks continuity, or keeps topics for the owner of a channel.
func (p *Policy) next(d switchboard.Decision) (rule string, owner switchboard.DepartmentKey) {
	if d.Rule == document.DefaultID {
		return "", ""
	}
	facts := Canonical(d.Facts)
	asked := newProbe(&facts)
	run := run{policy: p, probe: &asked, without: d.Rule}
	run.department()
	return run.decision.Rule, run.decision.Department
}

// inLine lists the rules that match, in the order in which they would choose; the default is the last.
func (p *Policy) inLine(f *switchboard.Facts) []*compiled {
	asked := newProbe(f)
	run := run{policy: p, probe: &asked}
	run.department()
	inLine := slices.DeleteFunc(run.matched, func(c *compiled) bool { return c.Owner == "" })
	return append(inLine, &p.fallback)
}

// Alternatives lists what else could have been decided for these facts and what it would have taken, at most one for
// each other department: rules that matched but came too late, rules skipped for too little confidence, and rules that
// only one fact kept from choosing.
func (p *Policy) Alternatives(f switchboard.Facts) []switchboard.Alternative {
	facts := Canonical(f)
	d := p.Decide(facts)
	list := &alternatives{taken: []switchboard.DepartmentKey{d.Department}}
	if next, owner := p.next(d); next != "" {
		list.add(next, owner, "rule "+d.Rule+" did not apply")
		for _, c := range p.inLine(&facts) {
			list.add(c.ID, turn(c, facts.Matter), "no rule before it applied")
		}
	}
	if d.Rule != document.DefaultID && !p.isContinuity(d.Rule) {
		p.oneFactAway(&facts, d.Rule, list)
		return list.out
	}
	p.oneFactAway(&facts, "", list)
	return list.out
}

func (p *Policy) isContinuity(rule string) bool {
	return slices.ContainsFunc(p.continuity.rules, func(c *compiled) bool { return c.ID == rule })
}

type alternatives struct {
	taken []switchboard.DepartmentKey
	out   []switchboard.Alternative
}

func (a *alternatives) add(rule string, owner switchboard.DepartmentKey, wouldWinIf string) {
	if slices.Contains(a.taken, owner) {
		return
	}
	a.taken = append(a.taken, owner)
	a.out = append(a.out, switchboard.Alternative{Department: owner, Rule: rule, WouldWinIf: wouldWinIf})
}

// oneFactAway looks at the rules before the one that chose, for what a single other fact would have changed. It makes
// that change and decides again, so that what it claims is so.
func (p *Policy) oneFactAway(f *switchboard.Facts, until string, list *alternatives) {
	for _, stage := range []ladder{p.carveOut, p.topic} {
		for _, c := range stage.rules {
			if c.ID == until {
				return
			}
			if c.Owner == "" {
				continue
			}
			for _, change := range changes(c, f) {
				if d := p.Decide(change.facts); d.Rule == c.ID {
					list.add(c.ID, d.Department, change.text)
					break
				}
			}
		}
	}
}

type change struct {
	facts switchboard.Facts
	text  string
}

// changes are the ways to alter one fact in a rule's favour.
func changes(c *compiled, f *switchboard.Facts) []change {
	var out []change
	w := c.When
	if len(w.Intent) > 0 {
		altered := *f
		altered.Intent, altered.IntentSure, altered.OtherIntents = w.Intent[0], 1, nil
		text := "the intent were " + joinOr(w.Intent)
		if slices.Contains(w.Intent, f.Intent) {
			altered.Intent = f.Intent
			text = "intent " + string(f.Intent) + " were at least " + twoDigits(w.MinConfidence) + " sure"
		}
		out = append(out, change{altered, text})
	}
	if len(w.Flag) > 0 {
		flag, sure := surest(w.Flag, f.Flags)
		text := "flag " + string(flag) + " were at least " + twoDigits(w.MinConfidence) + " sure"
		if sure == 0 {
			flag, text = w.Flag[0], "it were flagged "+joinOr(w.Flag)
		}
		altered := *f
		altered.Flags = map[switchboard.Flag]float64{flag: 1}
		for other, sure := range f.Flags {
			altered.Flags[other] = max(altered.Flags[other], sure)
		}
		out = append(out, change{altered, text})
	}
	if len(w.Network) > 0 {
		altered := *f
		altered.Network = w.Network[0]
		out = append(out, change{altered, "it came on " + joinOr(w.Network)})
	}
	if len(w.Language) > 0 {
		altered := *f
		altered.Language = w.Language[0]
		out = append(out, change{altered, "the language were " + joinOr(w.Language)})
	}
	return out
}

func joinOr[T ~string](list []T) string { return strings.ReplaceAll(document.Join(list), ", ", " or ") }
