package api

import (
	"context"
	"encoding/json"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/notice"
	"switchboard/internal/seal"
	"switchboard/internal/store/notices"
)

func chatHookSecretRoutes(s *server) {
	const doc = "What is sent from now on is signed with it. The one before is good for nothing any more; the new one is shown this once."
	register(s, route{ID: "renew-chat-hook-secret", Method: http.MethodPost, Path: "/me/chat-hooks/{id}/secret", Tag: "notices",
		Needs: access.ConversationRead, Status: http.StatusOK, Summary: "Make another secret for a chat hook", Doc: doc}, s.renewSecret)
	register(s, route{ID: "renew-team-hook-secret", Method: http.MethodPost, Path: "/departments/{key}/chat-hooks/{id}/secret",
		Tag: "departments", Needs: access.DepartmentManage, Status: http.StatusOK,
		Summary: "Make another secret for a department's chat hook", Doc: doc}, s.renewTeamSecret)
}

func (s *server) renewSecret(ctx context.Context, in *HookInput) (*BodyOf[HookShown], error) {
	return s.anotherSecret(ctx, "", in.ID)
}

func (s *server) renewTeamSecret(ctx context.Context, in *teamHookInput) (*BodyOf[HookShown], error) {
	return s.anotherSecret(ctx, in.Key, in.ID)
}

func (s *server) anotherSecret(ctx context.Context, department switchboard.DepartmentKey, id switchboard.ChatHookID) (*BodyOf[HookShown], error) {
	secret := seal.NewToken()
	h, err := s.onHook(ctx, department, id, "secret", func(tables notices.Tables, h *notices.Hook) (err error) {
		if h.Sealed, err = s.sealedAgain(*h, secret); err != nil {
			return err
		}
		return tables.UpdateHook(*h)
	})
	return bodyOf(HookShown{Hook: h, Secret: secret}), err
}

// sealedAgain is where a hook leads, sealed with another secret.
func (s *server) sealedAgain(h notices.Hook, secret string) ([]byte, error) {
	to, err := notice.OpenHook(s.Ring, h)
	if err != nil {
		return nil, err
	}
	to.Secret = secret
	plain, err := json.Marshal(to)
	if err != nil {
		return nil, err
	}
	return s.Ring.Seal(plain, notice.HookBinding(h.ID))
}
