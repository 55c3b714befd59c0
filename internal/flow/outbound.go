package flow

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/approval"
	"switchboard/internal/connector"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/guard"
	"switchboard/internal/intake"
	"switchboard/internal/outbox"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/store"
)

// Outbound is the way out: draft → guard → outbox → connector.Sender → network.
type Outbound struct {
	DB   *store.DB
	Desk *desk.Desk
	Spec func(switchboard.NetworkKey) (connector.Spec, bool)
	// Policy is the one in force; nil in parts that need none.
	Policy func() *ownership.Policy
	Ring   func(switchboard.AccountID) // says that an account has something to send
	Node   string                      // works what our own posts bring along
	Bell   func()                      // says that there is such work
}

// Send rules on a draft for its author and, when the guard lets it out, queues one delivery for each part. A ruling of
// hold or block is not an error: it comes back with the draft.
func (o Outbound) Send(tx *store.Tx, id switchboard.DraftID, version int, by switchboard.AgentID) (switchboard.Draft, error) {
	draft, err := tx.LockDraft(id)
	if err != nil {
		return draft, err
	}
	if err := o.maySend(tx, draft, version, by); err != nil {
		return draft, err
	}
	c, err := tx.LockConversation(draft.ConversationID)
	if err != nil {
		return draft, err
	}
	if err := currentLead(c, draft, by); err != nil {
		return draft, err
	}
	if err := o.oneByOne(tx, c); err != nil {
		return draft, err
	}
	ruling, err := o.rule(tx, c, draft)
	if err != nil {
		return draft, err
	}
	draft.Ruling, draft.Hash = &ruling, ruling.Hash
	return o.follow(tx, c, draft)
}

func (o Outbound) maySend(tx *store.Tx, d switchboard.Draft, version int, by switchboard.AgentID) error {
	restored, err := tx.Reconciling()
	switch {
	case err != nil:
		return err
	case restored:
		return stillRestored()
	case d.AuthorID != by:
		return switchboard.Refuse(switchboard.CodeForbidden, "Somebody else wrote this draft.")
	case d.Version != version:
		return switchboard.Refuse(switchboard.CodeStale, "The draft was changed since you looked at it.").
			WithHint("Read it again, then send it.").WithField("version")
	case d.State != switchboard.DraftEditing && d.State != switchboard.DraftHeld:
		return switchboard.Refuse(switchboard.CodeConflict, "This draft is %s already.", d.State)
	}
	return nil
}

func stillRestored() error {
	return switchboard.Refuse(switchboard.CodeReconciling, "This installation was restored from a backup.").
		WithHint("Reconcile first: see `switchboard doctor`.")
}

// currentLead refuses whoever does not lead now, or whose draft was written under an earlier lead.
func currentLead(c switchboard.Conversation, d switchboard.Draft, by switchboard.AgentID) error {
	switch {
	case !c.Open():
		return switchboard.Refuse(switchboard.CodeClosed, "This conversation is closed.").WithHint("Reopen it first.")
	case c.Lead.IsZero():
		return switchboard.Refuse(switchboard.CodeNoLead, "Nobody leads this conversation.").WithHint("Take it first.")
	case c.Lead != by:
		return switchboard.Refuse(switchboard.CodeForbidden, "Only the lead speaks to the customer.").
			WithHint("Advise " + c.Lead.String() + ", or ask for a transfer.")
	case c.Epoch != d.Epoch:
		return switchboard.Refuse(switchboard.CodeStale, "The lead has changed since this was written.").
			WithHint("Look at the draft again and save it.").WithField("epoch")
	}
	return nil
}

func (o Outbound) rule(tx *store.Tx, c switchboard.Conversation, d switchboard.Draft) (switchboard.Ruling, error) {
	about, err := o.about(tx, c, d)
	if err != nil {
		return switchboard.Ruling{}, err
	}
	if about.Unasked, err = o.unasked(tx, c); err != nil {
		return switchboard.Ruling{}, err
	}
	return askedOf(tx, c, d, guard.Rule(d, about))
}

