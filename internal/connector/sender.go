package connector

import (
	"context"
	"time"

	"switchboard"
)

// Outgoing is one post to be made. It was committed as sending before a Sender sees it.
type Outgoing struct {
	ClientKey  string // ours, unique for this delivery; at most 64 letters, digits, - and _
	Visibility switchboard.Visibility
	ReplyTo    string                  // external id of what it answers; of the part before for a later part
	ThreadKey  string                  // of what it answers
	Answers    switchboard.Author      // who wrote what it answers
	Recipients []switchboard.Recipient // of what it answers
	To         switchboard.Recipient   // whom it goes to; zero for the author of what it answers
	Subject    string                  // of what it answers
	Original   Original                // what it answers, for networks where an answer repeats that
	Speaker    string                  // who speaks, by name, where the account's voice is one of named persons
	Part       switchboard.Part
	PartIndex  int // from 0
	PartCount  int
	StartedAt  time.Time
}

// Original is what an answer answers.
type Original struct {
	Text string
	At   time.Time // when it was said
}

// OutcomeKind is the fate of one attempt to send.
type OutcomeKind string

// Outcome kinds. Rejected and RateLimited both mean that the post certainly does not stand on the network.
const (
	Sent        OutcomeKind = "sent"
	Rejected    OutcomeKind = "rejected"
	RateLimited OutcomeKind = "rate_limited"
	Unknown     OutcomeKind = "unknown"
)

// Outcome is what became of an attempt. The zero Outcome is no answer and counts as Unknown.
type Outcome struct {
	Kind       OutcomeKind
	ExternalID string // of a sent post
	URL        string
	Recipients []switchboard.Recipient // all that a sent post went to, where the network has such
	At         time.Time               // when the network says it was posted, or edited; zero when it does not say
	RetryAfter time.Duration           // of a rate limit
	Class      Class                   // of a rejection: retry when nothing reached the network, auth, gone or rejected
	Code       string                  // the network's own code, for the ledger
	Text       string                  // what the network answered, safe to show, at most 500 characters
	Err        error                   // for the log
}

// MayRetry reports whether the same post may be tried again without a person: it certainly did not arrive, and
// nothing about it was refused.
func (o Outcome) MayRetry() bool {
	return o.Kind == RateLimited || o.Kind == Rejected && o.Class == ClassRetry
}

// Sender posts. Send makes at most one attempt, follows no redirect and repeats nothing; whenever the post might stand
// on the network it answers Unknown, also when ctx ends.
type Sender interface {
	Send(ctx context.Context, out Outgoing) Outcome
}

// Revision is a new text for a post of ours.
type Revision struct {
	ExternalID string
	Part       switchboard.Part
}

// Editor edits our own posts. Repeating an edit is harmless.
type Editor interface {
	Edit(ctx context.Context, revision Revision) Outcome
}

// Deleter deletes our own posts. Deleting what is not there is Sent.
type Deleter interface {
	Delete(ctx context.Context, externalID string) Outcome
}

// Hider hides somebody else's post under one of ours, or shows it again.
type Hider interface {
	Hide(ctx context.Context, externalID string, hidden bool) Outcome
}

// Attempt is an attempt of unknown fate.
type Attempt struct {
	ClientKey string
	Text      string // as it was sent
	ReplyTo   string
	StartedAt time.Time
}

// FoundState is what a read-back says.
type FoundState string

// Found states.
const (
	Present FoundState = "found"
	Absent  FoundState = "absent"  // proved: it is not there and will not come
	NotYet  FoundState = "not_yet" // not seen, which proves nothing yet
)

// Found is the answer of a read-back.
type Found struct {
	State      FoundState
	ExternalID string // of the post that was found
	URL        string
	At         time.Time
	AskAgain   time.Duration // for NotYet: when looking again is worth it; 0 when it never will be
}

// ReadBacker looks whether an attempt arrived. An error says nothing about the attempt.
type ReadBacker interface {
	Find(ctx context.Context, attempt Attempt) (Found, error)
}
