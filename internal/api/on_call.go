package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/oncall"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

func onCallRoutes(s *server) {
	const path, tag = "/departments/{key}/on-call", "departments"
	register(s, route{ID: "read-on-call", Method: http.MethodGet, Path: path, Tag: tag, Needs: access.CompanyRead,
		Summary: "Whom a department's alarms call"}, s.readOnCall)
	register(s, route{ID: "save-on-call", Method: http.MethodPut, Path: path, Tag: tag, Needs: access.DepartmentManage,
		Summary: "Say whom a department's alarms call", Doc: "An alarm that climbs goes on by the new ladder, from the step it has reached.",
		Codes: []switchboard.Code{switchboard.CodeStale}}, s.saveOnCall)
}

// OnCallView is whom a department's alarms call.
type OnCallView struct {
	oncall.Plan
	Default   bool                    `json:"default" doc:"The department has said nothing of its own"`
	ChangedBy switchboard.AgentID     `json:"changed_by,omitzero" doc:"Who said it; absent where nobody did, or for whom it was said"`
	ChangedAt *time.Time              `json:"changed_at,omitempty" doc:"When they did"`
	Reached   [][]switchboard.AgentID `json:"reached" nullable:"false" doc:"For each step, whom it would call now: nobody who cannot sign in, unless they are here; who leads is known only of a conversation"`
}

// onCallKept is what is kept of a department's own plan: who said it stands with it, for whoever finds it changed.
type onCallKept struct {
	oncall.Plan
	ChangedBy switchboard.AgentID `json:"changed_by,omitzero"`
	ChangedAt *time.Time          `json:"changed_at,omitempty"`
}

// onCallOf reads a department's plan, or the usual one where it has none of its own.
func onCallOf(tx *store.Tx, key switchboard.DepartmentKey) (kept onCallKept, own bool, err error) {
	if err := thereIs(tx, key); err != nil {
		return kept, false, err
	}
	body, own, err := notices.In(tx.Tx).OnCall(key)
	if err != nil || !own {
		return onCallKept{Plan: oncall.Default()}, false, err
	}
	if err := json.Unmarshal(body, &kept); err != nil {
		return kept, true, fmt.Errorf("on-call plan: %w", err)
	}
	kept.Plan, err = oncall.Parse(body)
	return kept, true, err
}

// thereIs refuses the address of a department there is not.
func thereIs(tx *store.Tx, key switchboard.DepartmentKey) error {
	err := knownDepartment(tx, key)
	if switchboard.IsCode(err, switchboard.CodeInvalid) {
		return switchboard.Refuse(switchboard.CodeNotFound, "There is no such department.").WithHint("The company's departments are listed at /api/v1/departments.")
	}
	return err
}

func viewOnCall(tx *store.Tx, key switchboard.DepartmentKey) (*Tagged[OnCallView], error) {
	kept, own, err := onCallOf(tx, key)
	if err != nil {
		return nil, err
	}
	agents, err := tx.Agents()
	if err != nil {
		return nil, err
	}
	shut, err := tx.Shut()
	if err != nil {
		return nil, err
	}
	reached := kept.Reached(oncall.Scene{Department: key, Agents: agents, Shut: shut, Now: tx.Now()})
	return &Tagged[OnCallView]{ETag: stateTag(kept.Plan), Body: OnCallView{Plan: kept.Plan, Default: !own, ChangedBy: kept.ChangedBy,
		ChangedAt: kept.ChangedAt, Reached: reached}}, nil
}

func (s *server) readOnCall(ctx context.Context, in *DepartmentInput) (out *Tagged[OnCallView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		out, err = viewOnCall(tx, in.Key)
		return err
	})
	return out, err
}

type saveOnCallInput struct {
	DepartmentInput
	MatchInput
	Body oncall.Plan
}

func (s *server) saveOnCall(ctx context.Context, in *saveOnCallInput) (out *Tagged[OnCallView], err error) {
	if err := in.Body.Check(); err != nil {
		return nil, err
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		present, _, err := onCallOf(tx, in.Key)
		if err != nil {
			return err
		}
		if err := in.check(stateTag(present.Plan)); err != nil {
			return err
		}
		if err := keepOnCall(tx, actorOf(ctx), in); err != nil {
			return err
		}
		out, err = viewOnCall(tx, in.Key)
		return err
	})
	return out, err
}

func keepOnCall(tx *store.Tx, actor access.Actor, in *saveOnCallInput) error {
	if err := callable(tx, in.Key, in.Body); err != nil {
		return err
	}
	now := tx.Now()
	kept := onCallKept{Plan: in.Body, ChangedBy: actor.Agent, ChangedAt: &now}
	if err := notices.In(tx.Tx).SaveOnCall(in.Key, kept); err != nil {
		return err
	}
	return access.Audit(tx, actor, access.Act{Action: "on_call.save", Subject: string(in.Key)})
}

// callable refuses a plan that names somebody who could do nothing when called.
func callable(tx *store.Tx, department switchboard.DepartmentKey, plan oncall.Plan) error {
	all, err := tx.Agents()
	if err != nil {
		return err
	}
	of := map[switchboard.AgentID]switchboard.Agent{}
	for _, a := range all {
		of[a.ID] = a
	}
	for _, id := range plan.Named() {
		a, known := of[id]
		reaches := a.Role == switchboard.RoleAdmin || a.Role == switchboard.RoleManager || slices.Contains(a.Departments, department)
		switch {
		case !known || a.Disabled:
			return switchboard.Refuse(switchboard.CodeInvalid, "Somebody who is named does not work here.").WithField("steps")
		case a.Role == switchboard.RoleViewer || !reaches:
			return switchboard.Refuse(switchboard.CodeInvalid, "%s could do nothing for this department when called.", a.Name).WithField("steps").
				WithHint("Give them its hat first, or name a manager.")
		}
	}
	return nil
}
