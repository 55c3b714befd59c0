package curate

import (
	"encoding/json"
	"fmt"
	"reflect"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/topics"
	"switchboard/internal/triage/topic"
)

// By is who changes the list.
type By struct {
	Kind  switchboard.ActorKind
	Agent switchboard.AgentID
}

// Reasons of topics.changed.
const (
	Created  = "created"
	Changed  = "changed"
	Archived = "archived"
	Restored = "restored"
	Imported = "imported"
	Learned  = "learned"
)

// Load makes what messages are read with of the list and of what was learned.
func Load(tx *store.Tx) (*topic.Reader, error) {
	list, err := definitions(tx)
	if err != nil {
		return nil, err
	}
	kept, err := topics.In(tx.Tx).Models()
	if err != nil {
		return nil, err
	}
	models := make([]topic.Model, len(kept))
	for i, one := range kept {
		if err := json.Unmarshal(one.Body, &models[i]); err != nil {
			return nil, fmt.Errorf("curate: what was learned of %s: %w", one.Topic, err)
		}
	}
	r, err := topic.NewReader(list, models...)
	if err != nil {
		return nil, fmt.Errorf("curate: the list of topics: %w", err)
	}
	return r, nil
}

func definitions(tx *store.Tx) ([]switchboard.Topic, error) {
	kept, err := topics.In(tx.Tx).List()
	list := make([]switchboard.Topic, len(kept))
	for i, k := range kept {
		list[i] = k.Topic
	}
	return list, err
}

// Keys are those of the topics that are looked for.
func Keys(tx *store.Tx) ([]switchboard.TopicKey, error) {
	list, err := definitions(tx)
	keys := []switchboard.TopicKey{}
	for _, t := range list {
		if !t.Archived {
			keys = append(keys, t.Key)
		}
	}
	return keys, err
}

// Find reads one topic. It refuses, with code not_found, a key that is not on the list.
func Find(tx *store.Tx, key switchboard.TopicKey) (switchboard.KeptTopic, error) {
	k, found, err := topics.In(tx.Tx).Topic(key)
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such topic.").WithHint("The company's topics are listed at /api/v1/topics.")
	}
	return k, err
}

// FindToChange reads one topic as Find does and keeps everybody else from changing the list until the transaction ends.
func FindToChange(tx *store.Tx, key switchboard.TopicKey) (switchboard.KeptTopic, error) {
	if err := topics.In(tx.Tx).Lock(); err != nil {
		return switchboard.KeptTopic{}, err
	}
	return Find(tx, key)
}

// Create adds a topic. It refuses, with code conflict, a key that is taken.
func Create(tx *store.Tx, t switchboard.Topic, by By) (switchboard.KeptTopic, error) {
	if err := topics.In(tx.Tx).Lock(); err != nil {
		return switchboard.KeptTopic{}, err
	}
	_, found, err := topics.In(tx.Tx).Topic(t.Key)
	if err == nil && found {
		err = switchboard.Refuse(switchboard.CodeConflict, "There is a topic with the key %s already.", t.Key).WithField("key").
			WithHint("Change that one, or choose another key. Archived topics keep theirs.")
	}
	if err != nil {
		return switchboard.KeptTopic{}, err
	}
	k, err := save(tx, switchboard.KeptTopic{Topic: t, CreatedAt: tx.Now()}, by)
	if err != nil {
		return k, err
	}
	return k, record(tx, by, Created, t.Key)
}

// Change gives a topic other words. What was learned of it is learned anew. What it was before comes from FindToChange.
func Change(tx *store.Tx, before switchboard.KeptTopic, t switchboard.Topic, by By) (switchboard.KeptTopic, error) {
	t.Key, t.Archived = before.Key, before.Archived
	if reflect.DeepEqual(topic.Tidy(t), before.Topic) {
		return before, nil
	}
	before.Topic = t
	k, err := save(tx, before, by)
	if err != nil {
		return k, err
	}
	return k, record(tx, by, Changed, k.Key)
}

// Archive lets a topic not be looked for any more, or again. What it was before comes from FindToChange.
func Archive(tx *store.Tx, k switchboard.KeptTopic, archived bool, by By) (switchboard.KeptTopic, error) {
	if k.Archived == archived {
		return k, nil
	}
	k.Archived = archived
	k, err := save(tx, k, by)
	if err != nil {
		return k, err
	}
	reason := Restored
	if archived {
		reason = Archived
	}
	return k, record(tx, by, reason, k.Key)
}

// TopicsTaken is what came of a list that was read in.
type TopicsTaken struct {
	Created   []switchboard.TopicKey `json:"created" nullable:"false"`
	Changed   []switchboard.TopicKey `json:"changed" nullable:"false"`
	Unchanged []switchboard.TopicKey `json:"unchanged" nullable:"false"`
}

// Import takes in a list: topics it names are created or become as they stand there, others stay as they are.
func Import(tx *store.Tx, list []switchboard.Topic, by By) (taken TopicsTaken, err error) {
	taken = TopicsTaken{Created: []switchboard.TopicKey{}, Changed: []switchboard.TopicKey{}, Unchanged: []switchboard.TopicKey{}}
	in := topics.In(tx.Tx)
	if err := in.Lock(); err != nil {
		return taken, err
	}
	for _, t := range list {
		k, found, err := in.Topic(t.Key)
		if err != nil {
			return taken, err
		}
		switch {
		case !found:
			k.CreatedAt, taken.Created = tx.Now(), append(taken.Created, t.Key)
		case reflect.DeepEqual(k.Topic, t):
			taken.Unchanged = append(taken.Unchanged, t.Key)
			continue
		default:
			taken.Changed = append(taken.Changed, t.Key)
		}
		k.Topic = t
		if err := write(tx, &k, by); err != nil {
			return taken, err
		}
	}
	if len(taken.Created)+len(taken.Changed) == 0 {
		return taken, nil
	}
	if err := bounded(tx); err != nil {
		return taken, err
	}
	return taken, record(tx, by, Imported, "")
}

// save checks a topic and the whole list with it, and writes it as another version.
func save(tx *store.Tx, k switchboard.KeptTopic, by By) (switchboard.KeptTopic, error) {
	k.Topic = topic.Tidy(k.Topic)
	if err := topic.Check(k.Topic); err != nil {
		return k, err
	}
	if err := write(tx, &k, by); err != nil {
		return k, err
	}
	return k, bounded(tx)
}

// write stores another version. What was learned by the words before is forgotten.
func write(tx *store.Tx, k *switchboard.KeptTopic, by By) error {
	k.Version++
	k.ChangedAt, k.ChangedBy = tx.Now(), by.Agent
	if err := topics.In(tx.Tx).Save(*k); err != nil {
		return err
	}
	return topics.In(tx.Tx).DropModel(k.Key)
}

// bounded refuses, with code too_large, a list that has grown beyond its bounds.
func bounded(tx *store.Tx) error {
	list, err := definitions(tx)
	if err != nil {
		return err
	}
	return topic.CheckAll(list)
}

func record(tx *store.Tx, by By, reason string, key switchboard.TopicKey) error {
	return tx.Record(switchboard.Event{Kind: switchboard.EventTopicsChanged, ActorKind: by.Kind, Actor: by.Agent, Reason: reason, Subject: string(key)})
}
