package account

import (
	"cmp"
	"time"

	"switchboard/internal/connector"
)

// Pace is how long the steps of running an account may take. What is zero is as the product has it.
type Pace struct {
	Lease  time.Duration // how long a node holds an account without renewing: 30 s
	Renew  time.Duration // between two renewals; leaves room for two that fail: 8 s
	Margin time.Duration // kept free at the end of a lease, nothing is begun in it: 5 s
	Send   time.Duration // a network may take to answer a send before its fate is unknown: 15 s
	Look   time.Duration // the shortest pause between two looks at what is unknown: 2 s
}

func (p Pace) orDefault() Pace {
	return Pace{
		Lease:  cmp.Or(p.Lease, 30*time.Second),
		Renew:  cmp.Or(p.Renew, 8*time.Second),
		Margin: cmp.Or(p.Margin, 5*time.Second),
		Send:   cmp.Or(p.Send, 15*time.Second),
		Look:   cmp.Or(p.Look, 2*time.Second),
	}
}

// reach is how long after its claim a request of ours may still reach a network.
func (p Pace) reach() time.Duration { return p.Lease + p.Margin + p.Send }

// proof is after how long a look that lacks a post proves anything; zero when nothing does. A network that takes a repeat
// for another post must leave time for the last moment at which an attempt may still arrive, and for showing it then:
// where a Spec does not, its word is not taken.
func (p Pace) proof(s connector.Spec) time.Duration {
	if !s.Dedup.Lasting() && s.ProofOfAbsence < p.reach()+s.VisibilityDelay {
		return 0
	}
	return s.ProofOfAbsence
}