// askedOf says of a ruling that holds a draft who is asked first.
func askedOf(tx *store.Tx, c switchboard.Conversation, d switchboard.Draft, r switchboard.Ruling) (switchboard.Ruling, error) {
	if r.Outcome != switchboard.RulingHold {
		return r, nil
	}
	var err error
	r.Asked, err = approval.Held{Conversation: c, Author: d.AuthorID, Level: r.Level}.First(tx)
	if len(r.Asked) > 0 {
		r.AskedUntil = tx.Now().Add(approval.Alone)
	}
	return r, err
}

// about is everything beside a draft that the guard looks at.
func (o Outbound) about(tx *store.Tx, c switchboard.Conversation, d switchboard.Draft) (guard.Context, error) {
	leg, err := tx.Leg(d.LegID)
	if err != nil {
		return guard.Context{}, err
	}
	account, err := tx.Account(leg.AccountID)
	if err != nil {
		return guard.Context{}, err
	}
	author, err := tx.Agent(d.AuthorID)
	if err != nil {
		return guard.Context{}, err
	}
	open, err := tx.LegIsHeld(leg.ID)
	if err != nil {
		return guard.Context{}, err
	}
	byHand, err := tx.LegWaitsByHand(leg.ID)
	if err != nil {
		return guard.Context{}, err
	}
	visible := switchboard.Public
	if leg.Kind != switchboard.LegPublic {
		visible = switchboard.Private
	}
	answered, _, err := tx.MessageByKey(account.Realm, d.ReplyTo)
	if err != nil {
		return guard.Context{}, err
	}
	again, err := o.secondLook(tx, c, d)
	if err != nil {
		return guard.Context{}, err
	}
	approval, err := o.approval(tx, d)
	return guard.Context{
		Limits: o.limits(account), Account: account.State, Visibility: visible, Answers: answered.Visibility,
		Freedom:       author.Freedom,
		RequiredLevel: c.RequiredLevel, Solo: o.Solo(), Approval: approval, Lead: c.Lead, Epoch: c.Epoch,
		Closed: !c.Open(), HasUnknownDelivery: open, WaitsByHand: byHand, Now: tx.Now(), AgainAt: again, Choices: switchboard.AnswerChoices(answered),
	}, err
}

// Solo reports whether one person has all the hats, so that nobody else is there to approve.
func (o Outbound) Solo() bool { return o.Policy != nil && o.Policy().Mode() == document.Solo }

// secondLook is when a draft may go out at the earliest, because the policy asks for it to be read again; zero when it does
// not.
func (o Outbound) secondLook(tx *store.Tx, c switchboard.Conversation, d switchboard.Draft) (time.Time, error) {
	if c.DecisionID.IsZero() {
		return time.Time{}, nil
	}
	decided, err := tx.Decision(c.DecisionID)
	if err != nil || decided.Decision.SecondLook == 0 {
		return time.Time{}, err
	}
	return d.WrittenAt.Add(decided.Decision.SecondLook.Duration()), nil
}

func (o Outbound) approval(tx *store.Tx, d switchboard.Draft) (*guard.Approval, error) {
	given, err := tx.Approvals(d.ID, guard.Hash(d))
	if err != nil || len(given) == 0 {
		return nil, err
	}
	latest := given[len(given)-1]
	return &guard.Approval{By: latest.By, Freedom: latest.Freedom, Hash: latest.Hash}, nil
}

// limits are what the Spec says an answer may be; a network nobody connects can carry nothing but what people post.
func (o Outbound) limits(account switchboard.Account) guard.Limits {
	spec, found := o.Spec(account.Network)
	switch {
	case o.byHand(account) && !found:
		return guard.Limits{MaxParts: 1, Public: true, Private: true}
	case o.byHand(account):
		return guard.Limits{MaxParts: 1, Public: true, Private: true, MaxLength: spec.Text.Max, Count: spec.Text.Length,
			Unit: string(spec.Text.Unit)}
	case !found:
		return guard.Limits{}
	}
	media := spec.Carries(account.Config)
	return guard.Limits{
		MaxLength: spec.Text.Max, Count: spec.Text.Length, Unit: string(spec.Text.Unit), MaxParts: spec.Parts,
		MaxAttachments: media.Max, Attachments: spec.Can(connector.Media), MaxFile: media.MaxBytes,
		MaxFiles: media.MaxTotal, FileTypes: media.Types,
		Public: spec.Can(connector.PostPublic), Private: spec.Can(connector.PostPrivate),
	}
}

