package api

import (
	"net/http"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// TestReadingOnAfterAClaimDoublesNothing imports a message, tries to claim its account and reads the message again under
// the account as it then is.
func TestReadingOnAfterAClaimDoublesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		realm    switchboard.Realm
		imported bool
		want     int
	}{
		"kept as the network has it":         {"notes:https://notes.example", true, http.StatusCreated},
		"kept under the network's bare name": {"notes", true, http.StatusConflict},
		"nothing is kept":                    {"notes", false, http.StatusCreated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t, withNetworks)
			past := switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](s.clock.Now()), Network: "notes", Realm: c.realm,
				Handle: "@desk", BrandID: s.account.BrandID, State: switchboard.AccountHistory, CreatedAt: s.clock.Now()}
			s.update(func(tx *store.Tx) error {
				_, err := tx.InsertAccount(past)
				return err
			})
			if c.imported {
				s.readAgain(past.ID)
			}
			got := s.want(scenario{Name: name, request: ask(admin, "POST", "/accounts",
				newAccount("notes", past.BrandID.String(), `,"handle":"desk"`)), Status: c.want})
			if c.want == http.StatusConflict {
				if p := read[Problem](t, got); p.Code != switchboard.CodeConflict || p.Hint == "" {
					t.Errorf("refused with %+v", p)
				}
			}
			if receipt := s.readAgain(past.ID); c.imported != (receipt.Duplicates == 1) || c.imported == (receipt.Stored == 1) {
				t.Errorf("read again: %+v", receipt)
			}
			var page Page[switchboard.Conversation]
			s.ask(chief, "GET", "/conversations?view=all", nil, 200, &page)
			if len(page.Items) != 1 || page.Items[0].MessageCount != 1 {
				t.Errorf("conversations: %+v", page.Items)
			}
		})
	}
}

// readAgain reads the same message under the account as it is stored now.
func (s *shop) readAgain(id switchboard.AccountID) (receipt intake.Receipt) {
	s.t.Helper()
	var account switchboard.Account
	s.update(func(tx *store.Tx) (err error) {
		account, err = tx.Account(id)
		return err
	})
	item := connector.Item{Change: connector.Said, ExternalID: "n1", ThreadKey: "n1", Direction: switchboard.In, Addressed: true,
		Visibility: switchboard.Public, Kind: switchboard.KindMention, Author: switchboard.Author{ID: "dora", Handle: "@dora"},
		Content: switchboard.Content{Text: "The lid is loose."}, Published: s.account.CreatedAt}
	receipt, err := s.api.In.Take(s.t.Context(), intake.Handed{Account: account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: []connector.Item{item}}}, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	s.work()
	return receipt
}
