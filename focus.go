package switchboard

import "time"

// FocusPart is what somebody did with a conversation that was open before them.
type FocusPart string

// Parts.
const (
	FocusReading FocusPart = "reading"
	FocusWriting FocusPart = "writing" // the composer had the focus
)

// FocusParts lists all of them.
func FocusParts() []FocusPart { return []FocusPart{FocusReading, FocusWriting} }

// Focus is a span [From, Until) in which a person really had a conversation before them: its page in sight, and a hand
// on a key, a pointer or the screen within the last minute. It is for learning what work takes, never a target.
type Focus struct {
	AgentID        AgentID        `json:"agent_id"`
	ConversationID ConversationID `json:"conversation_id"`
	Part           FocusPart      `json:"part"`
	From           time.Time      `json:"from"`
	Until          time.Time      `json:"until"`
}
