package document

import (
	"errors"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/calendar"
)

// staff reads what everything else is checked against: calendars first, because departments keep them.
func (r *reader) staff(n node, doc *Document) {
	entries, _ := mappingOf(n.ast)
	early := func(key string, read func(node)) {
		for _, entry := range entries {
			if entry.Key.GetToken().Value == key {
				read(n.child(key, entry.Value))
			}
		}
	}
	early("calendars", func(n node) { doc.Calendars = r.someCalendars(n) })
	r.calendars = doc.Calendars
	early("hours", func(n node) { doc.Hours = r.calendarKey(n) })
	early("departments", func(n node) { doc.Departments = r.departments(n) })
	if len(doc.Departments) > 0 {
		for _, d := range doc.Departments {
			r.own = append(r.own, d.Key)
		}
		r.known.Departments = r.own
	}
	early("teams", func(n node) { doc.Teams = r.teams(n) })
	if len(r.known.Departments) > 0 {
		r.known.Departments = slices.Clone(r.known.Departments)
		for _, t := range doc.Teams {
			r.known.Departments = append(r.known.Departments, t.Key)
		}
	}
}

// departments reads those the policy may name: a list of names, or a mapping of names to what is special about each.
func (r *reader) departments(n node) []Department {
	var out []Department
	add := func(n node, d Department) {
		d.Line, _ = position(n.ast)
		switch {
		case d.Key == "":
		case slices.ContainsFunc(out, func(o Department) bool { return o.Key == d.Key }):
			r.report(n, "Keep one of them.", "The department %s is listed twice.", d.Key)
		default:
			out = append(out, d)
		}
	}
	if _, ok := mappingOf(n.ast); ok {
		r.named(n, func(at, value node) { add(at, r.departmentDetails(at, value)) })
		return out
	}
	r.list(n, func(n node) { add(n, Department{Key: switchboard.DepartmentKey(r.key(n))}) })
	return out
}

func (r *reader) departmentDetails(at, value node) Department {
	d := Department{Key: switchboard.DepartmentKey(r.key(at))}
	if isNothing(value.ast) {
		return d
	}
	r.object(value, fields{
		"hours":   func(n node) { d.Hours = r.calendarKey(n) },
		"liaison": func(n node) { d.Liaison = r.person(n) },
	})
	return d
}

func (r *reader) teams(n node) []TeamOf {
	var out []TeamOf
	r.named(n, func(at, value node) {
		t := TeamOf{Key: switchboard.DepartmentKey(r.key(at))}
		t.Line, _ = position(at.ast)
		if slices.Contains(r.own, t.Key) {
			r.report(at, "Give the team a name of its own.", "%s is a department already.", t.Key)
		}
		seen := r.object(value, fields{
			"from":          func(n node) { t.From = r.shares(n) },
			"two_hats_each": func(n node) { t.TwoHats = r.truth(n) },
			"hours":         func(n node) { t.Hours = r.calendarKey(n) },
		})
		r.need(value, seen, "from", "Say how many people it has from where: from: {service: 2, comms: 1}.")
		out = append(out, t)
	})
	return out
}

func (r *reader) shares(n node) []Share {
	var out []Share
	r.named(n, func(at, value node) {
		s := Share{Department: r.department(at), People: r.integer(value, 1, 1000)}
		out = append(out, s)
	})
	return out
}

func (r *reader) someCalendars(n node) []Calendar {
	var out []Calendar
	r.named(n, func(at, value node) {
		before := len(r.findings)
		c := Calendar{Key: r.key(at), Spec: r.calendarSpec(value), Hours: calendar.Always()}
		c.Line, _ = position(at.ast)
		hours, err := calendar.Parse(c.Spec)
		switch {
		case err == nil:
			c.Hours = hours
		case len(r.findings) == before:
			r.badCalendar(value, err)
		}
		out = append(out, c)
	})
	return out
}

