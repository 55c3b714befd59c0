package consult

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/mailer"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
	"switchboard/internal/timesource"
)

const (
	lockName    = "letters"
	lockEvery   = 5 * time.Second
	again       = time.Second
	sleepMost   = time.Minute
	sendWithin  = time.Minute
	settleLimit = 10 * time.Second
)

// Post lets those letters leave that go by the installation's own mail. Every node runs one; they take turns.
type Post struct {
	DB      *store.DB
	Letters Letters
	Send    func(ctx context.Context, m mailer.Mail) error // nil where no mail is sent
	Time    timesource.Source
	Log     *slog.Logger
	Woken   func(account switchboard.AccountID) // told of letters that leave by a mailbox
}

// Run lets letters leave until ctx ends.
func (p Post) Run(ctx context.Context) error {
	bell := make(chan struct{}, 1)
	listening := make(chan error, 1)
	go func() {
		listening <- p.DB.Listen(ctx, consults.Channel, func(payload string) {
			var account switchboard.AccountID
			if account.UnmarshalText([]byte(payload)) == nil && !account.IsZero() {
				p.Woken(account)
				return
			}
			ring(bell)
		})
	}()
	if p.Send != nil {
		p.DB.TakeTurns(ctx, store.Turn{Name: lockName, Every: lockEvery, Time: p.Time, Log: p.Log}, func(ctx context.Context) { p.lead(ctx, bell) })
	}
	return <-listening
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// lead sends until ctx ends. What whoever led before had begun is of unknown fate.
func (p Post) lead(ctx context.Context, bell chan struct{}) {
	for ctx.Err() == nil {
		err := p.DB.Update(ctx, func(tx *store.Tx) error { return p.Letters.Strand(tx, switchboard.AccountID{}, stranded) })
		for err == nil && ctx.Err() == nil {
			var did bool
			if did, err = p.One(ctx); err == nil && !did {
				p.sleep(ctx, bell)
			}
		}
		if err != nil && ctx.Err() == nil {
			p.Log.Error("letters could not be sent, trying again", "error", err)
			_ = timesource.Wait(ctx, p.Time, again)
		}
	}
}

// stranded is behind every fence that letters without a mailbox have.
const stranded = 1

// One lets the next letter leave that is due; false when none is.
func (p Post) One(ctx context.Context) (did bool, err error) {
	id, letter, found, err := p.Letters.Claim(ctx, switchboard.AccountID{}, 0)
	if err != nil || !found {
		return false, err
	}
	sending, cancel := context.WithTimeout(ctx, sendWithin)
	outcome := outcomeOf(p.Send(sending, mailer.Mail{To: letter.To.Address, Name: letter.To.Name, Subject: letter.Subject, Text: letter.Text,
		ID: letter.MessageID, ReplyTo: letter.ReplyTo, Written: !letter.Automatic}))
	cancel()
	settling, done := context.WithTimeout(context.WithoutCancel(ctx), settleLimit)
	defer done()
	return true, p.Letters.Settle(settling, id, outcome)
}

// outcomeOf says what an attempt of the installation's own mail came to.
func outcomeOf(err error) connector.Outcome {
	var failed *mailer.Failed
	switch {
	case err == nil:
		return connector.Outcome{Kind: connector.Sent}
	case !errors.As(err, &failed), failed.MaybeSent:
		return connector.Outcome{Kind: connector.Unknown, Code: "interrupted", Err: err}
	case failed.Temporary:
		return connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRetry, Code: failed.Code, Err: err}
	}
	return connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRejected, Code: failed.Code,
		Text: "The mail server of this installation does not take it.", Err: err}
}

func (p Post) sleep(ctx context.Context, bell chan struct{}) {
	var next time.Time
	err := p.DB.View(ctx, func(tx *store.Tx) (err error) {
		next, err = p.Letters.NextAt(tx, switchboard.AccountID{})
		return err
	})
	wait := sleepMost
	if err == nil && !next.IsZero() {
		wait = min(wait, max(next.Sub(p.Time.Now()), again))
	}
	stop := p.Time.AfterFunc(wait, func() { ring(bell) })
	defer stop()
	select {
	case <-ctx.Done():
	case <-bell:
	}
}
