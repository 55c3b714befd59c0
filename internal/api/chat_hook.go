package api

import (
	"context"
	"encoding/json"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/notice"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

func chatHookRoutes(s *server) {
	mine := func(method, path, id, summary, doc string) route {
		return route{ID: id, Method: method, Path: "/me/chat-hooks" + path, Tag: "notices", Needs: access.ConversationRead, Summary: summary, Doc: doc}
	}
	team := func(method, path, id, summary, doc string) route {
		return route{ID: id, Method: method, Path: "/departments/{key}/chat-hooks" + path, Tag: "departments", Needs: access.DepartmentManage,
			Summary: summary, Doc: doc}
	}
	const shown = "The secret signs what is sent, in the Switchboard-Signature header; it is shown this once."
	register(s, mine("GET", "", "list-chat-hooks", "Chat tools that one is told in", ""), s.listHooks)
	register(s, mine("POST", "", "create-chat-hook", "Be told in a chat tool", shown).withStatus(http.StatusCreated), s.createHook)
	register(s, mine("PATCH", "/{id}", "change-chat-hook", "Change, pause or resume a chat hook", ""), s.changeHook)
	register(s, mine("DELETE", "/{id}", "delete-chat-hook", "Be told there no more", ""), s.deleteHook)
	register(s, mine("POST", "/{id}/test", "test-chat-hook", "Send a test and say how it went", "").withStatus(http.StatusOK), s.testHook)
	register(s, team("GET", "", "list-team-hooks", "Chat tools that a department is told in", ""), s.listTeamHooks)
	register(s, team("POST", "", "create-team-hook", "Have a department told in its chat tool", shown).withStatus(http.StatusCreated), s.createTeamHook)
	register(s, team("PATCH", "/{id}", "change-team-hook", "Change, pause or resume a department's chat hook", ""), s.changeTeamHook)
	register(s, team("DELETE", "/{id}", "delete-team-hook", "Tell a department there no more", ""), s.deleteTeamHook)
	register(s, team("POST", "/{id}/test", "test-team-hook", "Send a test to a department's chat and say how it went", "").withStatus(http.StatusOK),
		s.testTeamHook)
}

// HookBody describes a chat hook.
type HookBody struct {
	Name   string                    `json:"name" minLength:"1" maxLength:"100" doc:"Which chat it is"`
	URL    string                    `json:"url" maxLength:"2000" doc:"Its incoming webhook: Slack, Mattermost, Teams or a program; https, and a public address unless chat-hook-hosts lists its host"`
	Events []switchboard.NoticeEvent `json:"events,omitempty" maxItems:"50" doc:"Of a department's: what it is told of; safety and crisis unless said otherwise"`
}

// HookShown is a chat hook with its secret, which is shown once.
type HookShown struct {
	Hook   notices.Hook `json:"hook"`
	Secret string       `json:"secret" doc:"Key of the Switchboard-Signature header; shown this once"`
}

type createHookInput struct{ Body HookBody }

// HookInput names a chat hook.
type HookInput struct {
	ID switchboard.ChatHookID `path:"id" doc:"The chat hook"`
}

// DepartmentInput names a department.
type DepartmentInput struct {
	Key switchboard.DepartmentKey `path:"key" maxLength:"64" doc:"The department"`
}

type createTeamHookInput struct {
	DepartmentInput
	Body HookBody
}

type teamHookInput struct {
	DepartmentInput
	HookInput
}

// HookChange changes what is given and leaves the rest.
type HookChange struct {
	Name   *string                    `json:"name,omitempty" minLength:"1" maxLength:"100"`
	State  *notices.HookState         `json:"state,omitempty" enum:"on,paused"`
	Events *[]switchboard.NoticeEvent `json:"events,omitempty" maxItems:"50" doc:"Of a department's"`
}

type changeHookInput struct {
	HookInput
	Body HookChange
}

type changeTeamHookInput struct {
	DepartmentInput
	HookInput
	Body HookChange
}

// maxHooks bounds the chat hooks of one person or department.
const maxHooks = 10

// newHook makes a hook of a person or, with a department, of its team.
func (s *server) newHook(ctx context.Context, department switchboard.DepartmentKey, b HookBody) (out *BodyOf[HookShown], err error) {
	if err := checkTarget(b.URL); err != nil {
		return nil, err
	}
	if err := notice.CheckHook(b.URL, s.Notices.HookHosts); err != nil {
		return nil, err
	}
	if department != "" && len(b.Events) == 0 {
		b.Events = []switchboard.NoticeEvent{switchboard.NoticeSafety, switchboard.NoticeCrisis}
	}
	if err := checkNoticeEvents(b.Events); err != nil {
		return nil, err
	}
	secret := seal.NewToken()
	plain, err := json.Marshal(notice.HookAddress{URL: b.URL, Secret: secret})
	if err != nil {
		return nil, err
	}
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		h := notices.Hook{ID: switchboard.NewID[switchboard.ChatHookID](tx.Now()), AgentID: actor.Agent, Department: department, Name: b.Name,
			Events: b.Events, State: notices.HookOn, CreatedAt: tx.Now()}
		if err := roomForHook(tx, actor.Agent, department); err != nil {
			return err
		}
		if h.Sealed, err = s.Ring.Seal(plain, notice.HookBinding(h.ID)); err != nil {
			return err
		}
		if err := notices.In(tx.Tx).InsertHook(h); err != nil {
			return err
		}
		out = bodyOf(HookShown{Hook: h, Secret: secret})
		return access.Audit(tx, actor, access.Act{Action: "chat_hook.create", Subject: h.ID.String(), Detail: string(department)})
	})
	return out, err
}

