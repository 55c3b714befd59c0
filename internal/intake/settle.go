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

func (p *Placement) adoptContext(tx PlaceTx) (err error) {
	legs := []switchboard.Leg{}
	if p.NewLeg != nil {
		legs = append(legs, *p.NewLeg)
	}
	if p.joined {
		if legs, err = tx.ThreadLegs(p.Message.ThreadID); err != nil {
			return err
		}
	}
	for _, leg := range legs {
		if err := p.adoptSaid(tx, leg); err != nil {
			return err
		}
	}
	private, err := tx.PrivateLegs(p.Message.ThreadID, 2)
	if err == nil && len(private) == 1 {
		return p.adoptWritten(tx, private[0])
	}
	return err
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
		beside, err := channelFor(tx, leg, m)
		if err != nil {
			return err
		}
		if err := p.attach(tx, m, beside); err != nil {
			return err
		}
	}
	return nil
}

// channelFor finds the leg of a conversation on which a message was said, or makes it.
func channelFor(tx PlaceTx, leg switchboard.Leg, m switchboard.Message) (switchboard.Leg, error) {
	if leg.Kind == legKind(m) {
		return leg, nil
	}
	legs, err := tx.ReceivingLegs(leg.ThreadID, leg.IdentityID)
	if err != nil {
		return leg, err
	}
	if same, found := ofKind(legs, legKind(m)); found {
		return same, nil
	}
	made := legBeside(leg, m, tx.Now())
	_, err = tx.InsertLeg(made, m.PublishedAt)
	return made, err
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
