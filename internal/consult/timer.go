package consult

import (
	"fmt"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

// Timers says what each timer of a question stands for.
func (d *Desk) Timers() map[string]func(tx *store.Tx, t store.Timer) error {
	return map[string]func(tx *store.Tx, t store.Timer) error{TimerRemind: d.remind, TimerDue: d.due, TimerExpiry: d.expire}
}

// remind asks whom was asked once more, once, unless something has come back.
func (d *Desk) remind(tx *store.Tx, t store.Timer) error {
	c, found, err := tables(tx).Consult(switchboard.ConsultID(t.Subject))
	if err != nil || !found || c.State != switchboard.ConsultAsked || !c.RemindedAt.IsZero() {
		return err
	}
	if came, err := tables(tx).AdviceReaches(c.ID, switchboard.AdviceWaiting, 1); err != nil || came {
		return err
	}
	sent, err := tables(tx).LettersOf(c.ID.String(), 1)
	if err != nil || len(sent) == 0 {
		return err
	}
	if err := tables(tx).Post(d.reminder(c, sent[0])); err != nil {
		return err
	}
	c.RemindedAt = tx.Now()
	if err := tables(tx).UpdateConsult(c); err != nil {
		return err
	}
	return record(tx, c, switchboard.EventConsultReminded, "")
}

func (d *Desk) reminder(c switchboard.Consult, first switchboard.Letter) switchboard.Letter {
	token := d.Mark.Token(c.Handle, c.ExpiresAt)
	hello := "Hello"
	if c.Name != "" {
		hello += " " + c.Name
	}
	text := fmt.Sprintf("%s,\n\na while ago %s asked for your advice, and would be glad of it by %s:\n\n%s\n\n"+
		"An answer to this mail is enough. If you cannot help, a word of that helps too.\n", hello, first.Speaker,
		c.DueAt.UTC().Format("Monday, 2 January 2006, 15:04 UTC"), c.Question)
	return switchboard.Letter{AccountID: c.AccountID, Kind: switchboard.LetterReminder, Subject: c.ID.String(), To: c.Email, Name: c.Name,
		Title: "Re: " + connector.QuestionSubject(c.Subject, token), Text: text, MessageID: connector.QuestionID(token, nthAgain),
		Refers: first.MessageID, ReplyTo: first.ReplyTo, Speaker: first.Speaker}
}

// due says that the time is up; an answer is waited for a while longer.
func (d *Desk) due(tx *store.Tx, t store.Timer) error {
	c, found, err := tables(tx).Consult(switchboard.ConsultID(t.Subject))
	if err != nil || !found || !c.State.Waits() {
		return err
	}
	return record(tx, c, switchboard.EventConsultDue, "")
}

// expire ends a question that nobody has answered: it is the lead's alone again.
func (d *Desk) expire(tx *store.Tx, t store.Timer) error {
	c, found, err := tables(tx).Consult(switchboard.ConsultID(t.Subject))
	if err != nil || !found || !c.State.Waits() {
		return err
	}
	if c, err = end(tx, c, switchboard.ConsultExpired, ""); err != nil {
		return err
	}
	return record(tx, c, switchboard.EventConsultExpired, "")
}

// Moved keeps questions in step with their conversation: they end with it, and go where it goes when it joins another.
func (d *Desk) Moved(tx *store.Tx, before, now switchboard.Conversation) error {
	if now.Open() || before.ID.IsZero() || !before.Open() {
		return nil
	}
	asked, err := tables(tx).Consults(now.ID, most)
	if err != nil {
		return err
	}
	for _, c := range asked {
		if !now.MergedInto.IsZero() {
			c.ConversationID = now.MergedInto
			if err := tables(tx).UpdateConsult(c); err != nil {
				return err
			}
			continue
		}
		if !c.State.Waits() {
			continue
		}
		if c, err = end(tx, c, switchboard.ConsultEnded, "closed"); err != nil {
			return err
		}
		e := event(now, c, switchboard.EventConsultEnded)
		e.Reason = c.Why
		if err := tx.Record(e); err != nil {
			return err
		}
	}
	return nil
}
