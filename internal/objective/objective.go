package objective

import (
	"slices"
	"time"

	"switchboard"
)

// Kind is what an objective measures.
type Kind string

// Kinds. A target of time is open time of the objective's calendar.
const (
	FirstResponse     Kind = "first_response"     // the first answer by a person comes within the target
	NextResponse      Kind = "next_response"      // every later answer does
	Resolution        Kind = "resolution"         // the share of matters that are solved and whose customer says so
	ProgressInterval  Kind = "progress_interval"  // a customer who waits is told how it goes at least this often
	KeptPromises      Kind = "kept_promises"      // the share of promises kept, or moved and told
	OneOwner          Kind = "one_owner"          // the share of matters solved by whoever took them first
	AnswerRate        Kind = "answer_rate"        // the share answered within the target
	EqualCoverage     Kind = "equal_coverage"     // how far apart, in percent, the best and the worst served tenth may be
	SentimentRecovery Kind = "sentiment_recovery" // the share of the upset who end content
	Conversion        Kind = "conversion"         // the share of those who want to buy who do
	Leads             Kind = "leads"              // the share of those who want to buy who reach somebody who can sell
)

// Kinds lists all of them.
func Kinds() []Kind {
	return []Kind{FirstResponse, NextResponse, Resolution, ProgressInterval, KeptPromises, OneOwner, AnswerRate, EqualCoverage,
		SentimentRecovery, Conversion, Leads}
}

// State is how far an objective holds.
type State string

// States.
const (
	Proposed State = "proposed" // stands in the company's charter; nothing is measured by it yet
	Active   State = "active"
	Retired  State = "retired"
)

// Objective is one thing that is wanted.
type Objective struct {
	ID         switchboard.ObjectiveID   `json:"id"`
	Kind       Kind                      `json:"kind"`
	State      State                     `json:"state"`
	Rank       int                       `json:"rank"`                 // 1 is the most important
	Department switchboard.DepartmentKey `json:"department,omitempty"` // empty: every one
	Network    switchboard.NetworkKey    `json:"network,omitempty"`    // empty: every one
	Intent     switchboard.Intent        `json:"intent,omitempty"`     // empty: every one
	Seconds    int64                     `json:"target_seconds,omitempty"`
	Share      int                       `json:"target_share,omitempty"` // in percent
	Calendar   string                    `json:"calendar"`               // key of the hours it is measured on
	Wish       string                    `json:"wish"`                   // which wish of the charter it serves
	CreatedAt  time.Time                 `json:"created_at"`
}

// longest is more than any promise that means something.
const longest = 90 * 24 * time.Hour

// Check refuses what cannot be measured: an unknown kind or state, no target, or one out of reach.
func (o Objective) Check() error {
	refuse := func(field, text string) error {
		return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField(field)
	}
	switch {
	case !slices.Contains(Kinds(), o.Kind):
		return refuse("kind", "There is no objective of that kind.")
	case o.State != Proposed && o.State != Active && o.State != Retired:
		return refuse("state", "An objective is proposed, active or retired.")
	case o.Rank < 1:
		return refuse("rank", "The first rank is 1.")
	case o.Calendar == "":
		return refuse("calendar", "An objective is measured on somebody's hours.")
	case o.Seconds == 0 && o.Share == 0:
		return refuse("target_seconds", "An objective has a target.")
	case o.Seconds < 0 || o.Seconds > int64(longest/time.Second):
		return refuse("target_seconds", "A target lies between a second and 90 days.")
	case o.Share < 0 || o.Share > 100:
		return refuse("target_share", "A share lies between 1 and 100 percent.")
	}
	return nil
}
