package access

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

// link makes a set-up link.
func (c company) link() Link {
	c.t.Helper()
	l, err := NewSetupLink(c.t.Context(), c.DB)
	if err != nil {
		c.t.Fatal(err)
	}
	return l
}

func (c company) visit() Visit {
	c.t.Helper()
	v, err := c.OpenSetup(c.t.Context(), c.link().Token, "10.0.0.1")
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

// TestTheLifeOfASetupLink: once, within its quarter of an hour, and only until a newer one is made.
func TestTheLifeOfASetupLink(t *testing.T) {
	t.Parallel()
	c := found(t)
	open := func(token string) error {
		_, err := c.OpenSetup(t.Context(), token, "10.0.0.1")
		return err
	}
	late := c.link()
	c.clock.Advance(SetupLasts)
	first := c.link()
	replaced := first
	fresh := c.link()
	if len(fresh.Token) < 43 || fresh.Token == first.Token || !fresh.Until.Equal(c.clock.Now().Add(SetupLasts)) {
		t.Errorf("link %+v", fresh)
	}
	c.clock.Advance(SetupLasts - time.Second)
	if err := open(" " + fresh.Token + "\n"); err != nil {
		t.Errorf("a good link, copied with spaces: %v", err)
	}
	var answers []string
	for name, token := range map[string]string{"run out": late.Token, "replaced": replaced.Token, "used": fresh.Token,
		"guessed": strings.Repeat("A", 43), "malformed": "\x00'--", "empty": "", "huge": strings.Repeat("x", 1<<20)} {
		err := open(token)
		refused(t, name, err, switchboard.CodeUnauthorized)
		var e *switchboard.Error
		if errors.As(err, &e) {
			answers = append(answers, e.Text+e.Hint+e.Field)
		}
	}
	for _, one := range answers {
		if one != answers[0] || !strings.Contains(one, "switchboard user link") {
			t.Errorf("it can be told why a link is refused, or not what to do: %q", one)
		}
	}
}

func TestAVisitLastsHalfAnHour(t *testing.T) {
	t.Parallel()
	c := found(t)
	v := c.visit()
	c.clock.Advance(VisitLasts - time.Second)
	if until, err := c.CheckVisit(t.Context(), v.Token); err != nil || !until.Equal(v.Until) {
		t.Errorf("before its end: %v", err)
	}
	refused(t, "another's", c.check(Visit{Token: "guess"}), switchboard.CodeUnauthorized)
	c.clock.Advance(time.Second)
	refused(t, "after its end", c.check(v), switchboard.CodeUnauthorized)
	v = c.visit()
	c.link()
	refused(t, "after a newer link", c.check(v), switchboard.CodeUnauthorized)
}

func TestGuessingLinksIsSlowedDown(t *testing.T) {
	t.Parallel()
	c := found(t)
	good := c.link()
	var err error
	for range 40 {
		_, err = c.OpenSetup(t.Context(), "guess", "10.0.0.9")
	}
	refused(t, "many guesses", err, switchboard.CodeRateLimited)
	var wait TooSoon
	if !errors.As(err, &wait) || wait.Wait <= 0 {
		t.Errorf("no word of when to come back: %v", err)
	}
	if _, err := c.OpenSetup(t.Context(), good.Token, "10.0.0.1"); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}

func (c company) check(v Visit) error {
	_, err := c.CheckVisit(c.t.Context(), v.Token)
	return err
}

func (c company) founding(v Visit, name string) Founding {
	return Founding{Visit: v.Token, Also: func(*store.Tx, Actor) error { return nil },
		First: NewAgent{Password: words, Agent: switchboard.Agent{Name: name, Email: name + "@care.example", Freedom: 5}}}
}

func TestFoundingIsAllOrNothing(t *testing.T) {
	t.Parallel()
	c := found(t)
	v := c.visit()
	weak := c.founding(v, "ada")
	weak.First.Password = "short"
	_, err := c.Found(t.Context(), weak)
	refused(t, "weak password", err, switchboard.CodeInvalid)
	failing := c.founding(v, "ada")
	failing.Also = func(*store.Tx, Actor) error { return switchboard.Refuse(switchboard.CodeInvalid, "No.") }
	_, err = c.Found(t.Context(), failing)
	refused(t, "the rest fails", err, switchboard.CodeInvalid)
	_, err = c.Found(t.Context(), c.founding(Visit{Token: "guess"}, "eve"))
	refused(t, "no visit", err, switchboard.CodeUnauthorized)

	in, err := c.Found(t.Context(), c.founding(v, "ada"))
	if err != nil || in.Agent.Role != switchboard.RoleAdmin || in.Agent.Name != "ada" {
		t.Fatalf("founded: %+v, %v", in, err)
	}
	if actor, err := c.BySession(t.Context(), in.Token); err != nil || actor.Agent != in.Agent.ID {
		t.Errorf("signed in: %+v, %v", actor, err)
	}
	if _, err := c.SignIn(t.Context(), Attempt{Email: "ada@care.example", Password: words}); err != nil {
		t.Errorf("sign in: %v", err)
	}
	_, err = c.Found(t.Context(), c.founding(v, "eve"))
	refused(t, "twice", err, switchboard.CodeConflict)
	_, err = NewSetupLink(t.Context(), c.DB)
	refused(t, "a link afterwards", err, switchboard.CodeConflict)
	_, err = c.OpenSetup(t.Context(), "guess", "10.0.0.1")
	refused(t, "opening afterwards", err, switchboard.CodeConflict)
	refused(t, "the visit afterwards", c.check(v), switchboard.CodeConflict)
}

// TestTwoBrowsersAtOnce: one founds, the other is told so, and nothing of theirs is kept.
func TestTwoBrowsersAtOnce(t *testing.T) {
	t.Parallel()
	c := found(t)
	v := c.visit()
	results := make([]error, 2)
	var group sync.WaitGroup
	for n, name := range []string{"ada", "bob"} {
		group.Go(func() { _, results[n] = c.Found(t.Context(), c.founding(v, name)) })
	}
	group.Wait()
	if (results[0] == nil) == (results[1] == nil) {
		t.Fatalf("results %v", results)
	}
	refused(t, "the slower", errors.Join(results...), switchboard.CodeConflict)
	c.update(func(tx *store.Tx) error {
		agents, err := tx.Agents()
		if len(agents) != 1 {
			t.Errorf("%d people", len(agents))
		}
		return err
	})
}

func TestTakingSomebodyInEndsSetUp(t *testing.T) {
	t.Parallel()
	c := found(t)
	v, l := c.visit(), c.link()
	c.hire("ada", switchboard.RoleAdmin)
	_, err := c.OpenSetup(t.Context(), l.Token, "10.0.0.1")
	refused(t, "the link", err, switchboard.CodeConflict)
	_, err = c.Found(t.Context(), c.founding(v, "eve"))
	refused(t, "the visit", err, switchboard.CodeConflict)
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	c := found(t)
	admin := For(c.hire("ada", switchboard.RoleAdmin), store.AgentScope{})
	bob, eve := c.hire("bob", switchboard.RoleAgent, "service"), c.hire("eve", switchboard.RoleAgent, "service")
	invite := func(whom switchboard.Agent) Link {
		t.Helper()
		l, err := c.Invite(t.Context(), admin, whom.ID)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	accept := func(l Link, chosen string) (SignedIn, error) {
		return c.AcceptInvitation(t.Context(), l.Token, chosen, "10.0.0.1")
	}
	_, err := c.Invite(t.Context(), For(eve, store.AgentScope{}), bob.ID)
	refused(t, "by somebody who may not", err, switchboard.CodeForbidden)

	replaced := invite(bob)
	l, other := invite(bob), invite(eve)
	seen, err := c.ReadInvitation(t.Context(), l.Token, "10.0.0.1")
	if err != nil || seen.Agent.ID != bob.ID || !seen.Link.ExpiresAt.Equal(l.Until) {
		t.Errorf("looked at: %+v, %v", seen, err)
	}
	_, err = accept(l, "short")
	refused(t, "weak", err, switchboard.CodeInvalid)
	before, err := c.SignIn(t.Context(), Attempt{Email: bob.Email, Password: words})
	if err != nil {
		t.Fatal(err)
	}
	c.clock.Advance(InvitationLasts - time.Second)
	in, err := accept(l, "seven singing spouts")
	if err != nil || in.Agent.ID != bob.ID {
		t.Fatalf("accepted: %+v, %v", in, err)
	}
	_, err = c.BySession(t.Context(), before.Token)
	refused(t, "a session from before", err, switchboard.CodeUnauthorized)
	if _, err := c.SignIn(t.Context(), Attempt{Email: bob.Email, Password: "seven singing spouts"}); err != nil {
		t.Errorf("sign in: %v", err)
	}
	if _, err := accept(other, "eight silent spoons"); err != nil {
		t.Errorf("the second: %v", err)
	}
	for name, bad := range map[string]Link{"used": l, "replaced": replaced, "guessed": {Token: "guess"}} {
		_, err = accept(bad, "seven singing spouts")
		refused(t, name, err, switchboard.CodeUnauthorized)
	}
	late := invite(bob)
	c.clock.Advance(InvitationLasts)
	_, err = accept(late, "seven singing spouts")
	refused(t, "run out", err, switchboard.CodeUnauthorized)

	gone := invite(eve)
	c.update(func(tx *store.Tx) error { eve.Disabled = true; return tx.UpdateAgent(eve) })
	_, err = accept(gone, "seven singing spouts")
	refused(t, "of somebody disabled", err, switchboard.CodeUnauthorized)
	_, err = c.Invite(t.Context(), admin, eve.ID)
	refused(t, "somebody disabled", err, switchboard.CodeConflict)
}

// Whoever can sign in as somebody can do what they can, so a way in is given by nobody who may do less.
func TestAWayInIsNoWayUp(t *testing.T) {
	t.Parallel()
	c := found(t)
	ada, bob := c.hire("ada", switchboard.RoleAdmin), c.hire("bob", switchboard.RoleAgent, "service")
	brand := switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](c.clock.Now()), Key: "kettles", Name: "Kettles"}
	own := store.AgentScope{Brands: []switchboard.BrandID{brand.ID}}
	mona := c.hire("mona", switchboard.RoleManager)
	c.update(func(tx *store.Tx) error {
		if _, err := tx.EnsureBrand(brand); err != nil {
			return err
		}
		return tx.SetAgentScope(mona.ID, own)
	})
	secret, _, err := c.IssueToken(t.Context(), For(ada, store.AgentScope{}), NewToken{Name: "roster", Permissions: []Permission{AgentRead, AgentManage}})
	if err != nil {
		t.Fatal(err)
	}
	token, err := c.ByToken(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	for name, attempt := range map[string]struct {
		by   Actor
		whom switchboard.Agent
	}{
		"a manager of one brand, somebody of all": {For(mona, own), bob},
		"a token that may less, its own person":   {token, ada},
		"a token that may less, an agent":         {token, bob},
	} {
		_, err := c.Invite(t.Context(), attempt.by, attempt.whom.ID)
		refused(t, name+" by invitation", err, switchboard.CodeForbidden)
		err = c.SetPassword(t.Context(), attempt.by, attempt.whom, "seven singing spouts")
		refused(t, name+" by password", err, switchboard.CodeForbidden)
	}
	_, err = c.CreateAgent(t.Context(), token, NewAgent{Agent: switchboard.Agent{Name: "eve", Email: "eve@care.example", Role: switchboard.RoleAdmin}})
	refused(t, "a new administrator by a token that may less", err, switchboard.CodeForbidden)

	c.update(func(tx *store.Tx) error { return tx.SetAgentScope(bob.ID, own) })
	if _, err := c.Invite(t.Context(), For(mona, own), bob.ID); err != nil {
		t.Errorf("somebody of one's own brand: %v", err)
	}
}
