package focus

import "time"

// Day is the day in which now lies, as the clocks of a zone have it: its first instant and that of the next.
func Day(now time.Time, zone *time.Location) (from, until time.Time) {
	year, month, day := now.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone), time.Date(year, month, day+1, 0, 0, 0, 0, zone)
}

// Week is the week from Monday in which now lies, as the clocks of a zone have it.
func Week(now time.Time, zone *time.Location) (from, until time.Time) {
	year, month, day := now.In(zone).Date()
	day -= (int(now.In(zone).Weekday()) + 6) % 7
	return time.Date(year, month, day, 0, 0, 0, 0, zone), time.Date(year, month, day+7, 0, 0, 0, 0, zone)
}
