package conversation

import "switchboard"

// Reclassified says that a message was read again, because it was edited or somebody corrected the finding. What it
// warns of and is about is added; nothing of that is taken back here.
type Reclassified struct {
	By        By // customer for an edit, an agent for a correction
	MessageID switchboard.MessageID
	Verdict   Summary
	Preview   string // of the new text; empty keeps the old one
	Latest    bool   // it is the last word: what lists show
}

func (h Reclassified) apply(s *step) error {
	if !s.c.MergedInto.IsZero() {
		return s.mustBeOpen()
	}
	c := &s.c
	c.Flags, c.Topics = union(c.Flags, h.Verdict.Flags), union(c.Topics, h.Verdict.Topics)
	if h.Latest {
		c.Intent = prefer(h.Verdict.Intent, c.Intent)
		c.Sentiment = prefer(h.Verdict.Sentiment, c.Sentiment)
		c.Language = prefer(h.Verdict.Language, c.Language)
		c.Preview = prefer(h.Preview, c.Preview)
	}
	if c.Open() && rank(h.Verdict.Urgency) > rank(c.Urgency) {
		c.Urgency = h.Verdict.Urgency
	}
	e := s.emit(switchboard.EventMessageRevised, h.By)
	e.MessageID = h.MessageID
	return nil
}
