package api

import (
	"slices"

	"switchboard"
	"switchboard/internal/store"
)

// What can be done with a conversation only where there is somebody, or something, else.
const (
	actTransfer = "transfer" // ask somebody to take over
	actAsk      = "ask"      // ask somebody to advise
	actReroute  = "reroute"  // move it to another department's queue
)

// Possible is one thing that depends on who else works here, and why it cannot be done.
type Possible struct {
	Action  string `json:"action" enum:"transfer,ask,reroute" doc:"ask-transfer, add-helper and reroute-conversation"`
	Refused string `json:"refused,omitempty" doc:"Why it cannot be done here, for a person; absent when there is somebody or something to do it with"`
	Hint    string `json:"hint,omitempty" doc:"The way out"`
}

const (
	takeOnHint  = "Invite a colleague under People."
	foundOnHint = "Make another department first."
)

// possible says of each whether there is anybody, or any department, to do it with: anybody but the lead and the actor, and
// to be asked nobody who helps already. What the conversation's state and the
// actor's rights forbid is not said here.
func possible(actor switchboard.AgentID) func(*store.Tx, *ConversationDetail) error {
	return func(tx *store.Tx, d *ConversationDetail) error { return possibleFor(tx, actor, d) }
}

func possibleFor(tx *store.Tx, actor switchboard.AgentID, d *ConversationDetail) error {
	people, err := tx.Agents()
	if err != nil {
		return err
	}
	departments, err := tx.Departments()
	if err != nil {
		return err
	}
	c := d.Conversation
	d.Actions = []Possible{{Action: actTransfer}, {Action: actAsk}, {Action: actReroute}}
	others := slices.DeleteFunc(people, func(a switchboard.Agent) bool { return a.ID == c.Lead || a.ID == actor || !a.Works() })
	if len(others) == 0 {
		d.Actions[0] = Possible{actTransfer, "There is nobody else to hand over to.", takeOnHint}
	}
	if !slices.ContainsFunc(others, func(a switchboard.Agent) bool { return !slices.Contains(c.Helpers, a.ID) }) {
		d.Actions[1] = Possible{actAsk, "There is nobody else to ask.", takeOnHint}
	}
	if !slices.ContainsFunc(departments, func(other switchboard.Department) bool { return other.Key != c.Department }) {
		d.Actions[2] = Possible{actReroute, "There is no other department.", foundOnHint}
	}
	return nil
}
