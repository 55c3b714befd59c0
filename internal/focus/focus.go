// Package focus judges what browsers report of the time people had a conversation before them: it refuses what cannot be,
// and counts a person's minute once. It is pure.
package focus

import (
	"cmp"
	"slices"
	"time"

	"switchboard"
)

// Limits of a report.
const (
	MaxSpans = 100              // in one report
	MaxSpan  = 15 * time.Minute // of one span: whoever reports does so more often than that
	MaxAge   = 12 * time.Hour   // of what is reported
	tick     = time.Second      // what is shorter is nothing, and clocks may differ by as much
)

// Read refuses, with code invalid, a report that cannot be, and gives its spans in order by our clock: sent is when it was
// sent by the clock of whoever reports, so that a clock that is wrong does no harm. Spans are cut at midnight, UTC, and
// what is shorter than a second is left out.
func Read(spans []switchboard.Focus, sent, now time.Time) ([]switchboard.Focus, error) {
	if len(spans) == 0 || len(spans) > MaxSpans {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "A report has 1 to %d spans.", MaxSpans).WithField("spans")
	}
	skew := now.Sub(sent)
	var out []switchboard.Focus
	for _, s := range spans {
		if err := check(s, sent); err != nil {
			return nil, err
		}
		s.From, s.Until = stamp(s.From.Add(skew)), stamp(s.Until.Add(skew))
		if s.Until.After(now) {
			s.Until = stamp(now)
		}
		out = append(out, s)
	}
	slices.SortFunc(out, byTime)
	for i := 1; i < len(out); i++ {
		if out[i].From.Before(out[i-1].Until) {
			return nil, refuse("Two spans of one report overlap: nobody is at two things at once.")
		}
	}
	return long(days(out)), nil
}

func check(s switchboard.Focus, sent time.Time) error {
	switch {
	case !switchboard.OneOf(s.Part, switchboard.FocusParts()):
		return refuse("A span is reading or writing.")
	case !s.Until.After(s.From):
		return refuse("A span ends after it begins.")
	case s.Until.After(sent.Add(tick)):
		return refuse("A span lies in the future.")
	case s.Until.Sub(s.From) > MaxSpan:
		return refuse("A span is longer than anybody would report at once.")
	case sent.Sub(s.From) > MaxAge:
		return refuse("A span is too long ago to be reported now.")
	}
	return nil
}

func refuse(text string) error {
	return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField("spans").
		WithHint("Nothing of the report was counted.")
}

// Fresh is what of spans no known one covers, in order and without overlap.
func Fresh(spans, known []switchboard.Focus) []switchboard.Focus {
	taken := slices.Clone(known)
	var out []switchboard.Focus
	for _, s := range spans {
		slices.SortFunc(taken, byTime)
		left := without(s, taken)
		out, taken = append(out, left...), append(taken, left...)
	}
	slices.SortFunc(out, byTime)
	return out
}

// without cuts out of a span what others, in order and without overlap, cover.
func without(s switchboard.Focus, others []switchboard.Focus) []switchboard.Focus {
	var left []switchboard.Focus
	for _, o := range others {
		if !o.Until.After(s.From) || !o.From.Before(s.Until) {
			continue
		}
		if o.From.After(s.From) {
			before := s
			before.Until = o.From
			left = append(left, before)
		}
		s.From = o.Until
		if !s.From.Before(s.Until) {
			return long(left)
		}
	}
	return long(append(left, s))
}

// days cuts spans at midnight, UTC.
func days(spans []switchboard.Focus) []switchboard.Focus {
	var out []switchboard.Focus
	for _, s := range spans {
		midnight := s.From.Truncate(24 * time.Hour).Add(24 * time.Hour)
		if s.Until.After(midnight) {
			before := s
			before.Until, s.From = midnight, midnight
			out = append(out, before)
		}
		out = append(out, s)
	}
	return out
}

// long leaves out what is too short to mean anything.
func long(spans []switchboard.Focus) []switchboard.Focus {
	return slices.DeleteFunc(spans, func(s switchboard.Focus) bool { return s.Until.Sub(s.From) < tick })
}

func byTime(a, b switchboard.Focus) int {
	return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until))
}

func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
