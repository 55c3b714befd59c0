package layer

import (
	"context"
	"fmt"
	"slices"

	"switchboard/internal/triage/linear"
)

// How many messages people have to have called read wrongly before a question is learned: over all networks, and of one
// network for a part of its own.
const (
	FewestShared  = 8
	FewestNetwork = 60
)

// School is what a layer is learned for.
type School struct {
	Base      string // the name of the models
	Recipe    linear.Recipe
	Questions []Question
	Networks  []string // those that may have a part of their own, in order
}

// Learn learns from the examples that are not held back, and judges by those that are. A question about which too little
// was said, or that is not read better than by the models alone, is left to the models. Where all are left to them,
// refused is what was learned of those about which enough was said, for its figures; nil when there was none. Learn is
// deterministic, and ends early with ctx's error.
func (s School) Learn(ctx context.Context, examples []Example) (l, refused *Layer, err error) {
	var taught, held []Example
	for _, e := range sorted(examples) {
		if e.held {
			held = append(held, e)
		} else {
			taught = append(taught, e)
		}
	}
	l = &Layer{Base: s.Base}
	left, err := s.part(ctx, l, "", taught, held)
	if err != nil {
		return nil, nil, err
	}
	for _, network := range s.Networks {
		if _, err := s.part(ctx, l, network, of(network, taught), of(network, held)); err != nil {
			return nil, nil, err
		}
	}
	if len(l.parts) == 0 && len(left) > 0 { // a network can be taught nothing that was not said over all of them
		refused, err = s.with(l, "", left)
	}
	return l, refused, err
}

func of(network string, all []Example) []Example {
	return slices.DeleteFunc(slices.Clone(all), func(e Example) bool { return e.Network != network })
}

// part adds what can be learned from the examples of one network, or of all, on top of what the layer has. Left is what was
// learned besides and reads no better.
func (s School) part(ctx context.Context, l *Layer, network string, taught, held []Example) (left []lesson, err error) {
	fewest := FewestShared
	if network != "" {
		fewest = FewestNetwork
	}
	var lessons []lesson
	read := placed(taught)
	for at := range s.Questions {
		if len(s.Questions[at].Labels) < 2 || wrong(taught, at) < fewest {
			continue
		}
		one, err := s.question(ctx, l, at, taught, read)
		if err != nil {
			return nil, err
		}
		with, err := s.with(l, network, []lesson{one})
		if err != nil {
			return nil, err
		}
		if d := s.compare(at, held, l, with); d.clearlyBetter() {
			lessons = append(lessons, one)
		} else {
			left = append(left, one)
		}
	}
	with, err := s.with(l, network, lessons)
	if err == nil {
		*l = *with
	}
	return left, err
}

// with is the layer with one more part, if there is anything in it.
func (s School) with(l *Layer, network string, lessons []lesson) (*Layer, error) {
	out := &Layer{Base: l.Base, parts: slices.Clone(l.parts)}
	if len(lessons) == 0 {
		return out, nil
	}
	p := part{network: network}
	var learned []linear.Learned
	for _, one := range lessons {
		p.heads, learned = append(p.heads, one.head), append(learned, one.words)
	}
	var err error
	if p.model, err = linear.Build("layer", Recipe(s.Recipe), learned, mostRows); err != nil {
		return nil, fmt.Errorf("learn a layer: %w", err)
	}
	out.parts = append(out.parts, p)
	return out, nil
}

func wrong(examples []Example, question int) (n int) {
	for i := range examples {
		if examples[i].Words[question].Wrong {
			n++
		}
	}
	return n
}

// lesson is what was learned about one question.
type lesson struct {
	head  head
	words linear.Learned
}

// question learns one question on top of the layer as it is.
func (s School) question(ctx context.Context, l *Layer, at int, taught []Example, read texts) (lesson, error) {
	q := &s.Questions[at]
	g := s.regression(l, at, taught, read)
	parameters, err := g.learn(ctx)
	if err != nil {
		return lesson{}, err
	}
	h := head{name: q.Name, scale: float64(float32(parameters[0]))}
	out := linear.Learned{Head: linear.Head{Name: q.Name, Labels: q.Labels, Slope: 1}, Buckets: read.buckets}
	words, favoured := g.words(parameters), g.favoured(len(q.Labels))
	for c := range g.columns {
		column := g.column(parameters, c)
		out.Head.Bias = append(out.Head.Bias, float32(column[0]-favoured[c]))
		inputs := make([]float32, g.inputs)
		for k := range inputs {
			inputs[k] = float32(column[1+k])
		}
		h.inputs = append(h.inputs, inputs)
		weights := make([]float32, len(read.buckets))
		for place := range weights {
			weights[place] = float32(words[place*g.columns+c])
		}
		out.Weights = append(out.Weights, weights)
	}
	return lesson{h, out}, nil
}

// regression puts the examples as one question sees them.
func (s School) regression(l *Layer, at int, taught []Example, read texts) *regression {
	q := &s.Questions[at]
	g := &regression{columns: q.columns(), places: len(read.buckets)}
	for i := range taught {
		e := &taught[i]
		if e.Words[at].Weight == 0 {
			continue
		}
		x := instance{right: e.Words[at].Label, weight: e.Words[at].Weight, text: read.of[i],
			inputs: inputsOf(s.Questions, e.Chances), before: scoresOf(q, l.of(s.Questions, e)[at])}
		g.inputs = len(x.inputs)
		g.cases = append(g.cases, x)
	}
	return g
}

// Chances are those of an example as a layer sees them, one list for each question.
func (s School) Chances(l *Layer, e *Example) [][]float64 { return l.of(s.Questions, e) }

// of are the chances of an example as the layer sees them.
func (l *Layer) of(questions []Question, e *Example) [][]float64 {
	if l == nil || len(l.parts) == 0 {
		return e.Chances
	}
	return l.apply(questions, e.Chances, e.Network, func(m *linear.Model) []float64 {
		return m.SumsOf(e.text.buckets, e.text.values)
	})
}
