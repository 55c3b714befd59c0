package topic

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"switchboard"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/spelling"
)

// Bounds of reading.
const (
	// MaxRead is how much of a text is looked at, in bytes.
	MaxRead = 8 << 10
	// places is how many occurrences of one piece of text count; the first ones do.
	places = 32
	// shown is how many terms a finding names as its evidence.
	shown = 5
)

// Confidences of a finding by words. They rise with the number of different terms and are an ordering, not measured.
const (
	oneWord   = 0.7
	onePhrase = 0.8
	byWords   = 0.95
)

// term is a term of a topic, ready to be found.
type term struct {
	topic    int
	written  string
	language string // AnyLanguage, or the one it counts in
	except   bool
	parts    []part
	pieces   []int32 // for each part its text among the patterns
	phrase   bool    // more than one word
}

// Reader knows a list of topics. It is safe for several goroutines. The nil Reader finds nothing.
type Reader struct {
	topics   []switchboard.Topic // in order of their keys, without archived ones
	terms    []term
	by       [][]int32 // for each pattern, the terms whose first part it is
	patterns []string
	find     *automaton
	learned  learned
	scratch  sync.Pool
}

// NewReader makes a Reader of a list that passed CheckAll, and of what was learned of its topics. It refuses, with code
// invalid, a term that cannot be read.
func NewReader(topics []switchboard.Topic, models ...Model) (*Reader, error) {
	r := &Reader{}
	for _, t := range topics {
		if !t.Archived {
			r.topics = append(r.topics, t)
		}
	}
	slices.SortFunc(r.topics, func(a, b switchboard.Topic) int { return cmp.Compare(a.Key, b.Key) })
	by := map[switchboard.TopicKey]Model{}
	for _, m := range models {
		by[m.Topic] = m
	}
	known := map[string]int32{}
	for i, t := range r.topics {
		if err := r.add(known, i, t.Words, false, by[t.Key].Resting); err != nil {
			return nil, err
		}
		if err := r.add(known, i, t.Except, true, nil); err != nil {
			return nil, err
		}
		if m, ok := by[t.Key]; ok {
			r.learned.add(i, m)
		}
	}
	r.learned.index()
	r.find = newAutomaton(r.patterns)
	r.scratch.New = func() any { return &reading{places: make([][]place, len(r.patterns))} }
	return r, nil
}

// add takes in the terms of one topic; those that rest are left out.
func (r *Reader) add(known map[string]int32, topic int, words map[string][]string, except bool, resting []RestingTerm) error {
	for _, language := range slices.Sorted(maps.Keys(words)) {
		for _, written := range words[language] {
			if slices.ContainsFunc(resting, func(x RestingTerm) bool { return x.Term == written && x.Language == language }) {
				continue
			}
			parts, err := parse(written)
			if err != nil {
				return err
			}
			one := term{topic: topic, written: written, language: language, except: except, parts: parts,
				phrase: len(parts) > 1 || strings.Contains(strings.Trim(parts[0].text, " "), " ")}
			for _, p := range parts {
				one.pieces = append(one.pieces, r.pattern(known, p.text))
			}
			first := one.pieces[0]
			r.by[first] = append(r.by[first], int32(len(r.terms)))
			r.terms = append(r.terms, one)
		}
	}
	return nil
}

func (r *Reader) pattern(known map[string]int32, text string) int32 {
	number, ok := known[text]
	if !ok {
		number = int32(len(r.patterns))
		known[text] = number
		r.patterns, r.by = append(r.patterns, text), append(r.by, nil)
	}
	return number
}

// Topics is the number of topics that are looked for.
func (r *Reader) Topics() int {
	if r == nil {
		return 0
	}
	return len(r.topics)
}

// reading is the working room of one text.
type reading struct {
	writer
	places [][]place // of each pattern
	met    []int32   // the patterns that have any
	hits   []hit
}

// hit is a term found in a text.
type hit struct {
	term int32
	place
}

