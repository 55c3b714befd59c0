package outbox

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"switchboard"
)

// The model network takes up to arrival to act on a request and up to listing to show a post; a sender transmits only
// while its lease holds. The proof of absence outlasts all three.
const (
	lease   = 30 * time.Second
	arrival = 20 * time.Second
	listing = 2 * time.Minute
	proof   = lease + arrival + listing + time.Second
)

type post struct {
	id      string
	visible time.Time
}

// world is one delivery, one model network, and senders that die, stall and tell late. Only d survives a crash.
type world struct {
	r      *rand.Rand
	now    time.Time
	d      switchboard.Delivery
	fence  int64
	calm   bool // no more faults: what is left must settle
	posts  []post
	inAir  []time.Time // requests that the network will accept at that time
	sender *sender     // the one that is alive
	late   []What      // results of stalled senders that are still to be told
	log    []string
}

type sender struct {
	try    Try
	until  time.Time // of its lease
	sent   bool
	result What
}

func (w *world) say(format string, args ...any) { w.log = append(w.log, fmt.Sprintf(format, args...)) }

func (w *world) chance(percent int) bool { return w.r.IntN(100) < percent }

func (w *world) apply(what What) error {
	d, _, err := Step(w.d, what, w.now)
	w.say("%s %T%+v: %s -> %s %v", w.now.Format("15:04:05"), what, what, w.d.State, d.State, err)
	w.d = d
	return err
}

// tick lets time pass and requests arrive.
func (w *world) tick() {
	w.now = w.now.Add(time.Duration(w.r.IntN(40_000)) * time.Millisecond)
	var flying []time.Time
	for _, at := range w.inAir {
		if at.After(w.now) {
			flying = append(flying, at)
			continue
		}
		w.post(at)
	}
	w.inAir = flying
}

func (w *world) post(at time.Time) string {
	p := post{fmt.Sprint("p", len(w.posts)+1), at.Add(time.Duration(w.r.Int64N(int64(listing))))}
	w.posts = append(w.posts, p)
	w.say("%s posted %s", at.Format("15:04:05"), p.id)
	return p.id
}

// transmit is what may happen to one request; the sender learns a result, or Lost.
func (w *world) transmit(s *sender) {
	s.sent = true
	if !w.now.Before(s.until) {
		s.result = RateLimited{Try: s.try, CertainlyNotPosted: true, Code: "lease_over"}
		return
	}
	fate := w.r.IntN(7)
	if w.calm {
		fate = 0
	}
	switch fate {
	case 0, 1:
		s.result = Sent{s.try, w.post(w.now), ""}
	case 2: // accepted, answer cut
		w.post(w.now)
		s.result = Lost{Try: s.try, Code: "cut"}
	case 3: // accepted later, nobody waited
		w.inAir = append(w.inAir, w.now.Add(time.Duration(w.r.Int64N(int64(arrival)))))
		s.result = Lost{Try: s.try, Code: "timeout"}
	case 4: // never got there
		s.result = Lost{Try: s.try, Code: "timeout"}
	case 5:
		s.result = Rejected{Try: s.try, Code: "duplicate"}
	case 6:
		s.result = RateLimited{Try: s.try, CertainlyNotPosted: true, NotBefore: w.now.Add(Delay(s.try.Attempt, 0, w.r.Float64()))}
	}
}

// work is one step of whoever is alive.
func (w *world) work() {
	s := w.sender
	switch {
	case s == nil:
		if w.d.State == waiting && !w.now.Before(w.d.NotBefore) && w.apply(Started{w.fence}) == nil {
			w.sender = &sender{try: TryOf(w.d), until: w.now.Add(lease)}
		}
	case !s.sent:
		w.transmit(s)
	default:
		_ = w.apply(s.result) // a refusal of a stale result is what is being tested
		w.sender = nil
	}
}

