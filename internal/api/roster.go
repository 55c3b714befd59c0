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
	"switchboard/internal/roster/schedule"
	"switchboard/internal/rota"
	"switchboard/internal/store"
)

func rosterRoutes(s *server) {
	const tag = "roster"
	register(s, route{ID: "read-week", Method: http.MethodGet, Path: "/roster/week", Tag: tag, Needs: access.AgentRead,
		Summary: "Who works when: shifts, absences, on call, cover, load, and who is there hour by hour"}, s.readWeek)
	register(s, route{ID: "check-roster", Method: http.MethodPost, Path: "/roster/check", Tag: tag, Needs: access.AgentManage,
		Summary: "What a change would leave undone", Doc: "Changes nothing. It says what is done now and would not be any more: a department that " +
			"nobody staffs in hours the company promises, a language or a skill that nobody has."}, s.checkRoster)
	register(s, route{ID: "what-if-away", Method: http.MethodGet, Path: "/agents/{id}/what-if", Tag: tag, Needs: access.AgentManage,
		Summary: "What happens if somebody is away", Doc: "Who would lead each conversation they lead, and why. Changes nothing."}, s.whatIf)
	register(s, route{ID: "import-roster", Method: http.MethodPost, Path: "/roster/import", Tag: tag, Needs: access.AgentManage,
		Body: importBody, Summary: "Take shifts over from a calendar or a table",
		Doc: "A calendar (RFC 5545) or a table of name or address, date, from, to, zone, what. With `dry_run` it says what would change. " +
			"Importing the same again changes nothing. " + onlyConfirmed,
		Codes: []switchboard.Code{switchboard.CodeUnstaffed}}, s.importRoster)
	register(s, route{ID: "read-terms", Method: http.MethodGet, Path: "/departments/{key}/terms", Tag: "departments", Needs: access.CompanyRead,
		Summary: "How a department hands its work out"}, s.readTerms)
	register(s, route{ID: "save-terms", Method: http.MethodPut, Path: "/departments/{key}/terms", Tag: "departments",
		Needs: access.DepartmentManage, Summary: "Say how a department hands its work out",
		Doc: "What is left out is as usual. What the policy in force says comes before it, as long as that policy leads. What a conversation weighs changes when something next happens to it."}, s.saveTerms)
}

// WeekInput names a stretch of days.
type WeekInput struct {
	From string `query:"from" maxLength:"10" doc:"First day, as 2026-03-02; absent for the Monday of this week"`
	Days int    `query:"days" minimum:"1" maximum:"31" default:"7" doc:"How many"`
	Zone string `query:"zone" maxLength:"64" doc:"Of the days; absent for the company's"`
}

// span is the stretch from midnight to midnight there.
func (in WeekInput) span(tx *store.Tx) (from, until time.Time, zone *time.Location, err error) {
	if zone, err = companyZone(tx); err != nil {
		return from, until, zone, err
	}
	if in.Zone != "" {
		if zone, err = calendar.LoadZone(in.Zone); err != nil {
			return from, until, zone, err
		}
	}
	now := tx.Now().In(zone)
	from = time.Date(now.Year(), now.Month(), now.Day()-(int(now.Weekday())+6)%7, 0, 0, 0, 0, zone)
	if in.From != "" {
		if from, err = time.ParseInLocation("2006-01-02", in.From, zone); err != nil {
			return from, until, zone, switchboard.Refuse(switchboard.CodeInvalid, "That is not a day.").WithField("from").
				WithHint("Write it as 2026-03-02.").WithCause(err)
		}
	}
	return from, from.AddDate(0, 0, in.Days), zone, nil
}

func (s *server) readWeek(ctx context.Context, in *WeekInput) (out *BodyOf[rota.Week], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		from, until, zone, err := in.span(tx)
		if err != nil {
			return err
		}
		week, err := rota.WeekOf(tx, from.UTC(), until.UTC(), zone)
		out = bodyOf(week)
		return err
	})
	return out, err
}

// CheckBody is a change to be looked at. What is absent stays as it is.
type CheckBody struct {
	Agent       switchboard.AgentID          `json:"agent" doc:"Whom it is about"`
	Disabled    bool                         `json:"disabled,omitempty" doc:"They would be switched off"`
	Departments *[]switchboard.DepartmentKey `json:"departments,omitempty" maxItems:"100"`
	Languages   *[]string                    `json:"languages,omitempty" maxItems:"100"`
	Skills      *[]string                    `json:"skills,omitempty" maxItems:"100"`
	Shifts      *[]store.Shift               `json:"shifts,omitempty" maxItems:"20"`
	DateAdded   *store.DatedShift            `json:"date_added,omitempty"`
	DateDropped *time.Time                   `json:"date_dropped,omitempty"`
	Absence     *AbsenceBody                 `json:"absence,omitempty"`
}

// Warned is what a change would leave undone.
type Warned struct {
	Warnings []rota.Undone `json:"warnings" nullable:"false"`
}

func (b CheckBody) change(tx *store.Tx) (rota.Change, error) {
	c := rota.Change{Agent: b.Agent, Weekly: b.Shifts, DateDropped: b.DateDropped}
	agent, err := tx.Agent(b.Agent)
	if err != nil {
		return c, err
	}
	if b.Shifts != nil {
		if err := desk.CheckShifts(*b.Shifts); err != nil {
			return c, err
		}
	}
	agent.Disabled = agent.Disabled || b.Disabled
	for _, part := range []struct {
		to   *[]string
		from *[]string
	}{{&agent.Languages, b.Languages}, {&agent.Skills, b.Skills}} {
		if part.from != nil {
			*part.to = *part.from
		}
	}
	if b.Departments != nil {
		agent.Departments = *b.Departments
	}
	c.After = &agent
	if b.DateAdded != nil {
		c.DateAdded = &store.DatedShift{AgentID: b.Agent, StartsAt: b.DateAdded.StartsAt, EndsAt: b.DateAdded.EndsAt}
	}
	if a := b.Absence; a != nil {
		c.Absence = &store.Absence{AgentID: b.Agent, StartsAt: a.StartsAt, EndsAt: a.EndsAt, Reason: a.Reason}
	}
	return c, nil
}

