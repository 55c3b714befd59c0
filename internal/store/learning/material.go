package learning

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Said is what somebody said of one finding of a message, with the message as it stands.
type Said struct {
	Correction switchboard.CorrectionID
	At         time.Time
	By         switchboard.AgentID
	Head       switchboard.Head
	Said       string // by triage
	Truth      string
	Message
}

// Message is what is read of a message to learn from it.
type Message struct {
	ID       switchboard.MessageID
	Network  switchboard.NetworkKey
	Revision int
	Content  switchboard.Content
}

// Place is where a page ended; the zero Place begins with the newest.
type Place struct {
	At int64 // microseconds
	ID [16]byte
}

// PlaceOf is behind a correction.
func PlaceOf(s Said) Place { return Place{db.Micros(s.At), s.Correction} }

// counted says of a message m that it can be learned from: it was not removed, and it is not of a network whose customers
// are invented.
const counted = `m.deleted_at IS NULL AND m.direction = 'in' AND m.network <> ?`

// fact are the corrections c that a layer learns from, each with its message m, which says what it said when it was read:
// a layer has nothing to do with topics, nor with languages.
const fact = `correction c JOIN message m ON m.id = c.message_id AND m.revision = c.revision
	WHERE c.kind = 'fact' AND c.head <> 'language' AND substr(c.head, 1, 6) <> 'topic/' AND ` + counted

// Facts lists the wrong facts a layer learns from, as far as they count for what their messages say now, newest first.
// Those of the network without are left out, and those of messages that were removed.
func (t Tables) Facts(after Place, without switchboard.NetworkKey, limit int) ([]Said, error) {
	query, args := `SELECT c.id, c.made_at, c.made_by, c.head, c.said, c.truth, m.id, m.network, m.revision, m.content
		FROM `+fact, []any{without}
	if after != (Place{}) {
		query, args = query+` AND (c.made_at, c.id) < (?, ?)`, append(args, after.At, switchboard.CorrectionID(after.ID))
	}
	return db.List(t.Tx, func(row db.Scanner) (s Said, err error) {
		err = row.Scan(&s.Correction, db.ScanTime(&s.At), &s.By, &s.Head, &s.Said, &s.Truth, &s.ID, &s.Network, &s.Revision,
			db.IntoJSON(&s.Content))
		return s, err
	}, query+` ORDER BY c.made_at DESC, c.id DESC LIMIT ?`, append(args, limit)...)
}

// NewFacts is how many of those that Facts lists were said after a time, up to the most that is asked for.
func (t Tables) NewFacts(since time.Time, without switchboard.NetworkKey, most int) (n int, err error) {
	return t.fewFacts(`c.made_at > ?`, since, without, most)
}

// OldFacts is NewFacts of those that were said until then.
func (t Tables) OldFacts(until time.Time, without switchboard.NetworkKey, most int) (n int, err error) {
	return t.fewFacts(`c.made_at <= ?`, until, without, most)
}

func (t Tables) fewFacts(when string, at time.Time, without switchboard.NetworkKey, most int) (n int, err error) {
	err = t.QueryRow(`SELECT COUNT(*) FROM (SELECT 1 FROM `+fact+` AND `+when+` LIMIT ?) AS few`, without, db.Micros(at), most).Scan(&n)
	return n, err
}

// Finished is a message whose findings a person saw and let stand: their conversation was decided by it, they led it, and it
// is over.
type Finished struct {
	Conversation switchboard.ConversationID
	At           time.Time
	By           switchboard.AgentID
	Message
}

// PlaceAfter is behind a finished conversation.
func PlaceAfter(f Finished) Place { return Place{db.Micros(f.At), f.Conversation} }

// Finished lists messages of conversations that are over, newest first, as Facts does.
func (t Tables) Finished(after Place, without switchboard.NetworkKey, limit int) ([]Finished, error) {
	query, args := `SELECT c.id, c.last_message_at, c.last_lead, m.id, m.network, m.revision, m.content
		FROM conversation c JOIN decision d ON d.id = c.decision_id JOIN message m ON m.id = d.message_id
		WHERE c.stance = 'closed' AND c.last_lead IS NOT NULL AND c.origin = 'live' AND `+counted, []any{without}
	if after != (Place{}) {
		query, args = query+` AND (c.last_message_at, c.id) < (?, ?)`, append(args, after.At, switchboard.ConversationID(after.ID))
	}
	return db.List(t.Tx, func(row db.Scanner) (f Finished, err error) {
		err = row.Scan(&f.Conversation, db.ScanTime(&f.At), &f.By, &f.ID, &f.Network, &f.Revision, db.IntoJSON(&f.Content))
		return f, err
	}, query+` ORDER BY c.last_message_at DESC, c.id DESC LIMIT ?`, append(args, limit)...)
}

// Began lists, for finished conversations, the first message of the customer's that each was decided by: what it was about,
// where the last one is often a word of thanks. Messages that Finished would leave out are left out.
func (t Tables) Began(finished []Finished, without switchboard.NetworkKey) ([]Finished, error) {
	if len(finished) == 0 {
		return nil, nil
	}
	args, of := []any{}, make(map[switchboard.ConversationID]Finished, len(finished))
	for _, f := range finished {
		args, of[f.Conversation] = append(args, f.Conversation), f
	}
	return db.List(t.Tx, func(row db.Scanner) (f Finished, err error) {
		var id switchboard.ConversationID
		var m Message
		err = row.Scan(&id, &m.ID, &m.Network, &m.Revision, db.IntoJSON(&m.Content))
		f = of[id]
		f.Message = m
		return f, err
	}, `SELECT c.id, m.id, m.network, m.revision, m.content FROM conversation c
		JOIN decision d ON d.id = (SELECT first.id FROM decision first JOIN message heard ON heard.id = first.message_id
			WHERE first.conversation_id = c.id AND heard.direction = 'in' ORDER BY first.id LIMIT 1)
		JOIN message m ON m.id = d.message_id
		WHERE c.id IN (`+db.Placeholders(len(finished))+`) AND `+counted+` ORDER BY c.id`, append(args, without)...)
}
