package practice

import (
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"switchboard"
)

// Mode is how the network treats an account's requests.
type Mode string

// Modes.
const (
	ModeNormal   Mode = "normal"
	ModeSlow     Mode = "slow"     // every answer comes after Delay
	ModeFlaky    Mode = "flaky"    // cuts the connection after accepting, or refuses before accepting
	ModeEventual Mode = "eventual" // a post is invisible for Delay
)

// Modes lists all of them.
func Modes() []Mode { return []Mode{ModeNormal, ModeSlow, ModeFlaky, ModeEventual} }

// MaxDelay bounds what a mode may hold back, so that the absence of a post can be proved.
const MaxDelay = 3 * time.Minute

// MaxLatency bounds how long a request may be held before it is answered.
const MaxLatency = 30 * time.Second

// Fault is what happens to one request.
type Fault string

// Faults. They are asked for one by one to provoke a certain fate.
const (
	FaultNone        Fault = "none"
	FaultCutAfter    Fault = "cut_after"  // accepted, then the connection is cut
	FaultCutBefore   Fault = "cut_before" // the connection is cut and nothing accepted
	FaultUnavailable Fault = "unavailable"
	FaultBusy        Fault = "busy" // 429 with Retry-After
	FaultLockedOut   Fault = "locked_out"
	FaultForbidden   Fault = "forbidden"
	FaultGarbage     Fault = "garbage"   // accepted, and answered with what is no JSON
	FaultHalf        Fault = "half"      // accepted, and the answer breaks off
	FaultSilence     Fault = "silence"   // not accepted, and no answer until the client gives up
	FaultStrange     Fault = "strange"   // a feed with an entry that cannot be understood
	FaultInvisible   Fault = "invisible" // accepted, and hidden for MaxDelay
)

// Faults lists all of them.
func Faults() []Fault {
	return []Fault{FaultNone, FaultCutAfter, FaultCutBefore, FaultUnavailable, FaultBusy, FaultLockedOut,
		FaultForbidden, FaultGarbage, FaultHalf, FaultSilence, FaultStrange, FaultInvisible}
}

// Climate is a mode with its figures, for one account or, with an empty Account, for all that have none of their own.
type Climate struct {
	Account string        `json:"account"`
	Mode    Mode          `json:"mode"`
	Delay   time.Duration `json:"delay"`
	// Next are the faults of the account's next requests that change something; NextReads of those that do not.
	Next      []Fault `json:"next,omitempty"`
	NextReads []Fault `json:"next_reads,omitempty"`
}

// weather decides what happens to requests. Its own lock is taken last.
type weather struct {
	mu       sync.Mutex
	random   *rand.Rand
	climates map[string]*Climate
}

func newWeather(seed uint64) *weather {
	return &weather{random: rand.New(rand.NewPCG(seed, 0x5b)), climates: map[string]*Climate{}}
}

// SetClimate changes the mode of an account. Faults of an earlier climate that have not come are dropped.
func (n *Network) SetClimate(climate Climate) error {
	if !switchboard.OneOf(climate.Mode, Modes()) {
		return switchboard.Refuse(switchboard.CodeInvalid, "There is no such mode.").WithField("mode").
			WithHint("Use normal, slow, flaky or eventual.")
	}
	if climate.Delay < 0 || climate.Delay > MaxDelay || climate.Mode == ModeSlow && climate.Delay > MaxLatency {
		return switchboard.Refuse(switchboard.CodeInvalid, "The delay is out of bounds.").WithField("delay").
			WithHint("Use at most 30 seconds for slow and 180 for eventual.")
	}
	if len(climate.Next)+len(climate.NextReads) > 1000 {
		return switchboard.Refuse(switchboard.CodeTooLarge, "Too many faults.").WithField("next").WithHint("Use at most 1000.")
	}
	for _, fault := range append(append([]Fault{}, climate.Next...), climate.NextReads...) {
		if !switchboard.OneOf(fault, Faults()) {
			return switchboard.Refuse(switchboard.CodeInvalid, "There is no such fault.").WithField("next").
				WithHint("See the list of faults.")
		}
	}
	n.faults.mu.Lock()
	defer n.faults.mu.Unlock()
	n.faults.climates[strings.ToLower(climate.Account)] = &climate
	return nil
}

// Climate is what holds for an account now.
func (n *Network) Climate(account string) Climate {
	n.faults.mu.Lock()
	defer n.faults.mu.Unlock()
	return *n.faults.of(account)
}

func (w *weather) of(account string) *Climate {
	for _, key := range []string{strings.ToLower(account), ""} {
		if climate := w.climates[key]; climate != nil {
			return climate
		}
	}
	return &Climate{Mode: ModeNormal}
}

// fate is what happens to one request.
type fate struct {
	fault   Fault
	latency time.Duration
	hide    time.Duration
}

// next decides about a request of an account that changes something, or only reads.
func (w *weather) next(account string, changes bool) fate {
	w.mu.Lock()
	defer w.mu.Unlock()
	climate := w.of(account)
	f := fate{fault: FaultNone}
	queue := &climate.NextReads
	if changes {
		queue = &climate.Next
	}
	if len(*queue) > 0 {
		f.fault, *queue = (*queue)[0], (*queue)[1:]
		return f.resolved()
	}
	switch {
	case climate.Mode == ModeSlow:
		f.latency = climate.Delay
	case climate.Mode == ModeEventual && changes:
		f.hide = climate.Delay
	case climate.Mode == ModeFlaky:
		f.fault = w.flaky(changes)
	}
	return f
}

func (f fate) resolved() fate {
	if f.fault == FaultInvisible {
		return fate{fault: FaultNone, hide: MaxDelay}
	}
	return f
}

// flaky lets four requests of ten pass, cuts three after accepting them and refuses the rest. Of reads it spoils three
// of ten.
func (w *weather) flaky(changes bool) Fault {
	roll := w.random.IntN(10)
	if !changes {
		roll = max(roll, 0) * 4 / 7 // 0 to 5, of which 4 and 5 are bad
		return [...]Fault{FaultNone, FaultNone, FaultNone, FaultNone, FaultUnavailable, FaultBusy}[roll]
	}
	return [...]Fault{FaultNone, FaultNone, FaultNone, FaultNone, FaultCutAfter, FaultCutAfter, FaultCutAfter,
		FaultUnavailable, FaultUnavailable, FaultBusy}[roll]
}
