package switchboard

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// CorrectionKind is what a person's word is about.
type CorrectionKind string

// Correction kinds.
const (
	CorrectFact  CorrectionKind = "fact"  // triage read something that is not so; or it is so, where the truth is what triage said
	CorrectOwner CorrectionKind = "owner" // the facts are right, and another department should have had it
)

// CorrectionKinds lists all of them.
func CorrectionKinds() []CorrectionKind { return []CorrectionKind{CorrectFact, CorrectOwner} }

// HeadLanguage names the language of a message where a person corrects it. A Verdict says it in Language.
const HeadLanguage = Head("language")

// Correction is a person's word that a finding, or an owner, was wrong, or that a finding is right. The verdict it is about stays as it is: it is
// what the machine said. What the person said stands beside it and counts from then on, until the message is edited.
type Correction struct {
	ID             CorrectionID   `json:"id"`
	Kind           CorrectionKind `json:"kind"`
	ConversationID ConversationID `json:"conversation_id"`
	MessageID      MessageID      `json:"message_id"`
	Revision       int            `json:"revision"`             // of the message that was read
	DecisionID     DecisionID     `json:"decision_id"`          // what the person looked at
	Outcome        DecisionID     `json:"outcome_id,omitzero"`  // the decision that was made because of it
	Head           Head           `json:"head,omitempty"`       // of a fact: which one
	Said           string         `json:"said,omitempty"`       // of a fact: what triage said
	Truth          string         `json:"truth,omitempty"`      // of a fact: what is so
	Department     DepartmentKey  `json:"department"`           // which was decided
	ShouldOwn      DepartmentKey  `json:"should_own,omitempty"` // of an owner: which it should have been
	Why            string         `json:"why,omitempty"`        // of an owner: one line
	Model          string         `json:"model,omitempty"`      // which triage said so
	PolicyHash     string         `json:"policy_hash"`          // of the policy that decided
	By             AgentID        `json:"by"`
	At             time.Time      `json:"at"`
}

// CheckFact refuses, with code invalid, what no fact can be: a head that is not one, a value that is not on its list.
func CheckFact(head Head, value string) error {
	ok := false
	switch head {
	case HeadIntent:
		ok = OneOf(Intent(value), Intents())
	case HeadUrgency:
		ok = OneOf(Urgency(value), Urgencies())
	case HeadSentiment:
		ok = OneOf(Sentiment(value), Sentiments())
	case HeadLanguage:
		ok = isLanguageCode(value)
	default:
		if key, topic := head.Topic(); !OneOf(Flag(head), Flags()) && !(topic && key.Valid()) {
			return Refuse(CodeInvalid, "There is no such finding.").WithField("head").
				WithHint("It is intent, urgency, sentiment, language, a flag, or topic/ and the key of a topic.")
		}
		ok = value == Yes || value == No
	}
	if !ok {
		return Refuse(CodeInvalid, "That is not a value this finding can have.").WithField("truth").
			WithHint("Choose one of its closed list; of a flag or topic, yes or no; of a language, its two or three letters.")
	}
	return nil
}

func isLanguageCode(s string) bool {
	if len(s) != 2 && len(s) != 3 {
		return false
	}
	for _, r := range s {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return true
}

// Answer is what the verdict answers to a head that can be corrected: No for a flag that is not set, and for a topic it
// does not name.
func (v Verdict) Answer(head Head) string {
	if head == HeadLanguage {
		return v.Language
	}
	if key, topic := head.Topic(); topic {
		if v.About(key) {
			return Yes
		}
		return No
	}
	label := v.Heads[head].Label
	if label == "" && OneOf(Flag(head), Flags()) {
		return No
	}
	return label
}

// Corrected is the verdict as it counts: with what people said of it in its place, sure. Corrections come oldest first;
// those of another revision are left out by whoever asks. The verdict itself is not changed.
func (v Verdict) Corrected(all []Correction) Verdict {
	v.Heads = maps.Clone(v.Heads)
	for _, c := range all {
		key, topic := c.Head.Topic()
		switch {
		case c.Kind != CorrectFact:
		case c.Head == HeadLanguage:
			v.Language = c.Truth
		case topic:
			v.correctTopic(key, c.Truth)
		default:
			if v.Heads == nil {
				v.Heads = map[Head]Finding{}
			}
			v.Heads[c.Head] = Finding{Label: c.Truth, Confidence: 1}
		}
	}
	return v
}

// correctTopic puts the verdict's message into a topic, or takes it out.
func (v *Verdict) correctTopic(key TopicKey, truth string) {
	v.Topics = slices.DeleteFunc(slices.Clone(v.Topics), func(f TopicFinding) bool { return f.Topic == key })
	if truth == Yes {
		v.Topics = append(v.Topics, TopicFinding{Topic: key, Basis: TopicByPerson, Confidence: 1})
		slices.SortFunc(v.Topics, func(a, b TopicFinding) int { return strings.Compare(string(a.Topic), string(b.Topic)) })
	}
	if len(v.Topics) == 0 {
		v.Topics = nil
	}
}

// Corrected are the facts with what people said of them in their place, sure. Corrections come oldest first.
func (f Facts) Corrected(all []Correction) Facts {
	f.Flags = maps.Clone(f.Flags)
	for _, c := range all {
		if c.Kind == CorrectFact {
			f.correct(c)
		}
	}
	return f
}

func (f *Facts) correct(c Correction) {
	switch c.Head {
	case HeadIntent:
		f.Intent, f.IntentSure, f.OtherIntents = Intent(c.Truth), 1, nil
	case HeadUrgency:
		f.Urgency = Urgency(c.Truth)
	case HeadSentiment:
		f.Sentiment = Sentiment(c.Truth)
	case HeadLanguage:
		f.Language = c.Truth
	default:
		if key, topic := c.Head.Topic(); topic {
			f.correctTopic(string(key), c.Truth)
			return
		}
		if c.Truth == No {
			delete(f.Flags, Flag(c.Head))
			return
		}
		if f.Flags == nil {
			f.Flags = map[Flag]float64{}
		}
		f.Flags[Flag(c.Head)] = 1
	}
}

// correctTopic adds a topic, or takes it away. Topics stay sorted.
func (f *Facts) correctTopic(key, truth string) {
	f.Topics = slices.DeleteFunc(slices.Clone(f.Topics), func(t string) bool { return t == key })
	if truth == Yes {
		f.Topics = append(f.Topics, key)
		slices.Sort(f.Topics)
	}
	if len(f.Topics) == 0 {
		f.Topics = nil
	}
}
