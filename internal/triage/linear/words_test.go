package linear

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "",
		"Where is my parcel?":             "where is my parcel ?",
		"SOOOO late!!!!!!":                "soo <loud> late !!!",
		"@acme_help see https://a.b/c?d":  "<who> see <link>",
		"a @ b":                           "a @ b",
		"I can't, don’t":                  "i can't , don't",
		"'quoted'":                        "' quoted '",
		"order 1234567 of 12 May":         "order <number> of 12 may",
		"Äpfel façade Øl straße":          "apfel facade ol strasse",
		"أهلاً إلى مدرسة":                 "اهلا الي مدرسه",
		"ЁЛКА":                            "ёлка <loud>",
		"love it 😍😍😍😍":                    "love it 😍😍😍",
		"a\u0301b \xff\xfe c":             "ab c",
		"ok\ufe0f":                        "ok",
		"GB2 x" + strings.Repeat("9", 70): "gb2 <number>",
	} {
		var got []string
		for _, w := range cutWords(text) {
			got = append(got, w.text)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestWordsKnowTheirPlaces(t *testing.T) {
	t.Parallel()
	const text = "Où est @acme, SVP ? 12345"
	var got []string
	for _, w := range cutWords(text) {
		got = append(got, text[w.start:w.end])
	}
	want := []string{"Où", "est", "@acme,", "SVP", "SVP", "?", "12345"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "hello", "\xff\xfe", "ﷺ", "Z̷͗a", "@", "https://", strings.Repeat("a", MaxRead+3), "é" + strings.Repeat("é", MaxRead/2)} {
		f.Add(text)
	}
	recipe := Default()
	f.Fuzz(func(t *testing.T, text string) {
		r := Read(text, recipe)
		for _, w := range r.words {
			if w.start < 0 || w.end > len(text) || w.start >= w.end {
				t.Fatalf("a word at %d to %d of %d bytes", w.start, w.end, len(text))
			}
		}
		buckets, values := r.Vector(recipe)
		if len(buckets) != len(values) {
			t.Fatal("buckets and values differ")
		}
		for _, traces := range r.traces {
			if slices.ContainsFunc(traces, func(s trace) bool { return int(s.word) >= len(r.words) }) {
				t.Fatal("a trace of no word")
			}
		}
		again, _ := Read(text, recipe).Vector(recipe)
		if !slices.Equal(buckets, again) {
			t.Fatal("two readings differ")
		}
	})
}