// follow does what the ruling says.
func (o Outbound) follow(tx *store.Tx, c switchboard.Conversation, d switchboard.Draft) (switchboard.Draft, error) {
	event := about(c, switchboard.Event{ActorKind: switchboard.ActorAgent, Actor: d.AuthorID, Subject: d.ID.String()})
	switch d.Ruling.Outcome {
	case switchboard.RulingBlock:
		return keep(tx, d)
	case switchboard.RulingHold:
		d.State, event.Kind = switchboard.DraftHeld, switchboard.EventDraftHeld
		event.Numbers = map[string]int64{"level": int64(d.Ruling.Level)}
	default:
		d.State, event.Kind = switchboard.DraftSending, switchboard.EventDeliveryQueued
		event.Numbers = map[string]int64{"parts": int64(len(d.Parts))}
		byHand, err := o.queue(tx, c, d)
		if err != nil {
			return d, err
		}
		if byHand {
			event.Reason = outbox.ReasonByHand
		}
	}
	d, err := keep(tx, d)
	if err != nil {
		return d, err
	}
	return d, tx.Record(event)
}

// keep writes the next version of a draft.
func keep(tx *store.Tx, d switchboard.Draft) (switchboard.Draft, error) {
	d.Version++
	d.UpdatedAt = tx.Now()
	return d, tx.SaveDraft(d)
}

// queue lets every part of a draft wait for the account's sender, or for a person.
func (o Outbound) queue(tx *store.Tx, c switchboard.Conversation, d switchboard.Draft) (byHand bool, err error) {
	leg, err := tx.Leg(d.LegID)
	if err != nil {
		return false, err
	}
	account, err := tx.Account(leg.AccountID)
	if err != nil {
		return false, err
	}
	state := switchboard.DeliveryWaiting
	if byHand = o.byHand(account); byHand {
		state = switchboard.DeliveryByHand
	}
	deliveries := make([]switchboard.Delivery, len(d.Parts))
	for i := range d.Parts {
		deliveries[i] = switchboard.Delivery{ID: switchboard.NewID[switchboard.DeliveryID](tx.Now()), DraftID: d.ID,
			ConversationID: c.ID, LegID: leg.ID, AccountID: leg.AccountID, Part: i, State: state,
			NotBefore: d.SendAt, StartedAt: tx.Now()}
	}
	if !byHand {
		tx.AfterCommit(func() { o.ring(leg.AccountID) })
	}
	return byHand, tx.InsertDeliveries(deliveries)
}

func (o Outbound) ring(id switchboard.AccountID) {
	if o.Ring != nil {
		o.Ring(id)
	}
}

// Job is one delivery that was claimed: committed as sending, not a byte of it on its way.
type Job struct {
	Delivery switchboard.Delivery
	Outgoing connector.Outgoing
	Spec     connector.Spec
}

// Claim commits the next delivery of an account as sending, under the lease with this fence. found is false when
// nothing may be sent now.
func (o Outbound) Claim(ctx context.Context, account switchboard.AccountID, fence int64) (job Job, found bool, err error) {
	err = o.DB.Update(ctx, func(tx *store.Tx) (err error) {
		job, found, err = o.ClaimIn(tx, account, fence)
		return err
	})
	return job, found, err
}

// ClaimIn is Claim inside a transaction that does more. Nothing may be sent before it is committed.
func (o Outbound) ClaimIn(tx *store.Tx, account switchboard.AccountID, fence int64) (Job, bool, error) {
	if err := tx.CheckFence(account, fence); err != nil {
		return Job{}, false, err
	}
	if restored, err := tx.Reconciling(); err != nil || restored {
		return Job{}, false, err
	}
	d, waits, err := tx.NextDelivery(account, tx.Now())
	if err != nil || !waits {
		return Job{}, false, err
	}
	return o.start(tx, d, fence)
}

