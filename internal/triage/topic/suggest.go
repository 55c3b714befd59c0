package topic

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"switchboard"
)

// Heard is a customer's message, for suggestions.
type Heard struct {
	Text     string
	Language string
	By       string // who said it, by whatever name is the same for the same customer
	Name     string // what they call themselves: no suggestion is made of it
	Entities []switchboard.Entity
}

// Search is where to look for suggestions: what was said lately against what was said before.
type Search struct {
	Lately, Before []Heard
	Known          *Reader  // what its topics cover is not suggested
	Dismissed      []string // phrases nobody wants to see again, nor what they are a part of, nor their parts
	Customers      int      // how many different ones must have said it; at least 3
}

// Suggestion is something customers talk about more than before and that no topic covers.
type Suggestion struct {
	Phrase    string   `json:"phrase"`                // as it is compared
	Also      []string `json:"also" nullable:"false"` // phrases nearly the same customers used
	Language  string   `json:"language"`
	Customers int      `json:"customers"` // who used it lately
	Before    int      `json:"before"`    // and before
	Of        int      `json:"of"`        // customers of that language lately
	OfBefore  int      `json:"of_before"`
	Rise      float64  `json:"rise"` // how many times as frequent as before; where nobody used it before, as if one had
	Examples  []int    `json:"-"`    // places in Search.Lately, at most 3
}

// Bounds of a search.
const (
	longestPhrase = 3    // words
	longestSigns  = 4    // letters of a script without spaces
	longestHeard  = 1000 // bytes of a message
	offered       = 12
	fewestBefore  = 20 // customers of a language, to compare with
	leastRise     = 2.0
	leastStrange  = 12.0 // likelihood ratio: by chance once in two thousand phrases
	everyday      = 0.08 // share of customers who use a word anyway: it begins and ends no phrase
	sameCustomers = 0.7
	exampleTexts  = 3
)

// Suggest finds what is frequent and rising. Customers are counted, not messages, and each language is compared with
// itself: neither somebody who repeats themselves nor a new market makes a topic. What triage took for personal data, and
// words that customers have for a name and that are never written small, are no part of a phrase.
func Suggest(s Search) []Suggestion {
	least := max(3, s.Customers)
	names := namesOf(s)
	lately, before := gather(s.Lately, s.Known, names), gather(s.Before, s.Known, names)
	var found []candidate
	for language, now := range lately {
		then := before[language]
		if then == nil || then.customers < fewestBefore {
			continue
		}
		for phrase, users := range now.users {
			if users >= least && !then.everyday(phrase) {
				c := candidate{Suggestion: Suggestion{Phrase: phrase, Language: language, Customers: users, Before: then.users[phrase],
					Of: now.customers, OfBefore: then.customers}}
				if c.rises() && !s.dismissed(phrase) {
					found = append(found, c)
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.strange, a.strange), cmp.Compare(len(b.Phrase), len(a.Phrase)), cmp.Compare(a.Phrase, b.Phrase), cmp.Compare(a.Language, b.Language))
	})
	return pick(s, first(found, 20*offered), names)
}

// dismissed reports whether nobody wants to see a phrase again.
func (s *Search) dismissed(phrase string) bool {
	edge := string(rune(gap))
	padded := edge + phrase + edge
	signs := strings.ContainsFunc(phrase, func(r rune) bool { return scriptOf(r) == unspaced })
	return slices.ContainsFunc(s.Dismissed, func(d string) bool {
		if signs {
			return strings.Contains(phrase, d) || strings.Contains(d, phrase)
		}
		return strings.Contains(padded, edge+d+edge) || strings.Contains(edge+d+edge, padded)
	})
}

// usage is what customers of one language said.
type usage struct {
	customers int
	users     map[string]int // of each phrase
}

// everyday reports whether a phrase begins or ends with a word that is used all the time.
func (u *usage) everyday(phrase string) bool {
	words := strings.Split(phrase, string(rune(gap)))
	return u.common(words[0]) || u.common(words[len(words)-1])
}

func (u *usage) common(word string) bool {
	return float64(u.users[word]) > everyday*float64(u.customers)
}

// candidate is a phrase that may be suggested.
type candidate struct {
	Suggestion
	strange float64
	by      map[string]bool
}

