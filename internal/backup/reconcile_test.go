package backup_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/backup"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// led is a conversation that Ada leads, so that her drafts may go out.
func (s site) led(name string) storetest.Talk {
	s.T.Helper()
	talk := s.Talk(name, func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, s.Ada.ID, 1, time.Time{}
	})
	s.Update(func(tx *store.Tx) error { return tx.AddLoad(s.Ada.ID, 1, 0) })
	return talk
}

// step lets things happen to a delivery and stores what it becomes.
func (s site) step(d switchboard.Delivery, whats ...outbox.What) switchboard.Delivery {
	s.T.Helper()
	for _, what := range whats {
		next, _, err := outbox.Step(d, what, s.clock.Now())
		if err != nil {
			s.T.Fatal(err)
		}
		d = next
	}
	s.Update(func(tx *store.Tx) error { return tx.UpdateDelivery(d) })
	return d
}

// bring restores a backup and opens it.
func (s site) bring(file string) (*app.App, *timesource.Manual, backup.Restored) {
	s.T.Helper()
	r := s.restoreOf(file)
	done, err := r.Run(s.T.Context())
	if err != nil {
		s.T.Fatal(err)
	}
	clock := timesource.NewManual(r.Time.Now())
	return openApp(s.T, r.Data, clock), clock, done
}

func drafts(t testing.TB, d *store.DB, id switchboard.ConversationID) string {
	t.Helper()
	var states []string
	for _, draft := range read(t, d, func(tx *store.Tx) ([]switchboard.Draft, error) { return tx.Drafts(id) }) {
		states = append(states, string(draft.State))
	}
	return strings.Join(states, " ")
}

func TestEveryStateAfterARestore(t *testing.T) {
	t.Parallel()
	s := found(t)
	started := outbox.Started{Fence: 7}
	try := outbox.Try{Attempt: 1, Fence: 7}
	type want struct {
		states string // of the first draft's parts, then the second's
		drafts string
	}
	for name, c := range map[string]struct {
		before [2][]outbox.What // of the first draft's two parts
		want   want
	}{
		"waiting": {want: want{"unknown dropped dropped", "sending dropped editing editing"}},
		"sending": {before: [2][]outbox.What{{started}}, want: want{"unknown dropped dropped", "sending dropped editing editing"}},
		"unknown": {before: [2][]outbox.What{{started, outbox.Lost{Try: try}}}, want: want{"unknown dropped dropped", "sending dropped editing editing"}},
		"sent": {before: [2][]outbox.What{{started, outbox.Sent{Try: try, ExternalID: "p-sent"}}},
			want: want{"sent unknown dropped", "sending dropped editing"}},
		"rejected": {before: [2][]outbox.What{{started, outbox.Rejected{Try: try, Code: "no"}}, {outbox.Dropped{Reason: "gone"}}},
			want: want{"rejected dropped unknown", "sending sending"}},
		"all sent": {before: [2][]outbox.What{{started, outbox.Sent{Try: try, ExternalID: "p-1"}}, {started, outbox.Sent{Try: try, ExternalID: "p-2"}}},
			want: want{"sent sent unknown", "sending sending"}},
	} {
		s.everyState(t, name, c.before, func(again *app.App, talk storetest.Talk, sends []switchboard.Delivery) {
			var states []string
			for _, d := range sends {
				now := delivery(t, again.DB, d.ID)
				states = append(states, string(now.State))
				s.checkTimes(t, name, now)
			}
			if got := strings.Join(states, " "); got != c.want.states {
				t.Errorf("%s: deliveries are %s, want %s", name, got, c.want.states)
			}
			if got := drafts(t, again.DB, talk.ID); got != c.want.drafts {
				t.Errorf("%s: drafts are %s, want %s", name, got, c.want.drafts)
			}
		})
	}
}

// checkTimes: an unknown one must be looked for since the backup at the latest, and its absence counts from the restore.
func (s site) checkTimes(t *testing.T, name string, d switchboard.Delivery) {
	t.Helper()
	restored := s.clock.Now().Add(time.Hour)
	switch d.State {
	case switchboard.DeliveryUnknown:
		if d.Attempt < 1 || d.StartedAt.After(s.clock.Now()) || !d.NotBefore.Equal(restored) || d.Code != outbox.ReasonRestored {
			t.Errorf("%s: %+v", name, d)
		}
	case switchboard.DeliveryDropped:
		if d.Text != outbox.ReasonRestored && d.Text != "gone" {
			t.Errorf("%s: %+v", name, d)
		}
	case switchboard.DeliveryWaiting, switchboard.DeliverySending:
		t.Errorf("%s: %s may still be sent", name, d.State)
	}
}

