package curate

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
	"switchboard/internal/store/topics"
	"switchboard/internal/triage/spelling"
	"switchboard/internal/triage/topic"
)

// Bounds of learning: how much of what people said, and of what customers said, is looked at.
const (
	corrections = 5000
	others      = 2000
)

// Learn learns of every topic what can be learned now, and stores what is another than before. Every node comes to the
// same; changed says that this one was first, and that it told the others. The list may change meanwhile: what was learned
// by words that no longer stand is not stored.
func Learn(ctx context.Context, db *store.DB) (changed bool, err error) {
	lesson, versions, err := lessonOf(ctx, db)
	if err != nil || len(lesson.Topics) == 0 {
		return false, err
	}
	models, err := topic.Learn(ctx, lesson)
	if err != nil {
		return false, err
	}
	err = db.Update(ctx, func(tx *store.Tx) (err error) {
		changed, err = keep(tx, models, versions)
		return err
	})
	return changed, err
}

// keep stores those models that differ from what is there, of topics that are as they were.
func keep(tx *store.Tx, models []topic.Model, versions map[switchboard.TopicKey]int) (changed bool, err error) {
	in := topics.In(tx.Tx)
	if err := in.Lock(); err != nil {
		return false, err
	}
	there, err := in.Models()
	if err != nil {
		return false, err
	}
	bodies := map[switchboard.TopicKey][]byte{}
	for _, one := range there {
		bodies[one.Topic] = one.Body
	}
	for _, m := range models {
		k, found, err := in.Topic(m.Topic)
		if err != nil {
			return false, err
		}
		body, err := json.Marshal(m)
		if err != nil {
			return false, fmt.Errorf("curate: what was learned of %s: %w", m.Topic, err)
		}
		if !found || k.Version != versions[m.Topic] || bytes.Equal(body, bodies[m.Topic]) {
			continue
		}
		if err := in.SaveModel(topics.Learned{Topic: m.Topic, Body: body, MadeAt: tx.Now()}); err != nil {
			return false, err
		}
		changed = true
	}
	if !changed {
		return false, nil
	}
	return true, record(tx, By{Kind: switchboard.ActorSystem}, Learned, "")
}

// lessonOf gathers what there is to learn from, and the versions of the topics it is about.
func lessonOf(ctx context.Context, db *store.DB) (l topic.Lesson, versions map[switchboard.TopicKey]int, err error) {
	versions = map[switchboard.TopicKey]int{}
	var said []switchboard.Correction
	err = db.View(ctx, func(tx *store.Tx) error {
		list, err := topics.In(tx.Tx).List()
		for _, k := range list {
			if !k.Archived {
				l.Topics, versions[k.Key] = append(l.Topics, k.Topic), k.Version
			}
		}
		if err != nil || len(l.Topics) == 0 {
			return err
		}
		said, err = evidence.In(tx.Tx).LatestOfTopics(corrections)
		return err
	})
	if err != nil || len(l.Topics) == 0 {
		return l, versions, err
	}
	for from := 0; from < len(said); from += pageSize {
		page := said[from:min(from+pageSize, len(said))]
		err = db.View(ctx, func(tx *store.Tx) error {
			more, err := saidOf(tx, page)
			l.Said = append(l.Said, more...)
			return err
		})
		if err != nil {
			return l, versions, err
		}
	}
	l.Said = newestOf(l.Said)
	heard, err := hear(ctx, db, others)
	for _, h := range heard {
		l.Others = append(l.Others, topic.Text{Text: h.said.Text, Language: h.said.Language})
	}
	return l, versions, err
}

// saidOf reads what was corrected. What was edited or taken down since, and what was practised, teaches nothing.
func saidOf(tx *store.Tx, page []switchboard.Correction) (out []topic.Said, err error) {
	var ids []switchboard.MessageID
	for _, c := range page {
		ids = append(ids, c.MessageID)
	}
	messages, err := tx.MessagesNamed(ids)
	if err != nil {
		return nil, err
	}
	verdicts, err := tx.Verdicts(ids)
	if err != nil {
		return nil, err
	}
	_, sample, err := tx.Sample()
	of := map[switchboard.MessageID]switchboard.Message{}
	for _, m := range messages {
		if sample || m.Network != switchboard.Practice {
			of[m.ID] = m
		}
	}
	for _, c := range page {
		key, about := c.Head.Topic()
		if m, there := of[c.MessageID]; there && about && m.Revision == c.Revision {
			text := strings.Clone(spelling.Cut(m.Content.Read(), topic.MaxRead))
			out = append(out, topic.Said{Topic: key, Text: text, Language: verdicts[m.ID].Language, Yes: c.Truth == switchboard.Yes})
		}
	}
	return out, err
}

// newestOf keeps the last word on each text and topic; the newest come first.
func newestOf(said []topic.Said) (out []topic.Said) {
	type about struct {
		topic switchboard.TopicKey
		text  string
	}
	seen := map[about]bool{}
	for _, s := range said {
		if of := (about{s.Topic, s.Text}); !seen[of] {
			seen[of], out = true, append(out, s)
		}
	}
	return out
}
