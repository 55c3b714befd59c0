package doctor

import (
	"fmt"
	"time"

	"switchboard"
	"switchboard/internal/config"
	"switchboard/internal/store"
)

const (
	// window is how many of the newest rows of long tables are compared; some is how many findings of a kind are told.
	window, some = 100_000, 20
	// patience is how long an answer of unknown fate is left to the server before a person should look.
	patience = 15 * time.Minute
)

func (d *Doctor) installation(tx *store.Tx) error {
	i, err := tx.Installation()
	if switchboard.IsCode(err, switchboard.CodeNotFound) {
		d.say("installation", Note, "The database has no installation in it yet.", "`switchboard serve` founds one.")
		return nil
	}
	if err != nil {
		return err
	}
	if !i.Reconciled() {
		d.say("restored", Problem, "This installation was restored from a backup of "+i.BackupAt.Format(time.RFC3339)+
			"; nothing is sent until it is reconciled.",
			"Let the server run until every answer of unknown fate is found or settled, then run `switchboard restore --reconciled`.")
		return nil
	}
	d.fine("installation", "It may send.")
	return nil
}

func (d *Doctor) contradictions(tx *store.Tx) error {
	found, err := tx.Doctor(window, some)
	if err != nil {
		return err
	}
	for _, f := range found {
		d.say("contents", Problem, fmt.Sprintf("%s (%s %s, %s).", f.Check, f.Table, f.Subject, f.Detail),
			"Take a backup and report this with the line above; it holds no customer's words.")
	}
	if len(found) == 0 {
		d.fine("contents", "No row contradicts another.")
	}
	return nil
}

// fates looks at answers that may or may not stand.
func (d *Doctor) fates(tx *store.Tx) error {
	open, err := tx.OpenFates(some)
	if err != nil {
		return err
	}
	for _, f := range open {
		level, hint := Note, "The server looks for it."
		if since := f.StartedAt; tx.Now().Sub(since) > patience {
			level = Problem
			hint = "Look at the conversation on the network, then settle the answer as sent or not sent. Nothing else goes out " +
				"on this channel meanwhile."
		}
		d.say("delivery", level, fmt.Sprintf("Nobody knows whether answer %s of %s stands (%s since %s).", f.ID, f.ConversationID,
			f.State, f.StartedAt.Format(time.RFC3339)), hint)
	}
	return nil
}

func (d *Doctor) accounts(tx *store.Tx) error {
	accounts, err := tx.Accounts()
	if err != nil {
		return err
	}
	practice, serving := 0, 0
	for _, a := range accounts {
		at := fmt.Sprintf("Account %s (%s)", a.ID, a.Network)
		switch {
		case a.State == switchboard.AccountBroken || a.Health.Code != "":
			d.say("account", Problem, fmt.Sprintf("%s is in trouble since %s: %s", at, a.Health.Since.Format(time.RFC3339), a.Health.Text),
				a.Health.NextStep)
		case a.State == switchboard.AccountLive || a.State == switchboard.AccountListen:
			d.fine("account", at+" works.")
		}
		switch {
		case a.State != switchboard.AccountLive && a.State != switchboard.AccountListen:
		case a.Network == switchboard.Practice:
			practice++
		default:
			serving++
		}
	}
	if serving > 0 && (practice > 0 || d.Settings.Practice == config.PracticeOn) {
		d.say("practice", Problem, "The practice network is in use beside real accounts: invented customers count in the reports.",
			"Pause the practice accounts and set practice to auto or off.")
	}
	return nil
}

func (d *Doctor) gaps(tx *store.Tx) error {
	open, err := tx.Gaps(store.GapOpen, some)
	if err != nil {
		return err
	}
	for _, g := range open {
		d.say("gap", Note, fmt.Sprintf("Account %s has not read a stretch of its lane %s since %s: %s.", g.AccountID, g.Lane,
			g.OpenedAt.Format(time.RFC3339), g.Reason), "The server fills it as fast as the network allows.")
	}
	lost, err := tx.Gaps(store.GapUnfillable, some)
	for _, g := range lost {
		d.say("gap", Note, fmt.Sprintf("Account %s missed a stretch of its lane %s that the network no longer gives: %s.", g.AccountID,
			g.Lane, g.Reason), "Look at the network itself for what was said then.")
	}
	return err
}

func (d *Doctor) quarantine(tx *store.Tx) error {
	waiting, err := tx.QuarantineWaiting(store.Place{}, some+1)
	if err != nil || len(waiting) == 0 {
		return err
	}
	count := fmt.Sprint(len(waiting))
	if len(waiting) > some {
		count = fmt.Sprintf("more than %d", some)
	}
	d.say("quarantine", Problem, count+" messages could not be understood and wait in quarantine.",
		"Look at them with GET /api/v1/quarantine; drive them again after an upgrade, or dismiss them.")
	return nil
}

func (d *Doctor) nodes(tx *store.Tx) error {
	nodes, err := tx.Nodes()
	if err != nil {
		return err
	}
	alive := 0
	for _, n := range nodes {
		if n.AliveUntil.After(tx.Now()) {
			alive++
			continue
		}
		d.say("node", Note, fmt.Sprintf("A process fell silent at %s without saying goodbye.", n.AliveUntil.Format(time.RFC3339)),
			"Another one takes over its work; see its log for why it ended.")
	}
	if alive == 0 {
		d.say("node", Note, "No server is running.", "Start `switchboard serve`.")
		return nil
	}
	d.alive = true
	d.fine("node", fmt.Sprintf("%d running.", alive))
	return nil
}
