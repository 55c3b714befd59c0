package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

// Arrival is a message as it is first stored.
type Arrival struct {
	switchboard.Message
	Digest    []byte // of the content; empty when the network has not shown its own copy yet
	Addressed bool   // names us or answers us; otherwise context that belongs to its thread alone
	ClientKey string // of our own post, when the network gave it back
}

// Head is what tells a duplicate from a revision.
type Head struct {
	ID        switchboard.MessageID
	Digest    []byte
	Direction switchboard.Direction
	Revision  int
	Origin    switchboard.Origin
	Addressed bool
	Overheard bool
	EditedAt  time.Time
	DeletedAt time.Time
}

// Work is a message that Accept has acknowledged and the line has not finished.
type Work struct {
	Node      string
	Priority  int
	MessageID switchboard.MessageID
	AccountID switchboard.AccountID
	Revision  int
	Attempts  int
	NotBefore time.Time
	Trouble   string
}

// Priorities of work.
const (
	PriorityReply   = 0 // private, or an answer to us
	PriorityMention = 1
	PriorityHistory = 2
)

// Unread is something authentic that could not be understood, kept in quarantine as it came.
type Unread struct {
	ID      switchboard.QuarantineID
	Account switchboard.Account
	Lane    connector.Lane
	Code    switchboard.Code
	Field   string
	Reason  string // safe to show
	Payload []byte
}

// MessageTx stores messages.
type MessageTx interface {
	HeadTx
	InsertMessage(a Arrival) (inserted bool, err error)
	Revise(h Head, a Arrival) (revision int, err error)
	Replace(h Head, a Arrival) error
	MarkEdited(id switchboard.MessageID, at time.Time) error
	SetDigest(id switchboard.MessageID, digest []byte) error
	KeepOlder(h Head, a Arrival) (revision int, err error)
	KnownRevision(id switchboard.MessageID, digest []byte) (bool, error)
	BlankMessage(id switchboard.MessageID, at time.Time) error
	InsertRaw(id switchboard.MessageID, revision int, payload []byte) error
	InsertSighting(id switchboard.MessageID, account switchboard.AccountID, lane string) error
	SetAddressed(id switchboard.MessageID, account switchboard.AccountID, overheard bool) error
}

// LaneTx keeps what belongs to a way of reading.
type LaneTx interface {
	LockKey(realm switchboard.Realm, key string) error
	Tombstone(digest []byte) (at time.Time, found bool, err error)
	InsertTombstone(digest []byte, reason string, at time.Time) error
	KeepUnread(u Unread) (inserted bool, err error)
	MoveCursor(account switchboard.AccountID, lane, position string) error
	OpenLaneGap(account switchboard.AccountID, g connector.Gap) error
	FillLaneGap(account switchboard.AccountID, g connector.Gap) error
	InsertWork(w Work) error
}

// Tx is what Accept needs of a transaction.
type Tx interface {
	MessageTx
	LaneTx
	Now() time.Time
	Record(events ...switchboard.Event) error
}

// Intake takes in for one node.
type Intake struct {
	Node   string
	Digest func(parts ...string) []byte // keyed, so that a tombstone tells nothing
}

// Handed is one batch of one account's lane.
type Handed struct {
	Account switchboard.Account
	Lane    connector.Lane
	Batch   connector.Batch
	Filling *connector.Gap // the gap a fill lane works on
	Origin  func(published time.Time) switchboard.Origin
	Since   time.Time // when it reached us, of what waited in quarantine; zero: now
}

// Receipt counts what became of a batch.
type Receipt struct {
	Stored, Duplicates, Revised, Deleted, Quarantined int
	Refused                                           []Refusal
}

// Refusal is an item that went to quarantine, by its place in the batch.
type Refusal struct {
	Index int
	Err   error
}

// Accept stores a batch, its gaps and its cursor. When the transaction commits, the batch is acknowledged for good.
func (in Intake) Accept(tx Tx, h Handed) (Receipt, error) {
	var r Receipt
	if err := lockKeys(tx, h); err != nil {
		return r, err
	}
	for i, item := range h.Batch.Items {
		if err := in.item(tx, h, item, &r); err != nil {
			return r, fmt.Errorf("intake: item %d: %w", i, err)
		}
	}
	for _, u := range h.Batch.Unmapped {
		if err := in.quarantine(tx, h, u, &r); err != nil {
			return r, err
		}
	}
	return r, moveLane(tx, h)
}

