package desk

import (
	"slices"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
)

// leavePage is how many conversations are let go of at a time.
const leavePage = 200

// Leave lets go of everything that is an agent's own, because they do not work here any more: what they lead goes back
// to its queue, what is offered to them goes to others, whoever asked them to take over keeps the lead, and their help
// ends. They are away from then on.
func (d *Desk) Leave(tx *store.Tx, id switchboard.AgentID) error {
	// Conversations are locked before people; what came to them meanwhile, the second look finds.
	if err := d.letGoOfAll(tx, id); err != nil {
		return err
	}
	if err := d.SetPresence(tx, id, switchboard.Away); err != nil {
		return err
	}
	return d.letGoOfAll(tx, id)
}

func (d *Desk) letGoOfAll(tx *store.Tx, id switchboard.AgentID) error {
	for {
		own, err := tx.OwnConversations(id, leavePage)
		if err != nil {
			return err
		}
		own = slices.DeleteFunc(own, func(o store.Own) bool { return !o.Leads && !o.Asked && !o.Helps })
		if len(own) == 0 {
			return nil
		}
		for _, one := range own {
			if err := d.letGo(tx, id, one.ID); err != nil {
				return err
			}
		}
	}
}

// letGo says everything an agent says to a conversation on leaving. What does not concern them changes nothing.
func (d *Desk) letGo(tx *store.Tx, id switchboard.AgentID, of switchboard.ConversationID) error {
	m, err := Load(tx, of)
	if err != nil {
		return err
	}
	goodbye := []conversation.Happening{conversation.LeadAbsent{Agent: id}, conversation.HelperRemoved{Helper: id}}
	if t := m.Now.Transfer; t != nil && t.To == id {
		goodbye = append(goodbye, conversation.TransferDeclined{By: id, Reason: conversation.ReasonLeaving})
	}
	for _, what := range goodbye {
		if err := m.Do(what, tx.Now()); err != nil {
			return err
		}
	}
	return d.Save(tx, m)
}
