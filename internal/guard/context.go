package guard

import (
	"time"

	"github.com/rivo/uniseg"

	"switchboard"
)

// Context is everything beside the draft that a ruling may depend on.
type Context struct {
	Limits        Limits
	Account       switchboard.AccountState
	Visibility    switchboard.Visibility  // who will be able to read it
	Answers       switchboard.Visibility  // of what is answered; empty when that is not known
	Freedom       int                     // of the author
	RequiredLevel int                     // of the decision
	Solo          bool                    // one person has all the hats and may approve their own text
	Approval      *Approval               // the latest, nil when there is none
	Choices       []switchboard.Recipient // who may be meant by an answer, the one who is answered first; empty where that is one

	Lead               switchboard.AgentID // zero when nobody leads
	Epoch              int                 // of the conversation now
	Closed             bool
	Now                time.Time
	AgainAt            time.Time // when whoever wrote it is to have read it again; zero when nobody asks for that
	HasUnknownDelivery bool      // on the draft's leg
	WaitsByHand        bool      // on the draft's leg: an answer that a person has to post
	Unasked            *Unasked  // nil when they spoke to us, or when the policy limits nothing
}

// Limits is what the network and the account can carry.
type Limits struct {
	MaxLength      int              // of one part, in Unit; 0 when there is none
	Count          func(string) int // as the network counts; nil counts characters as people see them
	Unit           string           // "characters" when empty
	MaxParts       int              // 0 when there is none
	MaxAttachments int              // of one part, 0 when there is none
	MaxFile        int64            // bytes of one attachment, 0 when there is none
	MaxFiles       int64            // bytes of all attachments of one part, 0 when there is none
	FileTypes      []string         // media types of attachments, empty for all
	Public         bool             // can answer in public
	Private        bool             // can answer in private
	Attachments    bool             // can carry files or pictures
}

// Length is what the network counts.
func (l Limits) Length(text string) int {
	if l.Count == nil {
		return uniseg.GraphemeClusterCount(text)
	}
	return l.Count(text)
}

func (l Limits) unit() string {
	if l.Unit == "" {
		return "characters"
	}
	return l.Unit
}

// Approval is somebody's yes to one exact text.
type Approval struct {
	By      switchboard.AgentID
	Freedom int    // of the approver, when they approved
	Hash    string // of what they saw
}