// start claims one delivery unless the world has moved on since it was queued: then its draft goes back to be confirmed.
func (o Outbound) start(tx *store.Tx, d switchboard.Delivery, fence int64) (Job, bool, error) {
	draft, err := tx.LockDraft(d.DraftID)
	if err != nil {
		return Job{}, false, err
	}
	c, err := tx.LockConversation(d.ConversationID)
	if err != nil {
		return Job{}, false, err
	}
	if stale := currentLead(c, draft, draft.AuthorID); stale != nil && !closedByAuthor(c, draft) {
		return Job{}, false, o.giveBack(tx, c, draft)
	}
	d, events, err := outbox.Step(d, outbox.Started{Fence: fence}, tx.Now())
	if err != nil {
		return Job{}, false, err
	}
	if err := o.store(tx, c, d, events); err != nil {
		return Job{}, false, err
	}
	outgoing, spec, err := o.outgoing(tx, d, draft)
	return Job{Delivery: d, Outgoing: outgoing, Spec: spec}, err == nil, err
}

// closedByAuthor reports whether the lead who sent the draft has closed the conversation since: what was sent is sent.
func closedByAuthor(c switchboard.Conversation, d switchboard.Draft) bool {
	return !c.Open() && c.MergedInto.IsZero() && c.LastLead == d.AuthorID && c.Epoch == d.Epoch
}

// giveBack drops what is left of a draft that nobody stands behind any more. It comes back as a draft of its own, to be
// looked at and sent again.
func (o Outbound) giveBack(tx *store.Tx, c switchboard.Conversation, draft switchboard.Draft) error {
	deliveries, err := tx.DraftDeliveries(draft.ID)
	if err != nil {
		return err
	}
	for _, d := range deliveries {
		if d.State != switchboard.DeliveryWaiting {
			continue
		}
		dropped, events, err := outbox.Step(d, outbox.Dropped{Reason: "the lead changed before it was sent"}, tx.Now())
		if err != nil {
			return err
		}
		if err := o.store(tx, c, dropped, events); err != nil {
			return err
		}
	}
	if err := o.restate(tx, draft); err != nil {
		return err
	}
	_, _, err = o.bringBack(tx, draft)
	return err
}

func (o Outbound) outgoing(tx *store.Tx, d switchboard.Delivery, draft switchboard.Draft) (connector.Outgoing, connector.Spec, error) {
	leg, err := tx.Leg(d.LegID)
	if err != nil {
		return connector.Outgoing{}, connector.Spec{}, err
	}
	account, err := tx.Account(d.AccountID)
	if err != nil {
		return connector.Outgoing{}, connector.Spec{}, err
	}
	spec, _ := o.Spec(account.Network)
	out := connector.Outgoing{ClientKey: d.ID.String(), Visibility: switchboard.Public, Part: draft.Parts[d.Part], PartIndex: d.Part, PartCount: len(draft.Parts), StartedAt: d.StartedAt}
	if leg.Kind != switchboard.LegPublic {
		out.Visibility = switchboard.Private
	}
	if out.ReplyTo, err = o.Answers(tx, d, draft); err != nil {
		return out, spec, err
	}
	answered, found, err := tx.MessageByKey(account.Realm, draft.ReplyTo)
	if found {
		out.ThreadKey, out.Answers, out.Recipients = answered.ThreadKey, answered.Author, answered.Content.Recipients
		out.Subject, out.Original = answered.Content.Subject, connector.Original{Text: answered.Content.Text, At: answered.PublishedAt}
		out.To = switchboard.AnswerTo(answered, draft.To)
	}
	if err == nil && account.Voice == switchboard.VoiceNamed {
		author, err := tx.Agent(draft.AuthorID)
		out.Speaker = author.Name
		return out, spec, err
	}
	return out, spec, err
}

// Answers is the external id of what a delivery answers: a later part answers the one before it.
func (o Outbound) Answers(tx *store.Tx, d switchboard.Delivery, draft switchboard.Draft) (string, error) {
	if d.Part == 0 {
		return draft.ReplyTo, nil
	}
	siblings, err := tx.DraftDeliveries(d.DraftID)
	if err != nil {
		return "", err
	}
	for _, s := range siblings {
		if s.Part == d.Part-1 && s.ExternalID != "" {
			return s.ExternalID, nil
		}
	}
	return draft.ReplyTo, nil
}

