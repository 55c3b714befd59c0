package govern

import (
	"slices"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/oncall"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// onCall is when somebody who works here is on call, by department. A shift whose hours cannot be read counts as running,
// as it does when somebody is called.
func onCall(tx *store.Tx, agents []switchboard.Agent) (map[switchboard.DepartmentKey][]*calendar.Calendar, error) {
	ladders, err := notices.In(tx.Tx).OnCalls()
	if err != nil {
		return nil, err
	}
	out := map[switchboard.DepartmentKey][]*calendar.Calendar{}
	for _, l := range ladders {
		plan, err := oncall.Parse(l.Body)
		if err != nil {
			return nil, err
		}
		for _, s := range plan.Shifts {
			if !slices.ContainsFunc(agents, func(a switchboard.Agent) bool { return a.ID == s.Agent && a.Works() }) {
				continue
			}
			hours, err := calendar.Parse(s.Calendar)
			if err != nil {
				hours = calendar.Always()
			}
			out[l.Department] = append(out[l.Department], hours)
		}
	}
	return out, nil
}
