package setup

import (
	"fmt"
	"strings"

	"switchboard"
	"switchboard/internal/objective"
)

// Section is one part of what is explained.
type Section struct {
	Key   string    `json:"key" enum:"leads,away,says,measured,why_not"`
	Title Sentence  `json:"title"`
	Aside *Sentence `json:"aside,omitempty" doc:"Beside the title"`
	Lines []Line    `json:"lines" nullable:"false"`
	Note  *Sentence `json:"note,omitempty" doc:"Below the lines"`
}

// Line is one thing that is said.
type Line struct {
	Sentence
	Figure  *Sentence `json:"figure,omitempty" doc:"The target, where the line has one"`
	Because *Sentence `json:"because,omitempty" doc:"Below the line, smaller"`
	Rule    string    `json:"rule,omitempty" doc:"Id of the rule of the policy that it is about"`
}

func (p *plan) explain() []Section {
	return []Section{
		{Key: "leads", Title: say("section.leads"), Aside: sayTo("section.leads.of"), Lines: p.explainLeads()},
		{Key: "away", Title: say("section.away"), Lines: p.explainAway(), Note: sayTo("away.open", "open", spokenWeek(p))},
		{Key: "says", Title: say("section.says"), Lines: p.explainSays()},
		{Key: "measured", Title: say("section.measured"), Aside: sayTo("section.order"), Lines: p.explainMeasured(),
			Note: sayTo("measured.not_speed")},
		{Key: "why_not", Title: say("section.why_not"), Lines: p.explainWhyNot()},
	}
}

func spokenWeek(p *plan) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", p.open.Hours()), ".0") + " hours"
}

func (p *plan) headline() Sentence {
	lead, speaks := p.name(p.lead), p.name(p.spokesman())
	switch {
	case p.model == Rota && p.spokesman() == p.lead:
		return say("headline.rota_alone")
	case p.model == Rota:
		return say("headline.rota", "speaks", speaks)
	case p.model == EachItsPlace:
		marketing, _ := p.by(Marketing)
		return say("headline.each_place", "public", marketing.Name, "lead", lead)
	case p.model == ServiceLeads && p.spokesman() == p.lead:
		return say("headline.lead_alone", "lead", lead)
	case p.model == ServiceLeads:
		apart := []string{speaks}
		if safety, ok := p.by(Safety); ok && safety.Key != p.lead {
			apart = append(apart, safety.Name)
		}
		return say("headline.service_leads", "lead", lead, "apart", listed(apart))
	}
	return say("headline." + string(p.model))
}

// explainLeads says the rules in their order.
func (p *plan) explainLeads() (lines []Line) {
	if p.model == Solo {
		lines = append(lines, Line{Sentence: say("leads.solo")})
	}
	for _, r := range append(p.carveOuts(), p.topics()...) {
		lines = append(lines, p.explainRule(r))
	}
	return append(lines, Line{Sentence: say("leads.rest", "owner", p.called(p.lead)), Rule: "default"})
}

func (p *plan) explainRule(r rule) Line {
	owner, helpers := p.called(r.owner), p.names(r.helpers)
	line := Line{Rule: r.id}
	switch r.id {
	case "safety-first":
		key, pairs := "leads.safety", []string{"owner", owner, "span", spoken(span(r.deadline))}
		if helpers != "" {
			key, pairs = key+".helped", append(pairs, "helpers", helpers)
		}
		line.Sentence = say(key, pairs...)
	case "press-and-public":
		line.Sentence = say("leads.public", "owner", owner, "span", spoken(span(r.deadline)))
	case "buyers":
		line.Sentence = say("leads.buyers", "owner", owner, "helpers", helpers)
	case "work-here":
		line.Sentence = say("leads.hiring", "owner", owner)
	case "said-in-private":
		line.Sentence = say("leads.private", "owner", owner)
	case "said-in-public":
		line.Sentence = say("leads.in_public", "owner", owner, "helpers", helpers)
	default:
		line.Sentence = say("leads.problem", "owner", owner)
		if p.rank(ProblemsSolved) == 0 {
			line.Because = sayTo("leads.problem.why")
		}
	}
	return line
}

func (p *plan) names(keys []switchboard.DepartmentKey) string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = p.name(key)
	}
	return listed(names)
}

func (p *plan) explainAway() []Line {
	if p.model == Solo {
		return []Line{{Sentence: say("away.solo")}, {Sentence: say("away.clock")}}
	}
	lines := []Line{{Sentence: say("away.offers")}, {Sentence: say("away.clock")}, {Sentence: say("away.urgent")},
		{Sentence: say("away.deputy")}}
	if p.inRounds() {
		lines[0].Sentence = say("away.rounds", "team", p.name(p.lead))
	}
	return lines
}

func (p *plan) explainSays() []Line {
	if p.model == Solo {
		return []Line{{Sentence: say("says.solo")}, {Sentence: say("says.nobody_else")}}
	}
	public := say("says.public.you")
	if speaks := p.spokesman(); speaks != p.lead {
		public = say("says.public", "owner", p.name(speaks))
	}
	return []Line{{Sentence: say("says.own_words")}, {Sentence: public, Rule: "press-and-public"},
		{Sentence: say("says.safety"), Rule: "safety-first"}}
}

// explainMeasured says the objectives in the order of the wishes, and what is left out.
func (p *plan) explainMeasured() (lines []Line) {
	for _, o := range p.objectives() {
		lines = append(lines, p.explainObjective(o))
	}
	var left []string
	for _, wish := range p.wishes[measured:] {
		left = append(left, words()["wish."+string(wish)])
	}
	return append(lines, Line{Sentence: say("measured.not_others", "wishes", listed(left))})
}

func (p *plan) explainObjective(o objective.Objective) Line {
	within := spoken(p.day())
	switch o.Kind {
	case objective.FirstResponse:
		return Line{Sentence: say("measured.first"), Figure: sayTo("measured.within", "span", spoken(p.firstAnswer())),
			Because: sayTo("measured.first.note")}
	case objective.ProgressInterval:
		return Line{Sentence: say("measured.told"), Figure: sayTo("measured.every", "n", "2"),
			Because: sayTo("measured.told.note")}
	case objective.AnswerRate:
		return Line{Sentence: say("measured.everyone"), Figure: sayTo("measured.of_hundred", "n", "95"),
			Because: sayTo("measured.everyone.note", "span", within)}
	case objective.Leads:
		return Line{Sentence: say("measured.buyers"), Figure: sayTo("measured.of_ten", "n", "9"),
			Because: sayTo("measured.buyers.note", "span", within)}
	}
	return Line{Sentence: say("measured.solved"), Figure: sayTo("measured.of_ten", "n", "7"), Because: sayTo("measured.solved.note")}
}

// explainWhyNot names the models that were not chosen, with what each is good for.
func (p *plan) explainWhyNot() (lines []Line) {
	others := map[Model][]string{
		Solo:         {"departments"},
		Rota:         {"offers", "service", "team"},
		OneTeam:      {"service", "marketing", "places"},
		ServiceLeads: {"marketing", "places", "team"},
		EachItsPlace: {"service", "marketing", "team"},
	}
	for _, key := range others[p.model] {
		lines = append(lines, Line{Sentence: say("why_not." + key), Because: sayTo("why_not." + key + ".why")})
	}
	return lines
}
