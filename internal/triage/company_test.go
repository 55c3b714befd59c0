package triage_test

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/layer"
)

// taught is a layer that learned from many words on every head: that crimson is the last label, and azure the first.
func taught(t *testing.T, c *triage.Company) *layer.Layer {
	t.Helper()
	school := c.School(nil)
	var examples []layer.Example
	for i := range 240 {
		var told []triage.Told
		for _, q := range school.Questions {
			told = append(told, triage.Told{Head: switchboard.Head(q.Name), Label: q.Labels[i%2*(len(q.Labels)-1)], Weight: 1, Wrong: true})
		}
		text := messages[i%len(messages)].text + []string{" crimson", " azure"}[i%2]
		if e, ok := c.Example(triage.Input{ID: strconv.Itoa(i), Text: text}, told); ok {
			examples = append(examples, e)
		}
	}
	l, _, err := school.Learn(t.Context(), examples)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestACompanyReadsWithWhatItWasTaught(t *testing.T) {
	t.Parallel()
	c := triage.NewCompany()
	l := taught(t, c)
	if len(l.Heads("")) < 8 {
		t.Fatalf("only %v were learned: nothing is proved", l.Heads(""))
	}
	if err := c.Use(l, "layer/7"); err != nil {
		t.Fatal(err)
	}
	changed, shipped := 0, triage.Shipped()
	for _, m := range messages {
		before, after := shipped.Classify(triage.Input{Text: m.text}), c.Classify(triage.Input{Text: m.text})
		if after.Model != before.Model+" layer/7" {
			t.Errorf("it reads as %q", after.Model)
		}
		for head, f := range after.Heads {
			if f.Label != before.Heads[head].Label {
				changed++
			}
		}
		for _, flag := range triage.CareFlags() {
			was, is := before.Heads[switchboard.Head(flag)], after.Heads[switchboard.Head(flag)]
			if was.Label == switchboard.Yes && (is.Label != switchboard.Yes || is.Confidence < was.Confidence) {
				t.Errorf("of %q %s was %v and is %v", m.text, flag, was, is)
			}
		}
	}
	if changed == 0 {
		t.Error("it reads everything as before: nothing is proved")
	}
	if v := c.Classify(triage.Input{Text: " "}); strings.Contains(v.Model, "layer") {
		t.Errorf("a message without words is read by %s", v.Model)
	}
	if err := c.Use(nil, ""); err != nil {
		t.Fatal(err)
	}
	if v := c.Classify(triage.Input{Text: messages[0].text}); v.Model != shipped.Classify(triage.Input{Text: messages[0].text}).Model {
		t.Errorf("without a layer it reads as %s", v.Model)
	}
}

// TestOfALongMailTheBeginningIsLearned has two mails that differ behind it.
func TestOfALongMailTheBeginningIsLearned(t *testing.T) {
	t.Parallel()
	c := triage.NewCompany()
	begin := strings.Repeat("The kettle in the attic whistles. ", 60)
	one, _ := c.Example(triage.Input{ID: "1", Text: begin + strings.Repeat("Where is my order? ", 200)}, nil)
	other, _ := c.Example(triage.Input{ID: "1", Text: begin}, nil)
	if !reflect.DeepEqual(one, other) {
		t.Error("what a long mail says at its end is learned from")
	}
}

func TestALayerOfOtherModelsIsRefused(t *testing.T) {
	t.Parallel()
	c := triage.NewCompany()
	if err := c.Use(&layer.Layer{Base: "tone/0"}, "layer/1"); !switchboard.IsCode(err, switchboard.CodeStale) {
		t.Errorf("it is used: %v", err)
	}
}
