package govern

import (
	"fmt"
	"time"

	"switchboard"
	"switchboard/internal/focus"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

// Help is how much time people of a department may be asked for to help others, and how much of it they gave.
type Help struct {
	Department switchboard.DepartmentKey `json:"department"`
	Name       string                    `json:"name" doc:"Of the department"`
	Per        string                    `json:"per" enum:"day,week" doc:"As their hours have it; a week begins on Monday"`
	Budget     int64                     `json:"budget_seconds"`
	Given      int64                     `json:"given_seconds" doc:"What they spent on conversations of other departments that somebody else leads"`
	Until      time.Time                 `json:"until" doc:"When it begins anew"`
}

// The spans a budget is for.
const (
	PerDay  = "day"
	PerWeek = "week"
)

// UsedUp reports whether nothing is left.
func (h Help) UsedUp() bool { return h.Given >= h.Budget }

// Sentence says what was given of how much.
func (h Help) Sentence() string {
	span := "today"
	if h.Per == PerWeek {
		span = "this week"
	}
	return fmt.Sprintf("%s has given its %d minutes of help for %s (%d min).", h.Name, minutes(h.Budget), span, minutes(h.Given))
}

// WayOut says what to do where nothing is left.
func (h Help) WayOut() string {
	again := "tomorrow"
	if h.Per == PerWeek {
		again = "next week"
	}
	return "Ask " + again + ", ask somebody outside, or ask all the same and say why."
}

func minutes(seconds int64) int64 { return seconds / 60 }

// HelpLeft says of each of some departments that a policy gives a budget how it stands, in their order.
func HelpLeft(tx *store.Tx, p *ownership.Policy, keys []switchboard.DepartmentKey) ([]Help, error) {
	if p == nil {
		return nil, nil
	}
	doc := p.Document()
	var all []Help
	for _, key := range keys {
		budget, found := doc.BudgetOf(key)
		if !found {
			continue
		}
		h, err := helpOf(tx, budget, doc.ZoneOf(key))
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, named(tx, all)
}

func helpOf(tx *store.Tx, b document.Budget, zone *time.Location) (Help, error) {
	h := Help{Department: b.Department, Name: string(b.Department), Per: PerDay, Budget: int64(b.PerDay / time.Second)}
	from, until := focus.Day(tx.Now(), zone)
	if b.PerWeek > 0 {
		h.Per, h.Budget = PerWeek, int64(b.PerWeek/time.Second)
		from, until = focus.Week(tx.Now(), zone)
	}
	h.Until = until.UTC()
	given, err := evidence.In(tx.Tx).HelpGiven(b.Department, from, until)
	h.Given = int64(given / time.Second)
	return h, err
}

// named gives departments their names, where there are any.
func named(tx *store.Tx, all []Help) error {
	if len(all) == 0 {
		return nil
	}
	departments, err := tx.Departments()
	for _, d := range departments {
		for i := range all {
			if all[i].Department == d.Key && d.Name != "" {
				all[i].Name = d.Name
			}
		}
	}
	return err
}
