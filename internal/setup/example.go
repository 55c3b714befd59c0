package setup

import (
	"slices"
	"strconv"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/triage"
)

// Example is an invented message with what the policy decides for it.
type Example struct {
	Network    Network                   `json:"network"`
	At         time.Time                 `json:"at"`
	Language   string                    `json:"language"`
	Text       string                    `json:"text"`
	Department switchboard.DepartmentKey `json:"department"`
	Rule       string                    `json:"rule"`
	Due        *time.Time                `json:"due,omitempty"`
	Open       bool                      `json:"open" doc:"Somebody is here when it comes"`
	Decided    Sentence                  `json:"decided"`
	Path       []string                  `json:"path" nullable:"false" doc:"Why, step by step"`
}

// invented is a message by the language it is written in.
type invented map[string]string

func hurt() invented { return invented{"en": "It burned my hand and smells of smoke. Is it safe?"} }

func buying() invented {
	return invented{"en": "We need forty of these for our office. Who can send us an offer?"}
}

func asking() invented {
	return invented{"en": "I am a reporter writing about your work. Whom may I ask?"}
}

func stuck() invented {
	return invented{"en": "My order has not come and nobody answers.", "de": "Ich warte seit drei Wochen auf meine Bestellung.",
		"fr": "J’attends ma commande depuis trois semaines."}
}

// waiting is what somebody says to whom nobody has sold anything.
func waiting() invented {
	return invented{"en": "I have asked twice for help and nobody answers.", "de": "Ich warte seit drei Wochen auf eine Antwort.",
		"fr": "J’attends une réponse depuis trois semaines."}
}

// examples are three messages: one when nobody is here, two when somebody is. Each is read and decided for real.
func (p *plan) examples(policy *ownership.Policy, read triage.Triager) []Example {
	second, third := buying(), stuck()
	if p.model == Rota {
		second, third = asking(), waiting()
	}
	open, closed := p.moments()
	out := []Example{p.example(policy, read, hurt(), closed), p.example(policy, read, second, open),
		p.example(policy, read, third, closed)}
	for i := range out {
		out[i].Network = "mailbox"
		if places := p.answers.Networks; len(places) > 0 {
			out[i].Network = places[i%len(places)]
		}
	}
	return out
}

// moments are one at which somebody is here and one at which nobody is; the same where it is always open.
func (p *plan) moments() (open, closed time.Time) {
	open = p.hours.Next(p.now).Add(min(time.Hour, p.day()/2)).Truncate(10 * time.Minute)
	if !p.hours.Open(open) {
		open = p.hours.Next(p.now)
	}
	closed = open
	for step := range 7 * 24 {
		if at := open.Add(time.Duration(step) * time.Hour); !p.hours.Open(at) {
			return open, at
		}
	}
	return open, closed
}

func (p *plan) example(policy *ownership.Policy, read triage.Triager, what invented, at time.Time) Example {
	language := "en"
	for _, code := range p.answers.Languages {
		if code != "en" && what[code] != "" {
			language = code
			break
		}
	}
	verdict := read.Classify(triage.Input{Text: what[language], Lang: language})
	decision := policy.Decide(ownership.FactsFrom(ownership.FactsInput{Verdict: verdict, Message: switchboard.Message{
		Direction: switchboard.In, Visibility: switchboard.Private, Kind: switchboard.KindEmail, PublishedAt: at}}))
	e := Example{At: at.UTC(), Language: language, Text: what[language], Department: decision.Department, Rule: decision.Rule,
		Open: p.hours.Open(at), Path: ownership.ExplainPath(decision)}
	due := at.Add(decision.Deadline.Duration())
	if decision.Deadline > 0 {
		utc := due.UTC()
		e.Due = &utc
	}
	e.Decided = say("example.decided", "owner", p.called(decision.Department), "due", p.clock(due))
	if !e.Open {
		e.Decided = say("example.decided.closed", "owner", p.called(decision.Department), "due", p.clock(due),
			"open", p.clock(p.hours.Next(at)))
	}
	return e
}

// clock is a moment as the company's wall shows it.
func (p *plan) clock(at time.Time) string { return at.In(p.hours.Zone()).Format("Mon 15:04") }

// Missing is something that is not known yet. By is when it begins to matter.
type Missing struct {
	Sentence
	By time.Time `json:"by"`
}

// byHand are the places that were named and that nothing built in reads.
func (p *plan) byHand() string {
	words := map[Network]string{"web_chat": "a web chat", "reviews": "reviews", "social": "social networks"}
	var places []string
	for _, n := range p.answers.Networks {
		if word := words[n]; word != "" {
			places = append(places, word)
		}
	}
	return listed(places)
}

func (p *plan) missing() []Missing {
	soon := p.hours.NextStart(p.now).UTC()
	out := []Missing{{say("missing.network"), p.now.UTC()}}
	if places := p.byHand(); places != "" {
		out = append(out, Missing{say("missing.by_hand", "places", places), p.now.UTC()})
	}
	add := func(s Sentence) { out = append(out, Missing{s, soon}) }
	people := p.members()
	if p.model == Solo {
		return out
	}
	if len(people) == 0 {
		add(say("missing.people"))
	} else {
		add(say("missing.passwords", "n", strconv.Itoa(len(people))))
	}
	for _, d := range p.departments {
		if !p.staffed(d.Key) && !slices.Contains(p.yours(), d.Key) {
			add(say("missing.staff", "department", d.Name))
		}
	}
	add(say("missing.deputies", "n", strconv.Itoa(len(people)+1)))
	add(say("missing.on_call"))
	return out
}
