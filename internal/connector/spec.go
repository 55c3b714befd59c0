package connector

import (
	"context"
	"time"

	"switchboard"
)

// Spec describes one network. It is data but for Realm and Open, and it must pass Validate.
type Spec struct {
	Key       switchboard.NetworkKey
	Name      string // as people know it
	Summary   string // one sentence ending in a full stop
	RealmKind RealmKind
	// Realm names the space in which ids are unique, from the settings CheckConfig has cleaned.
	Realm func(config map[string]string) switchboard.Realm
	// Invented says that who speaks there is made up: nobody outside is written to on their account.
	Invented bool
	// People says how far the ids of authors reach where that is further than Realm: each Author then carries its Realm.
	People          RealmKind
	Config          []Field
	Capabilities    []Capability
	Lanes           []LaneOffer
	Text            TextLimit
	Parts           int // posts one answer may be split into; 1 when the network has no chains
	Media           MediaLimit
	MediaFor        func(config map[string]string) MediaLimit // where settings tell more than Media; nil where they do not
	Rates           []Rate
	Limits          []Limit
	Windows         []ReplyWindow
	VisibilityDelay time.Duration // how long an accepted post may stay invisible to read-back
	Dedup           Dedup
	ReadBack        ReadBackKind
	// ProofOfAbsence is the time since an attempt began after which a look that lacks the post proves that it is not
	// there. Zero means that nothing ever proves it, and a person must decide. Unless the network recognises repeats for
	// good it is at least VisibilityDelay and LongestAttempt together: what is repeated earlier may stand twice.
	ProofOfAbsence time.Duration
	Setup          []Step
	Terms          []Note
	// CheckHandle says what is wrong with a handle as somebody typed it; nil takes any.
	CheckHandle func(handle string) error
	// Addresses are those, in small letters, from which mail leads into the account; nil where it is no mailbox.
	Addresses func(config map[string]string) []string
	// Open connects one account. It may check its settings; it does not need to reach the network.
	Open func(ctx context.Context, env Env) (Conn, error)
}

// LongestAttempt is how long after it was begun an attempt may still reach a network: the lease of an account, the margin
// kept at its end, and the time a network has for its answer.
const LongestAttempt = 50 * time.Second

// RealmKind says how far a network's ids reach.
type RealmKind string

// Realm kinds.
const (
	RealmNetwork RealmKind = "network" // one space for the whole network
	RealmServer  RealmKind = "server"  // one per server of a federated or self-hosted network
	RealmAccount RealmKind = "account" // one per account: mailboxes, chat widgets
)

// Capability is one thing a connector can do for an account.
type Capability string

// Capabilities.
const (
	ListenMentions Capability = "listen_mentions"
	ListenKeyword  Capability = "listen_keyword"
	ListenDirect   Capability = "listen_direct"
	ListenReviews  Capability = "listen_reviews"
	PostPublic     Capability = "post_public"
	PostPrivate    Capability = "post_private"
	PostByHand     Capability = "post_by_hand" // people post what was prepared here
	Threaded       Capability = "thread"
	Media          Capability = "media"
	EditPost       Capability = "edit"
	DeletePost     Capability = "delete"
	HidePost       Capability = "hide"
	ReadBackPost   Capability = "read_back"
	ReadHistory    Capability = "history"
	SeesEdits      Capability = "sees_edits"
	SeesDeletions  Capability = "sees_deletions"
	PushIn         Capability = "push_in" // messages are brought to us over HTTP
)

