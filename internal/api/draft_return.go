package api

import (
	"context"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/guard"
	"switchboard/internal/store"
)

// ReturnIn gives one exact text back.
type ReturnIn struct {
	DraftIn
	Body struct {
		Hash   string `json:"hash" maxLength:"64" doc:"Of the draft as you saw it."`
		Reason string `json:"reason" maxLength:"500" doc:"What its author should change."`
	}
}

// returnDraft lets the author write on. It takes no level to say that something is not good yet.
func (f floor) returnDraft(ctx context.Context, in *ReturnIn) (out *DraftOut, err error) {
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return nil, switchboard.Refuse(switchboard.CodeMustExplain, "A reason is missing.").WithField("reason").
			WithHint("Say what its author should change.")
	}
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		d, c, err := draftFor(tx, a, access.DraftApprove, in.ID)
		if err != nil {
			return err
		}
		if err := waits(d, in.Body.Hash); err != nil {
			return err
		}
		returned := switchboard.RulingReason{Rule: guard.RuleReturned, Text: reason, Hint: "Change it, then ask again.", Part: -1}
		level := 0
		if d.Ruling != nil {
			level = d.Ruling.Level
		}
		d.Ruling = &switchboard.Ruling{Outcome: switchboard.RulingHold, Level: level, Hash: in.Body.Hash,
			Reasons: []switchboard.RulingReason{returned}}
		d.State, d.UpdatedAt = switchboard.DraftEditing, tx.Now()
		d.Version++
		if err := tx.SaveDraft(d); err != nil {
			return err
		}
		out = bodyOf(d)
		e := eventAbout(c, a, switchboard.EventDraftReturned)
		e.Subject, e.Agent = d.ID.String(), d.AuthorID
		return tx.Record(e)
	})
	return out, err
}

// waits refuses to rule on a text that does not wait for approval, or is another than the one that was seen.
func waits(d switchboard.Draft, hash string) error {
	switch {
	case d.State != switchboard.DraftHeld:
		return switchboard.Refuse(switchboard.CodeConflict, "This draft does not wait for approval: it is %s.", d.State)
	case guard.Hash(d) != hash:
		return switchboard.Refuse(switchboard.CodeStale, "The text was changed since you looked at it.").WithField("hash").
			WithHint("Read it again, then decide.")
	}
	return nil
}