func roomForHook(tx *store.Tx, agent switchboard.AgentID, department switchboard.DepartmentKey) error {
	if department != "" {
		if err := knownDepartment(tx, department); err != nil {
			return err
		}
	}
	have, err := hooksOf(tx, agent, department)
	if err == nil && len(have) >= maxHooks {
		err = switchboard.Refuse(switchboard.CodeInvalid, "There are %d chat hooks already.", maxHooks).WithHint("Delete one first.")
	}
	return err
}

func hooksOf(tx *store.Tx, agent switchboard.AgentID, department switchboard.DepartmentKey) ([]notices.Hook, error) {
	if department != "" {
		return notices.In(tx.Tx).TeamHooks(department)
	}
	return notices.In(tx.Tx).Hooks(agent)
}

func checkNoticeEvents(events []switchboard.NoticeEvent) error {
	for _, e := range events {
		if !switchboard.OneOf(e, switchboard.NoticeEvents()) {
			return switchboard.Refuse(switchboard.CodeInvalid, "%q is nothing that people are told of.", e).WithField("events")
		}
	}
	return nil
}

// ownHook reads a hook of the actor's, or of the department.
func ownHook(tx *store.Tx, actor access.Actor, department switchboard.DepartmentKey, id switchboard.ChatHookID) (notices.Hook, error) {
	h, found, err := notices.In(tx.Tx).Hook(id)
	mine := h.Department == department && (department != "" || h.AgentID == actor.Agent)
	if err == nil && (!found || !mine) {
		err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such chat hook, or it is somebody else's.")
	}
	return h, err
}

func (s *server) hooks(ctx context.Context, department switchboard.DepartmentKey) (out *PageOf[notices.Hook], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		all, err := hooksOf(tx, actorOf(ctx).Agent, department)
		out = allOf(all)
		return err
	})
	return out, err
}

// onHook does something with a hook of the actor's, or of the department, and leaves a trail of it.
func (s *server) onHook(ctx context.Context, department switchboard.DepartmentKey, id switchboard.ChatHookID, action string, do func(notices.Tables, *notices.Hook) error) (h notices.Hook, err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		if h, err = ownHook(tx, actor, department, id); err != nil {
			return err
		}
		if err := do(notices.In(tx.Tx), &h); err != nil {
			return err
		}
		return access.Audit(tx, actor, access.Act{Action: "chat_hook." + action, Subject: h.ID.String(), Detail: string(h.State)})
	})
	return h, err
}

func (s *server) editHook(ctx context.Context, department switchboard.DepartmentKey, id switchboard.ChatHookID, c HookChange) (*BodyOf[notices.Hook], error) {
	h, err := s.onHook(ctx, department, id, "change", func(tables notices.Tables, h *notices.Hook) error {
		if c.Name != nil {
			h.Name = *c.Name
		}
		if c.Events != nil {
			h.Events = *c.Events
		}
		if c.State != nil {
			h.State = *c.State
			notice.Afresh(h)
		}
		if err := checkNoticeEvents(h.Events); err != nil {
			return err
		}
		return tables.UpdateHook(*h)
	})
	return bodyOf(h), err
}

func (s *server) endHook(ctx context.Context, department switchboard.DepartmentKey, id switchboard.ChatHookID) error {
	_, err := s.onHook(ctx, department, id, "delete", func(tables notices.Tables, h *notices.Hook) error { return tables.DeleteHook(h.ID) })
	return err
}

func (s *server) tryHook(ctx context.Context, department switchboard.DepartmentKey, id switchboard.ChatHookID) (*BodyOf[Tried], error) {
	if s.Notices.TestHook == nil {
		return nil, switchedOff("Chat hooks")
	}
	err := s.view(ctx, func(tx *store.Tx) error {
		_, err := ownHook(tx, actorOf(ctx), department, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return bodyOf(triedOf(s.Notices.TestHook(ctx, id))), nil
}

func (s *server) listHooks(ctx context.Context, _ *struct{}) (*PageOf[notices.Hook], error) {
	return s.hooks(ctx, "")
}

func (s *server) createHook(ctx context.Context, in *createHookInput) (*BodyOf[HookShown], error) {
	return s.newHook(ctx, "", in.Body)
}

func (s *server) changeHook(ctx context.Context, in *changeHookInput) (*BodyOf[notices.Hook], error) {
	return s.editHook(ctx, "", in.ID, in.Body)
}

func (s *server) deleteHook(ctx context.Context, in *HookInput) (*struct{}, error) {
	return nil, s.endHook(ctx, "", in.ID)
}

func (s *server) testHook(ctx context.Context, in *HookInput) (*BodyOf[Tried], error) {
	return s.tryHook(ctx, "", in.ID)
}

func (s *server) listTeamHooks(ctx context.Context, in *DepartmentInput) (*PageOf[notices.Hook], error) {
	return s.hooks(ctx, in.Key)
}

func (s *server) createTeamHook(ctx context.Context, in *createTeamHookInput) (*BodyOf[HookShown], error) {
	return s.newHook(ctx, in.Key, in.Body)
}

func (s *server) changeTeamHook(ctx context.Context, in *changeTeamHookInput) (*BodyOf[notices.Hook], error) {
	return s.editHook(ctx, in.Key, in.ID, in.Body)
}

func (s *server) deleteTeamHook(ctx context.Context, in *teamHookInput) (*struct{}, error) {
	return nil, s.endHook(ctx, in.Key, in.ID)
}

func (s *server) testTeamHook(ctx context.Context, in *teamHookInput) (*BodyOf[Tried], error) {
	return s.tryHook(ctx, in.Key, in.ID)
}
