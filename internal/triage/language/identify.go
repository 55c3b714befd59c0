package language

import (
	"slices"
	"strings"
)

// Undetermined is the code of a text whose language cannot be told.
const Undetermined = "und"

// least is the smallest chance at which a language is named.
const least = 0.2

// Identify names the language a text is written in, as ISO 639-1, and the chance that this is right, 0 to 1. Norwegian
// of either kind is no, Filipino tl. hint is what the network says of the language, as BCP 47: it tips the scale where
// the text leaves doubt, and may be wrong or empty.
//
// A text that tells nothing (empty, pictures, numbers, codes) is Undetermined, at 0. Any bytes may be given: what is not
// UTF-8 is passed over, and of a long text only the beginning is read.
func Identify(text, hint string) (code string, confidence float64) {
	return embedded().Identify(text, hint)
}

// Identify names the language of a text as the package's Identify does, with this model.
func (m *Model) Identify(text, hint string) (code string, confidence float64) {
	d := m.spare.Get().(*desk)
	defer m.spare.Put(d)
	d.reading.reset()
	d.reading.read(text)
	script, share := d.reading.main()
	if code := alone[script]; code != "" {
		return code, sure(1, share)
	}
	g := m.groups[script]
	if g == nil {
		return Undetermined, 0
	}
	d.features = d.reading.features(d.features[:0], script)
	if len(d.features) == 0 {
		return Undetermined, 0
	}
	best, chance := top(g.weigh(d, base(hint)))
	if g.Languages[best] == Undetermined || chance < least {
		return Undetermined, 0
	}
	return g.Languages[best], sure(chance, share)
}

// Features are the script a text is mostly written in and the hashes of its n-grams, appended to a slice.
func Features(to []uint32, text string) (Script, []uint32) {
	var t reading
	t.read(text)
	script, _ := t.main()
	return script, t.features(to, script)
}

// sure is the chance that is left when a part of the text is in another script.
func sure(chance, share float64) float64 { return chance * (0.5 + 0.5*share) * 0.995 }

func top(chances []float64) (best int, chance float64) {
	for i, c := range chances {
		if c > chance {
			best, chance = i, c
		}
	}
	return best, chance
}

// former are codes that say the same as another.
var former = map[string]string{"nb": "no", "nn": "no", "fil": "tl", "iw": "he", "in": "id", "sh": "sr", "cmn": "zh"}

// base is the code of a language tag's language: pt of pt-BR.
func base(tag string) string {
	end := strings.IndexAny(tag, "-_")
	if end < 0 {
		end = len(tag)
	}
	code := strings.ToLower(tag[:end])
	if now, ok := former[code]; ok {
		return now
	}
	return code
}

// Chance is what the model gives a text in the script of being in the language, without a hint; not ok for a text that
// is mostly in another script or has no words.
func (m *Model) Chance(text, code string, in Script) (chance float64, ok bool) {
	var d desk
	d.reading.read(text)
	script, _ := d.reading.main()
	g := m.groups[script]
	if script != in || g == nil {
		return 0, false
	}
	if d.features = d.reading.features(nil, script); len(d.features) == 0 {
		return 0, false
	}
	i := slices.Index(g.Languages, code)
	if i < 0 {
		return 0, false
	}
	return g.weigh(&d, "")[i], true
}
