package intake

import (
	"slices"
	"time"

	"switchboard"
)

// PrivateContinues is how long after its last word a private thread goes on in the same conversation; later, a new
// conversation is opened on it. Public legs never expire.
const PrivateContinues = 30 * 24 * time.Hour

// ThreadTx keeps threads and who waits for which parent.
type ThreadTx interface {
	EnsureThread(th switchboard.Thread) (switchboard.Thread, error)
	ThreadByKey(realm switchboard.Realm, key string) (switchboard.Thread, bool, error)
	MoveThread(from, to switchboard.ThreadID) error
	AddOrphan(realm switchboard.Realm, parentKey string, id switchboard.MessageID) error
	TakeOrphans(realm switchboard.Realm, parentKey string) ([]switchboard.MessageID, error)
	LockKey(realm switchboard.Realm, key string) error
}

// LegTx keeps legs.
type LegTx interface {
	Leg(id switchboard.LegID) (switchboard.Leg, error)
	InsertLeg(l switchboard.Leg, at time.Time) (inserted bool, err error)
	ReceivingLegs(thread switchboard.ThreadID, identity switchboard.IdentityID) ([]switchboard.Leg, error)
	PrivateLegs(id switchboard.ThreadID, limit int) ([]switchboard.Leg, error)
	ThreadLegs(id switchboard.ThreadID) ([]switchboard.Leg, error)
	TouchLeg(id switchboard.LegID, key string, at time.Time) error
	RetireLeg(id switchboard.LegID) error
	MergeLegs(from, to switchboard.Leg) error
	LastSaid(id switchboard.ConversationID) (time.Time, error)
}

// PersonTx keeps identities and customers.
type PersonTx interface {
	MeetIdentity(i switchboard.Identity, told time.Time) (switchboard.Identity, error)
	InsertCustomer(c switchboard.Customer, of switchboard.IdentityID, basis switchboard.Basis) error
}

// PlaceTx is what Place needs of a transaction.
type PlaceTx interface {
	ThreadTx
	LegTx
	PersonTx
	Now() time.Time
	Message(id switchboard.MessageID) (switchboard.Message, error)
	MessageByKey(realm switchboard.Realm, externalID string) (switchboard.Message, bool, error)
	ContextOf(thread switchboard.ThreadID, identity switchboard.IdentityID) ([]switchboard.Message, error)
	UnansweredOf(thread switchboard.ThreadID) ([]switchboard.Message, error)
	SetPlacement(m switchboard.Message) error
}

// Placement is where a message belongs. Message has its thread and, when it is part of one, its conversation and leg.
type Placement struct {
	Message  switchboard.Message
	Identity switchboard.Identity
	NewLeg   *switchboard.Leg // to be inserted, with its conversation, before SetPlacement
	Moved    []switchboard.Message
	Merges   []Merge
	Another  bool // NewLeg is another channel of a conversation that stands already
	joined   bool // another thread came into the message's own
}

// Merge says that two conversations turned out to be one: all of From belongs to Into.
type Merge struct{ From, Into switchboard.ConversationID }

// placing is one Place under way.
type placing struct {
	tx        PlaceTx
	addressed bool
	out       Placement
}

// Place finds identity, thread, leg and conversation of a stored message, merges threads it joins, and finds the
// messages that waited for it: Settle attaches those once the message's own conversation stands.
func Place(tx PlaceTx, m switchboard.Message, addressed bool) (Placement, error) {
	p := &placing{tx: tx, addressed: addressed, out: Placement{Message: m}}
	for _, step := range []func() error{p.lock, p.meet, p.thread, p.leg} {
		if err := step(); err != nil {
			return p.out, err
		}
	}
	return p.out, nil
}

// Rejoin looks again at a message that has its thread already: it finds what waits for a post of our own, placed by what
// it answers, and the conversation of a message that turned out to speak to us.
func Rejoin(tx PlaceTx, m switchboard.Message, addressed bool) (Placement, error) {
	p := &placing{tx: tx, addressed: addressed, out: Placement{Message: m}}
	steps := []func() error{p.lock, p.settled, p.join}
	if m.Direction == switchboard.In && m.ConversationID.IsZero() {
		steps = append(steps, p.meet, p.leg)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return p.out, err
		}
	}
	return p.out, nil
}

// lock makes sure that a message and those that wait for it, or name their thread after it, are not placed at the same
// time.
func (p *placing) lock() error {
	m := p.out.Message
	keys := []string{m.ThreadKey, m.ParentKey, m.ExternalID}
	slices.Sort(keys) // everybody locks in the same order
	for _, key := range slices.Compact(keys) {
		if key == "" {
			continue
		}
		if err := p.tx.LockKey(m.Realm, key); err != nil {
			return err
		}
	}
	return nil
}

