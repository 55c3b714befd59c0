package rota

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

func (d drawing) departments(people []PersonWeek) ([]DeskWeek, error) {
	stored, err := d.tx.Departments()
	if err != nil {
		return nil, err
	}
	counts, err := d.tx.DepartmentCounts()
	if err != nil {
		return nil, err
	}
	promised := d.promised(d.from, d.until)
	desks := make([]DeskWeek, 0, len(stored))
	for _, s := range stored {
		one := DeskWeek{Key: s.Key, Name: s.Name, Pull: s.Pull, Open: counts[s.Key][store.CountOpen], Queued: counts[s.Key][store.CountQueued],
			Hours:     orEmpty(roster.Staffing(roster.Needed{Department: s.Key}, d.members, promised, d.from, d.until)),
			Languages: []Spoken{}}
		d.tally(&one, people)
		for _, language := range d.languages(s.Key) {
			n := roster.Needed{Department: s.Key, Language: language}
			one.Languages = append(one.Languages, Spoken{language, orEmpty(roster.Staffing(n, d.members, promised, d.from, d.until))})
		}
		desks = append(desks, one)
	}
	return desks, nil
}

// tally adds up what the department's people have and can take.
func (d drawing) tally(one *DeskWeek, people []PersonWeek) {
	for i, p := range people {
		if !slices.Contains(p.Departments, one.Key) {
			continue
		}
		one.Weight += p.Weight
		switch p.Attendance {
		case roster.AtWork:
			candidate := d.takes(d.Agents[i], one.Key)
			places := candidate.Limit()
			one.OnShift++
			one.Here++
			one.Places += places
			one.Free += max(0, places-roster.Places(p.Weight))
		case roster.Paused, roster.Away:
			if !p.Anytime {
				one.OnShift++
			}
		}
	}
}

func (d drawing) languages(key switchboard.DepartmentKey) (all []string) {
	for _, n := range d.needed() {
		if n.Department == key && n.Language != "" {
			all = append(all, n.Language)
		}
	}
	slices.Sort(all)
	return all
}

// gaps are told in the zone of the page.
func (d drawing) gaps(shown Staff) (all []Undone) {
	from := later(d.from, d.now)
	if !from.Before(d.until) {
		return nil
	}
	promised := d.promised(from.Truncate(time.Minute), d.until)
	for _, n := range d.needed() {
		if gaps := roster.Gaps(n, d.members, promised); len(gaps) > 0 {
			all = append(all, shown.gap(n, gaps))
		}
	}
	return covered(all)
}
