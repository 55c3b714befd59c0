package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// company is an installation with many conversations, one in ten of them open.
type company struct {
	*world
	departments []switchboard.DepartmentKey
	agents      []switchboard.Agent
	tokens      []string // one of each agent
	places      map[place][]store.Place
	customers   []switchboard.CustomerID
	random      *rand.Rand
	every       int // how many conversations there are to one of the corner
}

// place is one list of conversations.
type place struct {
	view  store.View
	owner string // department or agent
}

const (
	departments = 5
	agents      = 50 // who can sign in
	leads       = 5  // of them lead, so that each list is long enough for a full page at any scale
	customers   = 1000
	cornered    = 120 // conversations of the corner, closed all of them, however many others there are
)

// corner is a department that has next to nothing to do.
const corner switchboard.DepartmentKey = "corner"

// found makes a company of n conversations.
func (b *bench) found(ctx context.Context, n int) (*company, error) {
	w, err := b.open(ctx, "")
	if err != nil {
		return nil, err
	}
	c := &company{world: w, places: map[place][]store.Place{}, random: rand.New(rand.NewPCG(7, uint64(n))),
		every: max(2, n/cornered)}
	if err = w.DB.Update(ctx, c.staff); err == nil {
		err = c.fill(ctx, n)
	}
	if err != nil {
		w.close()
		return nil, err
	}
	for _, list := range c.places {
		slices.SortFunc(list, comparePlaces)
	}
	return c, nil
}

func comparePlaces(a, b store.Place) int {
	switch {
	case a.Sort < b.Sort:
		return -1
	case a.Sort > b.Sort:
		return 1
	}
	return slices.Compare(a.ID[:], b.ID[:])
}

func (c *company) staff(tx *store.Tx) (err error) {
	c.departments, c.tokens, c.customers = nil, nil, nil
	for i := range departments {
		c.departments = append(c.departments, switchboard.DepartmentKey(fmt.Sprintf("team%d", i)))
	}
	if c.agents, err = agentsOf(tx, agents, c.departments); err != nil {
		return err
	}
	for _, a := range c.agents {
		secret := "swb_" + seal.NewToken()
		digest := seal.HashToken(secret)
		token := store.Token{ID: switchboard.NewID[switchboard.TokenID](tx.Now()), AgentID: a.ID, Name: "bench", CreatedAt: tx.Now()}
		if err := tx.InsertToken(token, digest[:]); err != nil {
			return err
		}
		c.tokens = append(c.tokens, secret)
	}
	for i := range customers {
		if err := c.meet(tx, i); err != nil {
			return err
		}
	}
	return nil
}

func (c *company) meet(tx *store.Tx, i int) error {
	who := fmt.Sprintf("guest%d", i)
	identity, err := tx.MeetIdentity(switchboard.Identity{ID: switchboard.NewID[switchboard.IdentityID](tx.Now()),
		Realm: "square", ExternalID: who, Handle: "@" + who, Name: who}, tx.Now())
	if err != nil {
		return err
	}
	customer := switchboard.Customer{ID: switchboard.NewID[switchboard.CustomerID](tx.Now()), Name: who, CreatedAt: tx.Now()}
	c.customers = append(c.customers, customer.ID)
	return tx.InsertCustomer(customer, identity.ID, switchboard.BasisFirstSeen)
}

// fill writes the conversations, many in a transaction.
func (c *company) fill(ctx context.Context, n int) error {
	for done := 0; done < n; done += batch {
		var made []switchboard.Conversation
		err := c.DB.Update(ctx, func(tx *store.Tx) error {
			made = made[:0]
			for i := done; i < min(n, done+batch); i++ {
				made = append(made, c.conversation(i))
				if err := tx.InsertConversation(made[len(made)-1]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, m := range made {
			c.note(m)
		}
	}
	return nil
}

// conversation is the i-th: one in ten is open, half of those led, the others waiting in a queue.
func (c *company) conversation(i int) switchboard.Conversation {
	at := c.began.Add(time.Duration(i) * time.Millisecond)
	account := c.accounts[i%accounts]
	v := switchboard.Conversation{ID: switchboard.NewID[switchboard.ConversationID](at), BrandID: account.BrandID,
		CustomerID: c.customers[c.random.IntN(customers)], AccountID: account.ID, Network: account.Network,
		Origin: switchboard.Live, Department: c.departments[c.random.IntN(departments)], Stance: switchboard.StanceClosed,
		Ball: switchboard.BallNobody, Visibility: switchboard.Public, Urgency: switchboard.UrgencyNormal,
		Intent: switchboard.IntentQuestion, Sentiment: switchboard.SentimentNeutral, Language: "en", Preview: texts[i%len(texts)][:140],
		CustomerName: "Guest", FirstMessageAt: at, LastMessageAt: at, LastInAt: at, MessageCount: 1 + i%7, Version: 1}
	if i%10 != 0 {
		if i%c.every == 1 {
			v.Department, v.CustomerID = corner, c.customers[0]
		}
		v.CloseReason, v.ClosedAt = switchboard.CloseResolved, at
		return v
	}
	v.Stance, v.Ball, v.QueuedAt, v.WaitingSince = switchboard.StanceQueued, switchboard.BallUs, at, at
	v.DueAt = at.Add(time.Duration(c.random.IntN(1_000_000)) * time.Second)
	if i%20 == 0 {
		v.Stance, v.Lead, v.Epoch = switchboard.StanceLed, c.agents[c.random.IntN(leads)].ID, 1
	}
	return v
}

// note remembers where an open conversation stands in the lists it is in.
func (c *company) note(v switchboard.Conversation) {
	if !v.Open() {
		return
	}
	add := func(view store.View, owner string) {
		key := place{view, owner}
		c.places[key] = append(c.places[key], store.Inbox{View: view}.Next(v))
	}
	add(store.ViewAll, "")
	add(store.ViewDepartment, string(v.Department))
	if v.Stance == switchboard.StanceQueued {
		add(store.ViewQueue, string(v.Department))
		return
	}
	add(store.ViewMine, v.Lead.String())
}
