package app_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/connector"
	"switchboard/internal/curate"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/line"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/topics"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// running lets nodes of a site run until the test ends.
func running(t *testing.T, site testkit.Site, nodes int) (all []*app.App) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var group errgroup.Group
	for range nodes {
		a := site.Open(t)
		all = append(all, a)
		group.Go(func() error { return a.Run(ctx) })
	}
	t.Cleanup(func() {
		stop()
		if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		for _, a := range all {
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return all
}

var bells = switchboard.Topic{Key: "bells", Name: "Bells", Words: map[string][]string{"any": {"bell*"}}}

// A list that one node changes is what every node reads by.
func TestNodesReadByTheSameTopics(t *testing.T) {
	t.Parallel()
	for engine, nodes := range map[string]int{"SQLite": 1, "PostgreSQL": 2} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := ""
			if engine == "PostgreSQL" {
				url = pgtest.URL(t)
			}
			site := testkit.NewSite(testkit.Folder(t), url)
			site.Time = timesource.System()
			all := running(t, site, nodes)
			finds := func(want bool) {
				for i, a := range all {
					testkit.Until(t, fmt.Sprintf("node %d takes the list", i), func() (bool, bool) {
						return want, (len(a.In.Topics().Find("a bell", "en")) == 1) == want
					})
				}
			}
			var kept switchboard.KeptTopic
			testkit.Update(t, all[0].DB, func(tx *store.Tx) (err error) {
				kept, err = curate.Create(tx, bells, curate.By{Kind: switchboard.ActorSystem})
				return err
			})
			finds(true)
			testkit.Update(t, all[len(all)-1].DB, func(tx *store.Tx) error {
				_, err := curate.Archive(tx, kept, true, curate.By{Kind: switchboard.ActorSystem})
				return err
			})
			finds(false)
		})
	}
}

// heardOn takes messages down the whole line of an installation nobody runs.
func heardOn(t *testing.T, a *app.App, account switchboard.Account, texts ...string) (talks []switchboard.Conversation) {
	t.Helper()
	work := line.New(a.In, line.Settings{Node: a.Node, Time: a.Time, Log: a.Log, Workers: 2})
	for i, text := range texts {
		id := fmt.Sprintf("%s-%d", account.ID, i)
		item := connector.Item{Change: connector.Said, ExternalID: id, Author: switchboard.Author{ID: id, Handle: "@" + id},
			Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindMention,
			Content: switchboard.Content{Text: text}, Published: a.Time.Now(), Addressed: true, Raw: []byte(text)}
		if _, err := a.In.Take(t.Context(), intake.Handed{Account: account, Lane: connector.LanePoll,
			Batch: connector.Batch{Items: []connector.Item{item}}}, 0); err != nil {
			t.Fatal(err)
		}
	}
	if failed, err := work.Drain(t.Context()); err != nil || failed > 0 {
		t.Fatal(failed, err)
	}
	for i := range texts {
		talks = append(talks, testkit.Read(t, a.DB, func(tx *store.Tx) (c switchboard.Conversation, err error) {
			m, _, err := tx.MessageByKey(testkit.Network, fmt.Sprintf("%s-%d", account.ID, i))
			if err != nil {
				return c, err
			}
			return tx.Conversation(m.ConversationID)
		}))
	}
	return talks
}

// What people put into a topic teaches it: messages that have none of its words are found from then on, and the second time
// nothing new is learned.
func TestWhatPeopleSayTeachesATopic(t *testing.T) {
	t.Parallel()
	a := testkit.NewSite(testkit.Folder(t), "").Open(t)
	t.Cleanup(func() { _ = a.Close() })
	account, ada := testkit.AddAccount(t, a.DB, "@kettles"), testkit.Person(1, 5, "service")
	testkit.AddAgents(t, a.DB, ada)
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		_, err := curate.Create(tx, bells, curate.By{Kind: switchboard.ActorSystem})
		return err
	})
	places := []string{"on the way to work", "in the rain", "at the station", "near the bridge", "this morning", "with my daughter"}
	var ringing, others []string
	for i := range 30 {
		at := places[i%len(places)]
		ringing = append(ringing, fmt.Sprintf("It will not ring any more, nobody hears me ringing %s %d", at, i))
		others = append(others, fmt.Sprintf("Where is my order, it should have come %s %d", at, i), fmt.Sprintf("Your bill is too high, I saw it %s %d", at, i))
	}
	heardOn(t, a, testkit.AddAccount(t, a.DB, "@pots"), others...)
	correcting := flow.Correcting{In: a.In}
	no, policy := false, testkit.Read(t, a.DB, func(tx *store.Tx) (string, error) {
		p, _, err := tx.ActivePolicy()
		return p.Hash, err
	})
	for _, c := range heardOn(t, a, account, ringing...) {
		testkit.Update(t, a.DB, func(tx *store.Tx) error {
			_, _, err := correcting.Fact(tx, c.ID, flow.FactWord{By: ada.ID, DecisionID: c.DecisionID, Head: switchboard.HeadOfTopic("bells"),
				Truth: switchboard.Yes, Redecide: &no, Policy: policy})
			return err
		})
	}
	for i, want := range []bool{true, false} {
		if changed, err := curate.Learn(t.Context(), a.DB); err != nil || changed != want {
			t.Fatalf("the %d. time: learned %v, %v", i+1, changed, err)
		}
	}
	read := testkit.Read(t, a.DB, curate.Load)
	found := read.Find("Nobody hears me ringing, it will not ring at the station", "en")
	if len(found) != 1 || found[0].Basis != switchboard.TopicByLearned {
		t.Errorf("%+v", found)
	}
	if found := read.Find("Where is my order, it should have come at the station", "en"); found != nil {
		t.Errorf("%+v", found)
	}
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		k, err := curate.FindToChange(tx, "bells")
		if err != nil {
			return err
		}
		_, err = curate.Change(tx, k, switchboard.Topic{Name: "Bells", Words: map[string][]string{"any": {"gong"}}}, curate.By{})
		if err != nil {
			return err
		}
		models, err := topics.In(tx.Tx).Models()
		if len(models) != 0 {
			t.Error("what was learned by the words before is still there")
		}
		return err
	})
}
