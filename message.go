package switchboard

import (
	"encoding/json"
	"time"
)

// Content is what a message says. It is what a revision replaces as a whole.
type Content struct {
	Subject     string       `json:"subject,omitempty"`
	Text        string       `json:"text"`
	Quoted      string       `json:"quoted,omitempty"`    // earlier words it repeats, folded away from the text
	Signature   string       `json:"signature,omitempty"` // what stood under the text, folded away from it
	HTML        string       `json:"html,omitempty"`      // hostile; shown only sanitised and isolated
	Lang        string       `json:"lang,omitempty"`      // as the network says, BCP 47; empty when it does not
	Recipients  []Recipient  `json:"recipients,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	Sender      SenderCheck  `json:"sender,omitempty" enum:"genuine,forged,unproven"` // empty when nothing was checked
	Rating      *float64     `json:"rating,omitempty"`                                // of a review, in the network's own scale
	Returned    *Returned    `json:"returned,omitempty"`                              // of a machine's word that a post of ours did not arrive for good
	Idle        Idle         `json:"idle,omitempty" enum:"bulk,loop,notice"`          // why nobody waits for an answer to it; empty for nearly all
}

// Read is what triage reads of it, and what the spans of a verdict are places in.
func (c Content) Read() string {
	if c.Subject == "" {
		return c.Text
	}
	return c.Subject + "\n" + c.Text
}

// Idle says why a message that came in asks nobody for anything, so that it makes no work.
type Idle string

// Idle messages.
const (
	IdleBulk   Idle = "bulk"   // it was sent to many, as newsletters are
	IdleLoop   Idle = "loop"   // it goes round between machines
	IdleNotice Idle = "notice" // we mailed it to our own people, or a machine answers that
)

// SenderCheck is what our own server found out about who a message says it is from, where anybody can write any name.
type SenderCheck string

// Sender checks.
const (
	SenderGenuine  SenderCheck = "genuine"  // the domain it names vouches for it
	SenderForged   SenderCheck = "forged"   // that domain says it is not from there
	SenderUnproven SenderCheck = "unproven" // nothing tells
)

// Returned is what a machine says of a post of ours that came back.
type Returned struct {
	To     []string `json:"to,omitempty"` // whom it did not reach, as they are written to
	Reason string   `json:"reason,omitempty"`
}

// Recipient is somebody a message was addressed to beside the account that saw it.
type Recipient struct {
	Role    string `json:"role"` // to, cc, bcc, reply_to (where the author wants answers), mention
	Address string `json:"address"`
	Name    string `json:"name,omitempty"`
}

// Attachment is a file or picture that came with a message. Blob is empty until its bytes are stored.
type Attachment struct {
	Name      string `json:"name,omitempty"`
	MediaType string `json:"media_type,omitempty"`
	Size      int64  `json:"size,omitempty"`
	URL       string `json:"url,omitempty"`
	Alt       string `json:"alt,omitempty"`
	Blob      string `json:"blob,omitempty"` // SHA-256 of the bytes in hexadecimal
}

// Author is who said it, as the network told us with the message.
type Author struct {
	ID        string `json:"id"`
	Realm     Realm  `json:"realm,omitempty"` // in which the id is unique; empty for the message's own
	Handle    string `json:"handle,omitempty"`
	Name      string `json:"name,omitempty"`
	Followers *int64 `json:"followers,omitempty"`
}

// Message is one thing somebody said. It is unique by (Realm, ExternalID).
type Message struct {
	ID             MessageID       `json:"id"`
	Network        NetworkKey      `json:"network"`
	Realm          Realm           `json:"realm"`
	ExternalID     string          `json:"external_id"`
	AccountID      AccountID       `json:"account_id"` // the first account that it speaks to, else the first that saw it
	Direction      Direction       `json:"direction"`
	Visibility     Visibility      `json:"visibility"`
	Kind           MessageKind     `json:"kind"`
	Origin         Origin          `json:"origin"`
	Author         Author          `json:"author"`
	IdentityID     IdentityID      `json:"identity_id,omitzero"`
	ThreadKey      string          `json:"thread_key,omitempty"` // the network's name of the thread, if it has one
	ThreadID       ThreadID        `json:"thread_id,omitzero"`
	ParentKey      string          `json:"parent_key,omitempty"` // external id of what it answers
	QuoteKey       string          `json:"quote_key,omitempty"`  // external id of what it quotes
	ConversationID ConversationID  `json:"conversation_id,omitzero"`
	LegID          LegID           `json:"leg_id,omitzero"`
	Content        Content         `json:"content"`
	URL            string          `json:"url,omitempty"`
	Revision       int             `json:"revision"` // 1 for what came first
	Automated      bool            `json:"automated,omitempty"`
	Overheard      bool            `json:"overheard,omitempty"` // it speaks of us and not to us: found by a word or in a feed
	PublishedAt    time.Time       `json:"published_at"`        // theirs
	ReceivedAt     time.Time       `json:"received_at"`         // ours
	EditedAt       time.Time       `json:"edited_at,omitzero"`
	DeletedAt      time.Time       `json:"deleted_at,omitzero"` // the network took it down; the content is gone
	HiddenAt       time.Time       `json:"hidden_at,omitzero"`  // we hid it on the network
	Extra          json.RawMessage `json:"extra,omitempty"`     // fields nobody knew, kept as they came
}

// Thread is the network's own chain of messages. It may hold several customers.
type Thread struct {
	ID    ThreadID `json:"id"`
	Realm Realm    `json:"realm"`
	Key   string   `json:"key"`
}
