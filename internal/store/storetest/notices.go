package storetest

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// raise is a notice of a customer's reply to Ada.
func (w *World) raise(talk switchboard.ConversationID, position int64) notices.Raising {
	return notices.Raising{Recipient: w.Ada.ID.String(), Position: position, Notice: switchboard.Notice{ID: id[switchboard.NoticeID](w),
		AgentID: w.Ada.ID, Event: switchboard.NoticeReply, Subject: talk.String(), ConversationID: talk, AccountID: w.Account.ID,
		Department: Service, LastAt: w.Start.Add(time.Duration(position) * time.Second)}}
}

func noticesOnce(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	raise := func(r notices.Raising) notices.Raised {
		return write(w, func(tx *store.Tx) (notices.Raised, error) { return notices.In(tx.Tx).Raise(r) })
	}
	first := raise(w.raise(talk.ID, 5))
	if !first.Fresh || first.Count != 1 {
		t.Errorf("the first: %+v", first)
	}
	if again := raise(w.raise(talk.ID, 5)); again.Changed {
		t.Errorf("the same row of the journal raised it twice: %+v", again)
	}
	second := raise(w.raise(talk.ID, 9))
	if second.Fresh || second.Count != 2 || second.ID != first.ID {
		t.Errorf("the second: %+v", second)
	}
	if unread := read(w, func(tx *store.Tx) (int64, error) { return notices.In(tx.Tx).Unread(w.Ada.ID) }); unread != 1 {
		t.Errorf("%d unread, want 1", unread)
	}
	seen := write(w, func(tx *store.Tx) ([]switchboard.Notice, error) {
		return notices.In(tx.Tx).See(notices.Which{Agent: w.Ada.ID, ConversationID: talk.ID}, switchboard.SeenRead, tx.Now())
	})
	if len(seen) != 1 || seen[0].SeenWhy != switchboard.SeenRead || seen[0].SeenAt.IsZero() {
		t.Errorf("seen: %+v", seen)
	}
	if late := raise(w.raise(talk.ID, 5)); late.Changed {
		t.Errorf("a row that was told and seen came back: %+v", late)
	}
	if late := raise(w.raise(talk.ID, 9)); late.Changed {
		t.Errorf("a row that was counted and seen came back: %+v", late)
	}
	if third := raise(w.raise(talk.ID, 12)); !third.Fresh || third.ID == first.ID {
		t.Errorf("after it was seen: %+v", third)
	}
	other := w.raise(talk.ID, 12)
	other.Recipient, other.AgentID = w.Bo.ID.String(), w.Bo.ID
	if bo := raise(other); !bo.Fresh {
		t.Errorf("somebody else: %+v", bo)
	}
}

func noticePages(t *testing.T, w *World) {
	tables := func(fn func(notices.Tables) error) {
		w.Update(func(tx *store.Tx) error { return fn(notices.In(tx.Tx)) })
	}
	for n := range 7 {
		talk := w.Talk("customer"+string(rune('a'+n)), nil)
		r := w.raise(talk.ID, int64(n+1))
		tables(func(in notices.Tables) error {
			if _, err := in.Raise(r); err != nil || n%2 == 0 {
				return err
			}
			_, err := in.See(notices.Which{ID: r.ID}, switchboard.SeenRead, in.Now())
			return err
		})
	}
	var order []int64
	for after := (notices.Spot{}); ; {
		page := read(w, func(tx *store.Tx) ([]switchboard.Notice, error) { return notices.In(tx.Tx).List(w.Ada.ID, after, 2) })
		for _, n := range page {
			order = append(order, int64(n.LastAt.Sub(w.Start)/time.Second))
		}
		if len(page) < 2 {
			break
		}
		last := page[1]
		after = notices.Spot{Unread: last.SeenAt.IsZero(), At: last.LastAt, ID: last.ID}
	}
	same(t, "unread first, newest first", order, []int64{7, 5, 3, 1, 6, 4, 2})
	gone := write(w, func(tx *store.Tx) (int64, error) { return notices.In(tx.Tx).Forget(tx.Now().Add(time.Hour), 100) })
	if gone != 3 {
		t.Errorf("%d forgotten, want the 3 that were seen", gone)
	}
}

