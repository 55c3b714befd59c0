package access

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/store"
)

func asError(err error, into **switchboard.Error) bool { return errors.As(err, into) }

var (
	departments = []switchboard.DepartmentKey{"press", "sales", "service"}
	agents      = []switchboard.AgentID{{1}, {2}, {3}}
)

// stock is what conversations can be about.
type stock struct {
	brands   []switchboard.BrandID
	accounts []switchboard.AccountID
	customer switchboard.CustomerID
}

// TestOneRule proves that a list shows exactly the conversations May allows, and that somebody who follows along hears
// exactly of those.
func TestOneRule(t *testing.T) {
	t.Parallel()
	c := found(t)
	s := c.stock()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(s.conversation), 1, 12).Draw(t, "conversations")
		actor := rapid.Custom(s.actor).Draw(t, "actor")
		listed, own := c.listed(t, all, actor)
		follower := actor.Follow(own)
		for _, conversation := range all {
			item := actor.May(ConversationRead, About(conversation)) == nil
			if item != slices.Contains(listed, conversation.ID) {
				t.Fatalf("listed %v, alone %v: %+v for %+v", !item, item, conversation, actor.Scope)
			}
			if heard := follower.Sees(eventOf(conversation)); heard != item {
				t.Fatalf("heard of %v, alone %v: %+v for %+v", heard, item, conversation, actor.Scope)
			}
			if follower.own[conversation.ID] == 0 && actor.Sees(eventOf(conversation)) != item {
				t.Fatalf("an event by itself differs: %+v for %+v", conversation, actor.Scope)
			}
		}
	})
}

// eventOf is an event that says nothing but where the conversation stands.
func eventOf(c switchboard.Conversation) switchboard.Event {
	return switchboard.Event{Kind: switchboard.EventMessageReceived, ActorKind: switchboard.ActorCustomer, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Visibility: c.Visibility}
}

// listed stores the conversations, reads the list the actor gets and forgets them again.
func (c company) listed(t *rapid.T, all []switchboard.Conversation, actor Actor) (ids []switchboard.ConversationID, own []store.Own) {
	undo := errors.New("undo")
	err := c.DB.Update(c.t.Context(), func(tx *store.Tx) error {
		for _, conversation := range all {
			if err := tx.InsertConversation(conversation); err != nil {
				return err
			}
		}
		found, err := tx.Inbox(store.Inbox{View: store.ViewAll, Limit: 100, Visible: actor.Visible()})
		if err != nil {
			return err
		}
		if own, err = tx.OwnConversations(actor.Agent, 100); err != nil {
			return err
		}
		ids = nil
		for _, conversation := range found {
			ids = append(ids, conversation.ID)
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	return ids, own
}

func (c company) stock() *stock {
	s := &stock{}
	now := c.clock.Now()
	c.update(func(tx *store.Tx) error {
		s.brands, s.accounts = nil, nil
		for _, key := range []string{"one", "two"} {
			brand, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](now), Key: key, Name: key})
			if err != nil {
				return err
			}
			account := switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](now), Network: "practice", Realm: "practice",
				Handle: key, BrandID: brand.ID, State: switchboard.AccountLive, CreatedAt: now}
			if _, err := tx.InsertAccount(account); err != nil {
				return err
			}
			s.brands, s.accounts = append(s.brands, brand.ID), append(s.accounts, account.ID)
		}
		dana, err := tx.MeetIdentity(switchboard.Identity{ID: switchboard.NewID[switchboard.IdentityID](now), Realm: "practice",
			ExternalID: "dana", Handle: "@dana", Name: "Dana"}, now)
		if err != nil {
			return err
		}
		s.customer = switchboard.NewID[switchboard.CustomerID](now)
		return tx.InsertCustomer(switchboard.Customer{ID: s.customer, Name: "Dana", CreatedAt: now}, dana.ID, switchboard.BasisFirstSeen)
	})
	return s
}

func (s *stock) conversation(t *rapid.T) switchboard.Conversation {
	at := time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)
	c := switchboard.Conversation{ID: switchboard.NewID[switchboard.ConversationID](at), CustomerID: s.customer,
		BrandID: rapid.SampledFrom(s.brands).Draw(t, "brand"), AccountID: rapid.SampledFrom(s.accounts).Draw(t, "account"),
		Network: "practice", Origin: switchboard.Live, Department: rapid.SampledFrom(departments).Draw(t, "department"),
		Stance: switchboard.StanceLed, Ball: switchboard.BallUs, FirstMessageAt: at, LastMessageAt: at,
		Visibility: rapid.SampledFrom([]switchboard.Visibility{switchboard.Public, switchboard.Private}).Draw(t, "visibility")}
	somebody := rapid.SampledFrom(append([]switchboard.AgentID{{}}, agents...))
	c.Lead = somebody.Draw(t, "lead")
	if to := somebody.Draw(t, "offer"); !to.IsZero() {
		c.Offer = &switchboard.Offer{To: to}
	}
	if to := somebody.Draw(t, "transfer"); !to.IsZero() {
		c.Transfer = &switchboard.Transfer{To: to}
	}
	if helper := somebody.Draw(t, "helper"); !helper.IsZero() {
		c.Helpers = []switchboard.AgentID{helper}
	}
	return c
}

