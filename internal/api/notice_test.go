package api

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/notice"
	"switchboard/internal/oncall"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// told is a shop whose people are told.
type told struct {
	*shop
	at int64
}

func newTold(t *testing.T, change ...func(*Options)) *told {
	t.Helper()
	s := &told{shop: newShop(t, change...)}
	at, err := notice.Begin(t.Context(), s.DB)
	if err != nil {
		t.Fatal(err)
	}
	s.at = at
	return s
}

func (s *told) follow() {
	s.t.Helper()
	var events []switchboard.Event
	s.update(func(tx *store.Tx) (err error) {
		events, err = tx.Events(s.at, 1000)
		return err
	})
	at, err := notice.Take(s.t.Context(), s.DB, events)
	if err != nil {
		s.t.Fatal(err)
	}
	s.at = at
}

func (s *told) notices(as switchboard.Role) (page NoticePage) {
	s.t.Helper()
	s.follow()
	s.ask(as, "GET", "/notices", nil, 200, &page)
	return page
}

func (s *told) listed(as switchboard.Role) (all []string) {
	s.t.Helper()
	for _, n := range s.notices(as).Items {
		all = append(all, strings.TrimSpace(string(n.Event)+" "+n.Customer+" "+string(n.SeenWhy)))
	}
	return all
}

func TestNoticesAreOnesOwn(t *testing.T) {
	t.Parallel()
	s := newTold(t)
	c := s.hear("mira", "my kettle leaks")
	s.offer(c.ID, s.people[anna].ID)
	page := s.notices(anna)
	if len(page.Items) != 1 || page.Unread != 1 || page.Items[0].Event != switchboard.NoticeOffer || page.Items[0].Customer != "mira" {
		t.Fatalf("%+v", page)
	}
	id := page.Items[0].ID.String()
	if got := s.notices(chief); len(got.Items) != 0 {
		t.Errorf("somebody else sees %+v", got)
	}
	s.refused(chief, "GET", "/notices/"+id, nil, switchboard.CodeNotFound)
	s.refused(chief, "POST", "/notices/"+id+"/seen", nil, switchboard.CodeNotFound)
	var detail NoticeDetail
	s.ask(anna, "GET", "/notices/"+id, nil, 200, &detail)
	if detail.Notice.ID != page.Items[0].ID {
		t.Errorf("%+v", detail)
	}
	var left Unread
	s.ask(anna, "POST", "/notices/"+id+"/seen", nil, 200, &left)
	if left.Unread != 0 {
		t.Errorf("%d left", left.Unread)
	}
	s.ask(anna, "POST", "/conversations/"+c.ID.String()+"/accept", nil, 200, nil)
	again := s.take(connector.Item{ThreadKey: "p1", Visibility: switchboard.Public, Kind: switchboard.KindReply}, "mira", "are you there?")
	if again.ID != c.ID {
		t.Fatal("the reply opened another conversation")
	}
	if diff := cmp.Diff([]string{"reply mira", "offer mira read"}, s.listed(anna)); diff != "" {
		t.Error(diff)
	}
	s.ask(anna, "POST", "/conversations/"+c.ID.String()+"/seen", nil, 200, &left)
	if left.Unread != 0 {
		t.Errorf("%d left after it was opened", left.Unread)
	}
}

func TestPagesOfNoticesHoldEachOnce(t *testing.T) {
	t.Parallel()
	s := newTold(t)
	for n := range 7 {
		c := s.hear("customer"+string(rune('a'+n)), "hello")
		s.offer(c.ID, s.people[anna].ID)
		s.follow()
		s.clock.Advance(time.Second)
	}
	seen := map[switchboard.NoticeID]bool{}
	after := ""
	for range 4 {
		var page NoticePage
		s.ask(anna, "GET", "/notices?limit=2&after="+after, nil, 200, &page)
		for _, n := range page.Items {
			seen[n.ID] = true
		}
		after = page.Next
	}
	if len(seen) != 7 || after != "" {
		t.Errorf("%d of 7, next %q", len(seen), after)
	}
	s.refused(anna, "GET", "/notices?after=elsewhere", nil, switchboard.CodeInvalid)
	var left Unread
	s.ask(anna, "POST", "/notices/seen-all", nil, 200, &left)
	if left.Unread != 0 {
		t.Errorf("%d left", left.Unread)
	}
}

