package email

import (
	"encoding/json"
	"time"

	"switchboard/internal/connector"
)

// position is how far a mailbox was read. Written as JSON it is a cursor.
type position struct {
	Version int              `json:"v"`
	Folders map[string]place `json:"f"`
	Since   int64            `json:"s"`           // Unix time from which on mail counts at all
	Newest  int64            `json:"n,omitempty"` // Unix time at which the newest mail that was taken had arrived
	History bool             `json:"h,omitempty"` // of a gap: what it holds is from before the mailbox was connected
}

// place is how far one folder was read.
type place struct {
	Validity uint32 `json:"v"` // UIDs mean something only under it
	UID      uint32 `json:"u"` // of the last mail that was read
	ModSeq   uint64 `json:"m,omitempty"`
}

const positionVersion = 1

func (p position) cursor() connector.Cursor {
	raw, err := json.Marshal(p)
	if err != nil {
		panic(err) // a map of numbers can be written
	}
	return connector.Cursor(raw)
}

func positionOf(cursor connector.Cursor) (position, error) {
	var p position
	if err := json.Unmarshal([]byte(cursor), &p); err != nil || p.Version != positionVersion || p.Folders == nil {
		return p, connector.Fail(connector.ClassRejected, "That cursor is not one of a mailbox.", err)
	}
	return p, nil
}

// clone is a position that can go on by itself.
func (p position) clone() position {
	folders := make(map[string]place, len(p.Folders))
	for name, at := range p.Folders {
		folders[name] = at
	}
	p.Folders = folders
	return p
}

// overlap is how far back a mailbox that was numbered anew is read again: clocks of servers differ, and what is read
// twice is kept once.
const overlap = 48 * time.Hour

// earliest is the arrival from which on a mailbox that was numbered anew is read again.
func (p position) earliest() time.Time {
	since := time.Unix(p.Since, 0).UTC()
	if again := time.Unix(p.Newest, 0).UTC().Add(-overlap); p.Newest > 0 && again.After(since) {
		return again
	}
	return since
}
