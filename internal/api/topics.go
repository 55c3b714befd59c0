package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/curate"
	"switchboard/internal/store"
	"switchboard/internal/store/topics"
	"switchboard/internal/triage/topic"
)

func topicRoutes(s *server) {
	const tag, list = "topics", "/topics"
	read := func(method, path, id, summary, doc string, needs access.Permission) route {
		return route{ID: id, Method: method, Path: list + path, Tag: tag, Needs: needs, Summary: summary, Doc: doc}
	}
	write := func(method, path, id, summary, doc string, codes ...switchboard.Code) route {
		r := read(method, path, id, summary, doc, access.PolicyActivate)
		r.Codes = codes
		return r
	}
	const fresh = "Every node reads what arrives from then on by the new list; what was read before stays as it is."
	register(s, read(http.MethodGet, "", "list-topics", "The company's own topics", "By their keys, with what was learned of each "+
		"and how many messages were found to be about it.", access.CompanyRead), s.listTopics)
	register(s, write(http.MethodPost, "", "create-topic", "Put a topic on the list", fresh, switchboard.CodeConflict).
		withStatus(http.StatusCreated), s.createTopic)
	register(s, read(http.MethodGet, "/{key}", "read-topic", "One topic", "", access.CompanyRead), s.readTopic)
	register(s, write(http.MethodPut, "/{key}", "update-topic", "Change a topic", fresh+" What was learned of it is learned anew.",
		switchboard.CodeStale), s.updateTopic)
	register(s, write(http.MethodPost, "/{key}/archive", "archive-topic", "Look for a topic no more", "It keeps its key, because "+
		"verdicts of before name it. Rules of the policy that ask for it hold no more."), s.archiveTopic)
	register(s, write(http.MethodPost, "/{key}/restore", "restore-topic", "Look for an archived topic again", ""), s.restoreTopic)
	register(s, read(http.MethodGet, "/export", "export-topics", "The list as a file", "YAML, as import takes it and `switchboard "+
		"triage --topics` reads it.", access.CompanyRead), s.exportTopics)
	register(s, write(http.MethodPost, "/import", "import-topics", "Take in a list from a file", "Topics it names are created, or "+
		"become as they stand there; others stay as they are. All of it or nothing.", switchboard.CodeTooLarge), s.importTopics)
	register(s, read(http.MethodPost, "/try", "try-topics", "Which topics a text is about, and why", "Changes nothing. A topic "+
		"that is not saved yet can be tried with it.", access.CompanyRead), s.tryTopics)
}

// TopicView is a topic, what was learned of it, and how often it was found.
type TopicView struct {
	switchboard.KeptTopic
	Learned *LearnedView `json:"learned,omitempty" doc:"Absent until something was looked at"`
	Week    int64        `json:"week" doc:"Customers' messages of the last 7 days (UTC) that were found to be about it"`
	Month   int64        `json:"month" doc:"Of the last 28 days"`
}

// LearnedView is what was learned of a topic, without its weights.
type LearnedView struct {
	topic.Figures
	Resting []topic.RestingTerm `json:"resting" nullable:"false" doc:"Terms that people contradicted so often that they count no more, until the topic is changed"`
	MadeAt  time.Time           `json:"made_at"`
}

// topicsSeen are the days whose counts are shown.
const (
	weekOfTopics  = 7
	monthOfTopics = 28
)

func (s *server) listTopics(ctx context.Context, _ *struct{}) (out *PageOf[TopicView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		kept, err := topics.In(tx.Tx).List()
		if err != nil {
			return err
		}
		views, err := viewTopics(tx, kept)
		out = allOf(views)
		return err
	})
	return out, err
}

func viewTopics(tx *store.Tx, kept []switchboard.KeptTopic) ([]TopicView, error) {
	models, err := topics.In(tx.Tx).Models()
	if err != nil {
		return nil, err
	}
	learned := map[switchboard.TopicKey]*LearnedView{}
	for _, one := range models {
		var m topic.Model
		if err := json.Unmarshal(one.Body, &m); err != nil {
			return nil, fmt.Errorf("what was learned of %s: %w", one.Topic, err)
		}
		learned[one.Topic] = &LearnedView{Figures: m.Figures, Resting: append([]topic.RestingTerm{}, m.Resting...), MadeAt: one.MadeAt}
	}
	week, err := tx.TopicCounts(tx.Now().AddDate(0, 0, 1-weekOfTopics))
	if err != nil {
		return nil, err
	}
	month, err := tx.TopicCounts(tx.Now().AddDate(0, 0, 1-monthOfTopics))
	views := make([]TopicView, len(kept))
	for i, k := range kept {
		views[i] = TopicView{KeptTopic: k, Learned: learned[k.Key], Week: week[k.Key], Month: month[k.Key]}
	}
	return views, err
}

func viewTopic(tx *store.Tx, k switchboard.KeptTopic) (*Tagged[TopicView], error) {
	views, err := viewTopics(tx, []switchboard.KeptTopic{k})
	if err != nil {
		return nil, err
	}
	return &Tagged[TopicView]{ETag: versionTag(int64(k.Version)), Body: views[0]}, nil
}

