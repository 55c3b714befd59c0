package language

import (
	"strings"
	"testing"
)

// tweet has 140 characters.
const tweet = "@laden habe am 3.11. zwei Jacken bestellt, bis heute nichts da und keiner antwortet mir... was ist bei euch los? #service https://t.co/aB3 😡"

func BenchmarkIdentify(b *testing.B) {
	Identify(tweet, "")
	b.ReportAllocs()
	for b.Loop() {
		Identify(tweet, "")
	}
}

// BenchmarkIdentifyMany reads a text of another language each time, so that little of the model is at hand.
func BenchmarkIdentifyMany(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Identify(told[i%len(told)].text, "")
	}
}

func BenchmarkIdentifyMegabyte(b *testing.B) {
	text := strings.Repeat(tweet+"\n", 1<<20/len(tweet))
	b.ReportAllocs()
	for b.Loop() {
		Identify(text, "")
	}
}

func BenchmarkDecode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(packed); err != nil {
			b.Fatal(err)
		}
	}
}
