package app

import (
	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/desk"
	"switchboard/internal/govern"
	"switchboard/internal/store"
)

// escalations are the steps of the policy in force.
func (a *App) escalations() []desk.Escalation {
	policy := a.policy.Load()
	if policy == nil {
		return nil
	}
	said := policy.Document().Escalation
	steps := make([]desk.Escalation, len(said))
	for i, step := range said {
		steps[i] = desk.Escalation{After: step.After, Tell: step.Tell}
	}
	return steps
}

// promised are the hours that the policy in force gives a department, or else those the company has published.
func (a *App) promised(tx *store.Tx, key switchboard.DepartmentKey) (*calendar.Calendar, error) {
	if policy := a.policy.Load(); policy != nil {
		said := policy.Document()
		if hours := said.HoursOf(key); hours != nil {
			return hours, nil
		}
	}
	return govern.Promised(tx)
}
