package app

import (
	"context"

	"switchboard"
	"switchboard/internal/practice"
	"switchboard/internal/store"
)

// reasonPracticeEnded is the Reason of sample.changed when nothing invented is there any more, though no sample was.
const reasonPracticeEnded = "practice_ended"

// EndPractice removes every practice account with all that came of it, here and on the practice network, in one step.
func (a *App) EndPractice(ctx context.Context, by switchboard.AgentID) error {
	var files []string
	remove := func(tx *store.Tx) (err error) {
		if _, there, err := tx.Sample(); err != nil || there {
			return orElse(err, switchboard.Refuse(switchboard.CodeConflict, "This is the sample company.").
				WithHint("Leave the sample company; everything invented goes with it."))
		}
		if files, err = tx.RemoveNetwork(practiceKey); err != nil {
			return err
		}
		err = tx.Record(switchboard.Event{Kind: switchboard.EventSampleChanged, ActorKind: switchboard.ActorAgent, Actor: by,
			Reason: reasonPracticeEnded})
		if err != nil {
			return err
		}
		return tx.InsertAudit(store.AuditEntry{ID: switchboard.NewID[switchboard.RequestID](tx.Now()), At: tx.Now(),
			ActorKind: switchboard.ActorAgent, Actor: by, Action: "practice.end"})
	}
	if err := a.withoutPosts(ctx, remove); err != nil {
		return err
	}
	for _, file := range files {
		if err := a.forgetFile(file); err != nil { // the next housekeeping sweeps it
			a.Log.Error("a file of practice could not be removed yet", "error", err)
		}
	}
	return nil
}

// withoutPosts does something in a transaction with which every post on the practice network goes. Where the network is
// not served there is nobody to read them.
func (a *App) withoutPosts(ctx context.Context, do func(*store.Tx) error) error {
	if a.Practice == nil {
		return a.DB.Update(ctx, do)
	}
	return a.Practice.Replace(practice.Story{}, func() error { return a.DB.Update(ctx, do) })
}

func orElse(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
