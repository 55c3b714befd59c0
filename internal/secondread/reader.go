package secondread

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/redact"
	"switchboard/internal/store"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/timesource"
	"switchboard/internal/triage/classifier"
)

// Result is what became of a message that was worth asking about.
type Result string

// Results.
const (
	Changed Result = "changed" // a finding became another
	Agreed  Result = "agreed"
	Failed  Result = "failed"
	Spent   Result = "spent"   // passed over: the budget is used up
	Busy    Result = "busy"    // passed over: enough calls are under way
	Resting Result = "resting" // passed over: it failed too often
)

// Parts of a Reader.
type Parts struct {
	DB      *store.DB
	Sealer  Sealer
	Binding func(name string) string // what a secret of the installation is sealed for
	Client  Client
	After   RetryAfter
	Time    timesource.Source
	Log     *slog.Logger
	// Workers is how many messages are worked at once. One of them at least is always left to go on.
	Workers int
	// Watch counts what became of messages; took is how long a call was, 0 without one. It may be nil.
	Watch func(result Result, took time.Duration)
}

// Reader asks the external classifier. Make it with New; it asks nobody before Load.
type Reader struct {
	Parts

	mu     sync.Mutex
	now    snapshot
	under  int // calls under way
	broken breaker
	spent  spent
	passed classifiers.Count // passed over and not counted in the database yet
	since  time.Time         // when the first of them was passed over; zero when there are none
	wake   func()            // says that there is something to count; nil while nobody listens
}

// spent is a budget that is used up, as far as this node knows.
type spent struct {
	period classifiers.Period
	until  time.Time
}

// New makes a reader.
func New(p Parts) *Reader {
	if p.Watch == nil {
		p.Watch = func(Result, time.Duration) {}
	}
	return &Reader{Parts: p, now: snapshot{Settings: classifier.Defaults()}}
}

// Read gives what a verdict becomes when the external classifier reads the message too. It takes the timeout of the settings
// at most, beside two short transactions, and never fails: without an answer the findings stay what they are.
func (r *Reader) Read(ctx context.Context, m switchboard.Message, v switchboard.Verdict) switchboard.Verdict {
	s, may := r.begin(m, v)
	if !may {
		return v
	}
	defer r.end()
	ask, err := classifier.Prepare(s.Settings, classifier.Question{Text: m.Content.Read(), Language: v.Language,
		Author: redact.Person{Name: m.Author.Name, Handle: m.Author.Handle}})
	if err != nil {
		return v // too much in it that is personal
	}
	taken, err := r.take(ctx, ask.Tokens, true)
	if err != nil {
		return v
	}
	if taken.spent != "" {
		r.stop(taken)
		return v
	}
	got := r.call(ctx, s, ask)
	out := classifier.Failed(s.Settings, v)
	if got.trouble == "" {
		out = classifier.Merge(s.Settings, v, got.answer)
	}
	r.settle(ctx, s, called{ask: ask, at: taken.at, reply: got}, out.Outside.Fate)
	return out
}

// begin takes one of the places for calls, if the message is worth one.
func (r *Reader) begin(m switchboard.Message, v switchboard.Verdict) (snapshot, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.now.Worth(m, v) {
		return r.now, false
	}
	now := r.Time.Now()
	switch {
	case now.Before(r.spent.until):
		r.passOver(Spent, now)
	case r.broken.rests(now):
		r.passOver(Resting, now)
	case r.under >= min(r.now.AtOnce, r.Workers-1):
		r.passOver(Busy, now)
	default:
		r.under++
		return r.now, true
	}
	return r.now, false
}

func (r *Reader) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.under--
}

// passOver counts a message that is not asked about. The lock is held.
func (r *Reader) passOver(why Result, now time.Time) {
	r.Watch(why, 0)
	switch why {
	case Spent:
		r.passed.Spent++
	case Busy:
		r.passed.Busy++
	default:
		r.passed.Resting++
	}
	if r.since.IsZero() {
		r.since = now
		if r.wake != nil {
			r.wake()
		}
	}
}

// taken is a call that was taken from the budget.
type taken struct {
	at     time.Time // in whose day and month it counts
	budget classifiers.Budget
	spent  classifiers.Period // which budget is used up; then the call was not taken
}

