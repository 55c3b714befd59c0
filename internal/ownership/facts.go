package ownership

import (
	"maps"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// FactsInput is everything Facts are made from.
type FactsInput struct {
	Message   switchboard.Message
	Verdict   switchboard.Verdict // zero when triage failed: the default rule will decide
	Account   switchboard.Account
	Brand     string // key
	ReplyToUs bool   // it answers something we said
	Campaign  bool   // what it answers belongs to a campaign
	Author    switchboard.AuthorFacts
	Waiting   map[switchboard.DepartmentKey]int // of the queues the policy asks about
	Matter    string                            // the conversation, by whatever name it keeps
}

// FactsFrom makes the Facts of a message.
func FactsFrom(in FactsInput) switchboard.Facts {
	intent := in.Verdict.Heads[switchboard.HeadIntent]
	f := switchboard.Facts{
		Network:      in.Message.Network,
		Account:      in.Account.Handle,
		Brand:        in.Brand,
		Purpose:      purposeOf(in),
		Visibility:   in.Message.Visibility,
		Intent:       switchboard.Intent(intent.Label),
		IntentSure:   intent.Confidence,
		OtherIntents: otherIntents(intent),
		Topics:       in.Verdict.TopicKeys(),
		Language:     in.Verdict.Language,
		Sentiment:    switchboard.Sentiment(in.Verdict.Heads[switchboard.HeadSentiment].Label),
		Urgency:      switchboard.Urgency(in.Verdict.Heads[switchboard.HeadUrgency].Label),
		Flags:        map[switchboard.Flag]float64{},
		Author:       in.Author,
		Waiting:      in.Waiting,
		At:           in.Message.PublishedAt,
		Model:        in.Verdict.Model,
		Matter:       in.Matter,
	}
	for _, flag := range switchboard.Flags() {
		f.Flags[flag] = in.Verdict.Says(flag)
	}
	return Canonical(f)
}

func otherIntents(found switchboard.Finding) map[switchboard.Intent]float64 {
	others := make(map[switchboard.Intent]float64, len(found.Others))
	for label, chance := range found.Others {
		others[switchboard.Intent(label)] = chance
	}
	return others
}

func purposeOf(in FactsInput) switchboard.Purpose {
	m := in.Message
	switch {
	case m.Direction == switchboard.Out:
		return switchboard.PurposeOutbound
	case m.Kind == switchboard.KindReview:
		return switchboard.PurposeReview
	case m.Visibility == switchboard.Private || isPrivateKind(m.Kind):
		return switchboard.PurposePrivateMessage
	case in.Campaign:
		return switchboard.PurposeCampaignComment
	case in.ReplyToUs:
		return switchboard.PurposeReplyToUs
	}
	return switchboard.PurposeInboundMention
}

func isPrivateKind(k switchboard.MessageKind) bool {
	return k == switchboard.KindDirect || k == switchboard.KindEmail || k == switchboard.KindChat ||
		k == switchboard.KindCall
}

// Canonical is the one form of facts that mean the same: values outside their closed list become the plain one,
// confidences lie between 0 and 1, flags that are not set are left out, topics are sorted, the time is UTC to the
// microsecond. Decide works on this form and stores it.
func Canonical(f switchboard.Facts) switchboard.Facts {
	f.Purpose = orElse(f.Purpose, switchboard.PurposeInboundMention, isPurpose)
	f.Intent = orElse(f.Intent, switchboard.IntentOther, isIntent)
	f.Sentiment = orElse(f.Sentiment, switchboard.SentimentNeutral, isSentiment)
	f.Urgency = orElse(f.Urgency, switchboard.UrgencyNormal, isUrgency)
	f.Visibility = orElse(f.Visibility, switchboard.Public, isVisibility)
	f.Language = orElse(f.Language, "und", document.IsLanguage)
	f.IntentSure = confidence(f.IntentSure)
	f.OtherIntents = canonicalIntents(f)
	f.Network = switchboard.NetworkKey(strings.ToValidUTF8(string(f.Network), "\ufffd"))
	f.Account = strings.ToValidUTF8(f.Account, "\ufffd")
	f.Brand = strings.ToValidUTF8(f.Brand, "\ufffd")
	f.Model = strings.ToValidUTF8(f.Model, "\ufffd")
	f.Matter = strings.ToValidUTF8(f.Matter, "\ufffd")
	f.Author.Segment = strings.ToValidUTF8(f.Author.Segment, "\ufffd")
	f.Author.LastDepartment = switchboard.DepartmentKey(strings.ToValidUTF8(string(f.Author.LastDepartment), "\ufffd"))
	f.Topics = canonicalTopics(f.Topics)
	f.Flags = canonicalFlags(f.Flags)
	f.Waiting = canonicalWaiting(f.Waiting)
	f.At = f.At.UTC().Truncate(time.Microsecond)
	if year := f.At.Year(); year < 1 || year > 9999 {
		f.At = time.Time{} // beyond what JSON can hold
	}
	return f
}

func orElse[T ~string](value, plain T, ok func(T) bool) T {
	if ok(value) {
		return value
	}
	return plain
}

func isPurpose(p switchboard.Purpose) bool { return slices.Contains(purposes, p) }
func isIntent(i switchboard.Intent) bool   { return intentBits[i] != 0 }
func isSentiment(s switchboard.Sentiment) bool {
	return s == switchboard.SentimentNegative || s == switchboard.SentimentNeutral || s == switchboard.SentimentPositive
}
func isUrgency(u switchboard.Urgency) bool {
	return u == switchboard.UrgencyLow || u == switchboard.UrgencyNormal || u == switchboard.UrgencyUrgent
}
func isVisibility(v switchboard.Visibility) bool {
	return v == switchboard.Public || v == switchboard.Private
}

var purposes = switchboard.Purposes()

func confidence(c float64) float64 {
	if !(c > 0) { // NaN as well
		return 0
	}
	return min(c, 1)
}

func canonicalTopics(topics []string) []string {
	if len(topics) == 0 {
		return nil
	}
	out := make([]string, len(topics))
	for i, topic := range topics {
		out[i] = strings.ToValidUTF8(topic, "\ufffd")
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func canonicalIntents(f switchboard.Facts) map[switchboard.Intent]float64 {
	out := maps.Clone(f.OtherIntents)
	for intent, chance := range f.OtherIntents {
		if !isIntent(intent) || intent == f.Intent || !(chance > 0) {
			delete(out, intent)
		} else if chance > 1 {
			out[intent] = 1
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func canonicalFlags(flags map[switchboard.Flag]float64) map[switchboard.Flag]float64 {
	out := maps.Clone(flags) // nearly always all there is to do, and quicker than flag by flag
	for flag, sure := range flags {
		if _, known := flagPlace[flag]; !known || !(sure > 0) {
			delete(out, flag)
		} else if sure > 1 {
			out[flag] = 1
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func canonicalWaiting(waiting map[switchboard.DepartmentKey]int) map[switchboard.DepartmentKey]int {
	out := make(map[switchboard.DepartmentKey]int, len(waiting))
	for key, n := range waiting {
		if n > 0 {
			out[switchboard.DepartmentKey(strings.ToValidUTF8(string(key), "\ufffd"))] = n
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
