package store

import (
	"math"
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store/db"
)

const conversationColumns = `id, brand_id, customer_id, account_id, network, origin, department, stance, lead, epoch, last_lead,
	helpers, offer, transfer, ball, visibility, urgency, intent, sentiment, flags, language, required_level, queued_at,
	waiting_since, due_at, snoozed_until, snooze_reason, close_reason, close_note, closed_at, reopened, merged_into, preview,
	customer_name, first_message_at, last_message_at, last_in_at, last_out_at, message_count, version, decision_id, informs,
	cover, channels, media, last_led_at, weight, topics`

// sortNever orders what has no deadline behind everything that has one.
const sortNever = math.MaxInt64

func scanConversation(row db.Scanner) (c switchboard.Conversation, err error) {
	err = row.Scan(&c.ID, &c.BrandID, &c.CustomerID, &c.AccountID, &c.Network, &c.Origin, &c.Department, &c.Stance, &c.Lead,
		&c.Epoch, &c.LastLead, db.IntoJSON(&c.Helpers), db.IntoJSON(&c.Offer), db.IntoJSON(&c.Transfer), &c.Ball, &c.Visibility,
		&c.Urgency, &c.Intent, &c.Sentiment, db.IntoJSON(&c.Flags), &c.Language, &c.RequiredLevel, db.ScanTime(&c.QueuedAt),
		db.ScanTime(&c.WaitingSince), db.ScanTime(&c.DueAt), db.ScanTime(&c.SnoozedUntil), &c.SnoozeReason, &c.CloseReason, &c.CloseNote,
		db.ScanTime(&c.ClosedAt), &c.Reopened, &c.MergedInto, &c.Preview, &c.CustomerName, db.ScanTime(&c.FirstMessageAt),
		db.ScanTime(&c.LastMessageAt), db.ScanTime(&c.LastInAt), db.ScanTime(&c.LastOutAt), &c.MessageCount, &c.Version, &c.DecisionID,
		db.IntoJSON(&c.InformedOf), db.IntoJSON(&c.Cover), &c.Channels, &c.Media, db.ScanTime(&c.LastLedAt), &c.Weight,
		db.IntoJSON(&c.Topics))
	return c, err
}

