package linear

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/triage/spelling"
)

// The blocks of traces. Each is brought to the same length, so that a long text does not count more than a short one
// and the many runs of letters do not drown the words.
const (
	blockWords = iota
	blockPairs
	blockChars
	blockStems
	blockPolarity
	blocks
)

// trace is one thing seen in a text: the hash it falls under, and the word it was seen at.
type trace struct {
	hash uint32
	word int32
}

// Reading is a text taken apart once, for every model of one recipe.
type Reading struct {
	recipe Recipe
	words  []word
	traces [blocks][]trace
	told   []float32 // what the model says that the recipe stands on
}

// MaxRead is how much of a text is looked at, in bytes; a customer says what they want within it.
const MaxRead = 8 << 10

// Read takes a text apart.
func Read(text string, recipe Recipe) *Reading {
	r := &Reading{recipe: recipe, words: cutWords(spelling.Cut(text, MaxRead))}
	n := len(r.words)
	r.traces[blockWords] = make([]trace, 0, n*recipe.Words+recipe.Words+4)
	r.runs(blockWords, recipe.Words, whole)
	if recipe.Stems > 0 {
		r.traces[blockStems] = make([]trace, 0, n*recipe.Stems+recipe.Stems)
		r.runs(blockStems, recipe.Stems, stem)
	}
	r.negated()
	if recipe.Pairs > 0 {
		r.pairs()
	}
	if recipe.MaxChars > 0 {
		r.chars()
	}
	if recipe.Polarity > 0 {
		r.polarity()
	}
	return r
}

// Words are those of the text, folded, without signs, links, names of people, and whatever has digits: what is left of a
// form letter when the particulars of each are taken out. Of a text that has nothing else they are all.
func (r *Reading) Words() []string {
	var all, words []string
	for _, w := range r.words {
		all = append(all, w.text)
		if w.letters && w.text != number && !strings.ContainsFunc(w.text, unicode.IsDigit) {
			words = append(words, w.text)
		}
	}
	if len(words) == 0 {
		return all
	}
	return words
}

// Seeds keep the kinds of traces apart: the word "not" is no negated word.
const (
	seedWords uint64 = iota + 1
	seedNegated
	seedPairs
	seedChars
	seedStems
	seedTold
	seedPolarity
)

const prime = 0x9E3779B97F4A7C15

// step mixes one more value into a hash.
func step(h, v uint64) uint64 {
	h = (h ^ v) * 0xFF51AFD7ED558CCD
	return h ^ h>>32
}

// finish spreads a hash over 32 bits.
func finish(h uint64) uint32 {
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return uint32(h >> 32)
}

func hashText(s string, seed uint64) uint64 {
	h := seed * prime
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001B3
	}
	return step(h, uint64(len(s)))
}

func (r *Reading) note(block int, h uint64, at int) {
	r.traces[block] = append(r.traces[block], trace{finish(h), int32(at)})
}

// seedOf keeps the runs of words and of stems apart.
func seedOf(block int) uint64 {
	if block == blockStems {
		return seedStems
	}
	return seedWords
}

func whole(word string) string { return word }

// runs notes each word as part gives it and each run of up to so many neighbouring ones, with the ends of the text as
// words of their own.
func (r *Reading) runs(block, longest int, part func(word string) string) {
	seed := seedOf(block)
	hashes := make([]uint64, 0, len(r.words)+2)
	hashes = append(hashes, hashText(begin, seed))
	for _, w := range r.words {
		hashes = append(hashes, hashText(part(w.text), seed))
	}
	hashes = append(hashes, hashText(end, seed))
	last := len(hashes) - 1
	for i := range hashes {
		h := seed
		for n := 1; n <= longest && i+n <= len(hashes); n++ {
			h = step(h, hashes[i+n-1])
			if n == 1 && (i == 0 || i == last) {
				continue
			}
			r.note(block, h, min(max(i-1, 0), len(r.words)-1))
		}
	}
}