// fault kills the sender or stalls it: its lease goes to the next, which finds what it left behind.
func (w *world) fault() {
	if s := w.sender; s != nil {
		if stalled := w.chance(50); stalled {
			w.say("stalled")
			w.late = append(w.late, w.finish(s))
		} else {
			w.say("killed")
		}
		w.sender = nil
	}
	old := w.fence
	w.fence++
	w.now = w.now.Add(time.Duration(w.r.Int64N(int64(2 * lease))))
	_ = w.apply(LeaseLost{old})
}

// finish lets a stalled sender go on: it looks at its lease before it transmits, and tells its result later.
func (w *world) finish(s *sender) What {
	if !s.sent {
		w.now = w.now.Add(time.Duration(w.r.Int64N(int64(2 * lease))))
		w.transmit(s)
	}
	return s.result
}

func (w *world) tellLate() {
	if len(w.late) == 0 {
		return
	}
	_ = w.apply(w.late[0])
	if w.chance(70) {
		w.late = w.late[1:] // else it is told twice
	}
}

// look reads the listing, which may be incomplete and is always behind.
func (w *world) look() {
	if w.d.State != unknown && w.d.State != sending {
		return
	}
	for _, p := range w.posts {
		if !p.visible.After(w.now) {
			_ = w.apply(ReadBack{p.id, ""})
			return
		}
	}
	_ = w.apply(Absent{Proof: proof, Complete: w.calm || w.chance(70), ListedAt: w.now})
}

func (w *world) echo() {
	for _, p := range w.posts {
		if !p.visible.After(w.now) {
			_ = w.apply(Echo{p.id, ""})
		}
	}
}

func (w *world) step() {
	w.tick()
	if w.calm {
		w.tellLate()
		w.work()
		w.look()
		return
	}
	switch pick := w.r.IntN(100); {
	case pick < 50:
		w.work()
	case pick < 65:
		w.fault()
	case pick < 75:
		w.tellLate()
	case pick < 92:
		w.look()
	default:
		w.echo()
	}
}

func (w *world) settled() bool { return w.d.State == sent || w.d.State == rejected }

// wrong says what is not as it must be.
func (w *world) wrong() string {
	switch {
	case len(w.posts) > 1:
		return "posted twice"
	case w.d.State == sent && (len(w.posts) != 1 || w.d.ExternalID != w.posts[0].id):
		return "says sent and is not"
	case w.d.State == rejected && len(w.posts)+len(w.inAir) > 0:
		return "says rejected and stands"
	}
	return ""
}

func TestAtMostOnePostWhateverHappens(t *testing.T) {
	t.Parallel()
	runs := 30_000
	ends := map[switchboard.DeliveryState]int{}
	attempts, retried := 0, 0
	for seed := range runs {
		w := &world{r: rand.New(rand.NewPCG(uint64(seed), 1)), now: noon, fence: 1}
		w.d = switchboard.Delivery{ID: switchboard.DeliveryID{0: 4}, State: waiting}
		for i := 0; i < 300 && !(w.settled() && w.sender == nil && len(w.late) == 0 && i > 40); i++ {
			w.calm = i >= 40
			w.step()
			if what := w.wrong(); what != "" {
				t.Fatalf("seed %d: %s\n%s", seed, what, strings.Join(w.log, "\n"))
			}
		}
		if !w.settled() {
			t.Fatalf("seed %d: never settled, %s\n%s", seed, w.d.State, strings.Join(w.log, "\n"))
		}
		ends[w.d.State]++
		attempts += w.d.Attempt
		if w.d.Attempt > 1 && w.d.State == sent {
			retried++
		}
	}
	if ends[sent] < runs/4 || ends[rejected] < runs/20 || retried < runs/20 || attempts < runs {
		t.Errorf("the runs were too tame: %v, %d attempts, %d sent after a retry", ends, attempts, retried)
	}
	t.Logf("%d runs: %v, %d attempts, %d sent after a retry", runs, ends, attempts, retried)
}
