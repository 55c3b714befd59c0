package play

import (
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/conversation"
	"switchboard/internal/roster"
	"switchboard/internal/sample"
	"switchboard/internal/store"
)

// lastLook is when colleagues stop taking new work before the present: from then on it comes to the newcomer.
const lastLook = 27 * time.Minute

// leave is for how long the predecessor is away.
const leave = 14 * 24 * time.Hour

// breaks plans what leads over into the present.
func (t *teller) breaks() {
	for _, p := range t.People {
		t.at(t.Now.Add(-lastLook), t.presence(p.Key, switchboard.Paused))
	}
	t.at(t.Now.Add(-time.Minute), t.farewell)
}

// farewell is how the predecessor goes on leave: everything led is handed over with a briefing.
func (t *teller) farewell() error {
	who := t.agents[sample.Predecessor].ID
	for _, m := range t.matters {
		c, err := t.heldBy(m, who)
		if err != nil {
			return err
		}
		if c.ID.IsZero() {
			continue
		}
		_, err = t.desk.Act(t.tx, c.ID, conversation.TransferAsked{By: conversation.Person(who), From: who, To: t.newcomer,
			Briefing: m.Briefing, Reason: conversation.ReasonCover, Epoch: c.Epoch})
		if err != nil {
			return err
		}
	}
	if err := t.desk.SetPresence(t.tx, who, switchboard.Away); err != nil {
		return err
	}
	return t.desk.SetAbsence(t.tx, store.Absence{AgentID: who, StartsAt: t.tx.Now(), EndsAt: t.tx.Now().Add(leave), Reason: "holiday",
		Policy: roster.Keep})
}

// heldBy is a matter's conversation while somebody leads it, and empty else.
func (t *teller) heldBy(m *matter, who switchboard.AgentID) (switchboard.Conversation, error) {
	if m.id.IsZero() {
		return switchboard.Conversation{}, nil
	}
	c, err := t.tx.Conversation(m.id)
	if err != nil || !c.Open() || c.Lead != who {
		return switchboard.Conversation{}, err
	}
	return c, nil
}

// arrive lets the newcomer in: they take their predecessor's place and are here.
func (t *teller) arrive() error {
	if err := t.welcome(); err != nil {
		return err
	}
	for _, m := range t.matters {
		if err := t.takeOver(m); err != nil {
			return err
		}
	}
	if err := t.desk.SetPresence(t.tx, t.newcomer, switchboard.Here); err != nil {
		return err
	}
	if err := t.handOut(); err != nil {
		return err
	}
	return t.upToDate()
}

// welcome gives the newcomer the service desk's hat.
func (t *teller) welcome() error {
	a, err := t.tx.Agent(t.newcomer)
	if err != nil {
		return err
	}
	a.Departments = append(a.Departments, "service")
	return t.tx.UpdateAgent(a)
}

// takeOver covers for the predecessor in what they handed over. What was put aside until a time stays put aside.
func (t *teller) takeOver(m *matter) error {
	if m.id.IsZero() {
		return nil
	}
	c, err := t.tx.Conversation(m.id)
	if err != nil || c.Transfer == nil || c.Transfer.From != t.agents[sample.Predecessor].ID {
		return err
	}
	if c, err = t.desk.Act(t.tx, m.id, conversation.CoverTaken{By: t.newcomer, For: c.Lead, Themselves: true}); err != nil {
		return err
	}
	for _, s := range m.Then {
		if s.Snooze == 0 {
			continue
		}
		_, err = t.desk.Act(t.tx, m.id, conversation.Snoozed{Until: t.Now.Add(s.Snooze / 2), Reason: s.Reason, Epoch: c.Epoch})
		return err
	}
	return nil
}

// upToDate lets every lane go on behind the last post.
func (t *teller) upToDate() error {
	for _, a := range t.accounts {
		for _, lane := range []connector.Lane{connector.LaneStream, connector.LanePoll} {
			if err := t.tx.MoveCursor(a.ID, string(lane), cursor(len(t.posts))); err != nil {
				return err
			}
		}
	}
	return nil
}
