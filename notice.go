package switchboard

import "time"

// NoticeEvent is what a person can be told of.
type NoticeEvent string

// Notice events.
const (
	NoticeOffer     NoticeEvent = "offer"            // a conversation is offered to them
	NoticeReply     NoticeEvent = "reply"            // the customer of a conversation they lead wrote
	NoticeDueSoon   NoticeEvent = "due_soon"         // an answer is due soon
	NoticeLate      NoticeEvent = "late"             // an answer is late
	NoticeTransfer  NoticeEvent = "transfer"         // they are asked to take over
	NoticeHelper    NoticeEvent = "helper"           // they are asked to advise
	NoticeApproval  NoticeEvent = "approval"         // a draft waits for somebody of their level
	NoticeApproved  NoticeEvent = "approved"         // their draft was approved
	NoticeReturned  NoticeEvent = "returned"         // their draft came back: a colleague or the network refused it
	NoticeMention   NoticeEvent = "mention"          // a colleague named them in a note
	NoticeUndecided NoticeEvent = "unknown_delivery" // nobody knows whether an answer stands; a person decides
	NoticeBroken    NoticeEvent = "account_broken"   // an account needs a person
	NoticeHook      NoticeEvent = "hook_paused"      // a chat hook of theirs was paused
	NoticeCover     NoticeEvent = "cover"            // they lead something in the place of somebody absent
	NoticeUncovered NoticeEvent = "uncovered"        // somebody absent is waited for, and nobody takes their place
	NoticeUnstaffed NoticeEvent = "unstaffed"        // somebody waits where nobody is, in hours in which somebody was promised
	NoticeNotes     NoticeEvent = "shift_notes"      // their shift ends soon: what is to be known of their work?
	NoticeUnheard   NoticeEvent = "alarm_unheard"    // an alarm has nobody it could call
	NoticeAdvice    NoticeEvent = "advice"           // somebody they asked outside has answered
	NoticeDoubtful  NoticeEvent = "doubtful_advice"  // an answer from outside waits for them to decide
	NoticeConsult   NoticeEvent = "consult_over"     // nobody answered what they asked outside, or it did not arrive
	NoticeSignature NoticeEvent = "policy_signature" // their department is asked to agree to a policy
	NoticeSafety    NoticeEvent = "safety"           // somebody may be hurt
	NoticeCrisis    NoticeEvent = "crisis"           // the whole company is at stake
)

// NoticeEvents lists all of them.
func NoticeEvents() []NoticeEvent {
	return []NoticeEvent{NoticeOffer, NoticeReply, NoticeDueSoon, NoticeLate, NoticeTransfer, NoticeHelper, NoticeApproval,
		NoticeApproved, NoticeReturned, NoticeMention, NoticeUndecided, NoticeBroken, NoticeHook, NoticeCover, NoticeUncovered, NoticeUnstaffed, NoticeNotes, NoticeUnheard,
		NoticeAdvice, NoticeDoubtful, NoticeConsult, NoticeSignature, NoticeSafety, NoticeCrisis}
}

// Loud reports whether quiet hours do not hold it back.
func (e NoticeEvent) Loud() bool { return e == NoticeSafety || e == NoticeCrisis || e == NoticeUnheard }

// Way is how a notice reaches somebody.
type Way string

// Ways.
const (
	WayConsole Way = "console"
	WayPush    Way = "push"  // of the browser
	WayEmail   Way = "email" //
	WayChat    Way = "chat"  // a signed webhook of a chat tool
)

// Ways lists all of them.
func Ways() []Way { return []Way{WayConsole, WayPush, WayEmail, WayChat} }

// Notice is something one person should be told of. What happens again before they have seen it is counted, not told
// again.
type Notice struct {
	ID             NoticeID       `json:"id"`
	AgentID        AgentID        `json:"agent_id,omitzero"` // zero for a team's chat hook
	Event          NoticeEvent    `json:"event"`
	Subject        string         `json:"subject"` // id of the offer, conversation, draft, delivery, message, account or alarm; of a policy, its draft/department
	ConversationID ConversationID `json:"conversation_id,omitzero"`
	AccountID      AccountID      `json:"account_id,omitzero"`
	Department     DepartmentKey  `json:"department,omitempty"`
	Count          int            `json:"count"`    // how often it happened since it was seen last
	FirstAt        time.Time      `json:"first_at"` // when it happened first
	LastAt         time.Time      `json:"last_at"`  // when it happened last
	SeenAt         time.Time      `json:"seen_at,omitzero"`
	SeenWhy        SeenWhy        `json:"seen_why,omitempty"`
}

// SeenWhy is why a notice is no news any more.
type SeenWhy string

// Reasons.
const (
	SeenRead  SeenWhy = "read"  // they said so, or opened it
	SeenActed SeenWhy = "acted" // they did something about it
	SeenOver  SeenWhy = "over"  // there is nothing to be done about it any more
)

// AlarmState is where an alarm stands.
type AlarmState string

// Alarm states.
const (
	AlarmRinging  AlarmState = "ringing"  // climbs its ladder until somebody accepts it or takes the lead
	AlarmAccepted AlarmState = "accepted" // somebody has it in hand; no further one is raised meanwhile
	AlarmOver     AlarmState = "over"     // its conversation is closed
)

// Alarm is a matter of safety or a crisis that climbs the ladder of its department until somebody accepts it.
type Alarm struct {
	ID             AlarmID        `json:"id"`
	ConversationID ConversationID `json:"conversation_id"`
	Kind           NoticeEvent    `json:"kind"` // safety or crisis
	Department     DepartmentKey  `json:"department"`
	State          AlarmState     `json:"state"`
	RaisedAt       time.Time      `json:"raised_at"`
	Step           int            `json:"step"`             // how many steps were climbed
	Ring           int            `json:"ring"`             // how often somebody was called
	NextAt         time.Time      `json:"next_at,omitzero"` // when it climbs on
	Unheard        bool           `json:"unheard"`          // its last steps had nobody to call
	AcceptedBy     AgentID        `json:"accepted_by,omitzero"`
	AcceptedAt     time.Time      `json:"accepted_at,omitzero"`
	OverAt         time.Time      `json:"over_at,omitzero"`
}

// AlarmCall is one step of an alarm: whom it called.
type AlarmCall struct {
	Ring   int       `json:"ring"`
	Step   string    `json:"step"` // lead, on_call, people, department, managers or admins
	Agents []AgentID `json:"agents"`
	At     time.Time `json:"at"`
}
