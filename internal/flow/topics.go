package flow

import (
	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/topics"
)

// countTopics counts what a customer says for the first time, on the day they said it.
func countTopics(tx *store.Tx, r store.Received, v switchboard.Verdict) error {
	first := r.Revision == 1 && r.ThreadID.IsZero() && r.Direction == switchboard.In
	if !first || r.PublishedAt.Before(tx.Now().Add(-store.TopicCountsKept)) {
		return nil
	}
	return tx.CountTopics(v.Topics, r.PublishedAt)
}

// onTheList refuses a topic that is not on the company's list; one that is archived can still be taken away.
func onTheList(tx *store.Tx, word FactWord) error {
	key, about := word.Head.Topic()
	if !about {
		return nil
	}
	t, found, err := topics.In(tx.Tx).Topic(key)
	if err == nil && (!found || t.Archived && word.Truth == switchboard.Yes) {
		err = switchboard.Refuse(switchboard.CodeInvalid, "There is no topic %s on the list.", key).WithField("head").
			WithHint("The company's topics are listed at /api/v1/topics.")
	}
	return err
}
