package testkit

import (
	"strconv"

	"switchboard"
	"switchboard/internal/store"
)

// Network is the one that invented accounts are on; its realm has the same name.
const Network = "meadow"

// AddAccount adds a live account of the first brand.
func AddAccount(t T, d *store.DB, handle string) (a switchboard.Account) {
	t.Helper()
	Update(t, d, func(tx *store.Tx) error {
		brands, err := tx.Brands()
		if err != nil {
			return err
		}
		a = switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](tx.Now()), Network: Network, Realm: Network,
			Handle: handle, Name: handle, BrandID: brands[0].ID, Voice: switchboard.VoiceCorporate,
			State: switchboard.AccountLive, CreatedAt: tx.Now()}
		_, err = tx.InsertAccount(a)
		return err
	})
	return a
}

// Person describes an invented agent who is here.
func Person(n, room int, departments ...switchboard.DepartmentKey) switchboard.Agent {
	return switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](Noon()), Name: "Person " + strconv.Itoa(n),
		Email: "person" + strconv.Itoa(n) + "@kiosk.example", Role: switchboard.RoleAgent, Departments: departments,
		Skills: []string{}, Languages: []string{"en"}, Freedom: 5, Cap: room, Presence: switchboard.Here}
}

// AddAgents adds agents.
func AddAgents(t T, d *store.DB, agents ...switchboard.Agent) {
	t.Helper()
	Update(t, d, func(tx *store.Tx) error {
		for _, a := range agents {
			if err := tx.InsertAgent(a, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// AllConversations reads every conversation, merged ones too.
func AllConversations(t T, d *store.DB) (all []switchboard.Conversation) {
	t.Helper()
	for _, view := range []store.View{store.ViewAll, store.ViewClosed} {
		q := store.Inbox{View: view, Limit: 1000, Visible: store.Visible{Private: true}}
		for {
			page := Read(t, d, func(tx *store.Tx) ([]switchboard.Conversation, error) { return tx.Inbox(q) })
			all = append(all, page...)
			if len(page) < q.Limit {
				break
			}
			q.After = q.Next(page[len(page)-1])
		}
	}
	return all
}
