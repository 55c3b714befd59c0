package api

import (
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/approval"
	"switchboard/internal/ownership"
)

const pressPolicy = `version: 1
name: press
default: {owner: service}
carve_out:
  - {id: press, when: {flag: [press, safety, legal]}, owner: comms, required_level: 4, approver: expert@care.example, deputy: comms}
`

// TestWhoIsAskedFirstIsSaidWithTheDraft names an approver: they are asked, everybody of the level may, and the deputy is
// asked while they are away.
func TestWhoIsAskedFirstIsSaidWithTheDraft(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var err error
	if s.policy, err = ownership.Parse([]byte(pressPolicy)); err != nil {
		t.Fatal(err)
	}
	const novice, expert, other = switchboard.Role("novice"), switchboard.Role("expert"), switchboard.Role("other")
	s.colleague(novice, "comms", 1)
	first, second := s.colleague(expert, "comms", 4), s.colleague(other, "comms", 5)
	here := func(as switchboard.Role, presence string) {
		t.Helper()
		s.ask(as, "PUT", "/me/presence", any1{"presence": presence}, 200, nil)
	}
	here(expert, "here")
	here(other, "here")
	held := func(customer string, want ...switchboard.AgentID) switchboard.Draft {
		t.Helper()
		c := s.hear(customer, "I am a reporter, call me back.")
		s.ask(novice, "POST", at(c, "/take"), any1{"reason": "skill"}, 200, &c)
		d := s.draft(novice, c, "We call you at noon.")
		var checked switchboard.Ruling
		s.ask(novice, "POST", of(d, "/check"), nil, 200, &checked)
		var sent Sent
		s.ask(novice, "POST", of(d, "/send"), any1{"version": 1}, 200, &sent)
		var read switchboard.Draft
		s.ask(novice, "GET", of(d, ""), nil, 200, &read)
		for name, r := range map[string]switchboard.Ruling{"looked at": checked, "sent": *sent.Draft.Ruling, "read": *read.Ruling} {
			if r.Outcome != switchboard.RulingHold || !slices.Equal(r.Asked, want) || r.AskedUntil.IsZero() == (len(want) > 0) {
				t.Errorf("%s: %+v, want %v to be asked", name, r, want)
			}
			if len(want) > 0 && r.AskedUntil.Sub(s.clock.Now()).Round(time.Minute) != approval.Alone {
				t.Errorf("%s: asked until %s", name, r.AskedUntil)
			}
		}
		return read
	}
	d := held("rita", first.ID)
	var sent Sent
	s.ask(other, "POST", of(d, "/approve"), any1{"hash": d.Hash}, 200, &sent)
	if sent.Outcome != switchboard.RulingAllow || sent.Draft.Ruling.Asked != nil {
		t.Errorf("anybody of the level may: %+v", sent)
	}
	here(expert, "away")
	held("rosa", second.ID)
	here(other, "paused")
	held("ruth")
}
