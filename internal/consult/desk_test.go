package consult_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/consult"
	"switchboard/internal/desk"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
	"switchboard/internal/triage"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// house is a company that can ask outside by its own mail, over one engine.
type house struct {
	*storetest.World
	clock *timesource.Manual
	desk  *consult.Desk
	talk  storetest.Talk
	said  switchboard.Message
}

func engines(t *testing.T, test func(*testing.T, *house)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, place storetest.Place) { test(t, newHouse(t, place)) })
}

func newHouse(t *testing.T, place storetest.Place) *house {
	t.Helper()
	clock := timesource.NewManual(start)
	d := storetest.Open(t, place(t, clock.Now))
	h := &house{World: storetest.NewWorld(t, d), clock: clock, desk: &consult.Desk{Mark: markOf("ours"), Entities: triage.Entities,
		Networks: networks, MailFrom: "care@kettles.example"}}
	h.Update(func(tx *store.Tx) error { _, err := tx.EnsureInstallation("first"); return err })
	h.talk = h.led("mira")
	h.said = h.says(h.talk, switchboard.Public, "It leaks, mira@customer.example")
	return h
}

// networks knows one of invented customers, and none with a mailbox.
func networks(key switchboard.NetworkKey) (connector.Spec, error) {
	return connector.Spec{Key: key, Invented: key == "practice"}, nil
}

// led is a conversation on another network than the practice network, which Ada leads.
func (h *house) led(who string) storetest.Talk {
	h.T.Helper()
	return h.Talk(who, func(c *switchboard.Conversation) {
		c.Network, c.Stance, c.Lead, c.Epoch, c.QueuedAt = "x", switchboard.StanceLed, h.Ada.ID, 1, time.Time{}
	})
}

func (h *house) says(talk storetest.Talk, who switchboard.Visibility, text string) switchboard.Message {
	h.T.Helper()
	m := switchboard.Message{ID: switchboard.NewID[switchboard.MessageID](h.clock.Now()), Network: "x", Realm: "x", AccountID: h.Account.ID,
		Direction: switchboard.In, Visibility: who, Kind: switchboard.KindMention, Origin: switchboard.Live, Revision: 1,
		Author: switchboard.Author{ID: "mira@customer.example", Name: "Mira Vale"}, ConversationID: talk.ID, Content: switchboard.Content{Text: text},
		PublishedAt: h.clock.Now(), ReceivedAt: h.clock.Now()}
	m.ExternalID = m.ID.String()
	h.Update(func(tx *store.Tx) error {
		_, err := tx.InsertMessage(intake.Arrival{Message: m, Digest: []byte(text)})
		return err
	})
	return m
}

func (h *house) asking(email string) consult.Asking {
	var c switchboard.Conversation
	h.Update(func(tx *store.Tx) (err error) { c, err = tx.Conversation(h.talk.ID); return err })
	return consult.Asking{Conversation: c, By: h.Ada, Name: "Mara", Email: email, Question: "Which seal is that?",
		Messages: []switchboard.MessageID{h.said.ID}, DueAt: h.clock.Now().Add(2 * time.Hour), May: func(switchboard.Message) bool { return true }}
}

// ask asks what a plan has shown.
func (h *house) ask(email string) (c switchboard.Consult, err error) {
	h.T.Helper()
	asking := h.asking(email)
	err = h.DB.Update(h.T.Context(), func(tx *store.Tx) error {
		plan, err := h.desk.Plan(tx, asking)
		if err != nil {
			return err
		}
		c, err = h.desk.Ask(tx, asking, plan.Hash)
		return err
	})
	return c, err
}

func (h *house) must(email string) switchboard.Consult {
	h.T.Helper()
	c, err := h.ask(email)
	if err != nil {
		h.T.Fatal(err)
	}
	return c
}

func (h *house) now(id switchboard.ConsultID) (c switchboard.Consult) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) (err error) { c, _, err = consults.In(tx.Tx).Consult(id); return err })
	return c
}

func (h *house) letters() consult.Letters { return consult.Letters{DB: h.DB} }

// claim claims the next letter of the installation's own mail.
func (h *house) claim() (switchboard.LetterID, connector.Letter, bool) {
	h.T.Helper()
	id, letter, found, err := h.letters().Claim(h.T.Context(), switchboard.AccountID{}, 0)
	if err != nil {
		h.T.Fatal(err)
	}
	return id, letter, found
}

func (h *house) settle(id switchboard.LetterID, o connector.Outcome) {
	h.T.Helper()
	if err := h.letters().Settle(h.T.Context(), id, o); err != nil {
		h.T.Fatal(err)
	}
}

