package consult

import (
	"switchboard"
	"switchboard/internal/store"
)

// AskInvented has invented people ask somebody who does not exist. What may be asked of whom is checked as Ask does; no mail
// is written, and the question stands as asked. Nobody real is ever asked about what is invented, so Ask refuses that, and this refuses, with
// code mixed, what is real.
func (d *Desk) AskInvented(tx *store.Tx, a Asking) (c switchboard.Consult, err error) {
	if err := d.invented(a.Conversation); err != nil {
		return c, err
	}
	if a.Email, err = address(a.Email); err != nil {
		return c, err
	}
	for _, check := range []func(*store.Tx, *Asking) error{d.sensible, d.mayBeAsked} {
		if err := check(tx, &a); err != nil {
			return c, err
		}
	}
	p := Plan{Name: oneLine(a.Name, 100), Email: a.Email, ExpiresAt: ExpiryOf(tx.Now(), a.DueAt)}
	messages, err := chosen(tx, a)
	if err != nil {
		return c, err
	}
	if err := d.write(tx, a, messages, &p); err != nil {
		return c, err
	}
	c = question(tx.Now(), a, p)
	c.State = switchboard.ConsultAsked
	return c, open(tx, c)
}

// AnswerInvented has whom AskInvented asked answer: it stands as advice, as what Hear takes does. What is real is refused as
// AskInvented refuses it, and with code conflict what waits for no answer.
func (d *Desk) AnswerInvented(tx *store.Tx, id switchboard.ConsultID, text string) error {
	c, found, err := tables(tx).Consult(id)
	if err != nil {
		return err
	}
	if !found || !c.State.Waits() {
		return switchboard.Refuse(switchboard.CodeConflict, "Nobody waits for that answer.")
	}
	talk, err := tx.Conversation(c.ConversationID)
	if err != nil {
		return err
	}
	if err := d.invented(talk); err != nil {
		return err
	}
	now := tx.Now()
	a := switchboard.Advice{ID: switchboard.NewID[switchboard.AdviceID](now), ConsultID: c.ID, Email: c.Email, Name: c.Name,
		Doubts: Doubts(c, c.Email, switchboard.SenderProof{}, now), Text: text, At: now}
	a.Key = a.ID.String()
	return d.came(tx, c, a)
}

// invented refuses, with code mixed, a conversation with somebody real.
func (d *Desk) invented(c switchboard.Conversation) error {
	if spec, err := d.Networks(c.Network); err != nil || !spec.Invented {
		return switchboard.Refuse(switchboard.CodeMixed, "This customer is real.").WithHint("Ask by mail.")
	}
	return nil
}
