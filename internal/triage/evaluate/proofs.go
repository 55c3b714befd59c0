package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"

	"switchboard/internal/triage/corpus"
	"switchboard/internal/triage/feelings"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/train"
)

// proof is how the recipe of questions of one's own does on a set: learned from most of its texts and asked the rest,
// several times with other texts kept apart each time.
type proof struct {
	set             string
	learned         int // texts each time
	inside, outside share
	labels          train.Tally // of all times, what is out of scope left out
	answers         []answer
	shares          []float64 // of right answers inside, by time
}

// share is a part of a whole.
type share struct{ part, all int }

func (s share) value() float64 { return float64(s.part) / math.Max(1, float64(s.all)) }

func (s *share) add(right bool) {
	s.all++
	if right {
		s.part++
	}
}

// proofParts are how many parts a set is cut into: one is asked, the next one validates, the others are learned from.
const proofParts = 10

// proofSets are sets of which parts are measured elsewhere.
func proofSets() []string {
	return []string{"tweeteval-offensive", "sms-spam", "banking77", "clinc150"}
}

// proofs learns each set so many times and tells how it went.
func proofs(ctx context.Context, tell io.Writer, data fs.FS, times int) ([]proof, error) {
	var out []proof
	for _, name := range proofSets() {
		if times == 0 {
			break
		}
		samples, err := labelledTexts(data, name)
		if err != nil {
			return nil, err
		}
		p := proof{set: name}
		for k := range times {
			if err := p.once(ctx, samples, k); err != nil {
				return nil, fmt.Errorf("set %s: %w", name, err)
			}
			fmt.Fprintf(tell, "%s, time %d: %.3f right, %.3f out of scope found\n", name, k+1, p.shares[k], p.outside.value())
		}
		out = append(out, p)
	}
	return out, nil
}

// labelledTexts are those of all parts of a set that are here; a text that stands there twice is one.
func labelledTexts(data fs.FS, name string) ([]train.Sample, error) {
	parts, err := fs.Glob(data, name+"/*.jsonl.gz")
	if err != nil {
		return nil, fmt.Errorf("set %s: %w", name, err)
	}
	var out []train.Sample
	seen := map[string]bool{}
	for _, part := range parts {
		rows, err := corpus.Read[corpus.Row](data, part)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if r := &rows[i]; !seen[r.Text] {
				seen[r.Text] = true
				out = append(out, train.Sample{Text: r.Text, Label: r.One()})
			}
		}
	}
	return out, nil
}

// once keeps the k-th part apart.
func (p *proof) once(ctx context.Context, samples []train.Sample, k int) error {
	beside, err := feelings.Model()
	if err != nil {
		return err
	}
	task := train.Task{Name: p.set, Recipe: linear.Default(), Beside: beside, Seed: 1}
	var asked []train.Sample
	for i := range samples {
		switch train.Part(samples[i].Text, proofParts) {
		case k % proofParts:
			asked = append(asked, samples[i])
		case (k + 1) % proofParts:
			task.Validate = append(task.Validate, samples[i])
		default:
			task.Learn = append(task.Learn, samples[i])
		}
	}
	result, err := task.Run(ctx)
	if err != nil {
		return err
	}
	p.learned = result.Texts
	return p.ask(result.Model, asked)
}

// ask counts what a model says of texts it has not seen.
func (p *proof) ask(m *linear.Model, asked []train.Sample) error {
	on, err := feelings.For(m.Recipe)
	if err != nil {
		return err
	}
	labels := m.Heads[0].Labels
	if p.labels.Labels == nil {
		p.labels = train.NewTally(labels)
	}
	var inside share
	for _, s := range asked {
		reading := linear.Read(s.Text, m.Recipe)
		if on != nil {
			reading.Listen(on)
		}
		found := m.Answer(reading)[0]
		if s.Label == train.OutOfScope {
			p.outside.add(found.Label == s.Label)
			continue
		}
		inside.add(found.Label == s.Label)
		right, said := slices.Index(labels, s.Label), slices.Index(labels, found.Label)
		if right >= 0 && said >= 0 {
			p.labels.Add(right, said, found.Probability)
			p.answers = append(p.answers, answer{right: right, said: said, confidence: found.Probability})
		}
	}
	p.inside.part, p.inside.all = p.inside.part+inside.part, p.inside.all+inside.all
	p.shares = append(p.shares, inside.value())
	return nil
}

// recipe is the table of proofs.
func (r *report) recipe(out *strings.Builder) {
	if len(r.proofs) == 0 {
		return
	}
	out.WriteString("\n## Questions of one's own\n\nWhat `switchboard triage train` makes of open sets: a tenth of the texts here " +
		"is asked, a tenth validates, the\nothers are learned from, each time other ones. The spread is the least and the most " +
		"of the times. Out of scope counts as\nwrong inside; recall and precision are of the label that is looked for.\n\n" +
		"| set | texts | asked | right | spread | interval | out of scope found | interval | macro recall | macro F1 | interval | ECE | recall | interval | precision |\n" +
		"|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for i := range r.proofs {
		p := &r.proofs[i]
		outside := " | "
		if p.outside.all > 0 {
			outside = fmt.Sprintf("%.3f | %s", p.outside.value(), within(wilson(p.outside.part, p.outside.all)))
		}
		t := &p.labels
		fmt.Fprintf(out, "| %s | %d | %d | %.3f | %s | %s | %s | %.3f | %.3f | %s | %.3f | %s |\n", p.set, p.learned,
			p.inside.all+p.outside.all, p.inside.value(), within(slices.Min(p.shares), slices.Max(p.shares)),
			within(wilson(p.inside.part, p.inside.all)), outside, t.Macro(t.Recall), t.Macro(t.F1),
			within(interval(t.Labels, p.answers)), t.CalibrationError(), found(t))
	}
}

func within(low, high float64) string { return fmt.Sprintf("%.3f-%.3f", low, high) }
