package polarity

import (
	"strings"
	"testing"
	"unicode"
)

func TestListsSayWhatTheirWordsFeelLike(t *testing.T) {
	t.Parallel()
	for _, language := range Languages() {
		file, err := files.ReadFile(language + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		written := 0
		for line := range strings.Lines(string(file)) {
			written += max(0, len(strings.Fields(line))-1)
		}
		seen := map[string]bool{}
		for word, score := range Words(language) {
			if score == 0 || score < -Most || score > Most {
				t.Errorf("%s: %s has a score of %d", language, word, score)
			}
			if seen[word] || strings.ContainsFunc(word, unicode.IsUpper) || strings.ContainsFunc(word, unicode.IsDigit) {
				t.Errorf("%s: %q stands there twice, or is no small word", language, word)
			}
			seen[word] = true
		}
		if len(seen) < 1000 || len(seen) != written {
			t.Errorf("%s: %d words, of %d written", language, len(seen), written)
		}
	}
	for word := range Words("tlh") {
		t.Errorf("of a language without a list: %s", word)
	}
}

// One word stands for one feeling, in whatever language it is read.
func TestAWordIsGoodInAllLanguagesOrBadInAll(t *testing.T) {
	t.Parallel()
	first := map[string]string{}
	scores := map[string]int{}
	for _, language := range Languages() {
		for word, score := range Words(language) {
			if before, twice := scores[word]; twice && before*score < 0 {
				t.Errorf("%s is %d in %s and %d in %s", word, before, first[word], score, language)
			}
			first[word], scores[word] = language, score
		}
	}
}

// everyday are frequent words that say nothing of how somebody feels, by language.
var everyday = map[string]string{
	"ar": "في من على الى عن ان هذا هذه كان ما لا يا مع كل بعد قبل انا انت هو هي",
	"de": "der die das und ist war hat ein eine mit auf bei von zu im am um so was wer man mein nur noch schon doch mal also gift rat fast",
	"en": "the of and to in is was it for on that with as at by from this be are or an my we you they have do go so but now new out up our",
	"es": "el la los las de que y en un una por con para es son mas pero como su me se lo al si ya fue hay esta dos sobre este entre tiempo",
	"fr": "le la les des et en un une du que qui dans pour sur est sont par au avec ne ce se plus on mais ou fin pain son ses nous vous",
	"it": "il lo la gli le di che e un una per con del della non si come al da ma sono ha ho anche questo quando dove poi solo fare",
	"nl": "de het een en van in is op dat te met voor niet die zijn aan er om ook als bij nog maar dan ze wie wat door over je",
	"pl": "i w na z do nie to jest o ze jak co po tak ale za od czy by dla juz tylko jego byc te ten ma tam tu go",
	"pt": "o a os as de que e em um uma por com para do da no na mais mas como se ao ele ela foi tem seu sua isso esse quando muito",
}

func TestNoListHasAnEverydayWordOfAnyLanguage(t *testing.T) {
	t.Parallel()
	common := map[string]string{}
	for language, words := range everyday {
		for _, word := range strings.Fields(words) {
			common[word] = language
		}
	}
	for _, language := range Languages() {
		for word := range Words(language) {
			if of, found := common[word]; found {
				t.Errorf("%s has %s, an everyday word of %s", language, word, of)
			}
		}
	}
}
