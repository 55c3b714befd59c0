package api

import (
	"context"
	"net/http"
	"slices"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/notice"
	"switchboard/internal/oncall"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

func alarmRoutes(s *server) {
	talk := func(method, path, id, summary, doc string, needs access.Permission) route {
		return route{ID: id, Method: method, Path: "/conversations/{id}/" + path, Tag: "alarms", Needs: needs, Summary: summary, Doc: doc,
			Status: http.StatusOK}
	}
	register(s, talk("GET", "alarms", "list-conversation-alarms", "The alarms of a conversation, and whom they called", "", access.ConversationRead),
		s.conversationAlarms)
	register(s, talk("POST", "alarm", "raise-alarm", "Raise an alarm by hand", "It climbs the ladder of the department until somebody accepts it. "+
		"While one of its kind is open, raising it again changes nothing.", access.ConversationWork), s.raiseAlarm)
	register(s, talk("POST", "acknowledge", "accept-alarm", "Accept a conversation's alarms: one has them in hand",
		"The ladder stops. Whoever was called may, and whoever may work on the conversation.", access.ConversationWork), s.acknowledge)
	register(s, route{ID: "list-alarms", Method: http.MethodGet, Path: "/alarms", Tag: "alarms", Needs: access.ConversationRead,
		Summary: "Alarms that nobody has accepted yet", Doc: "The oldest first; those one may see."}, s.listAlarms)
	register(s, route{ID: "read-on-call", Method: http.MethodGet, Path: "/departments/{key}/on-call", Tag: "departments", Needs: access.CompanyRead,
		Summary: "Whom a department's alarms call"}, s.readOnCall)
	register(s, route{ID: "save-on-call", Method: http.MethodPut, Path: "/departments/{key}/on-call", Tag: "departments",
		Needs: access.DepartmentManage, Summary: "Say whom a department's alarms call",
		Doc: "An alarm that climbs goes on by the new ladder, from the step it has reached."}, s.saveOnCall)
}

// AlarmView is an alarm with whom it called.
type AlarmView struct {
	switchboard.Alarm
	Calls []switchboard.AlarmCall `json:"calls" nullable:"false"`
}

func viewAlarms(tx *store.Tx, alarms []switchboard.Alarm) ([]AlarmView, error) {
	out := make([]AlarmView, len(alarms))
	for i, a := range alarms {
		calls, err := notices.In(tx.Tx).Calls(a.ID)
		if err != nil {
			return nil, err
		}
		out[i] = AlarmView{Alarm: a, Calls: append([]switchboard.AlarmCall{}, calls...)}
	}
	return out, nil
}

func (s *server) conversationAlarms(ctx context.Context, in *ConversationIn) (out *PageOf[AlarmView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		if _, err := mayAlarm(tx, actorOf(ctx), access.ConversationRead, in.ID); err != nil {
			return err
		}
		out, err = alarmsOf(tx, in.ID)
		return err
	})
	return out, err
}

func alarmsOf(tx *store.Tx, id switchboard.ConversationID) (*PageOf[AlarmView], error) {
	alarms, err := notices.In(tx.Tx).Alarms(id)
	if err != nil {
		return nil, err
	}
	views, err := viewAlarms(tx, alarms)
	return allOf(views), err
}

// mayAlarm reads a conversation for somebody who may do this to it, or whom one of its alarms has called: they are told
// of it, wherever their scope ends.
func mayAlarm(tx *store.Tx, a access.Actor, p access.Permission, id switchboard.ConversationID) (switchboard.Conversation, error) {
	c, err := mayOf(tx, a, p, id)
	if err == nil || !switchboard.IsCode(err, switchboard.CodeNotFound) || a.Agent.IsZero() || !a.Has(p) {
		return c, err
	}
	alarms, readErr := notices.In(tx.Tx).Alarms(id)
	if readErr != nil {
		return c, readErr
	}
	for _, alarm := range alarms {
		calls, readErr := notices.In(tx.Tx).Calls(alarm.ID)
		if readErr != nil {
			return c, readErr
		}
		if slices.ContainsFunc(calls, func(call switchboard.AlarmCall) bool { return slices.Contains(call.Agents, a.Agent) }) {
			return tx.Conversation(id)
		}
	}
	return c, err
}

type raiseAlarmInput struct {
	ConversationIn
	Body struct {
		Kind switchboard.NoticeEvent `json:"kind" enum:"safety,crisis" doc:"Somebody may be hurt, or the whole company is at stake"`
	}
}

