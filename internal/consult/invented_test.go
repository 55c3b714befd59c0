package consult_test

import (
	"testing"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

// TestInventedPeopleAskNobodyReal has a question asked and answered about an invented customer, with every mailbox there is,
// and nothing leaves; about a real customer it is refused.
func TestInventedPeopleAskNobodyReal(t *testing.T) {
	engines(t, func(t *testing.T, h *house) {
		asking := h.asking("mara@workshop.example")
		pose := func() (c switchboard.Consult, err error) {
			err = h.DB.Update(t.Context(), func(tx *store.Tx) error { c, err = h.desk.AskInvented(tx, asking); return err })
			return c, err
		}
		if _, err := pose(); !switchboard.IsCode(err, switchboard.CodeMixed) {
			t.Errorf("of a real customer: %v", err)
		}
		asking.Conversation.Network = "practice"
		asking.Email = "mira@customer.example"
		if _, err := pose(); !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("the customer's own address: %v", err)
		}
		asking.Email = "mara@workshop.example"
		asked, err := pose()
		if err != nil || h.now(asked.ID).State != switchboard.ConsultAsked {
			t.Fatalf("%+v, %v", asked, err)
		}
		answer := func() error {
			return h.DB.Update(t.Context(), func(tx *store.Tx) error { return h.desk.AnswerInvented(tx, asked.ID, "The blue one.") })
		}
		if err := answer(); !switchboard.IsCode(err, switchboard.CodeMixed) {
			t.Errorf("answered about a real customer: %v", err)
		}
		h.Change(&h.talk, func(c *switchboard.Conversation) { c.Network = "practice" })
		if err := answer(); err != nil {
			t.Fatal(err)
		}
		if err := answer(); !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("answered again: %v", err)
		}
		if _, _, found := h.claim(); found {
			t.Error("a mail is to leave")
		}
		h.Update(func(tx *store.Tx) error {
			came, err := consults.In(tx.Tx).AdviceIn(h.talk.ID, 10)
			if err != nil || len(came) != 1 || came[0].State != switchboard.AdviceTaken || came[0].MessageID.IsZero() {
				t.Errorf("%+v, %v", came, err)
			}
			return err
		})
		if h.now(asked.ID).State != switchboard.ConsultAnswered {
			t.Errorf("it is %s", h.now(asked.ID).State)
		}
	})
}
