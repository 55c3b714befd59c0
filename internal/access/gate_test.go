package access

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/store"
)

func TestSignInAndSession(t *testing.T) {
	t.Parallel()
	c := found(t)
	ida := c.hire("ida", switchboard.RoleAgent, "service")
	in, err := c.SignIn(t.Context(), Attempt{Email: " IDA@care.example ", Password: words, From: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	actor, err := c.BySession(t.Context(), in.Token)
	if err != nil || actor.Agent != ida.ID || actor.Session != in.Session.ID || actor.Kind != switchboard.ActorAgent {
		t.Errorf("actor %+v, %v", actor, err)
	}
	c.update(func(tx *store.Tx) error {
		if _, there, err := tx.SessionByDigest([]byte(in.Token)); there || err != nil {
			t.Errorf("the token itself is stored: %v", err)
		}
		return nil
	})
	if err := c.SignOut(t.Context(), actor); err != nil {
		t.Fatal(err)
	}
	_, err = c.BySession(t.Context(), in.Token)
	refused(t, "after signing out", err, switchboard.CodeUnauthorized)
	_, err = c.BySession(t.Context(), "")
	refused(t, "no token", err, switchboard.CodeUnauthorized)
}

func TestGuessingFromOnePlace(t *testing.T) {
	t.Parallel()
	c := found(t)
	c.hire("ida", switchboard.RoleAgent)
	guess := func(email, from string) error {
		_, err := c.SignIn(t.Context(), Attempt{Email: email, Password: "guess", From: from})
		return err
	}
	for n := range 31 {
		refused(t, "free", guess(string(rune('a'+n))+"@care.example", "192.0.2.1"), switchboard.CodeUnauthorized)
	}
	err := guess("z@care.example", "192.0.2.1")
	refused(t, "too many from one place", err, switchboard.CodeRateLimited)
	var wait TooSoon
	if !errors.As(err, &wait) || wait.RetryAfter() != time.Second {
		t.Errorf("wait %v", wait)
	}
	refused(t, "another place", guess("z@care.example", "192.0.2.2"), switchboard.CodeUnauthorized)
}

func TestUnknownAddressesTakeAsLong(t *testing.T) {
	t.Parallel()
	c := found(t)
	c.hire("ida", switchboard.RoleAgent)
	took := func(email string) time.Duration {
		began := time.Now()
		for range 3 {
			if _, err := c.SignIn(t.Context(), Attempt{Email: email, Password: "guess", From: email}); err == nil {
				t.Fatal("signed in")
			}
		}
		return time.Since(began)
	}
	known, unknown := took("ida@care.example"), took("nobody@care.example")
	if unknown*4 < known {
		t.Errorf("an unknown address is told in %v, a known one in %v", unknown, known)
	}
}

func TestTokensOfAGate(t *testing.T) {
	t.Parallel()
	c := found(t)
	ida := c.hire("ida", switchboard.RoleManager)
	actor := For(ida, store.AgentScope{})
	secret, token, err := c.IssueToken(t.Context(), actor, NewToken{Name: "reports", Permissions: []Permission{AuditRead, ConversationRead, AuditRead}})
	if err != nil || !strings.HasPrefix(secret, TokenPrefix) || len(token.Permissions) != 2 {
		t.Fatalf("%q %+v %v", secret, token, err)
	}
	got, err := c.ByToken(t.Context(), secret)
	if err != nil || got.Kind != switchboard.ActorToken || got.Token != token.ID || !got.Has(AuditRead) || got.Has(PolicyActivate) {
		t.Errorf("actor %+v, %v", got, err)
	}
	c.update(func(tx *store.Tx) error { // a token never holds more than its person does now
		ida.Role = switchboard.RoleAgent
		return tx.UpdateAgent(ida)
	})
	if got, err = c.ByToken(t.Context(), secret); err != nil || got.Has(AuditRead) || !got.Has(ConversationRead) {
		t.Errorf("after losing the role: %+v, %v", got.Permissions, err)
	}
	for _, bad := range []string{"", "swb_", "other", secret + "x", TokenPrefix + strings.Repeat("x", 10_000)} {
		_, err := c.ByToken(t.Context(), bad)
		refused(t, bad, err, switchboard.CodeUnauthorized)
	}
	got.Permissions = []Permission{TokenManage, ConversationRead}
	_, child, err := c.IssueToken(t.Context(), got, NewToken{Name: "child"})
	if err != nil || strings.Join(child.Permissions, " ") != "conversation.read token.manage" {
		t.Errorf("a token of a token: %+v, %v", child, err)
	}
	refused(t, "revoke", c.RevokeToken(t.Context(), actor, ida.ID, token.ID), "")
	_, err = c.ByToken(t.Context(), secret)
	refused(t, "revoked", err, switchboard.CodeUnauthorized)
	c.update(func(tx *store.Tx) error {
		tokens, err := tx.Tokens(ida.ID)
		for _, one := range tokens {
			if used := !one.UsedAt.IsZero(); used != (one.ID == token.ID) {
				t.Errorf("use of %s noted: %v", one.Name, used)
			}
		}
		return err
	})
}

func TestFirstAdministrator(t *testing.T) {
	t.Parallel()
	c := found(t)
	made := c.hire("root", switchboard.RoleAdmin)
	c.update(func(tx *store.Tx) error {
		trail, err := tx.Audit(store.Place{}, 10)
		if err == nil && (len(trail) != 1 || trail[0].Subject != made.ID.String() || trail[0].ActorKind != switchboard.ActorSystem) {
			t.Errorf("trail %+v", trail)
		}
		return err
	})
	_, err := c.CreateAgent(t.Context(), System(), NewAgent{Agent: switchboard.Agent{Name: "B", Email: "ROOT@care.example", Role: switchboard.RoleAgent}})
	refused(t, "address taken", err, switchboard.CodeConflict)
	_, err = c.CreateAgent(t.Context(), Actor{}, NewAgent{Agent: switchboard.Agent{Name: "B", Email: "b@care.example", Role: switchboard.RoleAgent}})
	refused(t, "by nobody", err, switchboard.CodeForbidden)
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	c := found(t)
	ida := c.hire("ida", switchboard.RoleAgent)
	actor := For(ida, store.AgentScope{})
	refused(t, "wrong one", c.ChangePassword(t.Context(), actor, "no", "another long sentence"), switchboard.CodeInvalid)
	refused(t, "right one", c.ChangePassword(t.Context(), actor, words, "another long sentence"), "")
	for range 5 {
		refused(t, "guess", c.ChangePassword(t.Context(), actor, "no", "another long sentence"), switchboard.CodeInvalid)
	}
	refused(t, "too often", c.ChangePassword(t.Context(), actor, "no", "another long sentence"), switchboard.CodeRateLimited)
}

func TestThrottle(t *testing.T) {
	t.Parallel()
	th := newThrottle(2, 8*time.Second)
	now := time.Duration(0)
	var waits []time.Duration
	for range 8 {
		for _, wait := th.begin("a", now); wait > 0; _, wait = th.begin("a", now) {
			waits = append(waits, wait)
			now += wait
		}
	}
	want := []time.Duration{1, 2, 4, 8, 8}
	for n, w := range want {
		if n >= len(waits) || waits[n] != w*time.Second {
			t.Fatalf("waits %v, want %v seconds", waits, want)
		}
	}
	if _, wait := th.begin("b", now); wait != 0 {
		t.Errorf("b waits %v", wait)
	}
	if _, wait := th.begin("a", now+quiet); wait != 0 {
		t.Errorf("waits %v after a long while", wait)
	}
}

// TestASuccessGivesBackItsOwnCost mixes guesses with tries that succeed: whatever succeeds when, guesses wait as long as if
// nothing ever had.
func TestASuccessGivesBackItsOwnCost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		alone, mixed := newThrottle(3, 5*time.Minute), newThrottle(3, 5*time.Minute)
		now := time.Duration(0)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				now += time.Duration(rapid.IntRange(1, 400).Draw(t, "seconds")) * time.Second
			case 1:
				if one, wait := mixed.begin("office", now); wait == 0 {
					mixed.undo(one)
				}
			default:
				_, want := alone.begin("office", now)
				if _, got := mixed.begin("office", now); got != want {
					t.Fatalf("a guess waits %v, and %v where nobody else succeeds", got, want)
				}
			}
		}
	})
}

