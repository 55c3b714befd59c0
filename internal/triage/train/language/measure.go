package language

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strings"

	"switchboard/internal/triage/corpus"
)

// Identifier tells the language of a text, given the network's hint, and how sure it is, 0 to 1.
type Identifier func(text, hint string) (code string, confidence float64)

// Check is a text whose language is known and which no model learned from.
type Check struct {
	Text, Language string
	Kind           string // sentences, word-pairs, single-words, tweets; romanised for Hindi in Latin letters
}

// Checks reads the texts to measure with from a folder of labelled data: langid/dev.jsonl.gz and
// multilingual-sentiment/val.jsonl.gz.
func Checks(folder fs.FS) ([]Check, error) {
	var out []Check
	for _, name := range []string{"langid/dev.jsonl.gz", "multilingual-sentiment/val.jsonl.gz"} {
		rows, err := corpus.Read[corpus.Row](folder, name)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			out = append(out, checkOf(&rows[i]))
		}
	}
	return out, nil
}

// checkOf takes a row for a tweet that names its language, or for a text labelled with it.
func checkOf(row *corpus.Row) Check {
	switch code := codeOf(row, ""); code {
	case "":
		code = row.One()
		if now, ok := names[code]; ok {
			code = now
		}
		return Check{row.Text, code, row.Kind}
	case "hi":
		return Check{row.Text, code, "romanised"}
	default:
		return Check{row.Text, code, "tweets"}
	}
}

// Half is the half of the checks that a text belongs to: 0 may be looked at while the recipe is made, 1 at its end.
func Half(text string) int {
	h := fnv.New32a()
	_, _ = io.WriteString(h, text)
	return int(h.Sum32() >> 8 & 1)
}

// Score is how well an Identifier did on some texts.
type Score struct {
	Texts, Right int
	bins         [10]bin // by confidence
}

type bin struct {
	right int
	sum   float64 // of confidence
}

func (s *Score) add(right bool, confidence float64) {
	b := &s.bins[min(max(int(confidence*10), 0), 9)]
	b.sum += confidence
	s.Texts++
	if right {
		s.Right++
		b.right++
	}
}

// Accuracy is the share of texts told right.
func (s *Score) Accuracy() float64 { return float64(s.Right) / float64(max(s.Texts, 1)) }

// Gap is the expected calibration error: how far confidence and accuracy lie apart, over ten bins of confidence.
func (s *Score) Gap() float64 {
	sum := 0.0
	for _, b := range s.bins {
		sum += math.Abs(b.sum - float64(b.right))
	}
	return sum / float64(max(s.Texts, 1))
}

// Report is what an Identifier scored, by kind of text and by language.
type Report struct {
	kinds     map[string]*Score
	languages map[string]map[string]*Score // by language and kind
	taken     map[string]int               // how often one language was taken for another
}

// Hint makes what the network might say of a check's language.
type Hint func(Check) string

// The hints to measure with: none, the right one, and that of an account that once was set to English, or to German
// where the text is English.
var Hints = map[string]Hint{
	"none":  func(Check) string { return "" },
	"right": func(c Check) string { return c.Language },
	"wrong": func(c Check) string {
		if c.Language == "en" {
			return "de"
		}
		return "en"
	},
}

// Measure asks the Identifier for the language of each check, with the hint made for it.
func Measure(identify Identifier, checks []Check, hint Hint) *Report {
	r := &Report{map[string]*Score{}, map[string]map[string]*Score{}, map[string]int{}}
	for _, c := range checks {
		code, confidence := identify(c.Text, hint(c))
		if r.languages[c.Language] == nil {
			r.languages[c.Language] = map[string]*Score{}
		}
		score(r.kinds, c.Kind).add(code == c.Language, confidence)
		score(r.languages[c.Language], c.Kind).add(code == c.Language, confidence)
		if code != c.Language {
			r.taken[c.Language+">"+code]++
		}
	}
	return r
}

func score(of map[string]*Score, kind string) *Score {
	if of[kind] == nil {
		of[kind] = &Score{}
	}
	return of[kind]
}

// Kind is the score on all texts of a kind, of no texts where there were none.
func (r *Report) Kind(kind string) *Score { return score(r.kinds, kind) }

// Write prints the report as Markdown.
func (r *Report) Write(to io.Writer) error {
	kinds := slices.Sorted(maps.Keys(r.kinds))
	var b strings.Builder
	fmt.Fprintf(&b, "| language | %s |\n|---|%s\n", strings.Join(kinds, " | "), strings.Repeat("---:|", len(kinds)))
	for _, code := range slices.Sorted(maps.Keys(r.languages)) {
		row(&b, code, kinds, r.languages[code], (*Score).Accuracy)
	}
	row(&b, "all", kinds, r.kinds, (*Score).Accuracy)
	row(&b, "calibration error", kinds, r.kinds, (*Score).Gap)
	row(&b, "texts", kinds, r.kinds, func(s *Score) float64 { return float64(s.Texts) })
	fmt.Fprintf(&b, "\nMost often taken for another: %s.\n", strings.Join(r.confusions(40), ", "))
	_, err := io.WriteString(to, b.String())
	return err
}

func row(b *strings.Builder, name string, kinds []string, of map[string]*Score, figure func(*Score) float64) {
	fmt.Fprintf(b, "| %s |", name)
	for _, kind := range kinds {
		switch s := of[kind]; {
		case s == nil:
			b.WriteString(" |")
		case figure(s) > 1:
			fmt.Fprintf(b, " %.0f |", figure(s))
		default:
			fmt.Fprintf(b, " %.3f |", figure(s))
		}
	}
	b.WriteByte('\n')
}

// confusions are the most frequent, with their number.
func (r *Report) confusions(most int) []string {
	pairs := slices.SortedFunc(maps.Keys(r.taken), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.taken[b], r.taken[a]), cmp.Compare(a, b))
	})
	out := make([]string, 0, most)
	for _, pair := range pairs[:min(most, len(pairs))] {
		out = append(out, fmt.Sprintf("%s %d", pair, r.taken[pair]))
	}
	return out
}
