package notice

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/timesource"
)

const (
	// hands is how many letters of one way go out at the same time.
	hands = 8
	// perLetter is how many notices one letter holds at most.
	perLetter = 50
	// sendWithin bounds one attempt.
	sendWithin = time.Minute
	// claimFor is after what time a claim was left by a process that died.
	claimFor = 2 * time.Minute
	// settleWithin bounds the writing of a fate, which is done even when the process is told to stop.
	settleWithin = 10 * time.Second
	// MaxAttempts is how often a letter is tried that certainly did not arrive.
	MaxAttempts = 8
	// chatAttempts is the same of a chat tool: with pauses of an hour at most that is half a day, for which telling is of
	// use to somebody who has not looked into the console by then.
	chatAttempts = 20
	// longestAsked is for how long a server that asks to be left alone is.
	longestAsked = time.Hour
	// mailPause is the least time between two mails to one person; alarms do not wait for it.
	mailPause = 5 * time.Minute
	// sleepMost is how far ahead a lane is armed at most, so that a changed clock is noticed.
	sleepMost = time.Minute
)

// Fate is what became of one attempt.
type Fate int

// Fates.
const (
	Told    Fate = iota
	Again        // certainly not told; worth another try
	Refused      // certainly not told; never will be
	Gone         // nobody is there any more
	Unknown      // may have been told
)

// Result is what one attempt gave.
type Result struct {
	Fate  Fate
	Code  string // a closed value or a status, for those who look into it
	After time.Duration
}

// Letter is what goes out at once in one way to one place.
type Letter struct {
	ID     switchboard.TellingID
	Way    switchboard.Way
	Target string
	To     switchboard.Agent // zero for a team
	Lines  []Line
	Loud   bool
	Digest bool // it holds several notices
	Try    int  // from 1
}

// Sender makes single attempts in one way. It is safe for use by several goroutines.
type Sender interface {
	Send(ctx context.Context, letter Letter) Result
}

// Post lets letters go out.
type Post struct {
	DB      *store.DB
	Time    timesource.Source
	Log     *slog.Logger
	Random  func() float64 // from 0 up to 1
	Senders map[switchboard.Way]Sender
	// URL gives the address of a conversation; nil or an empty answer leaves it out.
	URL func(switchboard.ConversationID) string
	// PolicyURL gives the address of a draft of a policy; nil or an empty answer leaves it out.
	PolicyURL func(draft string) string
	// Mailbox reports whether an address leads into a connected mailbox: nobody is mailed there, since that would come back
	// as what a customer says. Nil where none is connected.
	Mailbox func(tx *store.Tx, address string) (bool, error)
}

// Run lets letters go out until ctx ends. Each way has a lane of its own, so that a slow one keeps no other waiting.
func (p Post) Run(ctx context.Context) {
	var lanes sync.WaitGroup
	bells := map[switchboard.Way]chan struct{}{}
	for way := range p.Senders {
		bell := make(chan struct{}, 1)
		bells[way] = bell
		lanes.Go(func() { p.lane(ctx, way, bell) })
	}
	_ = p.DB.Listen(ctx, Channel, func(string) { // it returns only the error of ctx
		for _, bell := range bells {
			ring(bell)
		}
	})
	lanes.Wait()
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// lane lets the letters of one way go out.
func (p Post) lane(ctx context.Context, way switchboard.Way, bell chan struct{}) {
	var sending sync.WaitGroup
	defer sending.Wait()
	slots := make(chan struct{}, hands)
	for ctx.Err() == nil {
		slots <- struct{}{}
		letter, found, err := p.Claim(ctx, way)
		if found {
			sending.Go(func() {
				defer func() { <-slots }()
				p.send(ctx, letter)
			})
			continue
		}
		<-slots
		if err != nil && ctx.Err() == nil {
			p.Log.Error("notices could not be claimed, trying again", "way", string(way), "error", err)
			_ = timesource.Wait(ctx, p.Time, retryAfter)
			continue
		}
		p.rest(ctx, way, bell)
	}
}

// rest waits until something of the way may be due.
func (p Post) rest(ctx context.Context, way switchboard.Way, bell chan struct{}) {
	wait, err := p.nothingFor(ctx, way)
	if err != nil {
		wait = retryAfter
	}
	stop := p.Time.AfterFunc(wait, func() { ring(bell) })
	defer stop()
	select {
	case <-ctx.Done():
	case <-bell:
	}
}

func (p Post) nothingFor(ctx context.Context, way switchboard.Way) (wait time.Duration, err error) {
	wait = sleepMost
	err = p.DB.View(ctx, func(tx *store.Tx) error {
		tables := notices.In(tx.Tx)
		next, err := tables.NextTelling(way)
		if err != nil {
			return err
		}
		claimed, err := tables.OldestClaim()
		if !next.IsZero() {
			wait = min(wait, next.Sub(tx.Now()))
		}
		if !claimed.IsZero() {
			wait = min(wait, claimed.Add(claimFor).Sub(tx.Now())+time.Millisecond)
		}
		return err
	})
	return max(0, wait), err
}

// send makes an attempt and writes down what became of it.
func (p Post) send(ctx context.Context, letter Letter) {
	try, cancel := context.WithTimeout(ctx, sendWithin)
	result := p.attempt(try, letter)
	cancel()
	ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	if err := p.Settle(ctx, letter, result); err != nil {
		p.Log.Error("what became of a notice could not be written, it is not sent again", "way", string(letter.Way), "error", err)
	}
}

// attempt counts a sender that stumbles as one of which nobody knows what it did.
func (p Post) attempt(ctx context.Context, letter Letter) (result Result) {
	defer func() {
		if what := recover(); what != nil {
			p.Log.Error("a way of telling stumbled over a fault of our own", "way", string(letter.Way), "panic", what)
			result = Result{Fate: Unknown, Code: "panic"}
		}
	}()
	return p.Senders[letter.Way].Send(ctx, letter)
}

func attempts(way switchboard.Way) int {
	if way == switchboard.WayChat {
		return chatAttempts
	}
	return MaxAttempts
}

// delay is the pause after so many attempts, from 1.
func (p Post) delay(attempts int) time.Duration {
	const first, most = 15 * time.Second, time.Hour
	d := most
	if attempts < 9 {
		d = min(most, first<<(attempts-1))
	}
	return d - time.Duration(p.Random()*float64(d)/4)
}
