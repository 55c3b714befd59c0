package consult

import (
	"encoding/hex"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/desk"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// How many answers to one question are kept: its token may come into many hands. Each kind has room of its own, so that
// what strangers and machines send keeps no answer out that nothing speaks against.
const (
	mostWaiting = 50  // for the lead; whatever the lead decides makes room
	mostMachine = 50  // machines' words
	mostTaken   = 200 // as advice
)

// Hear judges whether a mail answers a question that was asked outside, and keeps the answer with the question. mine is
// false for what is a mail like any other, as one with a token that is not ours is, and one for which there is no room with
// the question any more.
func (d *Desk) Hear(tx *store.Tx, at switchboard.Account, item connector.Item) (mine bool, err error) {
	c, found, err := d.named(tx, item.Answer.Marks)
	if err != nil || !found {
		return false, err
	}
	known, err := intake.Known(tx, at.Realm, item)
	if err != nil || known {
		return true, err
	}
	a := adviceOf(tx.Now(), c, item)
	room, err := hasRoom(tx, a)
	if err != nil || !room {
		return false, err
	}
	return true, d.came(tx, c, a)
}

// hasRoom reports whether one more answer of its kind is kept with its question.
func hasRoom(tx *store.Tx, a switchboard.Advice) (bool, error) {
	kind, most := switchboard.AdviceTaken, mostTaken
	switch {
	case a.Machine != "":
		kind, most = switchboard.AdviceMachine, mostMachine
	case len(a.Doubts) > 0:
		kind, most = switchboard.AdviceWaiting, mostWaiting
	}
	full, err := tables(tx).AdviceReaches(a.ConsultID, kind, most)
	return !full, err
}

// named finds the question of the first mark that is a token of ours.
func (d *Desk) named(tx *store.Tx, marks []string) (c switchboard.Consult, found bool, err error) {
	for _, mark := range marks {
		handle, _, ours := d.Mark.Read(mark)
		if !ours {
			continue
		}
		if c, found, err = tables(tx).ConsultByHandle(handle); err != nil || found {
			return c, found, err
		}
	}
	return c, false, nil
}

func adviceOf(now time.Time, c switchboard.Consult, item connector.Item) switchboard.Advice {
	said, key := item.Answer, item.ExternalID+" "+hex.EncodeToString(item.Fingerprint)
	a := switchboard.Advice{ID: switchboard.NewID[switchboard.AdviceID](now), ConsultID: c.ID, Machine: said.Machine, Email: said.Email,
		Name: oneLine(said.Name, 200), Proof: said.Proof, Doubts: Doubts(c, said.Email, said.Proof, now), Text: item.Content.Text, Quoted: item.Content.Quoted,
		Signature: item.Content.Signature, Attachments: item.Content.Attachments, At: item.Published, Key: key[:min(len(key), 500)]}
	if said.Reason != "" {
		a.Text = strings.TrimSpace(said.Reason)
	}
	if a.At.IsZero() || a.At.After(now) {
		a.At = now
	}
	return a
}

// came keeps an answer: a machine's word beside the question, a person's as advice, or waiting for the lead.
func (d *Desk) came(tx *store.Tx, c switchboard.Consult, a switchboard.Advice) error {
	if a.Machine != "" {
		return d.machine(tx, c, a)
	}
	if len(a.Doubts) > 0 {
		a.State = switchboard.AdviceWaiting
		if err := keep(tx, a); err != nil {
			return err
		}
		return record(tx, c, switchboard.EventConsultDoubtful, string(a.Doubts[0]))
	}
	return d.take(tx, c, a, switchboard.AgentID{})
}

// machine: out of office says that nobody may answer in time, and a bounce that nobody will.
func (d *Desk) machine(tx *store.Tx, c switchboard.Consult, a switchboard.Advice) error {
	a.State, a.Doubts = switchboard.AdviceMachine, []switchboard.Doubt{}
	if err := keep(tx, a); err != nil {
		return err
	}
	if a.Machine != "bounce" || !c.State.Waits() {
		return record(tx, c, switchboard.EventConsultMachine, a.Machine)
	}
	c.Trouble = oneLine(a.Text, 300)
	c, err := end(tx, c, switchboard.ConsultFailed, "returned")
	if err != nil {
		return err
	}
	return record(tx, c, switchboard.EventConsultFailed, c.Why)
}

// keep stores an answer, with its files.
func keep(tx *store.Tx, a switchboard.Advice) error {
	inserted, err := tables(tx).InsertAdvice(a)
	if err != nil || !inserted {
		return err
	}
	for _, file := range a.Attachments {
		if file.Blob == "" {
			continue
		}
		if err := tx.RefBlob(file.Blob, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// take lets an answer stand in the conversation, for colleagues: nothing else of the conversation changes.
func (d *Desk) take(tx *store.Tx, c switchboard.Consult, a switchboard.Advice, by switchboard.AgentID) error {
	conversation, err := tx.Conversation(c.ConversationID)
	if err != nil {
		return err
	}
	message, err := desk.Advice(tx, conversation, a)
	if err != nil {
		return err
	}
	fresh := a.State == ""
	a.State, a.MessageID = switchboard.AdviceTaken, message.ID
	if !by.IsZero() {
		a.DecidedBy, a.DecidedAt = by, tx.Now()
	}
	if fresh {
		err = keep(tx, a)
	} else {
		err = tables(tx).UpdateAdvice(a)
	}
	if err != nil {
		return err
	}
	return answered(tx, conversation, c, message.ID)
}

// answered notes that a question has its answer. Who decided it is told nothing of it.
func answered(tx *store.Tx, conversation switchboard.Conversation, c switchboard.Consult, message switchboard.MessageID) error {
	c.State, c.AnsweredAt, c.Why, c.EndedAt = switchboard.ConsultAnswered, tx.Now(), "", time.Time{}
	if err := tables(tx).UpdateConsult(c); err != nil {
		return err
	}
	if err := cancelTimers(tx, c.ID); err != nil {
		return err
	}
	if err := dropLetters(tx, c.ID.String()); err != nil {
		return err
	}
	e := event(conversation, c, switchboard.EventConsultAnswered)
	e.MessageID = message
	return tx.Record(e)
}
