package report

import (
	"cmp"
	"strings"

	"switchboard"
	"switchboard/internal/capture"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// Filled is what somebody fills in on the page for reports.
type Filled struct {
	URL    string
	Text   string // what was said there, as far as they tell
	Author string // who said it
	Name   string // of who reports it, as they say
}

// Submit takes in what was filled in on the page. Nothing vouches for who filled it in, so nobody is believed and nobody is
// written to; Told says what becomes of it.
func (d *Desk) Submit(tx *store.Tx, f Filled) (id switchboard.ReportID, err error) {
	full, err := crowded(tx)
	if err == nil && full {
		err = switchboard.Refuse(switchboard.CodeUnavailable, "Too many reports wait to be looked at.").WithHint("Tell your service team another way.")
	}
	if err != nil {
		return id, err
	}
	r := switchboard.Report{ID: switchboard.NewID[switchboard.ReportID](tx.Now()), Via: viaForm, Name: oneLine(f.Name),
		Text: clip(strings.TrimSpace(f.Text)), State: switchboard.ReportWaiting, Forwarded: true, At: tx.Now()}
	r.Key = r.ID.String()
	found := linkIn(capture.Mail{Links: []string{strings.TrimSpace(f.URL)}}, &r)
	if r.URL == "" {
		return id, switchboard.Refuse(switchboard.CodeInvalid, "That is no address of a post or page.").WithField("url").
			WithHint("Open what you saw, and copy its address from there.")
	}
	found.Text = cmp.Or(r.Text, found.Text)
	if author := oneLine(f.Author); author != "" && found.Link.Handle == "" {
		found.Author = capture.Author{Name: author}
		if strings.HasPrefix(author, "@") {
			found.Author = capture.Author{Handle: author}
		}
	}
	if err := d.bring(tx, &r, found, switchboard.BrandID{}); err != nil {
		return id, err
	}
	return r.ID, Keep(tx, r)
}

// bring takes in what a report tells of, in the transaction that keeps the report.
func (d *Desk) bring(tx *store.Tx, r *switchboard.Report, found capture.Notice, brand switchboard.BrandID) error {
	told, on, err := d.prepare(tx, r, found, brand)
	if err != nil || told == nil {
		return err
	}
	_, err = d.Intake.Accept(tx, intake.Handed{Account: on, Lane: capture.Lane, Batch: connector.Batch{Items: []connector.Item{*told}}})
	if err == nil && d.Bell != nil {
		tx.AfterCommit(d.Bell)
	}
	return err
}

// Take brings in what a report tells of that somebody has looked at. It refuses where something is still in the way, and
// says what. Doing it twice changes nothing.
func (d *Desk) Take(tx *store.Tx, id switchboard.ReportID, by switchboard.AgentID) (switchboard.Report, error) {
	r, err := waiting(tx, id)
	if err != nil || r.State == switchboard.ReportTaken {
		return r, err
	}
	found := linkIn(capture.Mail{Subject: firstLine(r.Text), Text: r.Text, Links: links(r.URL)}, &r)
	if r.Via == viaForm {
		found.Text = r.Text
	}
	var brand switchboard.BrandID
	if !r.AccountID.IsZero() {
		at, err := tx.Account(r.AccountID)
		if err != nil {
			return r, err
		}
		brand = at.BrandID
	}
	if err := d.bring(tx, &r, found, brand); err != nil {
		return r, err
	}
	if r.State != switchboard.ReportTaken {
		return r, inTheWay(r.Why)
	}
	r.DecidedBy, r.DecidedAt = by, tx.Now()
	return r, settled(tx, r, by)
}

func links(url string) []string {
	if url == "" {
		return nil
	}
	return []string{url}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func inTheWay(why string) error {
	switch why {
	case WhyNoLink:
		return switchboard.Refuse(switchboard.CodeInvalid, "There is no address of a post or page in it.").
			WithHint("Find the post, and bring it in with its address. Then throw this report away.")
	case WhyNoAccount:
		return switchboard.Refuse(switchboard.CodeNotConnected, "No account of ours on this network is worked by hand.").
			WithHint("Bring it in under New, which lists the network on first use, or throw the report away.")
	case WhyOwnPost:
		return switchboard.Refuse(switchboard.CodeConflict, "This is a post of our own.").WithHint("Throw the report away.")
	}
	return switchboard.Refuse(switchboard.CodeInvalid, "It cannot be made a message.").WithHint("Bring it in by its address, and say who said what.")
}

// Throw throws a report away. Doing it twice changes nothing.
func (d *Desk) Throw(tx *store.Tx, id switchboard.ReportID, by switchboard.AgentID) (switchboard.Report, error) {
	r, err := waiting(tx, id)
	if err != nil || r.State == switchboard.ReportThrown {
		return r, err
	}
	if r.State != switchboard.ReportWaiting {
		return r, switchboard.Refuse(switchboard.CodeConflict, "What it tells of is taken in already.").WithHint("Close the conversation instead.")
	}
	r.State, r.DecidedBy, r.DecidedAt = switchboard.ReportThrown, by, tx.Now()
	return r, settled(tx, r, by)
}

func waiting(tx *store.Tx, id switchboard.ReportID) (switchboard.Report, error) {
	r, found, err := tables(tx).Report(id)
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such report.")
	}
	return r, err
}

func settled(tx *store.Tx, r switchboard.Report, by switchboard.AgentID) error {
	if err := tables(tx).UpdateReport(r); err != nil {
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventReportSettled, ActorKind: switchboard.ActorAgent, Actor: by,
		Subject: r.ID.String(), Reason: string(r.State), AccountID: r.AccountID})
}