func tellings(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	r := w.raise(talk.ID, 1)
	plan := func(way switchboard.Way, target string, due time.Time) notices.Telling {
		return notices.Telling{ID: id[switchboard.TellingID](w), NoticeID: r.ID, Recipient: r.Recipient, Way: way, Target: target, DueAt: due}
	}
	mail := plan(switchboard.WayEmail, "", w.Start)
	w.Update(func(tx *store.Tx) error {
		in := notices.In(tx.Tx)
		if _, err := in.Raise(r); err != nil {
			return err
		}
		for i, v := range []notices.Telling{mail, plan(switchboard.WayPush, "psh_a", w.Start), plan(switchboard.WayPush, "psh_b", w.Start)} {
			if added, err := in.AddTelling(v); err != nil || !added {
				t.Errorf("way %d: %v, %v", i, added, err)
			}
		}
		added, err := in.AddTelling(plan(switchboard.WayEmail, "", w.Start))
		if added {
			t.Error("one way was planned twice")
		}
		return err
	})
	claim := func() bool {
		return write(w, func(tx *store.Tx) (bool, error) { return notices.In(tx.Tx).Claim(mail.ID, mail.ID) })
	}
	if !claim() || claim() {
		t.Error("a telling is claimed once")
	}
	w.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).Again(mail.ID, w.Start, "status_503") })
	if !claim() {
		t.Error("what certainly did not arrive may be claimed again")
	}
	abandoned := write(w, func(tx *store.Tx) (int64, error) { return notices.In(tx.Tx).Abandon(tx.Now().Add(time.Hour)) })
	if abandoned != 1 || claim() {
		t.Errorf("%d abandoned; what was abandoned is never claimed again", abandoned)
	}
	w.Update(func(tx *store.Tx) error {
		_, err := notices.In(tx.Tx).See(notices.Which{ID: r.ID}, switchboard.SeenActed, tx.Now())
		return err
	})
	fates := read(w, func(tx *store.Tx) ([]notices.Fate, error) { return notices.In(tx.Tx).Fates(r.ID) })
	var states []notices.TellingState
	for _, f := range fates {
		states = append(states, f.State)
	}
	same(t, "fates", states, []notices.TellingState{notices.TellingUnknown, notices.TellingDropped, notices.TellingDropped})
}

func alarms(t *testing.T, w *World) {
	talk, calm := w.Talk("mira", nil), w.Talk("calm", nil)
	alarm := func() switchboard.Alarm {
		return switchboard.Alarm{ID: id[switchboard.AlarmID](w), ConversationID: talk.ID, Kind: switchboard.NoticeSafety, Department: Service,
			State: switchboard.AlarmRinging, RaisedAt: w.Start}
	}
	raise := func(a switchboard.Alarm) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return notices.In(tx.Tx).RaiseAlarm(a) })
	}
	first := alarm()
	if !raise(first) || raise(alarm()) {
		t.Error("one alarm of a kind is open at a time")
	}
	first.State, first.Step, first.Ring, first.AcceptedBy, first.AcceptedAt = switchboard.AlarmAccepted, 2, 3, w.Ada.ID, w.Start.Add(time.Minute)
	first.NextAt, first.Unheard = w.Start.Add(time.Hour), true
	w.Update(func(tx *store.Tx) error {
		in := notices.In(tx.Tx)
		if err := in.AddCall(first.ID, switchboard.AlarmCall{Ring: 1, Step: "lead", Agents: []switchboard.AgentID{w.Ada.ID}, At: w.Start}); err != nil {
			return err
		}
		return in.UpdateAlarm(first)
	})
	got := read(w, func(tx *store.Tx) ([]switchboard.Alarm, error) { return notices.In(tx.Tx).Alarms(talk.ID) })
	same(t, "alarm", got, []switchboard.Alarm{first})
	if raise(alarm()) {
		t.Error("an accepted alarm keeps another one from being raised")
	}
	first.State, first.OverAt = switchboard.AlarmOver, w.Start.Add(2*time.Hour)
	w.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).UpdateAlarm(first) })
	open := func() map[switchboard.ConversationID]switchboard.NoticeEvent {
		return read(w, func(tx *store.Tx) (map[switchboard.ConversationID]switchboard.NoticeEvent, error) {
			return notices.In(tx.Tx).OpenAmong([]switchboard.ConversationID{talk.ID, calm.ID})
		})
	}
	same(t, "open when all are over", open(), map[switchboard.ConversationID]switchboard.NoticeEvent{})
	if !raise(alarm()) {
		t.Error("after it is over there may be another")
	}
	crisis := alarm()
	crisis.Kind = switchboard.NoticeCrisis
	if !raise(crisis) {
		t.Error("an alarm of another kind may be raised beside it")
	}
	same(t, "open, the gravest", open(), map[switchboard.ConversationID]switchboard.NoticeEvent{talk.ID: switchboard.NoticeSafety})
	calls := read(w, func(tx *store.Tx) ([]switchboard.AlarmCall, error) { return notices.In(tx.Tx).Calls(first.ID) })
	same(t, "calls", calls, []switchboard.AlarmCall{{Ring: 1, Step: "lead", Agents: []switchboard.AgentID{w.Ada.ID}, At: w.Start}})
}

