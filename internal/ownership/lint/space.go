package lint

import (
	"cmp"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// space is everything a policy can tell apart: dimensions, each with up to 64 classes of values.
type space struct {
	dims       []dimension
	byName     map[string]int
	thresholds []float64 // every minimum confidence, ascending
}

// dimension is one fact. Class i is the value words[i]; one that stands for all others has no word.
type dimension struct {
	name  string
	words []string
}

// maxClasses is how many values of one fact are told apart; the rest share the last class.
const maxClasses = 64

// box is a set of classes of every dimension: all facts whose class is in each of them.
type box []uint64

// newSpace collects what a policy's conditions name.
func newSpace(doc *document.Document) *space {
	s := &space{byName: map[string]int{}}
	rules := slices.Concat(doc.Guard, doc.Continuity, doc.CarveOut, doc.Topic, doc.Channel)
	conditions := make([]document.When, 0, len(rules))
	for _, rule := range rules {
		conditions = append(conditions, rule.When)
		if rule.When.MinConfidence > 0 && !slices.Contains(s.thresholds, rule.When.MinConfidence) {
			s.thresholds = append(s.thresholds, rule.When.MinConfidence)
		}
		conditions = append(conditions, rule.When.Any...)
	}
	slices.Sort(s.thresholds)
	s.closed("intent", stringsOf(switchboard.Intents()))
	s.closed("purpose", stringsOf(switchboard.Purposes()))
	s.closed("visibility", []string{string(switchboard.Public), string(switchboard.Private)})
	s.closed("sentiment", stringsOf(switchboard.Sentiments()))
	s.closed("urgency", stringsOf(switchboard.Urgencies()))
	s.closed("intent_confidence", s.sureness(nil))
	for _, w := range conditions {
		s.learn(w)
	}
	return s
}

// learn adds the values a condition names.
func (s *space) learn(w document.When) {
	s.open("network", stringsOf(w.Network))
	s.open("language", w.Language)
	s.open("segment", w.Segment)
	s.open("account", w.Account)
	s.open("brand", w.Brand)
	for _, flag := range w.Flag {
		s.closed("flag "+string(flag), s.sureness([]string{"not"}))
	}
	for _, topic := range w.Topic {
		s.truth("topic " + topic)
	}
	for _, key := range slices.Concat(w.During, w.Outside) {
		s.truth("hours of " + key)
	}
	for name, asked := range map[string]*bool{"known": w.Known, "open_conversation": w.OpenConversation, "opted_out": w.OptedOut} {
		if asked != nil {
			s.truth(name)
		}
	}
	if w.Expert != "" {
		s.truth("expert " + w.Expert)
	}
}

// sureness is the classes of a confidence: one below each threshold and one above them all.
func (s *space) sureness(before []string) []string {
	out := slices.Clone(before)
	for range len(s.thresholds) + 1 {
		out = append(out, "sure")
	}
	return out
}

// sureFrom is the classes of a confidence that reach a threshold.
func (s *space) sureFrom(least float64) uint64 {
	place, _ := slices.BinarySearch(s.thresholds, least)
	if least <= 0 {
		return full(len(s.thresholds) + 1)
	}
	return full(len(s.thresholds)+1) &^ full(place+1)
}

func full(classes int) uint64 {
	if classes >= maxClasses {
		return ^uint64(0)
	}
	return 1<<classes - 1
}

func (s *space) closed(name string, words []string) {
	if _, known := s.byName[name]; known {
		return
	}
	s.byName[name] = len(s.dims)
	s.dims = append(s.dims, dimension{name, words})
}

// open adds values to a dimension that always has one more class, for all others.
func (s *space) open(name string, words []string) {
	if len(words) == 0 {
		return
	}
	s.closed(name, []string{""})
	d := &s.dims[s.byName[name]]
	for _, word := range words {
		if !slices.Contains(d.words, word) && len(d.words) < maxClasses {
			d.words = append(d.words, word)
		}
	}
}

func (s *space) truth(name string) { s.closed(name, []string{"no", "yes"}) }

// everything is the box of all facts.
func (s *space) everything() box {
	b := make(box, len(s.dims))
	for i, d := range s.dims {
		b[i] = full(len(d.words))
	}
	return b
}

// narrow leaves in each box only those of the words.
func (s *space) narrow(boxes []box, name string, words []string) []box {
	if len(words) == 0 {
		return boxes
	}
	at, known := s.byName[name]
	if !known {
		return boxes
	}
	var mask uint64
	for _, word := range words {
		if place := slices.Index(s.dims[at].words, word); place >= 0 {
			mask |= 1 << place
		} else {
			mask |= 1 // a value beyond what is told apart
		}
	}
	return masked(boxes, at, mask)
}

func masked(boxes []box, at int, mask uint64) []box {
	out := make([]box, 0, len(boxes))
	for _, b := range boxes {
		if b[at]&mask == 0 {
			continue
		}
		c := slices.Clone(b)
		c[at] &= mask
		out = append(out, c)
	}
	return out
}

// eachOf is the union over several ways to narrow.
func eachOf[T any](boxes []box, list []T, narrow func([]box, T) []box) []box {
	if len(list) == 0 {
		return boxes
	}
	var out []box
	for _, one := range list {
		out = append(out, narrow(boxes, one)...)
	}
	return out
}

// of is what a condition matches.
func (s *space) of(w document.When) []box { return s.within([]box{s.everything()}, w, w.MinConfidence) }

func (s *space) within(boxes []box, w document.When, least float64) []box {
	boxes = s.narrow(boxes, "intent", stringsOf(w.Intent))
	if len(w.Intent) > 0 && least > 0 {
		boxes = masked(boxes, s.byName["intent_confidence"], s.sureFrom(least))
	}
	boxes = eachOf(boxes, w.Flag, func(b []box, flag switchboard.Flag) []box {
		return masked(b, s.byName["flag "+string(flag)], s.sureFrom(least)<<1)
	})
	for name, words := range map[string][]string{"network": stringsOf(w.Network), "purpose": stringsOf(w.Purpose),
		"visibility": stringsOf(w.Visibility), "language": w.Language, "sentiment": stringsOf(w.Sentiment),
		"urgency": stringsOf(w.Urgency), "segment": w.Segment, "account": w.Account, "brand": w.Brand} {
		boxes = s.narrow(boxes, name, words)
	}
	boxes = eachOf(boxes, w.Topic, func(b []box, topic string) []box { return s.is(b, "topic "+topic, true) })
	boxes = eachOf(boxes, w.During, func(b []box, key string) []box { return s.is(b, "hours of "+key, true) })
	for _, key := range w.Outside {
		boxes = s.is(boxes, "hours of "+key, false)
	}
	for name, asked := range map[string]*bool{"known": w.Known, "open_conversation": w.OpenConversation, "opted_out": w.OptedOut} {
		if asked != nil {
			boxes = s.is(boxes, name, *asked)
		}
	}
	if w.Expert != "" {
		boxes = s.is(boxes, "expert "+w.Expert, true)
	}
	return eachOf(boxes, w.Any, func(b []box, one document.When) []box { return s.within(b, one, least) })
}

func (s *space) is(boxes []box, name string, yes bool) []box {
	if yes {
		return masked(boxes, s.byName[name], 2)
	}
	return masked(boxes, s.byName[name], 1)
}

// describe says what a box has that not every fact has, in the order of dimensions.
func (s *space) describe(b box) string {
	var parts []string
	for i, d := range s.dims {
		if b[i] == full(len(d.words)) || strings.HasPrefix(d.name, "intent_confidence") {
			continue
		}
		parts = append(parts, d.describe(b[i]))
	}
	slices.SortStableFunc(parts, func(a, b string) int { return cmp.Compare(strings.Count(a, " or "), strings.Count(b, " or ")) })
	return strings.Join(parts, ", ")
}

func (d dimension) describe(mask uint64) string {
	if flag, isFlag := strings.CutPrefix(d.name, "flag "); isFlag {
		if mask == 1 {
			return "not flagged " + flag
		}
		return "flagged " + flag
	}
	var words []string
	for i, word := range d.words {
		if mask&(1<<i) != 0 {
			words = append(words, orOther(word))
		}
	}
	return d.name + " " + strings.Join(words, " or ")
}

func orOther(word string) string {
	if word == "" {
		return "any other"
	}
	return word
}

func stringsOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, value := range list {
		out[i] = string(value)
	}
	return out
}
