package doctor

import (
	"fmt"
	"time"

	"switchboard"
	"switchboard/internal/mailer"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// mail says whether the installation can mail its people, as far as that is known without mailing anybody.
func (d *Doctor) mail(tx *store.Tx) error {
	if d.Settings.SMTPURL == "" {
		d.say("mail", Note, "No mail server is set, so nobody is told anything by mail.",
			"Set smtp-url and mail-from if people are to be told what they have not seen in the console.")
		return nil
	}
	if _, err := mailer.Parse(d.Settings.SMTPURL); err != nil || d.Settings.MailFrom == "" {
		d.say("mail", Problem, "The mail server is set, but cannot be used as it stands: the address cannot be read, or the sender is missing.",
			"Check smtp-url and mail-from; the server does not start like this.")
		return nil
	}
	h, err := notices.In(tx.Tx).Health(switchboard.WayEmail)
	switch {
	case err != nil:
		return err
	case h.Trouble != "":
		d.say("mail", Problem, fmt.Sprintf("Mail has not gone out since %s: %s.", h.FailedAt.Format(time.RFC3339), h.Trouble),
			"Check smtp-url, then send a test from the installation's page in the console.")
	case h.OKAt.IsZero():
		d.say("mail", Note, "A mail server is set, and no mail was sent yet.", "Send a test from the installation's page in the console.")
	default:
		d.fine("mail", "It went out last at "+h.OKAt.Format(time.RFC3339)+".")
	}
	return nil
}

// alarms looks for alarms that nobody has accepted, and for ladders that reach nobody.
func (d *Doctor) alarms(tx *store.Tx) error {
	ringing, err := notices.In(tx.Tx).Ringing(some)
	for _, a := range ringing {
		text := fmt.Sprintf("Alarm %s (%s) of %s has waited to be accepted since %s", a.ID, a.Kind, a.ConversationID,
			a.RaisedAt.Format(time.RFC3339))
		if a.Unheard {
			d.say("alarm", Problem, text+", and its ladder reaches nobody.", "See to who is on call for "+string(a.Department)+".")
			continue
		}
		d.say("alarm", Problem, text+".", "Open the conversation and accept it.")
	}
	return err
}
