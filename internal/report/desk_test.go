package report_test

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/report"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
	"switchboard/internal/store/storetest"
)

// TestWhoIsBelieved: only whom the mail server vouches for, at one of the company's domains or as an active person.
func TestWhoIsBelieved(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		gone := h.Bo
		gone.Email, gone.Disabled = "bo@elsewhere.example", true
		ada := h.Ada
		ada.Email = "ada@elsewhere.example"
		h.Update(func(tx *store.Tx) error {
			if err := tx.UpdateAgent(gone); err != nil {
				return err
			}
			return tx.UpdateAgent(ada)
		})
		for name, c := range map[string]struct {
			from    string
			vouched bool
			why     string
		}{
			"a colleague":              {"sam@kettles.example", true, ""},
			"in capitals":              {"Sam@Kettles.EXAMPLE", true, ""},
			"a person here":            {ada.Email, true, ""},
			"who has left":             {gone.Email, true, report.WhyStranger},
			"a stranger":               {"eve@elsewhere.example", true, report.WhyStranger},
			"a domain below":           {"sam@mail.kettles.example", true, report.WhyStranger},
			"a domain that ends alike": {"sam@notkettles.example", true, report.WhyStranger},
			"nobody vouches":           {"sam@kettles.example", false, report.WhyUnproven},
		} {
			told, mine := h.hears(mail{from: c.from, vouched: c.vouched, text: "Look: " + post})
			state := switchboard.ReportTaken
			if c.why != "" {
				state = switchboard.ReportWaiting
			}
			r := h.newest(state)
			if !mine || (told != nil) != (c.why == "") || r.Why != c.why || r.Believed != (c.why == "") || r.Email != c.from {
				t.Errorf("%s: told %v, set aside %v, kept as %+v", name, told != nil, mine, r)
			}
		}
	})
}

// TestTheReportersWordsAreNoCustomers: only what was forwarded is what somebody else said.
func TestTheReportersWordsAreNoCustomers(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		told, _ := h.hears(mail{from: "sam@kettles.example", vouched: true, text: "This is bad: " + post})
		if told == nil || strings.Contains(told.Content.Text, "This is bad") {
			t.Errorf("told %+v", told)
		}
		if _, mine := h.hears(mail{from: "sam@kettles.example", vouched: true, text: "Somebody said something."}); !mine {
			t.Error("a report without an address is no report")
		}
		if r := h.newest(switchboard.ReportWaiting); r.Why != report.WhyNoLink || !r.Believed {
			t.Errorf("without an address it is kept as %+v", r)
		}
		h.hears(mail{from: "sam@kettles.example", vouched: true, text: "https://www.facebook.com/anna/posts/10160000000000001"})
		if r := h.newest(switchboard.ReportWaiting); r.Why != report.WhyNoAccount {
			t.Errorf("on a network nobody works it is kept as %+v", r)
		}
	})
}

// TestAReporterHearsTwice: once when somebody leads and once at the end, however often either happens.
func TestAReporterHearsTwice(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		h.hears(mail{from: "sam@kettles.example", vouched: true, text: post})
		r, talk := h.newest(switchboard.ReportTaken), h.Talk("anna", nil)
		h.changes(r, func(r *switchboard.Report) { r.ConversationID = talk.ID })
		for range 2 {
			h.moved(talk, h.led)
		}
		for range 2 {
			h.moved(talk, h.over)
		}
		all := h.letters(r.ID)
		if len(all) != 2 || all[0].Kind != switchboard.LetterLed || all[1].Kind != switchboard.LetterOver || all[0].To != "sam@kettles.example" {
			t.Fatalf("the letters are %+v", all)
		}
		if !strings.Contains(all[0].Text, "Ada Sommer looks after") || !strings.Contains(all[1].Text, "it was settled") {
			t.Errorf("they say %q and %q", all[0].Text, all[1].Text)
		}

		h.hears(mail{from: "eve@elsewhere.example", vouched: true, text: post + "1"})
		stranger := h.newest(switchboard.ReportWaiting)
		h.changes(stranger, func(r *switchboard.Report) { r.State, r.ConversationID = switchboard.ReportTaken, talk.ID })
		h.moved(talk, h.over)
		if got := h.letters(stranger.ID); len(got) != 0 {
			t.Errorf("a stranger is written to: %+v", got)
		}
	})
}

// TestAReportGoesWithItsConversation: a reporter hears of the one it was joined to, not of the joining.
func TestAReportGoesWithItsConversation(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		h.hears(mail{from: "sam@kettles.example", vouched: true, text: post})
		r, talk, into := h.newest(switchboard.ReportTaken), h.Talk("anna", nil), h.Talk("otto", nil)
		h.changes(r, func(r *switchboard.Report) { r.ConversationID = talk.ID })
		h.moved(talk, func(c *switchboard.Conversation) {
			h.over(c)
			c.CloseReason, c.MergedInto = switchboard.CloseMerged, into.ID
		})
		if got := h.letters(r.ID); len(got) != 0 || h.newest(switchboard.ReportTaken).ConversationID != into.ID {
			t.Errorf("after joining: letters %+v, report %+v", got, h.newest(switchboard.ReportTaken))
		}
		h.moved(into, h.led)
		if got := h.letters(r.ID); len(got) != 1 {
			t.Errorf("when the other is led: %+v", got)
		}
	})
}

