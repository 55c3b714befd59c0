package api

import (
	"context"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/curate"
	"switchboard/internal/store"
	"switchboard/internal/store/topics"
	"switchboard/internal/triage"
	"switchboard/internal/triage/topic"
)

func topicSuggestionRoutes(s *server) {
	const tag, path = "topics", "/topics/suggestions"
	register(s, route{ID: "list-topic-suggestions", Method: http.MethodGet, Path: path, Tag: tag, Needs: access.PolicyActivate,
		Summary: "What customers talk about that no topic covers", Doc: "Phrases that at least five customers used lately, and " +
			"more of them than before: the newest quarter of the last 8000 stored messages against the rest, each language by " +
			"itself. Worked out when asked for, which takes a moment."}, s.suggestTopics)
	register(s, route{ID: "dismiss-topic-suggestion", Method: http.MethodPost, Path: path + "/dismiss", Tag: tag, Needs: access.PolicyActivate,
		Summary: "Suggest a phrase never again", Doc: "Nor what it is a part of, nor its parts.", Status: http.StatusNoContent}, s.dismissTopics)
}

// topics is what messages are read by now; nil where nothing is.
func (s *server) topics() *topic.Reader {
	if s.In.Topics == nil {
		return nil
	}
	return s.In.Topics()
}

// TryTopicsIn asks which topics a text is about.
type TryTopicsIn struct {
	Body struct {
		Text     string      `json:"text" minLength:"1" maxLength:"8192"`
		Language string      `json:"language,omitempty" maxLength:"35" doc:"As the network says, BCP 47; read from the text when absent"`
		Topic    *TriedTopic `json:"topic,omitempty" doc:"One that is not saved yet, tried alone beside the list"`
	}
}

// TriedTopic is a topic that is not saved yet.
type TriedTopic struct {
	Key switchboard.TopicKey `json:"key,omitempty" maxLength:"48"`
	TopicBody
}

// TriedTopics is what a text is about.
type TriedTopics struct {
	Language string                     `json:"language" doc:"What it reads as; und when that cannot be told"`
	Topics   []switchboard.TopicFinding `json:"topics" nullable:"false" doc:"Of the list, with the terms and where they stand"`
	Tried    *switchboard.TopicFinding  `json:"tried,omitempty" doc:"Of the topic that is not saved; absent when the text is not about it"`
}

// triedKey stands for the key of a topic that has none yet.
const triedKey = "tried"

func (s *server) tryTopics(_ context.Context, in *TryTopicsIn) (*BodyOf[TriedTopics], error) {
	b := in.Body
	language := triage.Shipped().Classify(triage.Input{Text: b.Text, Lang: b.Language}).Language
	out := TriedTopics{Language: language, Topics: append([]switchboard.TopicFinding{}, s.topics().Find(b.Text, language)...)}
	if b.Topic != nil {
		about := topic.Tidy(b.Topic.topic(triedKey))
		if about.Name == "" {
			about.Name = triedKey
		}
		if err := topic.Check(about); err != nil {
			return nil, err
		}
		alone, err := topic.NewReader([]switchboard.Topic{about})
		if err != nil {
			return nil, err
		}
		if found := alone.Find(b.Text, language); len(found) > 0 {
			out.Tried = &found[0]
		}
	}
	return bodyOf(out), nil
}

// mostDismissed bounds how many phrases are remembered as dismissed.
const mostDismissed = 5000

func (s *server) suggestTopics(ctx context.Context, _ *struct{}) (out *PageOf[curate.MissingTopic], err error) {
	var dismissed []string
	err = s.view(ctx, func(tx *store.Tx) (err error) {
		dismissed, err = topics.In(tx.Tx).Dismissed(mostDismissed)
		return err
	})
	if err != nil {
		return nil, err
	}
	offers, err := curate.Missing(ctx, s.DB, s.topics(), dismissed)
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *store.Tx) error { return hideUnseen(tx, actorOf(ctx), offers) })
	return allOf(offers), err
}

// hideUnseen takes out the messages of conversations the actor may not read.
func hideUnseen(tx *store.Tx, a access.Actor, offers []curate.MissingTopic) error {
	var ids []switchboard.ConversationID
	for _, o := range offers {
		for _, m := range o.Messages {
			ids = append(ids, m.ConversationID)
		}
	}
	talks, err := tx.ConversationsOf(ids)
	if err != nil {
		return err
	}
	may := map[switchboard.ConversationID]bool{}
	for _, c := range talks {
		may[c.ID] = a.May(access.ConversationRead, access.About(c)) == nil
	}
	for i, o := range offers {
		seen := []curate.TopicExample{}
		for _, m := range o.Messages {
			if may[m.ConversationID] {
				seen = append(seen, m)
			}
		}
		offers[i].Messages = seen
	}
	return nil
}

// DismissTopicsIn names phrases nobody wants to see again.
type DismissTopicsIn struct {
	Body struct {
		Phrases []string `json:"phrases" minItems:"1" maxItems:"10" doc:"As they were suggested"`
	}
}

func (s *server) dismissTopics(ctx context.Context, in *DismissTopicsIn) (*struct{}, error) {
	actor := actorOf(ctx)
	return nil, s.update(ctx, func(tx *store.Tx) error {
		for _, phrase := range in.Body.Phrases {
			if phrase == "" || len(phrase) > 200 {
				return switchboard.Refuse(switchboard.CodeInvalid, "That is no phrase that was suggested.").WithField("phrases")
			}
			if err := topics.In(tx.Tx).Dismiss(phrase, actor.Agent); err != nil {
				return err
			}
		}
		return access.Audit(tx, actor, access.Act{Action: "topic.dismiss", Detail: in.Body.Phrases[0]})
	})
}