// lockKeys makes what comes by another lane or account at this moment, of the same messages, wait for this batch, or this
// for it: neither a deletion nor a sighting is missed. Everybody locks in the same order, so that two batches that bring
// the same messages in different orders do not wait for each other.
func lockKeys(tx Tx, h Handed) error {
	keys := make([]string, len(h.Batch.Items))
	for i, item := range h.Batch.Items {
		keys[i] = item.ExternalID
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		if err := tx.LockKey(h.Account.Realm, key); err != nil {
			return err
		}
	}
	return nil
}

func moveLane(tx Tx, h Handed) error {
	account := h.Account.ID
	if g := h.Batch.Gap; g != nil {
		if err := tx.OpenLaneGap(account, *g); err != nil {
			return err
		}
		if err := tx.Record(laneEvent(h, switchboard.EventGapOpened)); err != nil {
			return err
		}
	}
	if h.Batch.Filled && h.Filling != nil {
		if err := tx.FillLaneGap(account, *h.Filling); err != nil {
			return err
		}
		if err := tx.Record(laneEvent(h, switchboard.EventGapFilled)); err != nil {
			return err
		}
	}
	if h.Batch.Next == "" {
		return nil
	}
	return tx.MoveCursor(account, string(h.Lane), string(h.Batch.Next))
}

func laneEvent(h Handed, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, ActorKind: switchboard.ActorNetwork, AccountID: h.Account.ID,
		BrandID: h.Account.BrandID, Network: h.Account.Network, Reason: string(h.Lane)}
}

func (in Intake) item(tx Tx, h Handed, item connector.Item, r *Receipt) error {
	if item.Change == connector.Deleted {
		return in.delete(tx, h, item, r)
	}
	a := in.arrival(tx, h, item)
	erased, gone, err := tx.Tombstone(in.Digest(string(a.Realm), a.ExternalID))
	if err != nil {
		return err
	}
	raw := item.Raw
	if gone {
		a.Content, a.DeletedAt, raw = switchboard.Content{}, erased, nil
	}
	inserted, err := tx.InsertMessage(a)
	if err != nil {
		return err
	}
	if !inserted && len(item.Fingerprint) > 0 {
		if inserted, err = namesake(tx, &a); err != nil {
			return err
		}
	}
	if !inserted {
		return in.again(tx, h, a, raw, r)
	}
	r.Stored++
	return in.follow(tx, h, a, raw)
}

// namesake gives a message whose author chose an id that is taken an id of its own, unless it is the message that has
// the id already: the first to come keeps the bare one.
func namesake(tx Tx, a *Arrival) (inserted bool, err error) {
	head, found, err := tx.MessageHead(a.Realm, a.ExternalID)
	if err != nil || !found || isCopy(head, a.Direction, a.Digest) {
		return false, err
	}
	a.ExternalID = ownName(a.ExternalID, a.Digest)
	return tx.InsertMessage(*a)
}

// isCopy reports whether a message with a fingerprint is the one that has its id already.
func isCopy(head Head, direction switchboard.Direction, fingerprint []byte) bool {
	return head.Direction == direction && (len(head.Digest) == 0 || string(head.Digest) == string(fingerprint))
}

// ownName is the id under which a message is kept whose own is another's.
func ownName(id string, fingerprint []byte) string {
	return id + " " + hex.EncodeToString(fingerprint[:min(len(fingerprint), 16)])
}

// HeadTx finds what is stored already.
type HeadTx interface {
	MessageHead(realm switchboard.Realm, externalID string) (Head, bool, error)
}

// Known reports whether an item with a fingerprint has come before.
func Known(tx HeadTx, realm switchboard.Realm, item connector.Item) (bool, error) {
	head, found, err := tx.MessageHead(realm, item.ExternalID)
	if err == nil && found && !isCopy(head, item.Direction, item.Fingerprint) {
		_, found, err = tx.MessageHead(realm, ownName(item.ExternalID, item.Fingerprint))
	}
	return found, err
}

