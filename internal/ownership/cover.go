package ownership

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// cover says who stands in for the department that was chosen. It is the one stage that touches an earlier answer, and
// it keeps both: the owner stays the owner.
func (r *run) cover() {
	d := &r.decision
	standing, hasChain := r.policy.doc.CoverOf(d.Department)
	after := switchboard.SecondsOf(standing.After)
	switch until, closed := r.closed(d.Department); {
	case r.overflows():
		to := r.policy.spill[d.Department].To
		d.Cover = &switchboard.Cover{Cause: switchboard.CoverBacklog, Chain: []string{string(to)}, Takes: to}
		r.coverStep("more than " + strconv.Itoa(r.policy.spill[d.Department].Over) + " wait, so " + string(to) + " takes it")
	case closed:
		chain := r.present(standing.Chain)
		d.Cover = &switchboard.Cover{Cause: switchboard.CoverClosed, Chain: chain, Takes: takes(chain), After: after, Until: until.UTC()}
		r.coverStep(string(d.Department) + " is back " + r.moment(until) + "; " + standsIn(chain))
	case hasChain && standing.After > 0:
		chain := r.present(standing.Chain)
		d.Cover = &switchboard.Cover{Cause: switchboard.CoverUnled, Chain: chain, After: after}
		r.coverStep("unless somebody takes it within " + spanText(standing.After) + ", " + standsIn(chain))
	}
}

func (r *run) coverStep(why string) {
	r.decision.Path = append(r.decision.Path, switchboard.PathStep{Stage: switchboard.StageCover,
		Rule: "cover-" + string(r.decision.Department), Outcome: Added, Why: why})
}

// closed reports whether a department keeps hours and this is none of them, and when it is back. Facts without a time
// find everybody there.
func (r *run) closed(key switchboard.DepartmentKey) (until time.Time, closed bool) {
	at := r.probe.facts.At
	hours := r.policy.hours[key]
	if hours == nil || at.IsZero() || hours.Open(at) {
		return at, false
	}
	return hours.Next(at), true
}

// overflows reports whether so much waits for the department that somebody else takes what comes in now.
func (r *run) overflows() bool {
	spill, found := r.policy.spill[r.decision.Department]
	if !found || r.probe.facts.Waiting[spill.From] <= spill.Over {
		return false
	}
	_, closed := r.closed(spill.To)
	return !closed
}

// present leaves out the departments of a chain that are closed themselves. When nobody is left it waits.
func (r *run) present(chain []string) []string {
	out := make([]string, 0, len(chain)+1)
	for _, entry := range chain {
		if isDepartment(entry) {
			if _, closed := r.closed(switchboard.DepartmentKey(entry)); closed {
				continue
			}
		}
		out = append(out, entry)
	}
	if len(out) == 0 {
		out = append(out, document.CoverQueue)
	}
	return out
}

func takes(chain []string) switchboard.DepartmentKey {
	if isDepartment(chain[0]) {
		return switchboard.DepartmentKey(chain[0])
	}
	return ""
}

func isDepartment(entry string) bool {
	return !strings.Contains(entry, "@") &&
		!slices.Contains([]string{document.CoverQueue, document.CoverOnCall, document.CoverManagers}, entry)
}

func standsIn(chain []string) string {
	first := chain[0]
	switch first {
	case document.CoverQueue:
		return "it waits until then"
	case document.CoverOnCall:
		return "whoever is on call stands in"
	case document.CoverManagers:
		return "a manager stands in"
	}
	return first + " stands in"
}

// moment is a time in the zone of the policy's hours.
func (r *run) moment(t time.Time) string { return t.In(r.policy.doc.Zone()).Format("Mon 15:04") }

// round sets when the next round of work begins, for those who work in rounds. What only the default gave a deadline is
// due counted from there.
func (r *run) round() {
	at := r.probe.facts.At
	if len(r.policy.doc.Rounds) == 0 || at.IsZero() {
		return
	}
	d := &r.decision
	next, found := r.nextRound(at.In(r.policy.doc.Zone()))
	if !found {
		return
	}
	d.Round = next.UTC()
	why := "the next round begins " + r.moment(next)
	if fallback := r.policy.fallback.Deadline; fallback > 0 && r.deadlineBy == document.DefaultID {
		d.Deadline = switchboard.SecondsOf(next.Sub(at) + fallback)
		why += ", and the answer is due within " + spanText(fallback) + " of it"
	}
	r.decision.Path = append(r.decision.Path, switchboard.PathStep{Stage: switchboard.StageDeadlines, Rule: "rounds",
		Outcome: Added, Why: why})
}

// roundsAhead is how many days ahead the next round is looked for.
const roundsAhead = 366

// nextRound is the first round at or after a local time that falls into the hours of the department whose queue it goes to:
// nobody begins a round while they are away. found is false when none of a year does.
func (r *run) nextRound(local time.Time) (next time.Time, found bool) {
	hours := r.policy.hours[r.decision.Takes()]
	year, month, day := local.Date()
	for days := range roundsAhead {
		for _, c := range r.policy.doc.Rounds {
			at := time.Date(year, month, day+days, int(c)/60, int(c)%60, 0, 0, local.Location())
			if !at.Before(local) && (hours == nil || hours.Open(at)) {
				return at, true
			}
		}
	}
	return time.Time{}, false
}

// secondLook is the longest hold of those that match.
func (r *run) secondLook() {
	var longest document.SecondLook
	for rule := range r.policy.looks.candidates(r.probe) {
		if _, ok := r.holds(rule); !ok {
			continue
		}
		if look := r.policy.hold[rule.ID]; look.Hold > longest.Hold {
			longest = look
		}
	}
	if longest.Hold > 0 {
		r.decision.SecondLook = switchboard.SecondsOf(longest.Hold)
		r.decision.Path = append(r.decision.Path, switchboard.PathStep{Stage: switchboard.StageRequiredLevel, Rule: longest.ID,
			Outcome: Added, Why: "looked at again " + spanText(longest.Hold) + " after it was written"})
	}
}
