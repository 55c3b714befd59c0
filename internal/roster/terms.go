package roster

import (
	"cmp"
	"time"

	"switchboard"
)

// Accept is how work comes to lie with somebody.
type Accept string

// Ways to accept.
const (
	Ask    Accept = "ask"     // whoever is chosen says yes or no
	AtOnce Accept = "at_once" // whoever is chosen leads: nobody sees an offer
)

// Terms is how a department hands its work out and covers for those who are absent. What is zero is as usual.
type Terms struct {
	Accept       Accept  `json:"accept,omitempty" enum:"ask,at_once" doc:"ask: an offer waits for a yes; at_once: whoever is chosen leads, and nobody sees an offer"`
	OfferSeconds int     `json:"offer_seconds,omitempty" minimum:"0" maximum:"86400" doc:"How long an offer waits for its answer; 0 for as long as the installation says"`
	StickyHours  int     `json:"sticky_hours,omitempty" minimum:"-1" maximum:"8760" doc:"How long a customer comes to the same person as last time; 0 for 14 days, -1 for never"`
	CoverSeconds int     `json:"cover_seconds,omitempty" minimum:"0" maximum:"86400" doc:"How long what waits for us may lie with somebody absent, or with nobody in their place, until managers are told; 0 for 15 minutes"`
	RampAfter    int     `json:"ramp_after_hours,omitempty" minimum:"0" maximum:"8760" doc:"How long an absence lasts after which somebody is let in step by step; 0 for 3 days"`
	RampHours    int     `json:"ramp_hours,omitempty" minimum:"-1" maximum:"720" doc:"Over how long; 0 for 2 days, -1 for not at all"`
	NoteMinutes  int     `json:"note_minutes,omitempty" minimum:"-1" maximum:"240" doc:"How long before a shift ends notes are asked for; 0 for 15, -1 for never"`
	Most         int     `json:"most,omitempty" minimum:"0" maximum:"1000" doc:"At most so many places for anybody, whatever their own cap; 0 for their own"`
	KeepLead     bool    `json:"keep_lead,omitempty" doc:"Whoever leads keeps it to the end: help comes to them, and nothing is handed over for want of skill"`
	Weights      Weights `json:"weights,omitzero" doc:"What a conversation weighs, in hundredths of a place"`
}

// Weights says what conversations weigh on whoever has them, in hundredths of a place. What is zero is as usual.
type Weights struct {
	Resting  int `json:"resting,omitempty" minimum:"0" maximum:"100" doc:"While it is the customer's turn, or put aside; 25 unless said otherwise"`
	Offered  int `json:"offered,omitempty" minimum:"0" maximum:"100" doc:"While it is only offered; 100 unless said otherwise"`
	Channel  int `json:"channel,omitempty" minimum:"0" maximum:"100" doc:"For each channel behind the first, at most four; 25 unless said otherwise"`
	Long     int `json:"long,omitempty" minimum:"0" maximum:"200" doc:"For a long thread; 50 unless said otherwise"`
	LongFrom int `json:"long_from,omitempty" minimum:"0" maximum:"10000" doc:"From how many messages a thread is long; 30 unless said otherwise"`
}

// The usual terms.
const (
	usualSticky = 14 * 24 * time.Hour
	usualCover  = 15 * time.Minute
	usualAfter  = 72 * time.Hour
	usualRamp   = 48 * time.Hour
	usualNote   = 15 * time.Minute
)

// Check refuses terms with an unknown way to accept. Figures are held to their limits where they come in.
func (t Terms) Check() error {
	if t.Accept != "" && t.Accept != Ask && t.Accept != AtOnce {
		return switchboard.Refuse(switchboard.CodeInvalid, "%q is no way to accept.", t.Accept).WithField("accept").
			WithHint("It is ask or at_once.")
	}
	return nil
}

// Under is what holds where a policy says how people work: what the policy says comes before what a department says for
// itself, except that neither gives anybody more places than the other allows.
func (t Terms) Under(policy Terms) Terms {
	t.Accept = cmp.Or(policy.Accept, t.Accept)
	t.StickyHours = cmp.Or(policy.StickyHours, t.StickyHours)
	if policy.Most > 0 {
		t.Most = policy.Cap(cmp.Or(t.Most, policy.Most))
	}
	t.KeepLead = policy.KeepLead || t.KeepLead
	return t
}

// Cap is how many places somebody has whose own cap is given.
func (t Terms) Cap(own int) int {
	if t.Most > 0 {
		return min(own, t.Most)
	}
	return own
}

// Sticky is how long a customer comes to the same person; zero for never.
func (t Terms) Sticky() time.Duration { return usual(t.StickyHours, time.Hour, usualSticky) }

// CoverWithin is how long what waits for us may lie with somebody absent.
func (t Terms) CoverWithin() time.Duration { return usual(t.CoverSeconds, time.Second, usualCover) }

// NoteBefore is how long before a shift ends notes are asked for; zero for never.
func (t Terms) NoteBefore() time.Duration { return usual(t.NoteMinutes, time.Minute, usualNote) }

// OfferFor is how long an offer waits; otherwise where the terms do not say.
func (t Terms) OfferFor(otherwise time.Duration) time.Duration {
	return usual(t.OfferSeconds, time.Second, otherwise)
}

func usual(n int, unit, otherwise time.Duration) time.Duration {
	switch {
	case n > 0:
		return time.Duration(n) * unit
	case n < 0:
		return 0
	}
	return otherwise
}