// follow stores what goes with a new message or revision: the payload, who saw it, and the work to be done.
func (in Intake) follow(tx Tx, h Handed, a Arrival, raw []byte) error {
	if len(raw) > 0 {
		if err := tx.InsertRaw(a.ID, a.Revision, raw); err != nil {
			return err
		}
	}
	if err := tx.InsertSighting(a.ID, h.Account.ID, string(h.Lane)); err != nil {
		return err
	}
	return tx.InsertWork(Work{Node: in.Node, Priority: PriorityOf(a), MessageID: a.ID, AccountID: a.AccountID, Revision: a.Revision})
}

// again handles a message whose id is known: a duplicate, another account's sighting, an edit, or an old version late.
func (in Intake) again(tx Tx, h Handed, a Arrival, raw []byte, r *Receipt) error {
	head, found, err := tx.MessageHead(a.Realm, a.ExternalID)
	if err != nil || !found {
		return err
	}
	if err := tx.InsertSighting(head.ID, h.Account.ID, string(h.Lane)); err != nil {
		return err
	}
	if err := in.address(tx, head, a); err != nil {
		return err
	}
	known, err := knownCopy(tx, head, a)
	if err != nil {
		return err
	}
	if known {
		r.Duplicates++
		return nil
	}
	return in.revise(tx, h, revision{head, a, raw}, r)
}

// knownCopy reports whether a copy says nothing new: what stands, what stood before, or anything of what is gone. What
// stood before and was edited later than what stands has come back; what stands and was edited later outlives every
// version in between.
func knownCopy(tx Tx, head Head, a Arrival) (bool, error) {
	later := a.EditedAt.After(head.EditedAt)
	switch {
	case !head.DeletedAt.IsZero():
		return true, nil
	case string(head.Digest) == string(a.Digest) && later:
		return true, tx.MarkEdited(head.ID, a.EditedAt)
	case string(head.Digest) == string(a.Digest):
		return true, nil
	case later:
		return false, nil
	}
	return tx.KnownRevision(head.ID, a.Digest)
}

// address notes that a message which was context to one account is for another one, and that one which speaks of us to
// one account speaks to another.
func (in Intake) address(tx Tx, head Head, a Arrival) error {
	if !a.Addressed || head.Addressed && (!head.Overheard || a.Overheard) {
		return nil
	}
	if err := tx.SetAddressed(head.ID, a.AccountID, a.Overheard); err != nil {
		return err
	}
	return tx.InsertWork(Work{Node: in.Node, Priority: PriorityOf(a), MessageID: head.ID, AccountID: a.AccountID,
		Revision: head.Revision})
}

type revision struct {
	head Head
	a    Arrival
	raw  []byte
}

func (in Intake) revise(tx Tx, h Handed, v revision, r *Receipt) error {
	v.a.ID = v.head.ID
	if first, err := firstCopy(tx, v); first || err != nil {
		r.Duplicates++
		return err
	}
	var err error
	if newer(v) {
		v.a.Revision, err = tx.Revise(v.head, v.a)
	} else {
		v.a.Revision, err = tx.KeepOlder(v.head, v.a)
	}
	if err != nil {
		return err
	}
	r.Revised++
	return in.follow(tx, h, v.a, v.raw)
}

// firstCopy takes the first copy that a network shows of words of our own for them, without a word. It is no such copy
// when it was edited and ours were not; and one from before our own edit comes too late.
func firstCopy(tx Tx, v revision) (bool, error) {
	ours, edited := !v.head.EditedAt.IsZero(), !v.a.EditedAt.IsZero()
	switch {
	case len(v.head.Digest) > 0, edited && !ours:
		return false, nil
	case ours && !edited:
		return true, nil
	}
	return true, tx.Replace(v.head, v.a)
}

// newer reports whether an arrival replaces what stands. Without times, and between equal ones, the digests decide, so
// that every order of arrival ends with the same content.
func newer(v revision) bool {
	if !v.a.EditedAt.Equal(v.head.EditedAt) {
		return v.a.EditedAt.After(v.head.EditedAt)
	}
	if v.a.EditedAt.IsZero() {
		return true // the network tells no times: what comes later is later
	}
	return string(v.a.Digest) > string(v.head.Digest)
}

