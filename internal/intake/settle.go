package intake

import (
	"switchboard"
)

// Settle writes a message's placement, once its conversation and leg stand, and attaches what waited for it: replies
// whose parent it is, and what the same customer said in the thread before they spoke to us. When threads turned out to
// be one, that goes for every customer of them. What moved is in Moved.
func Settle(tx PlaceTx, p *Placement) error {
	if err := tx.SetPlacement(p.Message); err != nil {
		return err
	}
	if p.NewLeg != nil || p.joined {
		if err := p.adoptContext(tx); err != nil {
			return err
		}
	}
	return p.adoptReplies(tx, p.Message)
}

func (p *Placement) adoptContext(tx PlaceTx) error {
	legs, err := tx.ThreadLegs(p.Message.ThreadID)
	if err != nil {
		return err
	}
	for _, leg := range legs {
		if !p.joined && leg.ID != p.NewLeg.ID {
			continue
		}
		if err := p.adoptSaid(tx, leg); err != nil {
			return err
		}
	}
	if len(legs) == 1 && legs[0].Kind != switchboard.LegPublic {
		return p.adoptWritten(tx, legs[0])
	}
	return nil
}

// adoptSaid attaches what the customer of a leg said beside us.
func (p *Placement) adoptSaid(tx PlaceTx, leg switchboard.Leg) error {
	earlier, err := tx.ContextOf(p.Message.ThreadID, leg.IdentityID)
	if err != nil {
		return err
	}
	for _, m := range earlier {
		if m.ID == p.Message.ID || m.Direction == switchboard.Out {
			continue
		}
		if err := p.attach(tx, m, leg); err != nil {
			return err
		}
	}
	return nil
}

// adoptWritten attaches what we wrote to the only customer of a private thread before anything of theirs was known.
func (p *Placement) adoptWritten(tx PlaceTx, leg switchboard.Leg) error {
	written, err := tx.UnansweredOf(p.Message.ThreadID)
	if err != nil {
		return err
	}
	for _, m := range written {
		if m.ID == p.Message.ID {
			continue
		}
		if err := p.attach(tx, m, leg); err != nil {
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
		return p.attach(tx, reply, switchboard.Leg{ID: parent.LegID, ConversationID: parent.ConversationID})
	case standsAlone(parent):
		return nil
	}
	return tx.AddOrphan(reply.Realm, reply.ParentKey, reply.ID)
}

func (p *Placement) attach(tx PlaceTx, m switchboard.Message, to switchboard.Leg) error {
	m.ConversationID, m.LegID = to.ConversationID, to.ID
	if err := tx.SetPlacement(m); err != nil {
		return err
	}
	p.Moved = append(p.Moved, m)
	return p.adoptReplies(tx, m)
}
