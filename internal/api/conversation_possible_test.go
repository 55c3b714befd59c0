package api

import (
	"testing"

	"switchboard"
	"switchboard/internal/store"
)

// Whoever works alone has nobody to hand over to, and is told so; with a colleague or a department more they have.
func TestWhatNeedsSomebodyElseIsRefusedWhereNobodyIs(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night. Is that normal?")
	s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	ask := func() map[string]string {
		var d ConversationDetail
		s.ask(anna, "GET", at(c, ""), nil, 200, &d)
		refused := map[string]string{}
		for _, one := range d.Actions {
			refused[one.Action] = one.Refused
			if (one.Refused == "") != (one.Hint == "") {
				t.Errorf("%+v", one)
			}
		}
		return refused
	}
	if got := ask(); len(got) != 3 || got["transfer"] != "" || got["ask"] != "" || got["reroute"] != "" {
		t.Errorf("in company: %v", got)
	}
	s.update(func(tx *store.Tx) error {
		for role, a := range s.people {
			if role == anna || role == chief {
				continue
			}
			other, err := tx.Agent(a.ID)
			if err != nil {
				return err
			}
			if other.Role != switchboard.RoleViewer { // who only looks takes nothing over
				other.Disabled = true
			}
			if err := tx.UpdateAgent(other); err != nil {
				return err
			}
		}
		return nil
	})
	only := s.people[chief].ID
	if got := ask(); got["transfer"] != "" || got["ask"] != "" {
		t.Errorf("with one more: %v", got)
	}
	s.ask(anna, "PUT", at(c, "/helpers/"+only.String()), nil, 200, nil)
	if got := ask(); got["transfer"] != "" || got["ask"] == "" {
		t.Errorf("with one more, who helps already: %v", got)
	}
	var theirs ConversationDetail
	s.ask(chief, "GET", at(c, ""), nil, 200, &theirs)
	if theirs.Actions[0].Refused == "" || theirs.Actions[1].Refused == "" {
		t.Errorf("of the only one besides the lead: %+v", theirs.Actions)
	}
	s.update(func(tx *store.Tx) error {
		other, err := tx.Agent(only)
		if err != nil {
			return err
		}
		other.Disabled = true
		return tx.UpdateAgent(other)
	})
	if got := ask(); got["transfer"] == "" || got["ask"] == "" {
		t.Errorf("alone: %v", got)
	}
}