func TestANoteTellsThoseItNames(t *testing.T) {
	t.Parallel()
	s := newTold(t)
	s.colleague(petra, "comms", 4)
	c := s.hear("mira", "my kettle leaks")
	var added NoteAdded
	s.ask(anna, "POST", "/conversations/"+c.ID.String()+"/notes", any1{"text": "@Pat manager please look, @Kim petra and @Pat agent too"}, 201, &added)
	if diff := cmp.Diff([]switchboard.AgentID{s.people[chief].ID}, added.Mentioned); diff != "" {
		t.Errorf("who may read it, but for the author (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"mention mira"}, s.listed(chief)); diff != "" {
		t.Error(diff)
	}
	if got := s.listed(petra); len(got) != 0 {
		t.Errorf("somebody who may not read it is told: %v", got)
	}
}

func TestPreferencesAreKept(t *testing.T) {
	t.Parallel()
	s := newTold(t)
	var v PreferencesView
	s.ask(anna, "GET", "/me/notice-preferences", nil, 200, &v)
	if len(v.Events) != len(v.Ways) || !v.Ways[switchboard.NoticeOffer][switchboard.WayPush].On || v.Email {
		t.Errorf("%+v", v)
	}
	body := any1{"ways": any1{"reply": any1{"push": any1{"on": true, "after_seconds": 60}}}, "detail": "event",
		"quiet": any1{"zone": "Europe/Lisbon", "hours": any1{"sat": []string{"00:00-24:00"}}}}
	s.ask(anna, "PUT", "/me/notice-preferences", body, 200, nil)
	s.ask(anna, "GET", "/me/notice-preferences", nil, 200, &v)
	if v.Ways[switchboard.NoticeReply][switchboard.WayPush] != (notice.Timing{On: true, After: 60}) || v.Detail != notice.DetailEvent ||
		v.Quiet == nil || v.Quiet.Zone != "Europe/Lisbon" || !v.Ways[switchboard.NoticeOffer][switchboard.WayPush].On {
		t.Errorf("%+v", v)
	}
	for _, bad := range []any1{{"quiet": any1{"zone": "Nowhere", "hours": any1{"sat": []string{"00:00-24:00"}}}}, {"ways": any1{"lunch": any1{}}},
		{"ways": any1{"reply": any1{"console": any1{"on": false}}}}} {
		s.refused(anna, "PUT", "/me/notice-preferences", bad, switchboard.CodeInvalid)
	}
}

func TestBrowsersAreTakenInAndLetGo(t *testing.T) {
	t.Parallel()
	s := newTold(t)
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	body := any1{"endpoint": "https://push.example/secret", "p256dh": base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()),
		"auth": base64.RawURLEncoding.EncodeToString(make([]byte, 16)), "name": "laptop"}
	var made notices.Push
	s.ask(anna, "POST", "/me/push-subscriptions", body, 201, &made)
	var page, again PushPage
	s.ask(anna, "GET", "/me/push-subscriptions", nil, 200, &page)
	s.ask(chief, "GET", "/me/push-subscriptions", nil, 200, &again)
	if len(page.Items) != 1 || page.PublicKey == "" || page.PublicKey != again.PublicKey || len(again.Items) != 0 {
		t.Errorf("%+v, %+v", page, again)
	}
	s.view(func(tx *store.Tx) error {
		p, _, err := notices.In(tx.Tx).Push(made.ID)
		if strings.Contains(string(p.Sealed), "secret") {
			t.Error("the address is stored in the clear")
		}
		return err
	})
	s.refused(chief, "DELETE", "/me/push-subscriptions/"+made.ID.String(), nil, switchboard.CodeNotFound)
	s.ask(anna, "DELETE", "/me/push-subscriptions/"+made.ID.String(), nil, 204, nil)
	body["endpoint"] = "http://push.example/1"
	s.refused(anna, "POST", "/me/push-subscriptions", body, switchboard.CodeInvalid)
}

