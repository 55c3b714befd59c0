package report_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/report"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const post = "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000"

// house is a company at kettles.example that works LinkedIn by hand, over one engine.
type house struct {
	*storetest.World
	clock *timesource.Manual
	desk  *report.Desk
}

func engines(t *testing.T, test func(*testing.T, *house)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, place storetest.Place) { test(t, newHouse(t, place)) })
}

func newHouse(t *testing.T, place storetest.Place) *house {
	t.Helper()
	clock := timesource.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	h := &house{World: storetest.NewWorld(t, storetest.Open(t, place(t, clock.Now))), clock: clock,
		desk: &report.Desk{LetterID: func() string { return switchboard.NewID[switchboard.LetterID](clock.Now()).String() },
			MailFrom: "care@kettles.example", Intake: intake.Intake{Digest: func(...string) []byte { return []byte("none") }}}}
	h.setting(report.Setting{Form: report.FormNetwork, Networks: []string{"10.0.0.0/8"}, Domains: []string{"Kettles.example"}})
	h.Update(func(tx *store.Tx) error {
		_, err := tx.InsertAccount(switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](clock.Now()), Network: "linkedin", Realm: "linkedin",
			Handle: "kettles", BrandID: h.Brand.ID, Voice: switchboard.VoiceCorporate, State: switchboard.AccountByHand, CreatedAt: clock.Now()})
		return err
	})
	return h
}

func (h *house) setting(s report.Setting) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) error { return s.Save(tx) })
}

// mail is a mail to the address for reports.
type mail struct {
	from      string
	vouched   bool
	text      string
	forwarded bool
}

// hears lets a mail come and says what is told because of it, and whether it is set aside.
func (h *house) hears(m mail) (told *connector.Item, mine bool) {
	h.T.Helper()
	h.clock.Jump(time.Second)
	item := connector.Item{ExternalID: "mid:" + h.clock.Now().String(), Notification: &connector.Notification{By: m.from, Name: "Sam", Vouched: m.vouched, Report: true,
		Forwarded: m.forwarded, Subject: "Have you seen this?", Text: m.text, Links: []string{}}}
	h.Update(func(tx *store.Tx) (err error) { told, _, mine, err = h.desk.Heard(tx, h.Account, item); return err })
	return told, mine
}

// fills fills in the page.
func (h *house) fills(f report.Filled) (id switchboard.ReportID) {
	h.T.Helper()
	h.clock.Jump(time.Second)
	h.Update(func(tx *store.Tx) (err error) { id, err = h.desk.Submit(tx, f); return err })
	return id
}

// newest is the report of a state that came last.
func (h *house) newest(state switchboard.ReportState) (r switchboard.Report) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) error {
		all, err := consults.In(tx.Tx).Reports(state, switchboard.ReportID{}, 1)
		if len(all) > 0 {
			r = all[0]
		}
		return err
	})
	return r
}

// changes changes a stored report.
func (h *house) changes(r switchboard.Report, with func(*switchboard.Report)) {
	h.T.Helper()
	with(&r)
	h.Update(func(tx *store.Tx) error { return consults.In(tx.Tx).UpdateReport(r) })
}

// moved says that a conversation has become something.
func (h *house) moved(talk storetest.Talk, become func(*switchboard.Conversation)) {
	h.T.Helper()
	h.clock.Jump(time.Second)
	h.Update(func(tx *store.Tx) error {
		before, err := tx.Conversation(talk.ID)
		if err != nil {
			return err
		}
		now := before
		become(&now)
		now.Version++
		if err := tx.UpdateConversation(now, before.Version); err != nil {
			return err
		}
		return h.desk.Moved(tx, before, now)
	})
}

func (h *house) letters(id switchboard.ReportID) (all []switchboard.Letter) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) (err error) { all, err = consults.In(tx.Tx).LettersOf(id.String(), 9); return err })
	return all
}

func (h *house) told(id switchboard.ReportID) (text string) {
	h.T.Helper()
	err := h.DB.View(h.T.Context(), func(tx *store.Tx) (err error) { text, _, err = report.Told(tx, id); return err })
	if err != nil {
		h.T.Fatal(err)
	}
	return text
}

// led and over are what a conversation becomes.
func (h *house) led(c *switchboard.Conversation) {
	c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, h.Ada.ID, 1, time.Time{}
}

func (h *house) over(c *switchboard.Conversation) {
	h.led(c)
	c.Stance, c.CloseReason = switchboard.StanceClosed, switchboard.CloseResolved
}
