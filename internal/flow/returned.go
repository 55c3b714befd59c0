package flow

import (
	"switchboard"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
)

// cameBack lets a machine's word that a post of ours did not arrive happen to its delivery, before the word itself is
// placed. One that names no delivery of this account by its key and its id changes nothing.
func (p *passage) cameBack() error {
	m := p.received.Message
	var id switchboard.DeliveryID
	if m.Content.Returned == nil || m.Direction != switchboard.In || id.UnmarshalText([]byte(p.received.ClientKey)) != nil {
		return nil
	}
	d, err := p.tx.Delivery(id)
	switch {
	case switchboard.IsCode(err, switchboard.CodeNotFound):
		return nil
	case err != nil:
		return err
	case d.AccountID != m.AccountID || d.Attempt == 0 || d.ExternalID != "" && d.ExternalID != m.ParentKey:
		return nil
	}
	if d.State == switchboard.DeliveryUnknown || d.State == switchboard.DeliverySending { // what came back was sent
		if err := p.in.Out.Apply(p.tx, id, outbox.ReadBack{ExternalID: m.ParentKey}); err != nil {
			return err
		}
	}
	ours, found, err := p.tx.MessageByKey(m.Realm, m.ParentKey)
	if err != nil || !found || ours.Direction != switchboard.Out {
		return err
	}
	if answered, err := p.answered(ours); err != nil || answered {
		return err
	}
	return p.in.Out.Apply(p.tx, id, outbox.Returned{At: m.ReceivedAt, To: m.Content.Returned.To, Sent: sentTo(ours), Reason: m.Content.Returned.Reason})
}

// answered reports whether somebody has answered a post of ours, which they cannot have without getting it.
func (p *passage) answered(ours switchboard.Message) (bool, error) {
	latest, err := p.tx.LatestMessages(ours.ConversationID, store.Place{}, newestLooksAt)
	for _, m := range latest {
		if m.Direction == switchboard.In && !m.Automated && m.ParentKey == ours.ExternalID {
			return true, nil
		}
	}
	return false, err
}

func sentTo(ours switchboard.Message) (list []string) {
	for _, r := range ours.Content.Recipients {
		if r.Role == "to" || r.Role == "cc" {
			list = append(list, r.Address)
		}
	}
	return list
}
