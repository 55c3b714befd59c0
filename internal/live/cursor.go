package live

import (
	"strconv"
	"strings"
)

// Cursor is the id of an event as followers see it: `incarnation:position`. After a restore the incarnation is another
// one, so that no follower takes up where its history no longer leads.
type Cursor struct {
	Incarnation string
	Position    int64
}

// String is the text form.
func (c Cursor) String() string { return c.Incarnation + ":" + strconv.FormatInt(c.Position, 10) }

// ParseCursor reads the text form; ok is false when it is none.
func ParseCursor(s string) (c Cursor, ok bool) {
	incarnation, position, found := strings.Cut(s, ":")
	n, err := strconv.ParseInt(position, 10, 64)
	if !found || incarnation == "" || err != nil || n < 0 {
		return Cursor{}, false
	}
	return Cursor{Incarnation: incarnation, Position: n}, true
}

// Resume says where a follower goes on: behind its cursor, or, when that is of another incarnation or from the future,
// at the head, after being told to read everything again.
func Resume(last Cursor, incarnation string, head int64) (from int64, reset bool) {
	if last.Incarnation != incarnation || last.Position > head {
		return head, true
	}
	return last.Position, false
}