// rises reports whether it is more frequent than before, and not by chance.
func (c *candidate) rises() bool {
	now, then := float64(c.Customers)/float64(c.Of), max(1, float64(c.Before))/float64(c.OfBefore)
	c.Rise = rounded(now / then)
	c.strange = likelihood(float64(c.Customers), float64(c.Of), float64(c.Before), float64(c.OfBefore))
	return c.Rise >= leastRise && c.strange >= leastStrange
}

// likelihood is the ratio (Dunning's) by which two shares are better explained apart than as one.
func likelihood(a, ofA, b, ofB float64) float64 {
	part := func(k, n, p float64) float64 {
		sum := 0.0
		if k > 0 {
			sum += k * math.Log(p)
		}
		if n > k {
			sum += (n - k) * math.Log(1-p)
		}
		return sum
	}
	one := (a + b) / (ofA + ofB)
	return 2 * (part(a, ofA, a/ofA) + part(b, ofB, b/ofB) - part(a, ofA, one) - part(b, ofB, one))
}

// gather counts by language how many customers used each phrase. A customer counts in each language they wrote in.
func gather(all []Heard, known *Reader, not names) map[string]*usage {
	type who struct{ by, language string }
	said := map[who][]int{}
	for i, h := range all {
		said[who{h.By, h.Language}] = append(said[who{h.By, h.Language}], i)
	}
	out := map[string]*usage{}
	for one, messages := range said {
		u := out[one.language]
		if u == nil {
			u = &usage{users: map[string]int{}}
			out[one.language] = u
		}
		u.customers++
		phrases := map[string]bool{}
		for _, i := range messages {
			if len(known.Find(all[i].Text, all[i].Language)) == 0 {
				phrasesOf(all[i], not, phrases)
			}
		}
		for p := range phrases {
			u.users[p]++
		}
	}
	return out
}

// pick takes the strangest phrases. One that nearly the same customers used as one before stands beside it.
func pick(s Search, found []candidate, not names) (out []Suggestion) {
	users := usersOf(s, found, not)
	var picked []candidate
	for _, c := range found {
		c.by = users[c.Language+" "+c.Phrase]
		i := slices.IndexFunc(picked, func(p candidate) bool { return p.Language == c.Language && alike(p.by, c.by) })
		switch {
		case i >= 0 && len(picked[i].Also) < 4 && !strings.Contains(picked[i].Phrase, c.Phrase) && !strings.Contains(c.Phrase, picked[i].Phrase):
			picked[i].Also = append(picked[i].Also, c.Phrase)
		case i < 0 && len(picked) < offered:
			c.Also = []string{}
			picked = append(picked, c)
		}
	}
	for _, c := range picked {
		c.Examples = examplesOf(s, c, not)
		out = append(out, c.Suggestion)
	}
	return out
}

// usersOf finds who used each of some phrases lately.
func usersOf(s Search, found []candidate, not names) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, c := range found {
		out[c.Language+" "+c.Phrase] = map[string]bool{}
	}
	for _, h := range s.Lately {
		if len(s.Known.Find(h.Text, h.Language)) > 0 {
			continue
		}
		phrases := map[string]bool{}
		phrasesOf(h, not, phrases)
		for p := range phrases {
			if by := out[h.Language+" "+p]; by != nil {
				by[h.By] = true
			}
		}
	}
	return out
}

func alike(a, b map[string]bool) bool {
	both := 0
	for user := range a {
		if b[user] {
			both++
		}
	}
	return float64(both) >= sameCustomers*float64(min(len(a), len(b)))
}

// examplesOf are the newest messages of different customers that hold a phrase.
func examplesOf(s Search, c candidate, not names) (out []int) {
	shownOf := map[string]bool{}
	for i := len(s.Lately) - 1; i >= 0 && len(out) < exampleTexts; i-- {
		h := s.Lately[i]
		if h.Language != c.Language || !c.by[h.By] || shownOf[h.By] || len(s.Known.Find(h.Text, h.Language)) > 0 {
			continue
		}
		phrases := map[string]bool{}
		if phrasesOf(h, not, phrases); phrases[c.Phrase] {
			shownOf[h.By], out = true, append(out, i)
		}
	}
	return out
}
