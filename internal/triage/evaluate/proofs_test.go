package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"switchboard/internal/triage/corpus/corpustest"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/train"
)

// matters are texts of three labels and some that are out of scope; every other set is of two labels.
func matters(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, set := range proofSets() {
		labels, words := []string{"billing", "delivery", "oos"}, []string{"invoice amount", "parcel courier", "weather football"}
		if set == "sms-spam" || set == "tweeteval-offensive" {
			labels, words = labels[:2], words[:2]
		}
		var lines []string
		for i := range 240 {
			k := i % len(labels)
			lines = append(lines, fmt.Sprintf(`{"text":"%s number %d of %s","label":%q}`, words[k], i, words[k][:5], labels[k]))
		}
		files[set+"/train.jsonl.gz"] = corpustest.Packed(t, lines[:200]...)
		files[set+"/val.jsonl.gz"] = corpustest.Packed(t, slices.Concat(lines[200:], lines[:3])...)
	}
	return files
}

func TestProofs(t *testing.T) {
	t.Parallel()
	all, err := proofs(t.Context(), io.Discard, matters(t), 2)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		p := &all[i]
		if p.inside.value() < 0.95 || len(p.shares) != 2 || p.learned >= 240 || p.learned < 190 {
			t.Errorf("%s: %+v", p.set, p)
		}
		if found := p.outside.value(); p.set == "clinc150" && found < 0.7 || p.set == "sms-spam" && p.outside.all > 0 {
			t.Errorf("%s: %.2f found outside of %d", p.set, found, p.outside.all)
		}
	}
	page := (&report{proofs: all}).markdown()
	for _, set := range proofSets() {
		if !strings.Contains(page, "| "+set+" | ") {
			t.Errorf("the page lacks %s", set)
		}
	}
	if none, err := proofs(t.Context(), io.Discard, fstest.MapFS{}, 0); err != nil || none != nil {
		t.Errorf("no times: %v, %v", none, err)
	}
	if _, err := proofs(t.Context(), io.Discard, fstest.MapFS{}, 1); err == nil {
		t.Error("a set without texts was learned")
	}
}

func TestATextThatStandsTwiceIsOne(t *testing.T) {
	t.Parallel()
	samples, err := labelledTexts(matters(t), "sms-spam")
	if err != nil || len(samples) != 240 {
		t.Errorf("%d texts, %v", len(samples), err)
	}
}

// What a model says of texts out of scope is no mistake among the labels, and what it takes to be outside is one inside.
func TestAnswersInsideAndOutsideAreCountedApart(t *testing.T) {
	t.Parallel()
	result, err := train.Task{Name: "x", Learn: []train.Sample{{Text: "invoice amount", Label: "a"}, {Text: "invoice sum", Label: "a"},
		{Text: "parcel courier", Label: "b"}, {Text: "parcel van", Label: "b"}}, Recipe: linear.Default()}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var p proof
	asked := []train.Sample{{Text: "invoice amount", Label: "b"}, {Text: "hello", Label: train.OutOfScope}}
	if err := p.ask(result.Model, asked); err != nil {
		t.Fatal(err)
	}
	if p.outside != (share{0, 1}) || p.inside != (share{0, 1}) || p.labels.All() != 1 || math.Abs(p.shares[0]) > 0 {
		t.Errorf("%+v", p)
	}
}