func (in Intake) delete(tx Tx, h Handed, item connector.Item, r *Receipt) error {
	at := item.DeletedAt
	if at.IsZero() || at.After(tx.Now()) {
		at = tx.Now()
	}
	if err := tx.InsertTombstone(in.Digest(string(h.Account.Realm), item.ExternalID), "deleted", at); err != nil {
		return err
	}
	head, found, err := tx.MessageHead(h.Account.Realm, item.ExternalID)
	if err != nil {
		return err
	}
	if found && !head.DeletedAt.IsZero() {
		r.Duplicates++
		return nil
	}
	r.Deleted++
	if !found {
		return nil
	}
	if err := tx.BlankMessage(head.ID, at); err != nil {
		return err
	}
	// What the line made of it, a preview in a list, goes when the line comes by.
	return tx.InsertWork(Work{Node: in.Node, Priority: PriorityReply, MessageID: head.ID, AccountID: h.Account.ID, Revision: head.Revision})
}

func (in Intake) quarantine(tx Tx, h Handed, u connector.Unmapped, r *Receipt) error {
	q := Unread{ID: switchboard.NewID[switchboard.QuarantineID](tx.Now()), Account: h.Account, Lane: h.Lane,
		Code: switchboard.CodeOf(u.Err), Reason: "It could not be understood.", Payload: u.Raw}
	if e, ok := asError(u.Err); ok {
		q.Reason, q.Field = e.Text, e.Field
	}
	inserted, err := tx.KeepUnread(q)
	if err != nil {
		return err
	}
	if !inserted {
		r.Duplicates++
		return nil
	}
	r.Quarantined++
	e := laneEvent(h, switchboard.EventQuarantined)
	e.Reason, e.Subject = string(q.Code), q.ID.String()
	return tx.Record(e)
}

func laterOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// arrival turns what a network gave into a message of ours.
func (in Intake) arrival(tx Tx, h Handed, item connector.Item) Arrival {
	now := tx.Now()
	m := switchboard.Message{
		ID: switchboard.NewID[switchboard.MessageID](now), Network: h.Account.Network, Realm: h.Account.Realm,
		ExternalID: item.ExternalID, AccountID: h.Account.ID, Direction: item.Direction, Visibility: item.Visibility,
		Kind: item.Kind, Origin: switchboard.Live, Author: item.Author, ThreadKey: item.ThreadKey, ParentKey: item.ParentKey,
		QuoteKey: item.QuoteKey, Content: item.Content, URL: item.URL, Revision: 1, Automated: item.Automated,
		Overheard:   item.Overheard && item.Direction == switchboard.In,
		PublishedAt: item.Published, ReceivedAt: now, EditedAt: item.EditedAt, Extra: item.Extra,
	}
	if m.PublishedAt.IsZero() || m.PublishedAt.After(now) {
		m.PublishedAt = now
	}
	if came := laterOf(h.Since, m.PublishedAt); !h.Since.IsZero() && came.Before(now) {
		m.ReceivedAt = came
	}
	if h.Batch.History {
		m.Origin = switchboard.History
	}
	if h.Origin != nil {
		m.Origin = h.Origin(m.PublishedAt)
	}
	digest := item.Fingerprint
	if len(digest) == 0 {
		digest = Digest(item.Content)
	}
	return Arrival{Message: m, Digest: digest, ClientKey: item.ClientKey,
		Addressed: item.Addressed || item.Direction == switchboard.Out}
}

// PriorityOf is how soon a message is to be worked.
func PriorityOf(a Arrival) int {
	switch {
	case a.Origin == switchboard.History:
		return PriorityHistory
	case a.Visibility == switchboard.Private || a.ParentKey != "" && a.Addressed:
		return PriorityReply
	}
	return PriorityMention
}

// Digest tells two contents apart. Of a file whose bytes came along the bytes count, and not what was said or found out
// about their size and type.
func Digest(c switchboard.Content) []byte {
	if len(c.Attachments) > 0 {
		plain := slices.Clone(c.Attachments)
		for i := range plain {
			if plain[i].Blob != "" {
				plain[i].Size, plain[i].MediaType = 0, ""
			}
		}
		c.Attachments = plain
	}
	raw, err := json.Marshal(c)
	if err != nil {
		raw = []byte(c.Subject + "\x00" + c.Text + "\x00" + c.HTML) // a NaN rating cannot be written as JSON
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}
