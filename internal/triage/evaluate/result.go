package main

import (
	"math/rand/v2"
	"slices"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/chance"
	"switchboard/internal/triage/train"
)

// answer is what was said of one question, as places in the labels.
type answer struct {
	right, said int
	confidence  float64
	lang        string
}

// result is how an exam went.
type result struct {
	exam
	answers       []answer
	models, lists train.Tally
	commonest     train.Tally // always the commonest label
	byLanguage    map[string]train.Tally
	low, high     float64 // interval of the models' macro F1
}

// sit asks the models and the word lists every question.
func (e exam) sit(models, lists triage.Triager) result {
	r := result{exam: e, models: train.NewTally(e.labels), lists: train.NewTally(e.labels),
		commonest: train.NewTally(e.labels), byLanguage: map[string]train.Tally{}}
	common := e.commonest()
	for _, q := range e.questions {
		right := slices.Index(e.labels, q.right)
		if right < 0 {
			continue
		}
		in := triage.Input{Text: q.text}
		a := e.answer(models.Classify(in), right, q.lang)
		r.answers = append(r.answers, a)
		r.models.Add(right, a.said, a.confidence)
		b := e.answer(lists.Classify(in), right, q.lang)
		r.lists.Add(right, b.said, b.confidence)
		r.commonest.Add(right, common, 1)
		if q.lang != "" {
			t, ok := r.byLanguage[q.lang]
			if !ok {
				t = train.NewTally(e.labels)
			}
			t.Add(right, a.said, a.confidence)
			r.byLanguage[q.lang] = t
		}
	}
	r.low, r.high = interval(e.labels, r.answers)
	return r
}

func (e exam) answer(v switchboard.Verdict, right int, lang string) answer {
	found := v.Heads[e.head]
	return answer{right, max(0, slices.Index(e.labels, found.Label)), found.Confidence, lang}
}

func (e exam) commonest() int {
	counts := make([]int, len(e.labels))
	for _, q := range e.questions {
		if i := slices.Index(e.labels, q.right); i >= 0 {
			counts[i]++
		}
	}
	return slices.Index(counts, slices.Max(counts))
}

const draws = 500

// interval is where the macro F1 lies in 95 of 100 draws of as many answers, with replacement.
func interval(labels []string, answers []answer) (low, high float64) {
	if len(answers) == 0 {
		return 0, 1
	}
	random := rand.New(rand.NewPCG(1, uint64(len(answers))))
	values := make([]float64, draws)
	for i := range values {
		t := train.NewTally(labels)
		for range answers {
			a := answers[random.IntN(len(answers))]
			t.Add(a.right, a.said, a.confidence)
		}
		values[i] = t.Macro(t.F1)
	}
	slices.Sort(values)
	return values[draws*25/1000], values[draws*975/1000]
}

// wilson is the interval of a share that holds 95 of 100.
func wilson(part, all int) (low, high float64) { return chance.Wilson(part, all, chance.Of95) }
