package storetest

import (
	"encoding/json"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
	"switchboard/internal/store/topics"
)

func (w *World) topic(key switchboard.TopicKey) switchboard.KeptTopic {
	return switchboard.KeptTopic{Topic: switchboard.Topic{Key: key, Name: "Flat tyres", Description: "Punctures",
		Words: map[string][]string{"en": {"flat tyre*"}}, Except: map[string][]string{"any": {"flat rate"}}, Examples: []string{`It's "flat"`}},
		Version: 1, CreatedAt: w.Start, ChangedAt: w.Start, ChangedBy: w.Ada.ID}
}

func (w *World) fillTopics(tx *store.Tx) error {
	in := topics.In(tx.Tx)
	return all(
		func() error { return in.Save(w.topic("flat_tyre")) },
		func() error {
			return in.SaveModel(topics.Learned{Topic: "flat_tyre", Body: json.RawMessage(`{"topic":"flat_tyre"}`), MadeAt: w.Start})
		},
		func() error { return in.Dismiss("luggage rack", w.Ada.ID) },
	)
}

func topicList(t *testing.T, w *World) {
	in := func(do func(topics.Tables) error) {
		w.Update(func(tx *store.Tx) error { return do(topics.In(tx.Tx)) })
	}
	first, second := w.topic("flat_tyre"), w.topic("bell")
	in(func(tables topics.Tables) error {
		return all(tables.Lock, func() error { return tables.Save(first) }, func() error { return tables.Save(second) })
	})
	first.Name, first.Archived, first.Version, first.ChangedAt = "Tyres", true, 2, w.Start.Add(time.Hour)
	in(func(tables topics.Tables) error { return tables.Save(first) })
	list := read(w, func(tx *store.Tx) ([]switchboard.KeptTopic, error) { return topics.In(tx.Tx).List() })
	same(t, "the list", list, []switchboard.KeptTopic{second, first})
	in(func(tables topics.Tables) error {
		got, found, err := tables.Topic("flat_tyre")
		same(t, "one", got, first)
		_, other, _ := tables.Topic("brakes")
		same(t, "found", []bool{found, other}, []bool{true, false})
		return err
	})
	body := json.RawMessage(`{"topic":"bell","bias":0.25}`)
	in(func(tables topics.Tables) error {
		return all(
			func() error {
				return tables.SaveModel(topics.Learned{Topic: "bell", Body: json.RawMessage(`{}`), MadeAt: w.Start})
			},
			func() error { return tables.SaveModel(topics.Learned{Topic: "bell", Body: body, MadeAt: w.Start}) },
			func() error { return tables.SaveModel(topics.Learned{Topic: "gone", Body: body, MadeAt: w.Start}) },
			func() error { return tables.DropModel("gone") },
		)
	})
	learned := read(w, func(tx *store.Tx) ([]topics.Learned, error) { return topics.In(tx.Tx).Models() })
	same(t, "what was learned", learned, []topics.Learned{{Topic: "bell", Body: body, MadeAt: w.Start}})
	for _, phrase := range []string{"rack", "saddle", "rack"} {
		in(func(tables topics.Tables) error { return tables.Dismiss(phrase, w.Ada.ID) })
	}
	dismissed := read(w, func(tx *store.Tx) ([]string, error) { return topics.In(tx.Tx).Dismissed(9) })
	same(t, "dismissed", len(dismissed), 2)
}

func topicCounts(t *testing.T, w *World) {
	found := []switchboard.TopicFinding{{Topic: "bell"}, {Topic: "tyre"}}
	day := time.Date(2026, 3, 5, 23, 0, 0, 0, time.UTC)
	for i, of := range [][]switchboard.TopicFinding{found, found[:1], found} {
		w.Update(func(tx *store.Tx) error { return tx.CountTopics(of, day.AddDate(0, 0, i)) })
	}
	since := func(at time.Time) map[switchboard.TopicKey]int64 {
		return read(w, func(tx *store.Tx) (map[switchboard.TopicKey]int64, error) { return tx.TopicCounts(at) })
	}
	same(t, "all", since(day), map[switchboard.TopicKey]int64{"bell": 3, "tyre": 2})
	w.Update(func(tx *store.Tx) error {
		_, err := tx.FoldCounters(3)
		return err
	})
	same(t, "folded in part", since(day), map[switchboard.TopicKey]int64{"bell": 3, "tyre": 2})
	same(t, "the last", since(day.AddDate(0, 0, 2)), map[switchboard.TopicKey]int64{"bell": 1, "tyre": 1})
	w.Update(func(tx *store.Tx) error {
		if _, err := tx.FoldCounters(100); err != nil {
			return err
		}
		_, err := tx.ForgetTopicCounts(day.AddDate(0, 0, 2), 0)
		return err
	})
	same(t, "what is kept", since(day), map[switchboard.TopicKey]int64{"bell": 1, "tyre": 1})
}

// heardOf reads what customers said, a page at a time, and what people said of topics.
func heardOf(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	var said []switchboard.MessageID
	for i, key := range []string{"m1", "m2", "m3", "m4"} {
		m := w.Says(talk, key, "It whistles.", time.Duration(i)*time.Second)
		m.IdentityID, m.ThreadID, m.ConversationID, m.LegID = talk.Identity.ID, talk.Thread.ID, talk.ID, talk.Leg.ID
		if key == "m2" {
			m.Direction = switchboard.Out
		}
		w.arrive(m)
		if m.Direction == switchboard.In {
			said = append(said, m.ID)
		}
	}
	page := func(before switchboard.MessageID, limit int) (ids []switchboard.MessageID, last switchboard.MessageID) {
		w.Update(func(tx *store.Tx) error {
			heard, got, err := tx.Heard(before, limit)
			for _, m := range heard {
				ids = append(ids, m.ID)
			}
			last = got
			return err
		})
		return ids, last
	}
	first, last := page(switchboard.MessageID{}, 2)
	same(t, "the newest", first, []switchboard.MessageID{said[2], said[1]})
	rest, end := page(last, 3)
	same(t, "the rest, without ours", rest, []switchboard.MessageID{said[0]})
	same(t, "there are no more", end, switchboard.MessageID{})
	for i, head := range []switchboard.Head{switchboard.HeadIntent, switchboard.HeadOfTopic("bell"), switchboard.HeadOfTopic("tyre")} {
		w.Update(func(tx *store.Tx) error {
			return evidence.In(tx.Tx).AddCorrection(switchboard.Correction{ID: id[switchboard.CorrectionID](w), Kind: switchboard.CorrectFact,
				ConversationID: talk.ID, MessageID: said[0], Revision: 1, DecisionID: id[switchboard.DecisionID](w), Head: head, Said: "no",
				Truth: "yes", By: w.Ada.ID, At: w.Start.Add(time.Duration(i) * time.Minute)})
		})
	}
	of := read(w, func(tx *store.Tx) ([]switchboard.Correction, error) { return evidence.In(tx.Tx).LatestOfTopics(9) })
	var heads []switchboard.Head
	for _, c := range of {
		heads = append(heads, c.Head)
	}
	same(t, "said of topics", heads, []switchboard.Head{"topic/tyre", "topic/bell"})
}
