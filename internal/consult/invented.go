package consult

import (
	"switchboard"
	"switchboard/internal/store"
)

// AskInvented has invented people ask somebody who does not exist, as Ask does but for the mail: none is written, and the
// question stands as asked. Nobody real is ever asked about what is invented, so Ask refuses that, and this refuses, with
// code mixed, what is real.
func (d *Desk) AskInvented(tx *store.Tx, a Asking) (c switchboard.Consult, err error) {
	if spec, err := d.Networks(a.Conversation.Network); err != nil || !spec.Invented {
		return c, switchboard.Refuse(switchboard.CodeMixed, "This customer is real.").WithHint("Ask by mail.")
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

// AnswerInvented has whom AskInvented asked answer: it stands as advice, as what Hear takes does.
func (d *Desk) AnswerInvented(tx *store.Tx, c switchboard.Consult, text string) error {
	now := tx.Now()
	a := switchboard.Advice{ID: switchboard.NewID[switchboard.AdviceID](now), ConsultID: c.ID, Email: c.Email, Name: c.Name,
		Doubts: Doubts(c, c.Email, switchboard.SenderProof{}, now), Text: text, At: now}
	a.Key = a.ID.String()
	return d.came(tx, c, a)
}
