package govern

import (
	"cmp"
	"strconv"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// Version is a policy as it is put into force at a time.
func Version(p *ownership.Policy, at time.Time) store.PolicyVersion {
	return store.PolicyVersion{ID: switchboard.NewID[switchboard.PolicyID](at), Name: p.Name(), Hash: p.Hash(),
		Source: string(p.Source()), ActivatedAt: at, ReviewOn: p.Document().ReviewOn, Terms: Terms(p)}
}

// Terms is what a policy says of how people work, in every department, as long as it leads. Of what it leaves out, and of
// how offers are made while it wants a team, each department says for itself.
func Terms(p *ownership.Policy) (terms store.PolicyTerms) {
	doc := p.Document()
	terms.Mode = string(cmp.Or(doc.Mode, document.Team))
	if doc.Mode == document.Solo || doc.Mode == document.Lean {
		terms.Accept = roster.AtOnce
	}
	if same := doc.Lead.SamePersonFor; same > 0 {
		terms.StickyHours = int((same + time.Hour - 1) / time.Hour)
	}
	terms.Most, terms.KeepLead = doc.Lead.CaseloadCap, doc.Lead.KeepUntilResolved
	return terms
}

// Working lists in words what changes in how people work when the terms of one policy are followed by those of another;
// nothing where one of them is not known.
func Working(before, after store.PolicyTerms) []exam.Change {
	out := []exam.Change{}
	if before.Mode == "" || after.Mode == "" {
		return out
	}
	add := func(what string, said func(store.PolicyTerms) string) {
		if a, b := said(before), said(after); a != b {
			out = append(out, exam.Change{What: what, Before: a, After: b})
		}
	}
	add("mode", func(t store.PolicyTerms) string { return t.Mode })
	add("accept", func(t store.PolicyTerms) string { return orOpen(string(t.Accept), t.Accept != "") })
	add("same_person_hours", func(t store.PolicyTerms) string { return orOpen(strconv.Itoa(t.StickyHours), t.StickyHours != 0) })
	add("caseload_cap", func(t store.PolicyTerms) string { return orOpen(strconv.Itoa(t.Most), t.Most != 0) })
	add("keep_until_resolved", func(t store.PolicyTerms) string { return orOpen("true", t.KeepLead) })
	return out
}

// open is what a policy says of what it leaves to the departments.
const open = "as_departments_say"

func orOpen(text string, said bool) string {
	if said {
		return text
	}
	return open
}