// Capabilities lists all of them with a clause for people, in the order pages show them.
func Capabilities() []CapabilityWords {
	return []CapabilityWords{
		{ListenMentions, "hears posts that name or answer the account"},
		{ListenKeyword, "hears posts that contain a word"},
		{ListenDirect, "hears private messages"},
		{ListenReviews, "hears reviews"},
		{PushIn, "takes messages that are pushed to it"},
		{SeesEdits, "sees when somebody edits a post"},
		{SeesDeletions, "sees when somebody deletes a post"},
		{ReadHistory, "reads what was said before it was connected"},
		{PostPublic, "answers in public"},
		{PostPrivate, "answers in private"},
		{PostByHand, "prepares answers for people to post there"},
		{Threaded, "keeps answers in their thread"},
		{Media, "sends pictures and files"},
		{EditPost, "edits our own posts"},
		{DeletePost, "deletes our own posts"},
		{HidePost, "hides other people's posts under ours"},
		{ReadBackPost, "looks up whether a post of ours arrived"},
	}
}

// CapabilityWords is a capability and what it means.
type CapabilityWords struct {
	Capability Capability `json:"capability"`
	Means      string     `json:"means"`
}

// Can reports whether the network has the capability.
func (s Spec) Can(c Capability) bool { return switchboard.OneOf(c, s.Capabilities) }

// Posts reports whether the connector can post at all.
func (s Spec) Posts() bool { return s.Can(PostPublic) || s.Can(PostPrivate) }

// ByHand reports whether answers are prepared here and posted by people: there is no way to post them for them.
func (s Spec) ByHand() bool { return s.Can(PostByHand) && !s.Posts() }

// Answers reports whether customers can be answered, by the connector or by hand.
func (s Spec) Answers() bool { return s.Posts() || s.ByHand() }

// Carries is what may be attached to one post of an account with these settings.
func (s Spec) Carries(config map[string]string) MediaLimit {
	if s.MediaFor == nil {
		return s.Media
	}
	return s.MediaFor(config)
}

// Offer returns what the Spec says of a lane.
func (s Spec) Offer(lane Lane) (LaneOffer, bool) {
	for _, offer := range s.Lanes {
		if offer.Lane == lane {
			return offer, true
		}
	}
	return LaneOffer{}, false
}

// LaneOffer is one way of reading that the connector has.
type LaneOffer struct {
	Lane Lane `json:"lane"`
	// FromNow says that an empty cursor begins with what comes next. Such a lane hands over its first cursor, with
	// no items, before anything else. Without it an empty cursor begins as far back as the network gives.
	FromNow bool          `json:"from_now"`
	Every   time.Duration `json:"every"` // how often a poll is due when the network is quiet; 0 for other lanes
}

// Step is one thing a person does to connect an account.
type Step struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	URL   string `json:"url,omitempty"`
}

// Note is a rule of the network's terms that binds the user.
type Note struct {
	Text   string `json:"text"`
	Source string `json:"source"`
}

// DedupKind says how the network recognises a repeated post.
type DedupKind string

// Dedup kinds.
const (
	DedupNone      DedupKind = "none"
	DedupClientKey DedupKind = "client_key" // a key sent with the post; a repeat gives the first post back
	DedupClientID  DedupKind = "client_id"  // we choose the post's id; a repeat is refused or harmless
	DedupNamed     DedupKind = "named"      // we choose the post's id; a repeat makes a second post all the same
)

// Dedup is a network's own guard against double posts. Window is how long it remembers; zero with a kind other than
// none means for good.
type Dedup struct {
	Kind   DedupKind     `json:"kind"`
	Window time.Duration `json:"window"`
	Echo   bool          `json:"echo"` // the key comes back with the post when it is read
}

// Lasting reports whether a repeat never makes a second post, however late it comes.
func (d Dedup) Lasting() bool { return d.Recognises() && d.Window == 0 }

// Recognises reports whether the network knows a repeat for one at all.
func (d Dedup) Recognises() bool { return d.Kind == DedupClientKey || d.Kind == DedupClientID }

// ReadBackKind is how a post of ours can be found again after an attempt of unknown fate.
type ReadBackKind string

// Read-back kinds.
const (
	ReadBackNone        ReadBackKind = "none"
	ReadBackByClientKey ReadBackKind = "by_client_key"
	ReadBackByListing   ReadBackKind = "by_listing" // by comparing texts in a listing of our posts
	ReadBackByID        ReadBackKind = "by_id"      // by the id we chose
)
