package linear

import (
	"slices"
	"testing"
)

func TestWordsThatShowFeelings(t *testing.T) {
	t.Parallel()
	recipe := Shipped()
	of := func(text string) []trace { return Read(text, recipe).traces[blockPolarity] }
	hashes := func(text string) (out []uint32) {
		for _, t := range of(text) {
			out = append(out, t.hash)
		}
		return out
	}
	if got := of("The parcel is here and that is that"); len(got) != 0 {
		t.Errorf("%d traces in words that show nothing", len(got))
	}
	if got := of("It came BROKEN, terrible"); len(got) != 4 {
		t.Errorf("%d traces of two words, not two of each", len(got))
	}
	for _, same := range [][2]string{{"wonderful", "wunderbar"}, {"terrible", "schrecklich"}, {"Furchtbar!", "horrible"}} {
		if !slices.Equal(hashes(same[0])[1:], hashes(same[1])[1:]) {
			t.Errorf("%s and %s are not of one side", same[0], same[1])
		}
	}
	if good, denied, bad := hashes("good"), hashes("not good"), hashes("bad"); good[1] == denied[1] || denied[1] != bad[1] {
		t.Errorf("good is %v, not good %v, bad %v", good, denied, bad)
	}
	if good, after := hashes("good"), hashes("no, good"); good[1] != after[1] {
		t.Errorf("a sign does not end what a negation turns round: %v, %v", good, after)
	}
	recipe.Polarity = 0
	if got := of("terrible"); len(got) != 0 {
		t.Errorf("%d traces for a recipe that does not look at them", len(got))
	}
}

// A model that does not look at feelings answers alike whether or not a text was taken apart for one that does.
func TestOneReadingServesModelsThatLookAtLess(t *testing.T) {
	t.Parallel()
	less, more := Shipped(), Shipped()
	less.Polarity = 0
	if !less.ReadsAs(more) || more.ReadsAs(less) {
		t.Error("a reading for all serves one that looks at less, and not the other way round")
	}
	const bits = 8 // every trace falls on a weight
	weights := make([]float32, 1<<bits)
	for i := range weights {
		weights[i] = float32(i%7) - 3
	}
	recipe := less
	recipe.Bits = bits
	m, err := Build("less", recipe, []Learned{{Head: Head{Name: "h", Labels: []string{"no", "yes"}, Slope: 1, Bias: []float32{0}},
		Weights: [][]float32{weights}}}, 1<<bits)
	if err != nil {
		t.Fatal(err)
	}
	const text = "a wonderful day, and a terrible parcel"
	if alone, beside := m.Sums(Read(text, less)), m.Sums(Read(text, more)); !slices.Equal(alone, beside) {
		t.Errorf("%v alone, %v beside one that looks at more", alone, beside)
	}
	if alone, beside := m.Evidence(Read(text, less), "h", "yes", 5), m.Evidence(Read(text, more), "h", "yes", 5); !slices.Equal(alone, beside) {
		t.Errorf("%v alone, %v beside one that looks at more", alone, beside)
	}
}