// TopicBody is what can be said of a topic.
type TopicBody struct {
	Name        string              `json:"name" minLength:"1" maxLength:"80"`
	Description string              `json:"description,omitempty" maxLength:"500" doc:"What belongs there and what does not, for colleagues"`
	Words       map[string][]string `json:"words,omitempty" doc:"Terms by language: any, or the code of one. One of them is enough. The matching language is described in docs/reference/topics.md"`
	Except      map[string][]string `json:"except,omitempty" doc:"Terms by language: where one of them stands, the words do not count"`
	Examples    []string            `json:"examples,omitempty" maxItems:"200" doc:"Messages written by yourselves, to learn from"`
}

func (b TopicBody) topic(key switchboard.TopicKey) switchboard.Topic {
	return switchboard.Topic{Key: key, Name: b.Name, Description: b.Description, Words: b.Words, Except: b.Except, Examples: b.Examples}
}

// CreateTopicIn puts a topic on the list.
type CreateTopicIn struct {
	Body struct {
		Key switchboard.TopicKey `json:"key" minLength:"1" maxLength:"48" pattern:"^[a-z0-9][a-z0-9_-]*$" doc:"Names it in policies and verdicts, for good"`
		TopicBody
		Suggestion string `json:"suggestion,omitempty" maxLength:"200" doc:"The phrase it was suggested by, if it was"`
	}
}

func curator(a access.Actor) curate.By { return curate.By{Kind: a.Kind, Agent: a.Agent} }

func (s *server) createTopic(ctx context.Context, in *CreateTopicIn) (out *Tagged[TopicView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		k, err := curate.Create(tx, in.Body.topic(in.Body.Key), curator(actor))
		if err != nil {
			return err
		}
		if out, err = viewTopic(tx, k); err != nil {
			return err
		}
		return access.Audit(tx, actor, access.Act{Action: "topic.create", Subject: string(k.Key), Detail: in.Body.Suggestion})
	})
	return out, err
}

// TopicIn names a topic.
type TopicIn struct {
	Key switchboard.TopicKey `path:"key" maxLength:"48" doc:"The topic."`
}

func (s *server) readTopic(ctx context.Context, in *TopicIn) (out *Tagged[TopicView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		k, err := curate.Find(tx, in.Key)
		if err != nil {
			return err
		}
		out, err = viewTopic(tx, k)
		return err
	})
	return out, err
}

// UpdateTopicIn changes a topic.
type UpdateTopicIn struct {
	TopicIn
	MatchInput
	Body TopicBody
}

func (s *server) updateTopic(ctx context.Context, in *UpdateTopicIn) (*Tagged[TopicView], error) {
	return s.changeTopic(ctx, in.Key, "topic.update", func(tx *store.Tx, k switchboard.KeptTopic, by curate.By) (switchboard.KeptTopic, error) {
		if err := in.check(versionTag(int64(k.Version))); err != nil {
			return k, err
		}
		return curate.Change(tx, k, in.Body.topic(in.Key), by)
	})
}

func (s *server) archiveTopic(ctx context.Context, in *TopicIn) (*Tagged[TopicView], error) {
	return s.changeTopic(ctx, in.Key, "topic.archive", func(tx *store.Tx, k switchboard.KeptTopic, by curate.By) (switchboard.KeptTopic, error) {
		return curate.Archive(tx, k, true, by)
	})
}

func (s *server) restoreTopic(ctx context.Context, in *TopicIn) (*Tagged[TopicView], error) {
	return s.changeTopic(ctx, in.Key, "topic.restore", func(tx *store.Tx, k switchboard.KeptTopic, by curate.By) (switchboard.KeptTopic, error) {
		return curate.Archive(tx, k, false, by)
	})
}

// changeTopic lets one thing happen to a topic. What changes nothing is not audited.
func (s *server) changeTopic(ctx context.Context, key switchboard.TopicKey, action string,
	change func(*store.Tx, switchboard.KeptTopic, curate.By) (switchboard.KeptTopic, error)) (out *Tagged[TopicView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		before, err := curate.FindToChange(tx, key)
		if err != nil {
			return err
		}
		after, err := change(tx, before, curator(actor))
		if err != nil {
			return err
		}
		if out, err = viewTopic(tx, after); err != nil || after.Version == before.Version {
			return err
		}
		return access.Audit(tx, actor, access.Act{Action: action, Subject: string(key)})
	})
	return out, err
}

// TopicFile is a list as a file.
type TopicFile struct {
	Source string `json:"source" maxLength:"4194304" doc:"The list, as YAML or JSON"`
}

func (s *server) exportTopics(ctx context.Context, _ *struct{}) (out *BodyOf[TopicFile], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		kept, err := topics.In(tx.Tx).List()
		if err != nil {
			return err
		}
		list := make([]switchboard.Topic, len(kept))
		for i, k := range kept {
			list[i] = k.Topic
		}
		source, err := topic.WriteList(list)
		out = bodyOf(TopicFile{string(source)})
		return err
	})
	return out, err
}

func (s *server) importTopics(ctx context.Context, in *struct{ Body TopicFile }) (out *BodyOf[curate.TopicsTaken], err error) {
	list, err := topic.ReadList([]byte(in.Body.Source))
	if err != nil {
		return nil, err
	}
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		taken, err := curate.Import(tx, list, curator(actor))
		if err != nil {
			return err
		}
		out = bodyOf(taken)
		return access.Audit(tx, actor, access.Act{Action: "topic.import",
			Detail: fmt.Sprintf("created %d, changed %d", len(taken.Created), len(taken.Changed))})
	})
	return out, err
}