func (w *world) view(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.View(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func TestChatHooksOfPeopleAndTeams(t *testing.T) {
	t.Parallel()
	tried := switchboard.ChatHookID{}
	s := newTold(t, func(o *Options) {
		o.Notices.TestHook = func(_ context.Context, id switchboard.ChatHookID) notice.Result {
			tried = id
			return notice.Result{Fate: notice.Refused, Code: "status_400"}
		}
	})
	body := any1{"name": "mine", "url": "https://chat.example/hooks/1"}
	var shown HookShown
	s.ask(anna, "POST", "/me/chat-hooks", body, 201, &shown)
	if shown.Secret == "" || shown.Hook.State != notices.HookOn {
		t.Errorf("%+v", shown)
	}
	var list Page[json.RawMessage]
	s.ask(anna, "GET", "/me/chat-hooks", nil, 200, &list)
	if len(list.Items) != 1 || strings.Contains(string(list.Items[0]), "chat.example") || strings.Contains(string(list.Items[0]), shown.Secret) {
		t.Errorf("%s", list.Items)
	}
	mine := "/me/chat-hooks/" + shown.Hook.ID.String()
	var result Tried
	s.ask(anna, "POST", mine+"/test", nil, 200, &result)
	if result.OK || result.Code != "status_400" || tried != shown.Hook.ID {
		t.Errorf("%+v", result)
	}
	var h notices.Hook
	s.ask(anna, "PATCH", mine, any1{"state": "paused"}, 200, &h)
	if h.State != notices.HookPaused {
		t.Errorf("%+v", h)
	}
	s.refused(chief, "DELETE", mine, nil, switchboard.CodeNotFound)
	s.refused(anna, "POST", "/departments/service/chat-hooks", body, switchboard.CodeForbidden)
	s.refused(chief, "POST", "/departments/nowhere/chat-hooks", body, switchboard.CodeInvalid)
	var team HookShown
	s.ask(chief, "POST", "/departments/service/chat-hooks", body, 201, &team)
	var renewed HookShown
	teamSecret := "/departments/service/chat-hooks/" + team.Hook.ID.String() + "/secret"
	s.refused(anna, "POST", teamSecret, nil, switchboard.CodeForbidden)
	s.refused(chief, "POST", "/departments/comms/chat-hooks/"+team.Hook.ID.String()+"/secret", nil, switchboard.CodeNotFound)
	s.refused(chief, "POST", mine+"/secret", nil, switchboard.CodeNotFound)
	s.ask(chief, "POST", teamSecret, nil, 200, &renewed)
	s.view(func(tx *store.Tx) error {
		h, _, err := notices.In(tx.Tx).Hook(team.Hook.ID)
		if err != nil {
			return err
		}
		to, err := notice.OpenHook(s.api.Ring, h)
		if to.Secret != renewed.Secret || renewed.Secret == team.Secret || to.URL != "https://chat.example/hooks/1" {
			t.Errorf("it leads to %q, signed anew: %v", to.URL, to.Secret != team.Secret)
		}
		return err
	})
	s.refused(chief, "DELETE", "/departments/comms/chat-hooks/"+team.Hook.ID.String(), nil, switchboard.CodeNotFound)
	s.refused(chief, "DELETE", "/me/chat-hooks/"+team.Hook.ID.String(), nil, switchboard.CodeNotFound)
	s.ask(chief, "DELETE", "/departments/service/chat-hooks/"+team.Hook.ID.String(), nil, 204, nil)
	s.ask(anna, "DELETE", mine, nil, 204, nil)
	s.refused(anna, "POST", "/me/chat-hooks", any1{"name": "x", "url": "ftp://chat.example"}, switchboard.CodeInvalid)
}

func TestAnAlarmIsAccepted(t *testing.T) {
	t.Parallel()
	s := newTold(t)
	outside := s.colleague(petra, "comms", 4)
	c := s.hear("mira", "it burnt my hand")
	path := "/conversations/" + c.ID.String()
	s.refused(guest, "POST", path+"/alarm", any1{"kind": "safety"}, switchboard.CodeForbidden)
	s.refused(anna, "POST", path+"/acknowledge", nil, switchboard.CodeNotFound)
	s.refused(anna, "PUT", "/departments/service/on-call", oncall.Default(), switchboard.CodeForbidden)
	plan := any1{"steps": []any1{{"who": "people", "people": []any{outside.ID}, "wait_seconds": 60}}}
	s.refused(chief, "PUT", "/departments/service/on-call", plan, switchboard.CodeInvalid)
	plan["steps"] = []any1{{"who": "managers", "wait_seconds": 60}}
	s.update(func(tx *store.Tx) error { return tx.SetPassword(s.people[chief].ID, "x") })
	var view OnCallView
	s.ask(anna, "GET", "/departments/service/on-call", nil, 200, &view)
	if !view.Default || len(view.Steps) == 0 || len(view.Reached) != len(view.Steps) {
		t.Errorf("%+v", view)
	}
	s.ask(chief, "PUT", "/departments/service/on-call", plan, 200, &view)
	if diff := cmp.Diff([][]switchboard.AgentID{{s.people[chief].ID}}, view.Reached); diff != "" || view.Default {
		t.Errorf("whom it would call (-want +got):\n%s", diff)
	}
	var alarms, open Page[AlarmView]
	s.ask(anna, "POST", path+"/alarm", any1{"kind": "crisis"}, 200, &alarms)
	s.ask(anna, "POST", path+"/alarm", any1{"kind": "crisis"}, 200, &alarms)
	if len(alarms.Items) != 1 || alarms.Items[0].State != switchboard.AlarmRinging || len(alarms.Items[0].Calls) != 1 {
		t.Fatalf("%+v", alarms)
	}
	if diff := cmp.Diff([]string{"crisis mira"}, s.listed(chief)); diff != "" {
		t.Error(diff)
	}
	s.ask(petra, "GET", "/alarms", nil, 200, &open)
	if len(open.Items) != 0 {
		t.Error("somebody sees an alarm of a conversation they may not see")
	}
	s.ask(anna, "GET", "/alarms", nil, 200, &open)
	var detail ConversationDetail
	s.ask(anna, "GET", path, nil, 200, &detail)
	if len(open.Items) != 1 || len(detail.Alarms) != 1 {
		t.Errorf("%d open, %d shown with the conversation", len(open.Items), len(detail.Alarms))
	}
	var list Page[ListedConversation]
	s.ask(anna, "GET", "/conversations?view=all", nil, 200, &list)
	if len(list.Items) != 1 || list.Items[0].Alarm != switchboard.NoticeCrisis {
		t.Errorf("the list shows %+v", list.Items)
	}
	s.refused(petra, "POST", path+"/acknowledge", nil, switchboard.CodeNotFound)
	s.ask(chief, "POST", path+"/acknowledge", nil, 200, &alarms)
	s.ask(anna, "POST", path+"/acknowledge", nil, 200, &alarms)
	if alarms.Items[0].AcceptedBy != s.people[chief].ID {
		t.Errorf("%+v", alarms)
	}
	if diff := cmp.Diff([]string{"crisis mira acted"}, s.listed(chief)); diff != "" {
		t.Error(diff)
	}
}

// What could not be sent answered nobody; what is on its way was written by somebody who has it in hand.
func TestWhoAnswersHasTheAlarmInHand(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	var alarms Page[AlarmView]
	s.ask(anna, "POST", at(c, "/alarm"), any1{"kind": "safety"}, 200, &alarms)
	send := func(text string) AlarmView {
		t.Helper()
		d := s.draft(anna, c, text)
		s.ask(anna, "POST", of(d, "/send"), any1{"version": 1}, 200, nil)
		var detail ConversationDetail
		s.ask(anna, "GET", at(c, ""), nil, 200, &detail)
		return detail.Alarms[0]
	}
	if a := send(strings.Repeat("lid ", 40)); a.State != switchboard.AlarmRinging {
		t.Errorf("the network carries no such text: %+v", a)
	}
	if a := send("Please unplug it. I am calling you."); a.State != switchboard.AlarmAccepted || a.AcceptedBy != s.people[anna].ID {
		t.Errorf("she answered: %+v", a)
	}
}

// Two leads change a ladder at once: the second is told that, and by whom, instead of undoing what the first did.
func TestALadderIsChangedOnlyAsItWasSeen(t *testing.T) {
	t.Parallel()
	s := newTold(t)
	const path = "/departments/service/on-call"
	save := func(wait, seen string, status int) (view OnCallView, tag string) {
		t.Helper()
		r := ask(chief, "PUT", path, `{"steps":[{"who":"managers","wait_seconds":`+wait+`}]}`)
		r.Headers = map[string]string{"If-Match": seen}
		got := s.want(scenario{Name: wait, request: r, Status: status})
		return read[OnCallView](t, got), got.Header().Get("ETag")
	}
	first := s.do(ask(anna, "GET", path, "")).Header().Get("ETag")
	kept, second := save("60", first, 200)
	if kept.ChangedBy != s.people[chief].ID || kept.ChangedAt == nil || first == "" || first == second {
		t.Errorf("%+v, %q after %q", kept, second, first)
	}
	save("90", first, 409)
	s.refused(chief, "GET", "/departments/nobodys/on-call", nil, switchboard.CodeNotFound)
	s.refused(chief, "PUT", "/departments/nobodys/on-call", oncall.Default(), switchboard.CodeNotFound)
	var view OnCallView
	s.ask(anna, "GET", path, nil, 200, &view)
	if view.Steps[0].Wait != 60 || view.ChangedBy != s.people[chief].ID || view.Default {
		t.Errorf("%+v", view)
	}
	if now, _ := save("90", second, 200); now.Steps[0].Wait != 90 {
		t.Errorf("%+v", now)
	}
	if now, _ := save("120", "", 200); now.Steps[0].Wait != 120 {
		t.Error("who says nothing of what they saw is refused")
	}
}

func TestTheInstallationSaysWhetherMailWorks(t *testing.T) {
	t.Parallel()
	without := newTold(t)
	var i InstallationView
	without.ask(anna, "GET", "/installation", nil, 200, &i)
	if i.Mail.On {
		t.Errorf("%+v", i.Mail)
	}
	without.refused(switchboard.RoleAdmin, "POST", "/installation/test-mail", nil, switchboard.CodeUnavailable)
	var to string
	with := newTold(t, func(o *Options) {
		o.Notices.MailFrom = "care@kettles.example"
		o.Notices.TestMail = func(_ context.Context, agent switchboard.Agent) notice.Result {
			to = agent.Email
			return notice.Result{Fate: notice.Told}
		}
	})
	var tried Tried
	with.refused(anna, "POST", "/installation/test-mail", nil, switchboard.CodeForbidden)
	with.ask(switchboard.RoleAdmin, "POST", "/installation/test-mail", nil, 200, &tried)
	with.ask(anna, "GET", "/installation", nil, 200, &i)
	if !tried.OK || to != with.people[switchboard.RoleAdmin].Email || !i.Mail.On || i.Mail.From != "care@kettles.example" {
		t.Errorf("%+v to %q, %+v", tried, to, i.Mail)
	}
}
