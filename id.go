package switchboard

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Kind names what an ID points at; its prefix is shown to people and programs.
type Kind interface{ prefix() string }

// ID is a UUIDv7 that knows what it names. Sixteen bytes in memory and in the database, a prefix and 26 characters of
// base 32 in text (`msg_01hxyz…`). Text order is byte order is creation order. The zero ID names nothing and is stored
// as NULL.
type ID[K Kind] [16]byte

type (
	brandKind        struct{}
	accountKind      struct{}
	identityKind     struct{}
	customerKind     struct{}
	messageKind      struct{}
	threadKind       struct{}
	conversationKind struct{}
	legKind          struct{}
	agentKind        struct{}
	decisionKind     struct{}
	offerKind        struct{}
	draftKind        struct{}
	deliveryKind     struct{}
	policyKind       struct{}
	quarantineKind   struct{}
	timerKind        struct{}
	sessionKind      struct{}
	tokenKind        struct{}
	subscriptionKind struct{}
	callbackKind     struct{}
	requestKind      struct{}
	amendmentKind    struct{}
	linkKind         struct{}
	objectiveKind    struct{}
	noticeKind       struct{}
	tellingKind      struct{}
	pushKind         struct{}
	chatHookKind     struct{}
	alarmKind        struct{}
	correctionKind   struct{}
	consultKind      struct{}
	adviceKind       struct{}
	expertKind       struct{}
	reportKind       struct{}
	letterKind       struct{}
)

func (brandKind) prefix() string        { return "brd" }
func (accountKind) prefix() string      { return "acc" }
func (identityKind) prefix() string     { return "idn" }
func (customerKind) prefix() string     { return "cus" }
func (messageKind) prefix() string      { return "msg" }
func (threadKind) prefix() string       { return "thr" }
func (conversationKind) prefix() string { return "cnv" }
func (legKind) prefix() string          { return "leg" }
func (agentKind) prefix() string        { return "agt" }
func (decisionKind) prefix() string     { return "dec" }
func (offerKind) prefix() string        { return "ofr" }
func (draftKind) prefix() string        { return "drf" }
func (deliveryKind) prefix() string     { return "dlv" }
func (policyKind) prefix() string       { return "pol" }
func (quarantineKind) prefix() string   { return "qua" }
func (timerKind) prefix() string        { return "tmr" }
func (sessionKind) prefix() string      { return "ses" }
func (tokenKind) prefix() string        { return "tok" }
func (subscriptionKind) prefix() string { return "sub" }
func (callbackKind) prefix() string     { return "cbk" }
func (amendmentKind) prefix() string    { return "amd" }
func (noticeKind) prefix() string       { return "ntc" }
func (tellingKind) prefix() string      { return "tel" }
func (pushKind) prefix() string         { return "psh" }
func (chatHookKind) prefix() string     { return "hok" }
func (alarmKind) prefix() string        { return "alm" }
func (correctionKind) prefix() string   { return "cor" }
func (consultKind) prefix() string      { return "cst" }
func (adviceKind) prefix() string       { return "adv" }
func (expertKind) prefix() string       { return "exp" }
func (reportKind) prefix() string       { return "rpt" }
func (letterKind) prefix() string       { return "ltr" }
func (requestKind) prefix() string      { return "req" }
func (linkKind) prefix() string         { return "lnk" }
func (objectiveKind) prefix() string    { return "obj" }

