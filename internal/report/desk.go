package report

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"switchboard"
	"switchboard/internal/capture"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

// Why a report waits.
const (
	WhyUnproven  = "unproven"   // nothing vouches for its sender
	WhyStranger  = "stranger"   // its sender is not at one of the company's domains
	WhyNoLink    = "no_link"    // it names no address of a post or page
	WhyNoAccount = "no_account" // nobody works that network by hand
	WhyOwnPost   = "own_post"   // it is a post of our own
	WhyRefused   = "refused"    // what it tells of contradicts itself
)

// Whys lists all of them.
func Whys() []string {
	return []string{WhyUnproven, WhyStranger, WhyNoLink, WhyNoAccount, WhyOwnPost, WhyRefused}
}

// How a report came.
const (
	viaMail = "mail"
	viaForm = "form"
)

const (
	maxWaiting = 500    // reports that wait for a look; further ones of strangers stay ordinary mail
	maxText    = 20_000 // characters that are kept of one
	mostOf     = 50     // reports of one conversation or message that are followed
)

// Desk takes reports in. Its methods run inside transactions of store.Update.
type Desk struct {
	LetterID func() string // an id by which a mail of ours is known when it comes back
	MailFrom string        // the installation's own address; empty when it sends no mail
	Intake   intake.Intake // takes in what is told
	Bell     func()        // says that there is work; nil when nobody listens
}

func tables(tx *store.Tx) consults.Tables { return consults.In(tx.Tx) }

// Heard judges a mail to the address for reports. mine is false when it stays a mail like any other.
func (d *Desk) Heard(tx *store.Tx, at switchboard.Account, item connector.Item) (told *connector.Item, on switchboard.Account, mine bool, err error) {
	setting, err := ReadSetting(tx)
	if err != nil {
		return nil, on, false, err
	}
	n, key := item.Notification, item.ExternalID+" "+hex.EncodeToString(item.Fingerprint)
	r := switchboard.Report{ID: switchboard.NewID[switchboard.ReportID](tx.Now()), Via: viaMail, Email: n.By, Name: oneLine(n.Name), AccountID: at.ID,
		Text: clip(strings.TrimSpace(n.Subject + "\n\n" + n.Text)), State: switchboard.ReportWaiting, Forwarded: n.Forwarded,
		At: tx.Now(), Key: key[:min(len(key), 500)]}
	if r.Why, err = stands(tx, setting, n); err != nil {
		return nil, on, false, err
	}
	if r.Believed = r.Why == ""; !r.Believed {
		full, err := crowded(tx)
		if err != nil || full {
			return nil, on, false, err
		}
	}
	found := linkIn(capture.Mail{Subject: n.Subject, Text: n.Text, Links: n.Links}, &r)
	if r.Believed {
		if told, on, err = d.prepare(tx, &r, found, at.BrandID); err != nil {
			return nil, on, false, err
		}
	}
	return told, on, true, Keep(tx, r)
}

// stands says why the sender of a report is not believed by itself; empty when they are.
func stands(tx *store.Tx, s Setting, n *connector.Notification) (why string, err error) {
	if !n.Vouched {
		return WhyUnproven, nil
	}
	if s.Own(n.By) {
		return "", nil
	}
	agent, found, err := tx.AgentByEmail(n.By)
	if err != nil || !found || agent.Disabled {
		return WhyStranger, err
	}
	return "", nil
}

func crowded(tx *store.Tx) (bool, error) {
	waiting, err := tables(tx).Reports(switchboard.ReportWaiting, switchboard.ReportID{}, maxWaiting)
	return len(waiting) >= maxWaiting, err
}

// Keep stores a report and journals that it came.
func Keep(tx *store.Tx, r switchboard.Report) error {
	inserted, err := tables(tx).InsertReport(r)
	if err != nil || !inserted {
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventReportReceived, ActorKind: switchboard.ActorSystem, Subject: r.ID.String(),
		Reason: string(r.State), AccountID: r.AccountID})
}

