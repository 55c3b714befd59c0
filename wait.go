package switchboard

import "time"

// WaitCause is why a customer waited for a while.
type WaitCause string

// Causes, in the order in which a message meets them.
const (
	WaitIngest    WaitCause = "ingest"           // said, and not received yet
	WaitUnread    WaitCause = "unread"           // received, and in quarantine or not looked at yet
	WaitQueued    WaitCause = "queued"           // in a queue; who was there then is not on record
	WaitRoom      WaitCause = "queued_room"      // in a queue while somebody had room
	WaitNobody    WaitCause = "queued_nobody"    // in a queue while nobody was here
	WaitFull      WaitCause = "queued_full"      // in a queue while everybody here was full
	WaitOffered   WaitCause = "offered"          // somebody was asked and had not answered
	WaitUnopened  WaitCause = "unopened"         // led, and the lead had not opened it
	WaitWriting   WaitCause = "writing"          // led, open, and being worked on
	WaitSnoozed   WaitCause = "snoozed"          // led, and put aside
	WaitAdvice    WaitCause = "advice"           // the lead waited for somebody's advice
	WaitTransfer  WaitCause = "transfer"         // somebody was asked to take over
	WaitApproval  WaitCause = "approval"         // the answer was written and waited for somebody to let it out
	WaitSending   WaitCause = "sending"          // the answer was on its way
	WaitUncertain WaitCause = "unknown_delivery" // nobody knew whether the answer stood
)

// WaitCauses lists all of them.
func WaitCauses() []WaitCause {
	return []WaitCause{WaitIngest, WaitUnread, WaitQueued, WaitRoom, WaitNobody, WaitFull, WaitOffered, WaitUnopened,
		WaitWriting, WaitSnoozed, WaitAdvice, WaitTransfer, WaitApproval, WaitSending, WaitUncertain}
}

// WaitEnd is how a wait ended.
type WaitEnd string

// Ends. A wait that goes on has none.
const (
	WaitAnswered WaitEnd = "answered"
	WaitClosed   WaitEnd = "closed"    // the conversation was ended without an answer
	WaitMerged   WaitEnd = "merged"    // it goes on in the conversation that has its messages
	WaitAside    WaitEnd = "put_aside" // quarantined as spam, and never taken out again
)

// WaitEnds lists all of them.
func WaitEnds() []WaitEnd { return []WaitEnd{WaitAnswered, WaitClosed, WaitMerged, WaitAside} }

// Wait is one turn of a customer's from its first word to our answer, with what it was spent on. The parts add up to the
// whole.
type Wait struct {
	From  time.Time  `json:"from"`          // when the first word of the turn was published
	Until time.Time  `json:"until"`         // when our answer stood; for one that goes on, when this was asked
	End   WaitEnd    `json:"end,omitempty"` // absent: it goes on
	Parts []WaitPart `json:"parts"`         // in the order of WaitCauses, those that took any time
}

// WaitPart is how long a wait was due to one cause.
type WaitPart struct {
	Cause        WaitCause `json:"cause"`
	Microseconds int64     `json:"microseconds"`
}

// Staffing is who of a department could be given work.
type Staffing string

// Staffings.
const (
	StaffedRoom   Staffing = "room"   // somebody at work has room
	StaffedFull   Staffing = "full"   // everybody at work leads as much as they can
	StaffedNobody Staffing = "nobody" // nobody is at work
)

// Staffings lists all of them.
func Staffings() []Staffing { return []Staffing{StaffedRoom, StaffedFull, StaffedNobody} }

// OfferAnswer is what came of an offer.
type OfferAnswer string

// Answers to an offer. One that is open has none.
const (
	OfferAccepted  OfferAnswer = "accepted"
	OfferDeclined  OfferAnswer = "declined"
	OfferExpired   OfferAnswer = "expired"
	OfferWithdrawn OfferAnswer = "withdrawn" // it was decided otherwise, taken by somebody else, ended or merged meanwhile
)

// OfferAnswers lists all of them.
func OfferAnswers() []OfferAnswer {
	return []OfferAnswer{OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn}
}
