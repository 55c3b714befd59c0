package switchboard

import "time"

// Stance is the ownership region of a conversation's state.
type Stance string

// Stances. Offered and transfer are separate facts: an offer is a row, a transfer leaves the old lead accountable.
const (
	StanceQueued   Stance = "queued"   // a department has it, nobody leads
	StanceOffered  Stance = "offered"  // one person is asked
	StanceLed      Stance = "led"      // exactly one person leads
	StanceTransfer Stance = "transfer" // led, and somebody else is asked to take over
	StanceClosed   Stance = "closed"
)

// Ball is whose turn it is.
type Ball string

// Balls.
const (
	BallUs       Ball = "us"
	BallCustomer Ball = "customer"
	BallNobody   Ball = "nobody"
)

// CloseReason says why a conversation ended.
type CloseReason string

// Close reasons.
const (
	CloseResolved    CloseReason = "resolved"     // the customer's matter is settled
	CloseConfirmed   CloseReason = "confirmed"    // and the customer said so
	CloseExplainedNo CloseReason = "explained_no" // we said no and why
	CloseLapsed      CloseReason = "lapsed"       // the customer went silent
	CloseNoAnswer    CloseReason = "no_answer"    // none was needed
	CloseSpam        CloseReason = "spam"
	CloseImported    CloseReason = "imported" // history
	CloseMerged      CloseReason = "merged"   // its messages are in another conversation
)

// CloseReasons lists those a person may give.
func CloseReasons() []CloseReason {
	return []CloseReason{CloseResolved, CloseConfirmed, CloseExplainedNo, CloseLapsed, CloseNoAnswer, CloseSpam}
}

// Conversation is one customer's matter, across channels.
type Conversation struct {
	ID             ConversationID  `json:"id"`
	BrandID        BrandID         `json:"brand_id"`
	CustomerID     CustomerID      `json:"customer_id"`
	AccountID      AccountID       `json:"account_id"` // where it began
	Network        NetworkKey      `json:"network"`
	Origin         Origin          `json:"origin"`
	Department     DepartmentKey   `json:"department"`
	Stance         Stance          `json:"stance"`
	Lead           AgentID         `json:"lead,omitzero"`
	Epoch          int             `json:"epoch"` // rises by one with every new lead; 0 before the first
	LastLead       AgentID         `json:"last_lead,omitzero"`
	Helpers        []AgentID       `json:"helpers,omitempty"`
	Offer          *Offer          `json:"offer,omitempty"`
	Transfer       *Transfer       `json:"transfer,omitempty"`
	Ball           Ball            `json:"ball"`
	Visibility     Visibility      `json:"visibility"`
	Urgency        Urgency         `json:"urgency"`
	Intent         Intent          `json:"intent"`
	Sentiment      Sentiment       `json:"sentiment"`
	Flags          []Flag          `json:"flags,omitempty"`
	Topics         []TopicKey      `json:"topics,omitempty"` // that any message of the customer's was read to be about or put into, in order
	Language       string          `json:"language"`
	RequiredLevel  int             `json:"required_level"`
	QueuedAt       time.Time       `json:"queued_at,omitzero"` // since when it waits in its queue
	WaitingSince   time.Time       `json:"waiting_since,omitzero"`
	DueAt          time.Time       `json:"due_at,omitzero"` // the next response; zero when none is due
	SnoozedUntil   time.Time       `json:"snoozed_until,omitzero"`
	SnoozeReason   string          `json:"snooze_reason,omitempty"`
	CloseReason    CloseReason     `json:"close_reason,omitempty"`
	CloseNote      string          `json:"close_note,omitempty"`
	ClosedAt       time.Time       `json:"closed_at,omitzero"`
	Reopened       int             `json:"reopened"`
	MergedInto     ConversationID  `json:"merged_into,omitzero"`
	Preview        string          `json:"preview"`
	CustomerName   string          `json:"customer_name"`
	FirstMessageAt time.Time       `json:"first_message_at"`
	LastMessageAt  time.Time       `json:"last_message_at"`
	LastInAt       time.Time       `json:"last_in_at,omitzero"`
	LastOutAt      time.Time       `json:"last_out_at,omitzero"`
	MessageCount   int             `json:"message_count"`
	Version        int64           `json:"version"` // rises with every change
	DecisionID     DecisionID      `json:"decision_id,omitzero"`
	InformedOf     []DepartmentKey `json:"informs,omitempty"`
	Cover          *Covered        `json:"cover,omitempty"`      // while it is covered for somebody who is absent
	Channels       int             `json:"channels"`             // how many legs it has
	Media          bool            `json:"media,omitempty"`      // the customer showed a picture, a film or a sound
	LastLedAt      time.Time       `json:"last_led_at,omitzero"` // when LastLead stopped
	Weight         int             `json:"weight"`               // what it weighs on whoever has it, in hundredths of a place
}

// Covered says for whom a conversation is covered. Whoever leads it leads it fully; it goes back when For is there again,
// unless the customer has written since.
type Covered struct {
	For   AgentID   `json:"for"`
	Since time.Time `json:"since"`
}

// Open reports whether the conversation is work.
func (c Conversation) Open() bool { return c.Stance != StanceClosed }

// Offer asks one person to lead.
type Offer struct {
	ID        OfferID   `json:"id"`
	To        AgentID   `json:"to"`
	At        time.Time `json:"at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Transfer asks another person to take over; the present lead stays accountable until they accept.
type Transfer struct {
	To       AgentID   `json:"to"`
	From     AgentID   `json:"from"`
	Briefing string    `json:"briefing"`
	Reason   string    `json:"reason"` // skill, wrong_owner, cover, shift, escalation
	At       time.Time `json:"at"`
	// Department is in which the other person would lead it; empty where nobody said.
	Department DepartmentKey `json:"department,omitempty"`
}

// LegKind is the channel of a leg.
type LegKind string

// Leg kinds.
const (
	LegPublic   LegKind = "public"
	LegDirect   LegKind = "direct"
	LegLinkChat LegKind = "link_chat"
	LegEmail    LegKind = "email"
	LegCall     LegKind = "call"
)

// Leg is one channel of a conversation. At most one leg receives per (thread, identity).
type Leg struct {
	ID             LegID          `json:"id"`
	ConversationID ConversationID `json:"conversation_id"`
	AccountID      AccountID      `json:"account_id"`
	Kind           LegKind        `json:"kind"`
	ThreadID       ThreadID       `json:"thread_id"`
	IdentityID     IdentityID     `json:"identity_id"`
	LastMessageKey string         `json:"last_message_key"` // external id of the customer's last word: what we answer
}
