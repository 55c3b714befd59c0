package conversation

import (
	"strings"
	"time"

	"switchboard"
)

// Snoozed puts led work out of sight until a time. The customer's clock goes on, and their next word ends it.
type Snoozed struct {
	By     By
	Until  time.Time
	Reason string // in the lead's words; kept out of the journal
	Epoch  int
}

func (h Snoozed) apply(s *step) error {
	if err := s.mustHold(h.By, h.Epoch); err != nil {
		return err
	}
	if s.c.Transfer != nil {
		return switchboard.Refuse(switchboard.CodeConflict, "Somebody is asked to take over.").
			WithHint("Wait for their answer, or take the transfer back.")
	}
	h.Until = stamp(h.Until)
	if err := h.check(s); err != nil {
		return err
	}
	if s.c.SnoozedUntil.Equal(h.Until) && s.c.SnoozeReason == h.Reason {
		return nil
	}
	s.c.SnoozedUntil, s.c.SnoozeReason = h.Until, h.Reason
	e := s.emit(switchboard.EventSnoozed, h.By)
	e.Agent, e.Numbers = s.c.Lead, map[string]int64{"until": h.Until.UnixMicro()}
	return nil
}

func (h Snoozed) check(s *step) error {
	if strings.TrimSpace(h.Reason) == "" {
		return switchboard.Refuse(switchboard.CodeMustExplain, "A reason is missing.").WithField("reason").
			WithHint("Say what you wait for.")
	}
	if !h.Until.After(s.now) {
		return switchboard.Refuse(switchboard.CodeInvalid, "It must come back in the future.").WithField("until")
	}
	return nil
}

// Woken ends a snooze: by its timer once the time has come, or by a person at any time.
type Woken struct {
	By By
}

func (h Woken) apply(s *step) error {
	early := s.now.Before(s.c.SnoozedUntil) && h.By.kind() == switchboard.ActorSystem
	if s.c.SnoozedUntil.IsZero() || early {
		return nil
	}
	if err := s.mustBeYours(h.By); err != nil {
		return err
	}
	s.unsnooze()
	s.emit(switchboard.EventWoken, h.By).Agent = s.c.Lead
	return nil
}