func (s *server) raiseAlarm(ctx context.Context, in *raiseAlarmInput) (out *PageOf[AlarmView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		c, err := mayOf(tx, actor, access.ConversationWork, in.ID)
		if err != nil {
			return err
		}
		if !c.Open() {
			return switchboard.Refuse(switchboard.CodeConflict, "This conversation is closed.").WithHint("Reopen it first.")
		}
		raised, err := notice.Sound(tx, c, in.Body.Kind)
		if err != nil {
			return err
		}
		if raised {
			if err := access.Audit(tx, actor, access.Act{Action: "alarm.raise", Subject: c.ID.String(), Detail: string(in.Body.Kind)}); err != nil {
				return err
			}
		}
		out, err = alarmsOf(tx, c.ID)
		return err
	})
	return out, err
}

func (s *server) acknowledge(ctx context.Context, in *ConversationIn) (out *PageOf[AlarmView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		c, err := mayAlarm(tx, actor, access.ConversationWork, in.ID)
		if err != nil {
			return err
		}
		alarms, err := notice.Accept(tx, c, actor.Agent)
		if err != nil {
			return err
		}
		views, err := viewAlarms(tx, alarms)
		out = allOf(views)
		return err
	})
	return out, err
}

// maxRinging bounds how many open alarms are listed; there are few, or something is very wrong.
const maxRinging = 200

func (s *server) listAlarms(ctx context.Context, _ *struct{}) (out *PageOf[AlarmView], err error) {
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		ringing, err := notices.In(tx.Tx).Ringing(maxRinging)
		if err != nil {
			return err
		}
		ids := make([]switchboard.ConversationID, len(ringing))
		for i, a := range ringing {
			ids[i] = a.ConversationID
		}
		talks, err := tx.ConversationsOf(ids)
		if err != nil {
			return err
		}
		may := map[switchboard.ConversationID]bool{}
		for _, c := range talks {
			may[c.ID] = actor.May(access.ConversationRead, access.About(c)) == nil
		}
		views, err := viewAlarms(tx, slices.DeleteFunc(ringing, func(a switchboard.Alarm) bool { return !may[a.ConversationID] }))
		out = allOf(views)
		return err
	})
	return out, err
}

// OnCallView is whom a department's alarms call.
type OnCallView struct {
	oncall.Plan
	Default bool                    `json:"default" doc:"The department has said nothing of its own"`
	Reached [][]switchboard.AgentID `json:"reached" nullable:"false" doc:"For each step, whom it would call now; who leads is known only of a conversation"`
}

func viewOnCall(tx *store.Tx, key switchboard.DepartmentKey, plan oncall.Plan) (v OnCallView, err error) {
	agents, err := tx.Agents()
	v.Plan, v.Reached = plan, plan.Reached(oncall.Scene{Department: key, Agents: agents, Now: tx.Now()})
	return v, err
}

func (s *server) readOnCall(ctx context.Context, in *DepartmentInput) (out *BodyOf[OnCallView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		if err := knownDepartment(tx, in.Key); err != nil {
			return err
		}
		body, found, err := notices.In(tx.Tx).OnCall(in.Key)
		if err != nil {
			return err
		}
		plan := oncall.Default()
		if found {
			if plan, err = oncall.Parse(body); err != nil {
				return err
			}
		}
		v, err := viewOnCall(tx, in.Key, plan)
		v.Default = !found
		out = bodyOf(v)
		return err
	})
	return out, err
}

type saveOnCallInput struct {
	DepartmentInput
	Body oncall.Plan
}

func (s *server) saveOnCall(ctx context.Context, in *saveOnCallInput) (out *BodyOf[OnCallView], err error) {
	if err := in.Body.Check(); err != nil {
		return nil, err
	}
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := knownDepartment(tx, in.Key); err != nil {
			return err
		}
		if err := callable(tx, in.Key, in.Body); err != nil {
			return err
		}
		if err := notices.In(tx.Tx).SaveOnCall(in.Key, in.Body); err != nil {
			return err
		}
		if err := access.Audit(tx, actor, access.Act{Action: "on_call.save", Subject: string(in.Key)}); err != nil {
			return err
		}
		v, err := viewOnCall(tx, in.Key, in.Body)
		out = bodyOf(v)
		return err
	})
	return out, err
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