// TestNobodyWhoWasTypedIsWrittenTo fills in the page and lets the matter be led and end.
func TestNobodyWhoWasTypedIsWrittenTo(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		id := h.fills(report.Filled{URL: post, Name: "Your account is locked: sign in below", Author: "Anna", Text: "The lid!"})
		r, talk := h.newest(switchboard.ReportTaken), h.Talk("anna", nil)
		if r.ID != id || r.Believed || r.Email != "" {
			t.Fatalf("kept as %+v", r)
		}
		h.changes(r, func(r *switchboard.Report) { r.ConversationID = talk.ID })
		// One that is stored as believed, with the address that was typed, is not written to either.
		old := r
		old.ID, old.Key = switchboard.NewID[switchboard.ReportID](h.clock.Now()), "old"
		old.ConversationID, old.Believed, old.Email = talk.ID, true, "ceo@kettles.example"
		h.Update(func(tx *store.Tx) error { _, err := consults.In(tx.Tx).InsertReport(old); return err })
		if got := h.told(id); !strings.Contains(got, "Look again in an hour") {
			t.Errorf("at once it says %q", got)
		}
		h.clock.Jump(time.Hour)
		for _, step := range []struct {
			become func(*switchboard.Conversation)
			want   string
		}{{func(*switchboard.Conversation) {}, "It waits for somebody to look after it."}, {h.led, "Somebody looks after it."}, {h.over, "the matter is closed: it was settled."}} {
			h.moved(talk, step.become)
			if got := h.told(id); !strings.Contains(got, step.want) {
				t.Errorf("it says %q, want %q", got, step.want)
			}
		}
		if got := append(h.letters(id), h.letters(old.ID)...); len(got) != 0 {
			t.Errorf("somebody is written to: %+v", got)
		}
	})
}

// TestSomebodyLooks: what waits is brought in or thrown away once, and says what is in the way.
func TestSomebodyLooks(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		take := func(id switchboard.ReportID) error {
			return h.DB.Update(t.Context(), func(tx *store.Tx) error { _, err := h.desk.Take(tx, id, h.Ada.ID); return err })
		}
		throw := func(id switchboard.ReportID) error {
			return h.DB.Update(t.Context(), func(tx *store.Tx) error { _, err := h.desk.Throw(tx, id, h.Ada.ID); return err })
		}
		h.hears(mail{from: "eve@elsewhere.example", vouched: true, text: post})
		good := h.newest(switchboard.ReportWaiting)
		for range 2 {
			if err := take(good.ID); err != nil {
				t.Errorf("bringing in: %v", err)
			}
		}
		if err := throw(good.ID); !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("throwing away what was brought in: %v", err)
		}
		elsewhere := h.fills(report.Filled{URL: "https://www.facebook.com/anna/posts/10160000000000001"})
		if err := take(elsewhere); !switchboard.IsCode(err, switchboard.CodeNotConnected) {
			t.Errorf("bringing in from a network nobody works: %v", err)
		}
		for range 2 {
			if err := throw(elsewhere); err != nil {
				t.Errorf("throwing away: %v", err)
			}
		}
		h.clock.Jump(time.Hour)
		if got := h.told(elsewhere); !strings.Contains(got, "nothing is to be done") {
			t.Errorf("of what was thrown away it says %q", got)
		}
		if err := take(switchboard.NewID[switchboard.ReportID](h.clock.Now())); !switchboard.IsCode(err, switchboard.CodeNotFound) {
			t.Errorf("one there is none of: %v", err)
		}
	})
}

func TestSettingsThatLetInTooMany(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.Lite)
	for name, s := range map[string]report.Setting{
		"no domain":              {Domains: []string{"kettles"}},
		"an address":             {Domains: []string{"sam@kettles.example"}},
		"everybody's network":    {Networks: []string{"0.0.0.0/0"}},
		"no network":             {Networks: []string{"office"}},
		"a form without network": {Form: report.FormNetwork},
		"a form without a word":  {Form: report.FormWord},
	} {
		err := h.DB.Update(t.Context(), func(tx *store.Tx) error { return s.Save(tx) })
		if !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := report.Setting{Networks: []string{"10.1.2.3", "fd12::/64"}}
	h.setting(s)
	for from, want := range map[string]bool{"10.1.2.3": true, "::ffff:10.1.2.3": true, "10.1.2.4": false, "fd12::9": true, "": false, "office": false} {
		if s.Admits(from) != want {
			t.Errorf("%q is admitted: %v", from, !want)
		}
	}
}
