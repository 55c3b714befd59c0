package document

import (
	"slices"

	"switchboard"
)

// when reads the condition of a rule.
func (r *reader) when(n node) When {
	var w When
	before := len(r.findings)
	seen := r.object(n, r.conditions(&w))
	switch {
	case len(r.findings) > before:
	case len(seen) == 0 || len(seen) == 1 && seen["min_confidence"]:
		r.report(n, "Name an intent, flag, network or another fact.",
			"This matches everything, which is for the default alone.")
	case seen["min_confidence"] && !seen["intent"] && !seen["flag"] && !slices.ContainsFunc(w.Any, When.asksTriage):
		r.report(n, "Only intent and flag have a confidence.", "min_confidence has nothing to apply to.")
	}
	return w
}

func (r *reader) conditions(w *When) fields {
	some := func(into *[]string) func(node) {
		return func(n node) { *into = r.texts(n) }
	}
	truth := func(into **bool) func(node) {
		return func(n node) {
			value := r.truth(n)
			*into = &value
		}
	}
	return fields{
		"intent":            func(n node) { w.Intent = words(r, n, "intent", switchboard.Intents()) },
		"flag":              func(n node) { w.Flag = words(r, n, "flag", switchboard.Flags()) },
		"min_confidence":    func(n node) { w.MinConfidence = r.share(n) },
		"network":           func(n node) { w.Network = r.networks(n) },
		"purpose":           func(n node) { w.Purpose = words(r, n, "purpose", switchboard.Purposes()) },
		"visibility":        func(n node) { w.Visibility = words(r, n, "visibility", visibilities) },
		"language":          func(n node) { w.Language = r.languages(n) },
		"sentiment":         func(n node) { w.Sentiment = words(r, n, "sentiment", switchboard.Sentiments()) },
		"urgency":           func(n node) { w.Urgency = words(r, n, "urgency", switchboard.Urgencies()) },
		"topic":             some(&w.Topic),
		"segment":           some(&w.Segment),
		"account":           some(&w.Account),
		"brand":             some(&w.Brand),
		"known":             truth(&w.Known),
		"open_conversation": truth(&w.OpenConversation),
		"opted_out":         truth(&w.OptedOut),
		"during":            func(n node) { w.During = r.calendarKeys(n) },
		"outside":           func(n node) { w.Outside = r.calendarKeys(n) },
		"any":               func(n node) { w.Any = r.anyOf(n) },
		"expert":            func(n node) { w.Expert = r.expression(n) },
	}
}

// maxAny is how many alternatives a condition may have.
const maxAny = 100

// anyOf reads alternatives, one of which is enough. An alternative cannot have alternatives of its own, and the
// confidence is that of the whole.
func (r *reader) anyOf(n node) []When {
	var out []When
	r.list(n, func(n node) {
		entries, _ := mappingOf(n.ast)
		for _, entry := range entries {
			if key := entry.Key.GetToken().Value; key == "any" || key == "min_confidence" {
				r.report(n.child(key, entry.Key), "Write it beside any.", "%s cannot stand inside any.", key)
				return
			}
		}
		out = append(out, r.when(n))
	})
	switch sequence, ok := sequenceOf(n.ast); {
	case ok && len(sequence.Values) == 0:
		r.report(n, "Leave any out, or give at least two to choose from.", "This list is empty, so it asks for nothing.")
	case ok && len(sequence.Values) > maxAny:
		r.report(n, "Split the rule.", "At most %d can stand to choose from, and these are %d.", maxAny, len(sequence.Values))
	case len(out) == 1:
		r.report(n, "Write what it asks for without any, or give another.", "There is only one to choose from.")
	}
	return out
}

func (w When) asksTriage() bool { return len(w.Intent)+len(w.Flag) > 0 }

// maxExpression is the longest expression of an expert.
const maxExpression = 2000

func (r *reader) expression(n node) string {
	text, ok := r.text(n)
	switch {
	case ok && text == "":
		r.report(n, "Leave the key out or write an expression.", "This value is empty.")
	case len(text) > maxExpression:
		r.report(n, "Split the rule.", "An expression may be at most %d letters long.", maxExpression)
		return ""
	}
	return text
}

var visibilities = []switchboard.Visibility{switchboard.Public, switchboard.Private}

func (r *reader) texts(n node) []string {
	var out []string
	r.oneOrMany(n, func(n node) {
		text, ok := r.text(n)
		if ok && text == "" {
			r.report(n, "Leave the key out or give a value.", "This value is empty.")
		}
		out = append(out, text)
	})
	return out
}

func (r *reader) languages(n node) []string {
	out := r.texts(n)
	for _, code := range out {
		if !IsLanguage(code) {
			r.report(n, "Use two letters, such as en, de or pt; und for unsure.", "%q is not a language code.", code)
		}
	}
	return out
}

// IsLanguage reports whether a word is a language code of two letters, or und.
func IsLanguage(code string) bool {
	if code == "und" {
		return true
	}
	return len(code) == 2 && isKey(code) && code[0] >= 'a' && code[1] >= 'a'
}