func (s site) everyState(t *testing.T, name string, before [2][]outbox.What,
	check func(*app.App, storetest.Talk, []switchboard.Delivery)) {
	t.Helper()
	talk := s.led(strings.ReplaceAll(name, " ", "-"))
	sends := s.Send(s.Draft(talk, 2), time.Time{})
	for i, whats := range before {
		s.step(sends[i], whats...)
	}
	sends = append(sends, s.Send(s.Draft(talk, 1), s.clock.Now().Add(time.Minute))...)
	file, _ := s.take()
	again, _, _ := s.bring(file)
	check(again, talk, sends)
	if found := read(t, again.DB, func(tx *store.Tx) ([]store.Discrepancy, error) { return tx.Doctor(1000, 10) }); len(found) > 0 {
		t.Errorf("%s: not sound: %+v", name, found)
	}
}

// claim tries to get something to send, as a node that holds the account does.
func (s site) claim(t *testing.T, a *app.App) bool {
	t.Helper()
	var fence int64
	err := a.DB.Update(t.Context(), func(tx *store.Tx) (err error) {
		fence, _, err = tx.AcquireLease(s.Account.ID, a.Node, time.Hour)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, claimed, err := a.Out.Claim(t.Context(), s.Account.ID, fence)
	if err != nil {
		t.Fatal(err)
	}
	return claimed
}

func TestWhatWasToBeChangedIsGivenUp(t *testing.T) {
	t.Parallel()
	s := found(t)
	asked := s.Amend(s.Told(s.led("mira"), "m1"), switchboard.AmendEdit, storetest.Talk{})
	file, _ := s.take()
	again, _, done := s.bring(file)
	now := read(t, again.DB, func(tx *store.Tx) (switchboard.Amendment, error) { return tx.Amendment(asked.ID) })
	if done.Marked.Amendments != 1 || now.State != switchboard.AmendmentFailed || now.Code != outbox.ReasonRestored || now.Answer == "" {
		t.Errorf("%+v after %+v", now, done.Marked)
	}
}

func TestNothingIsSentUntilReconciled(t *testing.T) {
	t.Parallel()
	s := found(t)
	talk := s.led("mira")
	draft := s.Draft(talk, 1)
	d := s.Send(draft, time.Time{})[0]
	file, _ := s.take()
	again, clock, done := s.bring(file)
	if done.Marked.Unknown != 1 || s.claim(t, again) {
		t.Fatalf("%+v, and something may be sent", done.Marked)
	}
	reconcile := func() error { return again.DB.Update(t.Context(), (*store.Tx).Reconcile) }
	if err := reconcile(); !switchboard.IsCode(err, switchboard.CodeUnresolved) || !strings.Contains(err.Error(), d.ID.String()) {
		t.Fatalf("reconciled with an open fate: %v", err)
	}
	// Complete listings prove its absence, but only those begun long enough after the restore.
	absent := func() error {
		return again.DB.Update(t.Context(), func(tx *store.Tx) error {
			return again.Out.Apply(tx, d.ID, outbox.Absent{Proof: 10 * time.Minute, Complete: true, ListedAt: clock.Now()})
		})
	}
	clock.Advance(9 * time.Minute)
	if err := absent(); !switchboard.IsCode(err, switchboard.CodeUnresolved) {
		t.Fatalf("absence was proven too early: %v", err)
	}
	clock.Advance(time.Minute)
	if err := absent(); err != nil {
		t.Fatal(err)
	}
	if s.claim(t, again) {
		t.Fatal("what is proven absent was sent before reconciliation")
	}
	if err := reconcile(); err != nil {
		t.Fatal(err)
	}
	if i := read(t, again.DB, (*store.Tx).Installation); !i.Reconciled() || i.BackupAt.IsZero() {
		t.Errorf("installation %+v", i)
	}
	if !s.claim(t, again) {
		t.Error("nothing is sent after reconciliation")
	}
	if err := reconcile(); err != nil {
		t.Errorf("a second time: %v", err)
	}
}

// hear takes in a post of the account and works it.
func hear(t *testing.T, a *app.App, item connector.Item, account switchboard.Account) {
	t.Helper()
	_, err := a.In.Take(t.Context(), intake.Handed{Account: account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: []connector.Item{item}, Next: "1"}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	work := read(t, a.DB, func(tx *store.Tx) ([]intake.Work, error) {
		return tx.PendingWork(a.Node, intake.Work{Priority: -1}, 10)
	})
	for _, w := range work {
		if err := a.In.Work(t.Context(), w); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEchoSettlesWhatWasPostedAfterTheBackup(t *testing.T) {
	t.Parallel()
	for _, keyed := range []bool{false, true} {
		s := found(t)
		talk := s.led("mira")
		draft := s.Draft(talk, 1)
		d := s.Send(draft, time.Time{})[0]
		behind := s.Send(s.Draft(talk, 1), s.clock.Now().Add(time.Minute))[0]
		file, _ := s.take()
		again, _, _ := s.bring(file)
		echo := connector.Item{Change: connector.Said, ExternalID: "p77", ThreadKey: talk.Thread.Key, ParentKey: draft.ReplyTo,
			Author: switchboard.Author{ID: "kettles", Handle: "kettles"}, Direction: switchboard.Out, Visibility: switchboard.Public,
			Kind: switchboard.KindReply, Content: switchboard.Content{Text: draft.Parts[0].Text}, Addressed: true,
			Published: s.clock.Now().Add(40 * time.Minute), Raw: []byte(`{}`)} // between backup and restore
		if keyed {
			echo.ClientKey, echo.Content.Text = d.ID.String(), "Please descale it, step one."
		}
		hear(t, again, echo, s.Account)
		got := delivery(t, again.DB, d.ID)
		if got.State != switchboard.DeliverySent || got.ExternalID != "p77" || got.SettledBy != outbox.ByEcho {
			t.Errorf("keyed %v: %+v", keyed, got)
		}
		if err := again.DB.Update(t.Context(), (*store.Tx).Reconcile); err != nil {
			t.Errorf("keyed %v: %v", keyed, err)
		}
		if s.claim(t, again) {
			t.Errorf("keyed %v: something is posted again", keyed)
		}
		if got := delivery(t, again.DB, behind.ID); got.State != switchboard.DeliveryDropped {
			t.Errorf("keyed %v: the one behind is %s", keyed, got.State)
		}
	}
}

func TestManyDeliveriesNoneSentAgain(t *testing.T) {
	t.Parallel()
	s := found(t)
	var sends []switchboard.Delivery
	for i := range 250 {
		talk := s.Talk(fmt.Sprint("c", i), func(c *switchboard.Conversation) {
			c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, s.Ada.ID, 1, time.Time{}
		})
		sends = append(sends, s.Send(s.Draft(talk, 2), time.Time{})...)
	}
	file, _ := s.take()
	again, _, done := s.bring(file)
	if done.Marked.Unknown != 250 || done.Marked.Dropped != 250 {
		t.Fatalf("%+v", done.Marked)
	}
	if s.claim(t, again) {
		t.Error("one is sent")
	}
	// The oldest of them is still recognised, though more than 200 were tried since.
	first := sends[0]
	text := read(t, again.DB, func(tx *store.Tx) (switchboard.Draft, error) { return tx.Draft(first.DraftID) })
	hear(t, again, connector.Item{Change: connector.Said, ExternalID: "p1", ParentKey: text.ReplyTo, Direction: switchboard.Out,
		Visibility: switchboard.Public, Kind: switchboard.KindReply, Author: switchboard.Author{ID: "kettles", Handle: "kettles"},
		Content: switchboard.Content{Text: text.Parts[0].Text}, Published: s.clock.Now().Add(time.Minute), Raw: []byte(`{}`)}, s.Account)
	if got := delivery(t, again.DB, first.ID); got.State != switchboard.DeliverySent {
		t.Errorf("%+v", got)
	}
	err := again.DB.Update(t.Context(), (*store.Tx).Reconcile)
	if !switchboard.IsCode(err, switchboard.CodeUnresolved) || !strings.Contains(err.Error(), "and more") {
		t.Errorf("%v", err)
	}
}

func TestBackupWhileWritersWrite(t *testing.T) {
	t.Parallel()
	s := found(t)
	var written atomic.Int64
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				key := fmt.Sprintf("w%d-%d", w, i)
				_, err := s.app.In.Take(t.Context(), intake.Handed{Account: s.Account, Lane: connector.LaneStream,
					Batch: connector.Batch{Next: connector.Cursor(key), Items: []connector.Item{{Change: connector.Said, ExternalID: key,
						Author: switchboard.Author{ID: "u" + key, Handle: "u" + key}, Direction: switchboard.In,
						Visibility: switchboard.Public, Kind: switchboard.KindMention, Addressed: true, Published: s.clock.Now(),
						Content: switchboard.Content{Text: "My kettle sings " + key}, Raw: []byte(`{"k":1}`)}}}}, 0)
				if err != nil {
					t.Error(err)
					return
				}
				written.Add(1)
			}
		})
	}
	for written.Load() < 100 {
		time.Sleep(time.Millisecond)
	}
	beside := s.beside(t) // as another process sees the running installation
	source := s.source()
	source.DB = beside
	file := t.TempDir() + "/care.tar"
	if _, err := backup.WriteFile(t.Context(), source, file); err != nil {
		t.Error(err)
	}
	early := written.Load()
	close(stop)
	wg.Wait()
	again, _, _ := s.bring(file)
	if found := read(t, again.DB, func(tx *store.Tx) ([]store.Discrepancy, error) { return tx.Doctor(1_000_000, 10) }); len(found) > 0 {
		t.Errorf("torn: %+v", found)
	}
	work := read(t, again.DB, func(tx *store.Tx) ([]intake.Work, error) {
		return tx.PendingWork(s.app.Node, intake.Work{Priority: -1}, 1_000_000)
	})
	if len(work) < 100 || int64(len(work)) > early+4 {
		t.Errorf("%d messages in a backup that was done after %d", len(work), early)
	}
	for _, w := range work {
		seen := read(t, again.DB, func(tx *store.Tx) ([]switchboard.AccountID, error) { return tx.Sightings(w.MessageID) })
		m := read(t, again.DB, func(tx *store.Tx) (switchboard.Message, error) { return tx.Message(w.MessageID) })
		if len(seen) != 1 || m.Content.Text == "" {
			t.Fatalf("message %s has %d sightings", m.ID, len(seen))
		}
	}
}

func (s site) beside(t *testing.T) *store.DB {
	t.Helper()
	d, err := store.Open(t.Context(), db.Config{Dialect: db.SQLite, DSN: app.DatabaseFile(s.data), ReadOnly: true, Now: s.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestPostgresIsMarkedNotBackedUp(t *testing.T) {
	t.Parallel()
	clock := timesource.NewManual(opened)
	d := storetest.Open(t, storetest.Postgres(t, clock.Now))
	w := storetest.NewWorld(t, d)
	w.Update(func(tx *store.Tx) error {
		if _, err := tx.EnsureInstallation("first"); err != nil {
			return err
		}
		return tx.Beat("dead", opened.Add(45*time.Second)) // it was alive when the dump was made
	})
	talk := w.Talk("mira", nil)
	sends := w.Send(w.Draft(talk, 2), time.Time{})
	var said *switchboard.Error
	if _, err := backup.Write(t.Context(), backup.Source{DB: d, Time: clock}, nil); !asError(err, &said) || !strings.Contains(said.Hint, "pg_dump") {
		t.Errorf("backup: %v", err)
	}
	mark := func(at time.Time) (made backup.Marked, err error) {
		err = d.Update(t.Context(), func(tx *store.Tx) (err error) {
			made, err = backup.Mark(tx, at)
			return err
		})
		return made, err
	}
	clock.Advance(time.Hour)
	if _, err := mark(opened.Add(2 * time.Hour)); !switchboard.IsCode(err, switchboard.CodeInvalid) {
		t.Errorf("a backup from the future: %v", err)
	}
	w.Update(func(tx *store.Tx) error { return tx.Beat("alive", clock.Now().Add(45*time.Second)) })
	if _, err := mark(opened); !switchboard.IsCode(err, switchboard.CodeConflict) {
		t.Errorf("marked under a living process: %v", err)
	}
	w.Update(func(tx *store.Tx) error { return tx.ForgetNode("alive") })
	made, err := mark(opened)
	if err != nil || made.Unknown != 1 || made.Dropped != 1 {
		t.Fatalf("%+v, %v", made, err)
	}
	if got := delivery(t, d, sends[0].ID); got.State != switchboard.DeliveryUnknown || !got.StartedAt.Equal(opened) {
		t.Errorf("%+v", got)
	}
	if nodes := read(t, d, (*store.Tx).Nodes); len(nodes) != 0 {
		t.Errorf("nodes %+v", nodes)
	}
	if i := read(t, d, (*store.Tx).Installation); i.Reconciled() || i.Incarnation == "first" {
		t.Errorf("%+v", i)
	}
}
