package setup

import (
	"fmt"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/objective"
	"switchboard/internal/ownership"
	"switchboard/internal/triage"
)

// reviewAfter is when it is time to look whether the proposal was right.
const reviewAfter = 28

// Proposal is how a company would answer, made from what it said.
type Proposal struct {
	Model       Model                       `json:"model" enum:"solo,rota,one_team,service_leads,each_place"`
	Headline    Sentence                    `json:"headline"`
	Departments []switchboard.Department    `json:"departments" nullable:"false" doc:"Pull: its people take work in rounds instead of being offered it"`
	You         []switchboard.DepartmentKey `json:"you" nullable:"false" doc:"Departments of whoever sets up"`
	People      []Member                    `json:"people" nullable:"false" doc:"Who is taken in besides; they can be invited afterwards"`
	Policy      string                      `json:"policy" doc:"The ownership policy, YAML"`
	PolicyHash  string                      `json:"policy_hash" doc:"Names exactly this policy"`
	Wishes      []Wish                      `json:"wishes" nullable:"false" doc:"All five, in the order of the answers"`
	Hours       calendar.Spec               `json:"hours"`
	Objectives  []objective.Objective       `json:"objectives" nullable:"false" doc:"What would be measured, the most important first"`
	Explained   []Section                   `json:"explained" nullable:"false" doc:"All of it in words"`
	Examples    []Example                   `json:"examples" nullable:"false" doc:"Invented messages, with what the policy really decides for each"`
	Missing     []Missing                   `json:"missing" nullable:"false" doc:"What is not known yet; nothing of it has to be settled now"`
	ReviewAt    time.Time                   `json:"review_at" doc:"When it is time to look at it with what really came in"`
}

// Member is somebody who is taken in.
type Member struct {
	Name        string                      `json:"name"`
	Email       string                      `json:"email"`
	Departments []switchboard.DepartmentKey `json:"departments"`
	Freedom     int                         `json:"freedom" doc:"What they may say without consent, from 0 to 5"`
}

// Propose makes a proposal. Departments that stand already and that the answers name, by name or by key, are used. It refuses answers that contradict themselves with code invalid and the field. The same
// answers at the same time give the same proposal. Read is what reads the invented messages.
func Propose(a Answers, standing []switchboard.Department, now time.Time, read triage.Triager) (Proposal, error) {
	hours, err := a.check()
	if err != nil {
		return Proposal{}, err
	}
	p := newPlan(a, standing, hours, now)
	policy, err := ownership.Parse([]byte(p.source()))
	if err != nil {
		return Proposal{}, fmt.Errorf("setup: the proposed policy cannot be read: %w", err)
	}
	out := Proposal{Model: p.model, Headline: p.headline(), You: p.yours(), People: p.members(), Policy: p.source(),
		PolicyHash: policy.Hash(), Wishes: p.wishes, Hours: a.Hours, Objectives: p.objectives(), Explained: p.explain(),
		Examples: p.examples(policy, read), Missing: p.missing(), ReviewAt: now.AddDate(0, 0, reviewAfter).UTC()}
	for _, d := range p.departments {
		out.Departments = append(out.Departments, d.Department)
	}
	return out, nil
}

// yours is what whoever sets up belongs to.
func (p *plan) yours() []switchboard.DepartmentKey {
	keys := []switchboard.DepartmentKey{p.lead}
	if speaks := p.spokesman(); speaks != p.lead && !p.staffed(speaks) {
		keys = append(keys, speaks) // somebody has to be there
	}
	return keys
}

func (p *plan) staffed(key switchboard.DepartmentKey) bool {
	for _, m := range p.members() {
		for _, d := range m.Departments {
			if d == key {
				return true
			}
		}
	}
	return false
}

// Freedom that is given, on the scale of the guard: own words on own subjects; speaking for everybody.
const (
	ownWords     = 2
	forEverybody = 4
)

func (p *plan) members() []Member {
	out := make([]Member, 0, len(p.answers.People))
	for _, person := range p.answers.People {
		m := Member{Name: trimmed(person.Name), Email: fold(person.Email), Freedom: ownWords}
		if p.model == OneTeam || p.model == Rota {
			m.Departments = append(m.Departments, p.lead)
		}
		for _, name := range person.Departments {
			d, _ := p.named(name)
			m.add(d, p.spokesman())
		}
		if len(m.Departments) == 0 {
			m.Departments = append(m.Departments, p.lead)
		}
		out = append(out, m)
	}
	return out
}

// add gives somebody a hat. Who speaks for everybody may do so.
func (m *Member) add(d department, spokesman switchboard.DepartmentKey) {
	for _, has := range m.Departments {
		if has == d.Key {
			return
		}
	}
	m.Departments = append(m.Departments, d.Key)
	if d.Key == spokesman && (d.does == Comms || d.does == Board || d.does == Legal) {
		m.Freedom = forEverybody
	}
}
