package document

import (
	"slices"
	"strings"
	"time"

	"switchboard"
)

// Test is one example that stands in a policy: facts that are given, and what must be decided for them.
type Test struct {
	Name   string
	Line   int
	Again  bool // it begins with what the test above it was given
	Given  Given
	Expect Expect
}

// Given sets some facts and leaves the others as they are.
type Given []func(*switchboard.Facts)

// Over is facts with what is given in them.
func (g Given) Over(f switchboard.Facts) switchboard.Facts {
	for _, set := range g {
		set(&f)
	}
	return f
}

// Expect is what must be decided. What is nil may be anything.
type Expect struct {
	Owner         *switchboard.DepartmentKey
	Rule          *string
	RequiredLevel *int
	Deadline      *time.Duration
	Cover         *string // the first who stands in; none says that nobody does
	Helpers       *[]switchboard.DepartmentKey
	Informs       *[]switchboard.DepartmentKey
	Approver      *string
	SecondLook    *time.Duration
	Quarantine    *bool
	Unchanged     bool // as the test above it, facts apart
}

// CoverNone is what a test expects when nobody stands in.
const CoverNone = "none"

// tests reads the examples. Times of day are meant in the zone of the policy's hours.
func (r *reader) tests(n node, doc *Document) []Test {
	var out []Test
	zone := doc.Zone()
	r.list(n, func(n node) {
		var t Test
		t.Line, _ = position(n.ast)
		seen := r.object(n, fields{
			"name":  func(n node) { t.Name, _ = r.text(n) },
			"given": func(n node) { t.Given = r.given(n, zone) },
			"same_as_above_with": func(n node) {
				t.Again = true
				t.Given = r.given(n, zone)
			},
			"expect": func(n node) { t.Expect = r.expect(n) },
		})
		r.need(n, seen, "expect", "Say what must be decided: expect: {owner: service}.")
		switch {
		case seen["given"] == seen["same_as_above_with"]:
			r.report(n, "Begin with given: {intent: billing}, or with same_as_above_with.", "A test begins with one of two keys.")
		case (t.Again || t.Expect.Unchanged) && len(out) == 0:
			r.report(n, "Give the first test facts of its own.", "There is no test above this one.")
		}
		out = append(out, t)
	})
	return out
}

// given reads facts. How many followers somebody has may be given, to show that it changes nothing.
func (r *reader) given(n node, zone *time.Location) Given {
	var g Given
	set := func(change func(*switchboard.Facts)) { g = append(g, change) }
	r.reachIsGiven = true
	defer func() { r.reachIsGiven = false }()
	known := r.givenWords(set)
	known["flag"] = func(n node) { r.givenFlags(n, set) }
	known["author"] = func(n node) { r.givenAuthor(n, set) }
	known["now"] = func(n node) { r.givenTime(n, zone, set) }
	known["waiting"] = func(n node) { r.givenWaiting(n, set) }
	known["intent_confidence"] = func(n node) {
		sure := r.share(n)
		set(func(f *switchboard.Facts) { f.IntentSure = sure })
	}
	known["other_intents"] = func(n node) { r.givenIntents(n, set) }
	known["topic"] = func(n node) {
		topics := r.texts(n)
		set(func(f *switchboard.Facts) { f.Topics = topics })
	}
	r.object(n, known)
	return g
}

// givenWords reads the facts that are one word.
func (r *reader) givenWords(set func(func(*switchboard.Facts))) fields {
	return fields{
		"network": func(n node) {
			for _, key := range r.networks(n) {
				set(func(f *switchboard.Facts) { f.Network = key })
			}
		},
		"account": func(n node) { givenText(r, n, set, func(f *switchboard.Facts, v string) { f.Account = v }) },
		"brand":   func(n node) { givenText(r, n, set, func(f *switchboard.Facts, v string) { f.Brand = v }) },
		"language": func(n node) {
			for _, code := range r.languages(n) {
				set(func(f *switchboard.Facts) { f.Language = code })
			}
		},
		"intent": func(n node) {
			intent := word(r, n, "intent", switchboard.Intents())
			set(func(f *switchboard.Facts) { f.Intent, f.IntentSure, f.OtherIntents = intent, 1, nil })
		},
		"purpose":    givenWord(r, set, "purpose", switchboard.Purposes(), func(f *switchboard.Facts, v switchboard.Purpose) { f.Purpose = v }),
		"visibility": givenWord(r, set, "visibility", visibilities, func(f *switchboard.Facts, v switchboard.Visibility) { f.Visibility = v }),
		"sentiment":  givenWord(r, set, "sentiment", switchboard.Sentiments(), func(f *switchboard.Facts, v switchboard.Sentiment) { f.Sentiment = v }),
		"urgency":    givenWord(r, set, "urgency", switchboard.Urgencies(), func(f *switchboard.Facts, v switchboard.Urgency) { f.Urgency = v }),
	}
}

func givenText(r *reader, n node, set func(func(*switchboard.Facts)), put func(*switchboard.Facts, string)) {
	if text, ok := r.text(n); ok {
		set(func(f *switchboard.Facts) { put(f, text) })
	}
}

func givenWord[T ~string](r *reader, set func(func(*switchboard.Facts)), kind string, list []T, put func(*switchboard.Facts, T)) func(node) {
	return func(n node) {
		value := word(r, n, kind, list)
		set(func(f *switchboard.Facts) { put(f, value) })
	}
}

