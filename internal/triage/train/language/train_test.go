package language

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"switchboard/internal/triage/corpus/corpustest"
	"switchboard/internal/triage/language"
)

// russian and ukrainian are invented sentences to learn from.
const (
	russian = `где мой заказ я жду уже неделю
почему никто не отвечает на мои письма
спасибо большое всё пришло вовремя
что мне делать если приложение не открывается
я хочу вернуть деньги за эту покупку`
	ukrainian = `де моє замовлення я чекаю вже тиждень
чому ніхто не відповідає на мої листи
дуже дякую все прийшло вчасно
що мені робити якщо застосунок не відкривається
я хочу повернути гроші за цю покупку`
)

func samples() []Sample {
	var out []Sample
	for range 20 {
		for code, text := range map[string]string{"ru": russian} {
			for line := range strings.SplitSeq(text, "\n") {
				out = append(out, Sample{line, code})
			}
		}
		for line := range strings.SplitSeq(ukrainian, "\n") {
			out = append(out, Sample{line, "uk"})
		}
	}
	return out
}

func TestTrain(t *testing.T) {
	m, err := Train(t.Context(), samples(), 7)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"когда придёт заказ, я жду": "ru", "коли прийде замовлення, я чекаю": "uk", "nothing learned": "und",
	} {
		if code, _ := m.Identify(text, ""); code != want {
			t.Errorf("%s, want %s: %s", code, want, text)
		}
	}
	var first, second bytes.Buffer
	again, err := Train(t.Context(), samples(), 7)
	if err := errors.Join(err, m.Encode(&first), again.Encode(&second)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same seed gives another model")
	}
}

func TestTrainGivesUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Train(ctx, samples(), 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := Train(t.Context(), nil, 1); err == nil {
		t.Error("a model of nothing")
	}
}

func TestReading(t *testing.T) {
	folder := fstest.MapFS{
		"de.txt":                                {Data: []byte("Guten Tag\nBis bald\n")},
		"nl.txt":                                {Data: []byte("Goedendag\n")},
		"multilingual-sentiment/train.jsonl.gz": corpustest.Packed(t, `{"text":"Buenos días","label":"neutral","lang":"spanish"}`),
		"banking77/train.jsonl.gz":              corpustest.Packed(t, `{"text":"where is my card","label":"card"}`),
		"unnamed/train.jsonl.gz":                corpustest.Packed(t, `{"text":"nobody says what this is","label":"x"}`),
		"langid/dev.jsonl.gz":                   corpustest.Packed(t, `{"text":"God dag","label":"nb","kind":"sentences"}`),
		"multilingual-sentiment/val.jsonl.gz":   corpustest.Packed(t, `{"text":"kya hua","label":"neutral","lang":"hindi"}`),
	}
	sentences, err := Sentences(folder)
	if got := fmt.Sprint(sentences); err != nil || got != "[{Guten Tag de} {Bis bald de} {Goedendag nl}]" {
		t.Error(got, err)
	}
	messages, err := Messages(folder)
	if got := fmt.Sprint(messages); err != nil || got != "[{where is my card en} {Buenos días es}]" {
		t.Error(got, err)
	}
	checks, err := Checks(folder)
	if got := fmt.Sprint(checks); err != nil || got != "[{God dag no sentences} {kya hua hi romanised}]" {
		t.Error(got, err)
	}
	if _, err := Sentences(fstest.MapFS{}); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Messages(fstest.MapFS{"a/train.jsonl.gz": {Data: []byte("no gzip")}}); err == nil {
		t.Error("read what is not packed")
	}
}

func TestVariants(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, text := range []string{"", "é", "Straße für alle, œuvre!", "東京で靴を注文したのにまだ届きません", "one two three", "\xff"} {
		for range 200 {
			if v := variant(text, random); utf8.RuneCountInString(v) > utf8.RuneCountInString(text)+2 {
				t.Errorf("%q became %q", text, v)
			}
		}
	}
	if got := bare("Straße, smørbrød, déjà"); got != "Strasse, smorbrod, deja" {
		t.Error(got)
	}
	if got := dropped("déjà да"); got != "dj да" {
		t.Error(got)
	}
}

func TestJunkIsOfNoLanguage(t *testing.T) {
	const texts, least = 1000, 900
	random, junks := rand.New(rand.NewPCG(3, 4)), 0
	for range texts {
		if code, _ := language.Identify(junk(random), ""); code == language.Undetermined {
			junks++
		}
	}
	if junks < least {
		t.Errorf("%d of %d", junks, texts)
	}
}

func TestMeasure(t *testing.T) {
	identify := func(text, _ string) (string, float64) { return text[:2], 0.75 }
	r := Measure(identify, []Check{{"de a", "de", "tweets"}, {"en b", "de", "tweets"}, {"fr c", "fr", "sentences"},
		{"fr d", "fr", "tweets"}, {"it e", "it", "tweets"}}, Hints["none"])
	if s := r.Kind("tweets"); s.Texts != 4 || s.Accuracy() != 0.75 || s.Gap() != 0 {
		t.Errorf("%+v", s)
	}
	var b strings.Builder
	if err := r.Write(&b); err != nil || !strings.Contains(b.String(), "| de | | 0.500 |") ||
		!strings.Contains(b.String(), "de>en 1") || language.Undetermined != "und" {
		t.Error(b.String(), err)
	}
}
