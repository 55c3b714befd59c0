package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/calendar"
	"switchboard/internal/desk"
	"switchboard/internal/roster"
	"switchboard/internal/rota"
	"switchboard/internal/store"
)

const onlyConfirmed = "What would leave a department or a language unstaffed in hours the company promises is refused as " +
	"`unstaffed` with the list, until it is sent with `confirmed`."

func attendanceRoutes(s *server) {
	const tag, path = "agents", "/agents/{id}"
	warned := []switchboard.Code{switchboard.CodeUnstaffed}
	register(s, route{ID: "read-attendance", Method: http.MethodGet, Path: path + "/attendance", Tag: tag,
		Needs: access.AgentRead, Summary: "When somebody works, and whether they can be given work now"}, s.readAttendance)
	register(s, route{ID: "set-shift", Method: http.MethodPut, Path: path + "/shift", Tag: tag, Needs: access.AgentManage,
		Summary: "Say when somebody usually works", Doc: "Their hours of the key usual; others stay. Without any, whether they are here " +
			"alone decides. When a shift begins, what waits is offered to whoever is here. " + onlyConfirmed, Codes: warned}, s.setShift)
	register(s, route{ID: "set-shifts", Method: http.MethodPut, Path: path + "/shifts", Tag: tag, Needs: access.AgentManage,
		Summary: "Say when somebody works every week", Doc: "Replaces all their hours of every week. Somebody with several works when any of " +
			"them is open. " + onlyConfirmed, Codes: warned}, s.setShifts)
	register(s, route{ID: "add-date", Method: http.MethodPost, Path: path + "/dates", Tag: tag, Needs: access.AgentManage,
		Status: http.StatusCreated, Summary: "Say that somebody works on a date",
		Doc: "Beside their hours of every week. One that starts at the same time is replaced. " + onlyConfirmed, Codes: warned}, s.addDate)
	register(s, route{ID: "drop-date", Method: http.MethodDelete, Path: path + "/dates/{starts_at}", Tag: tag, Needs: access.AgentManage,
		Summary: "Take a shift of a date back", Doc: onlyConfirmed, Codes: warned}, s.dropDate)
	register(s, route{ID: "add-absence", Method: http.MethodPost, Path: path + "/absences", Tag: tag,
		Needs: access.AgentManage, Status: http.StatusCreated, Summary: "Say that somebody will be absent",
		Doc: "Whatever their shift says. An absence that starts at the same time is replaced. What they lead is looked after when it " +
			"begins, as the policy says, and given back when it ends. " + onlyConfirmed, Codes: warned}, s.addAbsence)
	register(s, route{ID: "drop-absence", Method: http.MethodDelete, Path: path + "/absences/{starts_at}", Tag: tag,
		Needs: access.AgentManage, Summary: "Take an absence back", Doc: "What is covered for them is given back."}, s.dropAbsence)
	register(s, route{ID: "not-here", Method: http.MethodPost, Path: path + "/not-here", Tag: tag, Needs: access.ConversationWork,
		Status: http.StatusCreated, Summary: "Say that somebody is not here today",
		Doc: "From now until the end of the day, or a time. One says it of oneself, or of somebody one administers. What waits for us is " +
			"covered at once. Nobody is held back by what it leaves undone: they are not here."}, s.notHere)
}

// AttendanceView is when somebody works.
type AttendanceView struct {
	Now      roster.Attendance  `json:"now" enum:"at_work,disabled,absent,off_shift,paused,away"`
	Shift    *calendar.Spec     `json:"shift,omitempty" doc:"The usual hours; absent without any"`
	Shifts   []store.Shift      `json:"shifts" nullable:"false" doc:"Hours of every week, the usual ones first"`
	Dates    []store.DatedShift `json:"dates" nullable:"false" doc:"Shifts of dates that are not over, earliest first"`
	Absences []store.Absence    `json:"absences" nullable:"false" doc:"Those that are not over, earliest first"`
}

func viewAttendance(tx *store.Tx, id switchboard.AgentID) (v AttendanceView, err error) {
	if v.Now, err = desk.Attendance(tx, id); err != nil {
		return v, err
	}
	shifts, err := tx.Shifts(id)
	if err != nil {
		return v, err
	}
	dates, err := tx.DatedShifts(id, tx.Now())
	if err != nil {
		return v, err
	}
	absences, err := tx.Absences(id, tx.Now())
	v.Shifts, v.Dates, v.Absences = append([]store.Shift{}, shifts...), append([]store.DatedShift{}, dates...), append([]store.Absence{}, absences...)
	if len(shifts) > 0 && shifts[0].Key == store.UsualShift {
		v.Shift = &shifts[0].Hours
	}
	return v, err
}

func (s *server) readAttendance(ctx context.Context, in *AgentInput) (out *BodyOf[AttendanceView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		v, err := viewAttendance(tx, in.ID)
		out = bodyOf(v)
		return err
	})
	return out, err
}

// ConfirmedBody says that whoever sends it has read what it leaves undone.
type ConfirmedBody struct {
	Confirmed bool `json:"confirmed,omitempty" doc:"What it leaves undone was read"`
}

// ShiftBody says when somebody usually works.
type ShiftBody struct {
	ConfirmedBody

	Shift *calendar.Spec `json:"shift,omitempty" doc:"Absent: none"`
}

type setShiftInput struct {
	AgentInput

	Body ShiftBody
}

