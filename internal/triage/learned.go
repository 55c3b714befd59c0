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
	t.name = strings.Join(append(names, baseline), " ")
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
		most := mostIn(m, v.Language)
		for i, found := range m.Answer(reading) {
			head := switchboard.Head(m.Heads[i].Name)
			listed := v.Heads[head]
			if head == switchboard.HeadIntent {
				found = joined(found, m.Heads[i].Labels, listed)
			}
			sure := found.Probability
			if found.Label == switchboard.Yes && listed.Label == switchboard.Yes {
				sure = agreed(head, sure, listed.Confidence)
			}
			finding := switchboard.Finding{Label: found.Label, Confidence: rounded(min(most, sure))}
			if head == switchboard.HeadIntent {
				finding.Others = others(found, m.Heads[i].Labels, min(1, most/sure))
			}
			if listed.Label == found.Label && listed.Evidence != nil {
				finding.Evidence = listed.Evidence // whole phrases, where a model has single words
			} else if tells(found.Label) {
				finding.Evidence = spans(m.Evidence(reading, string(head), found.Label, maxEvidence))
			}
			v.Heads[head] = finding
		}
	}
	v.Model = l.name
	return v
}

// leastOther is the smallest chance of another label that is said.
const leastOther = 0.05

// others are the chances of the labels a message may bear instead of the one it was given, each taken times a share.
func others(found linear.Finding, labels []string, share float64) map[string]float64 {
	var all map[string]float64
	for i, chance := range found.All {
		if chance *= share; labels[i] == found.Label || chance < leastOther {
			continue
		}
		if all == nil {
			all = map[string]float64{}
		}
		all[labels[i]] = rounded(chance)
	}
	return all
}

// rounded is a chance as it is said, to four digits.
func rounded(chance float64) float64 { return math.Round(chance*1e4) / 1e4 }

// listShare is what the lists' word on a matter counts beside the model's chances. Of the labelled conversations 0.49
// are told rightly with it, 0.48 without; on urgency it brought nothing.
const listShare = 0.3

// joined adds what the lists found, if they found it in words, to the chances of a model.
func joined(found linear.Finding, labels []string, listed switchboard.Finding) linear.Finding {
	at := slices.Index(labels, listed.Label)
	if at < 0 || listed.Evidence == nil {
		return found
	}
	all, more := slices.Clone(found.All), listShare*listed.Confidence
	all[at] += more
	best := 0
	for i := range all {
		all[i] /= 1 + more
		if all[i] > all[best] {
			best = i
		}
	}
	return linear.Finding{Label: labels[best], Probability: all[best], All: all}
}

// agreed is how sure two are who read in different ways and both say that a flag holds: as the surer of them. Of what may
// not be missed the lists know the words alone, which people use for a sharp tongue and a burned pizza as well; there
// their word counts for a part.
func agreed(head switchboard.Head, model, lists float64) float64 {
	if slices.Contains(CareFlags(), switchboard.Flag(head)) {
		return 1 - (1-model)*(1-listShare*lists)
	}
	return max(model, lists)
}

// elsewhere is the most that a model is sure of in a language in which it was not measured, or in none.
const elsewhere = 0.5

// mostIn is the most that a model may be sure of in a language.
func mostIn(m *linear.Model, language string) float64 {
	if len(m.Languages) == 0 || slices.Contains(m.Languages, language) {
		return surest
	}
	return elsewhere
}

// surest is the most that is ever said: nobody is certain of what a stranger means.
const surest = 0.99

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
