package api

import (
	"context"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/flow"
	"switchboard/internal/govern"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
)

// CompareBody asks which past messages two policies decide differently.
type CompareBody struct {
	PolicySource
	Against string `json:"against,omitempty" maxLength:"1048576" doc:"The policy it is compared with; the one in force unless given"`
	Days    int    `json:"days,omitempty" minimum:"1" maximum:"400" default:"28" doc:"How far back"`
	Keep    int    `json:"keep,omitempty" minimum:"0" maximum:"500" default:"50" doc:"How many messages to tell one by one"`
}

// Compared is what another policy would have changed.
type Compared struct {
	exam.Comparison

	Since    time.Time         `json:"since"`
	Working  []exam.Change     `json:"working" nullable:"false" doc:"What would change in how people work, in every department"`
	Previews map[string]string `json:"previews" doc:"What those told say, by the id of the message"`
	LeftOut  int               `json:"left_out" doc:"How many more would be told, of conversations you may not see"`
}

func (s *server) comparePolicies(ctx context.Context, in *struct{ Body CompareBody }) (*BodyOf[Compared], error) {
	next, err := s.parse(ctx, in.Body.Source)
	if err != nil {
		return nil, err
	}
	old, err := s.policyToAsk(ctx, in.Body.Against)
	if err != nil {
		return nil, err
	}
	out := Compared{Working: govern.Working(govern.Terms(old), govern.Terms(next))}
	err = s.view(ctx, func(tx *store.Tx) error {
		out.Since = tx.Now().AddDate(0, 0, -in.Body.Days)
		differ := &exam.Differ{Old: old, New: next, Keep: in.Body.Keep}
		if err := govern.History(tx, out.Since, differ.Add); err != nil {
			return err
		}
		out.Comparison = differ.Result()
		return out.onlySeen(tx, actorOf(ctx))
	})
	return bodyOf(out), err
}

// onlySeen leaves out the messages of conversations the actor may not read, and shows what the others say. The figures stay
// those of all.
func (c *Compared) onlySeen(tx *store.Tx, a access.Actor) error {
	var talks []switchboard.ConversationID
	for _, m := range c.Moved {
		talks = append(talks, m.Conversation)
	}
	found, err := tx.ConversationsOf(talks)
	if err != nil {
		return err
	}
	seen := map[switchboard.ConversationID]bool{}
	for _, talk := range found {
		seen[talk.ID] = a.May(access.ConversationRead, access.About(talk)) == nil
	}
	told := len(c.Moved)
	c.Moved = slices.DeleteFunc(c.Moved, func(m exam.Moved) bool { return !seen[m.Conversation] })
	c.LeftOut = told - len(c.Moved)
	return c.quote(tx)
}

func (c *Compared) quote(tx *store.Tx) error {
	var ids []switchboard.MessageID
	for _, m := range c.Moved {
		ids = append(ids, m.Message)
	}
	said, err := tx.MessagesNamed(ids)
	c.Previews = map[string]string{}
	for _, m := range said {
		c.Previews[m.ID.String()] = flow.Preview(m.Content)
	}
	return err
}