func TestWhatMayNotBeAsked(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		note := h.says(h.talk, switchboard.Internal, "between us")
		other := h.says(h.led("noor"), switchboard.Public, "somebody else's")
		for name, c := range map[string]struct {
			change func(*consult.Asking)
			want   switchboard.Code
		}{
			"as it should be":                {func(*consult.Asking) {}, ""},
			"by who neither leads nor helps": {func(a *consult.Asking) { a.By = h.Bo }, switchboard.CodeForbidden},
			"by a helper":                    {func(a *consult.Asking) { a.By, a.Conversation.Helpers = h.Bo, []switchboard.AgentID{h.Bo.ID} }, ""},
			"of a closed conversation":       {func(a *consult.Asking) { a.Conversation.Stance = switchboard.StanceClosed }, switchboard.CodeClosed},
			"while nobody leads":             {func(a *consult.Asking) { a.Conversation.Lead = switchboard.AgentID{} }, switchboard.CodeNoLead},
			"while practising":               {func(a *consult.Asking) { a.Conversation.Network = "practice" }, switchboard.CodeMixed},
			"no address":                     {func(a *consult.Asking) { a.Email = "mara" }, switchboard.CodeInvalid},
			"two addresses":                  {func(a *consult.Asking) { a.Email = "a@b.example\r\nBcc: c@d.example" }, switchboard.CodeInvalid},
			"the customer":                   {func(a *consult.Asking) { a.Email = "Mira@customer.example" }, switchboard.CodeInvalid},
			"ourselves":                      {func(a *consult.Asking) { a.Email = "care@kettles.example" }, switchboard.CodeInvalid},
			"nothing":                        {func(a *consult.Asking) { a.Question = "  " }, switchboard.CodeInvalid},
			"at once":                        {func(a *consult.Asking) { a.DueAt = h.clock.Now().Add(time.Minute) }, switchboard.CodeInvalid},
			"some year":                      {func(a *consult.Asking) { a.DueAt = h.clock.Now().AddDate(1, 0, 0) }, switchboard.CodeInvalid},
			"with a note":                    {func(a *consult.Asking) { a.Messages = append(a.Messages, note.ID) }, switchboard.CodeInvalid},
			"with another's words":           {func(a *consult.Asking) { a.Messages = append(a.Messages, other.ID) }, switchboard.CodeNotFound},
			"with what one may not read":     {func(a *consult.Asking) { a.May = func(switchboard.Message) bool { return false } }, switchboard.CodeNotFound},
			"through a mailbox that is none": {func(a *consult.Asking) { a.Account = h.Account.ID }, switchboard.CodeNotConnected},
		} {
			asking := h.asking("mara@workshop.example")
			asking.Messages = slices.Clone(asking.Messages)
			c.change(&asking)
			err := h.DB.View(t.Context(), func(tx *store.Tx) error { _, err := h.desk.Plan(tx, asking); return err })
			if got := switchboard.CodeOf(err); got != c.want {
				t.Errorf("asking %s: %q (%v), want %q", name, got, err, c.want)
			}
		}
	})
}

func TestWhatIsSentIsWhatWasShown(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		asking := h.asking("mara@workshop.example")
		err := h.DB.Update(t.Context(), func(tx *store.Tx) error {
			plan, err := h.desk.Plan(tx, asking)
			if err != nil {
				return err
			}
			changed := asking
			changed.Lift = []string{plan.Redactions[0].ID}
			_, err = h.desk.Ask(tx, changed, plan.Hash)
			return err
		})
		if !switchboard.IsCode(err, switchboard.CodeStale) {
			t.Errorf("letting something through that was not shown: %v", err)
		}
		h.must("mara@workshop.example")
		if _, err := h.ask("mara@workshop.example"); !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("asked twice: %v", err)
		}
		for n := range 4 {
			h.must(fmt.Sprintf("expert%d@workshop.example", n))
		}
		if _, err := h.ask("sixth@workshop.example"); !switchboard.IsCode(err, switchboard.CodeConflict) {
			t.Errorf("a sixth question at once: %v", err)
		}
		_, letter, found := h.claim()
		if !found || letter.ReplyTo != h.Ada.Email || letter.Automatic || letter.Speaker != h.Ada.Name {
			t.Errorf("what leaves: %+v, %v", letter, found)
		}
	})
}