// linkIn finds what a mail or form tells of: the first post of a known network, or else the first page. What a reporter
// says in their own words is no customer's.
func linkIn(m capture.Mail, r *switchboard.Report) (found capture.Notice) {
	if notice, ok := capture.FromMail(m); ok {
		r.URL = notice.Link.URL
		if !r.Forwarded {
			return capture.Notice{Link: notice.Link}
		}
		return notice
	}
	for _, address := range append(append([]string{}, m.Links...), capture.Addresses(m.Text)...) {
		if link, err := capture.Parse(strings.TrimRight(address, ".,;:!?)]}>")); err == nil {
			r.URL = link.URL
			return capture.Notice{Link: link}
		}
	}
	return found
}

// prepare makes the message that a report tells of, and says on which account it is told. What is known already is not
// told again: the report belongs to where it stands. Where something is in the way, the report waits and says what.
func (d *Desk) prepare(tx *store.Tx, r *switchboard.Report, found capture.Notice, brand switchboard.BrandID) (*connector.Item, switchboard.Account, error) {
	if r.URL == "" {
		r.State, r.Why = switchboard.ReportWaiting, WhyNoLink
		return nil, switchboard.Account{}, nil
	}
	on, known, err := accountFor(tx, found.Link, brand)
	if err != nil {
		return nil, on, err
	}
	if !known.ID.IsZero() {
		if known.Direction == switchboard.Out {
			r.State, r.Why = switchboard.ReportWaiting, WhyOwnPost
			return nil, on, nil
		}
		return nil, on, d.join(tx, r, known)
	}
	if on.ID.IsZero() {
		r.State, r.Why = switchboard.ReportWaiting, WhyNoAccount
		return nil, on, nil
	}
	item, why := d.item(tx, *r, found, on)
	r.State, r.Why = switchboard.ReportTaken, ""
	if why != "" {
		r.State, r.Why = switchboard.ReportWaiting, why
		return nil, on, nil
	}
	return &item, on, nil
}

// join lets a report belong to where what it tells of stands already, and tells the reporter who has it.
func (d *Desk) join(tx *store.Tx, r *switchboard.Report, known switchboard.Message) error {
	r.State, r.Why, r.MessageID, r.ConversationID = switchboard.ReportTaken, "", known.ID, known.ConversationID
	if known.ConversationID.IsZero() {
		return nil
	}
	c, err := tx.Conversation(known.ConversationID)
	if err != nil {
		return err
	}
	return d.tell(tx, r, c)
}

// nobody is who said something when neither the address nor the report tells.
const nobody = "Somebody"

func (d *Desk) item(tx *store.Tx, r switchboard.Report, found capture.Notice, on switchboard.Account) (item connector.Item, why string) {
	raw, err := json.Marshal(map[string]string{"report": r.ID.String(), "reported_by": r.Email})
	if err != nil {
		return item, WhyRefused
	}
	said := capture.Said{Link: found.Link, Author: found.Author, Text: found.Text, Raw: raw}
	if item, err = said.Item(tx.Now()); err != nil {
		said.Author.Name = nobody
		if item, err = said.Item(tx.Now()); err != nil {
			return item, WhyRefused
		}
	}
	if capture.SameHandle(item.Author.Handle, on.Handle) {
		return item, WhyOwnPost
	}
	item.Extra = raw
	return item, ""
}

// accountFor finds the account by which a network is worked by hand, one of the brand before others, and the message at the
// address if we have it already, on whatever account.
func accountFor(tx *store.Tx, link capture.Link, brand switchboard.BrandID) (on switchboard.Account, known switchboard.Message, err error) {
	accounts, err := tx.Accounts()
	for _, a := range accounts {
		if a.Network != link.Network || err != nil {
			continue
		}
		if a.State == switchboard.AccountByHand && (on.ID.IsZero() || a.BrandID == brand && on.BrandID != brand) {
			on = a
		}
		if !known.ID.IsZero() || link.ID == "" {
			continue
		}
		known, _, err = tx.MessageByKey(a.Realm, link.ID)
	}
	return on, known, err
}

