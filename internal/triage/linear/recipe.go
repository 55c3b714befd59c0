package linear

import "fmt"

// Recipe says which traces of a text a model looks at. Models of one recipe share one reading of a text.
type Recipe struct {
	Bits     int        `json:"bits"`      // there are 1<<Bits buckets
	Words    int        `json:"words"`     // longest run of neighbouring words
	Negated  int        `json:"negated"`   // words after a negation that are marked as negated
	Pairs    int        `json:"pairs"`     // how far apart the words of an unordered pair may stand; 0 for no pairs
	MinChars int        `json:"min_chars"` // shortest run of letters inside a word
	MaxChars int        `json:"max_chars"` // longest; 0 for no runs of letters
	Weights  [3]float32 `json:"weights"`   // how much the blocks count: words, pairs, letters
	// Stems is the longest run of neighbouring words without their endings; 0 for none. StemWeight is how much they count.
	Stems      int     `json:"stems,omitempty"`
	StemWeight float32 `json:"stem_weight,omitempty"`
	// Polarity is how much words count that show by themselves how somebody feels; 0 for not looking at that.
	Polarity float32 `json:"polarity,omitempty"`
	// On is the name of a model whose scores are looked at as well; empty for none. It must read texts the same way.
	On string `json:"on,omitempty"`
}

// Bounds of a recipe, so that a file from elsewhere cannot ask for unbounded work or memory.
const (
	minBits   = 8
	maxBits   = 22
	maxWords  = 4
	maxWindow = 16
	maxChars  = 8
)

// Default is the recipe of questions of one's own, which are asked less often.
func Default() Recipe {
	return Recipe{Bits: 19, Words: 2, Negated: 3, MinChars: 3, MaxChars: 5, Weights: [3]float32{1, 0, 1}, Stems: 2, StemWeight: 1}
}

// Shipped is the recipe of the models that are built in, which read every message.
func Shipped() Recipe {
	return Recipe{Bits: 19, Words: 2, Negated: 3, MinChars: 2, MaxChars: 5, Weights: [3]float32{1, 0.7, 1.4}, Polarity: 0.9}
}

// ReadsAs reports whether a text taken apart by another recipe serves this one: they differ in nothing but the number of
// buckets, the model they stand on, and what the other looks at besides.
func (r Recipe) ReadsAs(other Recipe) bool {
	if r.Polarity == 0 {
		other.Polarity = 0
	}
	r.Bits, r.On = other.Bits, other.On
	return r == other
}

// Check refuses a recipe that is out of bounds.
func (r Recipe) Check() error {
	switch {
	case r.Bits < minBits || r.Bits > maxBits:
		return fmt.Errorf("bits must be %d to %d, not %d", minBits, maxBits, r.Bits)
	case r.Words < 1 || r.Words > maxWords:
		return fmt.Errorf("words must be 1 to %d, not %d", maxWords, r.Words)
	case r.Stems < 0 || r.Stems > maxWords:
		return fmt.Errorf("stems must be 0 to %d, not %d", maxWords, r.Stems)
	case r.Pairs < 0 || r.Pairs > maxWindow || r.Negated < 0 || r.Negated > maxWindow:
		return fmt.Errorf("pairs and negated must be 0 to %d, not %d and %d", maxWindow, r.Pairs, r.Negated)
	case r.MaxChars < 0 || r.MaxChars > maxChars || r.MaxChars > 0 && (r.MinChars < 1 || r.MinChars > r.MaxChars):
		return fmt.Errorf("runs of letters must lie within 1 to %d, not %d to %d", maxChars, r.MinChars, r.MaxChars)
	}
	return nil
}
