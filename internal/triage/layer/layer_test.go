package layer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/triage/linear"
)

// recipe has few buckets, so that tests are quick.
func recipe() linear.Recipe {
	r := linear.Shipped()
	r.Bits = 12
	return r
}

const (
	mood = iota
	spam
	safety
)

func school(networks ...string) School {
	return School{Base: "tone/1", Recipe: recipe(), Networks: networks, Questions: []Question{
		{Name: "mood", Labels: []string{"negative", "neutral", "positive"}},
		{Name: "spam", Labels: []string{"no", "yes"}, Threshold: 0.4},
		{Name: "safety", Labels: []string{"no", "yes"}, Threshold: 0.05, Guarded: true},
	}}
}

// shipped is what the models say of everything: neutral, no spam, nobody in danger.
func shipped() [][]float64 { return [][]float64{{0.2, 0.6, 0.2}, {0.8, 0.2}, {0.97, 0.03}} }

// told is a message that people said something of.
func told(id int, network, text string, words ...Word) Example {
	all := make([]Word, 3)
	copy(all, words)
	return NewExample(fmt.Sprint("msg_", id), network, linear.Read(text, recipe()), shipped(), all)
}

var (
	things = []string{"kettle", "lamp", "toaster", "fan", "radio", "mixer", "heater", "clock"}
	places = []string{"kitchen", "cellar", "office", "hall", "garden", "attic"}
)

// whistles is a company whose goods whistle when they break, which no model knows: so many messages about it, and as many
// about other things.
func whistles(n int, network string) []Example {
	random := rand.New(rand.NewPCG(4, uint64(n)))
	var out []Example
	for i := range n {
		thing, place := things[random.IntN(len(things))], places[random.IntN(len(places))]
		out = append(out,
			told(2*i, network, fmt.Sprintf("The %s in the %s whistles again %d", thing, place, i), Word{0, 1, true}),
			told(2*i+1, network, fmt.Sprintf("Where is the %s for the %s %d", thing, place, i), Word{1, 0.6, false}))
	}
	return out
}

