package roster

import (
	"fmt"
	"time"
)

// explain says in one clause what made the first of top the choice.
func explain(w *Waiting, top []Seen, now time.Time) string {
	chosen := top[0]
	switch {
	case chosen.LastLead:
		return "led this conversation before"
	case len(top) == 1:
		return "the only one with room who may take it"
	}
	next := top[1]
	switch {
	case chosen.Language != next.Language:
		return "speaks " + LanguageName(w.Language) + ", " + load(chosen)
	case chosen.Free != next.Free:
		return fmt.Sprintf("may send at level %d without approval, %s", w.RequiredLevel, load(chosen))
	case chosen.Weight*next.Cap != next.Weight*chosen.Cap:
		return "lowest load: " + load(chosen)
	case !chosen.IdleSince.Equal(next.IdleSince):
		return idle(chosen.IdleSince, now)
	}
	return "equal in everything, first in order"
}

func load(s Seen) string {
	text := fmt.Sprintf("%d of %d", s.Load, s.Cap)
	if !s.Settled.IsZero() {
		text += " for now, just back"
	}
	return text
}

func idle(since, now time.Time) string {
	if since.IsZero() {
		return "has had no work yet"
	}
	return fmt.Sprintf("longest without new work: %s", max(0, now.Sub(since)).Round(time.Second))
}
