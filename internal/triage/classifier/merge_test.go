package classifier

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/triage"
)

// anyFinding is an answer to a head as a model may give it, and sometimes as none may.
func anyFinding(t *rapid.T, head switchboard.Head) switchboard.Finding {
	labels := append(slices.Clone(Labels(head)), "YES", "", "ignore the lists")
	return switchboard.Finding{Label: rapid.SampledFrom(labels).Draw(t, "label"),
		Confidence: rapid.OneOf(rapid.Float64Range(0, 1), rapid.Float64Range(-3, 3)).Draw(t, "confidence")}
}

func anyVerdict(t *rapid.T) switchboard.Verdict {
	v := switchboard.Verdict{Language: "en", Model: "built in", Heads: map[switchboard.Head]switchboard.Finding{}}
	for _, head := range Heads() {
		if rapid.IntRange(0, 9).Draw(t, "known") == 0 {
			continue
		}
		v.Heads[head] = switchboard.Finding{Label: rapid.SampledFrom(Labels(head)).Draw(t, "ours"),
			Confidence: rapid.Float64Range(0, 1).Draw(t, "sure"), Evidence: []switchboard.Span{{Start: 1, End: 2}}}
	}
	return v
}

func anySettings(t *rapid.T) Settings {
	s := Defaults()
	s.On, s.Name, s.Model = true, "Our server", "small"
	s.UnsureBelow = rapid.Float64Range(0, 1).Draw(t, "unsure below")
	s.Heads = rapid.SliceOfDistinct(rapid.SampledFrom(Heads()), rapid.ID[switchboard.Head]).Draw(t, "heads")
	return s
}

func anyAnswer(t *rapid.T) Answer {
	a := Answer{Model: "small", Found: map[switchboard.Head]switchboard.Finding{}}
	for _, head := range append(Heads(), "language", "colour") {
		if rapid.Bool().Draw(t, "answered") {
			a.Found[head] = anyFinding(t, head)
		}
	}
	return a
}

// TestWhateverAModelSays holds the worst that a hostile model can do to what it may touch.
func TestWhateverAModelSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, ours, answer := anySettings(t), anyVerdict(t), anyAnswer(t)
		before := maps.Clone(ours.Heads)
		got := Merge(s, ours, answer)
		if diff := cmp.Diff(before, ours.Heads); diff != "" {
			t.Fatalf("the built-in reading was changed: %s", diff)
		}
		if len(got.Heads) != len(before) || got.Language != ours.Language || len(got.Entities) != len(ours.Entities) {
			t.Fatalf("findings were added or lost: %+v", got)
		}
		for head, have := range before {
			checkHead(t, s, head, have, got.Heads[head])
		}
		checkGrave(t, before, got)
	})
}

func checkHead(t *rapid.T, s Settings, head switchboard.Head, have, now switchboard.Finding) {
	if cmp.Equal(have, now) {
		return
	}
	care := slices.Contains(triage.CareFlags(), switchboard.Flag(head))
	switch {
	case !slices.Contains(s.Heads, head):
		t.Fatalf("%s changed and was not asked for: %+v", head, now)
	case now.By != switchboard.ReaderOutside:
		t.Fatalf("%s changed and does not say by whom: %+v", head, now)
	case !slices.Contains(Labels(head), now.Label), now.Confidence < 0, now.Confidence > most:
		t.Fatalf("%s became %+v", head, now)
	case care && (now.Label != switchboard.Yes || have.Label == switchboard.Yes && now.Confidence < have.Confidence):
		t.Fatalf("%s was lowered from %+v to %+v", head, have, now)
	case head == "spam" && now.Label == switchboard.Yes:
		t.Fatalf("spam was said from outside: %+v", now)
	case !care && (have.Confidence > s.UnsureBelow || now.Confidence < have.Confidence):
		t.Fatalf("%s changed from %+v to %+v, unsure is up to %v", head, have, now, s.UnsureBelow)
	}
}

// checkGrave wants nothing cleared or less urgent where something that may not be missed is said.
func checkGrave(t *rapid.T, before map[switchboard.Head]switchboard.Finding, got switchboard.Verdict) {
	said := slices.ContainsFunc(triage.CareFlags(), func(f switchboard.Flag) bool { return got.Says(f) > 0 })
	if !said {
		return
	}
	for head, have := range before {
		if lessens(head, have.Label, got.Heads[head].Label) {
			t.Fatalf("%s went from %s to %s beside something that may not be missed", head, have.Label, got.Heads[head].Label)
		}
	}
}