// Settle records what became of a claimed delivery. random spreads the next attempt, from 0 up to 1.
func (o Outbound) Settle(ctx context.Context, job Job, outcome connector.Outcome, random float64) error {
	what := resultOf(job, outcome, random)
	return o.DB.Update(ctx, func(tx *store.Tx) error {
		return o.apply(tx, job.Delivery.ID, what(tx.Now()), outcome.Recipients)
	})
}

// resultOf says what an outcome means for the delivery. No answer at all means unknown.
func resultOf(job Job, out connector.Outcome, random float64) func(now time.Time) outbox.What {
	try := outbox.TryOf(job.Delivery)
	return func(now time.Time) outbox.What {
		switch {
		case out.Kind == connector.Sent:
			return outbox.Sent{Try: try, ExternalID: out.ExternalID, URL: out.URL}
		case out.MayRetry():
			delay := outbox.Delay(job.Delivery.Attempt, out.RetryAfter, random)
			return outbox.RateLimited{Try: try, CertainlyNotPosted: true, NotBefore: now.Add(delay), Code: out.Code, Text: out.Text}
		case out.Kind == connector.Rejected:
			return outbox.Rejected{Try: try, Code: out.Code, Text: out.Text}
		}
		return outbox.Lost{Try: try, Code: out.Code, Text: out.Text}
	}
}

// Apply lets something happen to a delivery and stores everything that follows: the delivery, its draft, the message
// that stands on the network, and the conversation it answered.
func (o Outbound) Apply(tx *store.Tx, id switchboard.DeliveryID, what outbox.What) error {
	return o.apply(tx, id, what, nil)
}

// apply is Apply where the connector tells whom the post went to.
func (o Outbound) apply(tx *store.Tx, id switchboard.DeliveryID, what outbox.What, to []switchboard.Recipient) error {
	d, err := tx.LockDelivery(id)
	if err != nil {
		return err
	}
	c, err := tx.LockConversation(d.ConversationID)
	if err != nil {
		return err
	}
	draft, err := tx.LockDraft(d.DraftID)
	if err != nil {
		return err
	}
	if err := o.mayClaim(tx, d, what); err != nil {
		return err
	}
	before := d
	d, events, err := outbox.Step(d, what, tx.Now())
	if err != nil {
		return err
	}
	if d.State == switchboard.DeliveryWaiting && d.NotBefore.Before(draft.SendAt) {
		d.NotBefore = draft.SendAt // what waits again waits for its time as well
	}
	if err := o.store(tx, c, d, events); err != nil {
		return err
	}
	if err := o.restate(tx, draft); err != nil {
		return err
	}
	if d.State == switchboard.DeliveryWaiting || d.State == switchboard.DeliverySent {
		tx.AfterCommit(func() { o.ring(d.AccountID) })
	}
	if before.State == switchboard.DeliverySent || d.State != switchboard.DeliverySent {
		return nil
	}
	return o.stands(tx, d, draft, to)
}

func (o Outbound) store(tx *store.Tx, c switchboard.Conversation, d switchboard.Delivery, events []switchboard.Event) error {
	if err := tx.UpdateDelivery(d); err != nil {
		return err
	}
	for i := range events {
		events[i] = about(c, events[i])
	}
	return tx.Record(events...)
}

// about adds a conversation's dimensions, as they are now, to an event.
func about(c switchboard.Conversation, e switchboard.Event) switchboard.Event {
	e.ConversationID, e.BrandID, e.Department, e.Network = c.ID, c.BrandID, c.Department, c.Network
	e.Visibility, e.Epoch = c.Visibility, c.Epoch
	if e.AccountID.IsZero() {
		e.AccountID = c.AccountID
	}
	return e
}