func (s *stock) actor(t *rapid.T) Actor {
	agent := switchboard.Agent{ID: rapid.SampledFrom(agents).Draw(t, "self"), Role: rapid.SampledFrom(Roles()).Draw(t, "role"),
		Departments: rapid.SliceOfDistinct(rapid.SampledFrom(departments), func(d switchboard.DepartmentKey) string { return string(d) }).
			Draw(t, "departments")}
	var limits store.AgentScope
	if rapid.Bool().Draw(t, "brand limit") {
		limits.Brands = []switchboard.BrandID{rapid.SampledFrom(s.brands).Draw(t, "limited to brand")}
	}
	if rapid.Bool().Draw(t, "account limit") {
		limits.Accounts = []switchboard.AccountID{rapid.SampledFrom(s.accounts).Draw(t, "limited to account")}
	}
	if rapid.IntRange(0, 9).Draw(t, "system") == 0 {
		return System()
	}
	return For(agent, limits)
}

func TestWhatAFollowerHears(t *testing.T) {
	t.Parallel()
	me, other := agents[0], agents[1]
	actor := For(switchboard.Agent{ID: me, Role: switchboard.RoleAgent, Departments: []switchboard.DepartmentKey{"service"}}, store.AgentScope{})
	f := actor.Follow(nil)
	elsewhere := func(kind switchboard.EventKind, about switchboard.AgentID) switchboard.Event {
		return switchboard.Event{Kind: kind, ConversationID: switchboard.ConversationID{5}, Department: "press", Agent: about,
			ActorKind: switchboard.ActorSystem}
	}
	said := elsewhere(switchboard.EventMessageReceived, switchboard.AgentID{})
	for n, step := range []struct {
		event switchboard.Event
		want  bool
	}{
		{said, false},
		{elsewhere(switchboard.EventOffered, me), true},
		{said, true},
		{elsewhere(switchboard.EventOfferExpired, me), true},
		{said, false},
		{elsewhere(switchboard.EventTaken, me), true},
		{said, true},
		{elsewhere(switchboard.EventHelperAdded, other), true},
		{elsewhere(switchboard.EventTransferAsked, other), true},
		{elsewhere(switchboard.EventTransferAccepted, other), true}, // the last that is heard of it
		{said, false},
		{elsewhere(switchboard.EventCoverTaken, me), true},
		{said, true},
		{elsewhere(switchboard.EventCoverReturned, other), true},
		{said, false},
		{elsewhere(switchboard.EventHelperAdded, me), true},
		{elsewhere(switchboard.EventReleased, other), true},
		{said, true},
		{elsewhere(switchboard.EventHelperRemoved, me), true},
		{said, false},
		{elsewhere(switchboard.EventTransferAsked, me), true},
		{elsewhere(switchboard.EventTransferDeclined, me), true},
		{said, false},
		{elsewhere(switchboard.EventReopened, me), true},
		{elsewhere(switchboard.EventClosed, switchboard.AgentID{}), true},
		{said, false},
	} {
		if got := f.Sees(step.event); got != step.want {
			t.Errorf("step %d, %s: heard %v, want %v", n, step.event.Kind, got, step.want)
		}
	}
}

func TestEventsThatAreNoConversation(t *testing.T) {
	t.Parallel()
	account := switchboard.AccountID{4}
	limited := store.AgentScope{Accounts: []switchboard.AccountID{{9}}}
	agent := switchboard.Agent{ID: agents[0], Role: switchboard.RoleAgent}
	manager := switchboard.Agent{ID: agents[1], Role: switchboard.RoleManager}
	none := store.AgentScope{}
	for _, c := range []struct {
		name  string
		actor Actor
		event switchboard.Event
		want  bool
	}{
		{"presence", For(agent, none), switchboard.Event{Kind: switchboard.EventAgentPresence}, true},
		{"an account", For(agent, none), switchboard.Event{Kind: switchboard.EventGapOpened, AccountID: account}, true},
		{"an account out of scope", For(agent, limited), switchboard.Event{Kind: switchboard.EventGapOpened, AccountID: account}, false},
		{"quarantine", For(agent, none), switchboard.Event{Kind: switchboard.EventQuarantined, AccountID: account}, false},
		{"quarantine, manager", For(manager, none), switchboard.Event{Kind: switchboard.EventQuarantined, AccountID: account}, true},
		{"policy", For(agent, none), switchboard.Event{Kind: switchboard.EventPolicyActivated}, true},
		{"a draft of a policy", For(agent, none), switchboard.Event{Kind: switchboard.EventPolicyDraftSaved, Subject: "next"}, true},
		{"another department is asked", For(agent, none), switchboard.Event{Kind: switchboard.EventPolicyDraftAsked, Subject: "next", To: "press"}, true},
		{"a draft, who may not read policies", Actor{Agent: agents[0], Permissions: []Permission{ConversationRead}},
			switchboard.Event{Kind: switchboard.EventPolicyDraftSigned, Subject: "next"}, false},
		{"restored", For(agent, limited), switchboard.Event{Kind: switchboard.EventRestored}, true},
		{"nobody", Actor{}, switchboard.Event{Kind: switchboard.EventRestored}, false},
	} {
		if got := c.actor.Sees(c.event); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