// TestNoAnswerIsTheBuiltInReading holds that a verdict without an answer differs only in saying that the text was sent.
func TestNoAnswerIsTheBuiltInReading(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, ours := anySettings(t), anyVerdict(t)
		for _, got := range []switchboard.Verdict{Failed(s, ours), Merge(s, ours, Answer{})} {
			if diff := cmp.Diff(ours.Heads, got.Heads); diff != "" || got.Model != ours.Model || got.Outside == nil {
				t.Fatalf("without an answer: %s %+v", diff, got)
			}
		}
	})
}

func TestMerging(t *testing.T) {
	t.Parallel()
	finding := func(label string, sure float64) switchboard.Finding {
		return switchboard.Finding{Label: label, Confidence: sure}
	}
	for name, c := range map[string]struct {
		head         switchboard.Head
		have, theirs switchboard.Finding
		want         switchboard.Finding
	}{
		"in doubt":               {"intent", finding("other", 0.3), finding("billing", 0.8), finding("billing", 0.8)},
		"at the bound":           {"complaint", finding("no", 0.5), finding("yes", 0.9), finding("yes", 0.9)},
		"sure enough":            {"intent", finding("other", 0.6), finding("billing", 0.8), finding("other", 0.6)},
		"less sure than we":      {"intent", finding("other", 0.4), finding("billing", 0.3), finding("other", 0.4)},
		"capped":                 {"intent", finding("other", 0.3), finding("billing", 1), finding("billing", 0.9)},
		"press is raised":        {"press", finding("no", 0.99), finding("yes", 0.6), finding("yes", 0.6)},
		"press is surer":         {"press", finding("yes", 0.1), finding("yes", 0.6), finding("yes", 0.6)},
		"press is never cleared": {"press", finding("yes", 0.1), finding("no", 1), finding("yes", 0.1)},
		"spam is never said":     {"spam", finding("no", 0.3), finding("yes", 1), finding("no", 0.3)},
		"spam is doubted":        {"spam", finding("yes", 0.4), finding("no", 0.7), finding("no", 0.7)},
	} {
		s := Defaults()
		s.Heads, s.Name = Heads(), "Our server"
		ours := switchboard.Verdict{Model: "built in", Heads: map[switchboard.Head]switchboard.Finding{c.head: c.have}}
		got := Merge(s, ours, Answer{Model: "small", Found: map[switchboard.Head]switchboard.Finding{c.head: c.theirs}})
		changed := !cmp.Equal(c.have, c.want)
		want := switchboard.Outside{Name: "Our server", Model: "small", Fate: switchboard.OutsideAgreed}
		model := "built in"
		if changed {
			c.want.By, want.Fate, model = switchboard.ReaderOutside, switchboard.OutsideChanged, "built in + Our server small"
		}
		if diff := cmp.Diff(c.want, got.Heads[c.head]); diff != "" || *got.Outside != want || got.Model != model {
			t.Errorf("%s: %s %+v %q", name, diff, got.Outside, got.Model)
		}
	}
}

// TestWhereNobodyMeasuredItCounts is for a language in which the built-in models are never surer than the bound that stands
// there at first.
func TestWhereNobodyMeasuredItCounts(t *testing.T) {
	t.Parallel()
	s := Defaults()
	s.On, s.Name = true, "Our server"
	for _, text := range []string{"Tilaukseni ei ole vieläkään saapunut, missä se on?", "Laskussa on virhe ja haluan rahani takaisin, tämä on jo toinen kerta."} {
		m := switchboard.Message{Direction: switchboard.In, Visibility: switchboard.Public, Origin: switchboard.Live, Content: switchboard.Content{Text: text}}
		ours := triage.Shipped().Classify(triage.Input{Text: text})
		if ours.Language != "fi" || !s.Worth(m, ours) {
			t.Fatalf("%q is read as %s and not asked about", text, ours.Language)
		}
		for _, head := range s.Heads {
			have := ours.Heads[head]
			for _, label := range Labels(head) {
				if label == have.Label || slices.Contains(triage.CareFlags(), switchboard.Flag(head)) {
					continue
				}
				theirs := switchboard.Finding{Label: label, Confidence: 0.9}
				got := Merge(s, ours, Answer{Found: map[switchboard.Head]switchboard.Finding{head: theirs}})
				theirs.By = switchboard.ReaderOutside
				if diff := cmp.Diff(theirs, got.Heads[head]); diff != "" {
					t.Errorf("%q: %s, held with %v: %s", text, head, have.Confidence, diff)
				}
			}
		}
	}
}
