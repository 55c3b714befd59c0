package switchboard

import "time"

// Part is one post of a draft; a draft of several parts becomes a chain.
type Part struct {
	Text        string       `json:"text"`
	Attachments []Attachment `json:"attachments,omitempty"`
}

// DraftState is where a draft stands.
type DraftState string

// Draft states.
const (
	DraftEditing DraftState = "editing"
	DraftHeld    DraftState = "held"    // waits for approval
	DraftSending DraftState = "sending" // its deliveries are on their way
	DraftSent    DraftState = "sent"
	DraftFailed  DraftState = "failed" // nothing of it, or not all of it, went out; a person decides
	DraftDropped DraftState = "dropped"
)

// Draft is what we want to say on one leg.
type Draft struct {
	ID             DraftID        `json:"id"`
	ConversationID ConversationID `json:"conversation_id"`
	LegID          LegID          `json:"leg_id"`
	AuthorID       AgentID        `json:"author_id"`
	Epoch          int            `json:"epoch"` // the lead's epoch it was written under
	Parts          []Part         `json:"parts"`
	ReplyTo        string         `json:"reply_to"` // external id it answers
	// To is whom it goes to, of those who may be meant (AnswerChoices); empty for the one who is answered.
	To        string     `json:"to,omitempty"`
	State     DraftState `json:"state"`
	Hash      string     `json:"hash"` // of parts, leg, reply_to and to: what an approval approves
	SendAt    time.Time  `json:"send_at,omitzero"`
	Ruling    *Ruling    `json:"ruling,omitempty"`
	Version   int        `json:"version"`
	UpdatedAt time.Time  `json:"updated_at"`
	WrittenAt time.Time  `json:"written_at,omitzero"` // when its words were last changed
}

// Outcome of a ruling.
type RulingOutcome string

// Ruling outcomes.
const (
	RulingAllow RulingOutcome = "allow"
	RulingHold  RulingOutcome = "hold"  // for somebody of Level
	RulingBlock RulingOutcome = "block" // cannot go out as it is
)

// Ruling is what the guard says of a draft.
type Ruling struct {
	Outcome RulingOutcome  `json:"outcome"`
	Level   int            `json:"level,omitempty"`
	Reasons []RulingReason `json:"reasons,omitempty"`
	Hash    string         `json:"hash"` // of the draft it looked at
	// Asked are whom the policy names for a yes, and who can be asked: they alone are asked until AskedUntil, and everybody
	// who may approve from then on. Empty: everybody is, at once.
	Asked      []AgentID `json:"asked,omitempty"`
	AskedUntil time.Time `json:"asked_until,omitzero"`
}

// RulingReason is one finding of the guard.
type RulingReason struct {
	Rule string `json:"rule"`
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"`
	Part int    `json:"part"` // index into the draft's parts, -1 for the whole
	// ConversationID is another conversation that stands in the way.
	ConversationID ConversationID `json:"conversation_id,omitzero"`
}

// DeliveryState is the fate of one send of one part.
type DeliveryState string

// Delivery states.
const (
	DeliveryWaiting  DeliveryState = "waiting"  // not tried yet; may be tried
	DeliveryByHand   DeliveryState = "by_hand"  // waits for a person to post it; no sender ever takes it
	DeliverySending  DeliveryState = "sending"  // committed before the first byte
	DeliverySent     DeliveryState = "sent"     // stands on the network
	DeliveryRejected DeliveryState = "rejected" // certainly not there; the network says why
	DeliveryUnknown  DeliveryState = "unknown"  // may or may not be there; never tried again by itself
	DeliveryDropped  DeliveryState = "dropped"  // given up before it was tried
)

// Delivery is one send of one part of a draft.
type Delivery struct {
	ID             DeliveryID     `json:"id"`
	DraftID        DraftID        `json:"draft_id"`
	ConversationID ConversationID `json:"conversation_id"`
	LegID          LegID          `json:"leg_id"`
	AccountID      AccountID      `json:"account_id"`
	Part           int            `json:"part"`
	State          DeliveryState  `json:"state"`
	Attempt        int            `json:"attempt"`
	Fence          int64          `json:"-"` // of the account lease it was claimed under
	ExternalID     string         `json:"external_id,omitempty"`
	URL            string         `json:"url,omitempty"`
	NotBefore      time.Time      `json:"not_before,omitzero"`
	StartedAt      time.Time      `json:"started_at,omitzero"`
	SettledAt      time.Time      `json:"settled_at,omitzero"`
	SettledBy      string         `json:"settled_by,omitempty"` // network, read_back, absence, echo, or an agent's id
	Code           string         `json:"code,omitempty"`
	Text           string         `json:"text,omitempty"`       // what the network answered, safe to show
	ReturnedAt     time.Time      `json:"returned_at,omitzero"` // it was sent and came back: it reached nobody
	Returned       string         `json:"returned,omitempty"`   // why it came back, as the network says; safe to show
	Said           string         `json:"said,omitempty"`       // what stands there, where a person posted other words than were prepared
}

// ByHand reports whether a person posts it, or has: no attempt of ours was ever made.
func (d Delivery) ByHand() bool {
	return d.State == DeliveryByHand || d.State == DeliverySent && d.Attempt == 0
}