func (r *reader) badCalendar(n node, err error) {
	var refused *switchboard.Error
	if !errors.As(err, &refused) {
		r.report(n, "Give a zone and hours such as mon: [\"09:00-17:00\"].", "These hours cannot be read.")
		return
	}
	r.report(n.child(refused.Field, n.ast), refused.Hint, "%s", refused.Text)
}

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// calendarSpec reads opening hours. Besides single days, hours may name a span of days: mon-fri.
func (r *reader) calendarSpec(n node) calendar.Spec {
	spec := calendar.Spec{Hours: map[string][]string{}}
	seen := r.object(n, fields{
		"zone":     func(n node) { spec.Zone, _ = r.text(n) },
		"hours":    func(n node) { r.named(n, func(at, value node) { r.days(at, value, spec.Hours) }) },
		"holidays": func(n node) { r.list(n, func(n node) { spec.Holidays = append(spec.Holidays, r.holiday(n)) }) },
	})
	r.need(n, seen, "zone", "Name the time zone, such as zone: Europe/Berlin.")
	r.need(n, seen, "hours", "Say when it is open: hours: {mon-fri: [\"09:00-17:00\"]}.")
	return spec
}

func (r *reader) days(at, value node, hours map[string][]string) {
	name, ok := r.text(at)
	if !ok {
		return
	}
	first, last, isSpan := strings.Cut(name, "-")
	if !isSpan {
		last = first
	}
	from, to := slices.Index(weekdays, first), slices.Index(weekdays, last)
	if from < 0 || to < from {
		r.report(at, "Days are mon to sun; several are mon-fri.", "%q is no day.", name)
		return
	}
	spans := r.spans(value)
	for _, day := range weekdays[from : to+1] {
		if _, twice := hours[day]; twice {
			r.report(at, "Give each day once.", "The hours of %s are given twice.", day)
			return
		}
		hours[day] = spans
	}
}

// spans reads the hours of a day; an empty list is a day off.
func (r *reader) spans(n node) []string {
	if sequence, ok := sequenceOf(n.ast); ok && len(sequence.Values) == 0 {
		return nil
	}
	return r.texts(n)
}

func (r *reader) holiday(n node) calendar.Holiday {
	var h calendar.Holiday
	seen := r.object(n, fields{
		"date":  func(n node) { h.Date, _ = r.text(n) },
		"name":  func(n node) { h.Name, _ = r.text(n) },
		"hours": func(n node) { h.Hours = r.spans(n) },
	})
	r.need(n, seen, "date", "Give a date: 2026-12-25 once, 12-25 every year.")
	return h
}

func (r *reader) calendarKey(n node) string {
	key := r.key(n)
	if key == "" || slices.ContainsFunc(r.calendars, func(c Calendar) bool { return c.Key == key }) {
		return key
	}
	names := make([]string, len(r.calendars))
	for i, c := range r.calendars {
		names[i] = c.Key
	}
	hint := "Add it under calendars."
	if len(names) > 0 {
		hint = Meant(key, names, "Known are ")
	}
	r.report(n, hint, "There is no calendar %q.", key)
	return ""
}

func (r *reader) calendarKeys(n node) []string {
	var out []string
	r.oneOrMany(n, func(n node) {
		if key := r.calendarKey(n); key != "" {
			out = append(out, key)
		}
	})
	return out
}

// person reads the address of somebody who works here.
func (r *reader) person(n node) string {
	text, ok := r.text(n)
	if !ok {
		return ""
	}
	text = strings.ToLower(text)
	name, host, isAddress := strings.Cut(text, "@")
	switch {
	case !isAddress || name == "" || host == "" || strings.ContainsAny(text, " \t,<>"):
		r.report(n, "People are named by the address they sign in with.", "%q is no address.", text)
	case len(r.known.People) > 0 && !slices.Contains(r.known.People, text):
		r.report(n, Meant(text, r.known.People, "Known are "), "Nobody here has the address %q.", text)
	default:
		return text
	}
	return ""
}

// somebody reads a department or a person.
func (r *reader) somebody(n node) string {
	if text, ok := r.text(n); ok && strings.Contains(text, "@") {
		return r.person(n)
	}
	return string(r.department(n))
}

// named reads a mapping whose keys are names people chose.
func (r *reader) named(n node, each func(at, value node)) {
	entries, ok := mappingOf(n.ast)
	if !ok {
		r.report(n, "Write a name, a colon and what belongs to it.", "Expected names here.")
		return
	}
	if len(entries) > maxItems {
		r.report(n, "Take out those that are not needed.", "There may be at most %d here, and these are %d.", maxItems, len(entries))
		return
	}
	seen := map[string]bool{}
	for _, entry := range entries {
		if r.saidEnough() {
			return
		}
		key := entry.Key.GetToken().Value
		at := n.child(key, entry.Key)
		if seen[key] {
			r.report(at, "Keep one of them.", "The key %q is given twice.", key)
			continue
		}
		seen[key] = true
		each(at, n.child(key, entry.Value))
	}
}
