package app

import (
	"context"
	"errors"
	"time"

	"switchboard"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
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
		if files, err = tx.RemoveNetwork(switchboard.Practice); err != nil {
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
	return a.Practice.Replace(practice.Story{}, func() error { return a.ended(ctx, a.DB.Update(ctx, do)) })
}

// asking bounds how long it is asked whether something was committed.
const asking = 15 * time.Second

// ended asks the database when nobody knows whether the end of practice was committed: no account is left then.
func (a *App) ended(ctx context.Context, err error) error {
	if !errors.Is(err, db.ErrCommitUnknown) {
		return err
	}
	ctx, cancel := context.WithTimeout(store.WithEffect(context.WithoutCancel(ctx), nil), asking)
	defer cancel()
	still := false
	unsettled := a.DB.Update(ctx, func(tx *store.Tx) (err error) {
		still, err = tx.LockNetwork(switchboard.Practice) // waits for a commit that is under way
		return err
	})
	switch {
	case unsettled != nil:
		return errors.Join(practice.ErrUnknown, err, unsettled)
	case still:
		return err
	}
	return nil
}

func orElse(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
