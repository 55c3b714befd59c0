package ownership

import (
	"errors"
	"iter"
	"math"
	"slices"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/expert"
)

// probe is Facts made ready for many quick questions.
type probe struct {
	facts             *switchboard.Facts
	intent            uint32              // one bit
	network, language uint64              // one bit each, by spelling
	flags             [maxFlags]float64   // by place in the closed list
	others            bool                // whether other intents have chances
	intents           [maxIntents]float64 // chances, by place in the closed list
}

const (
	maxFlags   = 16
	maxIntents = 32
)

var (
	intentBits  = bitsOf(switchboard.Intents())
	flagPlace   = placesOf(switchboard.Flags())
	intentPlace = placesOf(switchboard.Intents())
)

func bitsOf[T comparable](list []T) map[T]uint32 {
	out := make(map[T]uint32, len(list))
	for i, value := range list {
		out[value] = 1 << i
	}
	return out
}

func placesOf[T comparable](list []T) map[T]int {
	out := make(map[T]int, len(list))
	for i, value := range list {
		out[value] = i
	}
	return out
}

func newProbe(f *switchboard.Facts) probe {
	p := probe{facts: f, intent: intentBits[f.Intent], network: spelling(f.Network), language: spelling(f.Language)}
	for flag, sure := range f.Flags {
		p.flags[flagPlace[flag]] = sure
	}
	p.others, p.intents[intentPlace[f.Intent]] = len(f.OtherIntents) > 0, f.IntentSure
	for intent, chance := range f.OtherIntents {
		p.intents[intentPlace[intent]] = chance
	}
	return p
}

// clause is one field of a condition: does it hold, and how sure is the fact it rests on.
type clause func(*probe) (sure float64, holds bool)

// compiled is a rule ready to be asked.
type compiled struct {
	document.Rule
	stage   switchboard.Stage
	clauses clauses
	any     []clauses // those of When.Any, to tell which of them held
}

// ladder is the rules of one stage in order. Most rules ask for an intent, a network or a language, so which of them a
// rule can match is kept apart and close together: the others are passed over without being asked.
type ladder struct {
	gates []gate
	rules []*compiled
}

// gate lets through all facts a rule can match, and few others. Networks and languages have no closed list: each falls
// under one of 64 bits by its spelling, and two that share a bit are told apart by the rule.
type gate struct {
	networks, languages uint64
	intents             uint32
}

func gateOf(w document.When) gate {
	return gate{networks: spellings(w.Network), languages: spellings(w.Language), intents: intentMask(w.Intent)}
}

func (g *gate) lets(p *probe) bool {
	return g.intents&p.intent != 0 && g.languages&p.language != 0 && g.networks&p.network != 0
}

func spellings[T ~string](list []T) uint64 {
	if len(list) == 0 {
		return ^uint64(0)
	}
	var mask uint64
	for _, word := range list {
		mask |= spelling(word)
	}
	return mask
}

func spelling[T ~string](word T) uint64 {
	if word == "" {
		return 1
	}
	return 1 << ((uint(word[0]) + 7*uint(word[len(word)/2]) + 31*uint(len(word))) & 63)
}

const anyIntent = ^uint32(0)

func intentMask(list []switchboard.Intent) uint32 {
	if len(list) == 0 {
		return anyIntent
	}
	var mask uint32
	for _, intent := range list {
		mask |= intentBits[intent]
	}
	return mask
}

// candidates yields the rules that intent, network and language of the facts do not rule out.
func (l ladder) candidates(p *probe) iter.Seq[*compiled] {
	return func(yield func(*compiled) bool) {
		for i := range l.gates {
			if l.gates[i].lets(p) && !yield(l.rules[i]) {
				return
			}
		}
	}
}

// compiler makes rules ready and notes those that cannot be.
type compiler struct {
	doc      *document.Document
	findings document.Findings
}

func (c *compiler) all(stage switchboard.Stage, rules []document.Rule) ladder {
	var out ladder
	for _, rule := range rules {
		one := c.one(stage, rule)
		out.rules = append(out.rules, &one)
		out.gates = append(out.gates, gateOf(rule.When))
	}
	return out
}

func (c *compiler) one(stage switchboard.Stage, rule document.Rule) compiled {
	out := compiled{Rule: rule, stage: stage, any: c.each(rule, rule.When.Any)}
	out.clauses = c.plain(rule.When)
	if len(out.any) > 0 {
		out.clauses.any(out.any)
	}
	if rule.When.Expert != "" {
		c.expert(&out.clauses, rule, rule.When.Expert)
	}
	return out
}