func TestALetterLeavesAtMostOnce(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		c := h.must("mara@workshop.example")
		id, _, _ := h.claim()
		if _, _, again := h.claim(); again {
			t.Fatal("a letter is given out twice")
		}
		h.settle(id, connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRetry})
		if _, _, early := h.claim(); early {
			t.Error("a letter that did not leave is tried again without a pause")
		}
		h.clock.Jump(time.Hour)
		id, _, found := h.claim()
		if !found {
			t.Fatal("a letter that certainly did not leave is not tried again")
		}
		h.settle(id, connector.Outcome{Kind: connector.Unknown})
		if got := h.now(c.ID); got.State != switchboard.ConsultAsked || got.Trouble != "unknown" {
			t.Errorf("one of unknown fate made the question %s (%s)", got.State, got.Trouble)
		}
		h.clock.Jump(time.Hour)
		if _, _, again := h.claim(); again {
			t.Error("a letter of unknown fate is sent again")
		}

		refused := h.must("refused@workshop.example")
		id, _, _ = h.claim()
		h.settle(id, connector.Refused("no such user"))
		if got := h.now(refused.ID); got.State != switchboard.ConsultFailed || got.Why != "refused" || got.Trouble != "no such user" {
			t.Errorf("a refused one made the question %s (%s, %s)", got.State, got.Why, got.Trouble)
		}

		back := h.must("back@workshop.example")
		h.Update(func(tx *store.Tx) error { _, err := h.desk.TakeBack(tx, h.talk.ID, back.ID, h.Ada.ID); return err })
		if _, _, left := h.claim(); left {
			t.Error("what was taken back leaves")
		}
		stranded := h.must("stranded@workshop.example")
		h.claim()
		h.Update(func(tx *store.Tx) error { return h.letters().Strand(tx, switchboard.AccountID{}, 1) })
		if got := h.now(stranded.ID); got.State != switchboard.ConsultAsked || got.Trouble != "unknown" {
			t.Errorf("what a process left behind made the question %s (%s)", got.State, got.Trouble)
		}
		h.must("restored@workshop.example")
		h.Update(func(tx *store.Tx) error { return tx.MarkRestored("second", h.clock.Now()) })
		if _, _, sent := h.claim(); sent {
			t.Error("a restored installation sends before it is reconciled")
		}
	})
}

func TestAQuestionGoesWithItsConversation(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		c := h.must("mara@workshop.example")
		into := h.led("noor")
		before := h.asking("").Conversation
		moved := before
		moved.Stance, moved.CloseReason, moved.MergedInto = switchboard.StanceClosed, switchboard.CloseMerged, into.ID
		h.Update(func(tx *store.Tx) error { return h.desk.Moved(tx, before, moved) })
		if got := h.now(c.ID); got.ConversationID != into.ID || got.State != switchboard.ConsultSending {
			t.Errorf("a merged conversation's question is %s of %s", got.State, got.ConversationID)
		}
		var there switchboard.Conversation
		h.Update(func(tx *store.Tx) (err error) { there, err = tx.Conversation(into.ID); return err })
		closed := there
		closed.Stance, closed.CloseReason = switchboard.StanceClosed, switchboard.CloseResolved
		h.Update(func(tx *store.Tx) error { return h.desk.Moved(tx, there, closed) })
		if got := h.now(c.ID); got.State != switchboard.ConsultEnded || got.Why != "closed" {
			t.Errorf("a closed conversation's question is %s (%s)", got.State, got.Why)
		}
		h.Update(func(tx *store.Tx) error {
			if at, err := tx.NextTimerAt(); err != nil || !at.IsZero() {
				t.Errorf("an ended question has a timer at %s (%v)", at, err)
			}
			return nil
		})
	})
}

func TestTheReminderGoesOnce(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		c := h.must("mara@workshop.example")
		id, first, _ := h.claim()
		h.settle(id, connector.Outcome{Kind: connector.Sent})
		remind := h.desk.Timers()[consult.TimerRemind]
		for range 2 {
			h.Update(func(tx *store.Tx) error { return remind(tx, store.Timer{Kind: consult.TimerRemind, Subject: c.ID}) })
		}
		_, again, found := h.claim()
		if !found || !again.Automatic || again.Refers != first.MessageID || again.MessageID == first.MessageID {
			t.Errorf("the reminder is %+v, %v", again, found)
		}
		if _, _, third := h.claim(); third {
			t.Error("there are two reminders")
		}
		h.Update(func(tx *store.Tx) error {
			_, err := h.desk.Note(tx, h.talk.ID, c.ID, h.Ada.ID, "The brown one.")
			return err
		})
		expire := h.desk.Timers()[consult.TimerExpiry]
		h.Update(func(tx *store.Tx) error { return expire(tx, store.Timer{Kind: consult.TimerExpiry, Subject: c.ID}) })
		if got := h.now(c.ID); got.State != switchboard.ConsultAnswered {
			t.Errorf("an answered question is %s at its end", got.State)
		}
	})
}