// The identifiers of the nouns.
type (
	BrandID        = ID[brandKind]
	AccountID      = ID[accountKind]
	IdentityID     = ID[identityKind]
	CustomerID     = ID[customerKind]
	MessageID      = ID[messageKind]
	ThreadID       = ID[threadKind]
	ConversationID = ID[conversationKind]
	LegID          = ID[legKind]
	AgentID        = ID[agentKind]
	DecisionID     = ID[decisionKind]
	OfferID        = ID[offerKind]
	DraftID        = ID[draftKind]
	DeliveryID     = ID[deliveryKind]
	PolicyID       = ID[policyKind]
	QuarantineID   = ID[quarantineKind]
	TimerID        = ID[timerKind]
	SessionID      = ID[sessionKind]
	TokenID        = ID[tokenKind]
	SubscriptionID = ID[subscriptionKind] // an event subscription of somebody outside
	CallbackID     = ID[callbackKind]     // one delivery of one event to a subscription
	AmendmentID    = ID[amendmentKind]
	LinkID         = ID[linkKind] // of a one-time link
	ObjectiveID    = ID[objectiveKind]
	NoticeID       = ID[noticeKind]
	TellingID      = ID[tellingKind]  // one way a notice goes
	PushID         = ID[pushKind]     // a browser that is told
	ChatHookID     = ID[chatHookKind] // a chat tool that is told
	AlarmID        = ID[alarmKind]
	CorrectionID   = ID[correctionKind]
	ConsultID      = ID[consultKind]
	AdviceID       = ID[adviceKind] // an answer to a question asked outside
	ExpertID       = ID[expertKind] // somebody outside who can be asked
	ReportID       = ID[reportKind] // of something said elsewhere, by a colleague
	LetterID       = ID[letterKind]
	RequestID      = ID[requestKind]
)

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an ID whose time part is now, to a quarter of a microsecond, and whose rest is random (RFC 9562, UUID
// version 7, method 3 of section 6.2).
func NewID[I ID[K], K Kind](now time.Time) I {
	var id I
	rand.Read(id[:]) //nolint:errcheck // crypto/rand.Read never fails since Go 1.24
	nanos := now.UnixNano()
	binary.BigEndian.PutUint64(id[:8], uint64(nanos/1e6)<<16|uint64(nanos%1e6*4096/1e6))
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

// FirstID is before every ID made at or after a time, and after every one made a millisecond before it. Times before 1970
// give the first of all.
func FirstID[I ID[K], K Kind](at time.Time) I {
	var id I
	if nanos := at.UnixNano(); at.After(time.Unix(0, 0)) {
		binary.BigEndian.PutUint64(id[:8], uint64(nanos/1e6)<<16|uint64(nanos%1e6*4096/1e6))
	}
	id[6] = id[6]&0x0f | 0x70
	return id
}

// IsZero reports whether the ID names nothing.
func (id ID[K]) IsZero() bool { return id == ID[K]{} }

// String is the text form, empty for the zero ID.
func (id ID[K]) String() string {
	if id.IsZero() {
		return ""
	}
	var k K
	return k.prefix() + "_" + crockford.EncodeToString(id[:])
}

// Time is when the ID was made, to the millisecond.
func (id ID[K]) Time() time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(id[:8]) >> 16)).UTC()
}

// MarshalText writes the text form.
func (id ID[K]) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the text form; it refuses an ID of another kind. Empty text is the zero ID.
func (id *ID[K]) UnmarshalText(text []byte) error {
	parsed, err := ParseID[K](string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// ParseID reads the text form and refuses an ID of another kind, and one of zeros, with code `bad_id`. Empty text is the
// zero ID, which is its only text form.
func ParseID[K Kind](text string) (ID[K], error) {
	var id ID[K]
	if text == "" {
		return id, nil
	}
	var k K
	digits, ok := strings.CutPrefix(text, k.prefix()+"_")
	if !ok || len(digits) != 26 {
		return id, Refuse(CodeBadID, "That is not an identifier of the kind expected here.").
			WithHint("Copy it again; it starts with " + k.prefix() + "_ and has 26 more characters.")
	}
	raw, err := crockford.DecodeString(digits)
	if err != nil || crockford.EncodeToString(raw) != digits {
		return id, Refuse(CodeBadID, "That identifier has a character that cannot be in one.").
			WithHint("Copy it again, whole and in small letters; i, l, o and u are never in one.").WithCause(err)
	}
	copy(id[:], raw)
	if id.IsZero() {
		return id, Refuse(CodeBadID, "That identifier names nothing.").
			WithHint("Copy it again from where it is shown; one of zeros alone is never given out.")
	}
	return id, nil
}

// Value stores the sixteen bytes, NULL for the zero ID.
func (id ID[K]) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id[:], nil
}

// Scan reads what Value or a database's own uuid type gives.
func (id *ID[K]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*id = ID[K]{}
		return nil
	case []byte:
		if len(v) == len(id) {
			copy(id[:], v)
			return nil
		}
		return id.scanHex(string(v))
	case string:
		return id.scanHex(v)
	}
	return fmt.Errorf("identifier: cannot read a %T", src)
}

func (id *ID[K]) scanHex(text string) error {
	raw, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	if err != nil || len(raw) != len(id) {
		return fmt.Errorf("identifier: stored value has %d characters", len(text))
	}
	copy(id[:], raw)
	return nil
}
