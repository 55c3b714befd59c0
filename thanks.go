package switchboard

import (
	"slices"
	"strings"
	"unicode"
)

// besideThanks is how many words a message may have beside the kind ones and still say nothing else.
const besideThanks = 1

// OnlyThanks reports whether somebody says something kind and nothing else. Two things have to agree on it: the verdict is
// praise, neither upset nor urgent, with no flag beside FlagAboutUs and nothing recognised in the text; and what the
// verdict rests on is the text, all but a word. What somebody outside read never makes a message one. Whoever adds what happened, a number or a picture says more, and in doubt
// a message is for somebody to answer.
func OnlyThanks(c Content, v Verdict) bool {
	if v.Heads[HeadIntent].Label != string(IntentPraise) || v.Heads[HeadSentiment].Label == string(SentimentNegative) ||
		v.Heads[HeadUrgency].Label == string(UrgencyUrgent) || v.foundOutside(HeadIntent, HeadSentiment, HeadUrgency) || len(v.Entities) > 0 || len(c.Attachments) > 0 {
		return false
	}
	for _, f := range Flags() {
		if f != FlagAboutUs && v.Says(f) > 0 || v.foundOutside(Head(f)) {
			return false
		}
	}
	if strings.ContainsFunc(c.Text, unicode.IsDigit) {
		return false
	}
	kind := slices.Concat(v.Heads[HeadIntent].Evidence, v.Heads[HeadSentiment].Evidence)
	return wordsBeside(c.Text, kind) <= besideThanks
}

// foundOutside reports whether one of the heads was answered by somebody outside.
func (v Verdict) foundOutside(heads ...Head) bool {
	return slices.ContainsFunc(heads, func(h Head) bool { return v.Heads[h].By != "" })
}

// wordsBeside counts the words of a text outside of some spans. Whom it is said to is no word, and of scripts that are
// written without spaces each letter is one.
func wordsBeside(text string, spans []Span) (n int) {
	covered := func(i int) bool {
		return slices.ContainsFunc(spans, func(s Span) bool { return s.Start <= i && i < s.End })
	}
	at := 0
	for _, word := range strings.FieldsFunc(text, unicode.IsSpace) {
		at += strings.Index(text[at:], word)
		if !strings.HasPrefix(word, "@") {
			n += lettersBeside(word, at, covered)
		}
		at += len(word)
	}
	return n
}

// lettersBeside is 1 for a word that begins outside of what is covered, 0 for one that does not.
func lettersBeside(word string, at int, covered func(int) bool) (n int) {
	begun := false
	for i, r := range word {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			begun = begun && (r == '\'' || r == '’')
			continue
		case covered(at + i):
		case !begun || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			n++
		}
		begun = true
	}
	return n
}
