package switchboard

import "time"

// DepartmentKey names a department in policies, the journal and addresses: `service`, `marketing`.
type DepartmentKey string

// Facts is the closed list of things ownership may look at. Follower count is not one of them.
type Facts struct {
	Network    NetworkKey `json:"network"`
	Account    string     `json:"account"` // handle
	Brand      string     `json:"brand,omitempty"`
	Purpose    Purpose    `json:"purpose"`
	Visibility Visibility `json:"visibility"`
	Intent     Intent     `json:"intent"`
	IntentSure float64    `json:"intent_confidence"`
	// OtherIntents are what it may be instead, each with its chance. A rule that names several intents is as sure as all of
	// them together.
	OtherIntents map[Intent]float64 `json:"other_intents,omitempty"`
	Topics       []string           `json:"topics,omitempty"`
	Language     string             `json:"language"`
	Sentiment    Sentiment          `json:"sentiment"`
	Urgency      Urgency            `json:"urgency"`
	Flags        map[Flag]float64   `json:"flags,omitempty"` // those that are set, with confidence
	Author       AuthorFacts        `json:"author"`
	At           time.Time          `json:"at"`              // when it was published
	Model        string             `json:"model,omitempty"` // which triage said so
	// Waiting is how many wait in the queues that the policy asks about.
	Waiting map[DepartmentKey]int `json:"waiting,omitempty"`
	// Matter is a name of what it belongs to. No rule can ask for it; it only says who of several that share takes turns.
	Matter string `json:"matter,omitempty"`
}

// AuthorFacts is what ownership may know of the author.
type AuthorFacts struct {
	Known            bool          `json:"known"`
	Segment          string        `json:"segment,omitempty"`
	OpenConversation bool          `json:"open_conversation"`
	LastDepartment   DepartmentKey `json:"last_department,omitempty"`
	OptedOut         bool          `json:"opted_out,omitempty"`
}

// Stage is one step of deciding; later stages never change an earlier answer except cover.
type Stage string

// Stages in the order they run. Stages guard to default choose the department, lead and cover the person, the others
// add duties.
const (
	StageGuard         Stage = "guard"
	StageContinuity    Stage = "continuity"
	StageCarveOut      Stage = "carve_out"
	StageTopic         Stage = "topic"
	StageChannel       Stage = "channel"
	StageDefault       Stage = "default"
	StageLead          Stage = "lead"
	StageCover         Stage = "cover"
	StageHelpers       Stage = "helpers"
	StageRequiredLevel Stage = "required_level"
	StageDeadlines     Stage = "deadlines"
)

// PathStep is one rule that was looked at and mattered.
type PathStep struct {
	Stage   Stage  `json:"stage"`
	Rule    string `json:"rule"`
	Outcome string `json:"outcome"` // chosen, skipped, added
	Why     string `json:"why"`     // one clause for a person
}

// Decision says which department owns a message and what duties hold. It is a pure function of policy and Facts.
type Decision struct {
	PolicyName    string          `json:"policy"`
	PolicyHash    string          `json:"policy_hash"`
	FactsHash     string          `json:"facts_hash"`
	Facts         Facts           `json:"facts"`
	Department    DepartmentKey   `json:"department"`
	Rule          string          `json:"rule"` // the rule that chose the department
	Helpers       []DepartmentKey `json:"helpers,omitempty"`
	Informs       []DepartmentKey `json:"informs,omitempty"`
	RequiredLevel int             `json:"required_level"`
	Deadline      Seconds         `json:"deadline_seconds"` // to the first response; 0 when none is set
	Quarantine    bool            `json:"quarantine,omitempty"`
	Path          []PathStep      `json:"path"`
	Confidence    float64         `json:"confidence"`
	Shared        []DepartmentKey `json:"shared,omitempty"`   // those who own it together; Department leads this one
	Cover         *Cover          `json:"cover,omitempty"`    // who stands in for the department; nil when nobody does
	Approver      string          `json:"approver,omitempty"` // who is asked for consent first: a department or an address
	Deputy        string          `json:"deputy,omitempty"`   // who is asked when the approver cannot
	Round         time.Time       `json:"round,omitzero"`     // when the next round of work begins
	SecondLook    Seconds         `json:"second_look_seconds,omitempty"`
}

// Takes is the department whose queue it goes to: the one that covers, else the one that owns it.
func (d Decision) Takes() DepartmentKey {
	if d.Cover != nil && d.Cover.Takes != "" {
		return d.Cover.Takes
	}
	return d.Department
}

// CoverCause is why somebody stands in.
type CoverCause string

// Causes of cover.
const (
	CoverClosed  CoverCause = "closed"  // the department keeps hours, and it is none of them
	CoverBacklog CoverCause = "backlog" // too much waits already
	CoverUnled   CoverCause = "unled"   // it is open, and somebody stands in if nobody took it in time
)

// Cover is who stands in for the department that owns a message.
type Cover struct {
	Cause CoverCause    `json:"cause"`
	Chain []string      `json:"chain"`           // in order: departments, addresses, on_call, managers, queue
	Takes DepartmentKey `json:"takes,omitempty"` // whose queue it goes to at once; empty: the owner's own
	After Seconds       `json:"after_seconds"`   // when the next of the chain is asked if nobody took it
	Until time.Time     `json:"until,omitzero"`  // when the department is back
}

// Alternative is what else could have been decided, computed when asked for.
type Alternative struct {
	Department DepartmentKey `json:"department"`
	Rule       string        `json:"rule"`
	WouldWinIf string        `json:"would_win_if"`
}
