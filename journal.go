package switchboard

import "time"

// EventKind names what happened. The list is part of the API.
type EventKind string

// Event kinds.
const (
	EventMessageReceived    EventKind = "message.received"
	EventMessageRevised     EventKind = "message.revised"
	EventMessageDeleted     EventKind = "message.deleted"
	EventMessageMoved       EventKind = "message.moved" // re-attached when its parent came
	EventDecided            EventKind = "conversation.decided"
	EventConversationOpened EventKind = "conversation.opened"
	EventQueued             EventKind = "conversation.queued"
	EventOffered            EventKind = "offer.made"
	EventAccepted           EventKind = "offer.accepted"
	EventDeclined           EventKind = "offer.declined"
	EventOfferExpired       EventKind = "offer.expired"
	EventTaken              EventKind = "conversation.taken"
	EventTransferAsked      EventKind = "transfer.asked"
	EventTransferAccepted   EventKind = "transfer.accepted"
	EventTransferDeclined   EventKind = "transfer.declined"
	EventTransferReminded   EventKind = "transfer.reminded"
	EventTransferCancelled  EventKind = "transfer.cancelled" // an asked transfer was taken back
	EventReleased           EventKind = "conversation.released"
	EventCoverTaken         EventKind = "cover.taken"    // Agent leads it for Subject, who is absent
	EventCoverReturned      EventKind = "cover.returned" // Agent, for whom it was covered, leads it again
	EventCoverKept          EventKind = "cover.kept"     // Subject is back, and it stays: the customer has written since
	EventCoverMissing       EventKind = "cover.missing"  // Agent, who led it, is absent, and nobody leads it in their place
	EventAgentAbsence       EventKind = "agent.absence"  // Reason is begun, ended or changed
	EventAgentShift         EventKind = "agent.shift"    // when somebody works has changed
	EventShiftEnding        EventKind = "shift.ending"   // Agent's shift ends soon: what is to be known of their work?
	// EventHelperAdded says who was asked to help. Where their department had given the help it promises, Reason is
	// over_budget and Numbers has `budget` and `given` in seconds.
	EventHelperAdded   EventKind = "helper.added"
	EventHelperRemoved EventKind = "helper.removed"
	EventSnoozed       EventKind = "conversation.snoozed"
	EventWoken         EventKind = "conversation.woken"
	EventClosed        EventKind = "conversation.closed"
	EventReopened      EventKind = "conversation.reopened"
	EventMerged        EventKind = "conversation.merged"
	EventNoteAdded     EventKind = "note.added"
	// EventOptedOut says that the customer asked not to be written to unasked, or takes it back: Reason is on or off.
	EventOptedOut         EventKind = "customer.opted_out"
	EventDraftSaved       EventKind = "draft.saved"
	EventDraftHeld        EventKind = "draft.held"
	EventDraftApproved    EventKind = "draft.approved"
	EventDraftReturned    EventKind = "draft.returned"
	EventDraftUnheard     EventKind = "draft.unheard" // whom the policy names has not said yes or no: everybody who may is asked
	EventDeliveryQueued   EventKind = "delivery.queued"
	EventDeliverySending  EventKind = "delivery.sending"
	EventDeliverySent     EventKind = "delivery.sent"
	EventDeliveryRejected EventKind = "delivery.rejected"
	EventDeliveryUnknown  EventKind = "delivery.unknown"
	EventDeliverySettled  EventKind = "delivery.settled"
	EventDeliveryReturned EventKind = "delivery.returned" // it was sent, and came back
	EventAmendmentAsked   EventKind = "amendment.asked"
	EventAmendmentDone    EventKind = "amendment.done"
	EventAmendmentFailed  EventKind = "amendment.failed"
	EventAmendmentDropped EventKind = "amendment.dropped"
	// EventAnswered says that a part of our answer stands on the network: Numbers has `final` (1 for the last part).
	EventAnswered       EventKind = "conversation.answered"
	EventOutsideAnswer  EventKind = "answer.outside" // our people answered in the network's own app
	EventDeadlineMissed EventKind = "deadline.missed"
	// EventEscalated says that an answer is late and who was told because of that: Reason is lead, department or managers,
	// Numbers has `behind` in seconds.
	EventEscalated       EventKind = "deadline.escalated"
	EventAgentPresence   EventKind = "agent.presence"
	EventAccountChanged  EventKind = "account.changed"
	EventGapOpened       EventKind = "gap.opened"
	EventGapFilled       EventKind = "gap.filled"
	EventQuarantined     EventKind = "quarantine.added"
	EventPolicyActivated EventKind = "policy.activated"
	// Of a policy people work on, Subject is its name.
	EventPolicyDraftSaved   EventKind = "policy_draft.saved"
	EventPolicyDraftDropped EventKind = "policy_draft.dropped" // it was removed, or leads now
	EventPolicyDraftAsked   EventKind = "policy_draft.asked"   // To is asked to agree; Agent alone can, if it is said
	EventPolicyDraftSigned  EventKind = "policy_draft.signed"  // To agrees
	// EventTopicsChanged says that the company's list of topics, or what was learned of them, is another one: Reason is
	// created, changed, archived, restored, imported or learned; Subject is the topic's key where it is one.
	EventTopicsChanged EventKind = "topics.changed"
	EventRestored      EventKind = "installation.restored"
	EventSampleChanged EventKind = "sample.changed" // begun, reset, left: nothing read before is there any more
	EventMentioned     EventKind = "note.mentioned" // a note names a colleague
	EventAccountHealth EventKind = "account.health" // Reason is the class of the trouble, empty when it is over
	EventNoticeRaised  EventKind = "notice.raised"  // for the person it is about alone
	EventNoticeSeen    EventKind = "notice.seen"    // Subject is empty when it is about several
	EventAlarmRaised   EventKind = "alarm.raised"   // Reason is safety or crisis
	EventAlarmCalled   EventKind = "alarm.called"   // Reason is the step, Agent who is called
	EventAlarmUnheard  EventKind = "alarm.unheard"  // nobody of the ladder could be called
	EventAlarmAccepted EventKind = "alarm.accepted" // Agent has it in hand
	EventAlarmResumed  EventKind = "alarm.resumed"  // who had it in hand, Agent, leads no more, and nobody took the lead: it climbs again
	EventAlarmOver     EventKind = "alarm.over"     // Reason says why
	// EventFocus says that somebody had a conversation before them, Reason is the part, Numbers have `from` and `until`
	// (microseconds). It is for themselves and whoever may see people's time.
	EventFocus EventKind = "focus.spent"
	// EventStaffed says that another sort of people could be given a department's work from then on: Reason is a Staffing.
	EventStaffed EventKind = "department.staffed"
	// EventUnstaffed says that a conversation waits where nobody is, in hours in which somebody was promised.
	EventUnstaffed EventKind = "department.unstaffed"
	// EventCorrected says that a finding was wrong: Reason is its head, Subject the correction; Numbers has `yes` (1) where a flag or
	// a topic was put in.
	EventCorrected EventKind = "verdict.corrected"
	// EventConfirmed says that a finding was right: Reason is its head, Subject the correction that keeps the word; Numbers as above.
	EventConfirmed EventKind = "verdict.confirmed"
	// EventDisputed says that another department should have had it: To is that department, Subject the correction.
	EventDisputed EventKind = "decision.disputed"
	// Of a question asked outside, Subject is its id and Agent who asked.
	EventConsultAsked    EventKind = "consult.asked"
	EventConsultSent     EventKind = "consult.sent"
	EventConsultReminded EventKind = "consult.reminded"
	EventConsultDue      EventKind = "consult.due"      // its time is up, and nobody has answered
	EventConsultAnswered EventKind = "consult.answered" // with advice that stands in the conversation
	EventConsultDoubtful EventKind = "consult.doubtful" // an answer waits for the lead to decide
	EventConsultMachine  EventKind = "consult.machine"  // a machine answered; Reason says what
	EventConsultExpired  EventKind = "consult.expired"
	EventConsultEnded    EventKind = "consult.ended"  // Reason says why
	EventConsultFailed   EventKind = "consult.failed" // it did not reach whom it was for; Reason says why
	EventAdviceTaken     EventKind = "advice.taken"   // the lead let an answer count
	EventAdviceThrown    EventKind = "advice.thrown"
	EventReportReceived  EventKind = "report.received" // Subject is its id, Reason where it stands
	EventReportSettled   EventKind = "report.settled"
	// EventClassifierChanged says that the external classifier was switched on or off, or may do something else: Reason is
	// on, off or changed.
	EventClassifierChanged EventKind = "classifier.changed"
	// EventClassifierSpent says, once, that what may be asked of it is used up: Reason is day or month.
	EventClassifierSpent EventKind = "classifier.spent"
	// Of what corrections teach triage: Numbers has the `number` of the version.
	EventLearningDue EventKind = "learning.due"  // it is time to learn
	EventLearned     EventKind = "learning.done" // Reason is what the held-back check says; empty and 0 when too little was said
	EventLayerUsed   EventKind = "learning.used" // it reads from now on; 0: the built-in models alone
	// EventLearningSwitched says that learning was switched: Reason is on or off.
	EventLearningSwitched EventKind = "learning.switched"
)

