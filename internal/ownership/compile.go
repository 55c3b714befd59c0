package ownership

import (
	"iter"
	"slices"

	"switchboard"
)

// probe is Facts made ready for many quick questions.
type probe struct {
	facts  *switchboard.Facts
	intent uint32            // one bit
	flags  [maxFlags]float64 // by place in the closed list
}

const maxFlags = 16

var (
	intentBits = bitsOf(switchboard.Intents())
	flagPlace  = placesOf(switchboard.Flags())
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
	p := probe{facts: f, intent: intentBits[f.Intent]}
	for flag, sure := range f.Flags {
		p.flags[flagPlace[flag]] = sure
	}
	return p
}

// clause is one field of a condition: does it hold, and how sure is the fact it rests on.
type clause func(*probe) (sure float64, holds bool)

// compiled is a rule ready to be asked.
type compiled struct {
	Rule
	stage   switchboard.Stage
	clauses []clause
}

// ladder is the rules of one stage in order. Most rules ask for an intent, so which intents a rule can match is kept
// apart and close together: the others are passed over without being asked.
type ladder struct {
	intents []uint32
	rules   []*compiled
}

const anyIntent = ^uint32(0)

func compileAll(stage switchboard.Stage, rules []Rule) ladder {
	var out ladder
	for _, rule := range rules {
		c := compile(stage, rule)
		out.rules = append(out.rules, &c)
		out.intents = append(out.intents, intentMask(rule.When.Intent))
	}
	return out
}

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

// candidates yields the rules that the intent of the facts does not rule out.
func (l ladder) candidates(p *probe) iter.Seq[*compiled] {
	return func(yield func(*compiled) bool) {
		for i, mask := range l.intents {
			if mask&p.intent != 0 && !yield(l.rules[i]) {
				return
			}
		}
	}
}

// compile puts the clauses that most often fail first.
func compile(stage switchboard.Stage, rule Rule) compiled {
	w := rule.When
	c := compiled{Rule: rule, stage: stage}
	c.intent(w.Intent)
	c.flag(w.Flag)
	c.oneOf(len(w.Network), func(f *switchboard.Facts) bool { return slices.Contains(w.Network, f.Network) })
	c.oneOf(len(w.Purpose), func(f *switchboard.Facts) bool { return slices.Contains(w.Purpose, f.Purpose) })
	c.oneOf(len(w.Visibility), func(f *switchboard.Facts) bool { return slices.Contains(w.Visibility, f.Visibility) })
	c.oneOf(len(w.Language), func(f *switchboard.Facts) bool { return slices.Contains(w.Language, f.Language) })
	c.oneOf(len(w.Sentiment), func(f *switchboard.Facts) bool { return slices.Contains(w.Sentiment, f.Sentiment) })
	c.oneOf(len(w.Urgency), func(f *switchboard.Facts) bool { return slices.Contains(w.Urgency, f.Urgency) })
	c.oneOf(len(w.Segment), func(f *switchboard.Facts) bool { return slices.Contains(w.Segment, f.Author.Segment) })
	c.oneOf(len(w.Account), func(f *switchboard.Facts) bool { return slices.Contains(w.Account, f.Account) })
	c.oneOf(len(w.Brand), func(f *switchboard.Facts) bool { return slices.Contains(w.Brand, f.Brand) })
	c.oneOf(len(w.Topic), func(f *switchboard.Facts) bool { return overlap(w.Topic, f.Topics) })
	c.truth(w.Known, func(f *switchboard.Facts) bool { return f.Author.Known })
	c.truth(w.OpenConversation, func(f *switchboard.Facts) bool { return f.Author.OpenConversation })
	c.truth(w.OptedOut, func(f *switchboard.Facts) bool { return f.Author.OptedOut })
	return c
}

func (c *compiled) intent(list []switchboard.Intent) {
	if len(list) == 0 {
		return
	}
	mask := intentMask(list)
	c.clauses = append(c.clauses, func(p *probe) (float64, bool) {
		if p.intent&mask == 0 {
			return 0, false
		}
		return p.facts.IntentSure, true
	})
}

func (c *compiled) flag(list []switchboard.Flag) {
	if len(list) == 0 {
		return
	}
	places := make([]int, len(list))
	for i, flag := range list {
		places[i] = flagPlace[flag]
	}
	c.clauses = append(c.clauses, func(p *probe) (float64, bool) {
		var sure float64
		for _, place := range places {
			sure = max(sure, p.flags[place])
		}
		return sure, sure > 0
	})
}

func (c *compiled) oneOf(values int, holds func(*switchboard.Facts) bool) {
	if values > 0 {
		c.clauses = append(c.clauses, func(p *probe) (float64, bool) { return 1, holds(p.facts) })
	}
}

func (c *compiled) truth(want *bool, is func(*switchboard.Facts) bool) {
	if want != nil {
		c.clauses = append(c.clauses, func(p *probe) (float64, bool) { return 1, is(p.facts) == *want })
	}
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// ask reports whether the rule's condition holds, minimum confidence aside, and how sure its weakest fact is.
func (c *compiled) ask(p *probe) (sure float64, holds bool) {
	sure = 1
	for _, clause := range c.clauses {
		s, ok := clause(p)
		if !ok {
			return 0, false
		}
		sure = min(sure, s)
	}
	return sure, true
}
