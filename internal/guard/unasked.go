package guard

import (
	"fmt"
	"time"

	"switchboard"
)

// Unasked is what stands against speaking to somebody who has said nothing to us.
type Unasked struct {
	Most    *int          // how much may be written to one customer, nil when the policy sets no limit
	Written int           // so far within the window, counted up to Most
	Within  time.Duration // the window; 0: ever
	// OptedOut says that they asked not to be written to unasked, which no policy allows.
	OptedOut bool
	Other    *Other // what they wait for elsewhere, nil when nothing pauses this
}

// Other is another conversation of a customer, in which they spoke to us.
type Other struct {
	ID         switchboard.ConversationID
	Complaint  bool   // the policy asks about complaints, and this is one
	Department string // its name
	Lead       string // the lead's name, empty when nobody leads
}

// unasked finds why nothing may be said to somebody who did not ask.
func unasked(u *Unasked) []switchboard.RulingReason {
	if u == nil {
		return nil
	}
	if u.OptedOut {
		return []switchboard.RulingReason{whole(RuleUnasked, "They asked not to be written to unasked.",
			"Wait until they say something to you. If they have taken it back, record that with the customer.")}
	}
	var found []switchboard.RulingReason
	if u.Most != nil && u.Written >= *u.Most {
		found = append(found, u.enough())
	}
	if u.Other != nil {
		found = append(found, u.Other.first())
	}
	return found
}

func (u *Unasked) enough() switchboard.RulingReason {
	const hint = "Wait for them to answer, or ask somebody who may change the policy."
	if *u.Most == 0 {
		return whole(RuleUnasked, "They have not written to you, and the policy lets nobody write to them first.", hint)
	}
	return whole(RuleUnasked, fmt.Sprintf("You have written to them %s without being asked; the policy allows %d%s.",
		times(u.Written), *u.Most, window(u.Within)), hint)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// window says a span in the largest unit that it is whole in.
func window(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == 0:
		return ""
	case d == day:
		return " within a day"
	case d%day == 0:
		return fmt.Sprintf(" within %d days", d/day)
	case d == time.Hour:
		return " within an hour"
	case d%time.Hour == 0:
		return fmt.Sprintf(" within %d hours", d/time.Hour)
	}
	return fmt.Sprintf(" within %d minutes", (d+time.Minute-1)/time.Minute)
}

func (o *Other) first() switchboard.RulingReason {
	what := "another conversation"
	if o.Complaint {
		what = "a complaint"
	}
	who := "nobody leads it yet"
	if o.Lead != "" {
		who = o.Lead + " leads it"
	}
	reason := whole(RulePaused, fmt.Sprintf("They have %s open with %s; %s.", what, o.Department, who),
		"Help there first, or wait until it is closed.")
	reason.ConversationID = o.ID
	return reason
}
