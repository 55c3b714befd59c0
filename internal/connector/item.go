package connector

import (
	"encoding/json"
	"time"

	"switchboard"
)

// Change is what happened to a message.
type Change string

// Changes. The same id with other content is a revision whichever of the first two it comes as.
const (
	Said    Change = "message"
	Edited  Change = "edit"
	Deleted Change = "deletion"
)

// Item is what a Reader hands over: one message as the network gave it, a new version of one, or its deletion. Ids are
// the network's own, canonical within the realm: the same thing always has the same one, however it was read.
type Item struct {
	Change     Change
	ExternalID string
	ThreadKey  string // the network's name of the thread, empty when it has none
	ParentKey  string // external id of what it answers
	QuoteKey   string // external id of what it quotes
	Author     switchboard.Author
	// Direction is Out exactly when the account itself is the author, whoever pressed the button.
	Direction  switchboard.Direction
	Named      bool // that it is Out only its author's name says, which anybody can write
	Visibility switchboard.Visibility
	Kind       switchboard.MessageKind
	Content    switchboard.Content
	URL        string
	Published  time.Time
	EditedAt   time.Time // zero when never edited, or when the network does not say
	DeletedAt  time.Time // only of a deletion, and only when the network says
	Automated  bool      // the network or its author says that a machine wrote it
	// Addressed says that it names the account, answers it or was written to it. False is context: it belongs to
	// the thread alone.
	Addressed bool
	// Overheard says that it speaks of us and not to us: it was found by a word or in a feed. It is worked like what is
	// Addressed, and a policy may limit what we write to whoever did not ask. Means nothing of what we said.
	Overheard bool
	// Fingerprint belongs to a network where whoever writes a message also chooses its id, as in email: under one id
	// another fingerprint, or the other direction, is another message and never a revision. It is then kept under the id,
	// a blank and the fingerprint. Empty where the network vouches for its ids.
	Fingerprint []byte
	ClientKey   string // of our own post, when the network gives it back, and in what comes back of it
	// Files are the bytes that came with the message, by place in Content.Attachments. What is only named by an address
	// has none.
	Files map[int][]byte
	// Notification is what it tells of something said elsewhere; nil for nearly all.
	Notification *Notification
	// Answer is what of it may be an answer to a question that was asked outside; nil for nearly all.
	Answer *Answer
	Extra  json.RawMessage
	Raw    []byte // the payload as it came, for quarantine and later readers
}

// Unmapped is an authentic payload that could not be turned into an Item. It is kept as it came and can be driven
// again through Mapper.
type Unmapped struct {
	ExternalID string // when that much could be read
	Raw        []byte
	Err        error // why; a *switchboard.Error when a person can do something
}
