package flow

import (
	"slices"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
)

// unmask takes items that are ours by nothing but the name of their author for what somebody else said, unless one of our
// answers says the same: anybody can write our name. What is known stays what it is, and so does what was said before the
// account was connected.
func unmask(tx *store.Tx, h intake.Handed) ([]connector.Item, error) {
	named := func(i connector.Item) bool { return i.Named && i.Direction == switchboard.Out }
	if h.Batch.History || !slices.ContainsFunc(h.Batch.Items, named) {
		return h.Batch.Items, nil
	}
	candidates, err := tx.EchoCandidates(h.Account.ID)
	if err != nil {
		return nil, err
	}
	items := slices.Clone(h.Batch.Items)
	for n, item := range items {
		if !named(item) {
			continue
		}
		head, known, err := tx.MessageHead(h.Account.Realm, item.ExternalID)
		if err != nil {
			return nil, err
		}
		said := switchboard.Message{ExternalID: item.ExternalID, ParentKey: item.ParentKey, Direction: item.Direction, Visibility: item.Visibility,
			Content: item.Content, PublishedAt: item.Published, AccountID: h.Account.ID, Realm: h.Account.Realm, Network: h.Account.Network}
		_, kind := outbox.MatchEcho(outbox.Seen{Message: said, AccountID: h.Account.ID, ClientKey: item.ClientKey}, candidates)
		if known && head.Direction == switchboard.Out || !known && kind != outbox.MatchNone {
			continue
		}
		items[n].Direction, items[n].Addressed, items[n].Content.Sender = switchboard.In, true, switchboard.SenderUnproven
	}
	return items, nil
}