func learn(t *testing.T, s School, examples []Example) *Layer {
	t.Helper()
	l, _, err := s.Learn(t.Context(), examples)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func says(s School, l *Layer, at int, network, text string) string {
	now := l.Apply(s.Questions, shipped(), linear.Read(text, recipe()), network)
	return s.Questions[at].Labels[s.Questions[at].Say(now[at])]
}

func TestLearnsWhatPeopleSay(t *testing.T) {
	t.Parallel()
	s := school()
	l := learn(t, s, whistles(60, "mastodon"))
	if got := says(s, l, mood, "email", "My oven whistles"); got != "negative" {
		t.Errorf("what whistles is read as %s", got)
	}
	if got := says(s, l, mood, "email", "Where is the spoon for my oven"); got != "neutral" {
		t.Errorf("a question is read as %s", got)
	}
	ruling, measures := s.Judge(whistles(60, "mastodon"), nil, l, false)
	m := measures[0]
	if ruling != Better || m.Wrong != 60 || m.Stood != 60 || m.Before != m.Shipped || m.After < m.Held-1 || m.Before > m.Held/2+5 {
		t.Errorf("%s: %+v", ruling, m)
	}
	if ruling, _ := s.Judge(whistles(60, "mastodon"), l, l, false); ruling != NotBetter {
		t.Errorf("the same again is %s", ruling)
	}
	if ruling, _ := s.Judge(whistles(60, "mastodon"), l, l, true); ruling != Better {
		t.Errorf("the same again, since something is gone, is %s", ruling)
	}
	if ruling, _ := s.Judge(whistles(60, "mastodon"), l, &Layer{Base: s.Base}, false); ruling != Worse {
		t.Errorf("to forget it is %s", ruling)
	}
}

func TestTooFewWordsTeachNothing(t *testing.T) {
	t.Parallel()
	l, refused, err := school("mastodon").Learn(t.Context(), whistles(FewestShared-1, "mastodon"))
	if err != nil || len(l.parts) > 0 || refused != nil {
		t.Errorf("learned %v, refused %v: %v", l, refused, err)
	}
}

// TestWhatIsRefusedHasFigures teaches one thing to the messages that are learned from and the opposite to those held back.
func TestWhatIsRefusedHasFigures(t *testing.T) {
	t.Parallel()
	s, examples := school(), whistles(60, "mastodon")
	for i := range examples {
		if examples[i].held {
			examples[i].Words[mood] = Word{1, 1, false}
		}
	}
	l, refused, err := s.Learn(t.Context(), examples)
	if err != nil || len(l.parts) > 0 || refused == nil {
		t.Fatalf("learned %v, refused %v: %v", l, refused, err)
	}
	if _, measures := s.Judge(examples, nil, refused, false); measures[0].After >= measures[0].Before || !measures[0].Taught {
		t.Errorf("%+v", measures[0])
	}
}

// TestANetworkOfItsOwn has people of one network mean the opposite by the same word.
func TestANetworkOfItsOwn(t *testing.T) {
	t.Parallel()
	s := school("bluesky", "mastodon")
	examples := whistles(300, "mastodon")
	for i, e := range whistles(300, "bluesky") {
		e.Message += "b"
		if i%2 == 0 {
			e.Words[mood] = Word{2, 1, true}
		}
		examples = append(examples, e)
	}
	l := learn(t, s, examples)
	if len(l.Networks()) == 0 {
		t.Fatal("no network has a part of its own")
	}
	for network, want := range map[string]string{"mastodon": "negative", "bluesky": "positive"} {
		if got := says(s, l, mood, network, "The iron in the kitchen whistles again"); got != want {
			t.Errorf("on %s it is %s", network, got)
		}
	}
}

func TestTheSameWordsGiveTheSameLayer(t *testing.T) {
	t.Parallel()
	s, examples := school("mastodon"), whistles(40, "mastodon")
	first := encoded(t, learn(t, s, examples))
	slices.Reverse(examples)
	if !bytes.Equal(first, encoded(t, learn(t, s, examples))) {
		t.Error("another order gives another layer")
	}
}

func encoded(t testing.TB, l *Layer) []byte {
	t.Helper()
	file, err := l.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestLearningEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := school().Learn(ctx, whistles(20, "")); !errors.Is(err, context.Canceled) {
		t.Errorf("a learning that was stopped says %v", err)
	}
}

// drawn are messages with words of people that may contradict each other and be wrong on purpose.
func drawn(t *rapid.T) []Example {
	vocabulary := append(slices.Clone(things), places...)
	var out []Example
	for i := range rapid.IntRange(30, 90).Draw(t, "messages") {
		text := ""
		for range rapid.IntRange(1, 4).Draw(t, "words") {
			text += rapid.SampledFrom(vocabulary).Draw(t, "word") + " "
		}
		word := func(labels, said int) Word {
			label := rapid.IntRange(0, labels-1).Draw(t, "label")
			if rapid.Bool().Draw(t, "stands") {
				return Word{said, 0.6, false}
			}
			return Word{label, 1, label != said}
		}
		out = append(out, told(i, rapid.SampledFrom([]string{"email", "rss"}).Draw(t, "network"), text, word(3, 1), word(2, 0), word(2, 0)))
	}
	return out
}

// TestNoWordLowersWhatMayNotBeMissed learns from anything people may say and asks about any text: the chance that somebody
// is in danger is never smaller than the models say.
func TestNoWordLowersWhatMayNotBeMissed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := school()
		examples := drawn(t)
		for i := range examples { // everybody says that there is no danger, whatever the models say
			examples[i].Chances[safety] = []float64{0.4, 0.6}
			examples[i].Words[safety] = Word{0, 1, true}
		}
		one, err := s.question(t.Context(), &Layer{Base: s.Base}, safety, examples, placed(examples))
		if err != nil {
			t.Fatal(err)
		}
		l, err := s.with(&Layer{Base: s.Base}, "", []lesson{one})
		if err != nil {
			t.Fatal(err)
		}
		before := shipped()
		before[safety] = []float64{0.4, 0.6}
		text := rapid.SampledFrom(things).Draw(t, "asked") + " " + rapid.SampledFrom(places).Draw(t, "where")
		after := l.Apply(s.Questions, before, linear.Read(text, recipe()), "")
		if after[safety][1] < before[safety][1] {
			t.Fatalf("of %q the chance fell from %g to %g", text, before[safety][1], after[safety][1])
		}
	})
}