// givenFlags reads one flag, several, or flags with how sure they are.
func (r *reader) givenFlags(n node, set func(func(*switchboard.Facts))) {
	flags := map[switchboard.Flag]float64{}
	if _, ok := mappingOf(n.ast); ok {
		r.named(n, func(at, value node) { flags[word(r, at, "flag", switchboard.Flags())] = r.share(value) })
	} else {
		for _, flag := range words(r, n, "flag", switchboard.Flags()) {
			flags[flag] = 1
		}
	}
	set(func(f *switchboard.Facts) { f.Flags = flags })
}

func (r *reader) givenIntents(n node, set func(func(*switchboard.Facts))) {
	others := map[switchboard.Intent]float64{}
	r.named(n, func(at, value node) { others[word(r, at, "intent", switchboard.Intents())] = r.share(value) })
	set(func(f *switchboard.Facts) { f.OtherIntents = others })
}

func (r *reader) givenAuthor(n node, set func(func(*switchboard.Facts))) {
	truth := func(put func(*switchboard.AuthorFacts, bool)) func(node) {
		return func(n node) {
			value := r.truth(n)
			set(func(f *switchboard.Facts) { put(&f.Author, value) })
		}
	}
	r.object(n, fields{
		"followers":         func(n node) { r.integer(n, 0, 2_000_000_000) },
		"known":             truth(func(a *switchboard.AuthorFacts, v bool) { a.Known = v }),
		"open_conversation": truth(func(a *switchboard.AuthorFacts, v bool) { a.OpenConversation = v }),
		"opted_out":         truth(func(a *switchboard.AuthorFacts, v bool) { a.OptedOut = v }),
		"segment":           func(n node) { givenText(r, n, set, func(f *switchboard.Facts, v string) { f.Author.Segment = v }) },
		"last_department": func(n node) {
			key := r.department(n)
			set(func(f *switchboard.Facts) { f.Author.LastDepartment = key })
		},
	})
}

// OrdinaryWeek is the Monday of the week that "Sat 23:00" is taken from: no public holiday falls into it in most places.
var OrdinaryWeek = time.Date(2026, 6, 8, 0, 0, 0, 0, time.UTC)

func (r *reader) givenTime(n node, zone *time.Location, set func(func(*switchboard.Facts))) {
	text, ok := r.text(n)
	if !ok {
		return
	}
	at, ok := parseMoment(text, zone)
	if !ok {
		r.report(n, "Write Sat 23:00, or 2026-03-29T02:30:00Z.", "%q is no moment.", text)
		return
	}
	set(func(f *switchboard.Facts) { f.At = at })
}

func parseMoment(text string, zone *time.Location) (time.Time, bool) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, true
	}
	day, clock, found := strings.Cut(text, " ")
	at, err := time.Parse("15:04", strings.TrimSpace(clock))
	place := slices.Index(weekdays, strings.ToLower(day))
	if !found || err != nil || place < 0 {
		return time.Time{}, false
	}
	year, month, date := OrdinaryWeek.AddDate(0, 0, place).Date()
	return time.Date(year, month, date, at.Hour(), at.Minute(), 0, 0, zone), true
}

func (r *reader) givenWaiting(n node, set func(func(*switchboard.Facts))) {
	waiting := map[switchboard.DepartmentKey]int{}
	r.named(n, func(at, value node) { waiting[r.department(at)] = r.integer(value, 0, 10_000_000) })
	set(func(f *switchboard.Facts) { f.Waiting = waiting })
}

func (r *reader) expect(n node) Expect {
	var e Expect
	r.object(n, fields{
		"owner":          func(n node) { e.Owner = ptr(r.department(n)) },
		"rule":           func(n node) { e.Rule = ptr(r.key(n)) },
		"required_level": func(n node) { e.RequiredLevel = ptr(r.integer(n, 0, 5)) },
		"deadline":       func(n node) { e.Deadline = ptr(r.span(n)) },
		"cover":          func(n node) { e.Cover = ptr(r.expectedCover(n)) },
		"helpers":        func(n node) { e.Helpers = ptr(r.expectedDepartments(n)) },
		"informs":        func(n node) { e.Informs = ptr(r.expectedDepartments(n)) },
		"second_look":    func(n node) { e.SecondLook = ptr(r.span(n)) },
		"approver":       func(n node) { e.Approver = ptr(r.somebody(n)) },
		"quarantine":     func(n node) { e.Quarantine = ptr(r.truth(n)) },
		"unchanged":      func(n node) { e.Unchanged = r.truth(n) },
	})
	return e
}

func ptr[T any](value T) *T { return &value }

func (r *reader) expectedCover(n node) string {
	if text, ok := r.text(n); ok && text == CoverNone {
		return text
	}
	return r.chainEntry(n)
}

// expectedDepartments reads a list that may be empty: nobody is expected then.
func (r *reader) expectedDepartments(n node) []switchboard.DepartmentKey {
	if _, isList := sequenceOf(n.ast); !isList {
		return r.someDepartments(n)
	}
	var out []switchboard.DepartmentKey
	r.list(n, func(n node) { out = append(out, r.department(n)) })
	return out
}
