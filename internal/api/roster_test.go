package api

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/connector"
	"switchboard/internal/roster"
	"switchboard/internal/rota"
	"switchboard/internal/store"
)

const (
	boss   = switchboard.RoleAdmin
	worker = switchboard.RoleAgent
)

// rosterShop is a shop whose company promises Monday to Friday from nine to five, where only the agent serves the desk.
func rosterShop(t *testing.T) *shop {
	s := newShop(t)
	s.update(func(tx *store.Tx) error {
		for _, role := range []switchboard.Role{switchboard.RoleAdmin, switchboard.RoleManager} {
			a := s.people[role]
			a.Departments = []switchboard.DepartmentKey{"sales"}
			if err := tx.UpdateAgent(a); err != nil {
				return err
			}
		}
		hours := map[string][]string{}
		for _, day := range []string{"mon", "tue", "wed", "thu", "fri"} {
			hours[day] = []string{"09:00-17:00"}
		}
		return tx.SaveHours(store.Hours{Key: calendar.Company, Name: "Kettles", Hours: calendar.Spec{Zone: "Europe/Lisbon", Hours: hours}})
	})
	return s
}

func (s *shop) agent(role switchboard.Role) string { return "/agents/" + s.people[role].ID.String() }

func TestARosterChangeWarnsBeforeItIsSaved(t *testing.T) {
	t.Parallel()
	s := rosterShop(t)
	leave := map[string]any{"starts_at": "2026-05-05T00:00:00Z", "ends_at": "2026-05-07T00:00:00Z", "reason": "holiday"}
	var warned Warned
	s.ask(boss, "POST", "/roster/check", map[string]any{"agent": s.people[worker].ID, "absence": leave}, 200, &warned)
	if len(warned.Warnings) != 1 || warned.Warnings[0].Code != rota.Unstaffed || warned.Warnings[0].Times != 2 ||
		warned.Warnings[0].Sentence != "Nobody of service is there on Tue 5 May 09:00–17:00 and once more, when the company says that somebody is." {
		t.Errorf("warned of %+v", warned.Warnings)
	}
	path := s.agent(worker)
	p := s.refused(boss, "POST", path+"/absences", leave, switchboard.CodeUnstaffed)
	if len(p.Warnings) != 1 || p.Hint == "" {
		t.Errorf("refused with %+v", p)
	}
	var v AttendanceView
	s.ask(boss, "GET", path+"/attendance", nil, 200, &v)
	if len(v.Absences) != 0 {
		t.Error("what was refused was kept")
	}
	leave["confirmed"] = true
	s.ask(boss, "POST", path+"/absences", leave, 201, &v)
	if len(v.Absences) != 1 || v.Absences[0].Policy != roster.Cover || v.Absences[0].MadeBy != s.people[boss].ID {
		t.Errorf("kept %+v", v.Absences)
	}
	s.ask(boss, "DELETE", path+"/absences/2026-05-05T00:00:00Z", nil, 200, &v)
	// Hours that leave a gap; a language and a skill that nobody has any more; the desk itself.
	short := map[string]any{"shifts": []any{map[string]any{"key": "usual", "name": "", "hours": map[string]any{"zone": "Europe/Lisbon",
		"hours": map[string]any{"mon": []string{"09:00-17:00"}}}}}}
	s.refused(boss, "PUT", path+"/shifts", short, switchboard.CodeUnstaffed)
	body := map[string]any{"name": "Pat", "email": "agent@care.example", "role": "agent", "departments": []string{"service"},
		"languages": []string{"pt"}, "skills": []string{"billing"}}
	s.ask(boss, "PUT", path, body, 200, nil)
	body["languages"], body["skills"] = []string{}, []string{}
	p = s.refused(boss, "PUT", path, body, switchboard.CodeUnstaffed)
	if len(p.Warnings) != 2 || p.Warnings[0].Code != rota.LanguageLost || p.Warnings[1].Code != rota.SkillLost {
		t.Errorf("warned of %+v", p.Warnings)
	}
	body["disabled"] = true
	s.refused(boss, "PUT", path, body, switchboard.CodeUnstaffed)
	body["disabled"], body["departments"] = false, []string{"sales"}
	s.refused(boss, "PUT", path, body, switchboard.CodeUnstaffed)
	body["confirmed"] = true
	s.ask(boss, "PUT", path, body, 200, nil)
}

