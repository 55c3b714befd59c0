package notice

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/oncall"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Sound raises an alarm of a kind for a conversation, unless one is not over yet. It returns whether there is a new one.
func Sound(tx *store.Tx, c switchboard.Conversation, kind switchboard.NoticeEvent) (raised bool, err error) {
	return newRaising(tx).sound(c.ID, c.Epoch, kind)
}

func (r *reading) alarm(c switchboard.Conversation, kind switchboard.NoticeEvent) error {
	_, err := r.sound(c.ID, r.e.Epoch, kind)
	return err
}

// sound raises an alarm for what was so in an epoch. Whoever took the lead after that, by an act of their own, has it in
// hand already: the lock has them either wait for the alarm and find it, or be found here.
func (r *raising) sound(id switchboard.ConversationID, epoch int, kind switchboard.NoticeEvent) (bool, error) {
	c, err := r.tx.LockConversation(id)
	if err != nil {
		return false, err
	}
	now := r.tx.Now()
	a := switchboard.Alarm{ID: switchboard.NewID[switchboard.AlarmID](now), ConversationID: c.ID, Kind: kind, Department: c.Department,
		State: switchboard.AlarmRinging, RaisedAt: now}
	raised, err := r.tables.RaiseAlarm(a)
	if err != nil || !raised {
		return false, err
	}
	if err := r.tx.Record(alarmEvent(c, a, switchboard.EventAlarmRaised)); err != nil {
		return false, err
	}
	if c.Epoch > epoch {
		lately, err := r.tx.LatestEvents(c.ID, lookedBack)
		if err != nil {
			return false, err
		}
		if conversation.OwnAct(c, lately) {
			return true, inHand(r.tx, c, &a, c.Lead)
		}
	}
	return true, r.climb(c, a)
}

// lookedBack bounds in how many rows of the journal it is looked for how somebody came to lead. Of what lies further back
// nothing is taken for granted, and the alarm rings.
const lookedBack = 50

// climb calls the next step of the ladder and sets the timer of the one after it.
func (r *raising) climb(c switchboard.Conversation, a switchboard.Alarm) error {
	plan, err := planOf(r.tables, c.Department)
	if err != nil {
		return err
	}
	scene, err := r.scene(c)
	if err != nil {
		return err
	}
	call, heard := plan.Next(a.Step, scene)
	newlyUnheard := !heard && !a.Unheard
	a.Department, a.Step, a.NextAt, a.Unheard = c.Department, call.Step, call.Next, !heard
	if heard {
		a.Ring++
		err = r.call(c, a, call)
	}
	if err == nil && newlyUnheard {
		err = r.unheard(c, a, scene.Shut)
	}
	if err != nil {
		return err
	}
	if err := r.tables.UpdateAlarm(a); err != nil {
		return err
	}
	return setTimer(r.tx, store.Timer{Kind: TimerClimb, Subject: a.ID, DueAt: a.NextAt})
}

// callLead calls whoever was made to lead after the ladder had called the lead. When the next step comes stays as it is.
func (r *raising) callLead(c switchboard.Conversation, a switchboard.Alarm) error {
	plan, err := planOf(r.tables, c.Department)
	if err != nil || c.Lead.IsZero() {
		return err
	}
	scene, err := r.scene(c)
	if err != nil {
		return err
	}
	called := plan.LeadAgain(a.Step, scene)
	if len(called) == 0 {
		return nil
	}
	a.Ring++
	if err := r.call(c, a, oncall.Call{Who: oncall.Lead, Agents: called}); err != nil {
		return err
	}
	return r.tables.UpdateAlarm(a)
}

// scene is what a ladder looks at now.
func (r *raising) scene(c switchboard.Conversation) (oncall.Scene, error) {
	if _, err := r.people(); err != nil {
		return oncall.Scene{}, err
	}
	shut, err := r.tx.Shut()
	return oncall.Scene{Department: c.Department, Lead: c.Lead, Agents: r.sorted, Shut: shut, Now: r.tx.Now()}, err
}

// OnCall lists who of a department is on call now, in the order of its plan.
func OnCall(tx *store.Tx, department switchboard.DepartmentKey) ([]switchboard.AgentID, error) {
	plan, err := planOf(notices.In(tx.Tx), department)
	return plan.Now(tx.Now()), err
}

// planOf is the department's plan, or the one of those that have none.
func planOf(tables notices.Tables, department switchboard.DepartmentKey) (oncall.Plan, error) {
	body, found, err := tables.OnCall(department)
	if err != nil || !found {
		return oncall.Default(), err
	}
	return oncall.Parse(body)
}

// call tells everybody of a step and writes down who they are.
func (r *raising) call(c switchboard.Conversation, a switchboard.Alarm, call oncall.Call) error {
	if err := r.tables.AddCall(a.ID, switchboard.AlarmCall{Ring: a.Ring, Step: string(call.Who), Agents: call.Agents, At: r.tx.Now()}); err != nil {
		return err
	}
	for _, agent := range call.Agents {
		e := alarmEvent(c, a, switchboard.EventAlarmCalled)
		e.Agent, e.Reason = agent, string(call.Who)
		if err := r.tx.Record(e); err != nil {
			return err
		}
		if err := r.tell(alarmWant(c, a, agent)); err != nil {
			return err
		}
	}
	return nil
}