// negations turn the meaning of the words after them round.
var negations = map[string]bool{
	"not": true, "no": true, "never": true, "without": true, "cannot": true, "cant": true, "dont": true, "didnt": true,
	"doesnt": true, "wont": true, "isnt": true, "wasnt": true, "nothing": true, "nobody": true,
	"nicht": true, "kein": true, "keine": true, "keinen": true, "nie": true, "ohne": true, "nichts": true,
	"nunca": true, "sin": true, "nada": true, "tampoco": true, "ningun": true, "ni": true,
	"pas": true, "jamais": true, "sans": true, "rien": true, "aucun": true, "aucune": true,
	"nao": true, "sem": true, "nem": true, "non": true, "mai": true, "senza": true, "niente": true, "nessun": true,
	"niet": true, "geen": true, "nooit": true, "zonder": true, "niets": true, "bez": true, "brak": true, "nigdy": true,
}

func negates(w string) bool { return negations[w] || strings.HasSuffix(w, "n't") }

// negated notes the words shortly after a negation, up to the next sign.
func (r *Reading) negated() {
	left := 0
	for i, w := range r.words {
		switch {
		case w.letters && negates(w.text):
			left = r.recipe.Negated
		case !w.letters:
			left = 0
		case left > 0:
			r.note(blockWords, hashText(w.text, seedNegated), i)
			left--
		}
	}
}

// pairs notes words that stand near each other, in whatever order.
func (r *Reading) pairs() {
	hashes := make([]uint64, len(r.words))
	for i, w := range r.words {
		hashes[i] = hashText(w.text, seedPairs)
	}
	r.traces[blockPairs] = make([]trace, 0, len(hashes)*(r.recipe.Pairs-1))
	for i := range hashes {
		for j := i + 2; j < len(hashes) && j <= i+r.recipe.Pairs; j++ {
			r.note(blockPairs, step(min(hashes[i], hashes[j]), max(hashes[i], hashes[j])), i)
		}
	}
}

// chars notes the runs of letters inside each word, with its ends.
func (r *Reading) chars() {
	total := 0
	for _, w := range r.words {
		total += len(w.text) + 2
	}
	r.traces[blockChars] = make([]trace, 0, total*(r.recipe.MaxChars-r.recipe.MinChars+1))
	letters := make([]rune, 0, maxWord+2)
	for at, w := range r.words {
		letters = append(letters[:0], ' ')
		for i := 0; i < len(w.text); {
			c, size := utf8.DecodeRuneInString(w.text[i:])
			letters = append(letters, c)
			i += size
		}
		r.charRuns(append(letters, ' '), at)
	}
}

func (r *Reading) charRuns(letters []rune, at int) {
	for i := range letters {
		h := uint64(seedChars)
		for n := 1; n <= r.recipe.MaxChars && i+n <= len(letters); n++ {
			h = step(h, uint64(letters[i+n-1]))
			if n >= r.recipe.MinChars {
				r.note(blockChars, h, at)
			}
		}
	}
}

// factor is what one trace of a block counts.
func (r *Reading) factor(block int) float32 {
	n := len(r.traces[block])
	if n == 0 {
		return 0
	}
	weights := [blocks]float32{r.recipe.Weights[0], r.recipe.Weights[1], r.recipe.Weights[2], r.recipe.StemWeight, r.recipe.Polarity}
	return weights[block] / float32(math.Sqrt(float64(n)))
}

// Recipe is what the text was taken apart by.
func (r *Reading) Recipe() Recipe { return r.recipe }

// Vector is a reading as training of a model wants it, whose recipe reads as the reading's: buckets in order of appearance,
// each with its value; a bucket may stand there more than once.
func (r *Reading) Vector(recipe Recipe) (buckets []uint32, values []float32) {
	mask := uint32(1)<<recipe.Bits - 1
	for block, traces := range r.traces {
		if !recipe.looksAt(block) {
			continue
		}
		value := r.factor(block)
		for _, t := range traces {
			buckets = append(buckets, t.hash&mask)
			values = append(values, value)
		}
	}
	for i, value := range r.told {
		buckets = append(buckets, toldBucket(i)&mask)
		values = append(values, value)
	}
	return buckets, values
}

// What a score of a model counts beside the traces of a text, and the greatest that is looked at.
const (
	toldWeight = 1.2
	mostTold   = 2
)

// Listen adds what a model says of the text, for models of a recipe that stands on it. It must read texts as the recipe
// does.
func (r *Reading) Listen(m *Model) {
	r.told = r.told[:0]
	for _, score := range m.Sums(r) {
		r.told = append(r.told, toldWeight*float32(max(-mostTold, min(mostTold, score))))
	}
}

func toldBucket(i int) uint32 { return finish(step(hashText("", seedTold), uint64(i))) }
