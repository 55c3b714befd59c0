package connector

import (
	"time"

	"switchboard"
)

// Limit is one more figure of the network, for pages and people. Source is the address or document it comes from.
type Limit struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Source string  `json:"source"`
}

// TextLimit is how long one post may be. The zero value belongs to a network that cannot post.
type TextLimit struct {
	Max        int        `json:"max"`
	Unit       LengthUnit `json:"unit"`
	LinkLength int        `json:"link_length,omitempty"` // what every link counts for; 0 when it counts as written
	Source     string     `json:"source"`
}

// MediaLimit is what may be attached to one post. The zero value allows nothing.
type MediaLimit struct {
	Max      int      `json:"max"`
	MaxBytes int64    `json:"max_bytes"`
	MaxTotal int64    `json:"max_total,omitempty"` // bytes of all files of one post; 0 when there is no such limit
	Types    []string `json:"types"`               // media types
	AltText  bool     `json:"alt_text"`
	Source   string   `json:"source"`
}

// Rate is a budget the network sets: Points in every Window, counted per Scope.
type Rate struct {
	Name   string        `json:"name"`
	Points int           `json:"points"`
	Window time.Duration `json:"window"`
	Scope  string        `json:"scope"`           // account, app, address, pair
	Costs  map[Call]int  `json:"costs,omitempty"` // see Cost
	Source string        `json:"source"`
}

// Cost is how many points one call takes: one unless Costs says otherwise, 0 when the rate does not count it.
func (r Rate) Cost(call Call) int {
	if points, named := r.Costs[call]; named {
		return max(points, 0)
	}
	return 1
}

// Opener is what opens the time in which a customer may be answered.
type Opener string

// Openers.
const (
	OpenedByMessage Opener = "customer_message"
	OpenedByMention Opener = "mention" // the customer must have named or quoted us
	OpenedByComment Opener = "comment" // one private answer to a public comment
	OpenedByConsent Opener = "consent"
)

func openers() []Opener {
	return []Opener{OpenedByMessage, OpenedByMention, OpenedByComment, OpenedByConsent}
}

// ReplyWindow says when a customer may be answered on this network. Without one they always may.
type ReplyWindow struct {
	Visibility switchboard.Visibility `json:"visibility"`
	OpenedBy   Opener                 `json:"opened_by"`
	Length     time.Duration          `json:"length"`           // 0 when it never closes
	Quota      int                    `json:"quota"`            // answers within it; 0 when unlimited
	HumanOnly  time.Duration          `json:"human_only_after"` // from here on only a person may write; 0 when always allowed
	Resets     bool                   `json:"resets"`           // every new message of the customer opens it anew
	Afterward  string                 `json:"afterward"`        // what is possible once it closed: nothing, template
	Source     string                 `json:"source"`
}
