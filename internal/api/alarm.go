package api

import (
	"context"
	"net/http"
	"slices"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/notice"
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
