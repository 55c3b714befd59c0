package exam

import (
	"cmp"
	"slices"

	"switchboard"
	"switchboard/internal/ownership"
)

// Moved is one message that two policies decide differently.
type Moved struct {
	Message      switchboard.MessageID      `json:"message_id,omitzero"`
	Conversation switchboard.ConversationID `json:"conversation_id,omitzero"`
	Facts        switchboard.Facts          `json:"facts"`
	Before       Side                       `json:"before"`
	After        Side                       `json:"after"`
	Changes      []Change                   `json:"changes" nullable:"false"`
}

// Side is what one policy decides, and why.
type Side struct {
	Owner    switchboard.DepartmentKey `json:"owner"`
	Cover    string                    `json:"cover" doc:"The first who stands in, or none"`
	Rule     string                    `json:"rule"`
	Sentence string                    `json:"sentence"`
}

// Flow is how many messages go from one owner to another.
type Flow struct {
	From     switchboard.DepartmentKey `json:"from"`
	To       switchboard.DepartmentKey `json:"to"`
	Rule     string                    `json:"rule" doc:"Of the new policy, that takes most of them"`
	Messages int                       `json:"messages"`
}

// Comparison is what a new policy would have changed.
type Comparison struct {
	Messages  int            `json:"messages" doc:"How many were decided again"`
	Changed   int            `json:"changed" doc:"How many of them differ in anything"`
	Elsewhere int            `json:"elsewhere" doc:"How many of them go to another owner"`
	Flows     []Flow         `json:"flows" nullable:"false" doc:"From owner to owner, the most first"`
	Before    map[string]int `json:"before" doc:"How many each rule of the old policy decides"`
	After     map[string]int `json:"after" doc:"How many each rule of the new policy decides"`
	Moves     map[string]int `json:"moves" doc:"How many messages each rule of the new policy gives to another owner"`
	Moved     []Moved        `json:"moved" nullable:"false" doc:"Those that differ, as many as were asked for"`
}

// Differ compares two policies message by message, each as if it had led all the while. It keeps every message that differs,
// and those that go to another owner first, up to keep of them.
type Differ struct {
	Old, New      *ownership.Policy
	Keep          int
	before, after Replay
	out           Comparison
	flows         map[[2]switchboard.DepartmentKey]map[string]int
	rest          []Moved
}

// Add decides one message of a history under both policies.
func (d *Differ) Add(said Said) {
	d.begin()
	a, b := d.before.Add(said), d.after.Add(said)
	if said.Again {
		return
	}
	d.out.Messages++
	d.out.Before[a.Rule]++
	d.out.After[b.Rule]++
	changes := Changes(a, b)
	if len(changes) == 0 {
		return
	}
	d.out.Changed++
	elsewhere := a.Department != b.Department
	if elsewhere {
		d.out.Elsewhere++
		key := [2]switchboard.DepartmentKey{a.Department, b.Department}
		if d.flows[key] == nil {
			d.flows[key] = map[string]int{}
		}
		d.flows[key][b.Rule]++
		d.out.Moves[b.Rule]++
	}
	into := &d.rest
	if elsewhere {
		into = &d.out.Moved
	}
	if len(*into) < d.Keep {
		*into = append(*into, Moved{Message: said.Message, Conversation: said.Conversation, Facts: b.Facts, Changes: changes,
			Before: side(d.Old, a), After: side(d.New, b)})
	}
}

// begin makes the counts, which are empty rather than absent when there is no history.
func (d *Differ) begin() {
	if d.flows == nil {
		d.before.Policy, d.after.Policy = d.Old, d.New
		d.flows = map[[2]switchboard.DepartmentKey]map[string]int{}
		d.out.Before, d.out.After, d.out.Moves = map[string]int{}, map[string]int{}, map[string]int{}
	}
}

func side(p *ownership.Policy, d switchboard.Decision) Side {
	return Side{Owner: d.Department, Cover: CoverOf(d), Rule: d.Rule, Sentence: p.Explain(d)}
}

// Result is what the messages added so far came to.
func (d *Differ) Result() Comparison {
	d.begin()
	out := d.out
	out.Moved = append(slices.Clone(out.Moved), d.rest...)
	out.Moved = append([]Moved{}, out.Moved[:min(len(out.Moved), d.Keep)]...)
	out.Flows = []Flow{}
	for key, rules := range d.flows {
		f := Flow{From: key[0], To: key[1]}
		most := 0
		for rule, n := range rules {
			f.Messages += n
			if n > most || n == most && rule < f.Rule {
				f.Rule, most = rule, n
			}
		}
		out.Flows = append(out.Flows, f)
	}
	slices.SortFunc(out.Flows, func(a, b Flow) int {
		return cmp.Or(b.Messages-a.Messages, cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return out
}
