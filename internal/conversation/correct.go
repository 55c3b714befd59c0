package conversation

import (
	"slices"

	"switchboard"
)

// Corrected says that a person found a finding about one of its messages wrong, or right. It never moves it and never
// changes who leads: what follows from the fact is a decision of its own.
type Corrected struct {
	By         By
	Correction switchboard.CorrectionID
	MessageID  switchboard.MessageID
	Head       switchboard.Head
	Shows      string // what the conversation shows of that finding from now on; empty: what it showed
	Right      bool   // the finding is right
}

func (h Corrected) apply(s *step) error {
	if err := named(h.By.Agent, "by"); err != nil {
		return err
	}
	if !s.c.MergedInto.IsZero() {
		return s.mustBeOpen()
	}
	if h.Shows != "" {
		h.show(&s.c)
	}
	kind := switchboard.EventCorrected
	if h.Right {
		kind = switchboard.EventConfirmed
	}
	e := s.emit(kind, h.By)
	e.MessageID, e.Reason, e.Subject = h.MessageID, string(h.Head), h.Correction.String()
	if h.Shows == switchboard.Yes {
		e.Numbers = map[string]int64{"yes": 1}
	}
	return nil
}

func (h Corrected) show(c *switchboard.Conversation) {
	switch h.Head {
	case switchboard.HeadIntent:
		c.Intent = switchboard.Intent(h.Shows)
	case switchboard.HeadUrgency:
		c.Urgency = switchboard.Urgency(h.Shows)
	case switchboard.HeadSentiment:
		c.Sentiment = switchboard.Sentiment(h.Shows)
	case switchboard.HeadLanguage:
		c.Language = h.Shows
	default:
		if key, about := h.Head.Topic(); about {
			c.Topics = with(c.Topics, key, h.Shows == switchboard.Yes)
			return
		}
		c.Flags = with(c.Flags, switchboard.Flag(h.Head), h.Shows == switchboard.Yes)
	}
}

// with is a sorted list with a value in it, or without.
func with[T ~string](all []T, value T, in bool) []T {
	if in {
		return union(all, []T{value})
	}
	return slices.DeleteFunc(all, func(v T) bool { return v == value })
}

// Disputed says that a person thinks another department should have had it. Nothing moves by that.
type Disputed struct {
	By         By
	Correction switchboard.CorrectionID
	MessageID  switchboard.MessageID // which the decision was about
	Department switchboard.DepartmentKey
}

func (h Disputed) apply(s *step) error {
	if err := named(h.By.Agent, "by"); err != nil {
		return err
	}
	e := s.emit(switchboard.EventDisputed, h.By)
	e.MessageID, e.Subject, e.From, e.To = h.MessageID, h.Correction.String(), s.c.Department, h.Department
	e.Reason = ReasonWrongOwner
	return nil
}
