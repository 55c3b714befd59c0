package main

import (
	"io/fs"
	"slices"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/corpus"
)

// question is one message and what is right of it.
type question struct {
	text, lang, right string
}

// exam is one head's questions of one set.
type exam struct {
	head      switchboard.Head
	set       string
	labels    []string // of two the second is the one that is looked for
	questions []question
}

func yesNo() []string { return []string{switchboard.No, switchboard.Yes} }

func labelOf(flags []string, flag string) string {
	if slices.Contains(flags, flag) {
		return switchboard.Yes
	}
	return switchboard.No
}

// measuredFlags are those that texts of this repository were written to measure.
func measuredFlags() []switchboard.Flag {
	return append(triage.CareFlags(), switchboard.FlagChurnRisk, switchboard.FlagSpam)
}

// heldout are the texts of this repository that were written to measure by.
func heldout(here fs.FS) ([]exam, error) {
	var out []exam
	for _, flag := range measuredFlags() {
		lines, err := corpus.Read[struct {
			Text, Lang string
			Flags      []string
		}](here, "heldout/"+string(flag)+".jsonl")
		if err != nil {
			return nil, err
		}
		e := exam{head: switchboard.Head(flag), set: "heldout", labels: yesNo()}
		for _, l := range lines {
			e.questions = append(e.questions, question{l.Text, l.Lang, labelOf(l.Flags, string(flag))})
		}
		out = append(out, e)
	}
	return out, nil
}

// set is a part of a set in the data folder that measures one head.
type set struct {
	name, part string
	head       switchboard.Head
	labels     []string
	right      func(label string) string
}

func same(label string) string { return label }

func is(yes string) func(string) string {
	return func(label string) string {
		if label == yes {
			return switchboard.Yes
		}
		return switchboard.No
	}
}

func sentiments() []string {
	var out []string
	for _, s := range switchboard.Sentiments() {
		out = append(out, string(s))
	}
	return out
}

// sets are the exams of the data folder.
func sets(data, here fs.FS) ([]exam, error) {
	seen, err := learnedTexts(data)
	if err != nil {
		return nil, err
	}
	var out []exam
	for _, s := range []set{
		{"sentiment-semeval", "val", switchboard.HeadSentiment, sentiments(), same},
		{"multilingual-sentiment", "val", switchboard.HeadSentiment, sentiments(), same},
		{"airline-sentiment", "train", switchboard.HeadSentiment, sentiments(), same},
		{"complaints", "train", switchboard.Head(switchboard.FlagComplaint), yesNo(), is("complaint")},
		{"tweeteval-offensive", "val", switchboard.Head(switchboard.FlagOffensive), yesNo(), is("offensive")},
	} {
		rows, err := corpus.Rows(data, s.name, s.part)
		if err != nil {
			return nil, err
		}
		e := exam{head: s.head, set: s.name, labels: s.labels}
		for i := range rows {
			if !seen[rows[i].Text] {
				e.questions = append(e.questions, question{rows[i].Text, rows[i].Lang, s.right(rows[i].One())})
			}
		}
		out = append(out, e)
	}
	replayed, err := replay(data, here)
	return append(out, replayed...), err
}

// learnedTexts are texts that models learned from: some tweets stand in the validation part of one set and in the
// learning part of another.
func learnedTexts(data fs.FS) (map[string]bool, error) {
	seen := map[string]bool{}
	for _, name := range []string{"sentiment-semeval", "multilingual-sentiment", "tweeteval-offensive"} {
		rows, err := corpus.Rows(data, name, "train")
		if err != nil {
			return nil, err
		}
		for i := range rows {
			seen[rows[i].Text] = true
		}
	}
	return seen, nil
}

// replay are real messages labelled by hand.
func replay(data, here fs.FS) ([]exam, error) {
	list, err := corpus.Labels(data, here, "labels/replay.jsonl")
	if err != nil {
		return nil, err
	}
	exams := []exam{
		{head: switchboard.HeadIntent, labels: names(switchboard.Intents())},
		{head: switchboard.HeadUrgency, labels: names(switchboard.Urgencies())},
		{head: switchboard.HeadSentiment, labels: sentiments()},
		{head: switchboard.Head(switchboard.FlagNeedsAnswer), labels: yesNo()},
		{head: switchboard.Head(switchboard.FlagComplaint), labels: yesNo()},
	}
	for _, flag := range append(measuredFlags(), switchboard.FlagSalesLead, switchboard.FlagOffensive) {
		exams = append(exams, exam{head: switchboard.Head(flag), labels: yesNo()})
	}
	for i := range exams {
		exams[i].set = "replay"
		for k := range list {
			l := &list[k]
			exams[i].questions = append(exams[i].questions, question{text: l.Text, right: right(&l.Label, exams[i].head)})
		}
	}
	return exams, nil
}

func names[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = string(l)
	}
	return out
}

// right is what a label says of a head.
func right(l *corpus.Label, head switchboard.Head) string {
	switch head {
	case switchboard.HeadIntent:
		return l.Intent
	case switchboard.HeadUrgency:
		return l.Urgency
	case switchboard.HeadSentiment:
		return l.Sentiment
	}
	return labelOf(l.Flags, string(head))
}
