package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/calendar"
	"switchboard/internal/notice"
	webpush "switchboard/internal/push"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Notices is what the API needs of the ways people are told in.
type Notices struct {
	MailFrom string // the sender of mail; empty when none is sent
	// TestMail mails somebody once; nil when there is no mail server. A result's code says what went wrong.
	TestMail func(ctx context.Context, to switchboard.Agent) notice.Result
	// HookHosts are those that chat hooks may lead to without encryption, as host:port.
	HookHosts []string
	// TestHook tells a chat hook once.
	TestHook func(ctx context.Context, id switchboard.ChatHookID) notice.Result
}

func noticeWayRoutes(s *server) {
	declare := func(method, path, id, summary, doc string) route {
		return route{ID: id, Method: method, Path: "/me" + path, Tag: "notices", Needs: access.ConversationRead, Summary: summary, Doc: doc}
	}
	register(s, declare("GET", "/notice-preferences", "read-notice-preferences", "What one is told of, how and when", ""), s.readPreferences)
	register(s, declare("PUT", "/notice-preferences", "save-notice-preferences", "Choose what one is told of",
		"What is left out is as usual. Quiet hours hold everything but alarms; what was held comes at once when they end."), s.savePreferences)
	register(s, declare("GET", "/push-subscriptions", "list-push-subscriptions", "Browsers that are told", "With the key that a browser "+
		"subscribes under (applicationServerKey)."), s.listPushes)
	register(s, declare("POST", "/push-subscriptions", "create-push-subscription", "Have this browser told",
		"A browser tells one person: whoever subscribed it last.").withStatus(http.StatusCreated), s.createPush)
	register(s, declare("DELETE", "/push-subscriptions/{id}", "delete-push-subscription", "Tell a browser no more", ""), s.deletePush)
	register(s, route{ID: "test-mail", Method: http.MethodPost, Path: "/installation/test-mail", Tag: "installation",
		Needs: access.InstallationManage, Status: http.StatusOK, Summary: "Mail oneself, to see whether mail works"}, s.testMail)
}

// PreferencesView is what one is told of.
type PreferencesView struct {
	notice.Preferences
	Events []switchboard.NoticeEvent `json:"events" nullable:"false" doc:"Everything one can be told of, in order"`
	Push   bool                      `json:"push_ready" doc:"At least one browser is subscribed"`
	Email  bool                      `json:"email_ready" doc:"This installation can send mail"`
	// EmailTrouble is safe to show.
	EmailTrouble string `json:"email_trouble,omitempty" doc:"Why one is not told by mail although this installation can send it, and what to do"`
	Chat         bool   `json:"chat_ready" doc:"At least one chat hook of one's own is on"`
}

func (s *server) readPreferences(ctx context.Context, _ *struct{}) (out *BodyOf[PreferencesView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		v, err := s.viewPreferences(tx, actorOf(ctx).Agent)
		out = bodyOf(v)
		return err
	})
	return out, err
}

func (s *server) viewPreferences(tx *store.Tx, agent switchboard.AgentID) (v PreferencesView, err error) {
	tables := notices.In(tx.Tx)
	said, err := tables.Preferences(agent)
	if err != nil {
		return v, err
	}
	if v.Preferences, err = notice.ParsePreferences(said[agent]); err != nil {
		return v, err
	}
	pushes, err := tables.Pushes(agent)
	if err != nil {
		return v, err
	}
	hooks, err := tables.Hooks(agent)
	for _, h := range hooks {
		v.Chat = v.Chat || h.State == notices.HookOn
	}
	if err != nil {
		return v, err
	}
	v.Events, v.Push, v.Email = switchboard.NoticeEvents(), len(pushes) > 0, s.Notices.TestMail != nil
	if v.Email {
		v.EmailTrouble, err = s.emailTrouble(tx, agent)
		v.Email = v.EmailTrouble == ""
	}
	return v, err
}

type savePreferencesInput struct {
	Body struct {
		Ways   map[switchboard.NoticeEvent]map[switchboard.Way]notice.Timing `json:"ways,omitempty" doc:"By event and way; what is left out is as usual"`
		Quiet  *calendar.Spec                                                `json:"quiet,omitempty" doc:"Left out, there are no quiet hours"`
		Detail notice.Detail                                                 `json:"detail,omitempty" enum:"event,title,preview" doc:"How much of a conversation leaves the installation; title unless said otherwise"`
	}
}

