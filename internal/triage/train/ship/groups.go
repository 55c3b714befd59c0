package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"switchboard"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/train"
)

// group is heads that share one table of weights.
type group struct {
	name    string
	version int // part of the model's name; it grows when the model is made anew
	bits    int
	rows    int // most rows of the table, so that the file stays small
	// languages in which there is enough to learn from.
	languages []string
	heads     []plan
}

// plan is how one head is learned.
type plan struct {
	head    switchboard.Head
	labels  []string
	cost    float64
	balance float64
	recall  float64
}

func flagPlan(f switchboard.Flag, cost, balance, recall float64) plan {
	return plan{switchboard.Head(f), []string{switchboard.No, switchboard.Yes}, cost, balance, recall}
}

func labelsOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = string(l)
	}
	return out
}

// careRecall is the share of what may not be missed that has to be found among texts kept apart.
const (
	careRecall  = 0.96
	legalRecall = 0.982 // what is kept apart is easier there than what others write
)

// ourLanguages are those of our own texts.
func ourLanguages() []string { return []string{"de", "en", "es", "fr", "it", "nl", "pl", "pt"} }

func groups() []group {
	return []group{
		{"tone", 4, 19, 700_000, append(ourLanguages(), "ar"), []plan{
			{switchboard.HeadSentiment, labelsOf(switchboard.Sentiments()), 0.15, 0.7, 0},
			flagPlan(switchboard.FlagOffensive, 0.3, 0.7, 0),
			flagPlan(switchboard.FlagComplaint, 0.5, 0.5, 0),
		}},
		{"matter", 3, 18, 170_000, ourLanguages(), []plan{
			{switchboard.HeadIntent, labelsOf(switchboard.Intents()), 0.5, 0.3, 0},
			{switchboard.HeadUrgency, labelsOf(switchboard.Urgencies()), 0.5, 0.5, 0},
			flagPlan(switchboard.FlagNeedsAnswer, 0.5, 0.5, 0),
			flagPlan(switchboard.FlagAboutUs, 0.5, 0.5, 0),
			flagPlan(switchboard.FlagSalesLead, 1, 0.5, 0),
			flagPlan(switchboard.FlagCompetitorProspect, 1, 0.5, 0),
			flagPlan(switchboard.FlagChurnRisk, 1, 0.5, 0),
			flagPlan(switchboard.FlagSpam, 1, 0.3, 0),
		}},
		{"care", 1, 19, 700_000, ourLanguages(), []plan{
			flagPlan(switchboard.FlagSafety, 1, 1, careRecall),
			flagPlan(switchboard.FlagLegal, 1, 1, legalRecall),
			flagPlan(switchboard.FlagPress, 1, 1, careRecall),
			flagPlan(switchboard.FlagBrandThreat, 1, 1, careRecall),
		}},
	}
}

const (
	seed  = 1
	folds = 4
)

// learn makes the group's model.
func (g group) learn(ctx context.Context, tell io.Writer, all []text) (*linear.Model, error) {
	recipe := linear.Shipped()
	recipe.Bits = g.bits
	mine := g.texts(all)
	samples := make([]train.Sample, len(mine))
	for i, t := range mine {
		samples[i] = train.Sample{Text: t.words, Weight: t.weight, Group: t.group, Source: t.source}
	}
	vectors := train.NewVectors(samples, recipe, nil)
	var learned []train.Learned
	for _, p := range g.heads {
		for i, t := range mine {
			samples[i].Label, samples[i].Aside = t.labels[p.head], t.aside(p.head)
		}
		one, err := train.Head(ctx, samples, vectors, train.Settings{Name: string(p.head), Labels: p.labels, Cost: p.cost,
			Balance: p.balance, Recall: p.recall, Folds: folds, Seed: seed})
		if err != nil {
			return nil, err
		}
		for _, source := range slices.Sorted(maps.Keys(one.Held)) {
			fmt.Fprintf(tell, "%s %s %s: %s\n", g.name, p.head, source, one.Held[source])
		}
		learned = append(learned, one)
	}
	list := make([]linear.Learned, len(learned))
	for i, one := range learned {
		list[i] = one.Learned
	}
	m, err := linear.Build(fmt.Sprintf("%s/%d", g.name, g.version), recipe, list, g.rows)
	if err != nil {
		return nil, fmt.Errorf("group %s: %w", g.name, err)
	}
	m.Sources, m.Languages = sourcesOf(mine), g.languages
	return m, nil
}

// aside reports whether a text teaches a head but does not show what messages are like: composed sentences are easier
// than real ones, and what people say to each other is not what companies are sent.
func (t text) aside(head switchboard.Head) bool {
	switch t.source {
	case labelled + "replay-ibm-care", labelled + "churn-intent":
		return false
	case "written":
		return asked[head]
	case labelled + "sentiment-semeval", labelled + "purchase-intent":
		return head != switchboard.Head(switchboard.FlagAboutUs)
	}
	return head != measured[t.source]
}

// asked are the heads for which enough real messages of customers were read to show how often what is said of them.
var asked = map[switchboard.Head]bool{
	switchboard.HeadIntent: true, switchboard.HeadUrgency: true, switchboard.Head(switchboard.FlagComplaint): true,
	switchboard.Head(switchboard.FlagNeedsAnswer): true,
}

// measured is the head of which a set's own label shows what messages are like.
var measured = map[string]switchboard.Head{
	"sentiment-semeval":      switchboard.HeadSentiment,
	"multilingual-sentiment": switchboard.HeadSentiment,
	"tweeteval-offensive":    switchboard.Head(switchboard.FlagOffensive),
	"sms-spam":               switchboard.Head(switchboard.FlagSpam),
	"churn-intent":           switchboard.Head(switchboard.FlagChurnRisk),
}

// texts are those that say something of the group's heads.
func (g group) texts(all []text) []text {
	var out []text
	for _, t := range all {
		for _, p := range g.heads {
			if t.labels[p.head] != "" {
				out = append(out, t)
				break
			}
		}
	}
	return out
}

func sourcesOf(texts []text) []linear.Source {
	counts := map[string]int{}
	for _, t := range texts {
		counts[t.source]++
	}
	var out []linear.Source
	for _, s := range sources() {
		if n := counts[s.name]; n > 0 {
			out = append(out, linear.Source{Name: s.name, Licence: s.licence, Rows: n})
		}
	}
	return out
}
