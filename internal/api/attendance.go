package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/calendar"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

func attendanceRoutes(s *server) {
	const tag = "agents"
	register(s, route{ID: "read-attendance", Method: http.MethodGet, Path: "/agents/{id}/attendance", Tag: tag,
		Needs: access.AgentRead, Summary: "When somebody works, and whether they can be given work now"}, s.readAttendance)
	register(s, route{ID: "set-shift", Method: http.MethodPut, Path: "/agents/{id}/shift", Tag: tag, Needs: access.AgentManage,
		Summary: "Say when somebody works", Doc: "Without a shift, whether they are here alone decides. When a shift begins, " +
			"what waits is offered to whoever is here."}, s.setShift)
	register(s, route{ID: "add-absence", Method: http.MethodPost, Path: "/agents/{id}/absences", Tag: tag,
		Needs: access.AgentManage, Status: http.StatusCreated, Summary: "Say that somebody will be absent",
		Doc: "Whatever their shift says. An absence that starts at the same time is replaced."}, s.addAbsence)
	register(s, route{ID: "drop-absence", Method: http.MethodDelete, Path: "/agents/{id}/absences/{starts_at}", Tag: tag,
		Needs: access.AgentManage, Summary: "Take an absence back"}, s.dropAbsence)
}

// AttendanceView is when somebody works.
type AttendanceView struct {
	Now      roster.Attendance `json:"now" enum:"at_work,disabled,absent,off_shift,paused,away"`
	Shift    *calendar.Spec    `json:"shift,omitempty" doc:"Absent: whenever they are here"`
	Absences []store.Absence   `json:"absences" nullable:"false" doc:"Those that are not over, earliest first"`
}

func viewAttendance(tx *store.Tx, id switchboard.AgentID) (v AttendanceView, err error) {
	agent, err := tx.Agent(id)
	if err != nil {
		return v, err
	}
	if v.Shift, err = tx.Shift(id); err != nil {
		return v, err
	}
	if v.Absences, err = tx.Absences(id, tx.Now()); err != nil {
		return v, err
	}
	if v.Absences == nil {
		v.Absences = []store.Absence{}
	}
	var shifts []roster.Shift
	if v.Shift != nil {
		hours, err := calendar.Parse(*v.Shift)
		if err != nil {
			return v, err
		}
		shifts = []roster.Shift{{Agent: id, Calendar: hours}}
	}
	var absences []roster.Absence
	for _, a := range v.Absences {
		absences = append(absences, roster.Absence{Agent: id, From: a.StartsAt, Until: a.EndsAt, Reason: a.Reason})
	}
	v.Now = roster.AttendanceOf(agent, shifts, absences, tx.Now())
	return v, nil
}

func (s *server) readAttendance(ctx context.Context, in *AgentInput) (out *BodyOf[AttendanceView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		v, err := viewAttendance(tx, in.ID)
		out = bodyOf(v)
		return err
	})
	return out, err
}

// ShiftBody says when somebody works.
type ShiftBody struct {
	Shift *calendar.Spec `json:"shift,omitempty" doc:"Absent: whenever they are here"`
}

type setShiftInput struct {
	AgentInput
	Body ShiftBody
}

func (s *server) setShift(ctx context.Context, in *setShiftInput) (*BodyOf[AttendanceView], error) {
	return s.attend(ctx, in.ID, "agent.shift", func(tx *store.Tx) error {
		return s.Desk.SetShift(tx, in.ID, in.Body.Shift)
	})
}

// AbsenceBody is a time somebody does not work.
type AbsenceBody struct {
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
	Reason   string    `json:"reason" enum:"holiday,sick,training,other"`
}

type addAbsenceInput struct {
	AgentInput
	Body AbsenceBody
}

func (s *server) addAbsence(ctx context.Context, in *addAbsenceInput) (*BodyOf[AttendanceView], error) {
	return s.attend(ctx, in.ID, "agent.absence", func(tx *store.Tx) error {
		return s.Desk.SetAbsence(tx, store.Absence{AgentID: in.ID, StartsAt: in.Body.StartsAt.UTC(), EndsAt: in.Body.EndsAt.UTC(),
			Reason: in.Body.Reason})
	})
}

type dropAbsenceInput struct {
	AgentInput
	StartsAt time.Time `path:"starts_at" doc:"When the absence starts"`
}

func (s *server) dropAbsence(ctx context.Context, in *dropAbsenceInput) (*BodyOf[AttendanceView], error) {
	return s.attend(ctx, in.ID, "agent.absence_dropped", func(tx *store.Tx) error {
		dropped, err := tx.DropAbsence(in.ID, in.StartsAt.UTC())
		if err != nil {
			return err
		}
		if !dropped {
			return switchboard.Refuse(switchboard.CodeNotFound, "There is no absence that starts then.").WithField("starts_at")
		}
		return s.Desk.Attend(tx, in.ID)
	})
}

// attend changes when somebody works, with what the actor may do checked and the change on record.
func (s *server) attend(ctx context.Context, id switchboard.AgentID, action string, change func(*store.Tx) error) (out *BodyOf[AttendanceView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		agent, err := tx.Agent(id)
		if err != nil {
			return err
		}
		if err := actor.MayAdminister(agent.Role); err != nil {
			return err
		}
		if err := change(tx); err != nil {
			return err
		}
		if err := access.Audit(tx, actor, access.Act{Action: action, Subject: id.String()}); err != nil {
			return err
		}
		v, err := viewAttendance(tx, id)
		out = bodyOf(v)
		return err
	})
	return out, err
}
