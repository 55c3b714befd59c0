package conform

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

// Subject is a connector under test.
type Subject struct {
	Spec     connector.Spec
	NewWorld func(t *testing.T) World // a fresh one; it ends with t
	// Waive names checks that do not apply, each with the reason. A waiver nothing needs is an error.
	Waive map[string]string
}

// World is one account's network. What a network cannot do is left nil.
type World struct {
	Config map[string]string // settings and secrets as a person would give them
	// Reading repeats nothing by itself, or faults would not be seen: Go's own client needs DisableKeepAlives.
	Reading connector.HTTPClient
	Sending connector.HTTPClient
	Dialer  connector.Dialer // for a network without HTTP
	// Speaker is who Say lets speak, where an answer needs to know.
	Speaker switchboard.Author
	// Approach is how long an exchange may take before its answer is waited for; 0 for 50 ms.
	Approach time.Duration
	Now      func() time.Time
	Advance  func(d time.Duration) // moves the network's clock and Now
	// Say lets a customer speak to the account, as an answer to replyTo when that is not empty, and returns the
	// external id. The account is named only when replyTo is empty.
	Say    func(text, replyTo string) string
	Edit   func(id, text string)
	Delete func(id string)
	// Hidden reports whether a customer's post is hidden there; nil for a network that hides nothing.
	Hidden func(id string) bool
	// Standing is how many of the account's posts with this text stand on the network, seen or unseen.
	Standing func(text string) int
	// Break makes the next request go wrong: of those that change something, or of those that read.
	Break func(fault Fault, changes bool)
	// Jump makes the network leave out what is said before it is called from a stream that is behind.
	Jump func()
}

// Fault is one way for a request to go wrong.
type Fault string

// Faults.
const (
	CutAfter    Fault = "cut_after"   // accepted, then the connection is cut
	CutBefore   Fault = "cut_before"  // the connection is cut, nothing is accepted
	Unavailable Fault = "unavailable" // 503 or its like, which does not tell that nothing was accepted; nothing is
	Busy        Fault = "busy"        // 429 or its like, with a time to wait
	LockedOut   Fault = "locked_out"  // 401 or its like
	Garbage     Fault = "garbage"     // accepted, and the answer is nonsense
	Half        Fault = "half"        // accepted, and the answer breaks off
	Silence     Fault = "silence"     // no answer, nothing is accepted
	Strange     Fault = "strange"     // an authentic answer to a read with an entry that cannot be mapped
	Invisible   Fault = "invisible"   // accepted, and invisible for as long as the Spec allows
)

// check is one property. needs says whether the Spec promises it.
type check struct {
	name  string
	needs func(s connector.Spec) bool
	run   func(b *bench)
}

// Run proves the Subject, each check in a subtest and a World of its own. It must not run beside other tests of the
// connector's package, since it counts goroutines.
func Run(t *testing.T, subject Subject) {
	waived := map[string]bool{}
	for _, c := range checks(subject.Spec) {
		if c.needs != nil && !c.needs(subject.Spec) {
			continue
		}
		reason, waive := subject.Waive[c.name]
		if waive && reason != "" {
			waived[c.name] = true
			t.Logf("%s is waived: %s", c.name, reason)
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(newBench(t, subject)) })
	}
	for name := range subject.Waive {
		if !waived[name] {
			t.Errorf("the waiver of %q has no reason or nothing to waive", name)
		}
	}
}

func checks(spec connector.Spec) []check {
	list := append(specChecks(), sendChecks()...)
	for _, offer := range spec.Lanes {
		if offer.Lane != connector.LaneFill {
			list = append(list, laneChecks(offer.Lane)...)
		}
	}
	return append(list, readChecks()...)
}
