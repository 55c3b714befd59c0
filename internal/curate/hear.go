package curate

import (
	"context"
	"slices"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/triage/topic"
)

// pageSize is how many messages are read in one transaction.
const pageSize = 500

// heard is a message with what triage found in it.
type heard struct {
	message switchboard.Message
	verdict switchboard.Verdict
}

func (h heard) text() string { return h.message.Content.Read() }

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
	for _, m := range said {
		if sample || m.Network != switchboard.Practice {
			page = append(page, heard{m, verdicts[m.ID]})
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
	search := topic.Search{Lately: heardOf(lately), Before: heardOf(all[:len(all)-len(lately)]), Known: known, Dismissed: dismissed,
		Customers: customersAsked}
	offers := []MissingTopic{}
	for _, s := range topic.Suggest(search) {
		o := MissingTopic{Suggestion: s, Messages: []TopicExample{}}
		for _, i := range s.Examples {
			h := lately[i]
			o.Messages = append(o.Messages, TopicExample{h.message.ID, h.message.ConversationID, cut(topic.Redact(h.text(), h.verdict.Entities))})
		}
		offers = append(offers, o)
	}
	return offers, ctx.Err()
}

func heardOf(all []heard) []topic.Heard {
	out := make([]topic.Heard, len(all))
	for i, h := range all {
		out[i] = topic.Heard{Text: h.text(), Language: h.verdict.Language, By: h.message.IdentityID.String(), Name: h.message.Author.Name,
			Entities: h.verdict.Entities}
	}
	return out
}

func cut(text string) string {
	if signs := []rune(text); len(signs) > exampleLength {
		return string(signs[:exampleLength]) + "…"
	}
	return text
}
