package triage

import (
	"switchboard"
	"switchboard/internal/triage/language"
	"switchboard/internal/triage/spelling"
)

// Input is one message to read.
type Input struct {
	ID      string
	Text    string
	Lang    string // what the network says of the language, BCP 47; a hint, may be wrong or empty
	Network string
}

// Triager reads messages. It gives a verdict with every head for any text, and may be used from several goroutines.
type Triager interface {
	Classify(in Input) switchboard.Verdict
}

// CareFlags are those that may not be missed: they are said in doubt.
func CareFlags() []switchboard.Flag {
	return []switchboard.Flag{switchboard.FlagSafety, switchboard.FlagLegal, switchboard.FlagPress, switchboard.FlagBrandThreat}
}

// Limits of what is looked at, in bytes.
const (
	maxScored   = 8 << 10
	maxEntities = 64 << 10
)

// baseline is the name and version of the word lists.
const baseline = "lexicon/2"

// Baseline is the lexicon. Making it reads the embedded word lists, a few milliseconds; make one and keep it.
func Baseline() Triager { return newLexicon() }

func newLexicon() *lexicon {
	words, _ := load() // a test holds the embedded lists to having no problems
	return &lexicon{words: words}
}

// lexicon is the baseline triager.
type lexicon struct{ words *wordlist }

// Classify reads one message.
func (l *lexicon) Classify(in Input) switchboard.Verdict {
	text := spelling.Cut(in.Text, maxScored)
	tokens := tokenize(text)
	hits := l.words.find(tokens.words)
	code, sure := language.Identify(text, in.Lang)
	s := score(tokens, weigh(hits, tokens.words, readAs(code, sure)))
	return switchboard.Verdict{
		Language: code,
		Heads:    s.heads(),
		Entities: findEntities(spelling.Cut(in.Text, maxEntities)),
		Model:    baseline,
	}
}

// sureEnough is the chance from which the words of other languages are left out of account.
const sureEnough = 0.5

// readAs is the language whose words count in a text.
func readAs(code string, sure float64) string {
	if sure < sureEnough {
		return language.Undetermined
	}
	return code
}
