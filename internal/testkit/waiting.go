package testkit

import (
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/store"
)

// Waiting describes a conversation of an invented customer that waits in a department.
func Waiting(t T, a *app.App, account switchboard.Account, d switchboard.DepartmentKey) switchboard.Conversation {
	t.Helper()
	now := Noon()
	customer := switchboard.Customer{ID: switchboard.NewID[switchboard.CustomerID](now), Name: "Ida", CreatedAt: now}
	Update(t, a.DB, func(tx *store.Tx) error {
		identity, err := tx.MeetIdentity(switchboard.Identity{ID: switchboard.NewID[switchboard.IdentityID](now),
			Realm: Network, ExternalID: customer.ID.String(), Handle: "@ida"}, now)
		if err != nil {
			return err
		}
		return tx.InsertCustomer(customer, identity.ID, switchboard.BasisFirstSeen)
	})
	return switchboard.Conversation{ID: switchboard.NewID[switchboard.ConversationID](now), BrandID: account.BrandID,
		CustomerID: customer.ID, AccountID: account.ID, Network: account.Network, Origin: switchboard.Live, Department: d,
		Stance: switchboard.StanceQueued, Ball: switchboard.BallUs, Visibility: switchboard.Public, Language: "en",
		Urgency: switchboard.UrgencyNormal, QueuedAt: now.Add(-time.Hour), FirstMessageAt: now.Add(-time.Hour),
		LastMessageAt: now.Add(-time.Hour), LastInAt: now.Add(-time.Hour), MessageCount: 1, Version: 1}
}
