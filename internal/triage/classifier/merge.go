package classifier

import (
	"maps"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/triage"
)

// most is the greatest confidence that counts of an answer from outside: nobody here has measured it.
const most = 0.9

// Merge gives what a verdict becomes by an answer. It changes nothing but heads that s names:
//
//   - what may not be missed is raised, whatever the settings say of doubt, and never lowered;
//   - spam is never said; with spam among the heads, its doubt that something is spam counts like any other finding;
//   - anything else gives way where the built-in reading is no surer than the bound of s, and no surer than the answer;
//   - in a message in which something may not be missed, nothing is cleared and nothing becomes less urgent.
//
// The verdict given stays as it is.
func Merge(s Settings, ours switchboard.Verdict, a Answer) switchboard.Verdict {
	out := ours
	out.Heads = maps.Clone(ours.Heads)
	fate := switchboard.OutsideAgreed
	m := merging{settings: s, ours: ours, grave: grave(s, ours, a)}
	for head, theirs := range a.Found {
		theirs.Confidence = min(theirs.Confidence, most)
		if !slices.Contains(s.Heads, head) || !valid(head, theirs) {
			continue
		}
		if found, changed := m.one(head, theirs); changed {
			out.Heads[head], fate = found, switchboard.OutsideChanged
		}
	}
	out.Outside = &switchboard.Outside{Name: s.Name, Model: a.Model, Fate: fate}
	if fate == switchboard.OutsideChanged {
		out.Model = ours.Model + " + " + strings.TrimSpace(s.Name+" "+a.Model)
	}
	return out
}

// Failed is a verdict whose text was sent, and no answer counted.
func Failed(s Settings, ours switchboard.Verdict) switchboard.Verdict {
	ours.Outside = &switchboard.Outside{Name: s.Name, Model: s.Model, Fate: switchboard.OutsideFailed}
	return ours
}

// grave reports whether one of what may not be missed is said, by the built-in reading or by the answer.
func grave(s Settings, ours switchboard.Verdict, a Answer) bool {
	return slices.ContainsFunc(triage.CareFlags(), func(f switchboard.Flag) bool {
		head := switchboard.Head(f)
		return ours.Says(f) > 0 || slices.Contains(s.Heads, head) && a.Found[head].Label == switchboard.Yes && valid(head, a.Found[head])
	})
}

type merging struct {
	settings Settings
	ours     switchboard.Verdict
	grave    bool
}

// one is what becomes of one head.
func (m merging) one(head switchboard.Head, theirs switchboard.Finding) (switchboard.Finding, bool) {
	have, known := m.ours.Heads[head]
	found := switchboard.Finding{Label: theirs.Label, Confidence: theirs.Confidence, By: switchboard.ReaderOutside}
	switch {
	case !known:
		return have, false
	case slices.Contains(triage.CareFlags(), switchboard.Flag(head)):
		raises := theirs.Label == switchboard.Yes && (have.Label != switchboard.Yes || theirs.Confidence > have.Confidence)
		if have.Label == switchboard.Yes {
			found.Evidence = have.Evidence
		}
		return found, raises
	case head == switchboard.Head(switchboard.FlagSpam) && theirs.Label != switchboard.No:
		return have, false
	case theirs.Label == have.Label, !m.settings.doubtful(have), theirs.Confidence < have.Confidence:
		return have, false
	case m.grave && lessens(head, have.Label, theirs.Label):
		return have, false
	}
	return found, true
}

// lessens reports whether a label says less than another: no instead of yes, or less urgent.
func lessens(head switchboard.Head, have, theirs string) bool {
	labels := Labels(head)
	if head == switchboard.HeadUrgency || switchboard.OneOf(switchboard.Flag(head), switchboard.Flags()) {
		return slices.Index(labels, theirs) < slices.Index(labels, have)
	}
	return false
}
