package app

import (
	"context"
	"maps"
	"time"

	"golang.org/x/sync/errgroup"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/learning"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/timers"
	"switchboard/internal/timesource"
)

const (
	// aliveFor is how long a silent node counts as alive.
	aliveFor = 45 * time.Second
	// beatEvery leaves room for two missed beats.
	beatEvery = 12 * time.Second
	// followAgain is the pause after a fault of the database.
	followAgain = time.Second
)

// Run runs everything but the web server until ctx ends.
func (a *App) Run(ctx context.Context) error {
	if err := a.beat(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, part := range []func(context.Context) error{a.Hub.Run, a.Sequencer.Run, a.Line.Run, a.Dispatcher.Run, a.Timers.Run,
		a.Keeper.Run, a.callbacks, a.notices, a.letters, a.beatOn, a.followPolicy, a.followTopics, a.learnTopics, a.followClassifier,
		a.Second.Run, a.Learner.Run, a.followLearning, a.housekeep, a.fold} {
		group.Go(func() error { return part(ctx) })
	}
	err := group.Wait()
	a.leave()
	return err
}

// beat says that this node lives, and takes over what dead ones left.
func (a *App) beat(ctx context.Context) error {
	var adopted int64
	err := a.DB.Update(ctx, func(tx *store.Tx) (err error) {
		if err = tx.Beat(a.Node, tx.Now().Add(aliveFor)); err != nil {
			return err
		}
		adopted, err = tx.AdoptWork(a.Node)
		return err
	})
	if adopted > 0 {
		a.Log.Info("took over work of a node that stopped", "messages", adopted)
		a.Line.Ring()
		return a.Dispatcher.WakeAll(ctx)
	}
	return err
}

func (a *App) beatOn(ctx context.Context) error {
	for timesource.Wait(ctx, a.Time, beatEvery) == nil {
		if err := a.beat(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("this node could not report that it lives", "error", err)
		}
	}
	return nil
}

func (a *App) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := a.DB.Update(ctx, func(tx *store.Tx) error { return tx.ForgetNode(a.Node) }); err != nil {
		a.Log.Warn("this node could not say goodbye", "error", err)
	}
}

// followPolicy puts a policy into force that was activated on any node.
func (a *App) followPolicy(ctx context.Context) error {
	load := func() {
		if err := a.loadPolicy(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("the activated policy could not be loaded, the one before stays in force", "error", err)
		}
	}
	a.follow(ctx, load, func(e switchboard.Event) {
		if e.Kind == switchboard.EventPolicyActivated || e.Kind == switchboard.EventSampleChanged {
			load()
		}
	})
	return nil
}

// followLearning reads with the version of what was learned that any node put into force, and learns when it is time.
func (a *App) followLearning(ctx context.Context) error {
	load := func() {
		if err := a.Learner.Load(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("what was learned could not be loaded, what read before goes on", "error", err)
		}
	}
	a.follow(ctx, load, func(e switchboard.Event) {
		switch e.Kind {
		case switchboard.EventLearningDue:
			a.Learner.Ring()
		case switchboard.EventLayerUsed, switchboard.EventSampleChanged:
			load()
		}
	})
	return nil
}

// follow tells what happens from now on until ctx ends, and calls begun once from when on it tells: what is read then lacks
// nothing that is not told. After a fault of the database it goes on where it was.
func (a *App) follow(ctx context.Context, begun func(), tell func(switchboard.Event)) {
	at, known := int64(0), false
	for ctx.Err() == nil {
		before := known
		events, err := a.happened(ctx, &at, &known)
		if known && !before {
			begun()
		}
		if err != nil && ctx.Err() == nil {
			a.Log.Error("the journal could not be followed, trying again", "error", err)
			_ = timesource.Wait(ctx, a.Time, followAgain)
		}
		for _, e := range events {
			at = e.Position
			tell(e)
		}
	}
}

func (a *App) happened(ctx context.Context, at *int64, known *bool) ([]switchboard.Event, error) {
	if *known {
		return a.Hub.Next(ctx, *at)
	}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		*at, err = tx.LastPosition()
		return err
	})
	*known = err == nil
	return nil, err
}

// timerHandlers says what each timer stands for.
func (a *App) timerHandlers() map[string]timers.Handler {
	id := func(t store.Timer) switchboard.ConversationID { return switchboard.ConversationID(t.Subject) }
	handlers := map[string]timers.Handler{
		string(conversation.TimerOfferExpiry): func(tx *store.Tx, t store.Timer) error { return a.Desk.Expire(tx, id(t)) },
		desk.TimerAttendance: func(tx *store.Tx, t store.Timer) error {
			return a.Desk.Attend(tx, switchboard.AgentID(t.Subject))
		},
		desk.TimerCover:     func(tx *store.Tx, t store.Timer) error { return a.Desk.CoverDue(tx, id(t)) },
		desk.TimerCoverEnd:  func(tx *store.Tx, t store.Timer) error { return a.Desk.CoverOver(tx, id(t)) },
		desk.TimerEscalate:  func(tx *store.Tx, t store.Timer) error { return a.Desk.Escalate(tx, id(t), t.DueAt) },
		desk.TimerStandIn:   func(tx *store.Tx, t store.Timer) error { return a.Desk.StandInDue(tx, id(t)) },
		desk.TimerUnstaffed: func(tx *store.Tx, t store.Timer) error { return a.Desk.Unstaffed(tx, id(t)) },
		desk.TimerRound:     func(tx *store.Tx, t store.Timer) error { return a.Desk.NewRound(tx, id(t)) },
		string(conversation.TimerSnoozeEnd): func(tx *store.Tx, t store.Timer) error {
			return a.happen(tx, t, conversation.Woken{})
		},
		string(conversation.TimerResponseDue): func(tx *store.Tx, t store.Timer) error {
			if err := a.happen(tx, t, conversation.DeadlinePassed{Due: t.DueAt}); err != nil {
				return err
			}
			return a.Desk.Escalate(tx, id(t), t.DueAt)
		},
		string(conversation.TimerTransferReminder): remindTransfer,
	}
	maps.Copy(handlers, notice.Timers())
	maps.Copy(handlers, learning.Timers())
	for kind, handle := range a.Consults.Timers() {
		handlers[kind] = handle
	}
	return handlers
}

// remindTransfer tells whoever was asked to take over that the question is still open.
func remindTransfer(tx *store.Tx, t store.Timer) error {
	c, err := tx.Conversation(switchboard.ConversationID(t.Subject))
	if err != nil || c.Transfer == nil {
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventTransferReminded, ActorKind: switchboard.ActorSystem,
		ConversationID: c.ID, AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network,
		Visibility: c.Visibility, Epoch: c.Epoch, Agent: c.Transfer.To})
}

// happen lets a timer act on its conversation. One that was closed or merged meanwhile needs nothing any more.
func (a *App) happen(tx *store.Tx, t store.Timer, what conversation.Happening) error {
	_, err := a.Desk.Act(tx, switchboard.ConversationID(t.Subject), what)
	if switchboard.IsCode(err, switchboard.CodeClosed) {
		return nil
	}
	return err
}
