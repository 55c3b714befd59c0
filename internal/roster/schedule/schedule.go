// Package schedule reads when people work from files that other programs write: calendars (RFC 5545) and tables (CSV). It
// is pure: it knows neither who works here nor what is stored, and what it reads is bounded whatever stands in the file.
package schedule

import (
	"bytes"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/roster"
)

// MaxBytes is the largest file that is read.
const MaxBytes = 1 << 20

// The most a file may hold.
const (
	maxEntries = 5000
	maxSpans   = 20_000
	maxName    = 200
	maxDays    = 3_000_000
)

// Format is how a file is written.
type Format string

// Formats.
const (
	Calendar Format = "ics"
	Table    Format = "csv"
)

// Entry is one person's times by one entry of a file.
type Entry struct {
	Line    int    // where it stands, from 1
	Who     string // a name or an address, as it is written
	Source  string // names the entry, so that a later file can say other times for it
	Absence string // reason of an absence; empty for a shift
	Spans   []roster.Stretch
}

// Replaces reports whether an entry says anew what one of another name said of the same person and time. A later table does
// so for the same date; an entry of a calendar is known by its UID alone.
func (e Entry) Replaces(source string) bool {
	return source == e.Source || strings.HasPrefix(source, ofTable) && strings.HasPrefix(e.Source, ofTable)
}

// ofTable begins the names of entries of tables.
const ofTable = "csv:"

// Bad is a line that could not be read, or an entry that begins there.
type Bad struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// Plan is what stands in a file.
type Plan struct {
	Entries []Entry
	Sources []string // of all entries, also those that are called off
	Bad     []Bad
}

// Options say how a file is read.
type Options struct {
	Zone  *time.Location // of times that name none
	From  time.Time      // what ends before is over and left out
	Until time.Time      // how far recurring times are written out
	Name  string         // of the file; how it is read follows from what stands in it
}

// FormatOf tells the formats apart by their beginning.
func FormatOf(data []byte) Format {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) >= len(beginCalendar) && bytes.EqualFold(head[:len(beginCalendar)], []byte(beginCalendar)) {
		return Calendar
	}
	return Table
}

// Read reads a file. What cannot be read is told with its line and stops nothing else. It refuses, with code too_large, a
// file beyond its bounds, and, with code invalid, one that is neither a calendar nor a table.
func Read(data []byte, o Options) (Plan, error) {
	if len(data) > MaxBytes {
		return Plan{}, tooLarge("The file is larger than 1 MB.")
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return Plan{}, o.neither(data)
	}
	r := reader{Options: o}
	var err error
	if FormatOf(data) == Calendar {
		err = r.calendar(data)
	} else {
		err = r.table(data)
	}
	if err == nil && len(r.plan.Sources) == 0 && !looksLike(data) {
		return Plan{}, o.neither(data)
	}
	return r.plan, err
}

// neither says that a file is not what it begins as or is called: a calendar, or else a table.
func (o Options) neither(data []byte) error {
	if FormatOf(data) == Calendar || strings.HasSuffix(strings.ToLower(o.Name), ".ics") {
		return switchboard.Refuse(switchboard.CodeInvalid, "This is not a calendar.").WithField("file").
			WithHint("A calendar begins with BEGIN:VCALENDAR. Export it anew, as iCalendar (.ics).")
	}
	return switchboard.Refuse(switchboard.CodeInvalid, "This is not a table of text.").WithField("file").
		WithHint("A table has a line for each shift, with who, date, from, to between commas or semicolons. Save it as CSV in UTF-8.")
}

// looksLike reports whether something in which nothing could be read is a calendar or a table all the same: a calendar that
// ends, or a line with most of the columns.
func looksLike(data []byte) bool {
	if FormatOf(data) == Calendar {
		return bytes.Contains(bytes.ToUpper(data), []byte("END:VCALENDAR"))
	}
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		if f, err := fieldsOf(string(line)); err == nil && len(f) >= 3 {
			return true
		}
	}
	return len(bytes.TrimSpace(data)) == 0
}

type reader struct {
	Options

	plan    Plan
	sources map[string]bool
	spans   int
	days    int // walked through for recurrences
}

func (r *reader) bad(line int, reason string) {
	r.plan.Bad = append(r.plan.Bad, Bad{Line: line, Reason: reason})
}

// source notes that the file speaks of an entry.
func (r *reader) source(name string) {
	if r.sources == nil {
		r.sources = map[string]bool{}
	}
	if !r.sources[name] {
		r.sources[name] = true
		r.plan.Sources = append(r.plan.Sources, name)
	}
}

func (r *reader) add(e Entry) error {
	r.source(e.Source)
	if len(e.Spans) == 0 {
		return nil
	}
	r.spans += len(e.Spans)
	if len(r.plan.Entries) >= maxEntries || r.spans > maxSpans {
		return tooLarge("The file says too many times: at most %d entries and %d shifts are read.", maxEntries, maxSpans)
	}
	r.plan.Entries = append(r.plan.Entries, e)
	return nil
}

func tooLarge(text string, args ...any) error {
	return switchboard.Refuse(switchboard.CodeTooLarge, text, args...).WithHint("Export a shorter time, or fewer people, and import the parts one after the other.")
}
