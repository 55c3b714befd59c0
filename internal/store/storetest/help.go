package storetest

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

// consult is a question of Ada's about a conversation.
func (w *World) consult(talk switchboard.ConversationID) switchboard.Consult {
	w.made++
	return switchboard.Consult{ID: id[switchboard.ConsultID](w), ConversationID: talk, AskedBy: w.Ada.ID, AccountID: w.Account.ID, Name: "Mara",
		Email: "mara@workshop.example", Question: "Does it leak?", Subject: "A question", Text: "Does it leak?", State: switchboard.ConsultSending,
		Messages: []switchboard.MessageID{id[switchboard.MessageID](w)}, Lifted: 1, Handle: []byte{1, 2, 3, byte(w.made)}, AskedAt: w.Start,
		DueAt: w.Start.Add(time.Hour), ExpiresAt: w.Start.Add(2 * time.Hour)}
}

func (w *World) advice(c switchboard.Consult, key string) switchboard.Advice {
	return switchboard.Advice{ID: id[switchboard.AdviceID](w), ConsultID: c.ID, Key: key, State: switchboard.AdviceWaiting, Email: "mara@workshop.example",
		Name: "Mara", Proof: switchboard.SenderProof{Server: "mx.test", DMARC: "fail", Sender: switchboard.SenderForged},
		Doubts: []switchboard.Doubt{switchboard.DoubtForged}, Text: "Yes", Quoted: "> Does it?", Signature: "Mara",
		Attachments: []switchboard.Attachment{{Name: "plan.pdf", Blob: "aa"}}, At: w.Start}
}

func (w *World) outside(account switchboard.AccountID, subject string, due time.Time) switchboard.Letter {
	return switchboard.Letter{ID: id[switchboard.LetterID](w), AccountID: account, Kind: switchboard.LetterQuestion, Subject: subject,
		To: "mara@workshop.example", Name: "Mara", Title: "A question", Text: "Does it?", MessageID: "sb-ask.1", ReplyTo: "ada@brand.example",
		Speaker: "Ada", State: switchboard.LetterWaiting, NotBefore: due, CreatedAt: w.Start}
}

func (w *World) report(key string) switchboard.Report {
	return switchboard.Report{ID: id[switchboard.ReportID](w), Via: "mail", Key: key, Email: "sam@brand.example", Name: "Sam", AccountID: w.Account.ID,
		URL: "https://social.example/1", Text: "Look", State: switchboard.ReportWaiting, Why: "unproven", At: w.Start}
}

func (w *World) expert(email string) switchboard.Expert {
	return switchboard.Expert{ID: id[switchboard.ExpertID](w), Name: "Mara", Email: email, Answers: "seals", CreatedAt: w.Start, ChangedAt: w.Start}
}

func (w *World) fillHelp(tx *store.Tx, talk switchboard.ConversationID) error {
	in, c := consults.In(tx.Tx), w.consult(talk)
	return all(
		func() error { return in.InsertConsult(c) },
		func() error { return second(in.InsertAdvice(w.advice(c, "m1"))) },
		func() error { return in.InsertLetter(w.outside(w.Account.ID, c.ID.String(), w.Start)) },
		func() error { return second(in.InsertReport(w.report("m2"))) },
		func() error { return in.SaveExpert(w.expert("mara@workshop.example")) },
		func() error { return in.SetReportSetting([]byte(`{"form":"off"}`)) },
	)
}

// help runs something on the tables of help without a login.
func (w *World) help(do func(consults.Tables) error) {
	w.T.Helper()
	w.Update(func(tx *store.Tx) error { return do(consults.In(tx.Tx)) })
}