func (s *server) checkRoster(ctx context.Context, in *struct{ Body CheckBody }) (out *BodyOf[Warned], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		c, err := in.Body.change(tx)
		if err != nil {
			return err
		}
		warnings, err := rota.Check(tx, c)
		out = bodyOf(Warned{append([]rota.Undone{}, warnings...)})
		return err
	})
	return out, err
}

// WhatIfInput imagines an absence.
type WhatIfInput struct {
	AgentInput

	From   time.Time           `query:"from" doc:"Absent: now"`
	Until  time.Time           `query:"until" doc:"Absent: a day after from"`
	Policy roster.Stand        `query:"policy" enum:"keep,cover,hand_over" default:"cover"`
	Deputy switchboard.AgentID `query:"deputy" doc:"Who would be their deputy; absent for whoever is"`
}

// WhatIf is what would become of what somebody leads.
type WhatIf struct {
	From      time.Time      `json:"from"`
	Until     time.Time      `json:"until"`
	Items     []rota.Standin `json:"items" nullable:"false" doc:"What they lead, as far as you may see it"`
	Hidden    int            `json:"hidden" doc:"How many more you may not see"`
	Offered   int            `json:"offered" doc:"How many are offered to them: those go to others at once"`
	Warnings  []rota.Undone  `json:"warnings" nullable:"false" doc:"What would be left undone"`
	Returning bool           `json:"returning" doc:"With this policy what is covered comes back to them"`
}

func (s *server) whatIf(ctx context.Context, in *WhatIfInput) (out *BodyOf[WhatIf], err error) {
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		if _, err := tx.Agent(in.ID); err != nil {
			return err
		}
		v := WhatIf{From: in.From.UTC(), Until: in.Until.UTC(), Items: []rota.Standin{}, Returning: in.Policy == roster.Cover}
		if v.From.IsZero() {
			v.From = tx.Now()
		}
		if v.Until.IsZero() {
			v.Until = v.From.Add(24 * time.Hour)
		}
		if !v.Until.After(v.From) {
			return switchboard.Refuse(switchboard.CodeInvalid, "An absence ends after it starts.").WithField("until")
		}
		if err := v.imagine(tx, actor, in); err != nil {
			return err
		}
		out = bodyOf(v)
		return nil
	})
	return out, err
}

func (v *WhatIf) imagine(tx *store.Tx, actor access.Actor, in *WhatIfInput) error {
	all, err := rota.WhatIf(tx, rota.Question{Agent: in.ID, From: v.From, Until: v.Until, Stand: in.Policy, Deputy: in.Deputy})
	if err != nil {
		return err
	}
	for _, one := range all {
		if actor.May(access.ConversationRead, access.About(one.Conversation)) != nil {
			v.Hidden++
			continue
		}
		v.Items = append(v.Items, one)
	}
	offered, err := tx.OfferedTo(in.ID)
	if err != nil {
		return err
	}
	v.Offered = len(offered)
	warnings, err := rota.Check(tx, rota.Change{Agent: in.ID, Absence: &store.Absence{AgentID: in.ID, StartsAt: v.From, EndsAt: v.Until}})
	v.Warnings = append([]rota.Undone{}, warnings...)
	return err
}

// importBody is how large the body of an import may be: a file of the largest size as JSON.
const importBody = 4 << 20

// ImportBody is a file.
type ImportBody struct {
	ConfirmedBody

	File   string `json:"file" doc:"Its text; a calendar begins with BEGIN:VCALENDAR"`
	Name   string `json:"name,omitempty" maxLength:"255" doc:"Of the file: what is said when it is not what it is called"`
	Zone   string `json:"zone,omitempty" maxLength:"64" doc:"Of times that name none; absent for the company's"`
	DryRun bool   `json:"dry_run,omitempty" doc:"Only say what would change"`
}

func (s *server) importRoster(ctx context.Context, in *struct{ Body ImportBody }) (out *BodyOf[rota.Imported], err error) {
	b, actor := in.Body, actorOf(ctx)
	file := rota.Import{Data: []byte(b.File), Name: b.Name, By: actor.Agent}
	if len(b.File) > schedule.MaxBytes {
		return nil, switchboard.Refuse(switchboard.CodeTooLarge, "The file is larger than 1 MB.").WithField("file").
			WithHint("Export a shorter time, or fewer people.")
	}
	if b.Zone != "" {
		if file.Zone, err = calendar.LoadZone(b.Zone); err != nil {
			return nil, err
		}
	}
	if b.DryRun {
		err = s.view(ctx, func(tx *store.Tx) error {
			done, err := file.Preview(tx)
			out = bodyOf(done)
			return err
		})
		return out, err
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		done, err := file.Apply(tx, s.Desk)
		if err != nil {
			return err
		}
		if len(done.Warnings) > 0 && !b.Confirmed {
			return leftUndone{switchboard.Refuse(switchboard.CodeUnstaffed, "%s", done.Warnings[0].Sentence).
				WithHint(done.Warnings[0].Hint + " To go on all the same, confirm it."), done.Warnings}
		}
		out = bodyOf(done)
		return access.Audit(tx, actor, access.Act{Action: "roster.import"})
	})
	return out, err
}
