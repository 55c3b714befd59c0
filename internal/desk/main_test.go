package desk_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// waiting describes a conversation of an invented customer that waits in a department.
func waiting(t testkit.T, a *app.App, account switchboard.Account, d switchboard.DepartmentKey) switchboard.Conversation {
	t.Helper()
	now := testkit.Noon()
	customer := switchboard.Customer{ID: switchboard.NewID[switchboard.CustomerID](now), Name: "Ida", CreatedAt: now}
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		identity, err := tx.MeetIdentity(switchboard.Identity{ID: switchboard.NewID[switchboard.IdentityID](now),
			Realm: testkit.Network, ExternalID: customer.ID.String(), Handle: "@ida"}, now)
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