func (s *server) savePreferences(ctx context.Context, in *savePreferencesInput) (out *BodyOf[PreferencesView], err error) {
	p := notice.Preferences{Ways: in.Body.Ways, Quiet: in.Body.Quiet, Detail: in.Body.Detail}
	if err := p.Check(); err != nil {
		return nil, err
	}
	agent := actorOf(ctx).Agent
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := notices.In(tx.Tx).SavePreferences(agent, p); err != nil {
			return err
		}
		v, err := s.viewPreferences(tx, agent)
		out = bodyOf(v)
		return err
	})
	return out, err
}

// PushPage is the browsers that are told.
type PushPage struct {
	Items     []notices.Push `json:"items" nullable:"false"`
	PublicKey string         `json:"public_key" doc:"What a browser subscribes under, base64url"`
}

// It may make the key at its first use, so it is a write although it is asked for with GET: nothing that anybody said
// changes by it.
func (s *server) listPushes(ctx context.Context, _ *struct{}) (out *BodyOf[PushPage], err error) {
	agent := actorOf(ctx).Agent
	err = s.update(ctx, func(tx *store.Tx) error {
		keys, err := notice.PushKeys(tx, s.Ring)
		if err != nil {
			return err
		}
		all, err := notices.In(tx.Tx).Pushes(agent)
		out = bodyOf(PushPage{Items: append([]notices.Push{}, all...), PublicKey: keys.Public})
		return err
	})
	return out, err
}

type createPushInput struct {
	Body struct {
		webpush.Browser
		Name string `json:"name,omitempty" maxLength:"100" doc:"Which browser it is, for its person"`
	}
}

// maxPushes bounds the browsers of one person; the oldest makes room.
const maxPushes = 20

func (s *server) createPush(ctx context.Context, in *createPushInput) (out *BodyOf[notices.Push], err error) {
	if err := in.Body.Check(); err != nil {
		return nil, err
	}
	plain, err := json.Marshal(in.Body.Browser)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256([]byte(in.Body.Endpoint))
	agent := actorOf(ctx).Agent
	err = s.update(ctx, func(tx *store.Tx) error {
		p := notices.Push{ID: switchboard.NewID[switchboard.PushID](tx.Now()), AgentID: agent, Digest: digest[:], Name: in.Body.Name,
			CreatedAt: tx.Now()}
		if p.Sealed, err = s.Ring.Seal(plain, notice.PushBinding(p.ID)); err != nil {
			return err
		}
		tables := notices.In(tx.Tx)
		if err := tables.SavePush(p); err != nil {
			return err
		}
		out = bodyOf(p)
		all, err := tables.Pushes(agent)
		if err == nil && len(all) > maxPushes {
			err = tables.DeletePush(all[0].ID)
		}
		return err
	})
	return out, err
}

type pushInput struct {
	ID switchboard.PushID `path:"id" doc:"The browser"`
}

func (s *server) deletePush(ctx context.Context, in *pushInput) (*struct{}, error) {
	agent := actorOf(ctx).Agent
	return nil, s.update(ctx, func(tx *store.Tx) error {
		p, found, err := notices.In(tx.Tx).Push(in.ID)
		if err != nil {
			return err
		}
		if !found || p.AgentID != agent {
			return switchboard.Refuse(switchboard.CodeNotFound, "There is no such browser, or it is somebody else's.")
		}
		return notices.In(tx.Tx).DeletePush(p.ID)
	})
}

// Tried says how a test went.
type Tried struct {
	OK   bool   `json:"ok"`
	Code string `json:"code,omitempty" doc:"What went wrong"`
	Text string `json:"text" doc:"In words"`
}

func triedOf(r notice.Result) Tried {
	switch r.Fate {
	case notice.Told:
		return Tried{OK: true, Text: "It was taken."}
	case notice.Unknown:
		return Tried{Code: r.Code, Text: "There was no clear answer; it may have arrived."}
	}
	if r.Code == notice.CodeNotAllowed {
		return Tried{Code: r.Code, Text: "Chat hooks are told over https at public addresses. Whoever runs this installation can " +
			"allow another host with the setting chat-hook-hosts."}
	}
	return Tried{Code: r.Code, Text: "It was not taken: " + r.Code + "."}
}

func (s *server) testMail(ctx context.Context, _ *struct{}) (*BodyOf[Tried], error) {
	if s.Notices.TestMail == nil {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "This installation sends no mail.").
			WithHint("Set smtp-url and mail-from, and start it again.")
	}
	var agent switchboard.Agent
	err := s.update(ctx, func(tx *store.Tx) (err error) {
		if agent, err = tx.Agent(actorOf(ctx).Agent); err != nil {
			return err
		}
		if err := s.mayBeMailed(tx, agent); err != nil {
			return err
		}
		return access.Audit(tx, actorOf(ctx), access.Act{Action: "installation.test_mail", Subject: agent.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	return bodyOf(triedOf(s.Notices.TestMail(ctx, agent))), nil
}
