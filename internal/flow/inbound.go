package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/intake"
	"switchboard/internal/outbox"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
	"switchboard/internal/triage"
	"switchboard/internal/triage/topic"
)

// Inbound is the way in: network → intake → triage → ownership → conversation.
type Inbound struct {
	DB     *store.DB
	Intake intake.Intake
	Triage triage.Triager
	Topics func() *topic.Reader     // of the company's list as it is; nil where there is none
	Policy func() *ownership.Policy // the one in force
	Desk   *desk.Desk
	Out    Outbound // settles what our own posts prove when they come back
	Bell   func()   // says that there is work; nil when nobody listens
	Files  Files    // keeps what comes with messages; nil refuses it
	// Room refuses, with code disk_reserve, while there is too little to take in more; nil never does. What was taken in
	// is worked to its end all the same: that is what the reserve is for.
	Room func() error
	// Questions hears what answers a question that was asked outside; nil where nobody is asked.
	Questions Questions
	// Reports hears what colleagues report by mail; nil where nobody listens.
	Reports Reports
	// Second reads what triage is unsure of; nil where nobody is asked.
	Second SecondReader
}

// SecondReader gives what a verdict becomes when somebody outside reads the message too. It is asked outside of any
// transaction, returns within a bounded time, and without an answer gives back the findings as they are.
type SecondReader interface {
	Read(ctx context.Context, m switchboard.Message, v switchboard.Verdict) switchboard.Verdict
}

// Take stores what a Reader handed over. When it returns nil, everything is durable and the lane's cursor has moved;
// what is left to do waits as work. fence is that of the account's lease, 0 for a door that needs none. Want of room
// refuses the whole batch, so that it is read again.
func (in Inbound) Take(ctx context.Context, h intake.Handed, fence int64) (receipt intake.Receipt, err error) {
	if err := in.HasRoom(); err != nil {
		return receipt, err
	}
	h, refused, err := in.keepAll(ctx, h)
	if err != nil {
		return receipt, err
	}
	err = in.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.CheckFence(h.Account.ID, fence); err != nil {
			return err
		}
		if receipt, err = in.accept(tx, h); err != nil {
			return err
		}
		receipt.Refused = refused
		if in.Bell != nil {
			tx.AfterCommit(in.Bell)
		}
		return nil
	})
	return receipt, store.NoRoom(err)
}

// HasRoom refuses what Take would refuse for want of room, so that nothing need be fetched for nothing.
func (in Inbound) HasRoom() error {
	if in.Room == nil {
		return nil
	}
	return in.Room()
}

// Work takes one acknowledged message down the rest of the line. Triage runs outside any transaction; its verdict, the
// decision, the conversation, the journal and the counters are committed together, and the work row goes with them.
func (in Inbound) Work(ctx context.Context, w intake.Work) error {
	var message switchboard.Message
	err := in.DB.View(ctx, func(tx *store.Tx) (err error) {
		message, err = tx.Message(w.MessageID)
		return err
	})
	if err != nil {
		return fmt.Errorf("flow: read message: %w", err)
	}
	verdict := in.classify(message)
	if in.Second != nil {
		verdict = in.Second.Read(ctx, message, verdict)
	}
	return in.DB.Update(ctx, func(tx *store.Tx) error { return in.work(tx, w, verdict) })
}

// WorkIn is Work inside a transaction that does more: triage runs in it too, so it is for whoever keeps nobody waiting.
// Nobody outside is asked.
func (in Inbound) WorkIn(tx *store.Tx, w intake.Work) error {
	message, err := tx.Message(w.MessageID)
	if err != nil {
		return fmt.Errorf("flow: read message: %w", err)
	}
	return in.work(tx, w, in.classify(message))
}

func (in Inbound) work(tx *store.Tx, w intake.Work, verdict switchboard.Verdict) error {
	mine, err := tx.TakeWork(w)
	if err != nil || !mine {
		return err
	}
	received, err := tx.LockReceived(w.MessageID)
	if err != nil {
		return err
	}
	if err := tx.SaveVerdict(received.ID, received.Revision, verdict); err != nil {
		return err
	}
	if err := countTopics(tx, received, verdict); err != nil {
		return err
	}
	p := passage{in: in, tx: tx, received: received, verdict: verdict}
	return p.run()
}

