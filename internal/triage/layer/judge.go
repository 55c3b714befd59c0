package layer

import "math"

// Measure is how one question is read on messages that were held back: people said what is right of them, or let it
// stand, and no layer learned from them.
type Measure struct {
	Head    string `json:"head"`
	Held    int    `json:"held" doc:"Messages held back that something is known of"`
	Shipped int    `json:"shipped" doc:"Of those, read rightly by the built-in models alone"`
	Before  int    `json:"before" doc:"Read rightly by what was in use"`
	After   int    `json:"after" doc:"Read rightly by what was learned"`
	Broken  int    `json:"broken" doc:"Read rightly before and wrongly after"`
	Wrong   int    `json:"wrong" doc:"How often people said that it was wrong, among all messages"`
	Right   int    `json:"right" doc:"How often they said that it was right"`
	Stood   int    `json:"stood" doc:"How often they let it stand"`
	Taught  bool   `json:"taught" doc:"It is answered otherwise than by the built-in models"`
}

// Ruling is what the held-back check says of a layer.
type Ruling string

// Rulings.
const (
	Better    Ruling = "better"     // it is taken into use
	NotBetter Ruling = "not_better" // in sum no better than what is in force
	Worse     Ruling = "worse"      // some question is read worse than by what is in force, beyond chance
)

// Rulings lists all of them.
func Rulings() []Ruling { return []Ruling{Better, NotBetter, Worse} }

// beyond is how many standard errors of a difference count as more than chance, and fewest how many messages, by weight:
// one alone proves nothing.
const (
	beyond   = 1.0
	fewest   = 1.5
	rounding = 1e-9 // what sums of weights may be off
)

// difference is how two readings of the same messages differ. What somebody said counts for more than what they let stand.
type difference struct {
	fixed, broken int     // messages
	gain, squares float64 // by weight
}

func (d *difference) add(e difference) {
	d.fixed, d.broken, d.gain, d.squares = d.fixed+e.fixed, d.broken+e.broken, d.gain+e.gain, d.squares+e.squares
}

func (d *difference) clearlyBetter() bool { return d.gain >= fewest && d.gain >= d.noise() }
func (d *difference) clearlyWorse() bool  { return -d.gain >= fewest && -d.gain >= d.noise() }

// noise is what a difference through chance alone comes to: only messages read differently tell (McNemar, "Note on the
// sampling error of the difference between correlated proportions", 1947).
func (d *difference) noise() float64 { return beyond * math.Sqrt(d.squares) }

// compare counts what one layer reads otherwise than another.
func (s School) compare(at int, held []Example, before, after *Layer) (d difference) {
	for i := range held {
		e := &held[i]
		weight := e.Words[at].Weight
		was, is := s.right(at, e, before), s.right(at, e, after)
		if weight == 0 || was == is {
			continue
		}
		d.squares += weight * weight
		if is {
			d.fixed++
			d.gain += weight
		} else {
			d.broken++
			d.gain -= weight
		}
	}
	return d
}

// right reports whether a layer reads a message as people did.
func (s School) right(at int, e *Example, l *Layer) bool {
	return s.Questions[at].Say(l.of(s.Questions, e)[at]) == e.Words[at].Label
}

// Judge compares a layer with the one in force, nil for none, on the messages held back. A layer is better when no
// question is read worse beyond chance and all together are read rightly more often; renew takes one that is as good,
// which is asked for when something that the one in force learned from is gone.
func (s School) Judge(examples []Example, inForce, next *Layer, renew bool) (Ruling, []Measure) {
	measures := make([]Measure, 0, len(s.Questions))
	var sum difference
	worse := false
	taught := next.taught()
	if inForce != nil && inForce.Base != s.Base {
		inForce = nil // it says nothing on these models
	}
	for at := range s.Questions {
		m, d := s.measure(at, examples, inForce, next)
		m.Taught = taught[m.Head]
		sum.add(d)
		worse = worse || d.clearlyWorse()
		if m.Held > 0 || m.Wrong > 0 {
			measures = append(measures, m)
		}
	}
	switch {
	case worse:
		return Worse, measures
	case sum.gain > rounding, renew && sum.gain > -rounding:
		return Better, measures
	}
	return NotBetter, measures
}

func (s School) measure(at int, examples []Example, inForce, next *Layer) (Measure, difference) {
	m := Measure{Head: s.Questions[at].Name}
	var held []Example
	for i := range examples {
		e := &examples[i]
		switch w := e.Words[at]; {
		case w.Weight == 0:
			continue
		case w.Wrong:
			m.Wrong++
		case w.Weight == 1:
			m.Right++
		default:
			m.Stood++
		}
		if e.held {
			held = append(held, *e)
		}
	}
	m.Held = len(held)
	d := s.compare(at, held, inForce, next)
	for i := range held {
		m.Shipped += count(s.right(at, &held[i], nil))
		m.Before += count(s.right(at, &held[i], inForce))
	}
	m.After, m.Broken = m.Before+d.fixed-d.broken, d.broken
	return m, d
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// taught are the questions that some part of the layer answers.
func (l *Layer) taught() map[string]bool {
	out := map[string]bool{}
	for i := range l.parts {
		for k := range l.parts[i].heads {
			out[l.parts[i].heads[k].name] = true
		}
	}
	return out
}
