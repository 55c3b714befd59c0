package triage

import (
	"math"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/triage/layer"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/spelling"
)

// learned reads with models; what no model answers, the word lists do.
type learned struct {
	lists     *lexicon
	models    []*linear.Model
	recipe    linear.Recipe // by which a text is taken apart for all of them
	name      string
	questions []layer.Question // the heads of all models, in order
	layer     *layer.Layer     // nil: none
}

// WithModels reads with the models, and with the word lists what no model answers: the language, personal data and heads
// that are missing. One taking apart of a text must serve all models, as linear.Recipe.ReadsAs has it.
func WithModels(models ...*linear.Model) (Triager, error) {
	if len(models) == 0 {
		return Baseline(), nil
	}
	return withModels(models)
}

func withModels(models []*linear.Model) (*learned, error) {
	t := &learned{lists: newLexicon(), models: models, recipe: fullest(models)}
	names := make([]string, len(models))
	for i, m := range models {
		if recipe := m.Recipe; !recipe.ReadsAs(t.recipe) {
			return nil, switchboard.Refuse(switchboard.CodeInvalid, "The models %s and %s take texts apart in different ways.",
				models[0].Name, m.Name)
		}
		names[i] = m.Name
		for k := range m.Heads {
			t.questions = append(t.questions, questionOf(&m.Heads[k]))
		}
	}
	t.name = strings.Join(append(names, baseline), " ")
	return t, nil
}

// fullest is the recipe of the first model that looks at all that any of them looks at.
func fullest(models []*linear.Model) linear.Recipe {
	recipe := models[0].Recipe
	for _, m := range models {
		if recipe.ReadsAs(m.Recipe) {
			recipe = m.Recipe
		}
	}
	return recipe
}

// questionOf is a head as a layer knows it. One that also tells what lies outside of its labels cannot be taught.
func questionOf(h *linear.Head) layer.Question {
	if h.Outside != nil {
		return layer.Question{Name: h.Name}
	}
	return layer.Question{Name: h.Name, Labels: h.Labels, Threshold: h.Threshold,
		Guarded: slices.Contains(CareFlags(), switchboard.Flag(h.Name))}
}

// reading is a message that was read: what the lists say, and what each head of the models does.
type reading struct {
	verdict switchboard.Verdict // of the lists
	text    *linear.Reading     // nil: there is nothing in it to read
	found   []linear.Finding    // by head of the models, in order
}

// read reads a message with the lists and the models, and with no layer. Of a message without any words the models say
// nothing.
func (l *learned) read(in Input) reading {
	r := reading{verdict: l.lists.Classify(in)}
	if strings.TrimSpace(in.Text) == "" {
		return r
	}
	r.text = linear.Read(in.Text, l.recipe)
	for _, m := range l.models {
		for i, found := range m.Answer(r.text) {
			head := switchboard.Head(m.Heads[i].Name)
			if head == switchboard.HeadIntent {
				found = joined(found, m.Heads[i].Labels, r.verdict.Heads[head])
			}
			r.found = append(r.found, found)
		}
	}
	return r
}

// Classify reads one message.
func (l *learned) Classify(in Input) switchboard.Verdict {
	r := l.read(in)
	v := r.verdict
	if r.text == nil {
		return v
	}
	v.Model = l.name
	if l.layer != nil {
		l.teach(&r, in.Network)
	}
	at, ordered := 0, givesOrders(spelling.Cut(in.Text, maxScored))
	for _, m := range l.models {
		most := mostIn(m, v.Language)
		if ordered {
			most = min(most, elsewhere)
		}
		for range m.Heads {
			q := &l.questions[at]
			head := switchboard.Head(q.Name)
			v.Heads[head] = l.finding(m, r, at, most)
			at++
		}
	}
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

// teach puts what the layer says in the place of what the models say.
func (l *learned) teach(r *reading, network string) {
	before := r.chances()
	for i, now := range l.layer.Apply(l.questions, before, r.text, network) {
		if &now[0] != &before[i][0] {
			at := l.questions[i].Say(now)
			r.found[i] = linear.Finding{Label: l.questions[i].Labels[at], Probability: now[at], All: now}
		}
	}
}

// chances are those of the models, by head.
func (r *reading) chances() [][]float64 {
	out := make([][]float64, len(r.found))
	for i := range r.found {
		out[i] = r.found[i].All
	}
	return out
}

// finding is what one head of a model comes to, beside what the lists say.
func (l *learned) finding(m *linear.Model, r reading, at int, most float64) switchboard.Finding {
	q := &l.questions[at]
	head, label, sure := switchboard.Head(q.Name), r.found[at].Label, r.found[at].Probability
	listed := r.verdict.Heads[head]
	switch {
	case listed.Label != switchboard.Yes:
	case label == switchboard.Yes:
		sure = agreed(head, sure, listed.Confidence)
	case guarded(head):
		label, sure = switchboard.Yes, agreed(head, 1-sure, listed.Confidence)
	}
	finding := switchboard.Finding{Label: label, Confidence: rounded(min(most, sure))}
	if head == switchboard.HeadIntent {
		finding.Others = others(r.found[at], q.Labels, min(1, most/sure))
	}
	if listed.Label == label && listed.Evidence != nil {
		finding.Evidence = listed.Evidence // whole phrases, where a model has single words
	} else if tells(label) {
		finding.Evidence = spans(m.Evidence(r.text, q.Name, label, maxEvidence))
	}
	return finding
}

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

// guarded reports whether a head is of what may not be missed. There the lists' word is enough to say yes, though not to be
// sure of it.
func guarded(head switchboard.Head) bool { return slices.Contains(CareFlags(), switchboard.Flag(head)) }

// agreed is how sure two are who read in different ways and both say that a flag holds: as the surer of them. Of what may
// not be missed the lists know the words alone, which people use for a sharp tongue and a burned pizza as well; there
// their word counts for a part.
func agreed(head switchboard.Head, model, lists float64) float64 {
	if guarded(head) {
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
