package rota_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/conversation"
	"switchboard/internal/roster"
	"switchboard/internal/rota"
	"switchboard/internal/store"
	"switchboard/internal/testkit"

	"switchboard/internal/desk"
)

// company is a few people who lead something, some just back from a long absence, in departments with terms of their own.
type company struct {
	*rapid.T
	app    *app.App
	keys   []switchboard.DepartmentKey
	people []switchboard.AgentID
	work   []switchboard.ConversationID
}

// TestWhatIfSaysWhatCoverDoes: what is said before somebody is away is what becomes of what they lead, whatever the caps of
// the departments, whoever is just back, and however much the deputies have.
func TestWhatIfSaysWhatCoverDoes(t *testing.T) {
	t.Parallel()
	site := testkit.NewSite(testkit.Folder(t), "")
	a := site.Open(t)
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	account := testkit.AddAccount(t, a.DB, "@kettles")
	var run, person atomic.Int64
	rapid.Check(t, func(t *rapid.T) {
		n := run.Add(1)
		c := &company{T: t, app: a, keys: []switchboard.DepartmentKey{switchboard.DepartmentKey(fmt.Sprintf("service%d", n)),
			switchboard.DepartmentKey(fmt.Sprintf("sales%d", n))}}
		c.open(&person)
		for range rapid.IntRange(1, 6).Draw(t, "work") {
			c.lead(account)
		}
		c.compare(c.people[0])
	})
}

func (c *company) open(person *atomic.Int64) {
	for range 3 {
		p := testkit.Person(int(person.Add(1)), rapid.IntRange(1, 4).Draw(c.T, "room"), c.keys...)
		testkit.AddAgents(c.T, c.app.DB, p)
		c.people = append(c.people, p.ID)
	}
	testkit.Update(c.T, c.app.DB, func(tx *store.Tx) error {
		for _, key := range c.keys {
			terms := roster.Terms{Most: rapid.IntRange(0, 3).Draw(c.T, "most"), RampHours: rapid.SampledFrom([]int{-1, 0, 720}).Draw(c.T, "ramp")}
			if err := tx.SetTerms(key, terms); err != nil {
				return err
			}
		}
		for i, id := range c.people {
			a, err := tx.Agent(id)
			if err != nil {
				return err
			}
			a.Deputy = c.people[(i+1)%len(c.people)]
			if err := tx.UpdateAgent(a); err != nil {
				return err
			}
			if rapid.Bool().Draw(c.T, "just back") {
				ended := tx.Now().Add(-time.Duration(rapid.IntRange(1, 400).Draw(c.T, "hours")) * time.Hour)
				if err := tx.SaveAbsence(store.Absence{AgentID: id, StartsAt: ended.AddDate(0, 0, -20), EndsAt: ended}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// lead gives somebody a matter that waits for us.
func (c *company) lead(account switchboard.Account) {
	who := rapid.SampledFrom([]switchboard.AgentID{c.people[0], c.people[0], c.people[1], c.people[2]}).Draw(c.T, "who")
	key := rapid.SampledFrom(c.keys).Draw(c.T, "key")
	now := testkit.Noon()
	m := desk.Begin(switchboard.Conversation{ID: switchboard.NewID[switchboard.ConversationID](now), BrandID: account.BrandID,
		CustomerID: testkit.Waiting(c.T, c.app, account, key).CustomerID, AccountID: account.ID, Network: account.Network,
		Channels: rapid.IntRange(1, 3).Draw(c.T, "channels")})
	c.work = append(c.work, m.Now.ID)
	testkit.Update(c.T, c.app.DB, func(tx *store.Tx) error {
		for _, what := range []conversation.Happening{
			conversation.Arrived{MessageID: switchboard.NewID[switchboard.MessageID](now), Published: tx.Now(), Received: tx.Now(), Origin: switchboard.Live,
				Addressed: true, Visibility: switchboard.Public, Deadline: time.Hour},
			conversation.Decided{DecisionID: switchboard.NewID[switchboard.DecisionID](now), Decision: switchboard.Decision{Department: key, Deadline: 3600}},
			conversation.Given{To: who},
		} {
			if err := m.Do(what, tx.Now()); err != nil {
				return err
			}
		}
		return c.app.Desk.Save(tx, m)
	})
}

func (c *company) compare(away switchboard.AgentID) {
	said := testkit.Read(c.T, c.app.DB, func(tx *store.Tx) ([]rota.Standin, error) {
		return rota.WhatIf(tx, rota.Question{Agent: away, From: tx.Now(), Until: tx.Now().Add(time.Hour), Stand: roster.Cover})
	})
	testkit.Update(c.T, c.app.DB, func(tx *store.Tx) error {
		if err := c.app.Desk.SetAbsence(tx, store.Absence{AgentID: away, StartsAt: tx.Now(), EndsAt: tx.Now().Add(time.Hour), Policy: roster.Cover}); err != nil {
			return err
		}
		for _, one := range said {
			if err := c.app.Desk.CoverDue(tx, one.Conversation.ID); err != nil {
				return err
			}
		}
		return nil
	})
	for _, one := range said {
		is := testkit.Read(c.T, c.app.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(one.Conversation.ID) })
		if is.Lead != one.Agent {
			c.Fatalf("it was said that %s would lead %s (%s), and %s does", one.Agent, is.ID, one.Why, is.Lead)
		}
	}
}
