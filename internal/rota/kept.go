package rota

import (
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/roster/schedule"
)

// Kept is a time of a file that is left out, because something else stands that begins then: what somebody entered, or what
// another file says.
type Kept struct {
	Agent   switchboard.AgentID `json:"agent"`
	Name    string              `json:"name"`
	Line    int                 `json:"line" doc:"Where the file says otherwise"`
	Absence string              `json:"absence,omitempty" doc:"The reason, when what stands is no shift"`
	From    time.Time           `json:"from"`
	Until   time.Time           `json:"until" doc:"Of what stands"`
	ByHand  bool                `json:"by_hand" doc:"Somebody entered it; else another file says it"`
}

// meets holds a time that a file says against what stands and begins with it.
func (p *comparing) meets(old Difference, e schedule.Entry, s roster.Stretch) {
	switch {
	case old.Until.Equal(s.Until) && old.Absence == e.Absence:
		p.result.Unchanged++
	case p.spoken[old.source] || e.Replaces(old.source):
		p.note(Difference{Agent: old.Agent, Name: old.Name, What: "change", Absence: e.Absence, From: s.From, Until: s.Until, Line: e.Line, source: e.Source})
	case len(p.result.Kept) < maxShown:
		p.result.Kept = append(p.result.Kept, Kept{Agent: old.Agent, Name: old.Name, Line: e.Line, Absence: old.Absence, From: old.From, Until: old.Until,
			ByHand: old.source == ""})
	}
}