// Placed notes which conversation what was reported belongs to.
func (d *Desk) Placed(tx *store.Tx, m switchboard.Message) error {
	var told struct {
		Report switchboard.ReportID `json:"report"`
	}
	if json.Unmarshal(m.Extra, &told) != nil || told.Report.IsZero() {
		return nil
	}
	r, found, err := tables(tx).Report(told.Report)
	if err != nil || !found || r.State != switchboard.ReportTaken || !r.MessageID.IsZero() {
		return err
	}
	r.MessageID, r.ConversationID = m.ID, m.ConversationID
	c, err := tx.Conversation(m.ConversationID)
	if err != nil {
		return err
	}
	if err := d.tell(tx, &r, c); err != nil {
		return err
	}
	return tables(tx).UpdateReport(r)
}

// Moved tells reporters what becomes of what they reported: once when somebody leads, once when it has ended.
func (d *Desk) Moved(tx *store.Tx, before, now switchboard.Conversation) error {
	if now.Lead.IsZero() && now.Open() {
		return nil
	}
	reports, err := tables(tx).ReportsIn(now.ID, mostOf)
	if err != nil {
		return err
	}
	for _, r := range reports {
		if !now.Open() && !now.MergedInto.IsZero() {
			r.ConversationID = now.MergedInto
		} else if err := d.tell(tx, &r, now); err != nil {
			return err
		}
		if err := tables(tx).UpdateReport(r); err != nil {
			return err
		}
	}
	return nil
}

// tell writes to a reporter, if they are believed and have not heard yet. An address that was only typed is never written to.
func (d *Desk) tell(tx *store.Tx, r *switchboard.Report, c switchboard.Conversation) error {
	switch {
	case r.Via != viaMail || !r.Believed || r.Email == "":
		return nil
	case !c.Open() && r.EndedToldAt.IsZero():
		r.EndedToldAt = tx.Now()
		return d.write(tx, *r, switchboard.LetterOver, "has ended", "What you reported has been looked after, and the matter is closed: "+ended(c.CloseReason)+".")
	case c.Open() && !c.Lead.IsZero() && r.LedToldAt.IsZero():
		lead, err := tx.Agent(c.Lead)
		if err != nil {
			return err
		}
		r.LedToldAt = tx.Now()
		return d.write(tx, *r, switchboard.LetterLed, "is looked after", oneLine(lead.Name)+" looks after what you reported.")
	}
	return nil
}

func ended(why switchboard.CloseReason) string {
	return map[switchboard.CloseReason]string{switchboard.CloseResolved: "it was settled", switchboard.CloseConfirmed: "it was settled, and they said so",
		switchboard.CloseExplainedNo: "we said no, and why", switchboard.CloseLapsed: "they did not come back to us",
		switchboard.CloseNoAnswer: "no answer was needed", switchboard.CloseSpam: "it was no customer's word"}[why]
}

func (d *Desk) write(tx *store.Tx, r switchboard.Report, kind switchboard.LetterKind, what, text string) error {
	if r.AccountID.IsZero() && d.MailFrom == "" {
		return nil
	}
	hello := "Hello"
	if r.Name != "" {
		hello += " " + r.Name
	}
	about := ""
	if r.URL != "" {
		about = "\n\nIt is about " + r.URL
	}
	return tables(tx).Post(switchboard.Letter{AccountID: r.AccountID, Kind: kind, Subject: r.ID.String(), To: r.Email, Name: r.Name,
		Title: "What you reported " + what, Text: fmt.Sprintf("%s,\n\nthank you. %s%s\n\nThis mail needs no answer.\n", hello, text, about),
		MessageID: d.LetterID()})
}

func oneLine(text string) string {
	line := []rune(strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool { return r <= ' ' || r == 0x7f }), " "))
	return string(line[:min(len(line), 200)])
}

func clip(text string) string {
	runes := []rune(strings.ToValidUTF8(text, ""))
	return string(runes[:min(len(runes), maxText)])
}