// TestAdviceTouchesNothing: whatever comes back, the conversation stays as it was, to the last counter.
func TestAdviceTouchesNothing(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		c := h.must("mara@workshop.example")
		before := h.asking("").Conversation
		h.clock.Jump(time.Second)
		token := markOf("ours").Token(c.Handle, c.ExpiresAt)
		item := connector.Item{ExternalID: "mid:1@x", Published: h.clock.Now(), Content: switchboard.Content{Text: "The brown one."},
			Fingerprint: []byte{1}, Answer: &connector.Answer{Marks: []string{"nothing", token}, Email: c.Email}}
		h.Update(func(tx *store.Tx) error {
			mine, err := h.desk.Hear(tx, h.Account, item)
			if !mine {
				t.Error("the answer is not known")
			}
			return err
		})
		foreign := item
		foreign.Answer = &connector.Answer{Marks: []string{markOf("theirs").Token(c.Handle, c.ExpiresAt)}, Email: c.Email}
		h.Update(func(tx *store.Tx) error {
			mine, err := h.desk.Hear(tx, h.Account, foreign)
			if mine {
				t.Error("a forged token is taken for ours")
			}
			return err
		})
		if after := h.asking("").Conversation; fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("the conversation was %+v and is %+v", before, after)
		}
		h.Update(func(tx *store.Tx) error {
			said, err := tx.LatestMessages(h.talk.ID, store.Place{}, 9)
			if last := said[len(said)-1]; last.Kind != switchboard.KindAdvice || last.Visibility != switchboard.Internal {
				t.Errorf("the advice is %+v", last)
			}
			if m, err := desk.Load(tx, h.talk.ID); err != nil || m.Now.Lead != h.Ada.ID {
				t.Errorf("the lead is %s (%v)", m.Now.Lead, err)
			}
			return err
		})
	})
}

// TestJunkKeepsNoAnswerOut: whoever holds a token fills only the room of doubtful answers, and what finds no room stays a
// mail like any other.
func TestJunkKeepsNoAnswerOut(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		c := h.must("mara@workshop.example")
		id, _, _ := h.claim()
		h.settle(id, connector.Outcome{Kind: connector.Sent})
		token, n := h.desk.Mark.Token(c.Handle, c.ExpiresAt), 0
		hear := func(answer connector.Answer) (mine bool) {
			n++
			h.clock.Jump(time.Second)
			answer.Marks = []string{token}
			item := connector.Item{ExternalID: fmt.Sprint("mid:", n), Fingerprint: []byte{byte(n)}, Published: h.clock.Now(),
				Content: switchboard.Content{Text: fmt.Sprint("answer ", n)}, Answer: &answer}
			h.Update(func(tx *store.Tx) (err error) { mine, err = h.desk.Hear(tx, h.Account, item); return err })
			return mine
		}
		fill := func(answer connector.Answer, most int) {
			t.Helper()
			for range most {
				if !hear(answer) {
					t.Fatalf("there is no room for %+v", answer)
				}
			}
			if hear(answer) {
				t.Errorf("there is no bound to %+v", answer)
			}
		}
		fill(connector.Answer{Email: "stranger@elsewhere.example"}, 50)
		fill(connector.Answer{Email: "mara@workshop.example", Machine: "auto_reply"}, 50)
		if got := h.now(c.ID); got.State != switchboard.ConsultAsked {
			t.Fatalf("after junk the question is %s", got.State)
		}
		if !hear(connector.Answer{Email: "mara@workshop.example"}) || h.now(c.ID).State != switchboard.ConsultAnswered {
			t.Errorf("the answer of whom was asked left the question %s", h.now(c.ID).State)
		}
		var came []switchboard.Advice
		h.Update(func(tx *store.Tx) (err error) { came, err = consults.In(tx.Tx).AdviceIn(h.talk.ID, 999); return err })
		if len(came) != 101 || came[100].State != switchboard.AdviceTaken || came[100].MessageID.IsZero() || came[0].State != switchboard.AdviceWaiting {
			t.Fatalf("%d answers are kept, the last as %+v", len(came), came[len(came)-1])
		}
		h.Update(func(tx *store.Tx) error {
			_, err := h.desk.ThrowAdvice(tx, h.talk.ID, came[0].ID, h.Ada.ID)
			return err
		})
		if !hear(connector.Answer{Email: "stranger@elsewhere.example"}) {
			t.Error("what the lead has decided makes no room")
		}
		fill(connector.Answer{Email: "mara@workshop.example"}, 199)
	})
}
