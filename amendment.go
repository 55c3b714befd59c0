package switchboard

import "time"

// AmendmentKind is what is to change about something that stands on a network.
type AmendmentKind string

// Amendment kinds.
const (
	AmendEdit   AmendmentKind = "edit"   // another text for a post of ours
	AmendDelete AmendmentKind = "delete" // a post of ours is taken down
	AmendHide   AmendmentKind = "hide"   // somebody else's post under ours is hidden there
	AmendShow   AmendmentKind = "show"   // it is shown again
)

// AmendmentState is where an amendment stands.
type AmendmentState string

// Amendment states.
const (
	AmendmentWaiting AmendmentState = "waiting" // to be tried, or tried again: repeating one is harmless
	AmendmentDone    AmendmentState = "done"    // the network has done it
	AmendmentFailed  AmendmentState = "failed"  // it will not be tried again; Code and Answer say why
	AmendmentDropped AmendmentState = "dropped" // given up by somebody before it was made
)

// Amendment changes one message that stands on a network: ours is edited or deleted, a customer's is hidden or shown.
type Amendment struct {
	ID             AmendmentID    `json:"id"`
	MessageID      MessageID      `json:"message_id"`
	ConversationID ConversationID `json:"conversation_id"`
	AccountID      AccountID      `json:"account_id"` // through which it is done
	Visibility     Visibility     `json:"visibility"` // of the message
	By             AgentID        `json:"by"`
	Kind           AmendmentKind  `json:"kind"`
	Text           string         `json:"text,omitempty"`   // of an edit
	Reason         string         `json:"reason,omitempty"` // of anything else, in the agent's words
	State          AmendmentState `json:"state"`
	Attempt        int            `json:"attempt"`
	NotBefore      time.Time      `json:"not_before,omitzero"`
	Code           string         `json:"code,omitempty"`
	Answer         string         `json:"answer,omitempty"` // what the network said, safe to show
	CreatedAt      time.Time      `json:"created_at"`
	SettledAt      time.Time      `json:"settled_at,omitzero"`
}
