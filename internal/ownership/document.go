package ownership

import (
	"time"

	"switchboard"
)

// Document is what a policy says, as data.
type Document struct {
	Version     int                         `json:"version"` // of the language; 1
	Name        string                      `json:"name"`
	Departments []switchboard.DepartmentKey `json:"departments,omitempty"` // when given, no other may be named
	Guard       []Rule                      `json:"guard,omitempty"`
	Continuity  []Rule                      `json:"continuity,omitempty"`
	CarveOut    []Rule                      `json:"carve_out,omitempty"`
	Topic       []Rule                      `json:"topic,omitempty"`
	Channel     []Rule                      `json:"channel,omitempty"`
	Default     Rule                        `json:"default"`
}

// Rule gives an owner and duties to what it matches. Rules of guard and continuity name no owner.
type Rule struct {
	ID               string                      `json:"id"`
	When             When                        `json:"when"`
	Owner            switchboard.DepartmentKey   `json:"owner,omitempty"`
	Helpers          []switchboard.DepartmentKey `json:"helpers,omitempty"`
	Informs          []switchboard.DepartmentKey `json:"informs,omitempty"`
	RequiredLevel    int                         `json:"required_level,omitempty"`    // 0 sets none
	Deadline         time.Duration               `json:"deadline,omitempty"`          // 0 sets none
	BreaksContinuity bool                        `json:"breaks_continuity,omitempty"` // carve_out and topic
	AlsoAnswers      []switchboard.Intent        `json:"also_answers,omitempty"`      // channel: topics its owner keeps
	Why              string                      `json:"why,omitempty"`
	Line             int                         `json:"line"` // where it stands in the text
}

// When is what a rule asks for. Every field that is set must hold; within a field one of the values is enough.
type When struct {
	Intent           []switchboard.Intent     `json:"intent,omitempty"`
	Flag             []switchboard.Flag       `json:"flag,omitempty"`
	MinConfidence    float64                  `json:"min_confidence,omitempty"` // of intent and flag
	Network          []switchboard.NetworkKey `json:"network,omitempty"`
	Purpose          []switchboard.Purpose    `json:"purpose,omitempty"`
	Visibility       []switchboard.Visibility `json:"visibility,omitempty"`
	Language         []string                 `json:"language,omitempty"`
	Sentiment        []switchboard.Sentiment  `json:"sentiment,omitempty"`
	Urgency          []switchboard.Urgency    `json:"urgency,omitempty"`
	Topic            []string                 `json:"topic,omitempty"`
	Segment          []string                 `json:"segment,omitempty"`
	Account          []string                 `json:"account,omitempty"`
	Brand            []string                 `json:"brand,omitempty"`
	Known            *bool                    `json:"known,omitempty"`
	OpenConversation *bool                    `json:"open_conversation,omitempty"`
	OptedOut         *bool                    `json:"opted_out,omitempty"`
}

// Vocabulary is what a company has, to check names in a policy against. An empty list checks nothing beyond form and
// likely misspellings.
type Vocabulary struct {
	Networks    []switchboard.NetworkKey
	Departments []switchboard.DepartmentKey
}