// ActorKind is who did it.
type ActorKind string

// Actors.
const (
	ActorCustomer ActorKind = "customer"
	ActorAgent    ActorKind = "agent"
	ActorToken    ActorKind = "token"
	ActorSystem   ActorKind = "system"
	ActorNetwork  ActorKind = "network"
)

// Event is one line of the journal: ids, closed values, numbers and dimensions as they were then, never text or
// handles. At is when it happened (for history, when it was published), RecordedAt when it was written.
type Event struct {
	Position       int64            `json:"position"` // gapless, in the order followers see; 0 until sequenced
	Kind           EventKind        `json:"kind"`
	At             time.Time        `json:"at"`
	RecordedAt     time.Time        `json:"recorded_at"`
	Origin         Origin           `json:"origin"`
	ActorKind      ActorKind        `json:"actor_kind"`
	Actor          AgentID          `json:"actor,omitzero"`
	ConversationID ConversationID   `json:"conversation_id,omitzero"`
	MessageID      MessageID        `json:"message_id,omitzero"`
	AccountID      AccountID        `json:"account_id,omitzero"`
	BrandID        BrandID          `json:"brand_id,omitzero"`
	Department     DepartmentKey    `json:"department,omitempty"`
	From           DepartmentKey    `json:"from_department,omitempty"` // where it moved from, of what moves
	To             DepartmentKey    `json:"to_department,omitempty"`   // and to: of a person, the department they take it in
	Network        NetworkKey       `json:"network,omitempty"`
	Visibility     Visibility       `json:"visibility,omitempty"`
	Agent          AgentID          `json:"agent,omitzero"` // whom it is about
	Epoch          int              `json:"epoch,omitempty"`
	Reason         string           `json:"reason,omitempty"`  // a value of a closed list
	Subject        string           `json:"subject,omitempty"` // id of the offer, draft, delivery, timer it is about
	Numbers        map[string]int64 `json:"numbers,omitempty"`
}
