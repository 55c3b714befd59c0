package notice

import (
	"context"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// trial is a letter that tells nothing.
func (p Post) trial(way switchboard.Way, target string, to switchboard.Agent) Letter {
	now := p.Time.Now()
	line := Line{Title: "This is a test: Switchboard can tell you here", Notice: switchboard.Notice{
		ID: switchboard.NewID[switchboard.NoticeID](now), Event: "test", Count: 1, FirstAt: now, LastAt: now}}
	return Letter{ID: switchboard.NewID[switchboard.TellingID](now), Way: way, Target: target, To: to, Lines: []Line{line}, Try: 1}
}

// TestMail mails somebody at once and notes whether mail works.
func (p Post) TestMail(ctx context.Context, to switchboard.Agent) Result {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	r := p.attempt(ctx, p.trial(switchboard.WayEmail, "", to))
	err := p.DB.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return mailHealth(notices.In(tx.Tx), r) })
	if err != nil {
		p.Log.Error("whether mail works could not be written down", "error", err)
	}
	return r
}

// TestHook tells a chat hook something at once and notes how that went. It pauses nothing when it fails.
func (p Post) TestHook(ctx context.Context, id switchboard.ChatHookID) Result {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	r := p.attempt(ctx, p.trial(switchboard.WayChat, id.String(), switchboard.Agent{}))
	err := p.DB.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		h, found, err := notices.In(tx.Tx).Hook(id)
		if err != nil || !found {
			return err
		}
		tried(&h, r, tx.Now())
		return notices.In(tx.Tx).UpdateHook(h)
	})
	if err != nil {
		p.Log.Error("how telling a chat went could not be written down", "error", err)
	}
	return r
}