// take takes a call from the budget in force, which is committed before anything is sent. With tell, whoever finds it used
// up first says so.
func (r *Reader) take(ctx context.Context, tokens int64, tell bool) (taken, error) {
	r.mu.Lock()
	t := taken{at: r.Time.Now(), budget: budgetOf(r.now.Settings)}
	r.mu.Unlock()
	var first bool
	err := r.DB.Update(ctx, func(tx *store.Tx) (err error) {
		first = false
		tables := classifiers.In(tx.Tx)
		if t.spent, err = tables.Take(t.at, t.budget, tokens); err != nil || t.spent == "" || !tell {
			return err
		}
		if first, err = tables.Tell(t.at, t.spent); err != nil || !first {
			return err
		}
		return tx.Record(switchboard.Event{Kind: switchboard.EventClassifierSpent, ActorKind: switchboard.ActorSystem, At: t.at,
			Origin: switchboard.Live, Reason: string(t.spent)})
	})
	if err != nil && ctx.Err() == nil {
		r.Log.Error("a call to the external classifier could not be counted, so it is not made", "error", err)
	}
	if err == nil && first {
		r.Log.Warn("what the external classifier may be asked is used up", "period", string(t.spent))
	}
	return t, err
}

// stop asks nobody until the budget that a message found used up is a new one, unless it was changed meanwhile.
func (r *Reader) stop(t taken) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.budget == budgetOf(r.now.Settings) {
		r.spent = spent{period: t.spent, until: t.spent.Ends(t.at)}
	}
	r.passOver(Spent, t.at)
}

func budgetOf(s classifier.Settings) classifiers.Budget {
	return classifiers.Budget{CallsDay: s.CallsDay, CallsMonth: s.CallsMonth, TokensDay: s.TokensDay, TokensMonth: s.TokensMonth}
}

// called is a call that was made.
type called struct {
	reply
	ask classifier.Ask
	at  time.Time // when it was taken from the budget
}

// settle counts what became of a call, in the day it was taken from. A call that ended because this node stops says nothing
// of the server; it stays taken from the budget.
func (r *Reader) settle(ctx context.Context, s snapshot, made called, fate switchboard.OutsideFate) {
	if ctx.Err() != nil {
		return
	}
	r.Watch(Result(fate), made.took)
	c := r.learn(s, made.reply)
	switch fate {
	case switchboard.OutsideFailed:
		c.Failed++
	case switchboard.OutsideChanged:
		c.Answered, c.Changed = c.Answered+1, c.Changed+1
	default:
		c.Answered++
	}
	c.Tokens = made.more()
	r.count(ctx, made.at, c, func(tables classifiers.Tables) error { return tables.SetHealth(string(made.trouble)) })
}

// more is how many tokens a call cost beyond what was taken for it, if the server says: less than nothing as a rule.
func (c called) more() int64 {
	if c.answer.Tokens == 0 {
		return 0
	}
	return c.answer.Tokens - c.ask.Tokens
}

// learn tells the breaker how a call went, and gives what was passed over meanwhile. Settings that changed during the call
// are not blamed for it.
func (r *Reader) learn(s snapshot, got reply) classifiers.Count {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.Time.Now()
	same := r.now.SameServer(s.Settings) && r.now.key == s.key
	switch {
	case !same:
	case got.trouble == "":
		r.broken.worked()
	default:
		before := r.broken.end()
		r.broken.failed(got.trouble, got.after, now)
		if until := r.broken.end(); until.After(before) {
			r.Log.Warn("the external classifier is left alone for a while", "trouble", string(got.trouble), "until", until)
		}
	}
	return r.passedOver()
}

// passedOver gives what was passed over and not counted yet. The lock is held.
func (r *Reader) passedOver() classifiers.Count {
	c := r.passed
	r.passed, r.since = classifiers.Count{}, time.Time{}
	return c
}

// count writes counts down, in the day and month of a moment. They are for people to look at: when they cannot be written, nothing else is held up.
func (r *Reader) count(ctx context.Context, at time.Time, c classifiers.Count, more func(classifiers.Tables) error) {
	err := r.DB.Update(ctx, func(tx *store.Tx) error {
		tables := classifiers.In(tx.Tx)
		if err := tables.Add(at, c); err != nil {
			return err
		}
		return more(tables)
	})
	if err != nil && ctx.Err() == nil {
		r.Log.Error("calls to the external classifier could not be counted", "error", err)
	}
}
