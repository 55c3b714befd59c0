package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"

	"switchboard"
	"switchboard/internal/triage/corpus"
	"switchboard/internal/triage/feelings"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/train"
)

// feelingsName is the model's file, and its name with its version.
const (
	feelingsName    = "feelings"
	feelingsVersion = 2
	feelingsRows    = 330_000
)

// feelingEmotions are those of goemotions that are told; the others are too rare or too near one of these.
func feelingEmotions() []string {
	return []string{"admiration", "amusement", "anger", "annoyance", "curiosity", "disapproval", "disgust", "gratitude", "love",
		"neutral"}
}

// felt is a text with what a set says of it.
type felt struct {
	text, source string
	emotions     []string
	sentiment    string
}

func feltTexts(data fs.FS) ([]felt, error) {
	var out []felt
	for _, set := range []string{"goemotions", "sentiment-semeval", "multilingual-sentiment"} {
		rows, err := corpus.Rows(data, set, "train")
		if err != nil {
			return nil, err
		}
		for i := range rows {
			f := felt{text: rows[i].Text, source: set, sentiment: rows[i].One()}
			if set == "goemotions" {
				f.emotions, f.sentiment = rows[i].Several(), ""
			}
			out = append(out, f)
		}
	}
	return out, nil
}

// feelingHeads are the questions: yes or no of each emotion, and the sentiment.
func feelingHeads() []train.Settings {
	out := []train.Settings{{Name: string(switchboard.HeadSentiment), Labels: labelsOf(switchboard.Sentiments()), Cost: 0.1}}
	for _, emotion := range feelingEmotions() {
		out = append(out, train.Settings{Name: emotion, Labels: []string{switchboard.No, switchboard.Yes}, Cost: 0.1})
	}
	for i := range out {
		out[i].Balance, out[i].Folds, out[i].Seed = 0.5, folds, seed
	}
	return out
}

// right is what a text teaches of a question, empty for nothing.
func (f *felt) right(head string) string {
	switch {
	case head == string(switchboard.HeadSentiment):
		return f.sentiment
	case f.emotions == nil:
		return ""
	case slices.Contains(f.emotions, head):
		return switchboard.Yes
	}
	return switchboard.No
}

// learnFeelings makes the model.
func learnFeelings(ctx context.Context, tell io.Writer, data fs.FS) (*linear.Model, error) {
	texts, err := feltTexts(data)
	if err != nil {
		return nil, err
	}
	samples := make([]train.Sample, len(texts))
	for i := range texts {
		samples[i] = train.Sample{Text: texts[i].text, Source: texts[i].source}
	}
	vectors := train.NewVectors(samples, feelings.Recipe(), nil)
	var list []linear.Learned
	for _, set := range feelingHeads() {
		for i := range samples {
			samples[i].Label = texts[i].right(set.Name)
		}
		one, err := train.Head(ctx, samples, vectors, set)
		if err != nil {
			return nil, err
		}
		for _, source := range slices.Sorted(maps.Keys(one.Held)) {
			fmt.Fprintf(tell, "%s %s %s: %s\n", feelingsName, set.Name, source, one.Held[source])
		}
		list = append(list, one.Learned)
	}
	m, err := linear.Build(fmt.Sprintf("%s/%d", feelingsName, feelingsVersion), feelings.Recipe(), list, feelingsRows)
	if err != nil {
		return nil, fmt.Errorf("the model of feelings: %w", err)
	}
	m.Sources = feelingSources(texts)
	return m, nil
}

func feelingSources(texts []felt) []linear.Source {
	var out []text
	for i := range texts {
		out = append(out, text{source: texts[i].source})
	}
	return sourcesOf(out)
}