func (s *server) setShift(ctx context.Context, in *setShiftInput) (*BodyOf[AttendanceView], error) {
	if err := checkHours(in.Body.Shift); err != nil {
		return nil, err
	}
	return s.attend(ctx, attending{in.ID, "agent.shift", in.Body.Confirmed}, func(tx *store.Tx) (rota.Change, error) {
		shifts, err := tx.Shifts(in.ID)
		if len(shifts) > 0 && shifts[0].Key == store.UsualShift {
			shifts = shifts[1:]
		}
		if in.Body.Shift != nil {
			shifts = append([]store.Shift{{Key: store.UsualShift, Hours: *in.Body.Shift}}, shifts...)
		}
		return rota.Change{Weekly: &shifts}, err
	}, func(tx *store.Tx) error { return s.Desk.SetShift(tx, in.ID, in.Body.Shift) })
}

func checkHours(hours *calendar.Spec) error {
	if hours == nil {
		return nil
	}
	_, err := calendar.Parse(*hours)
	return err
}

type setShiftsInput struct {
	AgentInput

	Body struct {
		ConfirmedBody

		Shifts []store.Shift `json:"shifts" nullable:"false" maxItems:"20"`
	}
}

func (s *server) setShifts(ctx context.Context, in *setShiftsInput) (*BodyOf[AttendanceView], error) {
	if err := desk.CheckShifts(in.Body.Shifts); err != nil {
		return nil, err
	}
	return s.attend(ctx, attending{in.ID, "agent.shift", in.Body.Confirmed},
		always(rota.Change{Weekly: &in.Body.Shifts}),
		func(tx *store.Tx) error { return s.Desk.SetShifts(tx, in.ID, in.Body.Shifts) })
}

// always is a change that depends on nothing that is stored.
func always(c rota.Change) func(*store.Tx) (rota.Change, error) {
	return func(*store.Tx) (rota.Change, error) { return c, nil }
}

type addDateInput struct {
	AgentInput

	Body struct {
		ConfirmedBody

		StartsAt time.Time `json:"starts_at"`
		EndsAt   time.Time `json:"ends_at" doc:"Within a day"`
	}
}

func (s *server) addDate(ctx context.Context, in *addDateInput) (*BodyOf[AttendanceView], error) {
	one := store.DatedShift{AgentID: in.ID, StartsAt: in.Body.StartsAt.UTC(), EndsAt: in.Body.EndsAt.UTC()}
	return s.attend(ctx, attending{in.ID, "agent.date", in.Body.Confirmed}, always(rota.Change{DateAdded: &one}),
		func(tx *store.Tx) error { return s.Desk.SetDatedShift(tx, one) })
}

type dropDateInput struct {
	AgentInput

	StartsAt  time.Time `path:"starts_at" doc:"When it starts"`
	Confirmed bool      `query:"confirmed" doc:"What it leaves undone was read"`
}

func (s *server) dropDate(ctx context.Context, in *dropDateInput) (*BodyOf[AttendanceView], error) {
	at := in.StartsAt.UTC()
	return s.attend(ctx, attending{in.ID, "agent.date_dropped", in.Confirmed}, always(rota.Change{DateDropped: &at}),
		func(tx *store.Tx) error {
			dropped, err := s.Desk.DropDatedShift(tx, in.ID, at)
			return orNothingThen(dropped, err)
		})
}

func orNothingThen(found bool, err error) error {
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "There is nothing that starts then.").WithField("starts_at")
	}
	return err
}

// attending is a change of when somebody works.
type attending struct {
	id        switchboard.AgentID
	action    string
	confirmed bool
}

// attend changes when somebody works, with what the actor may do checked, what it leaves undone read, and the change on
// record.
func (s *server) attend(ctx context.Context, what attending, change func(*store.Tx) (rota.Change, error), write func(*store.Tx) error) (out *BodyOf[AttendanceView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		agent, err := tx.Agent(what.id)
		if err != nil {
			return err
		}
		if err := mayPlan(actor, agent); err != nil {
			return err
		}
		if !what.confirmed {
			c, err := change(tx)
			if err != nil {
				return err
			}
			c.Agent = what.id
			if err := unlessCovered(tx, c); err != nil {
				return err
			}
		}
		if err := write(tx); err != nil {
			return err
		}
		if err := access.Audit(tx, actor, access.Act{Action: what.action, Subject: what.id.String()}); err != nil {
			return err
		}
		v, err := viewAttendance(tx, what.id)
		out = bodyOf(v)
		return err
	})
	return out, err
}

// mayPlan refuses who may not say when somebody works: oneself may be planned by oneself where one may plan at all.
func mayPlan(actor access.Actor, agent switchboard.Agent) error {
	if actor.Agent == agent.ID {
		return nil
	}
	return actor.MayAdminister(agent.Role)
}

// leftUndone is a refusal with what a change would leave undone.
type leftUndone struct {
	what     *switchboard.Error
	warnings []rota.Undone
}

// Error is that of the Error.
func (l leftUndone) Error() string { return l.what.Error() }

// Unwrap gives the Error.
func (l leftUndone) Unwrap() error { return l.what }

// unlessCovered refuses changes that leave something undone which is done now.
func unlessCovered(tx *store.Tx, changes ...rota.Change) error {
	warnings, err := rota.Check(tx, changes...)
	if err != nil || len(warnings) == 0 {
		return err
	}
	return leftUndone{switchboard.Refuse(switchboard.CodeUnstaffed, "%s", warnings[0].Sentence).WithHint(warnings[0].Hint +
		" To go on all the same, confirm it."), warnings}
}
