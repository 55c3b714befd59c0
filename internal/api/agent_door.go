package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

func agentDoorRoutes(s *server) {
	const tag = "agents"
	register(s, route{ID: "list-agent-access", Method: http.MethodGet, Path: "/agents/access", Tag: tag, Needs: access.AgentManage,
		Summary: "How everybody gets in, and whom one may change", Doc: "In the order of the list of everybody; one page holds them all."},
		s.listAgentAccess)
	register(s, route{ID: "end-agent-sessions", Method: http.MethodDelete, Path: "/agents/{id}/sessions", Tag: tag,
		Needs: access.AgentManage, Status: http.StatusOK, Summary: "Sign somebody out everywhere",
		Doc: "They sign in again with their password. Ending one's own leaves the session that asks."}, s.endAgentSessions)
}

// AgentAccess is how somebody gets in.
type AgentAccess struct {
	ID           switchboard.AgentID `json:"id"`
	MayChange    bool                `json:"may_change" doc:"Whether whoever asks may change, invite and sign them out"`
	Password     bool                `json:"password" doc:"They have chosen one"`
	SignedIn     bool                `json:"signed_in" doc:"In some browser, now"`
	InvitedUntil *time.Time          `json:"invited_until,omitempty" doc:"How long their link is good; absent when they have none"`
	SeenAt       *time.Time          `json:"seen_at,omitempty" doc:"When they were last here, to the minute; absent when they never were"`
}

// AgentAccessList is how everybody gets in.
type AgentAccessList struct {
	Items []AgentAccess      `json:"items" nullable:"false"`
	Roles []switchboard.Role `json:"roles" nullable:"false" doc:"Those that whoever asks may give"`
}

func (s *server) listAgentAccess(ctx context.Context, _ *struct{}) (out *BodyOf[AgentAccessList], err error) {
	actor := actorOf(ctx)
	may := func(role switchboard.Role) bool { return actor.MayAdminister(role) == nil }
	err = s.view(ctx, func(tx *store.Tx) error {
		agents, err := tx.Agents()
		if err != nil {
			return err
		}
		doors, err := tx.Doors(access.PurposeInvitation)
		if err != nil {
			return err
		}
		v := AgentAccessList{Items: make([]AgentAccess, 0, len(agents)),
			Roles: slices.DeleteFunc(access.Roles(), func(r switchboard.Role) bool { return !may(r) })}
		roles := map[switchboard.AgentID]switchboard.Role{}
		for _, a := range agents {
			roles[a.ID] = a.Role
		}
		for _, d := range doors {
			v.Items = append(v.Items, accessOf(d, may(roles[d.AgentID])))
		}
		out = bodyOf(v)
		return nil
	})
	return out, err
}

func accessOf(d store.Door, may bool) AgentAccess {
	v := AgentAccess{ID: d.AgentID, MayChange: may, Password: d.Password, SignedIn: d.SignedIn}
	if !d.InvitedUntil.IsZero() {
		v.InvitedUntil = &d.InvitedUntil
	}
	if !d.SeenAt.IsZero() {
		v.SeenAt = &d.SeenAt
	}
	return v
}

// SessionsEnded says how many sessions ended.
type SessionsEnded struct {
	Ended int64 `json:"ended"`
}

func (s *server) endAgentSessions(ctx context.Context, in *AgentInput) (*BodyOf[SessionsEnded], error) {
	ended, err := s.Access.EndSessions(ctx, actorOf(ctx), in.ID)
	return bodyOf(SessionsEnded{Ended: ended}), err
}
