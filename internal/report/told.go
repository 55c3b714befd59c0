package report

import (
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

const (
	toldFor   = 90 * 24 * time.Hour // how long the private address of a report is good
	toldAfter = time.Hour           // before that it says only that the report came, so that nobody learns what is known already
)

// Told is one sentence about what has become of a report that was filled in on the page. It says no word of the customer's.
// found is false for a report there is none of.
func Told(tx *store.Tx, id switchboard.ReportID) (text string, found bool, err error) {
	r, found, err := tables(tx).ReadReport(id)
	if err != nil || !found {
		return "", false, err
	}
	switch {
	case tx.Now().Before(r.At.Add(toldAfter)):
		return "It is with the people who look after this. Look again in an hour.", true, nil
	case r.State == switchboard.ReportThrown:
		return "Somebody has looked at it, and nothing is to be done about it.", true, nil
	case r.State == switchboard.ReportWaiting || r.ConversationID.IsZero():
		return "It waits for somebody to look at it.", true, nil
	}
	c, err := tx.Conversation(r.ConversationID)
	return standing(c), true, err
}

func standing(c switchboard.Conversation) string {
	switch {
	case !c.Open():
		return "It has been looked after, and the matter is closed: " + ended(c.CloseReason) + "."
	case c.Lead.IsZero():
		return "It waits for somebody to look after it."
	}
	return "Somebody looks after it."
}

// addressOf is the private address at which the page says what becomes of a report.
func (p *Page) addressOf(id switchboard.ReportID) string {
	return "/report?of=" + p.Ring.Signer("report-told").Sign([]byte(id.String()), p.Time.Now().Add(toldFor))
}

// look shows the empty form, or what has become of a report.
func (p *Page) look(w http.ResponseWriter, r *http.Request, s shown) {
	if r.URL.Query().Has("of") {
		p.told(w, r, s)
		return
	}
	p.show(w, r, s, http.StatusOK)
}

// told shows what has become of the report whose private address is asked for.
func (p *Page) told(w http.ResponseWriter, r *http.Request, s shown) {
	signed, err := p.Ring.Signer("report-told").Verify(r.URL.Query().Get("of"), p.Time.Now())
	var id switchboard.ReportID
	if err == nil {
		err = id.UnmarshalText(signed)
	}
	if err != nil {
		s.Trouble, s.Hint = "This address is no longer good.", "You can report it once more."
		p.show(w, r, s, http.StatusNotFound)
		return
	}
	var found bool
	err = p.DB.View(r.Context(), func(tx *store.Tx) error {
		s.Told, found, err = Told(tx, id)
		return err
	})
	switch {
	case err != nil:
		p.Log.ErrorContext(r.Context(), "what became of a report could not be shown", "error", err)
		http.Error(w, "This does not work right now.", http.StatusServiceUnavailable)
	case !found:
		s.Trouble, s.Hint = "There is no such report any more.", "You can report it once more."
		p.show(w, r, s, http.StatusNotFound)
	default:
		p.show(w, r, s, http.StatusOK)
	}
}