func TestNotHereToday(t *testing.T) {
	t.Parallel()
	s := rosterShop(t)
	var v AttendanceView
	s.ask(worker, "POST", s.agent(worker)+"/not-here", map[string]any{}, 201, &v)
	if v.Now != roster.Absent || !v.Absences[0].EndsAt.Equal(time.Date(2026, 5, 4, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("not here: %+v", v)
	}
	s.clock.Advance(time.Hour)
	s.ask(boss, "POST", s.agent(worker)+"/not-here", map[string]any{"policy": "keep"}, 201, &v)
	if len(v.Absences) != 1 || v.Absences[0].Policy != roster.Keep {
		t.Errorf("said twice: %+v", v.Absences)
	}
	// Whoever is away for longer stays so: today alone is said besides.
	s.ask(boss, "POST", s.agent(boss)+"/absences", map[string]any{"confirmed": true, "starts_at": "2026-05-03T00:00:00Z", "ends_at": "2026-05-17T00:00:00Z",
		"reason": "holiday", "policy": "keep"}, 201, nil)
	s.ask(boss, "POST", s.agent(boss)+"/not-here", map[string]any{"reason": "sick"}, 201, &v)
	if len(v.Absences) != 2 || !v.Absences[0].EndsAt.Equal(time.Date(2026, 5, 17, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("not here while on leave: %+v", v.Absences)
	}
	s.refused(worker, "POST", s.agent(boss)+"/not-here", map[string]any{}, switchboard.CodeForbidden)
}

func TestTheWeekInOneRequest(t *testing.T) {
	t.Parallel()
	s := rosterShop(t)
	path := s.agent(worker)
	s.ask(boss, "PUT", path+"/shifts", map[string]any{"confirmed": true, "shifts": []any{
		map[string]any{"key": "usual", "name": "", "hours": map[string]any{"zone": "Europe/Lisbon", "hours": map[string]any{"mon": []string{"09:00-17:00"}}}},
		map[string]any{"key": "late", "name": "Late", "hours": map[string]any{"zone": "Europe/Lisbon", "hours": map[string]any{"tue": []string{"12:00-20:00"}}}}}}, 200, nil)
	s.ask(boss, "POST", path+"/dates", map[string]any{"starts_at": "2026-05-09T10:00:00Z", "ends_at": "2026-05-09T14:00:00Z"}, 201, nil)
	s.ask(boss, "POST", path+"/absences", map[string]any{"confirmed": true, "starts_at": "2026-05-11T00:00:00Z", "ends_at": "2026-05-12T00:00:00Z",
		"reason": "training", "policy": "keep"}, 201, nil)
	var w rota.Week
	s.ask(switchboard.RoleViewer, "GET", "/roster/week?days=8&zone=Europe/Berlin", nil, 200, &w)
	if w.Zone != "Europe/Berlin" || !w.From.Equal(time.Date(2026, 5, 3, 22, 0, 0, 0, time.UTC)) || w.Until.Sub(w.From) != 8*24*time.Hour {
		t.Errorf("from %v to %v in %s", w.From, w.Until, w.Zone)
	}
	var row rota.PersonWeek
	for _, p := range w.People {
		if p.ID == s.people[worker].ID {
			row = p
		}
	}
	var shifts []string
	for _, b := range row.Shifts {
		shifts = append(shifts, b.Kind+" "+b.Key+" "+b.From.Format("02T15:04")+" "+b.Until.Format("02T15:04"))
	}
	want := "weekly usual 04T08:00 04T16:00, weekly late 05T11:00 05T19:00, dated  09T10:00 09T14:00, weekly usual 11T08:00 11T16:00"
	if got := strings.Join(shifts, ", "); got != want || row.Anytime || len(row.Absences) != 1 || row.Attendance != roster.Away {
		t.Errorf("shifts %s\nof %+v", got, row)
	}
	for _, d := range w.Departments {
		if d.Key != "service" {
			continue
		}
		monday, tuesday := d.Hours[10], d.Hours[24+10]
		if len(d.Hours) != 8*24 || monday.People != 1 || monday.Gap || tuesday.People != 0 || !tuesday.Gap || !tuesday.Promised || d.Hours[3].Promised {
			t.Errorf("coverage %+v and %+v", monday, tuesday)
		}
	}
	if len(w.Gaps) == 0 || w.Gaps[0].Code != rota.Unstaffed || len(w.People) != 3 {
		t.Errorf("gaps %+v of %d people", w.Gaps, len(w.People))
	}
	s.refused(boss, "GET", "/roster/week?zone=Mars", nil, switchboard.CodeInvalid)
	s.refused(boss, "GET", "/roster/week?from=soon", nil, switchboard.CodeInvalid)
}

func TestWhatIfSomebodyIsAway(t *testing.T) {
	t.Parallel()
	s := rosterShop(t)
	deputy := s.colleague("kim", "service", 3)
	s.ask(boss, "PUT", s.agent(worker), map[string]any{"name": "Pat", "email": "agent@care.example", "role": "agent",
		"departments": []string{"service"}, "deputy": deputy.ID}, 200, nil)
	waits, rests := s.hear("mira", "my kettle leaks"), s.hear("noor", "a question")
	for _, c := range []switchboard.Conversation{waits, rests} {
		s.ask(worker, "POST", "/conversations/"+c.ID.String()+"/take", nil, 200, nil)
	}
	s.update(func(tx *store.Tx) error {
		c, err := tx.Conversation(rests.ID)
		c.Ball, c.WaitingSince, c.DueAt = switchboard.BallCustomer, time.Time{}, time.Time{}
		return orFirst(err, tx.UpdateConversation(c, c.Version))
	})
	var v WhatIf
	s.ask(boss, "GET", s.agent(worker)+"/what-if", nil, 200, &v)
	found := map[switchboard.ConversationID]rota.Standin{}
	for _, one := range v.Items {
		found[one.Conversation.ID] = one
	}
	if one := found[waits.ID]; one.Agent != deputy.ID || one.Why != roster.WhyDeputy || one.Sentence != "Kim kim is the deputy of Pat." {
		t.Errorf("what waits: %+v", one)
	}
	if one := found[rests.ID]; !one.Stays || one.Why != roster.WhyCustomer {
		t.Errorf("what rests: %+v", one)
	}
	// Whoever would cover does not speak its language: that is said, and another deputy may be looked at and then chosen.
	s.update(func(tx *store.Tx) error {
		c, err := tx.Conversation(waits.ID)
		c.Language = "fr"
		return orFirst(err, tx.UpdateConversation(c, c.Version))
	})
	speaks := s.colleague("bastien", "service", 3)
	s.ask(boss, "PUT", "/agents/"+speaks.ID.String(), map[string]any{"name": "Bastien", "email": "bastien@care.example", "role": "agent",
		"departments": []string{"service"}, "languages": []string{"fr"}}, 200, nil)
	unspoken := func(query string) (string, switchboard.AgentID) {
		var asked WhatIf
		s.ask(boss, "GET", s.agent(worker)+"/what-if"+query, nil, 200, &asked)
		for _, one := range asked.Items {
			if one.Conversation.ID == waits.ID {
				return one.Unspoken, one.Agent
			}
		}
		return "", switchboard.AgentID{}
	}
	if language, who := unspoken(""); language != "fr" || who != deputy.ID {
		t.Errorf("%s would cover, not speaking %q", who, language)
	}
	if language, who := unspoken("?deputy=" + speaks.ID.String()); language != "" || who != speaks.ID {
		t.Errorf("as deputy %s would cover, not speaking %q", who, language)
	}
	if s.stored(waits.ID).Lead != s.people[worker].ID {
		t.Error("imagining it changed it")
	}
	s.ask(boss, "POST", s.agent(worker)+"/absences", map[string]any{"confirmed": true, "starts_at": "2026-06-03T00:00:00Z", "ends_at": "2026-06-04T00:00:00Z",
		"reason": "holiday", "deputy": speaks.ID}, 201, nil)
	if language, who := unspoken(""); language != "" || who != speaks.ID {
		t.Errorf("after saving, %s would cover, not speaking %q", who, language)
	}
	s.refused(worker, "GET", s.agent(boss)+"/what-if", nil, switchboard.CodeForbidden)
}

func orFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestImportingARoster(t *testing.T) {
	t.Parallel()
	s := rosterShop(t)
	const file = "name,date,from,to,zone\nPat agent,2026-05-05,09:00,17:00,\nagent@care.example,2026-05-06,22:00,06:00,Europe/Berlin\n" +
		"Pat agnt,2026-05-07,09:00,17:00,\nPat agent,someday,09:00,17:00,\nPat agent,2026-05-08,00:00,24:00,,sick\n"
	var done rota.Imported
	s.ask(boss, "POST", "/roster/import", map[string]any{"file": file, "dry_run": true}, 200, &done)
	if !done.DryRun || done.Added != 3 || len(done.Bad) != 1 || done.Bad[0].Line != 5 || len(done.Unknown) != 1 ||
		done.Unknown[0].Suggestion != "Pat agent" || done.Unknown[0].Line != 4 || len(done.Warnings) == 0 {
		t.Errorf("would change %+v", done)
	}
	s.refused(boss, "POST", "/roster/import", map[string]any{"file": file}, switchboard.CodeUnstaffed)
	var v AttendanceView
	s.ask(boss, "GET", s.agent(worker)+"/attendance", nil, 200, &v)
	if len(v.Dates)+len(v.Absences) != 0 {
		t.Error("what was refused was kept")
	}
	s.ask(boss, "POST", "/roster/import", map[string]any{"file": file, "confirmed": true}, 200, &done)
	s.ask(boss, "GET", s.agent(worker)+"/attendance", nil, 200, &v)
	if done.DryRun || done.Added != 3 || len(v.Dates) != 2 || len(v.Absences) != 1 {
		t.Errorf("changed %+v to %+v", done, v)
	}
	s.ask(boss, "POST", "/roster/import", map[string]any{"file": file}, 200, &done)
	if done.Added+done.Changed+done.Removed != 0 || done.Unchanged != 3 {
		t.Errorf("the second time: %+v", done)
	}
	later := strings.Replace(file, "09:00,17:00,\nagent", "10:00,18:00,\nagent", 1)
	s.ask(boss, "POST", "/roster/import", map[string]any{"file": later, "confirmed": true}, 200, &done)
	if done.Added != 1 || done.Removed != 1 || done.Unchanged != 2 {
		t.Errorf("another time of the same day: %+v", done)
	}
	s.refused(boss, "POST", "/roster/import", map[string]any{"file": strings.Repeat("x", 1<<20+1)}, switchboard.CodeTooLarge)
	s.refused(worker, "POST", "/roster/import", map[string]any{"file": file}, switchboard.CodeForbidden)
}

func TestNotesBeforeAShiftEnds(t *testing.T) {
	t.Parallel()
	s := rosterShop(t)
	next := s.colleague("kim", "service", 3)
	c := s.hear("mira", "my kettle leaks")
	path := "/conversations/" + c.ID.String()
	s.ask(worker, "POST", path+"/take", nil, 200, nil)
	var notes ShiftNotes
	s.ask(worker, "GET", "/me/shift-notes", nil, 200, &notes)
	if len(notes.Items) != 1 || !strings.Contains(notes.Items[0].Text, "my kettle leaks") || !notes.Items[0].LeftAt.IsZero() {
		t.Errorf("to be written on: %+v", notes.Items)
	}
	leave := map[string]any{"items": []any{map[string]any{"conversation": c.ID, "text": "A new lid is on its way."}}}
	s.refused("kim", "POST", "/me/shift-notes", leave, switchboard.CodeConflict)
	s.ask(worker, "POST", "/me/shift-notes", leave, 200, &notes)
	if notes.Items[0].Text != "A new lid is on its way." || notes.Items[0].LeftAt.IsZero() {
		t.Errorf("left: %+v", notes.Items)
	}
	leave["items"].([]any)[0].(map[string]any)["release"] = true
	s.ask(worker, "POST", "/me/shift-notes", leave, 200, &notes)
	if got := s.stored(c.ID); len(notes.Items) != 0 || got.Stance != switchboard.StanceQueued || got.LastLead != s.people[worker].ID {
		t.Errorf("given back: %+v", got)
	}
	s.ask("kim", "POST", path+"/take", nil, 200, nil)
	var d ConversationDetail
	s.ask("kim", "GET", path, nil, 200, &d)
	if d.Handover == nil || d.Handover.Text != "A new lid is on its way." || d.Handover.Agent != s.people[worker].ID || d.Conversation.Lead != next.ID {
		t.Errorf("whoever takes it finds %+v", d.Handover)
	}
}

// TestAnsweringIsAccepting: in a department that takes work itself, reading takes nothing and answering does; where one is
// asked, answering says yes; and what is somebody else's stays so.
func TestAnsweringIsAccepting(t *testing.T) {
	t.Parallel()
	s := rosterShop(t)
	s.colleague("kim", "service", 5)
	s.colleague("lee", "service", 5)
	s.update(func(tx *store.Tx) error {
		return tx.SaveDepartment(switchboard.Department{Key: "service", Name: "Service", Pull: true})
	})
	c := s.take(connector.Item{Visibility: switchboard.Public, Kind: switchboard.KindMention}, "mira", "is it open?")
	path := "/conversations/" + c.ID.String()
	s.ask("kim", "GET", path, nil, 200, nil)
	if got := s.stored(c.ID); !got.Lead.IsZero() {
		t.Fatal("reading took it")
	}
	drafts := map[switchboard.Role]switchboard.Draft{}
	for _, who := range []switchboard.Role{"kim", "lee"} {
		var d switchboard.Draft
		s.ask(who, "POST", path+"/drafts", map[string]any{"parts": []any{map[string]any{"text": "Yes, until five."}}}, 201, &d)
		drafts[who] = d
	}
	var sent Sent
	s.ask("kim", "POST", "/drafts/"+drafts["kim"].ID.String()+"/send", map[string]any{"version": drafts["kim"].Version}, 200, &sent)
	if sent.Conversation.Lead != s.people["kim"].ID || sent.Conversation.Epoch != 1 {
		t.Errorf("answering made %+v", sent.Conversation)
	}
	got := s.do(request{Method: "POST", Path: "/api/v1" + path + "/take", As: "lee"})
	if got.Code != 409 || !strings.Contains(got.Body.String(), "Kim kim leads this conversation.") {
		t.Errorf("whoever comes second is told %s", got.Body)
	}
}

func TestTermsOfADepartment(t *testing.T) {
	t.Parallel()
	s := rosterShop(t)
	s.update(func(tx *store.Tx) error {
		return tx.SaveDepartment(switchboard.Department{Key: "service", Name: "Service"})
	})
	var terms roster.Terms
	s.ask(boss, "PUT", "/departments/service/terms", map[string]any{"accept": "at_once", "sticky_hours": 24, "weights": map[string]any{"offered": 50}}, 200, nil)
	s.ask(worker, "GET", "/departments/service/terms", nil, 200, &terms)
	if terms != (roster.Terms{Accept: roster.AtOnce, StickyHours: 24, Weights: roster.Weights{Offered: 50}}) {
		t.Errorf("terms %+v", terms)
	}
	s.refused(boss, "PUT", "/departments/service/terms", map[string]any{"accept": "maybe"}, switchboard.CodeInvalid)
	s.refused(boss, "GET", "/departments/nowhere/terms", nil, switchboard.CodeNotFound)
	s.refused(worker, "PUT", "/departments/service/terms", map[string]any{}, switchboard.CodeForbidden)
}
