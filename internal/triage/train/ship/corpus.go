package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/triage/corpus"
)

// text is one message to learn from, with what is known of it. A head it says nothing of does not learn from it.
type text struct {
	words  string
	lang   string
	labels map[switchboard.Head]string
	weight float64
	group  string // texts of one group stay together when parts are kept apart
	source string
}

// source is a set of texts and what may be done with weights learned from it.
type source struct {
	name    string
	licence string
	weight  float64                                       // what one of its texts counts
	label   func(*corpus.Row) map[switchboard.Head]string // nil: our own texts
}

// texts reads a set; rows that label gives nothing for are left out.
func (s source) texts(folder fs.FS) ([]text, error) {
	list, err := corpus.Rows(folder, s.name, "train")
	if err != nil {
		return nil, err
	}
	var out []text
	for i := range list {
		if labels := s.label(&list[i]); len(labels) > 0 {
			out = append(out, text{words: list[i].Text, lang: list[i].Lang, labels: labels, weight: s.weight, source: s.name})
		}
	}
	return out, nil
}

// writtenRow is one line of our own texts: every flag that is not named is a no.
type writtenRow struct {
	Text      string   `json:"text"`
	Lang      string   `json:"lang"`
	Intent    string   `json:"intent"`
	Urgency   string   `json:"urgency"`
	Sentiment string   `json:"sentiment"`
	Flags     []string `json:"flags"`
}

func (w *writtenRow) labels() map[switchboard.Head]string {
	labels := map[switchboard.Head]string{}
	for head, label := range map[switchboard.Head]string{switchboard.HeadIntent: w.Intent,
		switchboard.HeadUrgency: w.Urgency, switchboard.HeadSentiment: w.Sentiment} {
		if label != "" {
			labels[head] = label
		}
	}
	for _, flag := range switchboard.Flags() {
		labels[switchboard.Head(flag)] = switchboard.No
		if slices.Contains(w.Flags, string(flag)) {
			labels[switchboard.Head(flag)] = switchboard.Yes
		}
	}
	return labels
}

// written reads our own texts, one by one, from the files of a folder.
func written(folder fs.FS) ([]text, error) {
	names, err := fs.Glob(folder, "*.jsonl")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("texts of our own: %w", errors.Join(err, fs.ErrNotExist))
	}
	var out []text
	for _, name := range names {
		list, err := corpus.Read[writtenRow](folder, name)
		if err != nil {
			return nil, err
		}
		for i := range list {
			out = append(out, text{words: list[i].Text, lang: list[i].Lang, labels: list[i].labels(), weight: 1,
				source: "written"})
		}
	}
	return out, nil
}

// moodWeight is what a post that we wrote to show a mood counts: half of them are single phrases.
const moodWeight = 0.7

// moods reads posts and phrases of our own that show a mood and nothing else.
func moods(folder fs.FS) ([]text, error) {
	names, err := fs.Glob(folder, "moods/*.jsonl")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("moods: %w", errors.Join(err, fs.ErrNotExist))
	}
	var out []text
	for _, name := range names {
		list, err := corpus.Read[writtenRow](folder, name)
		if err != nil {
			return nil, err
		}
		for i := range list {
			out = append(out, text{words: list[i].Text, lang: list[i].Lang, weight: moodWeight, source: "moods",
				labels: map[switchboard.Head]string{switchboard.HeadSentiment: list[i].Sentiment}})
		}
	}
	return out, nil
}

// realFile names the labels we gave to messages of the sets.
const realFile = "real.jsonl"

// realWeight is what a real message counts beside one that we wrote.
const realWeight = 3

// chatterKept is of how many messages that are mere talk one is kept as such: there is much more of it among what is said
// of companies than among what is said to them.
const chatterKept = 6

// labelledTexts reads messages of the sets that we labelled ourselves.
func labelledTexts(data, labels fs.FS) ([]text, error) {
	list, err := corpus.Labels(data, labels, realFile)
	if err != nil {
		return nil, err
	}
	out := make([]text, len(list))
	for i := range list {
		l := &list[i].Label
		found := writtenRow{Intent: l.Intent, Urgency: l.Urgency, Flags: l.Flags}
		if l.Set == "replay-ibm-care" || l.Set == "churn-intent" {
			found.Sentiment = l.Sentiment // of the others the mood is known, which weighs more among so much talk
		}
		out[i] = text{words: list[i].Text, lang: list[i].Lang, labels: found.labels(), weight: realWeight,
			source: labelled + l.Set}
		out[i].thin(i)
	}
	return out, nil
}

