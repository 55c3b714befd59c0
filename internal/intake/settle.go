package intake

import (
	"switchboard"
)

// Settle writes a message's placement, once its conversation and leg stand, and attaches what waited for it: replies
// whose parent it is, and what the same customer said in the thread before they spoke to us. What moved is in Moved.
func Settle(tx PlaceTx, p *Placement) error {
	if err := tx.SetPlacement(p.Message); err != nil {
		return err
	}
	if p.NewLeg != nil {
		if err := p.adoptContext(tx); err != nil {
			return err
		}
	}
	return p.adoptReplies(tx, p.Message)
}

func (p *Placement) adoptContext(tx PlaceTx) error {
	earlier, err := tx.ContextOf(p.Message.ThreadID, p.Message.IdentityID)
	if err != nil {
		return err
	}
	for _, m := range earlier {
		if m.ID == p.Message.ID || m.Direction == switchboard.Out {
			continue
		}
		if err := p.attach(tx, m, p.Message); err != nil {
			return err
		}
	}
	return nil
}

// adoptReplies attaches the messages that waited for m, and those that waited for them.
func (p *Placement) adoptReplies(tx PlaceTx, m switchboard.Message) error {
	ids, err := tx.TakeOrphans(m.Realm, m.ExternalID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		reply, err := tx.Message(id)
		if err != nil {
			return err
		}
		if err := p.adopt(tx, reply, m); err != nil {
			return err
		}
	}
	return nil
}

func (p *Placement) adopt(tx PlaceTx, reply, parent switchboard.Message) error {
	switch {
	case !reply.ConversationID.IsZero():
		return nil
	case !parent.ConversationID.IsZero():
		return p.attach(tx, reply, parent)
	case parent.Direction == switchboard.Out && parent.ParentKey == "":
		return nil
	}
	return tx.AddOrphan(reply.Realm, reply.ParentKey, reply.ID)
}

func (p *Placement) attach(tx PlaceTx, m, to switchboard.Message) error {
	m.ConversationID, m.LegID = to.ConversationID, to.LegID
	if err := tx.SetPlacement(m); err != nil {
		return err
	}
	p.Moved = append(p.Moved, m)
	return p.adoptReplies(tx, m)
}
