package lint

import (
	"slices"
	"strconv"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// of is what a condition matches. ok is false when that is more than may be looked at.
func (w *work) of(when document.When) (boxes []box, ok bool) {
	boxes = w.within([]box{{}}, when, when.MinConfidence)
	return boxes, !w.out()
}

// within is what of boxes a condition matches. It is of no use once the work is out.
func (w *work) within(boxes []box, when document.When, least float64) []box {
	for _, one := range asksOf(when) {
		boxes = w.narrow(boxes, one.name, w.space.classes(one))
	}
	if len(when.Intent) > 0 && least > 0 {
		for _, name := range w.space.intents.surer(when.Intent) {
			boxes = w.narrow(boxes, name, w.space.sureFrom(least, 0))
		}
	}
	boxes = eachOf(w, boxes, when.Flag, func(b []box, flag switchboard.Flag) []box {
		return w.narrow(b, "flag "+string(flag), w.space.sureFrom(least, 1))
	})
	boxes = eachOf(w, boxes, when.Topic, func(b []box, topic string) []box { return w.narrow(b, "topic "+topic, yes) })
	boxes = eachOf(w, boxes, when.During, func(b []box, key string) []box { return w.narrow(b, "hours of "+key, yes) })
	for _, key := range when.Outside {
		boxes = w.narrow(boxes, "hours of "+key, no)
	}
	return eachOf(w, boxes, when.Any, func(b []box, one document.When) []box { return w.within(b, one, least) })
}

// The classes of a fact that is true or false.
var no, yes = bit(0), bit(1)

// ask is a fact and the values one of which it must have.
type ask struct {
	name  string
	words []string
}

// asksOf lists the facts of which a condition names values, always in the same order, so that the same text costs the same.
func asksOf(w document.When) []ask {
	all := []ask{{"intent", stringsOf(w.Intent)}, {"network", stringsOf(w.Network)}, {"purpose", stringsOf(w.Purpose)},
		{"visibility", stringsOf(w.Visibility)}, {"language", w.Language}, {"sentiment", stringsOf(w.Sentiment)},
		{"urgency", stringsOf(w.Urgency)}, {"segment", w.Segment}, {"account", w.Account}, {"brand", w.Brand},
		{"known", truthOf(w.Known)}, {"open_conversation", truthOf(w.OpenConversation)}, {"opted_out", truthOf(w.OptedOut)}}
	if w.Expert != "" {
		all = append(all, ask{"expert " + w.Expert, []string{"yes"}})
	}
	return slices.DeleteFunc(all, func(a ask) bool { return len(a.words) == 0 })
}

func truthOf(asked *bool) []string {
	if asked == nil {
		return nil
	}
	return []string{map[bool]string{true: "yes", false: "no"}[*asked]}
}

// classes is the classes of the words that are asked for. Every word of a policy has one.
func (s *space) classes(a ask) bits {
	d := s.dims[s.byName[a.name]]
	out := make(bits, len(d.all))
	for _, word := range a.words {
		place := d.place[word]
		out[place/wordSize] |= 1 << (place % wordSize)
	}
	return out
}

// narrow leaves in each box only some classes of a fact.
func (w *work) narrow(boxes []box, name string, words bits) []box {
	dim, known := w.space.byName[name]
	if !known {
		panic("lint: no dimension " + strconv.Quote(name))
	}
	out := make([]box, 0, len(boxes))
	w.spend(len(words))
	for _, b := range boxes {
		if w.out() {
			return nil
		}
		if c, ok := b.narrowed(dim, words); ok {
			w.keep(c)
			out = append(out, c)
		}
	}
	return out
}

// eachOf is the union over several ways to narrow.
func eachOf[T any](w *work, boxes []box, list []T, narrow func([]box, T) []box) []box {
	if len(list) == 0 {
		return boxes
	}
	var out []box
	for _, one := range list {
		if w.out() || len(out) > maxHeld {
			w.giveUp()
			return nil
		}
		out = append(out, narrow(boxes, one)...)
	}
	return out
}
