package setup

import (
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/objective"
)

// measured is how many of the wishes are measured: a list of everything aims at nothing.
const measured = 3

// objectives are what would be measured, in the order of the wishes.
func (p *plan) objectives() []objective.Objective {
	var out []objective.Objective
	for rank, wish := range p.wishes[:measured] {
		o := p.objective(wish)
		o.State, o.Rank, o.Calendar, o.Wish = objective.Proposed, rank+1, calendar.Company, string(wish)
		out = append(out, o)
	}
	return out
}

func (p *plan) objective(wish Wish) objective.Objective {
	switch wish {
	case QuickFirstAnswer:
		return objective.Objective{Kind: objective.FirstResponse, Seconds: seconds(p.firstAnswer())}
	case ToldHowItGoes:
		return objective.Objective{Kind: objective.ProgressInterval, Seconds: seconds(2 * p.day())}
	case AnsweredEverywhere:
		return objective.Objective{Kind: objective.AnswerRate, Seconds: seconds(p.day()), Share: 95}
	case BuyersFound:
		o := objective.Objective{Kind: objective.Leads, Share: 90, Seconds: seconds(p.day())}
		if sales, ok := p.by(Sales); ok && p.salesLead() {
			o.Department = sales.Key
		}
		return o
	}
	return objective.Objective{Kind: objective.Resolution, Share: 70}
}

func seconds(d time.Duration) int64 { return max(1, int64(d/time.Second)) }

// firstAnswer is within how much open time a first answer comes: what the policy asks of the clock, but never more than
// a day of those who work in rounds.
func (p *plan) firstAnswer() time.Duration { return min(span(p.pace().usual), p.day()) }

// name is what a department is called in sentences.
func (p *plan) name(key switchboard.DepartmentKey) string { return p.department(key).Name }

// called is whom something goes to, in a sentence: somebody who is alone is told of no department.
func (p *plan) called(key switchboard.DepartmentKey) string {
	if p.model == Solo {
		return "you"
	}
	return p.name(key)
}

// Aim is what the proposal is for, in one sentence.
func (p Proposal) Aim() string {
	aims := make([]string, 0, measured)
	for _, wish := range p.Wishes[:measured] {
		aims = append(aims, words()["wish."+string(wish)])
	}
	text := listed(aims)
	return strings.ToUpper(text[:1]) + text[1:]
}