func asked(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	c := w.consult(talk.ID)
	w.help(func(in consults.Tables) error { return in.InsertConsult(c) })
	read1 := func() switchboard.Consult {
		got, found, err := readHelp(w, func(in consults.Tables) (switchboard.Consult, bool, error) { return in.ConsultByHandle(c.Handle) })
		if err != nil || !found {
			t.Fatalf("by its handle: %v, %v", found, err)
		}
		return got
	}
	same(t, "a question", read1(), c)
	c.State, c.Why, c.Trouble, c.RemindedAt, c.AnsweredAt, c.EndedAt = switchboard.ConsultFailed, "returned", "no such user", w.Start, w.Start, w.Start
	w.help(func(in consults.Tables) error { return in.UpdateConsult(c) })
	same(t, "changed", read1(), c)

	first, again := w.advice(c, "m1"), w.advice(c, "m1")
	var inserted [2]bool
	w.help(func(in consults.Tables) (err error) {
		if inserted[0], err = in.InsertAdvice(first); err == nil {
			inserted[1], err = in.InsertAdvice(again)
		}
		return err
	})
	same(t, "the same mail counts once", inserted, [2]bool{true, false})
	first.State, first.DecidedBy, first.DecidedAt, first.MessageID = switchboard.AdviceTaken, w.Ada.ID, w.Start, id[switchboard.MessageID](w)
	w.help(func(in consults.Tables) error { return in.UpdateAdvice(first) })
	w.help(func(in consults.Tables) error {
		of, err := in.AdviceIn(talk.ID, 9)
		if err != nil {
			return err
		}
		same(t, "what came back", of, []switchboard.Advice{first})
		for _, one := range []struct {
			state switchboard.AdviceState
			many  int
			want  bool
		}{{switchboard.AdviceTaken, 1, true}, {switchboard.AdviceTaken, 2, false}, {switchboard.AdviceWaiting, 1, false}} {
			reaches, err := in.AdviceReaches(c.ID, one.state, one.many)
			if err != nil || reaches != one.want {
				t.Errorf("%d answers are %s: %v (%v), want %v", one.many, one.state, reaches, err, one.want)
			}
		}
		mine, err := in.AskedSince(w.Ada.ID, w.Start, 9)
		if len(mine) != 1 {
			t.Errorf("%d questions since then, want 1", len(mine))
		}
		if late, _ := in.AskedSince(w.Ada.ID, w.Start.Add(time.Second), 9); len(late) != 0 {
			t.Errorf("%d questions later, want none", len(late))
		}
		return err
	})
}

func readHelp[T any](w *World, do func(consults.Tables) (T, bool, error)) (got T, found bool, err error) {
	w.help(func(in consults.Tables) error {
		got, found, err = do(in)
		return nil
	})
	return got, found, err
}