// Find says which topics a text is about, in the order of their keys. language is what triage took the text to be in;
// words of another one do not count, unless it is empty or und.
func (r *Reader) Find(text, language string) []switchboard.TopicFinding {
	if r.Topics() == 0 {
		return nil
	}
	text = spelling.Cut(text, MaxRead)
	room := r.scratch.Get().(*reading)
	defer r.scratch.Put(room)
	r.read(room, text, language)
	found := r.byWords(room)
	r.learned.read(text, r, &found)
	if len(found) == 0 {
		return nil
	}
	return found
}

// read finds the terms of a text, by topic.
func (r *Reader) read(room *reading, text, language string) {
	for _, p := range room.met {
		room.places[p] = room.places[p][:0]
	}
	room.met, room.hits = room.met[:0], room.hits[:0]
	room.write(text)
	r.find.find(room.text, func(pattern int32, end int) { room.note(r.patterns[pattern], pattern, end) })
	for _, pattern := range room.met {
		for _, number := range r.by[pattern] {
			if t := &r.terms[number]; counts(t.language, language) {
				r.meet(room, t, number)
			}
		}
	}
	slices.SortFunc(room.hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(r.terms[a.term].topic, r.terms[b.term].topic), cmp.Compare(a.from, b.from), cmp.Compare(a.term, b.term))
	})
}

// counts reports whether words of one language count in a text of another.
func counts(of, in string) bool {
	return of == switchboard.AnyLanguage || in == "" || in == "und" || of == in
}

// note keeps where a piece of text stands, without the gaps at its ends.
func (w *reading) note(text string, pattern int32, end int) {
	here := w.places[pattern]
	if len(here) == 0 {
		w.met = append(w.met, pattern)
	}
	if len(here) >= places {
		return
	}
	from := end - len(text)
	if text[0] == gap {
		from++
	}
	if text[len(text)-1] == gap {
		end--
	}
	w.places[pattern] = append(here, place{int32(from), int32(end)})
}

// meet notes a term of which the first part was found, if the others follow.
func (r *Reader) meet(room *reading, t *term, number int32) {
	at := room.places[t.pieces[0]][0]
	if len(t.parts) > 1 {
		found := make([][]place, len(t.parts))
		for i, piece := range t.pieces {
			if found[i] = room.places[piece]; len(found[i]) == 0 {
				return
			}
		}
		var ok bool
		if at, ok = ordered(room.text, t.parts, found); !ok {
			return
		}
	}
	if last := t.parts[len(t.parts)-1]; last.open && endsSpaced(last.text) {
		at.to = wordEnd(room.text, at.to)
	}
	room.hits = append(room.hits, hit{number, at})
}

// byWords makes findings of the terms found.
func (r *Reader) byWords(room *reading) (found []switchboard.TopicFinding) {
	for from := 0; from < len(room.hits); {
		topic := r.terms[room.hits[from].term].topic
		to := from
		except := false
		for to < len(room.hits) && r.terms[room.hits[to].term].topic == topic {
			except = except || r.terms[room.hits[to].term].except
			to++
		}
		if !except {
			found = append(found, r.finding(room, topic, room.hits[from:to]))
		}
		from = to
	}
	return found
}

func (r *Reader) finding(room *reading, topic int, hits []hit) switchboard.TopicFinding {
	f := switchboard.TopicFinding{Topic: r.topics[topic].Key, Basis: switchboard.TopicByWords}
	doubt := 1.0
	for _, h := range hits {
		one := 1 - oneWord
		if r.terms[h.term].phrase {
			one = 1 - onePhrase
		}
		doubt *= one
		if len(f.Evidence) < shown {
			f.Evidence = append(f.Evidence, room.span(h.place, r.terms[h.term].written))
		}
	}
	f.Confidence = rounded(min(1-doubt, byWords))
	return f
}

// span is where a place of the plain text stands in the source.
func (w *reading) span(p place, why string) switchboard.Span {
	return switchboard.Span{Start: int(w.from[p.from]), End: int(w.upto[p.to-1]), Why: why}
}

// rounded keeps four places, so that a confidence reads the same wherever it is written.
func rounded(p float64) float64 { return float64(int(p*1e4+0.5)) / 1e4 }

// readAs is the recipe of what is learned on site.
func readAs() linear.Recipe {
	r := linear.Shipped()
	r.Bits, r.Polarity = 16, 0 // what something is about is not how somebody feels
	return r
}
