package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// roomAgain is how often a full disk is looked at: it costs no network anything, so it need not be waited for any longer.
const roomAgain = 2 * time.Second

// errCrowded says that for want of room nothing was asked of the network.
var errCrowded = errors.New("nothing is read")

// read runs one lane until ctx ends.
func (r *runner) read(ctx context.Context, reader connector.Reader, offer connector.LaneOffer) {
	failures := 0
	for ctx.Err() == nil {
		wait, err := r.pass(ctx, reader, offer)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			failures = 0
			r.recover(ctx)
		default:
			failures++
			wait = r.pause(failures, err)
			if connector.ClassOf(err) == connector.ClassRateLimited {
				r.block(connector.CallRead, wait)
			}
			r.complain(ctx, err)
		}
		if r.rest(ctx, offer.Lane, wait) != nil {
			return
		}
	}
}

// untilGap is the longest wait of a fill lane that has nothing to fill. It is woken when a gap opens.
const untilGap = 10 * time.Minute

// rest waits before the next pass of a lane; a fill lane with nothing to fill waits until a gap opens.
func (r *runner) rest(ctx context.Context, lane connector.Lane, wait time.Duration) error {
	if lane != connector.LaneFill || wait != untilGap {
		return timesource.Wait(ctx, r.k.Time, wait)
	}
	stop := r.k.Time.AfterFunc(wait, func() { ring(r.gap) })
	defer stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-r.gap:
		return nil
	}
}

// pass reads a lane once from where its cursor stands.
func (r *runner) pass(ctx context.Context, reader connector.Reader, offer connector.LaneOffer) (time.Duration, error) {
	errand, due, err := r.errand(ctx, offer.Lane)
	if err != nil || !due {
		return untilGap, err
	}
	if err := r.k.In.HasRoom(); err != nil {
		return 0, fmt.Errorf("%w: %w", errCrowded, err) // the network keeps what is there
	}
	r.roomy(ctx)
	if err := r.spend(ctx, connector.CallRead); err != nil {
		return 0, err
	}
	var done connector.Pass
	err = r.guarded("read", func() (err error) {
		done, err = reader.Read(ctx, errand, connector.HandoverFunc(func(ctx context.Context, b connector.Batch) error {
			_, err := r.k.In.Take(ctx, intake.Handed{Account: r.account, Lane: offer.Lane, Batch: b, Filling: errand.Gap}, r.lease.Fence)
			if b.Gap != nil {
				ring(r.gap) // also after an error: the commit may stand
			}
			return err
		}))
		return err
	})
	return done.Wait, err
}

// errand says what to read; the fill lane has one only while a gap is open.
func (r *runner) errand(ctx context.Context, lane connector.Lane) (e connector.Errand, due bool, err error) {
	e.Lane = lane
	err = r.k.DB.View(ctx, func(tx *store.Tx) error {
		position, _, err := tx.Cursor(r.account.ID, string(lane))
		if err != nil {
			return err
		}
		e.Cursor, due = connector.Cursor(position), lane != connector.LaneFill
		if due {
			return nil
		}
		gaps, err := tx.AccountGaps(r.account.ID, store.GapOpen, 1)
		if err == nil && len(gaps) > 0 {
			g := gaps[0]
			e.Gap = &connector.Gap{Lane: connector.Lane(g.Lane), From: connector.Cursor(g.From), To: connector.Cursor(g.To), Reason: g.Reason}
			e.Cursor, due = "", true
		}
		return err
	})
	return e, due, err
}

// complain writes what is wrong to the account's health and to the log, once for each trouble.
func (r *runner) complain(ctx context.Context, err error) {
	if r.report(ctx, r.ailment(err)) {
		r.k.Log.Warn("account is in trouble", "account", r.account.ID.String(), "network", string(r.account.Network),
			"class", string(connector.ClassOf(err)), "error", err)
	}
	r.crowded.Store(errors.Is(err, errCrowded))
}

// ailment says what an error means for an account, and what is to be done about it.
func (r *runner) ailment(err error) switchboard.Health {
	class := connector.ClassOf(err)
	h := switchboard.Health{Since: r.k.Time.Now(), Code: string(class), Text: "The network cannot be reached.",
		NextStep: "Nothing to do yet: it is tried again by itself."}
	if errors.Is(err, errPanicked) {
		h.Text, h.NextStep = "The connection to this network stumbled over a fault of our own.",
			"It is tried again by itself. If that goes on, report it with the log."
	}
	if switchboard.IsCode(err, switchboard.CodeDiskReserve) {
		h.Code = string(switchboard.CodeDiskReserve)
		h.Text, h.NextStep = "There is too little disk space left to take in more.", "Make room; then it goes on by itself."
	}
	switch class {
	case connector.ClassAuth:
		h.Text, h.NextStep = "The network does not accept our credentials.", "Connect the account again."
	case connector.ClassRateLimited:
		h.Text = "The network asks us to slow down."
	case connector.ClassGone, connector.ClassRejected:
		h.Text, h.NextStep = "The network refuses what we ask.", "Check the account's settings."
	}
	if text, next := connector.Words(err); text != "" {
		h.Text, h.NextStep = text, next
	}
	return h
}

// roomy ends the trouble of a lane that read nothing for want of room: it may now read for a long time before its pass is
// over.
func (r *runner) roomy(ctx context.Context) {
	if r.crowded.Swap(false) {
		r.recover(ctx)
	}
}

func (r *runner) recover(ctx context.Context) {
	r.report(ctx, switchboard.Health{LastSuccess: r.k.Time.Now()})
}

// report writes health when it changed, so that a quiet account costs no writes, and says whether it did.
func (r *runner) report(ctx context.Context, h switchboard.Health) (changed bool) {
	r.mu.Lock()
	changed = r.trouble != h.Code
	r.trouble = h.Code
	r.mu.Unlock()
	if !changed {
		return false
	}
	err := r.k.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.SetAccountHealth(r.account.ID, h); err != nil {
			return err
		}
		return tx.Record(switchboard.Event{Kind: switchboard.EventAccountHealth, ActorKind: switchboard.ActorSystem, AccountID: r.account.ID,
			BrandID: r.account.BrandID, Network: r.account.Network, Reason: h.Code})
	})
	if err != nil && ctx.Err() == nil {
		r.k.Log.Error("account's health could not be written", "account", r.account.ID.String(), "error", err)
	}
	return true
}
