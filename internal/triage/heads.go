package triage

import (
	"math"

	"switchboard"
)

// Confidences. Nothing a word list says is surer than most; what rests on no word at all is a guess.
const (
	most  = 0.9
	guess = 0.4
)

// rising turns evidence into confidence between low and most; more evidence never gives less.
func rising(low, evidence float64) float64 { return low + (most-low)*(1-math.Exp(-max(0, evidence)/2)) }

// heads answers every head.
func (s *tally) heads() map[switchboard.Head]switchboard.Finding {
	flags := switchboard.Flags()
	out := make(map[switchboard.Head]switchboard.Finding, len(flags)+3)
	s.derive()
	out[switchboard.HeadSentiment] = s.sentiment()
	out[switchboard.HeadIntent] = s.intentFinding()
	out[switchboard.HeadUrgency] = s.urgency()
	for _, flag := range flags {
		out[switchboard.Head(flag)] = s.yesNo(flag)
	}
	for head, finding := range out {
		finding.Confidence = math.Round(finding.Confidence*1e4) / 1e4
		finding.Evidence = s.spans[head][finding.Label]
		out[head] = finding
	}
	return out
}

// grave flags speak for a customer who is worse off.
func grave() []switchboard.Flag {
	return []switchboard.Flag{switchboard.FlagOffensive, switchboard.FlagSafety, switchboard.FlagLegal,
		switchboard.FlagBrandThreat, switchboard.FlagChurnRisk}
}

// derive adds what follows from other findings and from marks.
func (s *tally) derive() {
	negative := s.of(switchboard.HeadSentiment, string(switchboard.SentimentNegative))
	positive := s.of(switchboard.HeadSentiment, string(switchboard.SentimentPositive))
	if s.flag(switchboard.FlagComplaint) > 0 {
		s.add(switchboard.HeadSentiment, string(switchboard.SentimentNegative), 0.5)
		negative += 0.5
	}
	if trouble := s.trouble(); trouble > 0 && negative > positive {
		s.add(switchboard.Head(switchboard.FlagComplaint), switchboard.Yes, min(negative-positive, 1))
	}
	if s.intent(switchboard.IntentOutage) > 0 && positive == 0 {
		s.add(switchboard.HeadSentiment, string(switchboard.SentimentNegative), 0.8)
		s.add(switchboard.Head(switchboard.FlagComplaint), switchboard.Yes, 0.7)
	}
	for _, flag := range grave() {
		if s.flag(flag) >= 1 {
			s.add(switchboard.HeadSentiment, string(switchboard.SentimentNegative), 0.9)
		}
	}
	if s.tokens.questions > 0 {
		s.add(switchboard.HeadIntent, string(switchboard.IntentQuestion), 0.7)
		s.add(switchboard.Head(switchboard.FlagNeedsAnswer), switchboard.Yes, 0.9)
	}
	if s.tokens.mentions > 0 {
		s.add(switchboard.Head(switchboard.FlagAboutUs), switchboard.Yes, 0.7)
	}
	if s.tokens.links > 0 && s.flag(switchboard.FlagSpam) > 0 {
		s.add(switchboard.Head(switchboard.FlagSpam), switchboard.Yes, 0.8)
	}
	s.deriveUrgency()
}

func (s *tally) deriveUrgency() {
	if s.flag(switchboard.FlagSafety) >= 1 {
		s.add(switchboard.HeadUrgency, string(switchboard.UrgencyUrgent), 2)
	}
	if s.flag(switchboard.FlagComplaint) >= 1 {
		s.add(switchboard.Head(switchboard.FlagNeedsAnswer), switchboard.Yes, 0.9)
	}
	for _, flag := range []switchboard.Flag{switchboard.FlagSafety, switchboard.FlagPress, switchboard.FlagLegal,
		switchboard.FlagSalesLead} {
		if s.flag(flag) >= 1 {
			s.add(switchboard.Head(switchboard.FlagNeedsAnswer), switchboard.Yes, 1.2)
		}
	}
}

