package access

import (
	"context"
	"errors"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/password"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// Spans of a session unless Options say otherwise.
const (
	DefaultIdle     = 12 * time.Hour      // without a request
	DefaultAbsolute = 30 * 24 * time.Hour // since signing in
)

// touchEvery is how exactly the last use of a session is known.
const touchEvery = time.Minute

// Options make a Gate. Idle and Absolute of zero mean the defaults.
type Options struct {
	DB       *store.DB
	Hasher   *password.Hasher
	Time     timesource.Source
	Idle     time.Duration
	Absolute time.Duration
	// Departments are those that the policy in force names; there may be no row of them yet. Nil names none.
	Departments func() []switchboard.DepartmentKey
}

// Gate turns credentials into actors. It is safe for use by several goroutines.
type Gate struct {
	Options
	byAddress *throttle
	byOrigin  *throttle
}

// NewGate makes a gate.
func NewGate(o Options) *Gate {
	if o.Idle <= 0 {
		o.Idle = DefaultIdle
	}
	if o.Absolute <= 0 {
		o.Absolute = DefaultAbsolute
	}
	return &Gate{Options: o, byAddress: newThrottle(5, time.Minute), byOrigin: newThrottle(30, 5*time.Minute)}
}

// Attempt is somebody trying to sign in. From is where the request came from: an address without its port.
type Attempt struct {
	Email    string
	Password string
	From     string
}

// SignedIn is a session that was just made. Token goes into the cookie and is stored nowhere.
type SignedIn struct {
	Token   string
	Actor   Actor
	Agent   switchboard.Agent
	Session store.Session
}

// TooSoon is the cause of a rate_limited refusal.
type TooSoon struct{ Wait time.Duration }

// Error says how long to wait.
func (t TooSoon) Error() string { return "wait " + t.Wait.String() }

// RetryAfter is how long to wait.
func (t TooSoon) RetryAfter() time.Duration { return t.Wait }

// SignIn checks an address and a password. It refuses with code unauthorized without saying which of the two is wrong,
// taking as long for an address nobody has, and with rate_limited (cause TooSoon) after too many tries.
func (g *Gate) SignIn(ctx context.Context, a Attempt) (in SignedIn, err error) {
	address := strings.ToLower(strings.TrimSpace(a.Email))
	tried, err := g.slowDown(address, a.From)
	if err != nil {
		return in, err
	}
	agent, hash, err := g.byEmail(ctx, address)
	if err != nil {
		return in, err
	}
	if err := g.verify(ctx, hash, a.Password); err != nil {
		return in, err
	}
	g.byOrigin.undo(tried.origin)
	g.byAddress.undo(tried.address)
	return g.open(ctx, agent)
}

// counted is a try to sign in, as it counts for where it comes from and for the address that is tried.
type counted struct{ origin, address try }

func (g *Gate) slowDown(address, from string) (c counted, err error) {
	now, wait := g.Time.Elapsed(), time.Duration(0)
	if c.origin, wait = g.byOrigin.begin(from, now); wait == 0 {
		c.address, wait = g.byAddress.begin(address, now)
	}
	if wait == 0 {
		return c, nil
	}
	return c, switchboard.Refuse(switchboard.CodeRateLimited, "There were too many attempts to sign in.").
		WithHint("Wait a moment, then try again.").WithCause(TooSoon{Wait: wait})
}

// byEmail finds who signs in; the hash is empty, which nothing matches, for somebody who cannot.
func (g *Gate) byEmail(ctx context.Context, address string) (agent switchboard.Agent, hash string, err error) {
	err = g.DB.View(ctx, func(tx *store.Tx) error {
		found := false
		if agent, found, err = tx.AgentByEmail(address); err != nil || !found || agent.Disabled {
			return err
		}
		hash, err = tx.Password(agent.ID)
		return err
	})
	return agent, hash, err
}

func (g *Gate) verify(ctx context.Context, hash, given string) error {
	ok, err := g.Hasher.Verify(ctx, hash, given)
	switch {
	case errors.Is(err, password.ErrBusy):
		return busy(err)
	case err != nil:
		return err
	case !ok:
		return switchboard.Refuse(switchboard.CodeUnauthorized, "The address or the password is not right.").
			WithHint("Check both; somebody who administers this installation can set a new password.")
	}
	return nil
}

func busy(err error) error {
	return switchboard.Refuse(switchboard.CodeUnavailable, "Too many people are signing in at once.").
		WithHint("Try again in a moment.").WithCause(err)
}

// freshSession is the token of a session to be made. It is drawn before the transaction, which may run again.
type freshSession struct {
	token  string
	digest [32]byte
}

func newSession() freshSession {
	token := seal.NewToken()
	return freshSession{token: token, digest: seal.HashToken(token)}
}

func (g *Gate) open(ctx context.Context, agent switchboard.Agent) (in SignedIn, err error) {
	fresh := newSession()
	err = g.DB.Update(ctx, func(tx *store.Tx) error {
		in, err = g.openIn(tx, agent.ID, fresh)
		return err
	})
	return in, err
}

// openIn signs somebody in.
func (g *Gate) openIn(tx *store.Tx, id switchboard.AgentID, fresh freshSession) (in SignedIn, err error) {
	now := tx.Now()
	in.Token = fresh.token
	in.Session = store.Session{ID: switchboard.NewID[switchboard.SessionID](now), AgentID: id, CreatedAt: now, SeenAt: now,
		ExpiresAt: now.Add(min(g.Idle, g.Absolute))}
	if in.Actor, err = load(tx, id); err != nil {
		return in, err
	}
	in.Actor.Session = in.Session.ID
	if in.Agent, err = tx.Agent(id); err != nil {
		return in, err
	}
	return in, tx.InsertSession(in.Session, fresh.digest[:])
}

// load reads an agent's actor as it is now.
func load(tx *store.Tx, id switchboard.AgentID) (Actor, error) {
	agent, err := tx.Agent(id)
	if err != nil {
		return Actor{}, err
	}
	limits, err := tx.AgentScope(id)
	if err != nil {
		return Actor{}, err
	}
	if agent.Disabled {
		return Actor{}, signInAgain()
	}
	return For(agent, limits), nil
}

func signInAgain() error {
	return switchboard.Refuse(switchboard.CodeUnauthorized, "Please sign in again.").
		WithHint("The session has ended or was ended elsewhere.")
}

// BySession finds the actor of a session's token, and keeps the session alive. It refuses with code unauthorized.
func (g *Gate) BySession(ctx context.Context, token string) (actor Actor, err error) {
	digest := seal.HashToken(token)
	var session store.Session
	err = g.DB.View(ctx, func(tx *store.Tx) error {
		found := false
		if session, found, err = tx.SessionByDigest(digest[:]); err != nil {
			return err
		}
		if !found {
			return signInAgain()
		}
		actor, err = load(tx, session.AgentID)
		return err
	})
	if err != nil {
		return Actor{}, err
	}
	actor.Session = session.ID
	return actor, g.touch(ctx, session)
}

func (g *Gate) touch(ctx context.Context, s store.Session) error {
	now := g.Time.Now()
	if now.Sub(s.SeenAt) < touchEvery {
		return nil
	}
	expires := now.Add(g.Idle)
	if end := s.CreatedAt.Add(g.Absolute); expires.After(end) {
		expires = end
	}
	return g.DB.Update(ctx, func(tx *store.Tx) error { return tx.TouchSession(s.ID, expires) })
}

// SignOut ends the actor's session.
func (g *Gate) SignOut(ctx context.Context, a Actor) error {
	return g.DB.Update(ctx, func(tx *store.Tx) error { return tx.DeleteSession(a.Session) })
}

// SignOutEverywhere ends all sessions of the actor's agent and returns how many there were.
func (g *Gate) SignOutEverywhere(ctx context.Context, a Actor) (ended int64, err error) {
	err = g.DB.Update(ctx, func(tx *store.Tx) error {
		if ended, err = tx.DeleteSessions(a.Agent, switchboard.SessionID{}); err != nil {
			return err
		}
		return Audit(tx, a, Act{Action: "session.end_all", Subject: a.Agent.String()})
	})
	return ended, err
}
