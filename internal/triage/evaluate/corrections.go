package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/corpus"
	"switchboard/internal/triage/layer"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/train"
)

// How corrections come in what is measured here: people look at one message after the other, correct so many of those that
// were read wrongly, and let the others stand.
const (
	noticed = 0.8
	stood   = 0.6 // what a finding counts that was let stand, as in internal/learning
	repeats = 5   // companies, each of which sees the messages in another order
)

// amounts of corrections that are measured.
func amounts() []int { return []int{0, 50, 100, 200, 400} }

// school is a set as a company's own messages, one head of which its people correct.
type school struct {
	head    switchboard.Head
	set     string
	labels  []string
	reader  *triage.Company
	layers  layer.School
	at      int // the head among the questions
	learn   []message
	measure []message // by people none of whose messages are learned from
}

type message struct {
	text    string
	right   int
	example layer.Example
}

// gain is what so many corrections bring.
type gain struct {
	corrections, looked int       // looked at: the mean
	f1                  []float64 // by company
	accuracy, error     float64   // error: of calibration
	taken               int       // companies whose held-back check took what was learned
	domain              float64   // of models that learned from as many right labels of the same messages, and nothing else
}

// lessons is the course of one set.
type lessons struct {
	head  switchboard.Head
	set   string
	texts int
	gains []gain
	whole float64 // of a model that learned from the right labels of all messages
	all   int     // how many those are
}