// trouble is how much the message is about things that go wrong.
func (s *tally) trouble() float64 {
	var sum float64
	for _, intent := range []switchboard.Intent{switchboard.IntentComplaint, switchboard.IntentOutage,
		switchboard.IntentBilling, switchboard.IntentDelivery, switchboard.IntentAccount, switchboard.IntentBug} {
		sum += s.intent(intent)
	}
	return sum
}

func (s *tally) sentiment() switchboard.Finding {
	negative := s.of(switchboard.HeadSentiment, string(switchboard.SentimentNegative))
	positive := s.of(switchboard.HeadSentiment, string(switchboard.SentimentPositive))
	label := switchboard.SentimentNegative
	if positive > negative {
		label = switchboard.SentimentPositive
	}
	lead := math.Abs(positive - negative)
	if lead < 0.5 {
		return switchboard.Finding{Label: string(switchboard.SentimentNeutral), Confidence: guess + 0.1 - 0.2*lead}
	}
	return switchboard.Finding{Label: string(label), Confidence: rising(0.45, lead)}
}

// settles says which intents are about a matter: they go before complaint, praise and question, which are about tone
// and form.
func settles(i switchboard.Intent) float64 {
	switch i {
	case switchboard.IntentQuestion, switchboard.IntentChatter:
		return 0.6
	case switchboard.IntentComplaint, switchboard.IntentPraise:
		return 0.8
	}
	return 1
}

func (s *tally) intentFinding() switchboard.Finding {
	var best switchboard.Intent
	var first, sum float64
	for _, intent := range switchboard.Intents() {
		points := s.intent(intent) * settles(intent)
		sum += points
		if points > first {
			best, first = intent, points
		}
	}
	if best == switchboard.IntentPraise && s.sentiment().Label == string(switchboard.SentimentNegative) {
		best = switchboard.IntentComplaint
	}
	switch {
	case best != "":
		return switchboard.Finding{Label: string(best), Confidence: rising(0.3, first) * (0.5 + 0.5*first/sum)}
	case max(s.flag(switchboard.FlagComplaint), s.flag(switchboard.FlagBrandThreat), s.flag(switchboard.FlagChurnRisk)) >= 1:
		return switchboard.Finding{Label: string(switchboard.IntentComplaint), Confidence: guess}
	}
	return switchboard.Finding{Label: string(switchboard.IntentOther), Confidence: 0.3}
}

func (s *tally) urgency() switchboard.Finding {
	urgent := s.of(switchboard.HeadUrgency, string(switchboard.UrgencyUrgent))
	low := s.of(switchboard.HeadUrgency, string(switchboard.UrgencyLow))
	switch {
	case urgent >= 1 && urgent > low:
		return switchboard.Finding{Label: string(switchboard.UrgencyUrgent), Confidence: rising(0.45, urgent)}
	case low >= 0.9:
		return switchboard.Finding{Label: string(switchboard.UrgencyLow), Confidence: rising(guess, low)}
	case s.intent(switchboard.IntentPraise) > 0 && s.flag(switchboard.FlagNeedsAnswer) == 0:
		return switchboard.Finding{Label: string(switchboard.UrgencyLow), Confidence: 0.5}
	}
	return switchboard.Finding{Label: string(switchboard.UrgencyNormal), Confidence: 0.5}
}

// threshold is how much evidence sets a flag. It is lower for what may not be missed.
func threshold(f switchboard.Flag) float64 {
	switch f {
	case switchboard.FlagNeedsAnswer, switchboard.FlagComplaint, switchboard.FlagAboutUs:
		return 0.7
	case switchboard.FlagSpam:
		return 1.5
	}
	return 1
}

func (s *tally) yesNo(f switchboard.Flag) switchboard.Finding {
	points, least := s.flag(f), threshold(f)
	if points >= least {
		return switchboard.Finding{Label: switchboard.Yes, Confidence: rising(0.5, points-least+0.5)}
	}
	sure := 0.65 - 0.15*points/least // no word speaks for it; that is not much of a proof
	if len(s.tokens.words) == 0 {
		sure = 0.5
	}
	return switchboard.Finding{Label: switchboard.No, Confidence: sure}
}