func (o Outbound) restate(tx *store.Tx, draft switchboard.Draft) error {
	deliveries, err := tx.DraftDeliveries(draft.ID)
	if err != nil {
		return err
	}
	state := outbox.DraftState(deliveries)
	if state == draft.State {
		return nil
	}
	draft.State = state
	_, err = keep(tx, draft)
	return err
}

// stands adds our post to the timeline and lets the answer happen to the conversation. An answer that stands although
// the lead has changed since stops the customer's clock all the same. to are those it went to, where that is known.
func (o Outbound) stands(tx *store.Tx, d switchboard.Delivery, draft switchboard.Draft, to []switchboard.Recipient) error {
	message, err := o.message(tx, d, draft, to)
	if err != nil {
		return err
	}
	m, err := desk.Load(tx, d.ConversationID)
	if err != nil {
		return err
	}
	answered := conversation.Answered{By: conversation.Person(draft.AuthorID), At: tx.Now(), Epoch: draft.Epoch,
		Final: d.Part == len(draft.Parts)-1, MessageID: message.ID, Preview: Preview(message.Content)}
	if err := m.Do(answered, tx.Now()); err != nil {
		outside := conversation.OutsideAnswer{At: tx.Now(), Origin: switchboard.Live, MessageID: message.ID, Preview: answered.Preview}
		if err := m.Do(outside, tx.Now()); err != nil {
			return err
		}
	}
	return o.Desk.Save(tx, m)
}

// message stores our post as a message, unless its echo was faster. Its digest is empty until the network shows its copy.
func (o Outbound) message(tx *store.Tx, d switchboard.Delivery, draft switchboard.Draft, to []switchboard.Recipient) (switchboard.Message, error) {
	leg, err := tx.Leg(d.LegID)
	if err != nil {
		return switchboard.Message{}, err
	}
	account, err := tx.Account(d.AccountID)
	if err != nil {
		return switchboard.Message{}, err
	}
	key := d.ExternalID
	if key == "" {
		key = d.ID.String() // a person says it stands and does not know its id
	}
	part := draft.Parts[d.Part]
	if d.Said != "" {
		part.Text = d.Said
	}
	answers, err := o.Answers(tx, d, draft)
	if err != nil {
		return switchboard.Message{}, err
	}
	m := switchboard.Message{ID: switchboard.NewID[switchboard.MessageID](tx.Now()), Network: account.Network, Realm: account.Realm,
		ExternalID: key, AccountID: account.ID, Direction: switchboard.Out, Visibility: switchboard.Public, Kind: switchboard.KindReply,
		Origin: switchboard.Live, Author: switchboard.Author{Handle: account.Handle, Name: account.Name}, ThreadID: leg.ThreadID,
		ParentKey: answers, ConversationID: leg.ConversationID, LegID: leg.ID,
		Content: switchboard.Content{Text: part.Text, Attachments: part.Attachments}, URL: d.URL, Revision: 1,
		PublishedAt: d.StartedAt, ReceivedAt: tx.Now()}
	if leg.Kind != switchboard.LegPublic {
		m.Visibility = switchboard.Private
	}
	if m.Content, err = o.headed(tx, account.Realm, draft, m.Content); err != nil {
		return m, err
	}
	if len(to) > 0 {
		m.Content.Recipients = to
	}
	inserted, err := tx.InsertMessage(intake.Arrival{Message: m, Addressed: true})
	if err == nil && !inserted {
		return o.adopt(tx, d, m)
	}
	if err != nil {
		return m, err
	}
	return m, o.lookForReplies(tx, m)
}

// headed gives an answer to something with a subject the subject and the recipient it has as well.
func (o Outbound) headed(tx *store.Tx, realm switchboard.Realm, draft switchboard.Draft, c switchboard.Content) (switchboard.Content, error) {
	answered, found, err := tx.MessageByKey(realm, draft.ReplyTo)
	if err != nil || !found || answered.Content.Subject == "" {
		return c, err
	}
	c.Subject = connector.ReplySubject(answered.Content.Subject)
	if answered.Author.ID != "" {
		c.Recipients = []switchboard.Recipient{switchboard.AnswerTo(answered, draft.To)}
	}
	return c, nil
}