func (p *placing) meet() error {
	m := &p.out.Message
	if m.Author.ID == "" {
		return nil
	}
	realm := m.Realm
	if m.Author.Realm != "" {
		realm = m.Author.Realm
	}
	identity, err := p.tx.MeetIdentity(switchboard.Identity{
		ID: switchboard.NewID[switchboard.IdentityID](p.tx.Now()), Realm: realm, ExternalID: m.Author.ID,
		Handle: m.Author.Handle, Name: m.Author.Name, Followers: m.Author.Followers,
	}, m.PublishedAt)
	p.out.Identity, m.IdentityID = identity, identity.ID
	return err
}

// thread finds the message's thread by the network's name of it, by its parent, or by itself. Many networks name a thread
// after its first message, which may itself turn out to stand in another one.
func (p *placing) thread() error {
	m := &p.out.Message
	key := m.ThreadKey
	if key == "" {
		key = m.ParentKey
	}
	if key == "" {
		key = m.ExternalID
	}
	if key != m.ExternalID {
		found, err := p.threadOf(key)
		if err != nil {
			return err
		}
		if found {
			return p.join()
		}
	}
	thread, err := p.tx.EnsureThread(switchboard.Thread{
		ID: switchboard.NewID[switchboard.ThreadID](p.tx.Now()), Realm: m.Realm, Key: key})
	if err != nil {
		return err
	}
	m.ThreadID = thread.ID
	if err := p.tx.LockKey(m.Realm, thread.ID.String()); err != nil {
		return err
	}
	return p.join()
}

// threadOf finds the thread that another message is in and keeps others from changing it. It reads twice, because the
// thread may have been brought into another one before it was locked.
func (p *placing) threadOf(key string) (bool, error) {
	m := &p.out.Message
	for {
		other, found, err := p.tx.MessageByKey(m.Realm, key)
		if err != nil || !found || other.ThreadID.IsZero() {
			return false, err
		}
		if other.ThreadID == m.ThreadID {
			return true, nil
		}
		m.ThreadID = other.ThreadID
		if err := p.tx.LockKey(m.Realm, m.ThreadID.String()); err != nil {
			return false, err
		}
	}
}

// settled locks the thread of a message that has one.
func (p *placing) settled() error {
	return p.tx.LockKey(p.out.Message.Realm, p.out.Message.ThreadID.String())
}

// join brings in the thread that was named after this message while it was unknown.
func (p *placing) join() error {
	m := p.out.Message
	waiting, found, err := p.tx.ThreadByKey(m.Realm, m.ExternalID)
	if err != nil || !found || waiting.ID == m.ThreadID {
		return err
	}
	if err := p.tx.LockKey(m.Realm, waiting.ID.String()); err != nil {
		return err
	}
	legs, err := p.tx.ThreadLegs(waiting.ID)
	if err != nil {
		return err
	}
	for _, leg := range legs {
		if err := p.joinLeg(leg); err != nil {
			return err
		}
	}
	p.out.joined = true
	return p.tx.MoveThread(waiting.ID, m.ThreadID)
}

// joinLeg brings one leg over. Somebody who has legs in both threads has one conversation from now on.
func (p *placing) joinLeg(leg switchboard.Leg) error {
	standing, err := p.tx.ReceivingLegs(p.out.Message.ThreadID, leg.IdentityID)
	if err != nil || len(standing) == 0 {
		return err
	}
	if leg, err = p.tx.Leg(leg.ID); err != nil { // an earlier leg may have brought its conversation along
		return err
	}
	other := standing[0]
	if same, found := ofKind(standing, leg.Kind); found {
		other = same
	}
	from, into := leg, other
	if leg.ConversationID.String() < other.ConversationID.String() {
		from, into = other, leg
	}
	if from.Kind == into.Kind {
		if err := p.tx.RetireLeg(from.ID); err != nil {
			return err
		}
	}
	if from.ConversationID == into.ConversationID {
		return nil
	}
	p.out.Merges = append(p.out.Merges, Merge{From: from.ConversationID, Into: into.ConversationID})
	return p.tx.MergeLegs(from, into)
}

func ofKind(legs []switchboard.Leg, kind switchboard.LegKind) (switchboard.Leg, bool) {
	for _, leg := range legs {
		if leg.Kind == kind {
			return leg, true
		}
	}
	return switchboard.Leg{}, false
}

func (p *placing) leg() error {
	if p.out.Message.Direction == switchboard.Out {
		return p.outgoing()
	}
	m := &p.out.Message
	if m.IdentityID.IsZero() {
		return nil
	}
	legs, err := p.tx.ReceivingLegs(m.ThreadID, m.IdentityID)
	if err != nil {
		return err
	}
	leg, found := ofKind(legs, legKind(*m))
	if found {
		if found, err = p.continues(leg); err != nil {
			return err
		}
		legs = slices.DeleteFunc(legs, func(l switchboard.Leg) bool { return l.ID == leg.ID })
	}
	switch {
	case found:
		m.ConversationID, m.LegID = leg.ConversationID, leg.ID
		return p.tx.TouchLeg(leg.ID, m.ExternalID, m.PublishedAt)
	case len(legs) > 0:
		p.another(legs[0])
		return nil
	case p.addressed && m.Automated:
		return p.report()
	case p.addressed:
		return p.open()
	}
	return nil
}