func lettersOnce(t *testing.T, w *World) {
	boxed, own := w.outside(w.Account.ID, "cst_1", w.Start), w.outside(switchboard.AccountID{}, "cst_2", w.Start.Add(time.Minute))
	w.help(func(in consults.Tables) error {
		if err := in.InsertLetter(boxed); err != nil {
			return err
		}
		return in.InsertLetter(own)
	})
	next := func(account switchboard.AccountID, now time.Time) (switchboard.Letter, bool) {
		got, found, err := readHelp(w, func(in consults.Tables) (switchboard.Letter, bool, error) { return in.NextLetter(account, now) })
		if err != nil {
			t.Fatal(err)
		}
		return got, found
	}
	got, found := next(w.Account.ID, w.Start)
	if !found {
		t.Fatal("the mailbox's letter is not found")
	}
	same(t, "a letter", got, boxed)
	if _, early := next(switchboard.AccountID{}, w.Start); early {
		t.Error("a letter leaves before its time")
	}
	if got, found := next(switchboard.AccountID{}, w.Start.Add(time.Minute)); !found || got.ID != own.ID {
		t.Errorf("of the installation's own mail: %v, %v", got.ID, found)
	}
	boxed.State, boxed.Fence, boxed.Attempt = switchboard.LetterSending, 3, 1
	w.help(func(in consults.Tables) error { return in.UpdateLetter(boxed) })
	if _, twice := next(w.Account.ID, w.Start); twice {
		t.Error("what is being sent is given out again")
	}
	w.help(func(in consults.Tables) error {
		for fence, want := range map[int64]int{3: 0, 4: 1} {
			stranded, err := in.StrandedLetters(w.Account.ID, fence)
			if err != nil || len(stranded) != want {
				t.Errorf("under fence %d: %d stranded, want %d (%v)", fence, len(stranded), want, err)
			}
		}
		at, err := in.NextLetterAt(switchboard.AccountID{})
		if !at.Equal(own.NotBefore) {
			t.Errorf("the next leaves at %s, want %s", at, own.NotBefore)
		}
		given, err2 := in.Restored(w.Start)
		if given != 2 {
			t.Errorf("%d letters given up by a restore, want 2", given)
		}
		return first(err, err2)
	})
	if _, found := next(switchboard.AccountID{}, w.Start.Add(time.Hour)); found {
		t.Error("a restored installation sends what may have left")
	}
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func reported(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	r, twice, other := w.report("m1"), w.report("m1"), w.report("m2")
	var inserted [3]bool
	w.help(func(in consults.Tables) (err error) {
		for n, one := range []switchboard.Report{r, twice, other} {
			if inserted[n], err = in.InsertReport(one); err != nil {
				return err
			}
		}
		return nil
	})
	same(t, "the same mail counts once", inserted, [3]bool{true, false, true})
	r.State, r.Why, r.Believed, r.ConversationID, r.LedToldAt, r.EndedToldAt = switchboard.ReportTaken, "", true, talk.ID, w.Start, w.Start
	r.DecidedBy, r.DecidedAt = w.Ada.ID, w.Start
	w.help(func(in consults.Tables) error { return in.UpdateReport(r) })
	w.help(func(in consults.Tables) error {
		of, err := in.ReportsIn(talk.ID, 9)
		if err != nil {
			return err
		}
		same(t, "of a conversation", of, []switchboard.Report{r})
		looked, found, err := in.ReadReport(r.ID)
		if err != nil || !found {
			t.Errorf("one that is only looked at: %v, %v", found, err)
		}
		same(t, "one that is only looked at", looked, r)
		waiting, err := in.Reports(switchboard.ReportWaiting, switchboard.ReportID{}, 9)
		if err != nil {
			return err
		}
		same(t, "that wait", waiting, []switchboard.Report{other})
		if before, err := in.Reports(switchboard.ReportWaiting, other.ID, 9); err != nil || len(before) != 0 {
			t.Errorf("%d before the first, want none (%v)", len(before), err)
		}
		for _, body := range []string{`{"form":"off"}`, `{"form":"word"}`} {
			if err := in.SetReportSetting([]byte(body)); err != nil {
				return err
			}
			if got, err := in.ReportSetting(); err != nil || string(got) != body {
				t.Errorf("the setting is %s, want %s (%v)", got, body, err)
			}
		}
		return nil
	})
}

func experts(t *testing.T, w *World) {
	e := w.expert("mara@workshop.example")
	w.help(func(in consults.Tables) error { return in.SaveExpert(e) })
	e.Name, e.Answers = "Mara B", "seals and lids"
	w.help(func(in consults.Tables) error { return in.SaveExpert(e) })
	w.help(func(in consults.Tables) error {
		all, err := in.Experts(9)
		if err != nil {
			return err
		}
		same(t, "experts", all, []switchboard.Expert{e})
		if _, found, err := in.ExpertByEmail("mara@workshop.example"); err != nil || !found {
			t.Errorf("by the address: %v, %v", found, err)
		}
		return in.DeleteExpert(e.ID)
	})
	if _, found, _ := readHelp(w, func(in consults.Tables) (switchboard.Expert, bool, error) { return in.Expert(e.ID) }); found {
		t.Error("an expert who was forgotten is still there")
	}
}
