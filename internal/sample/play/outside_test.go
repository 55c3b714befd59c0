package play_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/report"
	"switchboard/internal/sample"
	"switchboard/internal/sample/play"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
	"switchboard/internal/testkit"
)

// Somebody outside was asked and gave advice, a colleague without a login reported something, and no mail is there to leave.
func TestHelpFromOutside(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		c := h.by("Maja Lindorff")
		testkit.Update(t, h.DB, func(tx *store.Tx) error {
			in := consults.In(tx.Tx)
			asked, err := in.Consults(c.ID, 10)
			if err != nil {
				return err
			}
			if len(asked) != 1 || asked[0].State != switchboard.ConsultAnswered || strings.Contains(asked[0].Text, "Lindorff") ||
				!strings.Contains(asked[0].Text, "FW-20733") {
				t.Errorf("asked %+v", asked)
			}
			letters, err := in.LettersOf(asked[0].ID.String(), 10)
			if err != nil || len(letters) > 0 {
				t.Errorf("letters %+v, %v", letters, err)
			}
			experts, err := in.Experts(10)
			if err != nil || len(experts) != 1 || experts[0].Email != asked[0].Email {
				t.Errorf("experts %+v, %v", experts, err)
			}
			waiting, err := in.Reports(switchboard.ReportWaiting, switchboard.ReportID{}, 10)
			if err != nil || len(waiting) != 1 || waiting[0].Via != "form" || waiting[0].Why != report.WhyNoAccount || waiting[0].Believed {
				t.Errorf("reports %+v, %v", waiting, err)
			}
			said, err := tx.LatestMessages(c.ID, store.Place{}, 20)
			if !slices.ContainsFunc(said, func(m switchboard.Message) bool {
				return m.Kind == switchboard.KindAdvice && m.Visibility == switchboard.Internal && m.Author.Name == experts[0].Name
			}) {
				t.Errorf("no advice stands in the conversation: %+v", said)
			}
			return err
		})
	})
}

// A customer asked not to be written to, somebody noted it for everybody, and answering her is still possible.
func TestSomebodyAskedNotToBeWrittenTo(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		h.begin()
		c := h.by("Edda Farlow")
		customer := testkit.Read(t, h.DB, func(tx *store.Tx) (switchboard.Customer, error) { return tx.Customer(c.CustomerID) })
		if customer.OptedOutAt.IsZero() || c.CloseReason != switchboard.CloseConfirmed || !c.LastOutAt.After(customer.OptedOutAt) {
			t.Errorf("opted out %v, closed as %s, last answered %v", customer.OptedOutAt, c.CloseReason, c.LastOutAt)
		}
		events := testkit.Read(t, h.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(c.ID, 100) })
		if !slices.ContainsFunc(events, func(e switchboard.Event) bool {
			return e.Kind == switchboard.EventOptedOut && e.Reason == "on" && !e.Actor.IsZero()
		}) {
			t.Errorf("it is not in the journal: %+v", events)
		}
	})
}

// Whom the company writes to, and where its colleagues look, is nobody's: both names are reserved for examples.
func TestNobodyOutsideIsReal(t *testing.T) {
	t.Parallel()
	company, err := sample.New(play.Seed, time.Date(2026, 3, 6, 15, 7, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range company.Outside.Experts {
		if !strings.HasSuffix(e.Email, ".example") {
			t.Errorf("%s can be reached at %s", e.Name, e.Email)
		}
	}
	for _, r := range company.Outside.Reports {
		at, err := url.Parse(r.URL)
		if err != nil || !strings.HasSuffix(at.Host, ".example.org") || !r.Comes.Before(company.Now) {
			t.Errorf("%s at %v: %v", r.URL, r.Comes, err)
		}
	}
}