// conversationFields lists the values of every column but the id, in the order of conversationFieldNames.
func conversationFields(c switchboard.Conversation) ([]any, error) {
	var texts [7]string
	for i, v := range []any{c.Helpers, c.Flags, c.InformedOf} {
		text, err := db.AsJSON(v)
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	var err error
	var offerTo, transferTo, coverFor switchboard.AgentID
	if texts[3], err = optionalJSON(c.Offer); err != nil {
		return nil, err
	}
	if texts[4], err = optionalJSON(c.Transfer); err != nil {
		return nil, err
	}
	if texts[5], err = optionalJSON(c.Cover); err != nil {
		return nil, err
	}
	if texts[6], err = db.AsJSON(c.Topics); err != nil {
		return nil, err
	}
	if c.Cover != nil {
		coverFor = c.Cover.For
	}
	if c.Offer != nil {
		offerTo = c.Offer.To
	}
	if c.Transfer != nil {
		transferTo = c.Transfer.To
	}
	return []any{c.BrandID, c.CustomerID, c.AccountID, c.Network, c.Origin, c.Department, c.Stance, c.Lead, c.Epoch, c.LastLead,
		texts[0], offerTo, texts[3], transferTo, texts[4], c.Ball, c.Visibility, c.Urgency, c.Intent, c.Sentiment, texts[1],
		c.Language, c.RequiredLevel, Rank(c), db.NullMicros(c.QueuedAt), db.NullMicros(c.WaitingSince), db.NullMicros(c.DueAt), sortKey(c),
		db.NullMicros(c.SnoozedUntil), c.SnoozeReason, c.CloseReason, c.CloseNote, db.NullMicros(c.ClosedAt), c.Reopened, c.MergedInto,
		c.Preview, c.CustomerName, db.Micros(c.FirstMessageAt), db.Micros(c.LastMessageAt), db.NullMicros(c.LastInAt),
		db.NullMicros(c.LastOutAt), c.MessageCount, c.Version, c.DecisionID, texts[2],
		coverFor, texts[5], c.Channels, db.Bit(c.Media), db.NullMicros(c.LastLedAt), c.Weight, texts[6]}, nil
}

// Rank is the class of work a conversation is in. Nothing newer of a class overtakes what is older in it.
func Rank(c switchboard.Conversation) int { return int(roster.ClassOf(c.Urgency, c.Flags)) }

func sortKey(c switchboard.Conversation) int64 {
	if c.DueAt.IsZero() {
		return sortNever
	}
	return db.Micros(c.DueAt)
}

// SortPlace is where a conversation stands in the lists of open work.
func SortPlace(c switchboard.Conversation) Place { return Place{Sort: sortKey(c), ID: c.ID} }

// InsertConversation adds a conversation.
func (t *Tx) InsertConversation(c switchboard.Conversation) error {
	fields, err := conversationFields(c)
	if err != nil {
		return err
	}
	err = t.Send(`INSERT INTO conversation (id, brand_id, customer_id, account_id, network, origin, department, stance, lead,
		epoch, last_lead, helpers, offer_to, offer, transfer_to, transfer, ball, visibility, urgency, intent, sentiment, flags,
		language, required_level, rank, queued_at, waiting_since, due_at, sort_at, snoozed_until, snooze_reason, close_reason,
		close_note, closed_at, reopened, merged_into, preview, customer_name, first_message_at, last_message_at, last_in_at,
		last_out_at, message_count, version, decision_id, informs, cover_for, cover, channels, media, last_led_at, weight, topics)
		VALUES (`+db.Placeholders(len(fields)+1)+`)`, append([]any{c.ID}, fields...)...)
	if err != nil {
		return err
	}
	return t.fileUnderTopics(c)
}

// UpdateConversation writes a conversation whose stored version is still the given one.
func (t *Tx) UpdateConversation(c switchboard.Conversation, from int64) error {
	fields, err := conversationFields(c)
	if err != nil {
		return err
	}
	n, err := t.Exec(`UPDATE conversation SET brand_id = ?, customer_id = ?, account_id = ?, network = ?, origin = ?,
		department = ?, stance = ?, lead = ?, epoch = ?, last_lead = ?, helpers = ?, offer_to = ?, offer = ?, transfer_to = ?,
		transfer = ?, ball = ?, visibility = ?, urgency = ?, intent = ?, sentiment = ?, flags = ?, language = ?,
		required_level = ?, rank = ?, queued_at = ?, waiting_since = ?, due_at = ?, sort_at = ?, snoozed_until = ?,
		snooze_reason = ?, close_reason = ?, close_note = ?, closed_at = ?, reopened = ?, merged_into = ?, preview = ?,
		customer_name = ?, first_message_at = ?, last_message_at = ?, last_in_at = ?, last_out_at = ?, message_count = ?,
		version = ?, decision_id = ?, informs = ?, cover_for = ?, cover = ?, channels = ?, media = ?, last_led_at = ?, weight = ?,
		topics = ?
		WHERE id = ? AND version = ?`,
		append(fields, c.ID, from)...)
	switch {
	case err != nil:
		return err
	case n == 0:
		return stale("conversation")
	}
	return t.fileUnderTopics(c)
}

// Conversation reads one conversation.
func (t *Tx) Conversation(id switchboard.ConversationID) (switchboard.Conversation, error) {
	return must(t, "conversation", scanConversation, `SELECT `+conversationColumns+` FROM conversation WHERE id = ?`, id)
}

// ConversationsOf reads conversations by their ids; those that are not there are left out.
func (t *Tx) ConversationsOf(ids []switchboard.ConversationID) ([]switchboard.Conversation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var args []any
	where := inList("id", ids, &args)
	return db.List(t.Tx, scanConversation, `SELECT `+conversationColumns+` FROM conversation WHERE `+where, args...)
}

// LockConversation reads one conversation for changing it.
func (t *Tx) LockConversation(id switchboard.ConversationID) (switchboard.Conversation, error) {
	return must(t, "conversation", scanConversation,
		`SELECT `+conversationColumns+` FROM conversation WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// WaitingConversations reads a department's queue in the order it is served, behind the given one, locked.
func (t *Tx) WaitingConversations(d switchboard.DepartmentKey, after *switchboard.Conversation, limit int) ([]switchboard.Conversation, error) {
	rank, at, id := -1, int64(math.MinInt64), [16]byte{}
	if after != nil {
		rank, at, id = Rank(*after), db.Micros(after.QueuedAt), after.ID
	}
	return db.List(t.Tx, scanConversation, `SELECT `+conversationColumns+` FROM conversation
		WHERE stance = 'queued' AND department = ? AND (rank, queued_at, id) > (?, ?, ?)
		ORDER BY rank, queued_at, id LIMIT ?`+t.Dialect().ForUpdate(), d, rank, at, rawID(t, id), limit)
}

// QueuedDepartments lists the departments that have work nobody leads.
func (t *Tx) QueuedDepartments() ([]switchboard.DepartmentKey, error) {
	return db.List(t.Tx, scanKey[switchboard.DepartmentKey],
		`SELECT key FROM department d WHERE EXISTS (SELECT 1 FROM conversation c WHERE c.stance = 'queued' AND c.department = d.key)
		ORDER BY key`)
}

// DeclinedBy lists who declined a conversation since it was queued.
func (t *Tx) DeclinedBy(id switchboard.ConversationID) ([]switchboard.AgentID, error) {
	return db.List(t.Tx, func(row db.Scanner) (a switchboard.AgentID, err error) {
		err = row.Scan(&a)
		return a, err
	}, `SELECT agent_id FROM declined WHERE conversation_id = ? ORDER BY agent_id`, id)
}

// AddDeclined notes that an agent said no or let an offer pass.
func (t *Tx) AddDeclined(id switchboard.ConversationID, agent switchboard.AgentID, reason string) error {
	_, err := t.Exec(`INSERT INTO declined (conversation_id, agent_id, at, reason) VALUES (?, ?, ?, ?)
		ON CONFLICT (conversation_id, agent_id) DO UPDATE SET at = excluded.at, reason = excluded.reason`,
		id, agent, db.Micros(t.Now()), reason)
	return err
}

// ForgetDeclined gives everybody another chance at a conversation.
func (t *Tx) ForgetDeclined(id switchboard.ConversationID) error {
	_, err := t.Exec(`DELETE FROM declined WHERE conversation_id = ?`, id)
	return err
}

// InsertAssignment stores the candidates a choice of person saw, for the offer that was made of it.
func (t *Tx) InsertAssignment(id switchboard.ConversationID, offer switchboard.Offer, seen any) error {
	body, err := db.AsJSON(seen)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO assignment (conversation_id, made_at, agent_id, body, offer_id) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (conversation_id, made_at) DO UPDATE SET agent_id = excluded.agent_id, body = excluded.body,
		offer_id = excluded.offer_id, answer = '', reason = '', answered_at = NULL`,
		id, db.Micros(t.Now()), offer.To, body, offer.ID)
	return err
}

// Answer is what came of an offer: an OfferAnswer, and of a decline its reason.
type Answer struct {
	Offer  switchboard.OfferID
	Answer switchboard.OfferAnswer
	Reason string
}

// AnswerOffer notes what came of an offer, once.
func (t *Tx) AnswerOffer(a Answer) error {
	_, err := t.Exec(`UPDATE assignment SET answer = ?, reason = ?, answered_at = ? WHERE offer_id = ? AND answer = ''`,
		a.Answer, a.Reason, db.Micros(t.Now()), a.Offer)
	return err
}

// Offered is one choice of a person that was offered, and what came of it.
type Offered struct {
	Answer
	To         switchboard.AgentID
	At         time.Time
	AnsweredAt time.Time // zero while it is open
}

// OffersOf lists the offers of a conversation, oldest first.
func (t *Tx) OffersOf(id switchboard.ConversationID) ([]Offered, error) {
	return db.List(t.Tx, func(row db.Scanner) (o Offered, err error) {
		err = row.Scan(&o.Offer, &o.To, db.ScanTime(&o.At), &o.Answer.Answer, &o.Reason, db.ScanTime(&o.AnsweredAt))
		return o, err
	}, `SELECT offer_id, agent_id, made_at, answer, reason, answered_at FROM assignment
		WHERE conversation_id = ? AND offer_id IS NOT NULL ORDER BY made_at`, id)
}

// LastAssignment reads the newest choice of person for a conversation as it was stored.
func (t *Tx) LastAssignment(id switchboard.ConversationID, into any) (found bool, err error) {
	err = t.QueryRow(`SELECT body FROM assignment WHERE conversation_id = ? ORDER BY made_at DESC LIMIT 1`, id).Scan(db.IntoJSON(into))
	if isNoRows(err) {
		return false, nil
	}
	return err == nil, err
}

// AuthorHistory is what ownership may know of a customer's past.
type AuthorHistory struct {
	Open           bool // another conversation of theirs is open
	LastDepartment switchboard.DepartmentKey
	LastLead       switchboard.AgentID
}

// AuthorHistory looks at a customer's newest conversations other than the given one.
func (t *Tx) AuthorHistory(id switchboard.CustomerID, but switchboard.ConversationID) (h AuthorHistory, err error) {
	rows, err := t.Query(`SELECT department, stance, lead, last_lead FROM conversation WHERE customer_id = ? AND id <> ?
		ORDER BY last_message_at DESC, id DESC LIMIT 5`, id, rawID(t, but))
	if err != nil {
		return h, err
	}
	defer rows.Close()
	for rows.Next() {
		var d switchboard.DepartmentKey
		var stance switchboard.Stance
		var lead, last switchboard.AgentID
		if err := rows.Scan(&d, &stance, &lead, &last); err != nil {
			return h, err
		}
		h.add(d, stance, lead, last)
	}
	return h, rows.Err()
}

func (h *AuthorHistory) add(d switchboard.DepartmentKey, s switchboard.Stance, lead, last switchboard.AgentID) {
	if h.LastDepartment == "" {
		h.LastDepartment = d
	}
	h.Open = h.Open || s != switchboard.StanceClosed
	if lead.IsZero() {
		lead = last
	}
	if h.LastLead.IsZero() {
		h.LastLead = lead
	}
}

// DeclinedAmong lists who declined which of these conversations since they were queued.
func (t *Tx) DeclinedAmong(page []switchboard.Conversation) (map[switchboard.ConversationID][]switchboard.AgentID, error) {
	ids := make([]switchboard.ConversationID, len(page))
	for i, c := range page {
		ids[i] = c.ID
	}
	var args []any
	where := inList("conversation_id", ids, &args)
	rows, err := t.Query(`SELECT conversation_id, agent_id FROM declined WHERE `+where+` ORDER BY conversation_id, agent_id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	declined := map[switchboard.ConversationID][]switchboard.AgentID{}
	for rows.Next() {
		var c switchboard.ConversationID
		var a switchboard.AgentID
		if err := rows.Scan(&c, &a); err != nil {
			return nil, err
		}
		declined[c] = append(declined[c], a)
	}
	return declined, rows.Err()
}

// ForgetDeclinesOf gives one agent another chance at everything they declined.
func (t *Tx) ForgetDeclinesOf(agent switchboard.AgentID) error {
	_, err := t.Exec(`DELETE FROM declined WHERE agent_id = ?`, agent)
	return err
}

// OfferedTo lists the conversations that are offered to an agent now.
func (t *Tx) OfferedTo(agent switchboard.AgentID) ([]switchboard.ConversationID, error) {
	return db.List(t.Tx, func(row db.Scanner) (id switchboard.ConversationID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM conversation WHERE offer_to = ? ORDER BY sort_at, id`, agent)
}