// TestASuccessKeepsWhatCameMeanwhile takes a try back after others have begun and failed.
func TestASuccessKeepsWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	th := newThrottle(1, time.Minute)
	good, _ := th.begin("office", 0)
	if _, wait := th.begin("office", 0); wait != 0 {
		t.Fatalf("waits %v", wait)
	}
	th.undo(good)
	if _, wait := th.begin("office", 0); wait != time.Second {
		t.Errorf("waits %v after a guess that cost a second", wait)
	}
	good, _ = th.begin("office", time.Second)
	th.tried["office"] = &tries{count: 9, next: time.Hour}
	th.undo(good)
	if _, wait := th.begin("office", time.Second); wait == 0 {
		t.Error("what was forgotten meanwhile is taken back from others")
	}
}

// TestWhoSignsInForgivesNoGuesses lets somebody sign in while others guess at their address.
func TestWhoSignsInForgivesNoGuesses(t *testing.T) {
	t.Parallel()
	c := found(t)
	ida := c.hire("ida", switchboard.RoleAgent)
	try := func(given, from string) error {
		_, err := c.SignIn(t.Context(), Attempt{Email: ida.Email, Password: given, From: from})
		return err
	}
	for n := range 5 {
		refused(t, "a guess", try("guess", fmt.Sprint("192.0.2.", n)), switchboard.CodeUnauthorized)
	}
	for range 3 {
		refused(t, "their own sign-in", try(words, "198.51.100.7"), "")
	}
	refused(t, "the first to cost time", try("guess", "192.0.2.6"), switchboard.CodeUnauthorized)
	refused(t, "one more", try("guess", "192.0.2.7"), switchboard.CodeRateLimited)
}

func TestThrottleIsBounded(t *testing.T) {
	t.Parallel()
	th := newThrottle(1, time.Minute)
	th.keys = 100
	for n := range 500 {
		th.begin(string(rune('a'+n)), time.Duration(n))
	}
	if len(th.tried) > th.keys {
		t.Errorf("%d keys remembered", len(th.tried))
	}
	if th.tried[string(rune('a'+499))] == nil || th.tried["a"] != nil {
		t.Error("not the oldest was forgotten")
	}
	th.begin("later", time.Hour)
	if len(th.tried) != 1 {
		t.Errorf("%d quiet keys kept", len(th.tried)-1)
	}
}
