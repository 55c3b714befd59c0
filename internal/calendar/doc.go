// Package calendar answers questions about opening hours: is it open, when does it open next, how much open time lies
// between two instants, and when has a span of open time passed.
//
// A calendar is a zone, several spans for each day of the week, and dates with other hours or none. An instant is open
// exactly when the clock on the wall of that zone shows a time inside a span of that date. On the night the clocks go
// forward the missing hour is never open; on the night they go back the repeated hour counts twice. Durations are real
// elapsed time. The package is pure: it reads no clock.
package calendar
