package curate

import (
	"context"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/triage/spelling"
	"switchboard/internal/triage/topic"
)

// pageSize is how many messages are read in one transaction. Each may be as long as a network allows.
const pageSize = 100

// heard is what is looked at of a message, and no more: thousands are held at once.
type heard struct {
	message      switchboard.MessageID
	conversation switchboard.ConversationID
	said         topic.Heard
}

// heardOf takes what is looked at out of a message.
func heardOf(m *switchboard.Message, v *switchboard.Verdict) heard {
	text := strings.Clone(spelling.Cut(m.Content.Read(), topic.MaxRead))
	entities := slices.DeleteFunc(slices.Clone(v.Entities), func(e switchboard.Entity) bool { return e.Start >= len(text) })
	for i := range entities {
		entities[i].End = min(entities[i].End, len(text))
	}
	return heard{m.ID, m.ConversationID, topic.Heard{Text: text, Language: v.Language, By: m.IdentityID.String(),
		Name: m.Author.Name, Entities: entities}}
}

// hear reads the newest customers' messages of at most so many stored ones, newest first. What was said on the practice
// network is left out, unless this is the sample company.
func hear(ctx context.Context, db *store.DB, most int) (all []heard, err error) {
	var at switchboard.MessageID
	for read := 0; read < most; read += pageSize {
		var page []heard
		err := db.View(ctx, func(tx *store.Tx) (err error) {
			page, at, err = hearPage(tx, at)
			return err
		})
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if at.IsZero() {
			break
		}
	}
	return all, nil
}

func hearPage(tx *store.Tx, before switchboard.MessageID) (page []heard, last switchboard.MessageID, err error) {
	_, sample, err := tx.Sample()
	if err != nil {
		return nil, last, err
	}
	said, last, err := tx.Heard(before, pageSize)
	if err != nil {
		return nil, last, err
	}
	var ids []switchboard.MessageID
	for _, m := range said {
		ids = append(ids, m.ID)
	}
	verdicts, err := tx.Verdicts(ids)
	for i := range said {
		if v := verdicts[said[i].ID]; sample || said[i].Network != switchboard.Practice {
			page = append(page, heardOf(&said[i], &v))
		}
	}
	return page, last, err
}

// MissingTopic is a suggestion with messages that show what is meant.
type MissingTopic struct {
	topic.Suggestion
	Messages []TopicExample `json:"messages" nullable:"false" doc:"Some of the messages, personal data taken out; those one may not read are left out"`
}

// TopicExample is a message that shows what a suggestion means.
type TopicExample struct {
	MessageID      switchboard.MessageID      `json:"message_id"`
	ConversationID switchboard.ConversationID `json:"conversation_id"`
	Text           string                     `json:"text" doc:"Cut short, with a mark in the place of personal data"`
}

// Bounds of looking for suggestions.
const (
	lookedThrough  = 8000 // stored messages
	customersAsked = 5
	exampleLength  = 280 // letters
)

// Missing looks for what customers talk about more than before and that no topic covers: the newest quarter of what is
// looked through against the rest.
func Missing(ctx context.Context, db *store.DB, known *topic.Reader, dismissed []string) ([]MissingTopic, error) {
	all, err := hear(ctx, db, lookedThrough)
	if err != nil {
		return nil, err
	}
	slices.Reverse(all)
	lately := all[len(all)-len(all)/4:]
	search := topic.Search{Lately: spoken(lately), Before: spoken(all[:len(all)-len(lately)]), Known: known, Dismissed: dismissed,
		Customers: customersAsked}
	offers := []MissingTopic{}
	for _, s := range topic.Suggest(search) {
		o := MissingTopic{Suggestion: s, Messages: []TopicExample{}}
		for _, i := range s.Examples {
			h := lately[i]
			o.Messages = append(o.Messages, TopicExample{h.message, h.conversation, cut(topic.Redact(h.said.Text, h.said.Entities))})
		}
		offers = append(offers, o)
	}
	return offers, ctx.Err()
}

func spoken(all []heard) []topic.Heard {
	out := make([]topic.Heard, len(all))
	for i := range all {
		out[i] = all[i].said
	}
	return out
}

func cut(text string) string {
	if signs := []rune(text); len(signs) > exampleLength {
		return string(signs[:exampleLength]) + "…"
	}
	return text
}
