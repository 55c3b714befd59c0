// Package oncall says who is called when something cannot wait: the ladder of a department, its steps and their waits,
// and the shifts of those on call. It is pure: it takes the time and the people, and answers whom to call.
package oncall

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
)

// Who is a kind of step.
type Who string

// Kinds of steps.
const (
	Lead       Who = "lead"       // whoever leads the conversation
	OnCall     Who = "on_call"    // those of the department whose shift runs now
	People     Who = "people"     // named persons
	Department Who = "department" // everybody of the department who is here
	Managers   Who = "managers"   // everybody of the role manager
	Admins     Who = "admins"     // everybody of the role admin
)

// Kinds lists all of them.
func Kinds() []Who { return []Who{Lead, OnCall, People, Department, Managers, Admins} }

// Step is one step of a ladder.
type Step struct {
	Who    Who                   `json:"who" enum:"lead,on_call,people,department,managers,admins"`
	People []switchboard.AgentID `json:"people,omitempty" maxItems:"50" doc:"Of the step people"`
	Wait   int                   `json:"wait_seconds" minimum:"30" maximum:"86400" doc:"Seconds until the next step"`
}

// Shift says when somebody is on call.
type Shift struct {
	Agent    switchboard.AgentID `json:"agent"`
	Calendar calendar.Spec       `json:"calendar"`
}

// Plan is whom a department calls, and after which waits.
type Plan struct {
	Steps  []Step  `json:"steps" minItems:"1" maxItems:"20"`
	Shifts []Shift `json:"shifts,omitempty" maxItems:"100"`
	Repeat int     `json:"repeat_seconds,omitempty" minimum:"60" maximum:"86400" doc:"Seconds between further calls of the last step; 600 unless said otherwise"`
}

// The most a plan may hold, and its usual pause at the end of the ladder.
const (
	maxSteps, maxShifts, maxPeople = 20, 100, 50
	minWait, maxWait               = 30, 24 * 60 * 60
	minRepeat                      = 60
	usualRepeat                    = 10 * 60
)

// Default is the plan of a department that has none: the lead, who is on call, who is here, then managers, then
// administrators.
func Default() Plan {
	return Plan{Steps: []Step{{Who: Lead, Wait: 180}, {Who: OnCall, Wait: 300}, {Who: Department, Wait: 300}, {Who: Managers, Wait: 600},
		{Who: Admins, Wait: 600}}, Repeat: usualRepeat}
}

// Parse reads a stored plan.
func Parse(body []byte) (p Plan, err error) {
	if err = json.Unmarshal(body, &p); err != nil {
		return p, fmt.Errorf("on-call plan: %w", err)
	}
	return p.complete(), nil
}

func (p Plan) complete() Plan {
	if p.Repeat == 0 {
		p.Repeat = usualRepeat
	}
	return p
}

// Check refuses what no plan can be, with code invalid and the field. It does not know who works here.
func (p Plan) Check() error {
	switch {
	case len(p.Steps) == 0 || len(p.Steps) > maxSteps:
		return invalid("steps", "A ladder has between one and %d steps.", maxSteps)
	case len(p.Shifts) > maxShifts:
		return invalid("shifts", "A plan holds at most %d shifts.", maxShifts)
	case p.Repeat != 0 && (p.Repeat < minRepeat || p.Repeat > maxWait):
		return invalid("repeat_seconds", "Calls are repeated after %d to %d seconds.", minRepeat, maxWait)
	}
	for i, s := range p.Steps {
		if err := s.check(fmt.Sprintf("steps[%d]", i)); err != nil {
			return err
		}
	}
	for i, s := range p.Shifts {
		if s.Agent.IsZero() {
			return invalid(fmt.Sprintf("shifts[%d].agent", i), "It is not said whose shift this is.")
		}
		if _, err := calendar.Parse(s.Calendar); err != nil {
			return invalid(fmt.Sprintf("shifts[%d].calendar", i), "These hours cannot be read.").WithCause(err).
				WithHint("Give a time zone, and hours such as 09:00-17:30 by day.")
		}
	}
	return nil
}

func (s Step) check(field string) error {
	switch {
	case !switchboard.OneOf(s.Who, Kinds()):
		return invalid(field+".who", "%q is no kind of step.", s.Who)
	case s.Wait < minWait || s.Wait > maxWait:
		return invalid(field+".wait_seconds", "A step waits between %d and %d seconds.", minWait, maxWait)
	case (s.Who == People) != (len(s.People) > 0) || len(s.People) > maxPeople:
		return invalid(field+".people", "A step of people names between one and %d of them, and no other step does.", maxPeople)
	}
	return nil
}

