package roster

import (
	"time"

	"switchboard"
)

// Place is what an ordinary conversation weighs that waits for us. A cap of n has room for n of them.
const Place = 100

// SkillMedia is the skill of whoever knows pictures, films and sounds.
const SkillMedia = "media"

// DatesHold is how long shifts of dates that are over still say that somebody works by dates.
const DatesHold = 31 * 24 * time.Hour

// further is how many channels behind the first count.
const further = 4

// complete fills in what is usual.
func (w Weights) complete() Weights {
	for _, f := range []struct {
		at    *int
		usual int
	}{{&w.Resting, 25}, {&w.Offered, Place}, {&w.Channel, 25}, {&w.Long, 50}, {&w.LongFrom, 30}} {
		if *f.at == 0 {
			*f.at = f.usual
		}
	}
	return w
}

// Weigh is what a conversation weighs on whoever leads it or is asked to, in hundredths of a place; zero when nobody is.
func (w Weights) Weigh(c switchboard.Conversation) int {
	w = w.complete()
	if !c.Open() || Holder(c).IsZero() {
		return 0
	}
	full := Place + w.Channel*min(max(0, c.Channels-1), further)
	if c.MessageCount >= w.LongFrom {
		full += w.Long
	}
	switch {
	case c.Offer != nil:
		return full * w.Offered / Place
	case c.Ball == switchboard.BallCustomer, !c.SnoozedUntil.IsZero():
		return full * w.Resting / Place
	}
	return full
}

// Holder is whoever a conversation weighs on: its lead, or the person it is offered to; zero when nobody is.
func Holder(c switchboard.Conversation) switchboard.AgentID {
	switch {
	case !c.Open():
		return switchboard.AgentID{}
	case c.Offer != nil:
		return c.Offer.To
	}
	return c.Lead
}

// Room reports whether a whole place is free under a cap. What comes may weigh more than a place: it is not held back for
// that, or nobody with a cap of one could ever take it.
func Room(weight, limit int) bool { return weight+Place <= limit*Place }

// Places is a weight in places, rounded up.
func Places(weight int) int { return (weight + Place - 1) / Place }

// Ramp is how somebody is let in after a long absence.
type Ramp struct {
	Cap     int       // at the moment, at least 1 unless their cap is 0
	Full    int       // their own
	Settled time.Time // from when on that holds again; zero: it does
}

// rampSteps is in how many equal steps the cap grows.
const rampSteps = 4

// RampIn is what somebody takes who has this cap, at now, after an absence [from, until): nothing is held back after a
// short one, and else the cap grows by a quarter of itself at a time. It is a pure function of its arguments.
func (t Terms) RampIn(limit int, from, until, now time.Time) Ramp {
	over := usual(t.RampHours, time.Hour, usualRamp)
	whole := Ramp{Cap: limit, Full: limit}
	if until.IsZero() || until.Sub(from) < usual(t.RampAfter, time.Hour, usualAfter) || now.Before(until) || over <= 0 {
		return whole
	}
	step := int(now.Sub(until) / (over / rampSteps))
	if step >= rampSteps-1 || limit == 0 {
		return whole
	}
	grown := max(1, limit*(step+1)/rampSteps)
	return Ramp{Cap: grown, Full: limit, Settled: until.Add(over / rampSteps * (rampSteps - 1))}
}

// RampSpan is how long before now an absence may have ended that still matters to RampIn.
func (t Terms) RampSpan() time.Duration { return usual(t.RampHours, time.Hour, usualRamp) }