// corrected measures what corrections bring on sets that no model learned from.
func corrected(data fs.FS) ([]lessons, error) {
	var out []lessons
	for _, s := range []set{
		{"airline-sentiment", "train", switchboard.HeadSentiment, sentiments(), same},
		{"complaints", "train", switchboard.Head(switchboard.FlagComplaint), yesNo(), is("complaint")},
	} {
		rows, err := corpus.Rows(data, s.name, s.part)
		if err != nil {
			return nil, err
		}
		one, err := newSchool(s, rows).teach()
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

func newSchool(s set, rows []corpus.Row) *school {
	c := triage.NewCompany()
	out := &school{head: s.head, set: s.name, labels: s.labels, reader: c, layers: c.School(nil)}
	out.at = slices.IndexFunc(out.layers.Questions, func(q layer.Question) bool { return q.Name == string(s.head) })
	for i := range rows {
		right := slices.Index(s.labels, s.right(rows[i].One()))
		e, ok := c.Example(triage.Input{ID: strconv.Itoa(i), Text: rows[i].Text}, nil)
		if right < 0 || !ok {
			continue
		}
		if m := (message{rows[i].Text, right, e}); apart(&rows[i]) {
			out.measure = append(out.measure, m)
		} else {
			out.learn = append(out.learn, m)
		}
	}
	return out
}

// apart puts a quarter of the people, where the set names them, on the measuring side.
func apart(r *corpus.Row) bool {
	h := fnv.New32a()
	key := r.Author
	if key == "" {
		key = r.Text
	}
	_, _ = h.Write([]byte(key)) // never fails
	return h.Sum32()>>8%4 == 0
}

func (s *school) teach() (out lessons, err error) {
	out = lessons{head: s.head, set: s.set, texts: len(s.measure), all: len(s.learn)}
	for _, n := range amounts() {
		g, err := s.gain(n)
		if err != nil {
			return out, err
		}
		out.gains = append(out.gains, g)
	}
	out.whole, err = s.domain(s.learn)
	return out, err
}

// gain lets each company make so many corrections.
func (s *school) gain(n int) (g gain, err error) {
	g.corrections = n
	for seed := range uint64(repeats) {
		order := slices.Clone(s.learn)
		random := rand.New(rand.NewPCG(seed, 7))
		random.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		taught := s.correct(order, n, random)
		l, _, err := s.layers.Learn(context.Background(), taught)
		if err != nil {
			return g, err
		}
		if ruling, _ := s.layers.Judge(taught, nil, l, false); ruling == layer.Better {
			g.taken++
		} else {
			l = &layer.Layer{Base: s.layers.Base}
		}
		t := s.examine(func(m *message) (int, float64) {
			chances := s.layers.Chances(l, &m.example)[s.at]
			said := s.layers.Questions[s.at].Say(chances)
			return said, chances[said]
		})
		g.f1, g.accuracy, g.looked = append(g.f1, t.Macro(t.F1)), g.accuracy+t.Accuracy()/repeats, g.looked+len(taught)/repeats
		g.error += t.CalibrationError() / repeats
		if n > 0 && seed < 2 {
			f1, err := s.domain(order[:n])
			if err != nil {
				return g, err
			}
			g.domain += f1 / 2
		}
	}
	return g, nil
}

// correct goes through messages until enough of them were corrected.
func (s *school) correct(order []message, n int, random *rand.Rand) (taught []layer.Example) {
	for i, done := 0, 0; i < len(order) && done < n; i++ {
		m := &order[i]
		e := m.example
		e.Words = make([]layer.Word, len(s.layers.Questions))
		said := s.layers.Questions[s.at].Say(e.Chances[s.at])
		e.Words[s.at] = layer.Word{Label: said, Weight: stood}
		if said != m.right && random.Float64() < noticed {
			e.Words[s.at] = layer.Word{Label: m.right, Weight: 1, Wrong: true}
			done++
		}
		taught = append(taught, e)
	}
	return taught
}

func (s *school) examine(answer func(m *message) (said int, sure float64)) train.Tally {
	t := train.NewTally(s.labels)
	for i := range s.measure {
		said, sure := answer(&s.measure[i])
		t.Add(s.measure[i].right, said, sure)
	}
	return t
}

// domain is the macro F1 of a model that knows nothing but the right labels of these messages.
func (s *school) domain(messages []message) (float64, error) {
	samples := make([]train.Sample, len(messages))
	for i, m := range messages {
		samples[i] = train.Sample{Text: m.text, Label: s.labels[m.right]}
	}
	recipe := linear.Shipped()
	learned, err := train.Head(context.Background(), samples, train.NewVectors(samples, recipe, nil), train.Settings{Name: "domain",
		Labels: s.labels, Cost: 0.2, Balance: 0.7, Folds: 4, Seed: 1})
	if err != nil {
		return 0, err
	}
	m, err := linear.Build("domain", recipe, []linear.Learned{learned.Learned}, 1<<recipe.Bits)
	if err != nil {
		return 0, err
	}
	t := s.examine(func(asked *message) (int, float64) {
		found := m.Answer(linear.Read(asked.text, recipe))[0]
		return slices.Index(s.labels, found.Label), found.Probability
	})
	return t.Macro(t.F1), nil
}

// corrections is the section about it.
func (r *report) corrections(out *strings.Builder) {
	if len(r.lessons) == 0 {
		return
	}
	fmt.Fprintf(out, "\n## What corrections bring\n\nAs a company's people would correct them: they look at one message after "+
		"the other and correct %.0f in a hundred of those that are\nread wrongly; what they let stand counts for %.1f. A "+
		"quarter of what is known is held back for the check. Means of %d companies, lowest and highest\nbeside them; "+
		"measured on messages of people none of whose messages were learned from. *As many labels* is a model that learned "+
		"from nothing\nbut the right labels of as many of the same messages; the last line of a set is one that learned from all. How strongly a layer is pulled\n"+
		"and how strict the check is were chosen by looking at other draws from these sets, so these figures are a little kinder than a company's own.\n\n"+
		"| head | set | texts | corrections | looked at | macro F1 | lowest-highest | accuracy | calibration error | taken | as many labels | of the gap |\n"+
		"|---|---|---|---|---|---|---|---|---|---|---|---|\n", 100*noticed, stood, repeats)
	for _, l := range r.lessons {
		before := mean(l.gains[0].f1)
		for _, g := range l.gains {
			now := mean(g.f1)
			if g.corrections == 0 {
				fmt.Fprintf(out, "| %s | %s | %d | 0 | 0 | %.3f | | %.3f | %.3f | | | 0 %% |\n", l.head, l.set, l.texts, now, g.accuracy, g.error)
				continue
			}
			fmt.Fprintf(out, "| %s | %s | %d | %d | %d | %.3f | %.3f-%.3f | %.3f | %.3f | %d of %d | %.3f | %.0f %% |\n", l.head, l.set, l.texts,
				g.corrections, g.looked, now, slices.Min(g.f1), slices.Max(g.f1), g.accuracy, g.error, g.taken, repeats, g.domain,
				100*(now-before)/(l.whole-before))
		}
		fmt.Fprintf(out, "| %s | %s | %d | | %d | %.3f | | | | | | 100 %% |\n", l.head, l.set, l.texts, l.all, l.whole)
	}
}

func mean(all []float64) (m float64) {
	for _, v := range all {
		m += v / float64(len(all))
	}
	return m
}
