package switchboard

import "time"

// NetworkKey names an outside place where people talk: `practice`, `email`, `x`. One connector Spec describes it.
type NetworkKey string

// Practice is the network on which everybody is invented. What is learned of real customers, and what is told of them
// outside, leaves it out.
const Practice = NetworkKey("practice")

// Realm is the space in which a network's ids are unique: the network, one server of it, or one account, as the
// connector's Spec says.
type Realm string

// Brand is what customers believe they talk to.
type Brand struct {
	ID   BrandID `json:"id"`
	Key  string  `json:"key"`
	Name string  `json:"name"`
}

// Voice is how an account speaks.
type Voice string

// Voices.
const (
	VoiceNamed     Voice = "named"     // one person, under their own name
	VoiceCorporate Voice = "corporate" // the company, backed by an accountable person
)

// AccountState says what an account is used for.
type AccountState string

// Account states.
const (
	AccountHistory AccountState = "history" // known from imports only, no connector reads or writes it
	AccountByHand  AccountState = "by_hand" // people bring in what is said there, and post the answers themselves
	AccountListen  AccountState = "listen"  // read, never written
	AccountLive    AccountState = "live"    // read and answered
	AccountPaused  AccountState = "paused"  // switched off by a person
	AccountBroken  AccountState = "broken"  // needs a person: see Health
)

// Account is the company's presence on a network.
type Account struct {
	ID          AccountID         `json:"id"`
	Network     NetworkKey        `json:"network"`
	Realm       Realm             `json:"realm"`
	Handle      string            `json:"handle"` // as the network writes it, unique within the realm
	Name        string            `json:"name"`
	BrandID     BrandID           `json:"brand_id"`
	Voice       Voice             `json:"voice"`
	Accountable AgentID           `json:"accountable,omitzero"`
	State       AccountState      `json:"state"`
	Config      map[string]string `json:"config"` // the fields of the Spec that are not secret
	Health      Health            `json:"health"`
	CreatedAt   time.Time         `json:"created_at"`
}

// Health is how an account's connection is doing, in words a person can act on.
type Health struct {
	LastSuccess time.Time `json:"last_success,omitzero"`
	Since       time.Time `json:"since,omitzero"` // when the present trouble began; zero when there is none
	Code        string    `json:"code,omitempty"`
	Text        string    `json:"text,omitempty"`
	NextStep    string    `json:"next_step,omitempty"`
}

// Identity is somebody as one realm knows them. It belongs to a Customer, never to an account.
type Identity struct {
	ID         IdentityID `json:"id"`
	Realm      Realm      `json:"realm"`
	ExternalID string     `json:"external_id"`
	Handle     string     `json:"handle"`
	Name       string     `json:"name"`
	Followers  *int64     `json:"followers,omitempty"` // nil when unknown; never used to decide
	CustomerID CustomerID `json:"customer_id,omitzero"`
}

// Customer is one person or organisation behind one or more identities.
type Customer struct {
	ID        CustomerID `json:"id"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"created_at"`
	// OptedOutAt is when they asked not to be written to unasked; zero when they did not, or took it back.
	OptedOutAt time.Time `json:"opted_out_at,omitzero"`
}

// Basis is why an identity is believed to belong to a customer.
type Basis string

// Bases.
const (
	BasisFirstSeen    Basis = "first_seen" // a customer made for this identity
	BasisVerifiedLink Basis = "verified_link"
	BasisCustomerSaid Basis = "customer_said"
	BasisAgent        Basis = "agent"
	BasisImported     Basis = "imported"
)
