package account_test

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"switchboard"
	"switchboard/internal/flow"
	"switchboard/internal/outbox"
	"switchboard/internal/practice"
	"switchboard/internal/store"
)

// amends asks for a change to a message and returns what has become of it in the end.
func (w *town) amends(p *process, m switchboard.MessageID, a switchboard.Amendment) switchboard.Amendment {
	w.t.Helper()
	return w.amendsWithin(20*time.Second, p, m, a)
}

func (w *town) amendsWithin(most time.Duration, p *process, m switchboard.MessageID, a switchboard.Amendment) (end switchboard.Amendment) {
	w.t.Helper()
	a.MessageID = m
	update(w.t, p.DB, func(tx *store.Tx) error {
		said, err := tx.Message(m)
		if err != nil {
			return err
		}
		end, err = flow.Amending{In: p.keeper.In}.Ask(tx, a, said.Revision, flow.Asker{Agent: w.ada.ID})
		return err
	})
	p.keeper.Ring(w.account.ID)
	within(w.t, most, "the amendment is settled", func() bool {
		view(w.t, p.DB, func(tx *store.Tx) (err error) {
			end, err = tx.Amendment(end.ID)
			return err
		})
		return end.State != switchboard.AmendmentWaiting
	})
	return end
}

// message finds the message of a post once it is placed.
func (w *town) message(p *process, post string) (m switchboard.Message) {
	w.t.Helper()
	w.await(p, post)
	view(w.t, p.DB, func(tx *store.Tx) (err error) {
		m, _, err = tx.MessageByKey(w.account.Realm, post)
		return err
	})
	return m
}

// next makes the network spoil the account's next requests that change something.
func (w *town) next(faults ...practice.Fault) {
	w.t.Helper()
	if err := w.net.SetClimate(practice.Climate{Account: handle, Mode: practice.ModeNormal, Next: faults}); err != nil {
		w.t.Fatal(err)
	}
}

// A change may be repeated, so whatever the network does with the first attempt, it is made in the end, and once.
func TestPostsAreChangedWhateverTheNetworkDoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, changeEverything)
}

func changeEverything(t *testing.T) {
	w := newTown(t, t.TempDir(), 11, practice.Options{})
	d := w.open()
	defer d.Close()
	f := newFate(blow{after: math.MaxInt}, nil)
	p := w.start(setting{db: d, time: clock{systemTime(), f}, wire: wire{w, f}})
	defer p.quit()
	m, ours := w.answered(p)
	under, err := w.net.Say(practice.Saying{Handle: "@troll", Text: "liars, all of you", ReplyTo: ours})
	if err != nil {
		t.Fatal(err)
	}

	w.next(practice.FaultCutAfter)
	edit := switchboard.Amendment{Kind: switchboard.AmendEdit, Text: "On Friday."}
	if end := w.amends(p, w.message(p, ours).ID, edit); end.State != switchboard.AmendmentDone || end.Attempt != 2 {
		t.Errorf("edited: %+v", end)
	}
	if post, err := w.net.Get(ours); err != nil || post.Text != "On Friday." || w.net.Count(handle, "On Friday.") != 1 {
		t.Errorf("the network shows %q, %v", post.Text, err)
	}
	eventually(t, "the timeline says so too", func() bool { return w.message(p, ours).Content.Text == "On Friday." })

	w.next(practice.FaultUnavailable)
	p.lead(t, w.await(p, under.ID), w.ada.ID)
	troll := w.message(p, under.ID)
	if end := w.amends(p, troll.ID, switchboard.Amendment{Kind: switchboard.AmendHide, Reason: "an insult"}); end.State != switchboard.AmendmentDone {
		t.Errorf("hidden: %+v", end)
	}
	if post, err := w.net.Get(under.ID); err != nil || post.HiddenBy != handle || w.message(p, under.ID).HiddenAt.IsZero() {
		t.Errorf("hidden by %q, %v", post.HiddenBy, err)
	}
	first := w.message(p, m.post)
	end := w.amends(p, first.ID, switchboard.Amendment{Kind: switchboard.AmendHide, Reason: "no reason at all"})
	if end.State != switchboard.AmendmentFailed || end.Attempt != 1 || end.Answer == "" {
		t.Errorf("what the network refuses: %+v", end)
	}

	w.next(practice.FaultCutBefore, practice.FaultCutAfter)
	remove := switchboard.Amendment{Kind: switchboard.AmendDelete, Reason: "a wrong day"}
	if end := w.amends(p, w.message(p, ours).ID, remove); end.State != switchboard.AmendmentDone || end.Attempt != 3 {
		t.Errorf("deleted: %+v", end)
	}
	if post, err := w.net.Get(ours); err != nil || !post.Deleted || w.message(p, ours).DeletedAt.IsZero() {
		t.Errorf("it still stands: %+v, %v", post, err)
	}
}

// answered is a matter that ada has answered, with the answer's id on the network.
func (w *town) answered(p *process) (m matter, ours string) {
	w.t.Helper()
	m = w.await(p, w.ask("@mira", "when does it come?"))
	p.lead(w.t, m, w.ada.ID)
	draft, _ := p.say(w.t, m, answer{by: w.ada.ID, texts: []string{"On Thursday."}})
	eventually(w.t, "the answer stands", func() bool { return p.deliveries(w.t, draft.ID)[0].State == switchboard.DeliverySent })
	return m, p.deliveries(w.t, draft.ID)[0].ExternalID
}

// A change whose outcome can never be written down is given up in the end: it must not be made for ever.
func TestAChangeThatCannotBeRecordedIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, t.TempDir(), 12, practice.Options{})
		d := w.open()
		defer d.Close()
		f := newFate(blow{after: math.MaxInt}, nil)
		p := w.start(setting{db: d, time: clock{systemTime(), f}, wire: wire{w, f},
			digest: func(...string) []byte { return nil }}) // the database takes no deletion without one
		defer p.quit()
		_, ours := w.answered(p)
		end := w.amendsWithin(time.Hour, p, w.message(p, ours).ID, switchboard.Amendment{Kind: switchboard.AmendDelete, Reason: "a slip"})
		if end.State != switchboard.AmendmentFailed || end.Code != outbox.ReasonGaveUp || end.Attempt != outbox.MaxAttempts || end.Answer == "" {
			t.Errorf("%+v", end)
		}
		if post, err := w.net.Get(ours); err != nil || !post.Deleted {
			t.Errorf("on the network: %+v, %v", post, err)
		}
	})
}
