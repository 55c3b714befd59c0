package notice

import (
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

const (
	// mostRefusals in a row pause a chat hook: what says that the hook is wrong will not pass by itself.
	mostRefusals = 3
	// longestTrouble is after what time a chat hook is paused that takes nothing because its server is away or busy.
	longestTrouble = 3 * 24 * time.Hour
	// longestGap between two failures is within one trouble: after a longer one nobody knows how the server was meanwhile.
	// So a chat hook has failed at least five times before it is paused for what may pass.
	longestGap = longestTrouble / 4
)

// Afresh forgets what went wrong with a chat hook.
func Afresh(h *notices.Hook) {
	h.Failures, h.Trouble, h.FailingSince, h.RetryAt = 0, "", time.Time{}, time.Time{}
}

// tried notes how telling a hook went.
func tried(h *notices.Hook, r Result, at time.Time) {
	if at.Sub(h.TriedAt) > longestGap {
		h.FailingSince = time.Time{}
	}
	h.TriedAt = at
	if r.Fate == Told {
		Afresh(h)
		h.ToldAt = at
		return
	}
	h.Trouble = r.Code
}

// failed counts a failure and reports whether it is to be paused for it. That a server is busy, away or stumbles says
// nothing of the hook, for days.
func failed(h *notices.Hook, r Result, at time.Time) (enough bool) {
	if h.FailingSince.IsZero() {
		h.FailingSince = at
	}
	switch r.Fate {
	case Gone:
		h.Failures++
		return true
	case Refused:
		h.Failures++
		return h.Failures >= mostRefusals
	}
	if r.After > 0 {
		h.RetryAt = at.Add(min(r.After, longestAsked))
	}
	return at.Sub(h.FailingSince) >= longestTrouble
}

// hookHealth notes how telling a hook went, pauses it when that is enough, and tells whose it is, once.
func hookHealth(tx *store.Tx, letter Letter, r Result) error {
	tables := notices.In(tx.Tx)
	h, found, err := hookOf(tables, letter)
	if err != nil || !found {
		return err
	}
	tried(&h, r, tx.Now())
	pause := r.Fate != Told && failed(&h, r, tx.Now()) && h.State == notices.HookOn
	if pause {
		h.State = notices.HookPaused
		if err := tables.DropTarget(h.ID.String()); err != nil {
			return err
		}
	}
	if err := tables.UpdateHook(h); err != nil || !pause {
		return err
	}
	return hookPaused(tx, h)
}

func hookOf(tables notices.Tables, letter Letter) (h notices.Hook, found bool, err error) {
	var id switchboard.ChatHookID
	if err := id.UnmarshalText([]byte(letter.Target)); err != nil {
		return h, false, err
	}
	return tables.Hook(id)
}

// askedToWait is until when the server of a chat hook asked to be left alone; zero when it did not.
func (c claiming) askedToWait(letter Letter) (time.Time, error) {
	if letter.Way != switchboard.WayChat {
		return time.Time{}, nil
	}
	h, _, err := hookOf(c.tables, letter)
	return h.RetryAt, err
}
