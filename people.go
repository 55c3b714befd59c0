package switchboard

import "time"

// Department is a part of the company that can own conversations.
type Department struct {
	Key  DepartmentKey `json:"key"`
	Name string        `json:"name"`
	Pull bool          `json:"pull"` // its agents take work themselves instead of being offered it
}

// Presence is whether an agent takes work now.
type Presence string

// Presences.
const (
	Here   Presence = "here"
	Paused Presence = "paused"
	Away   Presence = "away"
)

// Agent is a person who works here.
type Agent struct {
	ID          AgentID         `json:"id"`
	Name        string          `json:"name"`
	Email       string          `json:"email"`
	Role        Role            `json:"role"`
	Departments []DepartmentKey `json:"departments"`
	Skills      []string        `json:"skills"`
	Languages   []string        `json:"languages"`
	Freedom     int             `json:"freedom"` // 0 drafts only … 5 crisis voice
	Cap         int             `json:"cap"`     // conversations led or offered at once
	Load        int             `json:"load"`    // places taken now, rounded up
	Weight      int             `json:"weight"`  // the same exactly, in hundredths of a place
	Presence    Presence        `json:"presence"`
	IdleSince   time.Time       `json:"idle_since,omitzero"` // when the agent last took or finished work
	Deputy      AgentID         `json:"deputy,omitzero"`
	Disabled    bool            `json:"disabled,omitempty"`
}

// Role is a named set of permissions.
type Role string

// Roles, the most powerful first.
const (
	RoleAdmin   Role = "admin"
	RoleManager Role = "manager" // leads a team, changes policy
	RoleAgent   Role = "agent"
	RoleViewer  Role = "viewer"
)

// Works reports whether somebody may be given work at all, and be counted on for it. Who is disabled may not, and who only
// looks on may not either.
func (a Agent) Works() bool { return !a.Disabled && a.Role != RoleViewer }
