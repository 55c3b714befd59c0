package api

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/guard"
	"switchboard/internal/ownership"
)

const soloPolicy = `version: 1
name: alone
mode: solo
default: {owner: service}
second_look: [{id: again, when: {visibility: public}, hold: 10m}]
`

// TestASecondLook holds an answer back until its author has had ten minutes to read it again; trying sooner does not make
// them longer, nor does saving the same words again; changing them does.
func TestASecondLook(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	policy, err := ownership.Parse([]byte(soloPolicy))
	if err != nil {
		t.Fatal(err)
	}
	s.policy = policy
	c := s.led()
	d := s.draft(anna, c, "You are right, and I am sorry.")
	try := func(want switchboard.RulingOutcome, rule string) {
		t.Helper()
		var sent Sent
		s.ask(anna, "POST", of(d, "/send"), any1{"version": d.Version}, 200, &sent)
		d = sent.Draft
		if d.Ruling == nil || d.Ruling.Outcome != want || want == switchboard.RulingBlock && d.Ruling.Reasons[0].Rule != rule {
			t.Fatalf("ruling %+v, want %s by %s", d.Ruling, want, rule)
		}
	}
	try(switchboard.RulingBlock, guard.RuleSecondLook)
	s.clock.Advance(9 * time.Minute)
	try(switchboard.RulingBlock, guard.RuleSecondLook)
	s.clock.Advance(time.Minute)
	s.ask(anna, "PUT", of(d, ""), any1{"version": d.Version, "parts": parts("You are right. We are sorry.")}, 200, &d)
	try(switchboard.RulingBlock, guard.RuleSecondLook)
	s.clock.Advance(9 * time.Minute)
	s.ask(anna, "PUT", of(d, ""), any1{"version": d.Version, "parts": parts("You are right. We are sorry.")}, 200, &d)
	s.ask(anna, "PUT", of(d, ""), any1{"version": d.Version, "parts": parts("You are right. We are sorry."), "send_at": s.clock.Now()}, 200, &d)
	s.clock.Advance(time.Minute)
	try(switchboard.RulingAllow, "")
	if d.State != switchboard.DraftSending {
		t.Errorf("it is %s", d.State)
	}
}