// TestNothingWorseIsTaken lets people contradict each other and mislead: whatever is taken into force reads the messages
// held back better than what was, counted here anew, and no question clearly worse.
func TestNothingWorseIsTaken(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := school("email")
		inForce := &Layer{Base: s.Base}
		taught := drawn(t)
		for range 3 {
			next, _, err := s.Learn(t.Context(), taught)
			if err != nil {
				t.Fatal(err)
			}
			ruling, _ := s.Judge(taught, inForce, next, false)
			if ruling != Better {
				taught = append(taught, renamed(drawn(t), len(taught))...)
				continue
			}
			sum := 0.0
			for at := range s.Questions {
				gain, lost := 0.0, 0.0
				for i := range taught {
					e := &taught[i]
					if !e.held {
						continue
					}
					was := s.Questions[at].Say(inForce.of(s.Questions, e)[at]) == e.Words[at].Label
					is := s.Questions[at].Say(next.of(s.Questions, e)[at]) == e.Words[at].Label
					switch {
					case is && !was:
						gain += e.Words[at].Weight
					case was && !is:
						lost += e.Words[at].Weight
					}
				}
				sum += gain - lost
				if lost-gain > 2+lost/2 {
					t.Fatalf("%s reads %g worse and %g better", s.Questions[at].Name, lost, gain)
				}
			}
			if sum < 1e-9 {
				t.Fatalf("a layer was taken that reads %g worse", -sum)
			}
			inForce = next
			taught = append(taught, renamed(drawn(t), len(taught))...)
		}
	})
}

func renamed(all []Example, from int) []Example {
	for i := range all {
		all[i].Message = fmt.Sprint("msg_", from+i)
	}
	return all
}

func TestALayerIsWrittenAndRead(t *testing.T) {
	t.Parallel()
	s := school("mastodon")
	l := learn(t, s, whistles(200, "mastodon"))
	file := encoded(t, l)
	again, err := Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, encoded(t, again)) || again.Base != "tone/1" || !slices.Equal(again.Heads(""), []string{"mood"}) {
		t.Errorf("read %s with %v", again.Base, again.Heads(""))
	}
	r := linear.Read("The kettle whistles", recipe())
	for i, want := range l.Apply(s.Questions, shipped(), r, "mastodon") {
		if !slices.Equal(again.Apply(s.Questions, shipped(), r, "mastodon")[i], want) {
			t.Errorf("%s is read otherwise", s.Questions[i].Name)
		}
	}
	for _, at := range []int{3, len(mark) + 1, len(file) / 2, len(file) - 1} {
		broken := bytes.Clone(file)
		broken[at] ^= 4
		if _, err := Decode(broken); err == nil {
			t.Errorf("damage at byte %d is not seen", at)
		}
		if _, err := Decode(file[:at]); err == nil {
			t.Errorf("a file of %d bytes is taken for whole", at)
		}
	}
}

// FuzzDecode reads anything as a layer: it is refused, or it can be read with and written again.
func FuzzDecode(f *testing.F) {
	s := school()
	l, _, err := s.Learn(context.Background(), whistles(20, ""))
	if err != nil {
		f.Fatal(err)
	}
	file := encoded(f, l)
	f.Add(file[len(mark):len(file)-32], true)
	f.Add(file, false)
	f.Add([]byte("\x02\x00\x00\x00{}"), true)
	f.Fuzz(func(t *testing.T, file []byte, sealed bool) {
		if sealed {
			file = seal(append([]byte(mark), file...))
		}
		l, err := Decode(file)
		if err != nil {
			return
		}
		l.Apply(s.Questions, shipped(), linear.Read("The kettle whistles", recipe()), "email")
		if _, err := l.Encode(); err != nil {
			t.Fatal(err)
		}
	})
}