// report attaches what a machine says of a post of ours, as a mail that came back, to the conversation of that post.
// The machine is nobody we talk to: the leg stays the customer's.
func (p *placing) report() error {
	m := &p.out.Message
	about, found, err := p.tx.MessageByKey(m.Realm, m.ParentKey)
	if err != nil {
		return err
	}
	if !found || m.ParentKey == "" || about.Direction != switchboard.Out || about.ConversationID.IsZero() {
		return p.open()
	}
	m.ConversationID, m.LegID = about.ConversationID, about.LegID
	return nil
}

// another makes a further channel of a conversation: somebody who spoke in public and speaks in private, or the other
// way round, is never answered where they did not speak.
func (p *placing) another(beside switchboard.Leg) {
	m := &p.out.Message
	leg := legBeside(beside, *m, p.tx.Now())
	m.ConversationID, m.LegID = leg.ConversationID, leg.ID
	p.out.NewLeg, p.out.Another = &leg, true
}

func legBeside(beside switchboard.Leg, m switchboard.Message, now time.Time) switchboard.Leg {
	return switchboard.Leg{ID: switchboard.NewID[switchboard.LegID](now), ConversationID: beside.ConversationID,
		AccountID: m.AccountID, Kind: legKind(m), ThreadID: m.ThreadID, IdentityID: m.IdentityID, LastMessageKey: m.ExternalID}
}

// continues reports whether a leg still receives; a private one that was silent for long is retired.
func (p *placing) continues(leg switchboard.Leg) (bool, error) {
	m := p.out.Message
	if m.Visibility != switchboard.Private {
		return true, nil
	}
	last, err := p.tx.LastSaid(leg.ConversationID)
	if err != nil || m.PublishedAt.Sub(last) <= PrivateContinues {
		return true, err
	}
	return false, p.tx.RetireLeg(leg.ID)
}

// open makes a leg and a conversation, and a customer when nobody is known behind the identity.
func (p *placing) open() error {
	m, now := &p.out.Message, p.tx.Now()
	if p.out.Identity.CustomerID.IsZero() {
		c := switchboard.Customer{ID: switchboard.NewID[switchboard.CustomerID](now), Name: nameOf(p.out.Identity), CreatedAt: now}
		if err := p.tx.InsertCustomer(c, m.IdentityID, switchboard.BasisFirstSeen); err != nil {
			return err
		}
		p.out.Identity.CustomerID = c.ID
	}
	leg := switchboard.Leg{
		ID: switchboard.NewID[switchboard.LegID](now), ConversationID: switchboard.NewID[switchboard.ConversationID](now),
		AccountID: m.AccountID, Kind: legKind(*m), ThreadID: m.ThreadID, IdentityID: m.IdentityID, LastMessageKey: m.ExternalID,
	}
	m.ConversationID, m.LegID = leg.ConversationID, leg.ID
	p.out.NewLeg = &leg
	return nil
}

func legKind(m switchboard.Message) switchboard.LegKind {
	switch {
	case m.Kind == switchboard.KindEmail:
		return switchboard.LegEmail
	case m.Kind == switchboard.KindCall:
		return switchboard.LegCall
	case m.Visibility == switchboard.Private:
		return switchboard.LegDirect
	}
	return switchboard.LegPublic
}

func nameOf(i switchboard.Identity) string {
	for _, name := range []string{i.Name, i.Handle, i.ExternalID} {
		if name != "" {
			return name
		}
	}
	return ""
}

// outgoing attaches what we said to the conversation it answers. A post that answers nobody belongs to its thread
// alone; one whose parent is not in a conversation yet waits for that.
func (p *placing) outgoing() error {
	m := &p.out.Message
	if m.ParentKey == "" {
		return p.outgoingDirect()
	}
	parent, found, err := p.tx.MessageByKey(m.Realm, m.ParentKey)
	if err != nil {
		return err
	}
	if found && !parent.ConversationID.IsZero() {
		m.ConversationID, m.LegID = parent.ConversationID, parent.LegID
		return nil
	}
	if found && standsAlone(parent) {
		return nil
	}
	return p.tx.AddOrphan(m.Realm, m.ParentKey, m.ID)
}

// standsAlone reports whether a message of ours can never be in a conversation: it speaks to everybody.
func standsAlone(m switchboard.Message) bool {
	return m.Direction == switchboard.Out && m.ParentKey == "" && m.Visibility != switchboard.Private
}

// outgoingDirect attaches a private word without a parent to the only customer of its thread.
func (p *placing) outgoingDirect() error {
	m := &p.out.Message
	if m.Visibility != switchboard.Private {
		return nil
	}
	legs, err := p.tx.PrivateLegs(m.ThreadID, 2)
	if err == nil && len(legs) == 1 {
		m.ConversationID, m.LegID = legs[0].ConversationID, legs[0].ID
	}
	return err
}
