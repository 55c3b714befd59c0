package api

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/calendar"
	"switchboard/internal/roster"
	"switchboard/internal/rota"
	"switchboard/internal/store"
)

// AbsenceBody is a time somebody does not work.
type AbsenceBody struct {
	ConfirmedBody

	StartsAt time.Time           `json:"starts_at"`
	EndsAt   time.Time           `json:"ends_at"`
	Reason   string              `json:"reason" enum:"holiday,sick,training,other"`
	Policy   roster.Stand        `json:"policy,omitempty" enum:"keep,cover,hand_over" doc:"What becomes of what they lead: it waits for them, somebody leads it until they are back (the usual), or it is somebody else's for good"`
	Deputy   switchboard.AgentID `json:"deputy,omitempty" doc:"Who is their deputy from now on; absent: whoever is"`
}

type addAbsenceInput struct {
	AgentInput

	Body AbsenceBody
}

func (s *server) addAbsence(ctx context.Context, in *addAbsenceInput) (*BodyOf[AttendanceView], error) {
	a := store.Absence{AgentID: in.ID, StartsAt: in.Body.StartsAt.UTC(), EndsAt: in.Body.EndsAt.UTC(), Reason: in.Body.Reason,
		Policy: in.Body.Policy, MadeBy: actorOf(ctx).Agent}
	if a.Policy == "" {
		a.Policy = roster.Cover
	}
	return s.attend(ctx, attending{in.ID, "agent.absence", in.Body.Confirmed}, always(rota.Change{Absence: &a}),
		func(tx *store.Tx) error {
			if err := s.setDeputy(ctx, tx, in.ID, in.Body.Deputy); err != nil {
				return err
			}
			return s.Desk.SetAbsence(tx, a)
		})
}

// setDeputy says who stands in for somebody from now on, before anything is covered.
func (s *server) setDeputy(ctx context.Context, tx *store.Tx, id, deputy switchboard.AgentID) error {
	before, err := viewAgent(tx, id)
	if err != nil || deputy.IsZero() || deputy == before.Deputy {
		return err
	}
	after := before.Agent
	after.Deputy = deputy
	if err := mayChange(tx, actorOf(ctx), before.Agent, after, before.Scope.limits()); err != nil {
		return err
	}
	if err := s.writeAgent(tx, before.Agent, after, before.Scope.limits()); err != nil {
		return err
	}
	return access.Audit(tx, actorOf(ctx), access.Act{Action: "agent.update", Subject: id.String(), Detail: agentChange(before.Agent, after)})
}

type dropAbsenceInput struct {
	AgentInput

	StartsAt time.Time `path:"starts_at" doc:"When the absence starts"`
}

func (s *server) dropAbsence(ctx context.Context, in *dropAbsenceInput) (*BodyOf[AttendanceView], error) {
	return s.attend(ctx, attending{in.ID, "agent.absence_dropped", true}, nil, func(tx *store.Tx) error {
		dropped, err := s.Desk.DropAbsence(tx, in.ID, in.StartsAt.UTC())
		return orNothingThen(dropped, err)
	})
}

// NotHereInput says that somebody is not here.
type NotHereInput struct {
	AgentInput

	Body struct {
		Until  time.Time    `json:"until,omitempty" doc:"Absent: the end of the day where the company is"`
		Reason string       `json:"reason,omitempty" enum:"holiday,sick,training,other" doc:"Absent: other"`
		Policy roster.Stand `json:"policy,omitempty" enum:"keep,cover,hand_over" doc:"Absent: cover"`
	}
}

func (s *server) notHere(ctx context.Context, in *NotHereInput) (out *BodyOf[AttendanceView], err error) {
	actor, b := actorOf(ctx), in.Body
	err = s.update(ctx, func(tx *store.Tx) error {
		agent, err := tx.Agent(in.ID)
		if err != nil {
			return err
		}
		if err := maySayNotHere(actor, agent); err != nil {
			return err
		}
		a := store.Absence{AgentID: in.ID, StartsAt: tx.Now(), EndsAt: b.Until.UTC(), Reason: b.Reason, Policy: b.Policy, MadeBy: actor.Agent}
		if a, err = todays(tx, a); err != nil {
			return err
		}
		if err := s.Desk.SetAbsence(tx, a); err != nil {
			return err
		}
		if err := access.Audit(tx, actor, access.Act{Action: "agent.not_here", Subject: in.ID.String()}); err != nil {
			return err
		}
		v, err := viewAttendance(tx, in.ID)
		out = bodyOf(v)
		return err
	})
	return out, err
}

func maySayNotHere(actor access.Actor, agent switchboard.Agent) error {
	if actor.Agent == agent.ID {
		return nil
	}
	if err := actor.Needs(access.AgentManage); err != nil {
		return err
	}
	return actor.MayAdminister(agent.Role)
}

// aDay is how long an absence may last to have been said of today, on the longest of days.
const aDay = 26 * time.Hour

// todays fills in what is not said of an absence that begins now. Saying it again changes the one that runs; one that runs
// for longer than today was planned, and stands.
func todays(tx *store.Tx, a store.Absence) (store.Absence, error) {
	if a.Reason == "" {
		a.Reason = "other"
	}
	if a.Policy == "" {
		a.Policy = roster.Cover
	}
	if a.EndsAt.IsZero() {
		zone, err := companyZone(tx)
		if err != nil {
			return a, err
		}
		today := tx.Now().In(zone)
		a.EndsAt = time.Date(today.Year(), today.Month(), today.Day()+1, 0, 0, 0, 0, zone).UTC()
	}
	known, err := tx.Absences(a.AgentID, tx.Now())
	for _, k := range known {
		if !k.StartsAt.After(a.StartsAt) && k.EndsAt.Sub(k.StartsAt) <= aDay {
			a.StartsAt = k.StartsAt
		}
	}
	return a, err
}

// companyZone is where the company's published hours are meant; UTC where it has published none.
func companyZone(tx *store.Tx) (*time.Location, error) {
	hours, found, err := tx.Hours(calendar.Company)
	if err != nil || !found {
		return time.UTC, err
	}
	c, err := calendar.Parse(hours.Hours)
	if err != nil {
		return time.UTC, err
	}
	return c.Zone(), nil
}