func invalid(field, text string, args ...any) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeInvalid, text, args...).WithField(field)
}

// Named lists everybody the plan names.
func (p Plan) Named() (all []switchboard.AgentID) {
	for _, s := range p.Steps {
		all = append(all, s.People...)
	}
	for _, s := range p.Shifts {
		all = append(all, s.Agent)
	}
	return all
}

// Scene is what a call looks at.
type Scene struct {
	Department switchboard.DepartmentKey
	Lead       switchboard.AgentID
	Agents     []switchboard.Agent   // everybody who works here
	Shut       []switchboard.AgentID // those who cannot sign in: they are called only while they are here
	Now        time.Time
}

// Call is whom to call next, and when to go on if nobody accepts.
type Call struct {
	Step   int // how many steps are climbed with this one
	Who    Who
	Agents []switchboard.AgentID
	Next   time.Time
}

// Next finds the next step that reaches anybody, when so many are climbed already. At the end of the ladder the last
// step that reaches anybody is called again, with pauses. heard is false when the whole ladder reaches nobody.
func (p Plan) Next(climbed int, s Scene) (c Call, heard bool) {
	p = p.complete()
	for i := climbed; i < len(p.Steps); i++ {
		if found := p.reach(p.Steps[i], s); len(found) > 0 {
			wait := time.Duration(p.Steps[i].Wait) * time.Second
			return Call{Step: i + 1, Who: p.Steps[i].Who, Agents: found, Next: s.Now.Add(wait)}, true
		}
	}
	again := s.Now.Add(time.Duration(p.Repeat) * time.Second)
	for i := len(p.Steps) - 1; i >= 0; i-- {
		if found := p.reach(p.Steps[i], s); len(found) > 0 {
			return Call{Step: len(p.Steps), Who: p.Steps[i].Who, Agents: found, Next: again}, true
		}
	}
	return Call{Step: len(p.Steps), Next: again}, false
}

// LeadAgain is whom the lead's step calls once somebody else was made to lead, when so many steps are climbed already:
// nobody when that step is still to come, or the ladder has none.
func (p Plan) LeadAgain(climbed int, s Scene) []switchboard.AgentID {
	for _, step := range p.Steps[:min(climbed, len(p.Steps))] {
		if step.Who == Lead {
			return p.reach(step, s)
		}
	}
	return nil
}

// Reached lists, step by step, whom each would call in a scene.
func (p Plan) Reached(s Scene) [][]switchboard.AgentID {
	all := make([][]switchboard.AgentID, len(p.Steps))
	for i, step := range p.Steps {
		all[i] = append([]switchboard.AgentID{}, p.reach(step, s)...)
	}
	return all
}

func (p Plan) reach(step Step, s Scene) (found []switchboard.AgentID) {
	shift := map[switchboard.AgentID]bool{}
	if step.Who == OnCall {
		shift = p.onShift(s.Now)
	}
	for _, a := range s.Agents {
		if s.hears(a) && step.calls(a, s, shift) {
			found = append(found, a.ID)
		}
	}
	return found
}

// hears reports whether a call can come to somebody at all.
func (s Scene) hears(a switchboard.Agent) bool {
	return a.Works() && (a.Presence == switchboard.Here || !slices.Contains(s.Shut, a.ID))
}

func (step Step) calls(a switchboard.Agent, s Scene, shift map[switchboard.AgentID]bool) bool {
	switch step.Who {
	case Lead:
		return a.ID == s.Lead
	case OnCall:
		return shift[a.ID]
	case People:
		return slices.Contains(step.People, a.ID)
	case Department:
		return a.Presence == switchboard.Here && slices.Contains(a.Departments, s.Department)
	case Managers:
		return a.Role == switchboard.RoleManager
	case Admins:
		return a.Role == switchboard.RoleAdmin
	}
	return false
}

// Now lists who is on call at a time, in the order of the plan.
func (p Plan) Now(at time.Time) (found []switchboard.AgentID) {
	on := p.onShift(at)
	for _, s := range p.Shifts {
		if on[s.Agent] && !slices.Contains(found, s.Agent) {
			found = append(found, s.Agent)
		}
	}
	return found
}

// onShift says who is on call at a time. A shift whose hours cannot be read counts as running: better one call too many.
func (p Plan) onShift(now time.Time) map[switchboard.AgentID]bool {
	on := map[switchboard.AgentID]bool{}
	for _, s := range p.Shifts {
		hours, err := calendar.Parse(s.Calendar)
		if err != nil || hours.Open(now) {
			on[s.Agent] = true
		}
	}
	return on
}