func ways(t *testing.T, w *World) {
	push := notices.Push{ID: id[switchboard.PushID](w), AgentID: w.Ada.ID, Digest: []byte{1}, Sealed: []byte{2, 3}, Name: "laptop", CreatedAt: w.Start}
	hook := notices.Hook{ID: id[switchboard.ChatHookID](w), AgentID: w.Ada.ID, Name: "mine", Sealed: []byte{4}, State: notices.HookOn, CreatedAt: w.Start}
	team := notices.Hook{ID: id[switchboard.ChatHookID](w), AgentID: w.Ada.ID, Department: Service, Name: "team", Sealed: []byte{5},
		Events: []switchboard.NoticeEvent{switchboard.NoticeLate}, State: notices.HookOn, CreatedAt: w.Start}
	w.Update(func(tx *store.Tx) error {
		in := notices.In(tx.Tx)
		return all(func() error { return in.SavePush(push) }, func() error { return in.InsertHook(hook) }, func() error { return in.InsertHook(team) },
			func() error { return in.SavePreferences(w.Ada.ID, map[string]string{"detail": "event"}) },
			func() error { return in.SaveOnCall(Service, map[string]int{"repeat": 60}) },
			func() error { return in.SetHealth(switchboard.WayEmail, "unreachable") },
			func() error { return in.SetHealth(switchboard.WayEmail, "") })
	})
	push.AgentID, push.ID = w.Bo.ID, id[switchboard.PushID](w)
	w.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).SavePush(push) })
	of := func(a switchboard.AgentID) []notices.Push {
		return read(w, func(tx *store.Tx) ([]notices.Push, error) { return notices.In(tx.Tx).Pushes(a) })
	}
	same(t, "a browser has one user: of the one before", of(w.Ada.ID), nil)
	same(t, "a browser has one user: of the last", of(w.Bo.ID), []notices.Push{push})
	same(t, "own hooks", read(w, func(tx *store.Tx) ([]notices.Hook, error) { return notices.In(tx.Tx).Hooks(w.Ada.ID) }), []notices.Hook{hook})
	same(t, "team hooks", read(w, func(tx *store.Tx) ([]notices.Hook, error) { return notices.In(tx.Tx).TeamHooks(Service) }), []notices.Hook{team})
	hook.Failures, hook.Trouble, hook.TriedAt, hook.ToldAt = 2, "status_404", w.Start.Add(time.Hour), w.Start.Add(time.Minute)
	hook.FailingSince, hook.RetryAt = w.Start.Add(2*time.Minute), w.Start.Add(2*time.Hour)
	w.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).UpdateHook(hook) })
	same(t, "a hook in trouble", read(w, func(tx *store.Tx) ([]notices.Hook, error) { return notices.In(tx.Tx).Hooks(w.Ada.ID) }), []notices.Hook{hook})
	health := read(w, func(tx *store.Tx) (notices.Health, error) { return notices.In(tx.Tx).Health(switchboard.WayEmail) })
	if health.OKAt.IsZero() || health.FailedAt.IsZero() || health.Trouble != "" {
		t.Errorf("health %+v", health)
	}
	kept := write(w, func(tx *store.Tx) ([]byte, error) {
		if _, err := notices.In(tx.Tx).KeepSecret("vapid", []byte{1}); err != nil {
			return nil, err
		}
		return notices.In(tx.Tx).KeepSecret("vapid", []byte{2})
	})
	same(t, "the first secret stays", kept, []byte{1})
}

// fillNotices puts a row into every table of being told.
func (w *World) fillNotices(tx *store.Tx, talk switchboard.ConversationID) error {
	in := notices.In(tx.Tx)
	r := w.raise(talk, 1)
	alarm := switchboard.Alarm{ID: id[switchboard.AlarmID](w), ConversationID: talk, Kind: switchboard.NoticeCrisis, Department: Service,
		State: switchboard.AlarmRinging, RaisedAt: w.Start}
	return all(
		func() error { return second(in.Raise(r)) },
		func() error {
			return second(in.AddTelling(notices.Telling{ID: id[switchboard.TellingID](w), NoticeID: r.ID, Recipient: r.Recipient,
				Way: switchboard.WayEmail, DueAt: w.Start}))
		},
		func() error { return in.MoveCursor("first", 1) },
		func() error {
			return in.SavePush(notices.Push{ID: id[switchboard.PushID](w), AgentID: w.Ada.ID, Digest: []byte{9}, Sealed: []byte{9}, CreatedAt: w.Start})
		},
		func() error {
			return in.InsertHook(notices.Hook{ID: id[switchboard.ChatHookID](w), AgentID: w.Ada.ID, Sealed: []byte{9}, State: notices.HookOn, CreatedAt: w.Start})
		},
		func() error { return in.SetHealth(switchboard.WayEmail, "") },
		func() error { return second(in.KeepSecret("vapid", []byte{9})) },
		func() error { return in.SaveOnCall(Service, map[string]int{"repeat": 60}) },
		func() error { return second(in.RaiseAlarm(alarm)) },
		func() error {
			return in.AddCall(alarm.ID, switchboard.AlarmCall{Ring: 1, Step: "lead", At: w.Start})
		},
	)
}
