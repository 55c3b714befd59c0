package topic

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"switchboard"
)

const customer = "Hello, I ordered a mudguard and a bell two weeks ago and nothing has come. The tracking page says the " +
	"parcel left the depot on Monday, but the courier knows nothing. Can you please look where it is, or give me my money back?"

// largeList is 300 topics with ten terms each in a made-up language, and one that finds something.
func largeList() []switchboard.Topic {
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		syllables := []string{"ba", "co", "der", "el", "fi", "gan", "ho", "ing", "ju", "ka", "lo", "mer", "no", "par", "re", "sta", "ti", "und", "ver", "wo"}
		out := ""
		for range 2 + random.IntN(3) {
			out += syllables[random.IntN(len(syllables))]
		}
		return out
	}
	topics := []switchboard.Topic{{Key: "parcel", Name: "Parcels", Words: anyOf("parcel*", "tracking page", "courier")}}
	for i := range 299 {
		about := switchboard.Topic{Key: switchboard.TopicKey(fmt.Sprint("t", i)), Name: "T", Words: map[string][]string{}}
		for range 8 {
			about.Words["any"] = append(about.Words["any"], word(), word()+" "+word()+"*")
		}
		about.Words["en"] = []string{word() + " ... " + word()}
		topics = append(topics, about)
	}
	return topics
}

func BenchmarkFind(b *testing.B) {
	r, err := NewReader(largeList())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Find(customer, "en")
	}
}

func BenchmarkNewReader(b *testing.B) {
	topics := largeList()
	for b.Loop() {
		if _, err := NewReader(topics); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFindLearned reads with a model for each of the topics as well.
func BenchmarkFindLearned(b *testing.B) {
	topics := largeList()
	random := rand.New(rand.NewPCG(3, 4))
	var models []Model
	for _, t := range topics {
		m := Model{Topic: t.Key, Figures: Figures{State: Confident}, Slope: 1, Threshold: 100}
		at := uint32(0)
		for range mostWeight {
			at += 1 + random.Uint32N(40)
			m.Weights = append(m.Weights, Weight{at, 0.1})
		}
		models = append(models, m)
	}
	r, err := NewReader(topics, models...)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Find(customer, "en")
	}
}

// BenchmarkSuggest looks through as many messages as are looked through at once.
func BenchmarkSuggest(b *testing.B) {
	r, err := NewReader(largeList()[1:])
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	said := func(n int) (out []Heard) {
		for i := range n {
			text := customer[random.IntN(60) : 100+random.IntN(100)]
			out = append(out, Heard{Text: text, Language: "en", By: fmt.Sprint(i), Name: "Somebody"})
		}
		return out
	}
	s := Search{Before: said(6000), Lately: said(2000), Known: r}
	for b.Loop() {
		Suggest(s)
	}
}

// BenchmarkLearn learns one topic from as much as is looked at.
func BenchmarkLearn(b *testing.B) {
	l := lesson(600, 2000)
	for b.Loop() {
		if _, err := Learn(b.Context(), l); err != nil {
			b.Fatal(err)
		}
	}
}