// classify asks triage. A triage that fails says nothing, and the default rule decides.
func (in Inbound) classify(m switchboard.Message) (v switchboard.Verdict) {
	defer func() {
		if recover() != nil {
			v = switchboard.Verdict{Language: "und", Model: "none"}
		}
	}()
	text := m.Content.Read()
	v = in.Triage.Classify(triage.Input{ID: m.ID.String(), Text: text, Lang: m.Content.Lang, Network: string(m.Network)})
	if in.Topics != nil {
		v.Topics = in.Topics().Find(text, v.Language)
	}
	return v
}

// passage is one message on its way through the transaction.
type passage struct {
	in       Inbound
	tx       *store.Tx
	received store.Received
	verdict  switchboard.Verdict
	place    intake.Placement
	matter   *desk.Matter       // nil for what belongs to its thread alone
	first    *store.DecisionRow // upon what we had said before the customer did, where that began the conversation
	decision *store.DecisionRow
	none     conversation.NeedsNone // why the message needs no answer
}

func (p *passage) run() error {
	placed := !p.received.ThreadID.IsZero()
	switch {
	case placed && p.received.Direction == switchboard.In && !p.received.ConversationID.IsZero():
		return p.revise()
	case placed:
		if err := p.rejoin(); err != nil {
			return err
		}
		return p.afterwards()
	}
	if p.received.Direction == switchboard.Out {
		if ours, err := p.echo(); err != nil || ours {
			return err
		}
	}
	if err := p.cameBack(); err != nil {
		return err
	}
	var err error
	if p.place, err = intake.Place(p.tx, p.received.Message, p.received.Addressed); err != nil {
		return err
	}
	for _, step := range []func() error{p.join, p.merge, p.settle, p.reported} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// afterwards tells what became of a message that is in no conversation of a customer's, or of a post of our own.
func (p *passage) afterwards() error {
	switch {
	case !p.received.DeletedAt.IsZero():
		return p.gone()
	case p.received.Direction == switchboard.In || p.received.Revision == 1:
		return nil
	}
	return p.corrected()
}

func (p *passage) gone() (err error) {
	m := p.place.Message
	if m.ConversationID.IsZero() {
		return p.tx.Record(switchboard.Event{Kind: switchboard.EventMessageDeleted, ActorKind: switchboard.ActorNetwork,
			At: m.DeletedAt, Origin: m.Origin, MessageID: m.ID, AccountID: m.AccountID, Network: m.Network, Visibility: m.Visibility})
	}
	if p.matter, err = desk.Load(p.tx, m.ConversationID); err != nil {
		return err
	}
	if err := p.withdraw(); err != nil {
		return err
	}
	p.decision = nil
	return p.save()
}

// withdraw takes a message that was taken down out of what lists show.
func (p *passage) withdraw() error {
	m := p.place.Message
	latest, err := p.newest(m.ConversationID)
	if err != nil {
		return err
	}
	return p.matter.Do(conversation.Withdrawn{MessageID: m.ID, At: m.DeletedAt, Preview: Preview(latest.Content)}, p.tx.Now())
}

// newest is the last message of a conversation that stands and is no note: what lists show. It is empty when there is none.
func (p *passage) newest(id switchboard.ConversationID) (newest switchboard.Message, err error) {
	latest, err := p.tx.LatestMessages(id, store.Place{}, newestLooksAt)
	for _, m := range latest {
		if m.DeletedAt.IsZero() && m.Visibility != switchboard.Internal {
			newest = m
		}
	}
	return newest, err
}

// newestLooksAt is how far back it is looked for.
const newestLooksAt = 20

// rejoin brings in what waited for a post of our own, which the outbox placed, and lets a message that was only overheard
// and turned out to speak to us happen to its conversation.
func (p *passage) rejoin() (err error) {
	outside := p.received.ConversationID.IsZero()
	if p.place, err = intake.Rejoin(p.tx, p.received.Message, p.received.Addressed); err != nil {
		return err
	}
	if outside && !p.place.Message.ConversationID.IsZero() {
		if err := p.join(); err != nil {
			return err
		}
	}
	if err := p.posted(); err != nil {
		return err
	}
	if err := p.merge(); err != nil {
		return err
	}
	return p.settle()
}

// echo recognises a post that one of our deliveries made. It matches before anything else.
func (p *passage) echo() (ours bool, err error) {
	candidates, err := p.tx.EchoCandidates(p.received.AccountID)
	if err != nil || len(candidates) == 0 {
		return false, err
	}
	id, kind := outbox.MatchEcho(outbox.Seen{Message: p.received.Message, AccountID: p.received.AccountID,
		ClientKey: p.received.ClientKey}, candidates)
	if kind == outbox.MatchNone {
		return false, nil
	}
	if err := p.in.Out.echoed(p.tx, id, p.received.Message); err != nil {
		return true, err
	}
	if p.place.Message, err = p.tx.Message(p.received.ID); err != nil {
		return true, err
	}
	if err := p.posted(); err != nil {
		return true, err
	}
	return true, p.save()
}

// join lets the message happen to its conversation: what a customer says is decided upon, what our people said in the
// network's own app stops the clock.
func (p *passage) join() (err error) {
	m := p.place.Message
	if m.ConversationID.IsZero() {
		return p.context()
	}
	if p.matter, err = p.open(); err != nil {
		return err
	}
	if m.Direction == switchboard.Out {
		if err := p.matter.Do(p.outside(m), p.tx.Now()); err != nil {
			return err
		}
		return p.speaksFirst()
	}
	if err := p.begunByUs(); err != nil {
		return err
	}
	return p.decide()
}

// context records what was heard but belongs to a thread alone.
func (p *passage) context() error {
	m := p.place.Message
	at := m.ReceivedAt
	if m.Origin == switchboard.History {
		at = m.PublishedAt
	}
	actor := switchboard.ActorCustomer
	if m.Direction == switchboard.Out {
		actor = switchboard.ActorNetwork
	}
	reason := "context"
	if m.Content.Idle == switchboard.IdleNotice {
		actor, reason = switchboard.ActorSystem, "own_notice"
	}
	return p.tx.Record(switchboard.Event{Kind: switchboard.EventMessageReceived, ActorKind: actor, At: at, Origin: m.Origin,
		MessageID: m.ID, AccountID: m.AccountID, Network: m.Network, Visibility: m.Visibility, Reason: reason})
}

func (p *passage) open() (*desk.Matter, error) {
	m := p.place.Message
	if p.place.NewLeg == nil || p.place.Another {
		return desk.Load(p.tx, m.ConversationID)
	}
	account, err := p.tx.Account(m.AccountID)
	return desk.Begin(switchboard.Conversation{ID: m.ConversationID, BrandID: account.BrandID,
		CustomerID: p.place.Identity.CustomerID, AccountID: m.AccountID, Network: m.Network}), err
}

func (p *passage) outside(m switchboard.Message) conversation.OutsideAnswer {
	return conversation.OutsideAnswer{At: m.PublishedAt, Origin: m.Origin, MessageID: m.ID, Preview: Preview(m.Content)}
}

// decide decides upon what a customer says and lets it happen.
func (p *passage) decide() error {
	return p.decideOn(func(d switchboard.Decision, present bool) conversation.Happening {
		return p.arrived(p.place.Message, d, present)
	})
}

func (p *passage) decideOn(what func(d switchboard.Decision, present bool) conversation.Happening) (err error) {
	wasOpen := p.matter.Now.Stance != "" && p.matter.Now.Open()
	if p.none, err = p.needsNone(); err != nil {
		return err
	}
	decision, present, err := p.ownership()
	if err != nil {
		return err
	}
	if err := p.matter.Do(what(decision, present), p.tx.Now()); err != nil {
		return err
	}
	if err := p.begins(); err != nil {
		return err
	}
	if p.none != "" {
		return nil // what was decided of the matter stands, with its deadline
	}
	if err := p.follow(decision); err != nil || wasOpen {
		return err
	}
	return p.quarantine(decision)
}

// needsNone says why a message that joins a conversation needs no answer. An idle one that begins a conversation is put
// aside instead.
func (p *passage) needsNone() (conversation.NeedsNone, error) {
	if p.received.Content.Idle != "" && p.matter.Now.Stance != "" {
		return conversation.Idle, nil
	}
	thanks, err := p.onlyThanks()
	if err != nil || !thanks {
		return "", err
	}
	return conversation.Thanks, nil
}

// quarantine closes what spam alone, or a mail that nobody waits for an answer to, has opened or opened again. What
// anybody has led, and what waits for an answer already, is left to people.
func (p *passage) quarantine(d switchboard.Decision) error {
	why := quarantined(d, p.received.Content.Idle)
	if c := p.matter.Now; why == "" || !c.Open() || c.Epoch > 0 {
		return nil
	}
	return p.matter.Do(conversation.Closed{Reason: switchboard.CloseSpam, Note: why}, p.tx.Now())
}

// quarantined says why something is put aside at once; empty when it is not.
func quarantined(d switchboard.Decision, idle switchboard.Idle) string {
	switch {
	case d.Quarantine:
		return "quarantined by policy"
	case idle == switchboard.IdleBulk:
		return "quarantined because it was sent to many"
	case idle == switchboard.IdleLoop:
		return "quarantined because it goes round between machines"
	}
	return ""
}

// follow puts a decision into force.
func (p *passage) follow(d switchboard.Decision) error {
	now := p.tx.Now()
	p.decision = &store.DecisionRow{ID: switchboard.NewID[switchboard.DecisionID](now), ConversationID: p.matter.Now.ID,
		MessageID: p.received.ID, Decision: d}
	return p.matter.Do(conversation.Decided{DecisionID: p.decision.ID, Decision: d}, now)
}

// ownership decides which department owns the message, and says whether the last lead takes work now.
func (p *passage) ownership() (d switchboard.Decision, present bool, err error) {
	c := p.matter.Now
	past, err := p.tx.AuthorHistory(p.place.Identity.CustomerID, c.ID)
	if err != nil {
		return d, false, err
	}
	author := switchboard.AuthorFacts{Known: c.Version > 0 || past.LastDepartment != "",
		OpenConversation: past.Open || c.Version > 0 && c.Open(), LastDepartment: past.LastDepartment}
	if author.LastDepartment, err = p.lastDepartment(author.LastDepartment); err != nil {
		return d, false, err
	}
	if author.OptedOut, err = p.tx.OptedOut(c.CustomerID); err != nil {
		return d, false, err
	}
	if p.first != nil {
		author.OpenConversation, author.LastDepartment = true, p.first.Decision.Department
	}
	if !c.LastLead.IsZero() && !c.Open() {
		if present, err = desk.CanTake(p.tx, c.LastLead, c); err != nil {
			return d, false, err
		}
	}
	d, err = p.decideUpon(p.place.Message, p.verdict, author)
	return d, present, err
}

// lastDepartment is who has the conversation, else who had the customer's last. While somebody only stands in and nobody has
// led yet, that is the department that owns it.
func (p *passage) lastDepartment(before switchboard.DepartmentKey) (switchboard.DepartmentKey, error) {
	c := p.matter.Now
	if c.Department == "" {
		return before, nil
	}
	if c.Epoch > 0 || c.DecisionID.IsZero() {
		return c.Department, nil
	}
	made := p.decision // in this passage, and not stored yet
	if made == nil || made.ID != c.DecisionID {
		row, err := p.tx.Decision(c.DecisionID)
		if err != nil {
			return "", err
		}
		made = &row
	}
	if stands, err := p.standsIn(made.Decision); err != nil || !stands {
		return c.Department, err
	}
	return made.Decision.Department, nil
}

// standsIn reports whether the conversation is where it is because somebody stands in by a decision: it went there at once,
// or down the chain while nobody took it. A person who moves it ends that.
func (p *passage) standsIn(d switchboard.Decision) (bool, error) {
	c := p.matter.Now
	if d.Takes() == c.Department || d.Cover == nil || !slices.Contains(d.Cover.Chain, string(c.Department)) {
		return d.Takes() == c.Department, nil
	}
	next, err := p.tx.TimerAt(desk.TimerStandIn, c.ID)
	return !next.IsZero(), err
}

// waiting is how many wait in the queues that the policy looks at. History is decided as if nothing did: what waits now
// says nothing of then.
func (p *passage) waiting(policy *ownership.Policy) (map[switchboard.DepartmentKey]int, error) {
	if p.received.Origin == switchboard.History {
		return nil, nil
	}
	out := map[switchboard.DepartmentKey]int{}
	for _, key := range policy.AsksWaiting() {
		counts, err := p.tx.Counts(store.ScopeDepartment(key))
		if err != nil {
			return nil, err
		}
		out[key] = int(counts[store.CountQueued])
	}
	return out, nil
}

func (p *passage) arrived(m switchboard.Message, d switchboard.Decision, present bool) conversation.Arrived {
	return conversation.Arrived{
		MessageID: m.ID, Published: m.PublishedAt, Received: m.ReceivedAt, Origin: m.Origin, Addressed: p.received.Addressed,
		Visibility: m.Visibility, Purpose: d.Facts.Purpose, Verdict: summary(p.verdict), Preview: Preview(m.Content),
		CustomerName: customerName(m.Author), Deadline: d.Deadline.Duration(), LeadPresent: present, NeedsNone: p.none,
		NewChannel: p.place.NewLeg != nil && m.ID == p.place.Message.ID, Media: showsMedia(m),
	}
}

// showsMedia reports whether a message shows a picture, a film or a sound.
func showsMedia(m switchboard.Message) bool {
	return slices.ContainsFunc(m.Content.Attachments, func(a switchboard.Attachment) bool {
		kind, _, _ := strings.Cut(strings.ToLower(a.MediaType), "/")
		return kind == "image" || kind == "video" || kind == "audio"
	})
}

// merge brings together conversations whose threads turned out to be one.
func (p *passage) merge() error {
	for _, merge := range p.place.Merges {
		if err := p.mergeOne(merge); err != nil {
			return err
		}
	}
	return nil
}

func (p *passage) mergeOne(merge intake.Merge) error {
	from, err := desk.Load(p.tx, merge.From)
	if err != nil {
		return err
	}
	before := from.Now
	into := p.matter
	if into == nil || into.Now.ID != merge.Into {
		if into, err = desk.Load(p.tx, merge.Into); err != nil {
			return err
		}
	}
	if err := from.Do(conversation.Merged{Into: merge.Into}, p.tx.Now()); err != nil {
		return err
	}
	if err := into.Do(conversation.Absorbed{From: before}, p.tx.Now()); err != nil {
		return err
	}
	if err := p.in.Desk.Save(p.tx, from); err != nil {
		return err
	}
	return p.in.Desk.Save(p.tx, into)
}

// settle stores the conversation, then the message's place in it, then what had waited for the message.
func (p *passage) settle() error {
	if err := p.save(); err != nil {
		return err
	}
	if leg := p.place.NewLeg; leg != nil {
		if _, err := p.tx.InsertLeg(*leg, p.place.Message.PublishedAt); err != nil {
			return err
		}
	}
	if err := intake.Settle(p.tx, &p.place); err != nil {
		return err
	}
	return p.moved()
}

func (p *passage) save() error {
	if p.matter == nil {
		return nil
	}
	if err := p.in.Desk.Save(p.tx, p.matter); err != nil {
		return err
	}
	for _, made := range []*store.DecisionRow{p.first, p.decision} {
		if made == nil {
			continue
		}
		if err := p.tx.InsertDecision(*made); err != nil {
			return err
		}
	}
	if p.decision == nil {
		return nil
	}
	made := *p.decision
	if made.Decision.Facts.Purpose == switchboard.PurposeOutbound {
		made.Decision.Cover = nil // it waits for the customer, and nobody has to stand in for that
	}
	return p.in.Desk.StandIn(p.tx, p.matter.Now, made)
}

// moved lets what had waited for this message happen to the conversation too.
func (p *passage) moved() error {
	for _, m := range p.place.Moved {
		matter, err := desk.Load(p.tx, m.ConversationID)
		if err != nil {
			return err
		}
		late, err := p.late(m)
		if err != nil {
			return err
		}
		if err := matter.Do(late, p.tx.Now()); err != nil {
			return err
		}
		if err := p.in.Desk.Save(p.tx, matter); err != nil {
			return err
		}
	}
	return nil
}

func (p *passage) late(m switchboard.Message) (conversation.Happening, error) {
	if m.Direction == switchboard.Out {
		return p.outside(m), nil
	}
	verdict, _, err := p.tx.Verdict(m.ID)
	return conversation.Arrived{MessageID: m.ID, Published: m.PublishedAt, Received: m.ReceivedAt, Origin: m.Origin,
		Visibility: m.Visibility, Purpose: switchboard.PurposeInboundMention, Verdict: summary(verdict),
		Preview: Preview(m.Content), CustomerName: customerName(m.Author)}, err
}

// revise looks again at a message of a conversation: it was edited, and its new words may need another department or an
// earlier answer, or it was overheard by one account and speaks to another.
func (p *passage) revise() (err error) {
	m := p.received.Message
	if p.matter, err = desk.Load(p.tx, m.ConversationID); err != nil || !p.matter.Now.MergedInto.IsZero() {
		return err
	}
	p.place.Message = m
	if p.place.Identity, err = p.tx.Identity(m.IdentityID); err != nil {
		return err
	}
	if err := p.hear(); err != nil {
		return err
	}
	switch {
	case !m.DeletedAt.IsZero():
		err = p.withdraw()
	case m.Revision > 1:
		err = p.reclassify()
	}
	if err != nil {
		return err
	}
	return p.save()
}

// corrected notes that we edited what we had said.
func (p *passage) corrected() (err error) {
	m := p.place.Message
	if m.ConversationID.IsZero() {
		return nil
	}
	if p.matter, err = desk.Load(p.tx, m.ConversationID); err != nil || !p.matter.Now.MergedInto.IsZero() {
		return err
	}
	latest, err := p.newest(m.ConversationID)
	if err != nil {
		return err
	}
	p.decision = nil
	again := conversation.Reclassified{By: conversation.By{Kind: switchboard.ActorNetwork}, MessageID: m.ID,
		Preview: Preview(m.Content), Latest: latest.ID == m.ID}
	if err := p.matter.Do(again, p.tx.Now()); err != nil {
		return err
	}
	return p.save()
}

func (p *passage) reclassify() error {
	m := p.place.Message
	err := p.matter.Do(conversation.Reclassified{By: conversation.By{Kind: switchboard.ActorCustomer}, MessageID: m.ID,
		Verdict: summary(p.verdict), Preview: Preview(m.Content),
		Latest: !m.PublishedAt.Before(p.matter.Now.LastInAt)}, p.tx.Now())
	if err != nil || !p.matter.Now.Open() || switchboard.OnlyThanks(m.Content, p.verdict) {
		return err
	}
	d, _, err := p.ownership()
	if err != nil {
		return err
	}
	if err := p.follow(d); err != nil || p.matter.Now.MessageCount > 1 {
		return err
	}
	return p.quarantine(d)
}

func summary(v switchboard.Verdict) conversation.Summary {
	s := conversation.Summary{
		Intent:    switchboard.Intent(v.Heads[switchboard.HeadIntent].Label),
		Urgency:   switchboard.Urgency(v.Heads[switchboard.HeadUrgency].Label),
		Sentiment: switchboard.Sentiment(v.Heads[switchboard.HeadSentiment].Label),
		Language:  v.Language,
	}
	for _, flag := range switchboard.Flags() {
		if v.Marks(flag) {
			s.Flags = append(s.Flags, flag)
		}
	}
	for _, found := range v.Topics {
		s.Topics = append(s.Topics, found.Topic)
	}
	return s
}

func customerName(a switchboard.Author) string {
	if a.Name != "" {
		return a.Name
	}
	return a.Handle
}