func alarmWant(c switchboard.Conversation, a switchboard.Alarm, agent switchboard.AgentID) want {
	return want{agent: agent, event: a.Kind, subject: a.ID.String(), talk: c.ID, account: c.AccountID, department: c.Department,
		position: int64(a.Ring), ring: a.Ring}
}

// unheard tells those who can do something about it that nobody can be called: administrators who can sign in, or all of
// them where none can. The installation's page says so, too.
func (r *raising) unheard(c switchboard.Conversation, a switchboard.Alarm, shut []switchboard.AgentID) error {
	if err := r.tx.Record(alarmEvent(c, a, switchboard.EventAlarmUnheard)); err != nil {
		return err
	}
	to, err := r.admins()
	if err != nil {
		return err
	}
	if able := slices.DeleteFunc(slices.Clone(to), func(id switchboard.AgentID) bool { return slices.Contains(shut, id) }); len(able) > 0 {
		to = able
	}
	for _, agent := range append(to, switchboard.AgentID{}) { // the team's hooks are told in any case
		w := alarmWant(c, a, agent)
		w.event, w.position, w.ring = switchboard.NoticeUnheard, r.tx.Now().UnixMicro(), 0
		if err := r.tell(w); err != nil {
			return err
		}
	}
	return nil
}

// climbOn is the handler of the timer of an alarm.
func climbOn(tx *store.Tx, t store.Timer) error {
	tables := notices.In(tx.Tx)
	a, found, err := tables.LockAlarm(switchboard.AlarmID(t.Subject))
	if err != nil || !found || a.State != switchboard.AlarmRinging {
		return err
	}
	c, err := tx.Conversation(a.ConversationID)
	if err != nil || !c.Open() {
		return err // what ends with its conversation calls nobody in between
	}
	return newRaising(tx).climb(c, a)
}

// Accept ends the climbing of a conversation's alarms: the agent has them in hand. Accepting again changes nothing. It
// refuses with code not_found when there is none.
func Accept(tx *store.Tx, c switchboard.Conversation, agent switchboard.AgentID) ([]switchboard.Alarm, error) {
	alarms, err := notices.In(tx.Tx).LockAlarms(c.ID)
	if err != nil {
		return nil, err
	}
	if len(alarms) == 0 {
		return nil, switchboard.Refuse(switchboard.CodeNotFound, "There is no alarm for this conversation.").
			WithHint("It is over, or there never was one.")
	}
	for i := range alarms {
		a := &alarms[i]
		if a.State == switchboard.AlarmAccepted {
			continue
		}
		if err := inHand(tx, c, a, agent); err != nil {
			return nil, err
		}
	}
	return alarms, nil
}

// inHand stores that an agent has an alarm in hand.
func inHand(tx *store.Tx, c switchboard.Conversation, a *switchboard.Alarm, agent switchboard.AgentID) error {
	a.State, a.AcceptedBy, a.AcceptedAt = switchboard.AlarmAccepted, agent, tx.Now()
	e := alarmEvent(c, *a, switchboard.EventAlarmAccepted)
	e.ActorKind, e.Actor, e.Agent = switchboard.ActorAgent, agent, agent
	if _, err := See(tx, notices.Which{Agent: agent, Subject: a.ID.String()}, switchboard.SeenActed); err != nil {
		return err
	}
	return silence(tx, a, e)
}

// silence stores that an alarm rings no more, and takes back what was still to be told of it.
func silence(tx *store.Tx, a *switchboard.Alarm, e switchboard.Event) error {
	a.NextAt, a.Unheard = time.Time{}, false
	if err := notices.In(tx.Tx).UpdateAlarm(*a); err != nil {
		return err
	}
	if err := tx.CancelTimer(TimerClimb, a.ID); err != nil {
		return err
	}
	if _, err := See(tx, notices.Which{Subject: a.ID.String()}, switchboard.SeenOver); err != nil {
		return err
	}
	return tx.Record(e)
}

// endAlarms ends what rings or was accepted for a conversation; the reason is a closed value.
func endAlarms(tx *store.Tx, id switchboard.ConversationID, reason string) error {
	alarms, err := notices.In(tx.Tx).LockAlarms(id)
	if err != nil || len(alarms) == 0 {
		return err
	}
	c, err := tx.Conversation(id)
	if err != nil {
		return err
	}
	for i := range alarms {
		a := &alarms[i]
		a.State, a.OverAt = switchboard.AlarmOver, tx.Now()
		e := alarmEvent(c, *a, switchboard.EventAlarmOver)
		e.Reason = reason
		if err := silence(tx, a, e); err != nil {
			return err
		}
	}
	return nil
}

// alarmEvent is a row of the journal about an alarm.
func alarmEvent(c switchboard.Conversation, a switchboard.Alarm, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, ActorKind: switchboard.ActorSystem, ConversationID: c.ID, AccountID: c.AccountID, BrandID: c.BrandID,
		Department: c.Department, Network: c.Network, Visibility: c.Visibility, Epoch: c.Epoch, Reason: string(a.Kind), Subject: a.ID.String(),
		Numbers: map[string]int64{"ring": int64(a.Ring), "step": int64(a.Step)}}
}