// plain puts the clauses that most often fail first.
func (c *compiler) plain(w document.When) clauses {
	var out clauses
	out.intent(w.Intent)
	out.flag(w.Flag)
	out.oneOf(len(w.Network), func(f *switchboard.Facts) bool { return slices.Contains(w.Network, f.Network) })
	out.oneOf(len(w.Purpose), func(f *switchboard.Facts) bool { return slices.Contains(w.Purpose, f.Purpose) })
	out.oneOf(len(w.Visibility), func(f *switchboard.Facts) bool { return slices.Contains(w.Visibility, f.Visibility) })
	out.oneOf(len(w.Language), func(f *switchboard.Facts) bool { return slices.Contains(w.Language, f.Language) })
	out.oneOf(len(w.Sentiment), func(f *switchboard.Facts) bool { return slices.Contains(w.Sentiment, f.Sentiment) })
	out.oneOf(len(w.Urgency), func(f *switchboard.Facts) bool { return slices.Contains(w.Urgency, f.Urgency) })
	out.oneOf(len(w.Segment), func(f *switchboard.Facts) bool { return slices.Contains(w.Segment, f.Author.Segment) })
	out.oneOf(len(w.Account), func(f *switchboard.Facts) bool { return slices.Contains(w.Account, f.Account) })
	out.oneOf(len(w.Brand), func(f *switchboard.Facts) bool { return slices.Contains(w.Brand, f.Brand) })
	out.oneOf(len(w.Topic), func(f *switchboard.Facts) bool { return overlap(w.Topic, f.Topics) })
	out.truth(w.Known, func(f *switchboard.Facts) bool { return f.Author.Known })
	out.truth(w.OpenConversation, func(f *switchboard.Facts) bool { return f.Author.OpenConversation })
	out.truth(w.OptedOut, func(f *switchboard.Facts) bool { return f.Author.OptedOut })
	c.hours(&out, w)
	return out
}

func (c *compiler) each(rule document.Rule, list []document.When) []clauses {
	out := make([]clauses, len(list))
	for i, w := range list {
		out[i] = c.plain(w)
		if w.Expert != "" {
			c.expert(&out[i], rule, w.Expert)
		}
	}
	return out
}

// hours adds what a rule asks of the time. Facts without a time are in no hours.
func (c *compiler) hours(out *clauses, w document.When) {
	during, outside := c.calendars(w.During), c.calendars(w.Outside)
	out.oneOf(len(during), func(f *switchboard.Facts) bool { return !f.At.IsZero() && openAt(during, f) })
	out.oneOf(len(outside), func(f *switchboard.Facts) bool { return !f.At.IsZero() && !openAt(outside, f) })
}

func (c *compiler) calendars(keys []string) []*calendar.Calendar {
	out := make([]*calendar.Calendar, len(keys))
	for i, key := range keys {
		out[i] = c.doc.Calendar(key)
	}
	return out
}

func openAt(list []*calendar.Calendar, f *switchboard.Facts) bool {
	return slices.ContainsFunc(list, func(c *calendar.Calendar) bool { return c.Open(f.At) })
}

// expert adds an expression, or a finding when it is wrong.
func (c *compiler) expert(out *clauses, rule document.Rule, text string) {
	condition, err := expert.Parse(text)
	if err != nil {
		finding := document.Finding{Severity: document.Error, Kind: document.Unreadable, Rule: rule.ID, Line: rule.Line, Column: 1,
			Path: rule.ID + ".when.expert", Text: err.Error()}
		var refused *switchboard.Error
		if errors.As(err, &refused) {
			finding.Text, finding.Hint = refused.Text, refused.Hint
		}
		c.findings = append(c.findings, finding)
		return
	}
	*out = append(*out, func(p *probe) (float64, bool) { return 1, condition.Holds(p.facts) })
}

// clauses all have to hold.
type clauses []clause

func (c *clauses) intent(list []switchboard.Intent) {
	if len(list) == 0 {
		return
	}
	mask, places := intentMask(list), make([]int, len(list))
	for i, intent := range list {
		places[i] = intentPlace[intent]
	}
	*c = append(*c, func(p *probe) (float64, bool) {
		switch {
		case p.intent&mask == 0:
			return 0, false
		case !p.others || len(places) == 1:
			return p.facts.IntentSure, true
		}
		return together(places, &p.intents), true
	})
}

// together is the chance that one of several intents is meant, to four digits.
func together(places []int, chances *[maxIntents]float64) (sum float64) {
	for _, place := range places {
		sum += chances[place]
	}
	return min(1, math.Round(sum*1e4)/1e4)
}

func (c *clauses) flag(list []switchboard.Flag) {
	if len(list) == 0 {
		return
	}
	places := make([]int, len(list))
	for i, flag := range list {
		places[i] = flagPlace[flag]
	}
	*c = append(*c, func(p *probe) (float64, bool) {
		var sure float64
		for _, place := range places {
			sure = max(sure, p.flags[place])
		}
		return sure, sure > 0
	})
}

func (c *clauses) oneOf(values int, holds func(*switchboard.Facts) bool) {
	if values > 0 {
		*c = append(*c, func(p *probe) (float64, bool) { return 1, holds(p.facts) })
	}
}

func (c *clauses) truth(want *bool, is func(*switchboard.Facts) bool) {
	if want != nil {
		*c = append(*c, func(p *probe) (float64, bool) { return 1, is(p.facts) == *want })
	}
}

// any adds alternatives: the surest of those that hold counts.
func (c *clauses) any(list []clauses) {
	*c = append(*c, func(p *probe) (sure float64, holds bool) {
		for _, alternative := range list {
			if s, ok := alternative.ask(p); ok {
				sure, holds = max(sure, s), true
			}
		}
		return sure, holds
	})
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// ask reports whether the condition holds, minimum confidence aside, and how sure its weakest fact is.
func (c clauses) ask(p *probe) (sure float64, holds bool) {
	sure = 1
	for _, clause := range c {
		s, ok := clause(p)
		if !ok {
			return 0, false
		}
		sure = min(sure, s)
	}
	return sure, true
}