// lookForReplies queues our post for the line: replies may have been faster than our own knowledge of what they reply to.
func (o Outbound) lookForReplies(tx *store.Tx, m switchboard.Message) error {
	if o.Bell != nil {
		tx.AfterCommit(o.Bell)
	}
	return tx.InsertWork(intake.Work{Node: o.Node, Priority: intake.PriorityReply, MessageID: m.ID,
		AccountID: m.AccountID, Revision: m.Revision})
}

// adopt takes the copy that the network showed us first for our post. What somebody else said under that id stays where
// it is: then our post is kept under the delivery's own id, and a person is told of the contradiction.
func (o Outbound) adopt(tx *store.Tx, d switchboard.Delivery, m switchboard.Message) (switchboard.Message, error) {
	seen, _, err := tx.MessageByKey(m.Realm, m.ExternalID)
	if err != nil {
		return m, err
	}
	if isOurs(seen, m) {
		seen.ConversationID, seen.LegID, seen.ThreadID = m.ConversationID, m.LegID, m.ThreadID
		return seen, tx.SetPlacement(seen)
	}
	m.ExternalID = d.ID.String()
	if _, err := tx.InsertMessage(intake.Arrival{Message: m, Addressed: true}); err != nil {
		return m, err
	}
	return m, tx.Record(switchboard.Event{Kind: outbox.EventConflict, ActorKind: switchboard.ActorSystem,
		ConversationID: m.ConversationID, AccountID: m.AccountID, Network: m.Network, Visibility: m.Visibility,
		MessageID: m.ID, Subject: d.ID.String()})
}

// isOurs reports whether a stored message can be the post m: said by the account, and in no other conversation.
func isOurs(seen, m switchboard.Message) bool {
	return seen.Direction == switchboard.Out && seen.AccountID == m.AccountID &&
		(seen.ConversationID.IsZero() || seen.ConversationID == m.ConversationID)
}

// mayClaim refuses a person's word that a delivery stands under an id that names something else.
func (o Outbound) mayClaim(tx *store.Tx, d switchboard.Delivery, what outbox.What) error {
	claimed := ""
	switch w := what.(type) {
	case outbox.SettledSent:
		claimed = w.ExternalID
	case outbox.Posted:
		claimed = w.ExternalID
	}
	if claimed == "" {
		return nil
	}
	account, err := tx.Account(d.AccountID)
	if err != nil {
		return err
	}
	seen, found, err := tx.MessageByKey(account.Realm, claimed)
	if err == nil && found && !isOurs(seen, switchboard.Message{AccountID: d.AccountID, ConversationID: d.ConversationID}) {
		return switchboard.Refuse(switchboard.CodeConflict, "That id names another message.").WithField("external_id").
			WithHint("Give the id of our own post, or leave it out.")
	}
	return err
}

// echoed settles a delivery whose post came back to us among the messages.
func (o Outbound) echoed(tx *store.Tx, id switchboard.DeliveryID, m switchboard.Message) error {
	d, err := tx.LockDelivery(id)
	if err != nil {
		return err
	}
	if err := o.Apply(tx, id, outbox.Echo{ExternalID: m.ExternalID, URL: m.URL}); err != nil {
		return err
	}
	leg, err := tx.Leg(d.LegID)
	if err != nil {
		return err
	}
	m.ThreadID, m.ConversationID, m.LegID = leg.ThreadID, leg.ConversationID, leg.ID
	if err := tx.SetPlacement(m); err != nil {
		return err
	}
	return o.standIn(tx, d, m)
}

// standIn takes away what was kept under the delivery's own id while nobody knew the network's: the post itself is here.
func (o Outbound) standIn(tx *store.Tx, d switchboard.Delivery, m switchboard.Message) error {
	kept, found, err := tx.MessageByKey(m.Realm, d.ID.String())
	if err != nil || !found || kept.ID == m.ID || kept.Direction != switchboard.Out {
		return err
	}
	kept.ConversationID, kept.LegID = switchboard.ConversationID{}, switchboard.LegID{}
	if err := tx.SetPlacement(kept); err != nil {
		return err
	}
	return tx.BlankMessage(kept.ID, tx.Now())
}
