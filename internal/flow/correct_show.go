package flow

import (
	"slices"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

// shows is what the conversation shows of a finding once it is corrected; empty leaves what it shows. Of intent,
// sentiment and language that is the last word's; of urgency the most urgent of the turn; of a flag or a topic, whether any
// message has it.
func (k *correction) shows() (string, error) {
	last := !k.message.PublishedAt.Before(k.now.LastInAt)
	switch k.word.Head {
	case switchboard.HeadIntent, switchboard.HeadSentiment, switchboard.HeadLanguage:
		if !last {
			return "", nil
		}
		return k.word.Truth, nil
	case switchboard.HeadUrgency:
		return k.mostUrgent()
	}
	if k.word.Truth == switchboard.Yes {
		return switchboard.Yes, nil
	}
	others, err := k.others(func(switchboard.Message) bool { return true })
	elsewhere := slices.ContainsFunc(others, func(v switchboard.Verdict) bool { return v.Answer(k.word.Head) == switchboard.Yes })
	if err != nil || elsewhere {
		return "", err
	}
	return switchboard.No, nil
}

func (k *correction) mostUrgent() (string, error) {
	others, err := k.others(func(m switchboard.Message) bool {
		return !k.now.WaitingSince.IsZero() && !m.PublishedAt.Before(k.now.WaitingSince)
	})
	most := switchboard.Urgency(k.word.Truth)
	for _, v := range others {
		said := switchboard.Urgency(v.Answer(switchboard.HeadUrgency))
		if slices.Index(switchboard.Urgencies(), said) > slices.Index(switchboard.Urgencies(), most) {
			most = said
		}
	}
	return string(most), err
}

// lookBack bounds the messages of a conversation that are looked through, newest first.
const lookBack = 1000

// others are the verdicts, as they count, of the customer's other messages.
func (k *correction) others(which func(switchboard.Message) bool) ([]switchboard.Verdict, error) {
	said, err := k.tx.LatestMessages(k.now.ID, store.Place{}, lookBack)
	if err != nil {
		return nil, err
	}
	var ids []switchboard.MessageID
	revision := map[switchboard.MessageID]int{}
	for _, m := range said {
		if m.Direction == switchboard.In && m.ID != k.message.ID && m.DeletedAt.IsZero() && which(m) {
			ids, revision[m.ID] = append(ids, m.ID), m.Revision
		}
	}
	verdicts, err := k.tx.Verdicts(ids)
	if err != nil {
		return nil, err
	}
	corrections, err := evidence.In(k.tx.Tx).Counting(ids)
	if err != nil {
		return nil, err
	}
	var all []switchboard.Verdict
	for _, id := range ids {
		all = append(all, verdicts[id].Corrected(evidence.Standing(corrections[id], revision[id])))
	}
	return all, nil
}
