package desk

import (
	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
)

// SetPresence says whether an agent takes work now. Somebody who comes is offered what waits. Somebody who goes declines
// by that whatever is offered to them: it goes to others at once, and comes back only when they do.
func (d *Desk) SetPresence(tx *store.Tx, id switchboard.AgentID, p switchboard.Presence) error {
	if p == switchboard.Here {
		return d.come(tx, id)
	}
	// Conversations are locked before people, as everywhere. What was offered between this look and the lock on the agent,
	// the second look finds.
	if err := d.declineAll(tx, id); err != nil {
		return err
	}
	if err := present(tx, id, p); err != nil {
		return err
	}
	return d.declineAll(tx, id)
}

func (d *Desk) come(tx *store.Tx, id switchboard.AgentID) error {
	if err := present(tx, id, switchboard.Here); err != nil {
		return err
	}
	if err := tx.ForgetDeclinesOf(id); err != nil {
		return err
	}
	tx.AfterCommit(func() { d.wake.agent(id) })
	return nil
}

func present(tx *store.Tx, id switchboard.AgentID, p switchboard.Presence) error {
	if err := tx.SetPresence(id, p); err != nil {
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventAgentPresence, ActorKind: switchboard.ActorAgent, Actor: id,
		Agent: id, Reason: string(p)})
}

// declineAll says no for somebody who leaves to everything that is offered to them.
func (d *Desk) declineAll(tx *store.Tx, id switchboard.AgentID) error {
	offered, err := lockOffered(tx, id)
	if err != nil {
		return err
	}
	for _, m := range offered {
		if err := d.declineOne(tx, m, conversation.Declined{By: id, Reason: conversation.ReasonLeaving}); err != nil {
			return err
		}
	}
	return nil
}

// lockOffered locks what is offered to an agent, all of it before the first change locks the agent.
func lockOffered(tx *store.Tx, id switchboard.AgentID) (offered []*Matter, err error) {
	ids, err := tx.OfferedTo(id)
	if err != nil {
		return nil, err
	}
	for _, c := range ids {
		m, err := Load(tx, c)
		if err != nil {
			return nil, err
		}
		if m.Now.Offer != nil && m.Now.Offer.To == id { // not accepted or over between the look and the lock
			offered = append(offered, m)
		}
	}
	return offered, nil
}