// thin keeps most messages that are mere talk from teaching that they are.
func (t *text) thin(i int) {
	if t.labels[switchboard.HeadIntent] == string(switchboard.IntentChatter) && i%chatterKept != 0 {
		delete(t.labels, switchboard.HeadIntent)
	}
}

// grumblesFile names the labels of messages of which earlier models could not say whether they complain. Asked was what
// they want, whether they complain, whom they are about and whether an answer is due.
const grumblesFile = "grumbles.jsonl"

// labelledGrumbles reads messages of the sets of which we know whether they complain.
func labelledGrumbles(data, labels fs.FS) ([]text, error) {
	list, err := corpus.Labels(data, labels, grumblesFile)
	if err != nil {
		return nil, err
	}
	out := make([]text, len(list))
	for i := range list {
		l := &list[i].Label
		all := (&writtenRow{Flags: l.Flags}).labels()
		found := map[switchboard.Head]string{switchboard.HeadIntent: l.Intent}
		for _, flag := range []switchboard.Flag{switchboard.FlagComplaint, switchboard.FlagAboutUs, switchboard.FlagNeedsAnswer} {
			found[switchboard.Head(flag)] = all[switchboard.Head(flag)]
		}
		out[i] = text{words: list[i].Text, lang: list[i].Lang, labels: found, weight: realWeight, source: labelled + l.Set}
		out[i].thin(i)
	}
	return out, nil
}

// careFile names the labels of messages of which only was asked what may not be missed: those that sounded most as if a
// flag held.
const careFile = "care.jsonl"

// unclear marks a message of which nobody could tell.
const unclear = "?"

// labelledCare reads messages of the sets of which we know what may not be missed in them.
func labelledCare(data, labels fs.FS) ([]text, error) {
	list, err := corpus.Labels(data, labels, careFile)
	if err != nil {
		return nil, err
	}
	out := make([]text, len(list))
	for i := range list {
		out[i] = text{words: list[i].Text, lang: list[i].Lang, labels: map[switchboard.Head]string{}, weight: realWeight,
			source: labelled + list[i].Label.Set}
		if list[i].Label.Holds(unclear) {
			continue
		}
		noCare(out[i].labels)
		for _, flag := range list[i].Label.Flags {
			out[i].labels[switchboard.Head(flag)] = switchboard.Yes
		}
	}
	return out, nil
}

// unread leaves to those texts that we read ourselves the label of their set alone: what else was supposed of them is
// known better.
func unread(texts, read []text) []text {
	known := map[string]bool{}
	for i := range read {
		known[read[i].words] = true
	}
	for i := range texts {
		if known[texts[i].words] {
			maps.DeleteFunc(texts[i].labels, func(head switchboard.Head, _ string) bool { return head != measured[texts[i].source] })
		}
	}
	return texts
}

// block is one part of a grammar: sentences that are labelled alike.
type block struct {
	writtenRow

	Slots    map[string][]string `json:"slots"`
	Patterns []string            `json:"patterns"`
}

// perPattern is how many sentences are made of one pattern: enough to show what may change in it, few enough that it
// does not count for many messages.
const perPattern = 6

// composed makes sentences of the grammars of a folder, the same ones each time. All sentences of a pattern are one
// group.
func composed(folder fs.FS) ([]text, error) {
	names, err := fs.Glob(folder, "*.grammar.json")
	if err != nil {
		return nil, fmt.Errorf("grammars: %w", err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var out []text
	for _, name := range names {
		file, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, fmt.Errorf("read a grammar: %w", err)
		}
		var blocks []block
		if err := json.Unmarshal(file, &blocks); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for i := range blocks {
			for _, pattern := range blocks[i].Patterns {
				out = append(out, blocks[i].sentences(pattern, random)...)
			}
		}
	}
	return out, nil
}

func (b *block) sentences(pattern string, random *rand.Rand) []text {
	made := map[string]bool{}
	var out []text
	for range perPattern {
		sentence := b.fill(pattern, random)
		if made[sentence] {
			continue
		}
		made[sentence] = true
		out = append(out, text{words: sentence, lang: b.Lang, labels: b.labels(), weight: 1.0 / perPattern * 2, group: pattern,
			source: "composed"})
	}
	return out
}

// fill puts a filler into each slot of a pattern.
func (b *block) fill(pattern string, random *rand.Rand) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		out.WriteString(before)
		slot, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return out.String()
		}
		if fillers := b.Slots[slot]; len(fillers) > 0 {
			out.WriteString(fillers[random.IntN(len(fillers))])
		}
		pattern = after
	}
}
