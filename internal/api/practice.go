package api

import (
	"context"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
)

// Practice removes what was practised.
type PracticeEnd interface {
	EndPractice(ctx context.Context, by switchboard.AgentID) error
}

func practiceRoutes(s *server) {
	register(s, route{ID: "end-practice", Method: http.MethodDelete, Path: "/practice", Tag: "accounts", Needs: access.InstallationManage,
		Summary: "End practice",
		Doc: "Every practice account goes, for good, with every invented customer, conversation, answer, figure and post of theirs. " +
			"What is real stays as it is. Refused with conflict in the sample company, which is left as a whole, and where a " +
			"conversation joins invented customers with real ones."}, s.endPractice)
}

func (s *server) endPractice(ctx context.Context, _ *struct{}) (*struct{}, error) {
	if s.PracticeEnd == nil {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "Practice cannot be ended here.")
	}
	return nil, s.PracticeEnd.EndPractice(ctx, actorOf(ctx).Agent)
}
