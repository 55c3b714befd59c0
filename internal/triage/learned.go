package triage

import (
	"math"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/triage/linear"
)

// learned reads with models; what no model answers, the word lists do.
type learned struct {
	lists  *lexicon
	models []*linear.Model
	recipe linear.Recipe // of all of them, but for the number of buckets
	name   string
}

// WithModels reads with the models, and with the word lists what no model answers: the language, personal data and heads
// that are missing. The models must be of one recipe, but for the number of buckets, so that a text is taken apart once.
func WithModels(models ...*linear.Model) (Triager, error) {
	if len(models) == 0 {
		return Baseline(), nil
	}
	t := &learned{lists: newLexicon(), models: models, recipe: models[0].Recipe}
	names := make([]string, len(models))
	for i, m := range models {
		if recipe := m.Recipe; !recipe.ReadsAs(t.recipe) {
			return nil, switchboard.Refuse(switchboard.CodeInvalid, "The models %s and %s take texts apart in different ways.",
				models[0].Name, m.Name)
		}
		names[i] = m.Name
	}
	t.name = strings.Join(names, " ")
	return t, nil
}

// Classify reads one message.
func (l *learned) Classify(in Input) switchboard.Verdict {
	v := l.lists.Classify(in)
	if strings.TrimSpace(in.Text) == "" {
		return v
	}
	reading := linear.Read(in.Text, l.recipe)
	for _, m := range l.models {
		for i, found := range m.Answer(reading) {
			head := m.Heads[i].Name
			finding := switchboard.Finding{Label: found.Label, Confidence: math.Round(found.Probability*1e4) / 1e4}
			if tells(found.Label) {
				finding.Evidence = spans(m.Evidence(reading, head, found.Label, maxEvidence))
			}
			v.Heads[switchboard.Head(head)] = finding
		}
	}
	v.Model = l.name
	return v
}

// maxEvidence is how many words a finding of a model rests on, as far as it tells.
const maxEvidence = 5

// tells reports whether a label says something that words can be shown for.
func tells(label string) bool {
	return label != switchboard.No && label != string(switchboard.SentimentNeutral) &&
		label != string(switchboard.UrgencyNormal) && label != string(switchboard.IntentOther)
}

// spans puts the words a finding rests on in the order of the text.
func spans(places []linear.Place) []switchboard.Span {
	out := make([]switchboard.Span, len(places))
	for i, p := range places {
		out[i] = switchboard.Span{Start: p.Start, End: p.End}
	}
	slices.SortFunc(out, func(a, b switchboard.Span) int { return a.Start - b.Start })
	return out
}
