package api

import (
	"fmt"

	"switchboard"
	"switchboard/internal/store"
)

// NoAnswer says why a customer's message needs no answer.
type NoAnswer struct {
	Why     string              `json:"why" doc:"The reading in one sentence, in English"`
	Finding switchboard.Finding `json:"finding" doc:"What triage found the message to be, with its evidence"`
}

// markThanks tells of each message whether it was read as thanks alone. What began the conversation is not, and neither is
// the one that waits: we had asked.
func markThanks(tx *store.Tx, c switchboard.Conversation, items []TimelineItem) error {
	var ids []switchboard.MessageID
	for _, m := range items {
		if m.Direction == switchboard.In {
			ids = append(ids, m.ID)
		}
	}
	verdicts, err := tx.Verdicts(ids)
	if err != nil {
		return err
	}
	for i, m := range items {
		if v := verdicts[m.ID]; switchboard.OnlyThanks(m.Content, v) && !m.PublishedAt.Equal(c.WaitingSince) && m.PublishedAt.After(c.FirstMessageAt) {
			items[i].NoAnswer = noAnswer(v)
		}
	}
	return nil
}

func noAnswer(v switchboard.Verdict) *NoAnswer {
	found := v.Heads[switchboard.HeadIntent]
	return &NoAnswer{Finding: found, Why: fmt.Sprintf("Read as %s, %.0f %% sure, and nothing in it asks for an answer.",
		found.Label, 100*found.Confidence)}
}
