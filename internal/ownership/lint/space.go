package lint

import (
	"cmp"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// space is everything a policy can tell apart: dimensions, each with as many classes of values as the policy names.
type space struct {
	dims       []dimension
	byName     map[string]int
	intents    togethers
	thresholds []float64 // every minimum confidence, ascending
}

// dimension is one fact. Class i is the value words[i]; one that stands for all others has no word.
type dimension struct {
	name  string
	words []string
	place map[string]int // class of each word
	all   bits
}

func (d *dimension) add(word string) {
	d.place[word] = len(d.words)
	d.words = append(d.words, word)
}

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
	for _, w := range conditions {
		s.learn(w)
	}
	for i := range s.dims {
		s.dims[i].all = full(len(s.dims[i].words))
	}
	return s
}

// full is every class of a dimension.
func (s *space) full(dim int) bits { return s.dims[dim].all }

// learn adds the values a condition names.
func (s *space) learn(w document.When) {
	s.open("network", stringsOf(w.Network))
	s.open("language", w.Language)
	s.open("segment", w.Segment)
	s.open("account", w.Account)
	s.open("brand", w.Brand)
	if own := togetherOf(w.Intent); len(w.Intent) > 0 && !slices.Contains(s.intents.surer(w.Intent), own.name) {
		s.intents = append(s.intents, own)
		s.closed(own.name, s.sureness(nil))
	}
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

// sureFrom is the classes of a confidence that reach a threshold, when other classes stand before them.
func (s *space) sureFrom(least float64, before int) bits {
	first := before
	if least > 0 {
		place, _ := slices.BinarySearch(s.thresholds, least)
		first += place + 1
	}
	return full(before + len(s.thresholds) + 1).without(full(first))
}

func (s *space) closed(name string, words []string) {
	if _, known := s.byName[name]; known {
		return
	}
	d := dimension{name: name, place: map[string]int{}}
	for _, word := range words {
		d.add(word)
	}
	s.byName[name] = len(s.dims)
	s.dims = append(s.dims, d)
}

// open adds values to a dimension that always has one more class, for all others.
func (s *space) open(name string, words []string) {
	if len(words) == 0 {
		return
	}
	s.closed(name, []string{""})
	d := &s.dims[s.byName[name]]
	for _, word := range words {
		if _, known := d.place[word]; !known {
			d.add(word)
		}
	}
}

func (s *space) truth(name string) { s.closed(name, []string{"no", "yes"}) }

// describe says what a box asks for, in the order of dimensions.
func (s *space) describe(b box) string {
	var parts []string
	for _, one := range b {
		if d := s.dims[one.dim]; !strings.HasPrefix(d.name, intentSure) {
			parts = append(parts, d.describe(one.words))
		}
	}
	slices.SortStableFunc(parts, func(a, b string) int { return cmp.Compare(strings.Count(a, " or "), strings.Count(b, " or ")) })
	return strings.Join(parts, ", ")
}

func (d dimension) describe(has bits) string {
	if flag, isFlag := strings.CutPrefix(d.name, "flag "); isFlag {
		if has.has(0) {
			return "not flagged " + flag
		}
		return "flagged " + flag
	}
	var words []string
	for i, word := range d.words {
		if has.has(i) {
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
