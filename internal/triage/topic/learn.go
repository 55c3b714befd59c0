package topic

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"

	"switchboard"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/spelling"
)

// Said is a message that a person put into a topic, or took out of it.
type Said struct {
	Topic    switchboard.TopicKey
	Text     string
	Language string // what it reads as
	Yes      bool
}

// Text is a message nobody said anything of.
type Text struct {
	Text     string
	Language string
}

// Lesson is what there is to learn from.
type Lesson struct {
	Topics []switchboard.Topic
	Said   []Said
	Others []Text // some of the company's messages; those that words find do not speak against a topic
}

// Bounds of learning one topic.
const (
	fewestYes  = 12
	fewestNo   = 20 // of those taken out, those of other topics, and other messages
	mostYes    = 600
	mostNo     = 1200
	folds      = 5
	mostWeight = 1500 // buckets kept
	longest    = 2000 // bytes of a text
	restsFrom  = 5    // times a term was wrong
	restsShare = 0.75 // and the share of those who said something of it
)

// Learn looks at every topic of a lesson on its own. What it gives depends on the lesson alone, not on its order. It ends
// early, with the context's error, when the context does.
func Learn(ctx context.Context, l Lesson) ([]Model, error) {
	words, err := NewReader(l.Topics)
	if err != nil {
		return nil, err
	}
	class := classroom{words: words, said: map[switchboard.TopicKey][]Said{}, vectors: map[string]vector{}}
	for _, s := range l.Said {
		class.said[s.Topic] = append(class.said[s.Topic], s)
	}
	for _, t := range words.topics {
		for _, example := range t.Examples {
			class.examples = append(class.examples, Said{t.Key, example, "", true})
		}
	}
	class.others = distinct(l.Others)
	for _, other := range class.others {
		class.about = append(class.about, words.Find(other.Text, other.Language))
	}
	var models []Model
	for _, t := range words.topics {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		models = append(models, class.learn(t))
	}
	return models, nil
}

func distinct(texts []Text) []Text {
	out := slices.Clone(texts)
	slices.SortFunc(out, func(a, b Text) int {
		return cmp.Or(cmp.Compare(hashOf(a.Text), hashOf(b.Text)), cmp.Compare(a.Text, b.Text))
	})
	return slices.CompactFunc(out, func(a, b Text) bool { return a.Text == b.Text })
}

func hashOf(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash takes everything
	return h.Sum64()
}

// classroom is what all topics of a lesson share.
type classroom struct {
	words    *Reader
	said     map[switchboard.TopicKey][]Said
	examples []Said
	others   []Text
	about    [][]switchboard.TopicFinding // of others, by words
	vectors  map[string]vector
}

// sample is a text with what is so of it.
type sample struct {
	vector
	text string
	fold int
	yes  bool
}

func (c *classroom) learn(t switchboard.Topic) Model {
	m := Model{Topic: t.Key, Resting: c.resting(t)}
	yes, no := c.spoken(t.Key)
	others := c.silent(t.Key)
	m.Figures = Figures{Yes: len(yes), No: len(no), Others: len(others), State: TooFew}
	yes, no = first(yes, mostYes), first(append(first(no, mostNo), first(others, max(0, mostNo-len(no)))...), mostNo)
	if len(yes) < fewestYes || len(no) < fewestNo {
		return m
	}
	samples := c.samples(yes, no)
	held, ok := heldBack(samples)
	m.Figures.Precision, m.Figures.Recall, m.Figures.State = held.precision, held.recall, NotSure
	if !ok {
		return m
	}
	m.Figures.State = Confident
	m.Slope, m.Offset, m.Threshold = held.slope, held.offset, held.threshold
	line := fit(samples, -1)
	m.Bias, m.Weights = line.bias, line.heaviest(mostWeight)
	return m
}

func first[T any](list []T, n int) []T { return slices.Clip(list[:min(n, len(list))]) }

// spoken are the texts of which it was said whether they are about a topic; the last word on a text counts. Examples of
// one topic speak against no other: a message may be about several.
func (c *classroom) spoken(key switchboard.TopicKey) (yes, no []string) {
	truth := map[string]bool{}
	for _, s := range c.examples {
		if s.Topic == key {
			truth[s.Text] = true
		}
	}
	for _, s := range c.said[key] {
		truth[s.Text] = s.Yes
	}
	for text, is := range truth {
		if is {
			yes = append(yes, text)
		} else {
			no = append(no, text)
		}
	}
	byHash := func(a, b string) int { return cmp.Or(cmp.Compare(hashOf(a), hashOf(b)), cmp.Compare(a, b)) }
	slices.SortFunc(yes, byHash)
	slices.SortFunc(no, byHash)
	return yes, no
}

// silent are other messages that words do not find to be about a topic.
func (c *classroom) silent(key switchboard.TopicKey) (out []string) {
	said := map[string]bool{}
	for _, s := range c.said[key] {
		said[s.Text] = true
	}
	for i, other := range c.others {
		found := slices.ContainsFunc(c.about[i], func(f switchboard.TopicFinding) bool { return f.Topic == key })
		if !found && !said[other.Text] {
			out = append(out, other.Text)
		}
	}
	return out
}

func (c *classroom) samples(yes, no []string) (out []sample) {
	for _, text := range yes {
		out = append(out, sample{c.vector(text), text, int(hashOf(text) % folds), true})
	}
	for _, text := range no {
		out = append(out, sample{c.vector(text), text, int(hashOf(text) % folds), false})
	}
	slices.SortFunc(out, func(a, b sample) int {
		return cmp.Or(cmp.Compare(hashOf(a.text), hashOf(b.text)), cmp.Compare(a.text, b.text))
	})
	return out
}

func (c *classroom) vector(text string) vector {
	v, ok := c.vectors[text]
	if !ok {
		v.buckets, v.values = linear.Read(spelling.Cut(text, longest), readAs()).Vector(readAs())
		c.vectors[text] = v
	}
	return v
}

// resting are the terms of a topic by which people found messages in it that do not belong there, time and again.
func (c *classroom) resting(t switchboard.Topic) (out []RestingTerm) {
	type name struct{ term, language string }
	counted := map[name]RestingTerm{}
	for _, s := range c.said[t.Key] {
		for _, found := range c.words.termsIn(s.Text, s.Language, t.Key) {
			n := name{found.written, found.language}
			r := counted[n]
			r.Term, r.Language = n.term, n.language
			if s.Yes {
				r.Right++
			} else {
				r.Wrong++
			}
			counted[n] = r
		}
	}
	for _, r := range counted {
		if r.Wrong >= restsFrom && float64(r.Wrong) >= restsShare*float64(r.Wrong+r.Right) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b RestingTerm) int {
		return cmp.Or(cmp.Compare(a.Term, b.Term), cmp.Compare(a.Language, b.Language))
	})
	return out
}

// termsIn are the terms by which a text would be found to be about a topic.
func (r *Reader) termsIn(text, language string, key switchboard.TopicKey) (out []term) {
	room := r.scratch.Get().(*reading)
	defer r.scratch.Put(room)
	r.read(room, spelling.Cut(text, MaxRead), language)
	for _, h := range room.hits {
		if t := r.terms[h.term]; !t.except && r.topics[t.topic].Key == key {
			out = append(out, t)
		}
	}
	return out
}
